"""A guide as a page: Markdown made into HTML with anchors, samples, and links that lead."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from api.guides import samples

PREFIX = "/docs"
# A method and an address in one piece of code: it is linked to its description.
OPERATION = re.compile(r"(GET|HEAD|POST|PUT|PATCH|DELETE) (/[^ ?]*)(\?\S*)?")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")
_GUIDE_LINK = re.compile(r"([\w-]+)\.md(#.*)?")

Reference = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Heading:
    """A place that can be linked to."""

    level: int
    title: str
    anchor: str


@dataclass(slots=True)
class Section:
    """What stands under one heading, as plain words: what search looks through."""

    heading: Heading
    words: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Page:
    """One guide, ready to be put into the frame of the pages."""

    html: str
    headings: list[Heading]
    sections: list[Section]


def parse(text: str) -> list[Token]:
    return MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)


def render(text: str, reference: Reference) -> Page:
    """``reference`` gives the address at which an operation is described, if there is one."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    headings = _anchored(tokens)
    for token in tokens:
        _with_links(token, reference)
    shown: list[Token] = []
    for number, part in enumerate(samples.grouped(tokens)):
        if isinstance(part, list):
            shown.append(_raw(samples.html(part, number)))
        else:
            shown += _framed(part)
    return Page(parser.renderer.render(shown, parser.options, {}), headings, _sections(tokens))


def anchor_of(title: str) -> str:
    """As code hosts make them, so that links lead there as well."""
    return _NOT_IN_ANCHORS.sub("", title.strip().lower()).replace(" ", "-")


def plain(token: Token) -> str:
    """The words of a line without their marks."""
    children = token.children or []
    return "".join(" " if child.type == "softbreak" else child.content for child in children)


def _anchored(tokens: list[Token]) -> list[Heading]:
    found: list[Heading] = []
    for token, inline in pairwise(tokens):
        if token.type != "heading_open":
            continue
        title = plain(inline)
        anchor = anchor_of(title)
        again = sum(one.anchor == anchor or one.anchor.startswith(f"{anchor}-") for one in found)
        anchor = f"{anchor}-{again}" if any(one.anchor == anchor for one in found) else anchor
        token.attrSet("id", anchor)
        found.append(Heading(int(token.tag[1]), title, anchor))
        if token.tag != "h1" and inline.children is not None:
            inline.children.append(_raw_inline(_permalink(anchor, title)))
    return found


def _permalink(anchor: str, title: str) -> str:
    label = escape(f"Link to: {title}", quote=True)
    return f'<a class="anchor" href="#{escape(anchor)}" aria-label="{label}">#</a>'


def _with_links(token: Token, reference: Reference) -> None:
    children = token.children or []
    inside_link = False
    for at, child in enumerate(children):
        if child.type in {"link_open", "link_close"}:
            inside_link = child.type == "link_open"
            if inside_link:
                child.attrSet("href", _address(str(child.attrGet("href") or "")))
        elif child.type == "code_inline" and not inside_link:
            children[at] = _operation(child, reference)


def _address(href: str) -> str:
    found = _GUIDE_LINK.fullmatch(href)
    return f"{PREFIX}/{found[1]}{found[2] or ''}" if found else href


def _operation(code: Token, reference: Reference) -> Token:
    found = OPERATION.fullmatch(code.content)
    where = reference(found[1], found[2]) if found else None
    if where is None:
        return code
    return _raw_inline(f'<a href="{escape(where)}"><code>{escape(code.content)}</code></a>')


def _framed(token: Token) -> list[Token]:
    """A wide table scrolls inside its own frame, and not with the page."""
    if token.type == "table_open":
        return [_raw('<div class="table">\n'), token]
    if token.type == "table_close":
        return [token, _raw("</div>\n")]
    return [token]


def _sections(tokens: list[Token]) -> list[Section]:
    found: list[Section] = []
    for before, token in zip([Token("", "", 0), *tokens], tokens, strict=False):
        if token.type != "inline":
            continue
        words = plain(token).removesuffix(_trailing_link(token)).strip()
        if before.type == "heading_open":
            anchor = str(before.attrGet("id"))
            found.append(Section(Heading(int(before.tag[1]), words, anchor)))
        elif found and words:
            found[-1].words.append(words)
    return found


def _trailing_link(token: Token) -> str:
    last = (token.children or [Token("", "", 0)])[-1]
    return last.content if last.type == "html_inline" else ""


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html, block=True)


def _raw_inline(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)
