"""How often a tenant may ask holds to the request, for whoever asks in its name."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from lectern_limits import UNLIMITED
from quart import Quart, Response
from quart.typing import TestClientProtocol as Client
from redis_servers import RedisServer

import api
from api import openapi, rates
from services import database, settings
from services.keyring import Keyring
from services.ports import Ports, install
from services.quotas import quotas
from services.quotas.plans import own_terms
from services.quotas.rates import Windows
from services.settings import Settings
from services.storage.local import LocalStore

LIMITS = {"READ": "5", "WRITE": "3", "UPLOAD": "2", "PART": "7", "FAILED": "4"}
PACKAGES = "/api/v1/packages"
UPLOAD_URL = "/api/v1/packages/upload-url"
ARCHIVE = {"filename": "course.zip", "file_size": 10}


@pytest.fixture
def configuration(tmp_path: Path) -> Settings:
    return limited(tmp_path)


def limited(folder: Path, **given: str) -> Settings:
    limits = {f"LECTERN_RATE_LIMIT_{name}": value for name, value in LIMITS.items()}
    return settings.read({"LECTERN_DATA_DIR": str(folder), **limits, **given})


@asynccontextmanager
async def serving(configuration: Settings, store: LocalStore) -> AsyncGenerator[Quart]:
    install(Ports(configuration, Keyring(b"s" * 32), store))
    app = api.create_app(configuration)
    yield app
    await app.extensions[rates.LIMITS].windows.close()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path).start()
    yield server
    server.stop()


async def read(client: Client, who: Any, path: str = PACKAGES, **headers: str) -> Response:
    return await client.get(path, headers={**who.headers, **headers})


async def statuses(client: Client, who: Any, times: int) -> list[int]:
    return [(await read(client, who)).status_code for _ in range(times)]


def standing(answer: Response) -> tuple[int, int]:
    headers = answer.headers
    return int(headers["X-RateLimit-Limit"]), int(headers["X-RateLimit-Remaining"])


async def test_a_window_takes_exactly_what_it_should_and_counts_down(
    client: Client, acme: Any
) -> None:
    began = time.time()

    answers = [await read(client, acme) for _ in range(7)]

    assert [each.status_code for each in answers] == [200] * 5 + [429] * 2
    assert [standing(each) for each in answers] == [(5, left) for left in (4, 3, 2, 1, 0, 0, 0)]
    resets = {int(each.headers["X-RateLimit-Reset"]) for each in answers}
    assert len(resets) == 1
    assert began + 60 <= resets.pop() <= time.time() + 61


async def test_who_is_refused_is_told_when_to_come_back(client: Client, acme: Any) -> None:
    await statuses(client, acme, 5)

    answer = await read(client, acme)

    body = await answer.get_json()
    assert (answer.status_code, body["code"]) == (429, "RATE_LIMIT_EXCEEDED")
    assert body["error"]["message"] == "Rate limit exceeded"
    assert body["error"]["details"]["limit"] == 5
    assert body["request_id"]
    wait = int(answer.headers["Retry-After"])
    assert 0 < wait <= 60
    assert abs(time.time() + wait - int(answer.headers["X-RateLimit-Reset"])) <= 1.5


async def test_of_fifty_requests_at_once_exactly_five_pass(client: Client, acme: Any) -> None:
    answers = await asyncio.gather(*(read(client, acme) for _ in range(50)))

    assert sorted(each.status_code for each in answers) == [200] * 5 + [429] * 45


async def test_tenants_do_not_count_for_each_other(client: Client, acme: Any, rival: Any) -> None:
    await statuses(client, acme, 6)

    assert await statuses(client, rival, 6) == [200] * 5 + [429]


async def test_a_second_key_is_still_the_same_tenant(
    client: Client, acme: Any, key_with: Callable[..., Any]
) -> None:
    other = await key_with("read")
    await statuses(client, acme, 3)

    assert await statuses(client, other, 3) == [200, 200, 429]


async def test_nothing_a_client_says_of_itself_changes_who_it_is(client: Client, acme: Any) -> None:
    tricks = [
        await read(client, acme, **{"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(2)
    ]
    tricks.append(await client.head(PACKAGES, headers=acme.headers))
    tricks.append(await client.get(PACKAGES, headers={"Authorization": f"bearer {acme.key}"}))
    tricks.append(await read(client, acme, f"{PACKAGES}/?page=1"))
    tricks.append(await read(client, acme, f"{PACKAGES}?x=1", Forwarded="for=198.51.100.7"))

    assert [each.status_code for each in tricks] == [200, 200, 200, 200, 200, 429]


async def test_a_path_in_other_letters_is_no_path(client: Client, acme: Any) -> None:
    answer = await read(client, acme, "/API/v1/Packages")

    assert answer.status_code == 404
    assert (await client.get("/api/v1/PACKAGES", headers=acme.headers)).status_code == 404


async def test_reading_writing_and_uploading_are_counted_apart(client: Client, acme: Any) -> None:
    await statuses(client, acme, 6)
    uploads = [await client.post(UPLOAD_URL, json=ARCHIVE, headers=acme.headers) for _ in range(3)]
    process = {"storage_path": "tenants/none"}
    written = [
        await client.post(f"{PACKAGES}/process", json=process, headers=acme.headers)
        for _ in range(4)
    ]

    assert [each.status_code for each in uploads] == [201, 201, 429]
    assert [standing(each) for each in uploads] == [(2, 1), (2, 0), (2, 0)]
    assert [each.status_code for each in written] == [404, 404, 404, 429]
    assert standing(written[0]) == (3, 2)


async def test_errors_count_and_say_so(client: Client, key_with: Callable[..., Any]) -> None:
    reader = await key_with("read")

    missing = await read(client, reader, f"{PACKAGES}/nothing")
    forbidden = await client.post(UPLOAD_URL, json=ARCHIVE, headers=reader.headers)
    invalid = await read(client, reader, f"{PACKAGES}?page=none")

    assert [each.status_code for each in (missing, forbidden, invalid)] == [404, 403, 400]
    assert [standing(each) for each in (missing, forbidden, invalid)] == [(5, 4), (2, 1), (5, 3)]


async def test_health_and_documentation_are_free(client: Client, acme: Any) -> None:
    for path in ("/api/health", "/api/docs/openapi.json"):
        for _ in range(8):
            answer = await read(client, acme, path)
            assert answer.status_code == 200
            assert "X-RateLimit-Limit" not in answer.headers
    assert await statuses(client, acme, 1) == [200]


async def test_a_storm_of_wrong_keys_is_refused_and_nobody_else(client: Client, acme: Any) -> None:
    answers = [
        await client.get(
            PACKAGES, headers={"X-API-Key": f"wrong-{n}", "X-Forwarded-For": f"203.0.113.{n}"}
        )
        for n in range(6)
    ]

    assert [each.status_code for each in answers] == [401] * 4 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert (await answers[-1].get_json())["code"] == "RATE_LIMIT_EXCEEDED"
    assert await statuses(client, acme, 1) == [200]


async def test_strangers_of_another_address_are_counted_by_themselves(app: Quart) -> None:
    async def ask(address: str) -> int:
        client = app.test_client()
        wrong = {"X-API-Key": "wrong"}
        answer = await client.get(PACKAGES, headers=wrong, scope_base={"client": (address, 1)})
        return answer.status_code

    first = [await ask("198.51.100.1") for _ in range(5)]
    second = await ask("198.51.100.2")
    network = [await ask(f"2001:db8::{number:x}") for number in range(5)]
    elsewhere = await ask("2001:db8:0:1::1")

    assert (first[-1], second, network[-1], elsewhere) == (429, 401, 429, 401)


async def test_a_window_that_is_over_begins_anew(
    database: str, tmp_path: Path, store: LocalStore, acme: Any
) -> None:
    short = limited(tmp_path, SCORM_RATE_LIMIT_WINDOW_SECONDS="1")
    async with serving(short, store) as app:
        client = app.test_client()
        await statuses(client, acme, 6)
        await asyncio.sleep(1.1)

        assert await statuses(client, acme, 6) == [200] * 5 + [429]


async def test_nothing_limits_where_a_limit_is_zero(
    database: str, tmp_path: Path, store: LocalStore, acme: Any
) -> None:
    async with serving(limited(tmp_path, **UNLIMITED), store) as app:
        answer = await read(app.test_client(), acme)

    assert answer.status_code == 200
    assert "X-RateLimit-Limit" not in answer.headers


async def test_plan_and_tenant_have_limits_of_their_own(
    app: Quart, client: Client, acme: Any, rival: Any
) -> None:
    await assign(acme.tenant_id, {"rate_limits": {"read": 2}})
    await assign(rival.tenant_id, {"rate_limits": {"read": 0}})

    assert await statuses(client, acme, 3) == [200, 200, 429]
    assert await statuses(client, rival, 9) == [200] * 9


async def assign(tenant_id: UUID, terms: dict[str, Any]) -> None:
    async with database.tenant_scope(tenant_id) as connection:
        await quotas.assign(connection, tenant_id, "enterprise", own_terms(terms))


async def test_every_protected_operation_tells_its_class_and_its_refusal(app: Quart) -> None:
    document = openapi.document(app)
    operations = [
        (f"{method.upper()} {path}", one)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
        if one["security"]
    ]

    assert [name for name, one in operations if "429" not in one["responses"]] == []
    assert [
        name for name, one in operations if "Retry-After" not in one["responses"]["429"]["headers"]
    ] == []
    starts = {name for name, one in operations if one["x-rate-limit-class"] == "upload"}
    assert starts == {
        "POST /api/v1/packages",
        "POST /api/v1/packages/import",
        "POST /api/v1/packages/multipart/init",
        "POST /api/v1/packages/upload",
        "POST /api/v1/packages/upload-url",
    }
    parts = [name for name, one in operations if one["x-rate-limit-class"] == "part"]
    assert parts == ["POST /api/v1/packages/multipart/part-url"]
    assert all(
        one["x-rate-limit-class"] == ("read" if name.startswith("GET") else "write")
        for name, one in operations
        if one["x-rate-limit-class"] not in {"upload", "part"}
    )


async def test_processes_share_a_window_through_redis(redis: RedisServer) -> None:
    one, other = Windows(redis.url, 60), Windows(redis.url, 60)

    found = [await each.hit("failed", "acme", 3) for each in (one, other, one, other)]

    await one.close()
    await other.close()
    told = [(each.remaining, each.is_over) for each in found if each is not None]
    assert told == [(2, False), (1, False), (0, False), (0, True)]
    resets = [each.reset for each in found if each is not None]
    assert max(resets) - min(resets) <= 1
    assert resets[0] - time.time() <= 61


async def test_without_redis_nobody_is_refused_and_health_says_so(
    database: str, tmp_path: Path, store: LocalStore, acme: Any, redis: RedisServer
) -> None:
    async with serving(limited(tmp_path, LECTERN_REDIS_URL=redis.url), store) as app:
        client = app.test_client()
        with_redis = await statuses(client, acme, 6)
        well = await (await client.get("/api/health")).get_json()
        redis.stop()
        without = await statuses(client, acme, 6)
        away = await client.get("/api/health")

    assert (with_redis, without) == ([200] * 5 + [429], [200] * 6)
    assert well["checks"]["rate_limits"]
    assert away.status_code == 200
    assert not (await away.get_json())["checks"]["rate_limits"]
