"""Signed links with which a browser or server puts one upload straight into local storage."""

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from services.errors import BadUploadLink

_PURPOSE = "lectern upload link 1"
_PART_PURPOSE = "lectern part link 1"
_LONGEST_QUERY = 2048


@dataclass(frozen=True, slots=True)
class UploadLink:
    """One PUT to one key; ``size`` or ``content_type`` None means that any will do.

    With a ``part`` number it is for that part of the multipart ``upload``.
    """

    key: str
    size: int | None
    content_type: str | None
    expires: int
    upload: str = ""
    part: int = 0


def sign(secret: bytes, link: UploadLink) -> str:
    """The query string that carries the permission."""
    fields = {"expires": str(link.expires)}
    if link.size is not None:
        fields["size"] = str(link.size)
    if link.content_type is not None:
        fields["type"] = link.content_type
    if link.part:
        fields |= {"upload": link.upload, "part": str(link.part)}
    return urlencode({**fields, "signature": _signature(secret, link)})


def verify(secret: bytes, key: str, query: str, now: float) -> UploadLink:
    """Raises BadUploadLink when any signed part differs or the time is over."""
    fields = _fields(query)
    try:
        link = UploadLink(
            key=key,
            size=_number(fields["size"]) if "size" in fields else None,
            content_type=fields.get("type"),
            expires=_number(fields["expires"]),
            upload=fields.get("upload", ""),
            part=_number(fields.get("part", "0")),
        )
        given = fields["signature"]
    except (KeyError, ValueError) as problem:
        raise BadUploadLink from problem

    if not hmac.compare_digest(given.encode(), _signature(secret, link).encode()):
        raise BadUploadLink
    if now >= link.expires:
        raise BadUploadLink("This upload link has expired; ask for a new one.")
    return link


def _signature(secret: bytes, link: UploadLink) -> str:
    size = "" if link.size is None else str(link.size)
    # The type is the only free text, so it goes last: no other field can be imitated by it.
    said = [_PURPOSE, "PUT", link.key, size, str(link.expires), repr(link.content_type)]
    if link.part or link.upload:
        said = [_PART_PURPOSE, link.upload, str(link.part), *said]
    return hmac.new(secret, "\n".join(said).encode(), hashlib.sha256).hexdigest()


def _fields(query: str) -> dict[str, str]:
    if len(query) > _LONGEST_QUERY:
        raise BadUploadLink
    try:
        found = parse_qs(query, keep_blank_values=True, strict_parsing=True, max_num_fields=8)
    except ValueError as problem:
        raise BadUploadLink from problem
    if any(len(values) != 1 for values in found.values()):
        raise BadUploadLink
    return {name: values[0] for name, values in found.items()}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18) or text != str(int(text)):
        raise ValueError(text)
    return int(text)
