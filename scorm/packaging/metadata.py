"""What a course says about itself in its learning object metadata (LOM)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from scorm.packaging import paths
from scorm.packaging.errors import PackageError
from scorm.packaging.findings import Notes, Rule
from scorm.packaging.index import ArchiveIndex, Entry
from scorm.packaging.xml import Element, parse

# Reads a file of the course; raises PackageError when it is damaged.
Fetch = Callable[[Entry], bytes]

LONGEST_METADATA = 1024 * 1024
_MOST_LANGUAGES = 200
_ISO = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]?\d)(?::([0-5]?\d)(?:\.\d+)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class About:
    """Title, description and typical learning time (ISO 8601), each empty when not given."""

    title: str = ""
    description: str = ""
    duration: str = ""


def read_about(metadata: Element | None, index: ArchiveIndex, fetch: Fetch, notes: Notes) -> About:
    """Metadata stands in the manifest or in a file beside it. [CAM 1.2 2.2.2; 2004 3.4.1.2]"""
    if metadata is None:
        return About()
    lom = metadata.child("lom") or metadata.child("record")
    if lom is None:
        location = metadata.child("location")
        lom = _external(location, index, fetch, notes) if location is not None else None
    if lom is None:
        return About()
    general = lom.child("general")
    return About(
        title=_words(general, "title"),
        description=_words(general, "description"),
        duration=_duration(lom.path("educational", "typicallearningtime")),
    )


def _external(location: Element, index: ArchiveIndex, fetch: Fetch, notes: Notes) -> Element | None:
    link = paths.resolve(location.text, "", index)
    if isinstance(link, paths.Dead):
        notes.warning(Rule.METADATA, f"Its metadata is missing: {link.message}", location.line)
        return None
    entry = index.entries[link.path]
    if entry.size > LONGEST_METADATA:
        notes.warning(Rule.METADATA, f'The metadata in "{link.path}" is too long to be read.')
        return None
    try:
        root = parse(fetch(entry), Notes(link.path))
    except PackageError as problem:
        notes.warning(Rule.METADATA, f'"{link.path}" cannot be read. {problem}', location.line)
        return None
    return root if root.name == "lom" else root.child("lom")


def _words(parent: Element | None, name: str) -> str:
    """The first language version with any text in it."""
    found = parent.child(name) if parent is not None else None
    if found is None:
        return ""
    versions = list(islice(found.children("langstring", "string"), _MOST_LANGUAGES))
    return next((each.text for each in versions if each.text), "") if versions else found.text


def _duration(time: Element | None) -> str:
    if time is None:
        return ""
    given = time.child("duration") or time.child("datetime") or time
    text = given.text.strip().upper()
    if not any(digit in text for digit in "123456789"):
        # Tools write a time of zero where the author gave none.
        return ""
    if _ISO.fullmatch(text):
        return text
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        return ""
    parts = zip(clock.groups(default="0"), "HMS", strict=True)
    kept = "".join(f"{int(number)}{unit}" for number, unit in parts if int(number))
    return f"PT{kept}"
