"""XML of strangers: one parser that resolves nothing, loads nothing and names the line."""

import codecs
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache

from lxml import etree

from scorm.packaging.errors import BadEncoding, BrokenXml, ManifestTooLarge, UnsafeXml
from scorm.packaging.findings import Notes, Rule

LARGEST = 10 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# The eight-bit character sets that manifests may declare, besides UTF-8 and UTF-16.
ENCODINGS = (
    "us-ascii",
    "ascii",
    "latin1",
    *(f"iso-8859-{part}" for part in range(1, 17) if part != 12),
    *(f"windows-125{part}" for part in range(9)),
    *(f"cp125{part}" for part in range(9)),
    "cp437",
    "cp850",
    "cp852",
    "cp866",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "utf-16-le",
    "utf-16-be",
)
_DECLARATION = re.compile(r"(\s*)<\?xml\s[^>]{0,400}\?>")
_PROLOG = re.compile(r"(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_QUOTED = r"""(?:"[^"]*"|'[^']*')"""
_DOCTYPE = re.compile(
    rf"""<!DOCTYPE\s+[^\s\[>"']+(?:\s+PUBLIC\s+{_QUOTED}(?:\s*{_QUOTED})?|\s+SYSTEM\s+{_QUOTED})?"""
    r"\s*([\[>])"
)


class Element:
    """One element; names compare without prefix and case, as authoring tools disagree on both."""

    __slots__ = ("_attributes", "_first", "_node")

    def __init__(self, node: etree._Element) -> None:  # pyright: ignore[reportPrivateUsage]
        self._node = node
        self._attributes: dict[str, str] | None = None
        self._first: dict[str, Element] | None = None

    @property
    def name(self) -> str:
        return _local(self._node.tag)

    @property
    def namespace(self) -> str:
        return self._node.tag.rpartition("}")[0][1:]

    @property
    def line(self) -> int | None:
        return self._node.sourceline

    @property
    def text(self) -> str:
        """All text inside, with runs of white space made one."""
        if not len(self._node):
            return " ".join((self._node.text or "").split())
        return " ".join("".join(map(str, self._node.itertext())).split())

    @property
    def own_text(self) -> str:
        """The text before the first child, as it stands."""
        return self._node.text or ""

    def get(self, name: str, default: str = "") -> str:
        """An attribute by its lower-case name without prefix; one without prefix comes first."""
        if self._attributes is None:
            # Values are asked for one by one: listing them takes quadratic time in lxml.
            found: dict[str, str] = {}
            for key in map(str, self._node.keys()):
                if key[0] == "{":
                    found.setdefault(_local(key), key)
                else:
                    found[key.lower()] = key
            self._attributes = found
        actual = self._attributes.get(name)
        return default if actual is None else self._node.get(actual, default)

    def children(self, *names: str) -> Iterator["Element"]:
        """The children with one of these lower-case names, or all of them."""
        for node in self._node:
            if not names or _local(node.tag) in names:
                yield Element(node)

    def child(self, name: str) -> "Element | None":
        if self._first is None:
            first: dict[str, Element] = {}
            for node in self._node:
                name_there = _local(node.tag)
                if name_there not in first:
                    first[name_there] = Element(node)
            self._first = first
        return self._first.get(name)

    def path(self, *names: str) -> "Element | None":
        """The first element reached through children of these names."""
        here: Element | None = self
        for name in names:
            here = here.child(name) if here is not None else None
        return here

    def source(self) -> str:
        """This element as XML of its own, with no more namespaces than it uses."""
        return etree.tostring(deepcopy(self._node), encoding="unicode", with_tail=False)


def parse(source: bytes, notes: Notes) -> Element:
    """The root element; raises ManifestError for XML that is broken, unsafe or too large."""
    if len(source) > LARGEST:
        raise ManifestTooLarge(entry=notes.file)
    text = _without_doctype(_without_declaration(_decode(source, notes), notes), notes.file)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return Element(etree.fromstring(text.encode(), parser))
    except etree.XMLSyntaxError as problem:
        line = problem.lineno or None
        where = f"Line {line}: " if line else ""
        raise BrokenXml(f"{where}{_reason(problem)}", entry=notes.file, line=line) from None


def _decode(source: bytes, notes: Notes) -> str:
    for mark, encoding in _BOMS:
        if source.startswith(mark):
            if encoding == "utf-8":
                notes.repair(Rule.BYTE_ORDER_MARK, "The file begins with a byte-order mark.")
            return _decoded(source[len(mark) :], encoding, notes)
    for start, encoding in _WIDE:
        if source.startswith(start):
            return _decoded(source, encoding, notes)
    declared = _DECLARED.match(source)
    return _decoded(source, _codec(declared[1].decode() if declared else "utf-8", notes), notes)


def _codec(declared: str, notes: Notes) -> str:
    name = declared.lower().replace("_", "-")
    if name in ("utf-8", "utf8"):
        return "utf-8"
    if name.startswith(("utf-16", "utf16")):
        notes.repair(Rule.ENCODING, f'The file is declared as "{declared}" but is UTF-8.')
        return "utf-8"
    if name not in ENCODINGS:
        raise BadEncoding(f'It is declared as "{declared}".', entry=notes.file)
    return name


def _decoded(source: bytes, encoding: str, notes: Notes) -> str:
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as problem:
        line = source.count(b"\n", 0, problem.start) + 1
        if encoding not in ("utf-8", "ascii", "us-ascii"):
            raise BadEncoding(f"Line {line} is not {encoding}.", entry=notes.file) from None
    notes.repair(
        Rule.ENCODING, f"Line {line} is not UTF-8; the file was read as Windows-1252.", line
    )
    return source.decode("cp1252", "replace")


def _without_declaration(text: str, notes: Notes) -> str:
    found = _DECLARATION.match(text)
    if found is None:
        return text
    if found[1]:
        notes.repair(Rule.XML_DECLARATION, "The XML declaration does not come first.")
    return _blank(found[0]) + text[found.end() :]


def _without_doctype(text: str, file: str) -> str:
    """A plain DOCTYPE is harmless, but would let unknown entities vanish without an error."""
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if not text.startswith("<!DOCTYPE", start):
        return text
    line = text.count("\n", 0, start) + 1
    found = _DOCTYPE.match(text, start)
    if found is None:
        raise BrokenXml(f"Line {line}: the DOCTYPE is broken.", entry=file, line=line)
    if found[1] == "[":
        raise UnsafeXml(f"Line {line} begins such a declaration.", entry=file, line=line)
    return text[:start] + _blank(found[0]) + text[found.end() :]


def _blank(removed: str) -> str:
    # Line numbers in messages must stay those of the author's file.
    return "\n" * removed.count("\n")


def _reason(problem: etree.XMLSyntaxError) -> str:
    text = problem.msg or "it ends too early"
    if "depth" in text.lower():
        return "elements are nested too deeply."
    return f"{text.split(', line ')[0]}."


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
