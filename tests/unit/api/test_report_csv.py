"""Reports as files: all rows, read while they are written, and safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest
from quart.typing import TestClientProtocol as Client

from models.session import Session
from services import database as db
from services.reports import listings, session_rows
from services.reports.wanted import Wanted

REPORTS = "/api/v1/reports"
NAMES = ["summary", "packages", "learners", "sessions", "dispatches", "interactions"]
Make = Callable[..., Awaitable[Any]]


@pytest.fixture
def sessions(client: Client, package: Make) -> Make:
    """As many sessions as wanted, of one package; gives its id."""

    async def make(who: Any, count: int, **fields: Any) -> str:
        package_id: str = await package(who)
        answer = await client.post(
            f"/api/v1/packages/{package_id}/launch", json={"user_id": "u"}, headers=who.headers
        )
        session_id = (await answer.get_json())["session_id"]
        async with db.tenant_scope(who.tenant_id) as connection:
            row = await Session.get(tenant_id=who.tenant_id, id=session_id)
            columns = ("tenant_id", "package_id", "revision_id", "label", "expires_at")
            told = {name: getattr(row, name) for name in (*columns, "created_at", "updated_at")}
            await connection.execute_query(
                "DELETE FROM session WHERE tenant_id = $1", [str(who.tenant_id)]
            )
            await Session.bulk_create(
                Session(**{**told, "id": f"s{n:05}", "user_id": f"u{n:05}", **fields})
                for n in range(count)
            )
        return package_id

    return make


async def file(client: Client, who: Any, name: str, **query: Any) -> tuple[Any, list[list[str]]]:
    query = {"format": "csv", **query}
    answer = await client.get(f"{REPORTS}/{name}", query_string=query, headers=who.headers)
    text = await answer.get_data(as_text=True)
    assert answer.status_code == 200, text
    return answer, list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("name", NAMES)
async def test_every_report_is_a_file_with_a_name_and_a_header(
    client: Client, acme: Any, sessions: Make, name: str
) -> None:
    await sessions(acme, 2)

    answer, rows = await file(client, acme, name, **{"from": "2026-01-01", "to": "2100-01-01"})

    assert answer.mimetype == "text/csv"
    assert "charset=utf-8" in answer.content_type
    told = answer.headers["Content-Disposition"]
    assert told == f'attachment; filename="lectern-{name}-2026-01-01-2100-01-01.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert all(len(row) == len(rows[0]) for row in rows)
    assert all(title.replace("_", "").isalpha() for title in rows[0])


async def test_a_file_has_what_the_screen_shows(client: Client, acme: Any, sessions: Make) -> None:
    await sessions(acme, 3, score_scaled=-0.5, learner_name="=cmd()", time_spent=61.9)
    answer = await client.get(f"{REPORTS}/sessions", headers=acme.headers)
    shown = (await answer.get_json())["rows"]

    _, [titles, *rows] = await file(client, acme, "sessions")

    assert titles == list(shown[0])
    for row, on_screen in zip(rows, shown, strict=True):
        found = dict(zip(titles, row, strict=True))
        assert (found["score_scaled"], found["learner_name"]) == ("-0.5", "'=cmd()")
        assert (found["time_spent_seconds"], found["completed_at"]) == ("61", "")
        assert found["created_at"] == on_screen["created_at"]
        assert (found["session_id"], found["attempts"]) == (on_screen["session_id"], "1")


async def test_a_file_has_all_rows_in_their_order(
    client: Client, acme: Any, sessions: Make
) -> None:
    count = 2 * listings.STEP + 1
    await sessions(acme, count)

    _, rows = await file(client, acme, "sessions", limit=5, page=3)
    _, learners = await file(client, acme, "learners")

    found = [row[0] for row in rows[1:]]
    assert (len(found), len(set(found))) == (count, count)
    assert [row[0] for row in learners[1:]] == sorted(f"u{n:05}" for n in range(count))


async def test_who_accepts_only_csv_gets_it(client: Client, acme: Any, sessions: Make) -> None:
    await sessions(acme, 1)
    kinds: dict[str, str] = {}
    for wanted in ("text/csv", "*/*", "text/csv;q=0.9, application/json;q=0.1", "text/html"):
        headers = {**acme.headers, "Accept": wanted}
        answer = await client.get(f"{REPORTS}/learners", headers=headers)
        kinds[wanted] = str(answer.mimetype)

    assert list(kinds.values()) == ["text/csv", "application/json", "text/csv", "application/json"]
    both = {**acme.headers, "Accept": "text/csv"}
    stated = await client.get(f"{REPORTS}/learners?format=json", headers=both)
    assert stated.mimetype == "application/json"


async def test_a_mark_for_older_spreadsheets_comes_when_asked_for(
    client: Client, acme: Any
) -> None:
    for mark, begins in (("true", "\ufeffuser_id,"), ("false", "user_id,")):
        query = {"format": "csv", "bom": mark}
        answer = await client.get(f"{REPORTS}/learners", query_string=query, headers=acme.headers)
        assert (await answer.get_data(as_text=True)).startswith(begins)


async def test_asking_for_the_head_alone_reads_nothing(client: Client, acme: Any) -> None:
    answer = await client.head(f"{REPORTS}/sessions?format=csv", headers=acme.headers)

    assert (answer.status_code, await answer.get_data()) == (200, b"")


async def test_an_export_is_noted_without_the_person(
    client: Client, acme: Any, sessions: Make
) -> None:
    package_id = await sessions(acme, 1)
    await file(client, acme, "sessions", user_id="ada-lovelace", package_id=package_id)

    answer = await client.get("/api/customer/audit", headers=acme.headers)
    text = await answer.get_data(as_text=True)

    assert "report.exported" in text
    assert package_id in text
    assert "ada-lovelace" not in text


async def test_who_reads_slowly_keeps_nothing_from_anyone(
    acme: Any, sessions: Make, database: str
) -> None:
    await sessions(acme, listings.STEP + 1)
    rows = listings.everything(session_rows.LISTING, acme.tenant_id, Wanted())
    await anext(rows)
    owner = await asyncpg.connect(database)

    waiting = await owner.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND (state <> 'idle' OR backend_xmin IS NOT NULL)"
    )

    await owner.close()
    assert waiting == 0
    assert len(await anext(rows)) == 1
