"""Requests are read as the API's description says, and no more kindly."""

from typing import Any

import pytest
from quart.typing import TestClientProtocol as Client


@pytest.mark.parametrize(
    "body",
    [
        {"filename": "a.zip", "file_size": "1"},
        {"filename": "a.zip", "file_size": True},
        {"filename": 5, "file_size": 1},
        {"filename": "a.zip", "file_size": 1.5},
    ],
)
async def test_a_number_in_a_text_is_no_number(
    client: Client, acme: Any, body: dict[str, Any]
) -> None:
    answer = await client.post("/api/v1/packages/upload-url", json=body, headers=acme.headers)

    assert answer.status_code == 400


async def test_a_whole_number_may_be_written_with_a_point(client: Client, acme: Any) -> None:
    body = {"filename": "a.zip", "file_size": 1.0}
    answer = await client.post("/api/v1/packages/upload-url", json=body, headers=acme.headers)

    assert answer.status_code == 201


@pytest.mark.parametrize("query", ["success_status=null", "status=NULL", "package_revision=null"])
async def test_null_is_no_filter(client: Client, acme: Any, query: str) -> None:
    answer = await client.get(f"/api/v1/sessions?{query}", headers=acme.headers)

    assert answer.status_code == 400
    assert list((await answer.get_json())["details"]["fieldErrors"]) == [query.partition("=")[0]]


async def test_a_learner_may_be_called_null(client: Client, acme: Any) -> None:
    answer = await client.get("/api/v1/sessions?user_id=null", headers=acme.headers)

    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["GET", "DELETE", "PATCH"])
async def test_what_stands_at_a_fixed_address_is_no_package(
    client: Client, acme: Any, method: str
) -> None:
    anyhow: Any = client
    answer = await anyhow.open("/api/v1/packages/process", method=method, headers=acme.headers)
    asked = await anyhow.open("/api/v1/packages/process", method="OPTIONS")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
    assert set(asked.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
