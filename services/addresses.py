"""Addresses of web pages, as others give them to us."""

import re
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 2000
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def is_web_address(text: str) -> bool:
    """Whether a browser may be sent there: absolute, http or https."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    plain = not _UNPRINTABLE.search(text) and "\\" not in text and len(text) <= LONGEST
    return plain and parts.scheme in {"http", "https"} and bool(host)
