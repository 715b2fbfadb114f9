"""Lists of dispatches: filtered, sorted, and without what opens one."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from models.dispatch import Dispatch
from services import database
from services.dispatches.status import Status, status_of

Ask = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
async def course(acme: Any, package: Any) -> str:
    made: str = await package(acme)
    return made


async def test_lists_show_no_token(call: Ask, acme: Any, course: str) -> None:
    made = (await call(acme, "POST", "/dispatches", {"package_id": course}))[1]["dispatch"]

    _, body = await call(acme, "GET", "/dispatches")

    assert made["token"] not in json.dumps(body)
    opening = ("token", "launch_url", "launchUrl")
    assert body == {
        "dispatches": [{name: made[name] for name in made if name not in opening}],
        "count": 1,
        "pagination": {"page": 1, "limit": 20, "total": 1, "total_pages": 1},
    }


async def test_lists_are_filtered_sorted_and_paged(
    call: Ask, acme: Any, course: str, package: Any
) -> None:
    other = await package(acme, title="Hygiene")
    for name, client, of in (("b", "Alba", course), ("C", "Bern", other), ("a", "Bern", course)):
        wanted = {"package_id": of, "dispatch_name": name, "client_name": client}
        assert (await call(acme, "POST", "/dispatches", wanted))[0] == 201

    async def names(query: str) -> list[str]:
        status, body = await call(acme, "GET", f"/dispatches?{query}")
        assert status == 200, body
        return [one["label"] for one in body["dispatches"]]

    assert await names("") == ["a", "C", "b"]
    assert await names("sort=dispatch_name") == ["a", "b", "C"]
    assert await names("sort=dispatch_name&order=desc") == ["C", "b", "a"]
    assert await names("limit=2&page=2") == ["b"]
    assert await names("page=9") == []
    assert await names(f"package_id={course}") == ["a", "b"]
    assert await names(f"package_id={uuid4()}") == []
    assert await names("package_id=nothing") == []
    assert await names("search=BERN") == ["a", "C"]
    assert await names("search=bern+c") == ["C"]
    assert await names("search=%00") == []
    assert await names("status=active") == ["a", "C", "b"]
    assert await names("status=revoked") == []
    for wrong in ("sort=token", "status=lost", "page=0"):
        assert (await call(acme, "GET", f"/dispatches?{wrong}"))[0] == 400


async def test_status_is_told_alike_by_a_dispatch_and_by_the_list(
    call: Ask, acme: Any, tenant: UUID, course: str
) -> None:
    now = datetime.now(UTC)
    ended = {"expires_at": now - timedelta(seconds=1)}
    cases: list[tuple[Status, dict[str, Any]]] = [
        (Status.ACTIVE, {"expires_at": now + timedelta(hours=1), "registration_limit": 1}),
        (Status.ACTIVE, {"registration_limit": 2, "registration_count": 1}),
        (Status.EXHAUSTED, {"registration_limit": 2, "registration_count": 3}),
        (Status.EXHAUSTED, {"license_limit": 1, "license_count": 1}),
        (Status.EXPIRED, {**ended, "license_limit": 1, "license_count": 1}),
        (Status.PAUSED, {**ended, "paused": True}),
        (Status.REVOKED, {**ended, "paused": True, "revoked_at": now}),
    ]
    for number, (wanted, columns) in enumerate(cases):
        body = {"package_id": course, "dispatch_name": f"{wanted} {number}"}
        made = (await call(acme, "POST", "/dispatches", body))[1]["dispatch"]
        async with database.tenant_scope(tenant):
            await Dispatch.filter(id=made["id"]).update(**columns)
            assert status_of(await Dispatch.get(id=made["id"]), now) == wanted

    for status in Status:
        _, body = await call(acme, "GET", f"/dispatches?status={status}&limit=50")
        assert body["count"] == sum(wanted == status for wanted, _ in cases), status
        for one in body["dispatches"]:
            assert (one["status"], one["dispatch_name"].split()[0]) == (status, status)
