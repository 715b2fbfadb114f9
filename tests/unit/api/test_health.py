"""Health tells the truth, and tries a key that is sent."""

from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from quart.typing import TestClientProtocol as Client

from services import readiness
from services.embedded import EmbeddedPostgres
from services.settings import Settings
from services.storage.local import LocalStore

HEALTH = "/api/health"


async def test_a_working_service_is_healthy(client: Client) -> None:
    answer = await client.get(HEALTH)
    body = await answer.get_json()

    assert answer.status_code == 200
    assert (body["status"], body["service"], body["version"]) == ("healthy", "scorm-api", "1.5.0")
    assert body["checks"] == {
        "database": True,
        "storage": True,
        "queue": True,
        "isolation": True,
        "rate_limits": True,
    }
    assert body["timestamp"].endswith("Z")
    assert "auth" not in body


async def test_a_key_is_tried_without_changing_the_status(client: Client, acme: Any) -> None:
    good = await client.get(HEALTH, headers=acme.headers)
    bad = await client.get(HEALTH, headers={"X-API-Key": "scorm_live_nonsense"})

    assert (await good.get_json())["auth"] == {"provided": True, "valid": True}
    assert (await bad.get_json())["auth"] == {"provided": True, "valid": False}
    assert (good.status_code, bad.status_code) == (200, 200)


async def test_without_storage_it_is_unhealthy(
    client: Client,
    store: LocalStore,
    configuration: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "_incoming", configuration.data_dir / "gone" / "away")

    answer = await client.get(HEALTH)
    body = await answer.get_json()

    assert answer.status_code == 503
    assert (body["status"], body["checks"]["storage"]) == ("unhealthy", False)
    assert body["checks"]["database"]


async def test_without_a_database_it_is_unhealthy_and_the_rest_is_unavailable(
    client: Client, acme: Any, postgres: EmbeddedPostgres, database_url: str
) -> None:
    name = urlsplit(database_url).path.lstrip("/")
    owner = await asyncpg.connect(postgres.url)
    try:
        await owner.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name
        )
        answer = await client.get(HEALTH, headers=acme.headers)
        other = await client.get("/api/v1/packages", headers=acme.headers)
        await owner.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        afterwards = await client.get("/api/v1/packages", headers=acme.headers)
    finally:
        await owner.close()

    assert answer.status_code == 503
    assert not (await answer.get_json())["checks"]["database"]
    assert other.status_code == 503
    assert other.headers["Retry-After"]
    assert afterwards.status_code == 200


async def test_a_process_that_is_stopping_wants_no_more_requests(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "is_stopping", lambda: True)

    assert (await client.get(HEALTH)).status_code == 503
