"""Moving many records here in one request."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from models.audit import AuditEntry
from services import database

Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]
Make = Callable[..., Awaitable[str]]
WRONG: list[Any] = [[], [{}] * 101, "x", [1]]


async def test_many_are_imported_each_by_itself(acme: Any, package: Make, call: Call) -> None:
    package_id = await package(acme)
    good = {"package_id": package_id, "user_id": "ada", "session_id": "one"}
    sessions: list[Any] = [
        good,
        good,
        {**good, "session_id": "two", "initial_state": {"location": "p"}},
        {**good, "session_id": "three", "user_id": ""},
        {**good, "session_id": "four", "package_id": "unknown"},
        {**good, "session_id": "five", "initial_state": {"cmi_data": {"cmi.nope": "1"}}},
        {**good, "session_id": "six", "tenant_id": "another"},
        {},
    ]

    status, told = await call(acme, "POST", "/sessions/import", {"sessions": sessions})

    assert status == 200
    assert (told["created"], told["existing"], told["refused"]) == (2, 1, 5)
    codes = [each["error"] and each["error"]["code"] for each in told["results"]]
    assert codes == [
        *(None, None, None),
        *("VALIDATION_ERROR", "PACKAGE_NOT_FOUND", "VALIDATION_ERROR"),
        *("TENANT_MISMATCH", "VALIDATION_ERROR"),
    ]
    _, listed = await call(acme, "GET", "/sessions")
    assert sorted(each["id"] for each in listed["sessions"]) == ["one", "two"]


@pytest.mark.parametrize("sessions", WRONG)
async def test_an_import_is_of_one_to_a_hundred(acme: Any, call: Call, sessions: Any) -> None:
    status, body = await call(acme, "POST", "/sessions/import", {"sessions": sessions})

    assert (status, body["code"]) == (400, "VALIDATION_ERROR")


async def test_an_import_is_noted_once(acme: Any, package: Make, call: Call) -> None:
    one = {"package_id": await package(acme), "user_id": "ada", "session_id": "one"}

    await call(acme, "POST", "/sessions/import", {"sessions": [one, one, {}]})

    async with database.tenant_scope(acme.tenant_id):
        [entry] = await AuditEntry.filter(action="sessions.imported")
    assert entry.facts == '{"created": 1, "existing": 1, "refused": 1}'
