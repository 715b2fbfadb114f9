"""What the OpenAPI document cannot say: loaded by Schemathesis in a process of its own."""

import os
from collections.abc import Callable
from datetime import date
from typing import Any, cast
from uuid import uuid4

import schemathesis
from hypothesis import strategies as st
from lectern_courses import LAZY_PAGE, Course, Sco
from schemathesis.core import NOT_SET

hook = cast(Callable[[Callable[..., None]], object], schemathesis.hook)  # pyright: ignore[reportUnknownMemberType]

# That a ZIP holds a course, and which, is no matter of a schema.
_COURSES = [
    Course(title, [Sco("a", title)], {"index.html": LAZY_PAGE}).archive()
    for title in ("Fire safety", "Brandschutz", "السلامة")
]
schemathesis.openapi.media_type("application/zip", st.sampled_from(_COURSES))
# Nor that an address is refused while its host is unknown: the tried server accepts its own.
schemathesis.openapi.format(
    "uri", st.integers(1, 9).map(lambda port: f"http://127.0.0.1:{port}/receiver")
)
# Nor that what was done elsewhere was done in the past, in years that a calendar has.
_DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2025, 12, 31))
schemathesis.openapi.format("date", _DAYS.map(str))
schemathesis.openapi.format("date-time", _DAYS.map(lambda day: f"{day}T08:00:00Z"))

OWN_TENANT = os.environ["LECTERN_TRIED_TENANT"]
OWN_KEY = os.environ["LECTERN_TRIED_KEY_ID"]
# Ways to say the same thing, of which a request uses one.
EITHER = (
    ("event_type", "event_types", "events"),
    ("jwks_url", "jwks", "secret"),
    ("from", "to"),
    ("dispatch_name", "label"),
    ("expires_at", "expires_in_hours"),
)
# Whom it is about stands in one of two places.
NAMING = {"POST /api/v1/sessions", "POST /api/v1/packages/{package_id}/launch"}
# What would end the run: without its key and its plan there is nothing left to try.
ENDING = {"api_key_id": OWN_KEY, "tenant_id": OWN_TENANT}


@hook
def before_call(context: object, case: Any, kwargs: object) -> None:
    del context, kwargs
    if case.operation.label in NAMING and case.body is NOT_SET:
        case.body, case.media_type = {"user_id": "user-123"}, "application/json"
    for place in (case.query, case.body):
        if isinstance(place, dict):
            named = cast(dict[str, Any], place)
            if isinstance(named.get("tenant_id"), str):
                named["tenant_id"] = OWN_TENANT
            if case.meta is not None and case.meta.generation.mode.is_positive:
                _agree(named, case.operation.label if place is case.body else "")
    _go_on(case)


def _go_on(case: Any) -> None:
    if case.method.upper() != "GET":
        for name, own in ENDING.items():
            path: dict[str, Any] = case.path_parameters or {}
            if path.get(name) == own:
                path[name] = str(uuid4())


def _agree(place: dict[str, Any], operation: str) -> None:
    """Rules between several fields."""
    for inner in (place, place.get("external_jwt") or {}):
        _choose(inner)
    if operation in NAMING:
        place |= {"user_id": place.get("user_id") or "user-123", "learner": None}
    # The documented example of a file is words about it.
    if place.get("file") == "(the bytes of the ZIP)":
        place["file"] = _COURSES[0]
    # Reviewing needs a session that was there before.
    if place.get("mode") == "review":
        place["mode"] = "browse"
    # What has not begun cannot have ended.
    if isinstance(place.get("expires_at"), str):
        place["expires_at"] = "2999-12-31"
    # Which names are hosts is told by lists that change every month.
    if place.get("allowed_domains"):
        place["allowed_domains"] = ["lms.example.com"]


def _choose(place: dict[str, Any]) -> None:
    for names in EITHER:
        given = [name for name in names if place.get(name) is not None]
        for name in given[1:]:
            del place[name]
