"""Nasty values in every documented place: answered in the documented way, never with 5xx."""

import random
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from quart import Quart
from quart.typing import TestClientProtocol as Client

from api import openapi

Make = Callable[..., Awaitable[str]]
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
Call = tuple[str, dict[str, Any]]


def requests_for(
    document: dict[str, Any], path: str, told: dict[str, Any], ids: dict[str, str]
) -> Iterator[Call]:
    """Each place of an operation filled with each nasty value, the rest as in its example."""
    named = {p["name"]: p["in"] for p in told["parameters"]}
    in_path = [name for name, place in named.items() if place == "path"]
    filled = path.format(**{name: ids[name] for name in in_path})
    for name in in_path:
        yield from ((path.format(**{**ids, name: _quoted(text)}), {}) for text in SHORT if text)
    for name in set(named) - set(in_path):
        yield from ((filled, {"query_string": {name: text}}) for text in SHORT)
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    if content is not None:
        example = {
            **content["example"],
            **{n: v for n, v in ids.items() if n in content["example"]},
        }
        for name in _properties(document, content):
            yield from ((filled, {"json": {**example, name: value}}) for value in NASTY)


def _properties(document: dict[str, Any], content: dict[str, Any]) -> list[str]:
    name = content["schema"]["$ref"].rpartition("/")[2]
    return list(document["components"]["schemas"][name]["properties"])


def _quoted(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode()) if "%" not in value else value


@pytest.fixture
async def ids(client: Client, acme: Any, package: Make) -> dict[str, str]:
    package_id = await package(acme)
    launched = await client.post(
        f"/api/v1/packages/{package_id}/launch",
        json={"user_id": "user-123"},
        headers=acme.headers,
    )
    return {"package_id": package_id, "session_id": (await launched.get_json())["session_id"]}


async def test_no_value_makes_the_api_stumble(
    app: Quart, client: Client, acme: Any, ids: dict[str, str]
) -> None:
    document = openapi.document(app)
    calls = [
        (method, path, how)
        for route, operations in document["paths"].items()
        for method, told in operations.items()
        if method != "delete"
        for path, how in requests_for(document, route, told, ids)
    ]
    anyhow: Any = client

    stumbled: list[str] = []
    for method, path, how in random.Random(SEED).sample(calls, 400):  # noqa: S311 - repeatable
        answer = await anyhow.open(path, method=method.upper(), headers=acme.headers, **how)
        if answer.status_code >= 500:
            stumbled.append(f"{method} {path[:80]} {str(how)[:200]}: {answer.status_code}")

    assert len(calls) > 900
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
