"""Which events lie between two results, and how they are written down."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from scorm.status import Completion, Outcome, Success
from services import events
from services.events import NewEvent, Subject

KEY = UUID("00000000-0000-0000-0000-00000000000a")
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DONE = Completion.COMPLETED
BEGUN = Outcome(Completion.INCOMPLETE)


def told(before: Outcome, after: Outcome) -> list[str]:
    found = events.transitions(before, after, KEY, 1, 7)
    return [event.event_type.removeprefix("session.") for event in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (BEGUN, BEGUN, []),
        (Outcome(), BEGUN, ["updated"]),
        (BEGUN, Outcome(Completion.INCOMPLETE, raw=5, scaled=0.05), ["updated", "scored"]),
        (BEGUN, Outcome(DONE), ["updated", "completed"]),
        (BEGUN, Outcome(DONE, Success.PASSED), ["updated", "completed"]),
        (BEGUN, Outcome(DONE, Success.FAILED), ["updated", "failed"]),
        (Outcome(DONE), Outcome(DONE, Success.PASSED), ["updated"]),
        (Outcome(DONE), Outcome(DONE, Success.FAILED), ["updated", "failed"]),
        (Outcome(DONE, Success.FAILED), Outcome(DONE, Success.PASSED), ["updated", "completed"]),
        (Outcome(DONE, raw=5), Outcome(DONE), ["updated"]),
    ],
)
def test_events_lie_between_results(before: Outcome, after: Outcome, expected: list[str]) -> None:
    assert told(before, after) == expected


def test_a_completion_is_told_once_per_attempt_and_a_change_once_per_version() -> None:
    found = events.transitions(BEGUN, Outcome(DONE), KEY, 2, 7)

    assert [event.dedupe for event in found] == [f"updated:{KEY}:7", f"completed:{KEY}:2"]


def test_payloads_are_numbered_and_frozen() -> None:
    tenant = uuid4()
    new = [NewEvent(events.UPDATED, "a"), NewEvent(events.COMPLETED, "b")]

    ids, keys, kinds, ordinals, dedupes, payloads = events.columns(
        Subject(tenant, KEY, 4), new, {"session_id": "s1"}, NOW
    )

    first = json.loads(payloads[0])
    assert (keys, ordinals, dedupes) == ([KEY, KEY], [5, 6], ["a", "b"])
    assert kinds == ["session.updated", "session.completed"]
    assert first["id"] == str(ids[0])
    assert first["event"] == first["event_type"] == first["type"] == "session.updated"
    assert first["data"] == first["session"] == {"session_id": "s1"}
    assert (first["tenant_id"], first["ordinal"]) == (str(tenant), 5)
    assert first["created_at"] == "2026-11-21T12:00:00Z"
