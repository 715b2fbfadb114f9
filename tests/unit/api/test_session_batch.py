"""Reading many sessions in one request."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.lectern_records import launched, make_package

Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]


async def test_sessions_come_in_the_order_they_were_asked_for(
    acme: Any, rival: Any, call: Call
) -> None:
    course = await make_package(acme.tenant_id)
    for name in ("a", "b", "c"):
        await launched(acme.tenant_id, course, session_id=name)
    await launched(rival.tenant_id, await make_package(rival.tenant_id), session_id="theirs")
    wanted = ["c", "unknown", "a", "c", "theirs"]

    status, told = await call(acme, "POST", "/sessions/batch", {"session_ids": wanted})

    assert status == 200
    assert [each["id"] for each in told["sessions"]] == ["c", "a"]
    assert told["missing"] == ["unknown", "theirs"]
    _, listed = await call(acme, "GET", "/sessions")
    by_id = {each["id"]: each for each in listed["sessions"]}
    assert told["sessions"] == [by_id["c"], by_id["a"]]


@pytest.mark.parametrize("wanted", [[], ["x"] * 101, [""], [7], "x", None])
async def test_one_to_a_hundred_ids_are_read(acme: Any, call: Call, wanted: Any) -> None:
    status, body = await call(acme, "POST", "/sessions/batch", {"session_ids": wanted})

    assert (status, body["code"]) == (400, "VALIDATION_ERROR")


async def test_reading_many_needs_to_read_only(acme: Any, key_with: Any, call: Call) -> None:
    reader, writer = await key_with("read"), await key_with("write")
    body = {"session_ids": ["x"]}

    assert (await call(reader, "POST", "/sessions/batch", body))[0] == 200
    assert (await call(writer, "POST", "/sessions/batch", body))[0] == 403
