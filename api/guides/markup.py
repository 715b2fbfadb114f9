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
_BREAKS = re.compile(r"(?<=[\w}])([_/.])(?=[\w{])")
_BREAK = r"\1<wbr>"
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
    return "".join(_words(child) for child in token.children or [])


def _words(child: Token) -> str:
    if child.type == "softbreak":
        return " "
    return str(child.meta["words"]) if child.type == "html_inline" else child.content


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
        elif child.type == "code_inline":
            children[at] = _code(child.content, None if inside_link else reference)


def _address(href: str) -> str:
    found = _GUIDE_LINK.fullmatch(href)
    return f"{PREFIX}/{found[1]}{found[2] or ''}" if found else href


def _code(content: str, reference: Reference | None) -> Token:
    """Long names may be broken where their words end; operations lead to their description."""
    html = f"<code>{_BREAKS.sub(_BREAK, escape(content))}</code>"
    found = OPERATION.fullmatch(content)
    where = reference(found[1], found[2]) if found and reference else None
    return _raw_inline(html if where is None else f'<a href="{escape(where)}">{html}</a>', content)


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
        words = plain(token).strip()
        if before.type == "heading_open":
            anchor = str(before.attrGet("id"))
            found.append(Section(Heading(int(before.tag[1]), words, anchor)))
        elif found and words:
            found[-1].words.append(words)
    return found


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html, block=True)


def _raw_inline(html: str, words: str = "") -> Token:
    """``words`` is what search and headings find of it."""
    return Token("html_inline", "", 0, content=html, meta={"words": words})
