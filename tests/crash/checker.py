"""The history checker: what was confirmed must be there, once, and nothing that was not sent."""

from collections import Counter
from typing import Any

import httpx

from tests.crash.learner import STEP_SECONDS, STEPS, History, changes
from tests.crash.victim import API_KEY, Victim

EVENTS = """
SELECT s.id AS session_id, e.event_type, e.ordinal FROM event e
JOIN session s ON s.key = e.session_key ORDER BY s.id, e.ordinal
"""


async def anomalies(victim: Victim, histories: dict[str, History]) -> list[str]:
    """One line for each thing that must not have happened."""
    found: list[str] = []
    events = await victim.rows(EVENTS)
    async with httpx.AsyncClient(base_url=victim.url, timeout=30) as client:
        for name, history in histories.items():
            answer = await client.get(
                f"/api/v1/sessions/{history.session_id}", headers={"X-API-Key": API_KEY}
            )
            record = answer.raise_for_status().json()
            mine = [row for row in events if row["session_id"] == history.session_id]
            told = [(str(row["event_type"]), int(row["ordinal"])) for row in mine]
            found += [f"{name}: {line}" for line in _values(name, history, record)]
            found += [f"{name}: {line}" for line in _results(history, record)]
            found += [f"{name}: {line}" for line in _events(told)]
    return found


def _values(name: str, history: History, record: dict[str, Any]) -> list[str]:
    stored: dict[str, str] = record["cmi_data"]
    found: list[str] = []
    for element, value in changes(name, history.acknowledged).items():
        if stored.get(element) != value:
            found.append(f"lost: {element} is {stored.get(element)!r:.40}, not {value!r:.40}")
    return found + [
        f"lost: the answer of step {step}"
        for step in range(1, history.acknowledged)
        if stored.get(f"cmi.interactions.{step - 1}.id") != f"{name}-{step}"
    ]


def _results(history: History, record: dict[str, Any]) -> list[str]:
    found = list(history.odd)
    if history.resyncs:
        found.append(f"{history.resyncs} confirmed commits were gone")
    seconds = int(STEPS * STEP_SECONDS)
    if record["time_spent_seconds"] != seconds:
        found.append(f"time is {record['time_spent_seconds']}, not {seconds}")
    if record["completion_status"] != "completed":
        found.append(f"status is {record['completion_status']}")
    if record["score"]["raw"] != STEPS:
        found.append(f"score is {record['score']['raw']}")
    return found


def _events(told: list[tuple[str, int]]) -> list[str]:
    kinds = Counter(kind for kind, _ in told)
    found = [
        f"{kinds[kind]} events {kind}"
        for kind in ("session.launched", "session.completed")
        if kinds[kind] != 1
    ]
    ordinals = [ordinal for _, ordinal in told]
    if ordinals != list(range(1, len(ordinals) + 1)):
        found.append(f"events are numbered {ordinals}")
    return found
