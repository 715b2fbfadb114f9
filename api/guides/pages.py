"""The guides put into pages: made once, when somebody first asks for one."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.guides import error_codes, library, markup
from api.guides.library import ROOT, Guide
from services.settings import Settings

STATIC = ROOT / "static" / "guides"
TEMPLATES = ROOT / "templates" / "guides"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HOME = ""
MISSING = "?"
# Of each section the first words are searched, which keeps the index small.
LONGEST_SECTION = 600
_BRACED = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A guide in the navigation."""

    name: str
    title: str
    summary: str
    address: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything there is to answer, by its name."""

    pages: dict[str, bytes]
    texts: dict[str, bytes]
    search: bytes
    files: dict[str, bytes]
    build: str


def make(settings: Settings, document: dict[str, Any]) -> Shelf:
    guides = library.read(settings, error_codes.operations_by_code(document))
    files = {path.name: path.read_bytes() for path in STATIC.iterdir() if path.suffix in KINDS}
    files["lectern.svg"] = (ROOT / "static" / "img" / "lectern.svg").read_bytes()
    build = _build_of(files)
    reference = _references(document)
    rendered = {guide.name: markup.render(guide.text, reference) for guide in guides}
    frame = _Frame(guides, f"{markup.PREFIX}/assets/{build}", settings.base_url)
    pages = {guide.name: frame.page(guide, rendered[guide.name]) for guide in guides}
    return Shelf(
        {**pages, HOME: frame.home(missing=False), MISSING: frame.home(missing=True)},
        {guide.name: guide.text.encode() for guide in guides},
        _search(guides, rendered),
        files,
        build,
    )


class _Frame:
    """What is around every guide: navigation, contents of the page, and the ways on."""

    def __init__(self, guides: list[Guide], static: str, base_url: str) -> None:
        self._entries = [_entry(guide) for guide in guides]
        groups = groupby(zip(guides, self._entries, strict=True), lambda pair: pair[0].group)
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment = environment
        self._shared: dict[str, Any] = {
            "static": static,
            "base_url": base_url,
            "prefix": markup.PREFIX,
            "navigation": [(title, [entry for _, entry in found]) for title, found in groups],
        }

    def home(self, *, missing: bool) -> bytes:
        template = self._environment.get_template("home.html")
        return template.render(self._shared, title="Guides", here="", missing=missing).encode()

    def page(self, guide: Guide, page: markup.Page) -> bytes:
        at = next(n for n, entry in enumerate(self._entries) if entry.name == guide.name)
        around = [None, *self._entries, None]
        template = self._environment.get_template("guide.html")
        contents = [asdict(one) for one in page.headings if one.level in {2, 3}]
        return template.render(
            self._shared,
            title=guide.title,
            here=guide.name,
            group=guide.group,
            summary=plain_summary(guide.summary),
            html=Markup(page.html),  # noqa: S704 - from our own Markdown, with HTML switched off
            contents=contents,
            before=around[at],
            after=around[at + 2],
        ).encode()


def plain_summary(summary: str) -> str:
    """A summary without the marks of Markdown."""
    tokens = markup.parse(summary)
    return " ".join(markup.plain(token) for token in tokens if token.type == "inline")


def _entry(guide: Guide) -> Entry:
    summary = plain_summary(guide.summary)
    return Entry(guide.name, guide.title, summary, f"{markup.PREFIX}/{guide.name}")


def _build_of(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name])
    return digest.hexdigest()[:12]


def _references(document: dict[str, Any]) -> markup.Reference:
    """To the place in the API reference that describes an operation."""
    known = {
        (method.upper(), _BRACED.sub("{}", path)): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }

    def reference(method: str, path: str) -> str | None:
        operation = known.get((method, _BRACED.sub("{}", path)))
        if operation is None:
            return None
        return f"/api/docs#/{operation['tags'][0]}/{operation['operationId']}"

    return reference


def _search(guides: list[Guide], rendered: dict[str, markup.Page]) -> bytes:
    rows = [
        {
            "guide": guide.title,
            "title": section.heading.title,
            "address": _place(guide, section.heading),
            "text": " ".join(section.words)[:LONGEST_SECTION],
        }
        for guide in guides
        for section in rendered[guide.name].sections
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _place(guide: Guide, heading: markup.Heading) -> str:
    page = f"{markup.PREFIX}/{guide.name}"
    return page if heading.level == 1 else f"{page}#{heading.anchor}"
