"""The OpenAPI document is valid, complete, and the page beside it needs nothing from elsewhere."""

from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from quart import Quart
from quart.typing import TestClientProtocol as Client

from api import openapi
from api.operations import FACTS

OPERATIONS = {
    ("get", "/api/health"),
    ("get", "/api/v1/packages"),
    ("post", "/api/v1/packages"),
    ("post", "/api/v1/packages/upload"),
    ("post", "/api/v1/packages/upload-url"),
    ("post", "/api/v1/packages/process"),
    ("get", "/api/v1/packages/{package_id}"),
    ("patch", "/api/v1/packages/{package_id}"),
    ("get", "/api/v1/packages/{package_id}/versions"),
    ("delete", "/api/v1/packages/{package_id}"),
    ("get", "/api/v1/packages/{package_id}/report"),
    ("get", "/api/v1/packages/{package_id}/download"),
    ("post", "/api/v1/packages/{package_id}/launch"),
    ("get", "/api/v1/sessions"),
    ("get", "/api/v1/sessions/{session_id}"),
    ("put", "/api/v1/sessions/{session_id}"),
    ("get", "/api/v1/sessions/{session_id}/sequencing"),
}


@pytest.fixture
def document(app: Quart) -> dict[str, Any]:
    return openapi.document(app)


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


def test_the_document_is_valid_openapi_31(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Lectern"
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_is_in_it(document: dict[str, Any]) -> None:
    assert {(method, path) for method, path, _ in operations(document)} == OPERATIONS


def test_no_api_route_is_left_out(app: Quart) -> None:
    undocumented = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        and not hasattr(app.view_functions[rule.endpoint], FACTS)
    ]

    assert undocumented == ["/api/v1/content/<path:_path>"]


def test_every_operation_says_what_a_client_must_know(document: dict[str, Any]) -> None:
    for method, path, told in operations(document):
        where = f"{method} {path}"
        assert told["summary"].endswith("."), where
        assert told["tags"], where
        assert "500" in told["responses"], where
        assert path == "/api/health" or told["security"], where
        assert path == "/api/health" or {"401", "403", "503"} <= set(told["responses"]), where
        assert all(p.get("description") for p in told["parameters"]), where
        assert method != "put" or told["requestBody"]["required"], where


def test_operation_names_are_unique(document: dict[str, Any]) -> None:
    names = [told["operationId"] for *_, told in operations(document)]

    assert len(names) == len(set(names))


def test_known_schema_names_are_kept(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    assert {"ProcessPackageResponse", "PackageLaunchResponse", "ErrorResponse"} <= set(schemas)


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    contents = [
        content
        for *_, told in operations(document)
        for place in (told.get("requestBody", {}), *told["responses"].values())
        for content in place.get("content", {}).values()
    ]

    checked = 0
    for content in contents:
        schema = {**content["schema"], "components": document["components"]}
        validator: Any = Draft202012Validator(schema)
        examples = [one["value"] for one in content.get("examples", {}).values()]
        examples += [content["example"]] if "example" in content else []
        for example in examples:
            validator.validate(example)
            checked += 1
    assert checked > 80


@pytest.mark.parametrize("path", ["openapi", "openapi.json", "openapi.yaml"])
async def test_the_document_is_public_under_all_its_names(client: Client, path: str) -> None:
    answer = await client.get(f"/api/docs/{path}")

    read = yaml.safe_load(await answer.get_data(as_text=True))
    assert answer.status_code == 200
    assert read["info"]["title"] == "Lectern"


async def test_the_postman_collection_holds_every_operation(
    client: Client, document: dict[str, Any]
) -> None:
    told = await (await client.get("/api/docs/postman-collection.json")).get_json()

    requests = [one["request"] for folder in told["item"] for one in folder["item"]]
    assert len(requests) == len(operations(document))
    assert told["info"]["schema"].endswith("v2.1.0/collection.json")
    for request in requests:
        address = request["url"]
        named = {one["key"] for one in address["variable"]}
        assert named == {part[1:] for part in address["path"] if part.startswith(":")}
        assert request.get("body", {}).get("raw", "{}").startswith("{")
    assert [one["key"] for one in told["variable"]] == ["base_url", "api_key"]


async def test_the_yaml_needs_no_references_of_its_own(client: Client) -> None:
    text = await (await client.get("/api/docs/openapi.yaml")).get_data(as_text=True)

    assert "&id0" not in text


async def test_the_page_needs_nothing_from_elsewhere(client: Client) -> None:
    page = await client.get("/api/docs")
    text = await page.get_data(as_text=True)

    assert page.mimetype == "text/html"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "://" not in text
    assert "<script>" not in text
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js", "favicon-32x32.png"):
        asset = await client.get(f"/api/docs/assets/{name}")
        assert asset.status_code == 200, name
        assert f"/api/docs/assets/{name}" in text
    assert (await client.get("/api/docs/assets/%2e%2e%2findex.html")).status_code == 404


@pytest.mark.parametrize("path", ["/docs", "/redocs", "/scalar", "/openapi.json"])
async def test_pages_with_foreign_scripts_are_off(client: Client, path: str) -> None:
    assert (await client.get(path)).status_code == 404
