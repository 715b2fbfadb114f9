"""Links of a manifest, brought to exactly one file of the course and never out of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from scorm.packaging.findings import Rule
from scorm.packaging.index import ArchiveIndex

# Browsers ignore these characters inside a scheme, so they must not hide one.
_IGNORED = re.compile(r"[\x00-\x20\x7f]+")
_BREAKS = re.compile(r"[\t\r\n]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SUFFIX = re.compile(r"[?#]")
# No name in an archive is longer than 1,024 bytes; each may be written as three characters.
_LONGEST = 4_096
_SAFE_IN_PATH = "/~!$'()*+,;=@-._"
_SAFE_IN_SUFFIX = "%/?#[]@!$&'()*+,;=:~-._|"


@dataclass(frozen=True, slots=True)
class Link:
    """A file of the course and how a browser asks for it; ``repair`` says what was wrong."""

    path: str
    url: str
    repair: str = ""


@dataclass(frozen=True, slots=True)
class Dead:
    """A link that leads nowhere we would send a learner."""

    rule: Rule
    message: str


def resolve(href: str, base: str, index: ArchiveIndex) -> Link | Dead:
    """Find what an href means; ``base`` is the chain of xml:base in front of it."""
    if len(base) + len(href) > _LONGEST:
        return Dead(Rule.MISSING_FILE, f'"{_shown(href)}" is longer than the name of any file.')
    given = _BREAKS.sub("", href).strip()
    elsewhere = _elsewhere(given) or _elsewhere(base)
    if elsewhere:
        return Dead(elsewhere, f'"{_shown(href)}" does not point into the package.')
    whole = base + given
    if whole in index.entries:
        return Link(whole, url_of(whole))
    cut = _SUFFIX.search(given)
    suffix = given[cut.start() :] if cut else ""
    for candidate, why in _candidates(base, given.removesuffix(suffix) if suffix else given):
        path = _inside(candidate)
        if path is None:
            return Dead(Rule.OUTSIDE_PACKAGE, f'"{_shown(href)}" leads out of the package.')
        entry = index.find(path)
        if entry is not None:
            exact = entry.path == path
            repair = why if exact else "differs in upper and lower case or in accents"
            return Link(entry.path, url_of(entry.path, suffix), repair)
    return Dead(Rule.MISSING_FILE, f'The file "{_shown(base + given)}" is not in the package.')


def join_base(outer: str, inner: str) -> str:
    """The base for what lies below; exporters forget the closing slash."""
    base = inner.strip().replace("\\", "/")
    if not base:
        return outer
    return outer + base if base.endswith("/") else f"{outer}{base}/"


def with_parameters(href: str, parameters: str) -> str:
    """The launch address with the parameters of an item. [CAM 3.4.3.1]"""
    extra = quote(_IGNORED.sub(" ", parameters).strip().lstrip("?&"), safe=_SAFE_IN_SUFFIX)
    address, hash_mark, fragment = href.partition("#")
    if not extra:
        return href
    if extra.startswith("#"):
        return href if hash_mark else f"{href}{extra}"
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{extra}{hash_mark}{fragment}"


def is_web_address(href: str) -> bool:
    return re.match(r"https?://[^/]", href.strip(), re.IGNORECASE) is not None


def url_of(path: str, suffix: str = "") -> str:
    return quote(path, safe=_SAFE_IN_PATH) + quote(suffix, safe=_SAFE_IN_SUFFIX)


def _elsewhere(href: str) -> Rule | None:
    bare = _IGNORED.sub("", href)
    scheme = _SCHEME.match(bare)
    if scheme is None:
        outside = bare.replace("\\", "/").startswith("//")
        return Rule.EXTERNAL_HREF if outside else None
    if scheme[1].lower() in ("http", "https", "ftp"):
        return Rule.EXTERNAL_HREF
    return Rule.OUTSIDE_PACKAGE if len(scheme[1]) == 1 else Rule.UNSAFE_HREF


def _candidates(base: str, path: str) -> Iterator[tuple[str, str]]:
    """Readings of a path from the most to the least literal, with what is wrong about each."""
    whole = base + path
    slashed = whole.replace("\\", "/")
    why = "begins with a slash" if path.startswith("/") else ""
    yield unquote(slashed), "is written with backslashes" if "\\" in whole else why
    if "%" in slashed:
        yield slashed, "is a name that itself contains percent signs"
        yield unquote(unquote(slashed)), "is percent-encoded twice"
    if path.startswith(("/", "\\")):
        yield unquote(path.replace("\\", "/").lstrip("/")), "begins with a slash"
    elif base:
        yield unquote(path.replace("\\", "/")), "does not apply its xml:base"
        shorter = base.rstrip("/").rpartition("/")[0]
        shorter = f"{shorter}/" if shorter else ""
        yield unquote(shorter + path), "does not apply its xml:base"


def _inside(path: str) -> str | None:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if not kept:
                return None
            kept.pop()
        elif segment not in ("", "."):
            kept.append(segment)
    return "/".join(kept)


def _shown(text: str) -> str:
    plain = _IGNORED.sub(" ", text[:1_000]).strip()
    return plain if len(plain) <= 200 else f"{plain[:200]}…"
