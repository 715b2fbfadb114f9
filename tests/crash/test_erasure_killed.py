"""An erasure that is killed in the middle is finished by whoever starts next."""

import asyncio
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.crash.test_app_killed import upload
from tests.crash.victim import API_KEY, SERVE, Victim

SESSIONS = 3_000
HEADERS = {"X-API-Key": API_KEY}
# As many sessions as keep an erasure busy for a while, each with a few commits.
FILL = """
WITH made AS (
  INSERT INTO session (tenant_id, key, id, package_id, revision_id, user_id, learner_name,
    learner_email, registration, label, completion_status, success_status, attempts, time_spent,
    session_time, current_sco, suspended, status, version, call_log_bytes, event_count,
    expires_at, updated_at, created_at)
  SELECT s.tenant_id, gen_random_uuid(), s.id || n, package_id, revision_id, user_id, 'planted-ada',
    '', gen_random_uuid(), label, completion_status, success_status, attempts, time_spent,
    session_time, current_sco, suspended, status, s.version, call_log_bytes, event_count,
    expires_at, updated_at, s.created_at
  FROM session s, generate_series(1, 3000) AS n WHERE user_id = 'ada' RETURNING tenant_id, key
)
INSERT INTO sco_state (tenant_id, id, session_key, attempt, sco, cmi, outcome, seconds, updated_at)
SELECT tenant_id, gen_random_uuid(), key, n, 'sco', '{}', '{}', 0, now()
FROM made, generate_series(1, 20) AS n
"""
LEFT = """
SELECT (SELECT count(*) FROM session WHERE user_id = 'ada') AS sessions,
  (SELECT count(*) FROM sco_state) AS states,
  (SELECT count(*) FROM erasure WHERE sealed <> '') AS sealed
"""


@pytest.mark.timeout(240)
async def test_what_was_begun_is_finished_after_a_kill(tmp_path: Path) -> None:
    victim = Victim(tmp_path / "data", SERVE)
    victim.start()
    try:
        async with httpx.AsyncClient(base_url=victim.url, timeout=30, headers=HEADERS) as client:
            package_id = await upload(client)
            await client.post(f"/api/v1/packages/{package_id}/launch", json={"user_id": "ada"})
            await victim.rows(FILL)
            accepted = await client.delete("/api/v1/learners/ada")
            assert accepted.status_code == 202
            await _until_begun(victim)
        victim.kill()
        [half] = await victim.rows(LEFT)
        victim.start()
        async with httpx.AsyncClient(base_url=victim.url, timeout=30, headers=HEADERS) as client:
            erasure = await _finished(client, accepted.json()["erasure_id"])
            gone = await client.get("/api/v1/learners/ada")
        [left] = await victim.rows(LEFT)
    finally:
        victim.stop()

    assert 0 < half["sessions"] <= SESSIONS
    assert half["sealed"] == 1
    assert tuple(left) == (0, 0, 0)
    # What was removed before the kill is counted once, and so is what was removed after it.
    assert erasure["counts"]["sessions"] == SESSIONS + 1
    assert erasure["counts"]["sco_states"] == SESSIONS * 20
    assert gone.status_code == 404


async def _until_begun(victim: Victim) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        [row] = await victim.rows(LEFT)
        if row["sessions"] <= SESSIONS - 40:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not begin")


async def _finished(client: httpx.AsyncClient, erasure_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + 120
    told: dict[str, Any] = {}
    while time.monotonic() < deadline:
        answer = await client.get(f"/api/v1/erasures/{erasure_id}")
        told = answer.raise_for_status().json()
        if told["status"] == "completed":
            return told
        await asyncio.sleep(0.5)
    raise AssertionError(f"it was not finished: {told}")
