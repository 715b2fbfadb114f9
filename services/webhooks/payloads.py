"""The bodies of events: their JSON schemas, and an example of each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

_TEXT: Final = {"type": "string"}
_TEXT_IF: Final = {"type": ["string", "null"]}
_ID: Final = {"type": "string", "format": "uuid"}
_MOMENT: Final = {"type": "string", "format": "date-time"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_COUNT_IF: Final = {"type": ["integer", "null"], "minimum": 0}
_NUMBER_IF: Final = {"type": ["number", "null"]}

TENANT: Final = "7d1f0f5a-3f0e-4a86-9b7e-0d2f6d1c9a10"
PACKAGE_ID: Final = "0b9a3f52-9f0b-4c39-8f1e-6f2a1d7c5e44"
EVENT_ID: Final = "e2a7c1d4-5b60-4f7e-9a18-3c4d5e6f7a81"
WEBHOOK_ID: Final = "3f6f0f0e-8f4b-4b8e-9d59-1a2b3c4d5e6f"
NOW: Final = "2026-11-21T09:45:12.345Z"


@dataclass(frozen=True, slots=True)
class Shape:
    """What ``data`` holds; ``place`` names the field that repeats it, if there is one."""

    place: str
    fields: Mapping[str, Any]
    example: Mapping[str, Any]
    optional: frozenset[str] = frozenset()


SESSION: Final = Shape(
    "session",
    {
        "id": _TEXT,
        "session_id": _TEXT,
        "package_id": _ID,
        "user_id": _TEXT,
        "registration": _ID,
        "completion_status": {"enum": ["not_attempted", "incomplete", "completed"]},
        "success_status": {"enum": ["unknown", "passed", "failed"]},
        "score": {
            "type": "object",
            "required": ["scaled", "raw", "min", "max"],
            "properties": dict.fromkeys(("scaled", "raw", "min", "max"), _NUMBER_IF),
        },
        "progress_measure": _NUMBER_IF,
        "attempts": _COUNT,
        "time_spent_seconds": _COUNT,
        "version": _COUNT,
        "cmi_data": {"type": "object", "additionalProperties": _TEXT},
    },
    {
        "id": "session-456",
        "session_id": "session-456",
        "package_id": PACKAGE_ID,
        "user_id": "user-123",
        "registration": "5b1c9f7e-2a4d-4e6b-8c3f-7d9e0a1b2c3d",
        "completion_status": "incomplete",
        "success_status": "unknown",
        "score": {"scaled": 0.85, "raw": 85, "min": 0, "max": 100},
        "progress_measure": 0.5,
        "attempts": 1,
        "time_spent_seconds": 960,
        "version": 4,
        "cmi_data": {"cmi.core.lesson_status": "incomplete"},
    },
    frozenset({"cmi_data"}),
)
CREATED_SESSION: Final = Shape(
    "session",
    {**SESSION.fields, "imported": {"type": "boolean"}},
    {**SESSION.example, "imported": False},
    SESSION.optional,
)
DELETED_SESSION: Final = Shape(
    "session",
    {"id": _TEXT, "session_id": _TEXT, "package_id": _ID, "user_id": _TEXT, "version": _COUNT},
    {
        "id": "session-456",
        "session_id": "session-456",
        "package_id": PACKAGE_ID,
        "user_id": "user-123",
        "version": 5,
    },
)
_package = {
    "id": _ID,
    "package_id": _ID,
    "title": _TEXT,
    "version": {"enum": ["1.2", "2004"]},
    "current_revision": _COUNT,
    "status": {"enum": ["ready"]},
}
_package_example = {
    "id": PACKAGE_ID,
    "package_id": PACKAGE_ID,
    "title": "Fire safety at work",
    "version": "1.2",
    "current_revision": 2,
    "status": "ready",
}
PACKAGE: Final = Shape("package", _package, _package_example)
FAILED_PACKAGE: Final = Shape(
    "package",
    {
        "id": {"type": ["string", "null"], "format": "uuid"},
        "package_id": {"type": ["string", "null"], "format": "uuid"},
        "upload_id": _ID,
        "status": {"enum": ["failed"]},
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": _TEXT, "message": _TEXT},
        },
    },
    {
        "id": None,
        "package_id": None,
        "upload_id": "c1f4a0de-5d0f-4f0c-9a55-0f3b7a1e2d66",
        "status": "failed",
        "error": {
            "code": "MANIFEST_NOT_FOUND",
            "message": "The ZIP holds no imsmanifest.xml at its root.",
        },
    },
)
DELETED_PACKAGE: Final = Shape(
    "package",
    {"id": _ID, "package_id": _ID, "title": _TEXT},
    {"id": PACKAGE_ID, "package_id": PACKAGE_ID, "title": "Fire safety at work"},
)
USAGE: Final = Shape(
    "",
    {
        "resource": _TEXT,
        "used": _COUNT,
        "limit": _COUNT,
        "percent": _COUNT,
        "threshold": {"enum": [80, 100]},
        "period": {
            "type": "object",
            "required": ["start", "end"],
            "properties": {"start": _MOMENT, "end": _MOMENT},
        },
    },
    {
        "resource": "launches",
        "used": 800,
        "limit": 1000,
        "percent": 80,
        "threshold": 80,
        "period": {"start": "2026-11-01T00:00:00.000Z", "end": "2026-12-01T00:00:00.000Z"},
    },
)
DISPATCH: Final = Shape(
    "dispatch",
    {
        "id": _ID,
        "dispatch_id": _ID,
        "package_id": _ID,
        "dispatch_name": _TEXT,
        "client_name": _TEXT_IF,
        "destination": _TEXT_IF,
        "status": _TEXT,
        "registration_count": _COUNT,
        "registration_limit": _COUNT_IF,
        "license_count": _COUNT,
        "license_limit": _COUNT_IF,
        "expires_at": {**_MOMENT, "type": ["string", "null"]},
    },
    {
        "id": "8a0c2e64-1f35-4b79-8d1c-2e4f6a8b0c1d",
        "dispatch_id": "8a0c2e64-1f35-4b79-8d1c-2e4f6a8b0c1d",
        "package_id": PACKAGE_ID,
        "dispatch_name": "Northwind",
        "client_name": "Northwind Traders",
        "destination": None,
        "status": "active",
        "registration_count": 12,
        "registration_limit": 100,
        "license_count": 0,
        "license_limit": None,
        "expires_at": None,
    },
)
LAUNCHED_DISPATCH: Final = replace(
    DISPATCH,
    fields={
        **DISPATCH.fields,
        "session_id": _TEXT,
        "user_id": _TEXT,
        "outcome": {"enum": ["new", "resumed", "new_attempt", "unbound"]},
    },
    example={
        **DISPATCH.example,
        "session_id": "5b1c9f7e-2a4d-4e6b-8c3f-7d9e0a1b2c3d",
        "user_id": "user-123",
        "outcome": "new",
    },
)
FULL_DISPATCH: Final = replace(
    DISPATCH,
    fields={**DISPATCH.fields, "reason": {"enum": ["registration_limit", "license_limit"]}},
    example={**DISPATCH.example, "registration_count": 100, "reason": "registration_limit"},
)
STATEMENT: Final = Shape(
    "",
    {
        "statement_id": _ID,
        "session_id": _TEXT_IF,
        "verb": _TEXT,
        "object": _TEXT,
        "stored": _MOMENT,
    },
    {
        "statement_id": "4d1b9c2e-7f3a-4e5d-8b6c-9a0f1e2d3c4b",
        "session_id": "session-456",
        "verb": "http://adlnet.gov/expapi/verbs/completed",
        "object": f"https://lectern.example.com/packages/{PACKAGE_ID}",
        "stored": NOW,
    },
)
TEST: Final = Shape(
    "",
    {"webhook_id": _ID, "message": _TEXT},
    {"webhook_id": WEBHOOK_ID, "message": "This is a test."},
)


def schema(name: str, shape: Shape) -> dict[str, Any]:
    """Of the whole body; a session's events also carry their number within the session."""
    data = {
        "type": "object",
        "required": [field for field in shape.fields if field not in shape.optional],
        "properties": dict(shape.fields),
    }
    properties: dict[str, Any] = {
        "id": {**_ID, "description": "The same whenever this event is sent again."},
        **{key: {"const": name} for key in ("event", "event_type", "type")},
        **dict.fromkeys(("created_at", "timestamp"), _MOMENT),
        "tenant_id": _ID,
        **({"ordinal": {"type": "integer", "minimum": 1}} if shape.place == "session" else {}),
        "data": data,
        **({shape.place: data} if shape.place else {}),
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def example(name: str, shape: Shape) -> dict[str, Any]:
    data = dict(shape.example)
    return {
        "id": EVENT_ID,
        **dict.fromkeys(("event", "event_type", "type"), name),
        **dict.fromkeys(("created_at", "timestamp"), NOW),
        "tenant_id": TENANT,
        **({"ordinal": 3} if shape.place == "session" else {}),
        "data": data,
        **({shape.place: data} if shape.place else {}),
    }
