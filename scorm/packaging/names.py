"""Names from a ZIP archive: one clean path each, or a reason why not."""

import re
import unicodedata

from scorm.packaging.errors import BadName, NameTooLong, TooDeep

LONGEST_NAME = 1_024
DEEPEST = 32
# Under this folder the player serves its own files beside those of the course.
RESERVED = "__rt"

_UTF8_FLAG = 0x0800
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_REASONS = {
    "up": 'The name leads out of the course with "..".',
    "absolute": "The name begins at the root of a disk.",
    "control": "The name contains control characters.",
    "reserved": f'The folder "{RESERVED}" is kept for the player.',
    "empty": "The name is empty.",
}


def decode(raw: bytes, flags: int) -> str:
    """The name as its author meant it: old programs wrote CP437, careless ones unmarked UTF-8."""
    if raw.isascii():
        return raw.decode("ascii")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        if flags & _UTF8_FLAG:
            raise BadName("It is not valid UTF-8.", entry=raw.decode("utf-8", "replace")) from None
        return raw.decode("cp437")


def clean(name: str) -> str:
    """The path of a file in the course, with ``/`` and in NFC; a folder keeps its last ``/``.

    Raises ArchiveError for a name that could mean anything outside the course.
    """
    if len(name) > LONGEST_NAME // 4 and len(name.encode()) > LONGEST_NAME:
        raise NameTooLong(entry=name[:80])
    path = name if _is_plain(name) else _normalised(name)
    if path.count("/") > DEEPEST:
        raise TooDeep(entry=name)
    return path


def refuse_reserved(path: str, name: str) -> None:
    """Raises BadName when the path would hide behind files of the player."""
    if path[: len(RESERVED)].casefold() == RESERVED and path[len(RESERVED) :][:1] in ("", "/"):
        raise _bad("reserved", name)


def _is_plain(name: str) -> bool:
    # Nearly every name is plain, and a course has thousands of them.
    return (
        name.isascii()
        and name.isprintable()
        and not ("\\" in name or ":" in name or "./" in name or "//" in name)
        and name[:1] not in ("", "/", "_")
        and name[-1] != "."
    )


def _normalised(name: str) -> str:
    path = unicodedata.normalize("NFC", name).replace("\\", "/")
    if _CONTROL.search(path):
        raise _bad("control", name)
    if path.startswith("/") or _DRIVE.match(path):
        raise _bad("absolute", name)
    segments = [segment for segment in path.split("/") if segment not in ("", ".")]
    if ".." in segments:
        raise _bad("up", name)
    if not segments:
        if path.endswith("/"):
            return ""
        raise _bad("empty", name)
    clean_path = "/".join(segments)
    refuse_reserved(clean_path, name)
    return clean_path + "/" if path.endswith("/") else clean_path


def _bad(reason: str, name: str) -> BadName:
    return BadName(_REASONS[reason], entry=_CONTROL.sub("�", name))
