"""Nasty values in every documented place: answered in the documented way, never with 5xx."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from lectern_belongings import furnish
from lectern_document import Call, Described, described, filled, usual
from lectern_limits import UNLIMITED
from quart.typing import TestClientProtocol as Client

import api
from api import openapi
from services import settings
from services.settings import Settings
from services.storage.local import LocalStore

OPERATIONS = described(openapi.document(api.create_app(settings.read({}))))
# These would take the rest its key or its rights, so that nothing more is tried.
ENDING = {"update_tenant", "assign_plan", "update_api_key", "rotate_api_key"}
SEED = 20_261_121
NASTY: list[Any] = [
    None,
    True,
    "",
    " ",
    "x" * 300,
    "x" * 70_000,
    "é" * 255,
    "\u202e\ufeff",
    "a\x00b",
    "%00%2e%2e%2f",
    "../../etc/passwd",
    "'; DROP TABLE package; --",
    "<script>alert(1)</script>",
    "${jndi:ldap://x}",
    "null",
    "-1",
    "1e400",
    0,
    -1,
    2**31,
    2**63,
    2**200,
    1.5,
    -1e308,
    [],
    [None],
    ["x"] * 2000,
    {},
    {"a": {"b": {"c": None}}},
    {"": "x"},
]
SHORT = [str(value) for value in NASTY if len(str(value)) < 1000]


@pytest.fixture
def configuration(tmp_path: Path) -> Settings:
    """Addresses of this machine may be called."""
    given = {"LECTERN_DATA_DIR": str(tmp_path), "LECTERN_WEBHOOK_ALLOW_PRIVATE": "1"}
    return settings.read({**UNLIMITED, **given})


def requests_for(one: Described, ids: dict[str, str]) -> Iterator[Call]:
    """Each place of an operation filled with each nasty value, the rest as in its example."""
    whole = usual(one, ids)
    for name in one.parameters("path"):
        for text in SHORT:
            if text:
                yield replace(whole, path=filled(one, {**ids, name: _quoted(text)}))
    for name in one.parameters("query"):
        yield from (replace(whole, query={name: text}) for text in SHORT)
    for name in one.fields:
        for value in NASTY:
            yield replace(whole, body={**(whole.body or {}), name: value})


def _quoted(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode()) if "%" not in value else value


async def test_no_value_makes_the_api_stumble(client: Client, acme: Any, store: LocalStore) -> None:
    ids = (await furnish(client, acme.headers, "fuzzed", store)).ids
    calls = [
        call
        for one in OPERATIONS
        if one.method != "DELETE" and one.name not in ENDING
        for call in requests_for(one, ids)
    ]
    anyhow: Any = client

    stumbled: list[str] = []
    for call in random.Random(SEED).sample(calls, 900):  # noqa: S311 - repeatable
        answer = await anyhow.open(call.path, headers=acme.headers, **call.how())
        if answer.status_code >= 500:
            stumbled.append(f"{call.method} {call.path[:80]} {str(call)[:300]}")

    assert len(calls) > 5000
    assert stumbled == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "XYZ"])
async def test_odd_methods_answer_in_the_error_shape(client: Client, method: str) -> None:
    anyhow: Any = client

    answer = await anyhow.open("/api/v1/packages", method=method)

    assert answer.status_code in {401, 405}
    assert (await answer.get_json())["request_id"]


@pytest.mark.parametrize(
    "kind", ["", "application/json; charset=utf-16", "text/xml", "multipart/form-data", "\u00e9/x"]
)
async def test_odd_content_types_are_the_clients_fault(
    client: Client, acme: Any, kind: str
) -> None:
    for path in ("upload-url", "process", "upload", str(uuid4()) + "/launch"):
        answer = await client.post(
            f"/api/v1/packages/{path}",
            data=b"<x/>",
            headers={**acme.headers, "Content-Type": kind},
        )

        assert 400 <= answer.status_code < 500
        assert (await answer.get_json())["error"]["code"]
