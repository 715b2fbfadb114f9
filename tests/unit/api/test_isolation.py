"""No tenant learns of another's things: tried on every operation of the OpenAPI document."""

import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any
from uuid import uuid4

import pytest
from quart import Quart
from quart.typing import TestClientProtocol as Client

from api import openapi
from models.package import Package, Revision, Upload
from models.session import Session
from services import database

Make = Callable[..., Awaitable[str]]
BODIES: dict[str, dict[str, Any]] = {
    "launch_package": {"user_id": "user-123"},
    "update_session": {"suspend_data": "overwritten"},
    "process_package": {},
}


@pytest.fixture
async def belongings(
    client: Client, acme: Any, package: Make, stored: Make, course_zip: Callable[..., bytes]
) -> dict[str, str]:
    """An id of everything that a tenant can have, by the name of its parameter."""
    package_id = await package(acme)
    launched = await client.post(
        f"/api/v1/packages/{package_id}/launch", json={"user_id": "u"}, headers=acme.headers
    )
    return {
        "package_id": package_id,
        "session_id": (await launched.get_json())["session_id"],
        "storage_path": await stored(acme, course_zip()),
    }


def attempts(
    app: Quart, ids: dict[str, str], own_path: str
) -> list[tuple[str, str, dict[str, Any]]]:
    """Each operation, once for every place where an id can be given."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    document = openapi.document(app)
    for path, operations in document["paths"].items():
        for method, told in operations.items():
            body = BODIES.get(told["operationId"], {})
            names = [p["name"] for p in told["parameters"] if p["in"] == "path"]
            if names:
                filled = path.format(**{name: ids[name] for name in names})
                found.append((method, filled, body))
            for name in _body_ids(document, told) & set(ids):
                needed = {"storage_path": own_path, **body, name: ids[name]}
                found.append((method, path, needed))
    return found


def _body_ids(document: dict[str, Any], told: dict[str, Any]) -> set[str]:
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return set()
    schema = document["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    return set(schema["properties"])


@pytest.fixture
async def own_path(rival: Any, stored: Make, course_zip: Callable[..., bytes]) -> str:
    return await stored(rival, course_zip())


async def test_a_strangers_id_is_answered_like_one_that_never_was(  # noqa: PLR0913, PLR0917
    app: Quart,
    client: Client,
    acme: Any,
    rival: Any,
    belongings: dict[str, str],
    own_path: str,
) -> None:
    before = await _everything(acme)
    nothing = {
        "package_id": str(uuid4()),
        "session_id": str(uuid4()),
        "storage_path": f"tenants/{rival.tenant_id}/uploads/{uuid4()}.zip",
    }

    theirs = [await _try(client, rival, *one) for one in attempts(app, belongings, own_path)]
    nobodys = [await _try(client, rival, *one) for one in attempts(app, nothing, own_path)]

    assert len(theirs) >= 9
    assert theirs == nobodys
    assert {status for status, _ in theirs} == {404}
    assert await _everything(acme) == before


async def test_lists_and_filters_never_count_anothers(
    client: Client, rival: Any, belongings: dict[str, str]
) -> None:
    queries = [
        "/api/v1/packages",
        "/api/v1/packages?limit=100&fields=id,tenant_id",
        "/api/v1/sessions",
        f"/api/v1/sessions?package_id={belongings['package_id']}",
        "/api/v1/sessions?user_id=u",
    ]

    for query in queries:
        body = await (await client.get(query, headers=rival.headers)).get_json()
        assert body["pagination"]["total"] == 0, query


async def test_anothers_id_takes_no_longer_to_refuse(
    client: Client, rival: Any, belongings: dict[str, str]
) -> None:
    async def took(session_id: str) -> float:
        begun = time.perf_counter()
        await client.get(f"/api/v1/sessions/{session_id}", headers=rival.headers)
        return time.perf_counter() - begun

    theirs: list[float] = []
    nobodys: list[float] = []
    for _ in range(60):
        theirs.append(await took(belongings["session_id"]))
        nobodys.append(await took(str(uuid4())))

    assert abs(median(theirs) - median(nobodys)) < 0.02


async def _try(
    client: Client, who: Any, method: str, path: str, body: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    anyhow: Any = client
    answer = await anyhow.open(path, method=method.upper(), headers=who.headers, json=body)
    return answer.status_code, {**(await answer.get_json()), "request_id": ""}


async def _everything(who: Any) -> list[list[dict[str, Any]]]:
    models: list[Any] = [Package, Revision, Upload, Session]
    async with database.tenant_scope(who.tenant_id):
        return [await model.all().order_by("created_at").values() for model in models]
