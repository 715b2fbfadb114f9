"""What the player says, in the learner's language: one catalogue per language."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

CATALOGUES = Path(__file__).resolve().parent.parent / "locales"
DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Texts:
    """A catalogue; every language has every phrase, plural forms apart."""

    lang: str
    dir: str
    phrases: Mapping[str, str]

    def problem(self, code: str, reason: str = "") -> dict[str, str]:
        """Title, text and advice for a refusal, in words that help a learner."""
        spoken = _SPOKEN.get(f"{code} {reason}") or _SPOKEN.get(code, code)
        name = f"problem.{spoken}"
        known = name if f"{name}.title" in self.phrases else "problem.UNKNOWN"
        return {part: self.phrases[f"{known}.{part}"] for part in ("title", "text", "advice")}

    def without(self, *parts: str) -> dict[str, str]:
        """The phrases for a page that has no use for these parts of the catalogue."""
        return {key: text for key, text in self.phrases.items() if not key.startswith(parts)}


# The same grouping as in static/js/shell/phrases.js: learners need fewer reasons than programs.
# A code may stand with the reason that makes it mean something else.
_SPOKEN = {
    "INVALID_TOKEN": "TOKEN",
    "TOKEN_EXPIRED": "TOKEN",
    "UNAUTHORIZED": "TOKEN",
    "NOT_FOUND": "TOKEN",
    "DOMAIN_NOT_ALLOWED": "PLACE",
    "SESSION_EXPIRED": "SESSION",
    "SESSION_NOT_FOUND": "SESSION",
    "GONE": "SESSION",
    "RATE_LIMITED": "BUSY",
    "RATE_LIMIT_EXCEEDED": "BUSY",
    "SERVICE_UNAVAILABLE": "BUSY",
    "STORAGE_UNAVAILABLE": "BUSY",
    "INVALID_TOKEN dispatch": "LINK",
    "TOKEN_EXPIRED dispatch": "LINK",
    "DISPATCH_NOT_FOUND": "DISPATCH",
    "DISPATCH_NOT_ACTIVE": "REVOKED",
    "DISPATCH_NOT_ACTIVE paused": "PAUSED",
    "DISPATCH_NOT_ACTIVE expired": "EXPIRED",
    "DISPATCH_NOT_ACTIVE new_learners": "NEW_LEARNERS",
    "QUOTA_EXCEEDED": "QUOTA",
    "QUOTA_EXCEEDED license_limit": "LICENSES",
    "QUOTA_EXCEEDED registration_limit": "REGISTRATIONS",
    "RATE_LIMIT_EXCEEDED test_limit": "TESTS",
}


@lru_cache(maxsize=1)
def catalogues() -> Mapping[str, Texts]:
    """Read once; a catalogue that is not JSON stops the start rather than a learner."""
    return MappingProxyType({file.stem: _read(file) for file in sorted(CATALOGUES.glob("*.json"))})


def choose(wanted: Iterable[str]) -> Texts:
    """The catalogue for the first language that we speak, out of BCP 47 tags in order of wish."""
    known = catalogues()
    for tag in wanted:
        found = known.get(tag.replace("_", "-").split("-")[0].lower())
        if found is not None:
            return found
    return known[DEFAULT]


def _read(file: Path) -> Texts:
    phrases: dict[str, str] = json.loads(file.read_text("utf-8"))
    return Texts(phrases["language"], phrases["dir"], MappingProxyType(phrases))
