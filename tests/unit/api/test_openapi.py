"""The OpenAPI document is valid, complete, and the page beside it needs nothing from elsewhere."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from msgspec.json import schema_components
from openapi_spec_validator import OpenAPIV31SpecValidator
from quart import Quart
from quart.typing import TestClientProtocol as Client

import api
from api import openapi
from api.operations import FACTS, Operation
from models.tenant import Scope
from services import settings

# What the contract names; there may be more.
PROMISED = {
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
    ("post", "/api/v1/webhooks"),
    ("get", "/api/v1/webhooks"),
    ("get", "/api/v1/webhooks/{webhook_id}"),
    ("put", "/api/v1/webhooks/{webhook_id}"),
    ("patch", "/api/v1/webhooks/{webhook_id}"),
    ("delete", "/api/v1/webhooks/{webhook_id}"),
}
# Of the versioned API: nothing.
PUBLIC: set[str] = set()
COUNTED = {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"}
Told = dict[str, Any]


@pytest.fixture(scope="module")
def routes() -> Quart:
    """All routes, and nothing to answer them with."""
    return api.create_app(settings.read({}))


@pytest.fixture(scope="module")
def document(routes: Quart) -> Told:
    return openapi.document(routes)


def operations(document: Told) -> list[tuple[str, str, Told]]:
    return [
        (method, path, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


def answers(document: Told) -> Iterator[tuple[str, str, Told]]:
    """Where it is, the status, and what is told of it."""
    for method, path, told in operations(document):
        for status, answer in told["responses"].items():
            yield f"{method} {path}", status, answer


def resolved(document: Told, shape: Told) -> Told:
    reference = shape.get("$ref", "")
    name = reference.rpartition("/")[2]
    return document["components"][reference.split("/")[2]][name] if reference else shape


def test_the_document_is_valid_openapi_31(document: Told) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Lectern"
    OpenAPIV31SpecValidator(document).validate()


def test_what_the_contract_names_is_in_it(document: Told) -> None:
    missing = PROMISED - {(method, path) for method, path, _ in operations(document)}

    assert missing == set()


def test_no_api_route_is_left_out(routes: Quart) -> None:
    undocumented = {
        rule.rule
        for rule in routes.url_map.iter_rules()
        if rule.rule.startswith(("/api/v1/", "/api/customer/", "/api/admin/"))
        and not hasattr(routes.view_functions[rule.endpoint], FACTS)
    }

    assert undocumented == {"/api/v1/content/<path:_path>"}


def test_every_operation_says_what_it_does(document: Told) -> None:
    known = {tag["name"] for tag in document["tags"] if tag["description"]}
    for method, path, told in operations(document):
        where = f"{method} {path}"
        assert re.fullmatch(r"[A-Z].*\.", told["summary"]), where
        assert told["description"], where
        assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", told["operationId"]), where
        assert len(told["tags"]) == 1, where
        assert set(told["tags"]) <= known, f"{where}: {told['tags']} is not described in TAGS"


def test_operation_names_are_unique(document: Told) -> None:
    names = [told["operationId"] for *_, told in operations(document)]

    assert len(names) == len(set(names))


def test_every_parameter_is_described_and_has_an_example(document: Told) -> None:
    wrong: list[str] = []
    for method, path, told in operations(document):
        for one in told["parameters"]:
            where = f"{method} {path} {one['name']}"
            examples = [one["example"]] if "example" in one else one["schema"].get("examples", [])
            whole = {**one["schema"], "components": document["components"]}
            validator: Any = Draft202012Validator(whole)
            if not one.get("description"):
                wrong.append(f"{where} has no description")
            if not examples:
                wrong.append(f"{where} has no example: give it one in PARAMETERS or its Meta")
            wrong += [f"{where}: {e} does not fit" for e in examples if not validator.is_valid(e)]
        named = {one["name"] for one in told["parameters"] if one["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path))
    assert wrong == []


def test_every_operation_tells_what_it_may_refuse(document: Told) -> None:
    for method, path, told in operations(document):
        where, statuses = f"{method} {path}", set(told["responses"])
        assert any(status.startswith("2") for status in statuses), where
        assert "500" in statuses, where
        if told["security"]:
            assert {"401", "403", "429", "503"} <= statuses, where
        if "{" in path:
            assert "404" in statuses, where
        if "requestBody" in told:
            assert {"400", "408", "413"} <= statuses, where
        if any(one["in"] == "query" for one in told["parameters"]):
            assert "400" in statuses, where


def test_every_operation_names_the_scopes_it_takes(document: Told) -> None:
    for method, path, told in operations(document):
        where = f"{method} {path}"
        if not told["security"]:
            assert "x-required-scopes" not in told, where
            continue
        scopes = told["x-required-scopes"]["any_of"]
        assert set(scopes) <= set(Scope), where
        assert scopes, where
        for one in told["security"]:
            for name, wanted in one.items():
                assert name in document["components"]["securitySchemes"], where
                assert not wanted or wanted == scopes[:1], where
        assert {"ApiKey": scopes[:1]} in told["security"], where
        assert {"Bearer": scopes[:1]} in told["security"], where


def test_only_what_needs_no_key_is_public(document: Told) -> None:
    public = {path for _, path, told in operations(document) if not told["security"]}

    assert "/api/health" in public
    assert not any(path.startswith("/api/admin/") for path in public)
    assert {path for path in public if path.startswith("/api/v1/")} <= PUBLIC


def test_every_answer_has_a_shape_an_example_and_its_headers(document: Told) -> None:
    for where, status, answer in answers(document):
        at = f"{where} {status}"
        assert answer["description"], at
        assert "X-Request-Id" in answer.get("headers", {}) or status.startswith("3"), at
        for kind, content in answer.get("content", {}).items():
            assert content["schema"], at
            if kind == "application/json":
                assert "example" in content or content["examples"], at
        for name, header in answer.get("headers", {}).items():
            told = resolved(document, header)
            assert told["description"], f"{at} {name}"
            assert told["schema"], f"{at} {name}"


def test_every_refusal_has_the_shape_of_all_errors(document: Told) -> None:
    shape = {"$ref": "#/components/schemas/ErrorResponse"}
    for where, status, answer in answers(document):
        if int(status) < 400 or status == "503":
            continue
        content = answer["content"]["application/json"]
        assert content["schema"] == shape, f"{where} {status}"
        for code, example in content["examples"].items():
            body = example["value"]
            assert body["code"] == body["error"]["code"] == code, f"{where} {status}"
            assert body["message"], f"{where} {status}"


def test_what_is_counted_says_so_in_its_headers(document: Told) -> None:
    for method, path, told in operations(document):
        if not told["security"]:
            continue
        refused = told["responses"]["429"]["headers"]
        assert {*COUNTED, "Retry-After"} <= set(refused), f"{method} {path}"


def test_no_two_structures_share_a_name(routes: Quart) -> None:
    """The later one would silently stand for both."""
    known: dict[str, Any] = {}
    for view in routes.view_functions.values():
        facts: Operation | None = getattr(view, FACTS, None)
        for model in (facts.answer, facts.query, facts.body, facts.form) if facts else ():
            _, shapes = schema_components([model] if model else [])
            for name, shape in shapes.items():
                assert known.setdefault(name, shape) == shape, name


def test_every_structure_is_described(document: Told) -> None:
    for name, schema in document["components"]["schemas"].items():
        if "enum" not in schema:
            assert schema["type"] == "object", name
            assert schema.get("description"), f"{name} has no docstring"


def test_known_schema_names_are_kept(document: Told) -> None:
    schemas = document["components"]["schemas"]

    assert {"ProcessPackageResponse", "PackageLaunchResponse", "ErrorResponse"} <= set(schemas)


def test_every_example_fits_its_schema(document: Told) -> None:
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


def test_links_lead_to_what_the_answer_really_holds(document: Told) -> None:
    by_name = {told["operationId"]: told for *_, told in operations(document)}
    followed = 0
    for where, _, answer in answers(document):
        for name, reference in answer.get("links", {}).items():
            link = resolved(document, reference)
            target = by_name[link["operationId"]]
            named = {one["name"] for one in target["parameters"] if one["in"] == "path"}
            assert set(link.get("parameters", {})) <= named, f"{where} {name}"
            example = answer["content"]["application/json"]["example"]
            told = {**link.get("parameters", {}), **link.get("requestBody", {})}
            for expression in told.values():
                kind, _, pointer = expression.partition("#/")
                assert kind == "$response.body" or kind.startswith("$request.path."), name
                known = (str, int, type(None))
                assert not pointer or isinstance(at(example, pointer), known), f"{where} {name}"
                followed += 1
    assert followed > 100


def at(value: Any, pointer: str) -> Any:
    for part in pointer.split("/"):
        value = value[int(part) if part.isdigit() else part]
    return value


def test_whatever_takes_an_id_is_linked_from_what_makes_one(document: Told) -> None:
    reached = {
        resolved(document, reference)["operationId"]
        for *_, answer in answers(document)
        for reference in answer.get("links", {}).values()
    }
    lonely = {
        told["operationId"]
        for *_, told in operations(document)
        if any(one["name"].endswith("_id") for one in told["parameters"] if one["in"] == "path")
    } - reached

    assert lonely == set()


@pytest.mark.parametrize("path", ["openapi", "openapi.json", "openapi.yaml"])
async def test_the_document_is_public_under_all_its_names(client: Client, path: str) -> None:
    answer = await client.get(f"/api/docs/{path}")

    read = yaml.safe_load(await answer.get_data(as_text=True))
    assert answer.status_code == 200
    assert read["info"]["title"] == "Lectern"


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


@pytest.mark.parametrize("path", ["/redocs", "/scalar", "/openapi.json"])
async def test_pages_with_foreign_scripts_are_off(client: Client, path: str) -> None:
    assert (await client.get(path)).status_code == 404
