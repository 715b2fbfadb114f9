"""What a customer says about a package, tidied up and held to bounds."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from scorm.duration import parse_period
from services.errors import Invalid

LONGEST_TITLE: Final = 1000
MOST_TAGS: Final = 100
LONGEST_TAG: Final = 100
LARGEST_METADATA: Final = 64 * 1024
_NUMBER: Final = "([0-9]{1,6}(?:[.,][0-9]{1,6})?) ?"
_SPOKEN: Final = re.compile(
    f"(?:{_NUMBER}d(?:ays?)?)? ?(?:{_NUMBER}h(?:ours?|rs?)?)? ?"
    f"(?:{_NUMBER}m(?:in(?:utes?|s)?)?)? ?(?:{_NUMBER}s(?:ec(?:onds?|s)?)?)?",
    re.IGNORECASE,
)
_SECONDS: Final = (86_400, 3_600, 60, 1)


def tidied(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Invalid."""
    found = dict(changes)
    if "title" in found:
        found["title"] = _title(found["title"])
    if "tags" in found:
        found["tags"] = tags(found["tags"])
    if "custom_metadata" in found:
        _check_metadata(found["custom_metadata"])
    return found


def tags(given: Iterable[str]) -> list[str]:
    """Without blanks around them, each once, in the order given."""
    found = list(dict.fromkeys(tag.strip() for tag in given))
    if len(found) > MOST_TAGS:
        raise Invalid.field("tags", f"must be at most {MOST_TAGS}")
    if any(not 0 < len(tag) <= LONGEST_TAG or "," in tag for tag in found):
        raise Invalid.field(
            "tags", f"each must have 1 to {LONGEST_TAG} characters, and none a comma"
        )
    return found


def seconds(duration: str | None) -> int | None:
    """Of 45m, 1h 30m, PT45M or 00:45:00; None for what nobody can count."""
    text = (duration or "").strip()
    if not text:
        return None
    spoken = _SPOKEN.fullmatch(text)
    if spoken is None:
        found = parse_period(text, tolerant=True)
        return None if found is None or not math.isfinite(found) else int(found)
    parts = [float((part or "0").replace(",", ".")) for part in spoken.groups()]
    return int(sum(part * each for part, each in zip(parts, _SECONDS, strict=True)))


def _title(given: str) -> str:
    text = " ".join(given.split())
    if not 0 < len(text) <= LONGEST_TITLE:
        raise Invalid.field("title", f"must have 1 to {LONGEST_TITLE} characters")
    return text


def _check_metadata(given: Mapping[str, Any]) -> None:
    if len(json.dumps(given)) > LARGEST_METADATA:
        raise Invalid.field(
            "custom_metadata", f"must have at most {LARGEST_METADATA} bytes as JSON"
        )
