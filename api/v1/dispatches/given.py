"""What a client says of a dispatch, as the services understand it."""

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from api.moments import moment
from api.v1.dispatches.shapes import DispatchTerms
from models.dispatch import Identity, Retake, Standard
from models.launch import Window
from services.errors import Invalid

STANDARDS: Final = {"2004": Standard.SCORM_2004_4TH} | {str(one): one for one in Standard}
# The columns that have other names on the wire.
_NAMES: Final = {"package_revision": "revision", "accepts_new_learners": "accepts_new"}
_AS: Final = {"window": Window, "identity": Identity, "retake": Retake}
_NAMED: Final = ("dispatch_name", "label")
_ENDING: Final = ("expires_in_hours", "expires_at")
_WORDS: Final = (*_NAMED, "client_name", "destination")


def terms(data: DispatchTerms, now: datetime) -> dict[str, Any]:
    """By the names of columns, and the password as such. Raises Invalid."""
    given: dict[str, Any] = msgspec.to_builtins(data)
    given |= {name: _tidied(given[name]) for name in _WORDS if name in given}
    taken = ("tenant_id", "package_id", *_NAMED, *_ENDING, "scorm_version", "status")
    found = {
        _NAMES.get(name, name): _AS[name](value) if name in _AS else value
        for name, value in given.items()
        if name not in taken
    }
    found |= _name(given) | _end(given, now)
    if "scorm_version" in given:
        found["standard"] = STANDARDS[given["scorm_version"]]
    if "status" in given:
        found["paused"] = given["status"] == "paused"
    return found


def _tidied(text: str | None) -> str | None:
    """Nothing but spaces is nothing."""
    return (text or "").strip() or None


def _name(given: dict[str, Any]) -> dict[str, Any]:
    """Without any it is the title of the package."""
    told = {given[name] for name in _NAMED if given.get(name)}
    if len(told) > 1:
        raise Invalid.field("label", "is another than dispatch_name")
    return {"name": told.pop() if told else ""} if set(_NAMED) & given.keys() else {}


def _end(given: dict[str, Any], now: datetime) -> dict[str, Any]:
    if not any(name in given for name in _ENDING):
        return {}
    hours: int | None = given.get("expires_in_hours")
    until = moment("expires_at", given.get("expires_at"))
    if hours is not None and until is not None:
        raise Invalid.field("expires_at", "give this or expires_in_hours, not both")
    return {"expires_at": until if hours is None else now + timedelta(hours=hours)}
