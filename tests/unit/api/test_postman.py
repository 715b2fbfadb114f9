"""The Postman collection holds all of the API, ready to be sent."""

import json
from typing import Any

import pytest
from quart.typing import TestClientProtocol as Client

import api
from api import openapi, postman
from services import settings

Told = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Told:
    return openapi.document(api.create_app(settings.read({})))


@pytest.fixture(scope="module")
def told(document: Told) -> Told:
    return postman.collection(document)


async def test_it_is_public(client: Client, told: Told) -> None:
    answer = await client.get("/api/docs/postman-collection.json")

    assert (await answer.get_json())["item"] == told["item"]


def requests(told: Told) -> list[Told]:
    return [one["request"] for folder in told["item"] for one in folder["item"]]


def test_it_holds_every_operation(told: Told, document: Told) -> None:
    wanted = {
        (method.upper(), path.replace("{", ":").replace("}", ""))
        for path, methods in document["paths"].items()
        for method in methods
    }
    held = {
        (one["method"], one["url"]["raw"].removeprefix("{{base_url}}")) for one in requests(told)
    }

    assert held == wanted
    assert told["info"]["schema"].endswith("v2.1.0/collection.json")
    assert [one["key"] for one in told["variable"]] == ["base_url", "api_key"]


def test_every_folder_is_described_and_sends_the_key(told: Told) -> None:
    for folder in told["item"]:
        assert folder["description"], folder["name"]
        assert folder["auth"]["type"] == "apikey", folder["name"]
    public = [one["url"]["raw"] for one in requests(told) if "auth" in one]
    assert "{{base_url}}/api/health" in public


def test_every_variable_of_a_path_has_a_value(told: Told) -> None:
    for one in requests(told):
        address = one["url"]
        named = {variable["key"] for variable in address["variable"]}
        assert named == {part[1:] for part in address["path"] if part.startswith(":")}
        for variable in (*address["variable"], *address["query"]):
            assert variable["value"], f"{address['raw']} {variable['key']}"
            assert variable["description"], f"{address['raw']} {variable['key']}"


def test_every_body_is_the_documented_example(told: Told, document: Told) -> None:
    bodies = {
        (method.upper(), path.replace("{", ":").replace("}", "")): one["requestBody"]["content"]
        for path, methods in document["paths"].items()
        for method, one in methods.items()
        if "requestBody" in one
    }
    for one in requests(told):
        content = bodies.get((one["method"], one["url"]["raw"].removeprefix("{{base_url}}")))
        if content is None:
            assert "body" not in one
        elif "application/json" in content:
            assert json.loads(one["body"]["raw"]) == content["application/json"]["example"]
        else:
            fields = {field["key"] for field in one["body"]["formdata"]}
            assert fields == set(content["multipart/form-data"]["example"])
