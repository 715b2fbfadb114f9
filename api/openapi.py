"""The OpenAPI document, made from the routes themselves."""

import re
from collections.abc import Iterable
from typing import Any, cast

from msgspec import UNSET, Struct, UnsetType
from msgspec.json import schema_components
from msgspec.structs import fields
from quart import Quart
from quart_schema import Info, QuartSchema, Tag
from quart_schema.openapi import APIKeySecurityScheme, HttpSecurityScheme, OpenAPIProvider, Server
from quart_schema.validation import DataSource
from werkzeug.routing.rules import Rule

from api import cookies, links, openapi_answers, rates
from api.examples import EXAMPLES, PARAMETERS
from api.operations import FACTS, SCOPES, Operation
from api.requests import BodyTooLate, MalformedJson
from services.errors import (
    FileTooLarge,
    Forbidden,
    Invalid,
    RateLimited,
    Refusal,
    TenantMismatch,
    Unauthorized,
    Unavailable,
)

VERSION = "1.5.0"
_ARGUMENT = re.compile(r"<(?:[^:<>]*:)?([^<>]+)>")
DOCUMENT = "LECTERN_OPENAPI"
JSON = "application/json"
REFERENCE = "#/components/schemas/{name}"
EVERYWHERE: tuple[type[Refusal], ...] = (
    Unauthorized,
    Forbidden,
    TenantMismatch,
    RateLimited,
    Unavailable,
)
ABOUT = """Hosted SCORM: upload packages, launch learners, read results.

Send the API key as `X-API-Key`, or as `Authorization: Bearer`. Addresses below /api/customer also
take the cookie of somebody who signed in (POST /api/customer/session); what changes something then
needs the session's `csrf_token` as `X-CSRF-Token`. Every error has the same shape;
branch on `code`. Quote `request_id` when you ask us for help."""
HEADERS = {
    "X-Request-Id": "Names this exchange in our logs.",
    "ETag": "The version of the session, quoted; usable as If-Match.",
    "Content-Disposition": "The name of the file.",
    "Location": "Where to ask how far the work is.",
}
TAGS = {
    "Packages": "Courses: uploading, processing, reading and deleting them.",
    "Sessions": "Launching learners and reading their records.",
    "Dispatches": "Courses handed to other systems, and what comes back of them.",
    "Learners": "People over all their sessions, and their erasure.",
    "Reports": "What has come of it all, for a screen or as files.",
    "Webhooks": "Which addresses want to be told of what.",
    "Workspace": "What administrators of a tenant look after: keys, people, settings, the record.",
    "Administration": "What operators look after: tenants and their keys.",
    "Service": "Health and documentation.",
}
CUSTOMER = "/api/customer/"
# How the file of a form is sent.
FILE_PART = {
    "file": {
        "contentType": "application/zip",
        "headers": {
            "Content-Disposition": {
                "description": "With the name of the file, which ends in .zip.",
                "schema": {"type": "string"},
                "example": 'form-data; name="file"; filename="course.zip"',
            }
        },
    }
}


class Problem(Struct):
    """What went wrong."""

    code: str
    message: str
    details: dict[str, Any]


class ErrorResponse(Struct, kw_only=True):
    """Every error: once nested, and its parts again at the top level."""

    error: Problem | str
    code: str
    message: str
    details: dict[str, Any]
    request_id: str
    current_version: int | UnsetType = UNSET


class Provider(OpenAPIProvider):
    """quart-schema's own, with references between schemas, errors, scopes and examples."""

    def schema(self) -> dict[str, Any]:
        document = super().schema()
        _, errors = _components(ErrorResponse)
        schemas = {**document["components"]["schemas"], **errors}
        document["components"]["schemas"] = dict(sorted(schemas.items()))
        document["components"]["headers"] = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in HEADERS.items()
        } | rates.header_components()
        document["paths"] = dict(sorted(document["paths"].items()))
        links.install(document)
        return document

    def generate_rules(self) -> Iterable[Rule]:
        views = self._app.view_functions
        return [rule for rule in super().generate_rules() if hasattr(views[rule.endpoint], FACTS)]

    def operation_id(self, method: str, path: str, func: Any) -> str | None:
        del method, path
        return cast(str, func.__name__)

    def build_paths(self, rule: Rule) -> tuple[dict[str, Any], dict[str, Any]]:
        facts: Operation = getattr(self._app.view_functions[rule.endpoint], FACTS)
        built = cast(tuple[dict[str, Any], dict[str, Any]], super().build_paths(rule))  # pyright: ignore[reportUnknownMemberType]
        (operations,) = built[0].values()
        # The library's own reading of a path stumbles over a converter behind an argument.
        paths = {_ARGUMENT.sub(r"{\1}", rule.rule): operations}
        for operations in paths.values():
            for method, one in operations.items():
                _complete(one, method.upper(), facts)
                if rule.rule.startswith(CUSTOMER) and not facts.public:
                    _admit_people(one, method.upper())
        return paths, built[1]

    def build_path_parameter(self, name: str, converter: Any) -> dict[str, Any]:
        told = {**super().build_path_parameter(name, converter), **PARAMETERS.get(name, {})}
        if told["schema"] == {"type": "string"}:
            told["schema"] = {"type": "string", "minLength": 1}
        return told

    def build_querystring_parameters(
        self, model: type[Any]
    ) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        _, components = _components(model)
        own = components.pop(model.__name__)
        shapes: dict[str, dict[str, Any]] = own["properties"]
        return [_parameter(name, shape, components) for name, shape in shapes.items()], components

    def build_request_body(
        self, model: type[Any], source: DataSource
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        reference, components = _components(model)
        content = _content(reference, model)
        if source is not DataSource.JSON:
            parts: dict[str, dict[str, Any]] = components[model.__name__]["properties"]
            parts |= {name: _stated(shape) for name, shape in parts.items()}
            content["encoding"] = FILE_PART
            return {"required": True, "content": {"multipart/form-data": content}}, components
        required = any(field.required for field in fields(model))
        return {"required": required, "content": {JSON: content}}, components

    def build_response_object(
        self, model: type[Any], headers_model: type[Any] | None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        del headers_model
        reference, components = _components(model)
        answer = {"description": model.__doc__, "content": {JSON: _content(reference, model)}}
        return answer, components


def install(app: Quart, base_url: str) -> None:
    """quart-schema's own pages stay off: they would fetch scripts from elsewhere."""
    QuartSchema(
        app,
        openapi_path=None,
        redoc_ui_path=None,
        scalar_ui_path=None,
        swagger_ui_path=None,
        info=Info(title="Lectern", version=VERSION, description=ABOUT),
        tags=[Tag(name=name, description=text) for name, text in TAGS.items()],
        servers=[Server(url=base_url)],
        security_schemes={
            "ApiKey": APIKeySecurityScheme(name="X-API-Key", in_="header"),
            "Bearer": HttpSecurityScheme(scheme="bearer"),
            "Session": APIKeySecurityScheme(name=cookies.name(base_url), in_="cookie"),
            "CsrfToken": APIKeySecurityScheme(name=cookies.CSRF_HEADER, in_="header"),
        },
        conversion_preference="msgspec",
        openapi_provider_class=Provider,
    )


def document(app: Quart) -> dict[str, Any]:
    """Made when it is first asked for, as the routes do not change afterwards."""
    if DOCUMENT not in app.extensions:
        extension: QuartSchema = app.extensions["QUART_SCHEMA"]
        app.extensions[DOCUMENT] = extension.openapi_provider.schema()
    return app.extensions[DOCUMENT]


def _components(model: type[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    (reference,), components = schema_components([model], ref_template=REFERENCE)
    return reference, components


def _content(reference: dict[str, Any], model: type[Any]) -> dict[str, Any]:
    return {"schema": reference, "example": EXAMPLES[model.__name__]}


def _parameter(name: str, shape: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """Examples go into the schema: beside it, the page would send them by itself."""
    known, told = PARAMETERS.get(name, {}), _stated(shape)
    reference: str = told.pop("$ref", "")
    told = {**components.get(reference.rpartition("/")[2], {}), **told}
    usual = [*told.get("enum", ()), told["default"]] if "default" in told else told.get("enum", ())
    for example in ([known["example"]] if "example" in known else usual)[:1]:
        told.setdefault("examples", [example])
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": told.pop("description", known.get("description")),
        "schema": told,
    }


def _stated(shape: dict[str, Any]) -> dict[str, Any]:
    """In an address or a form nothing is null: what is not wanted is left out."""
    told = {name: value for name, value in shape.items() if (name, value) != ("default", None)}
    if "enum" in told:
        told["enum"] = [value for value in told["enum"] if value is not None]
    choices = [one for one in told.pop("anyOf", ()) if one != {"type": "null"}]
    if len(choices) > 1:
        return {"anyOf": choices, **told}
    return {**choices[0], **told} if choices else told


def _complete(one: dict[str, Any], method: str, facts: Operation) -> None:
    one["description"] = one["description"].strip() or one["summary"]
    one["security"] = []
    refusals: list[type[Refusal]] = list(facts.refusals)
    if not facts.public:
        scopes = [str(scope) for scope in facts.scopes or SCOPES[method]]
        one["security"] = [{"ApiKey": scopes[:1]}, {"Bearer": scopes[:1]}]
        one["x-required-scopes"] = {"any_of": scopes}
        refusals += EVERYWHERE
    if facts.query is not None or facts.body is not None:
        refusals.append(Invalid)
    if facts.body is not None:
        refusals.append(MalformedJson)
    if facts.body is not None or facts.form is not None:
        refusals += [FileTooLarge, BodyTooLate]
    told = {**openapi_answers.refused(refusals), **openapi_answers.given(one["responses"], facts)}
    one["responses"] = {str(status): told[status] for status in sorted(told)}
    if not facts.public:
        rates.describe(one, method, facts)


def _admit_people(one: dict[str, Any], method: str) -> None:
    """Who signed in needs no key, but a second proof for whatever changes something."""
    needed: dict[str, list[str]] = {"Session": []}
    if method not in cookies.SAFE:
        needed["CsrfToken"] = []
    one["security"].append(needed)
