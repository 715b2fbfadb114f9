"""The version of a session that a client has read, given in the body or as If-Match."""

import re

from quart import request

from services.errors import Invalid

_TAG = re.compile(r'(?:W/)?"?(\d{1,9})"?')


def asked(version: int | None) -> int | None:
    """None when any will do; raises Invalid."""
    return _if_match() if version is None else version


def _if_match() -> int | None:
    given = request.headers.get("If-Match", "").strip()
    if given in {"", "*"}:
        return None
    found = _TAG.fullmatch(given)
    if found is None:
        raise Invalid.field("If-Match", "must be the ETag of the session as it was read")
    return int(found[1])
