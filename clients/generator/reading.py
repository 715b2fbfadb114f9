"""What the clients need of an OpenAPI document: operations and the types they speak of."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any

REFERENCE = "#/components/schemas/"
GIVEN = "Given"
CSV = "text/csv"
# The page that shows the document is no operation a program calls.
CALLED = ("/api/v1/", "/api/customer/", "/api/admin/", "/api/health")
_REFERENCED = re.compile(rf"{REFERENCE}(\w+)")
_NAME = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    schema: dict[str, Any]
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """``answer`` is the name of a schema, empty where a file comes back.

    ``fixed`` is sent with the query whatever the caller says.
    """

    name: str
    method: str
    path: str
    summary: str
    description: str
    in_path: tuple[str, ...]
    query: tuple[Parameter, ...]
    body: str
    form: str
    answer: str
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def gives_file(self) -> bool:
        return not self.answer


def operations(document: dict[str, Any]) -> list[Operation]:
    """In the order of the document's paths; what can also be had as CSV is two of them."""
    return [
        one
        for path, methods in document["paths"].items()
        if path.startswith(CALLED)
        for method, told in methods.items()
        for one in _variants(_operation(path, method, told), told)
    ]


def _variants(one: Operation, told: dict[str, Any]) -> list[Operation]:
    if CSV not in told["responses"].get("200", {}).get("content", {}):
        return [one]
    rows = replace(one, query=_without(one, "format", "bom"))
    file = replace(
        one,
        name=f"{one.name}_as_csv",
        query=_without(one, "format", "page", "limit"),
        answer="",
        fixed=(("format", "csv"),),
    )
    return [rows, file]


def _without(one: Operation, *names: str) -> tuple[Parameter, ...]:
    return tuple(each for each in one.query if each.name not in names)


def schemas(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """In answers, what has a default is always there: only what is sent may be left out.

    What goes both ways is two types, the one that is sent under the name with GIVEN.
    """
    shapes: dict[str, dict[str, Any]] = document["components"]["schemas"]
    called = operations(document)
    sent = _reachable(shapes, [name for one in called for name in (one.body, one.form)])
    answered = _reachable(shapes, [one.answer for one in called])
    both = sent & answered
    found: dict[str, dict[str, Any]] = {}
    for name, one in shapes.items():
        if name in answered:
            found[name] = _answered(one)
        if name in sent:
            found[name + GIVEN if name in both else name] = _renamed(one, both)
    return found


def _reachable(shapes: dict[str, dict[str, Any]], names: list[str]) -> set[str]:
    waiting = [name for name in names if name]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _REFERENCED.findall(json.dumps(shapes[name]))
    return found


def _answered(shape: dict[str, Any]) -> dict[str, Any]:
    fields = shape.get("properties", {})
    always = [name for name, told in fields.items() if "default" in told]
    return {**shape, "required": [*shape.get("required", ()), *always]}


def _renamed(shape: dict[str, Any], both: set[str]) -> dict[str, Any]:
    def given(found: re.Match[str]) -> str:
        return found[0] + GIVEN if found[1] in both else found[0]

    return json.loads(_REFERENCED.sub(given, json.dumps(shape)))


def _operation(path: str, method: str, told: dict[str, Any]) -> Operation:
    content = told.get("requestBody", {}).get("content", {})
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        description=(told.get("description") or "").strip(),
        in_path=tuple(_NAME.findall(path)),
        query=tuple(
            Parameter(p["name"], p["schema"], p.get("description") or "")
            for p in told.get("parameters", [])
            if p["in"] == "query" and not _is_needless(path, p["name"])
        ),
        body=_reference(content.get("application/json")),
        form=_reference(content.get("multipart/form-data")),
        answer=_answer(told["responses"]),
    )


def _is_needless(path: str, name: str) -> bool:
    """A key knows its tenant; only operators name another."""
    return name == "tenant_id" and not path.startswith("/api/admin/")


def _answer(responses: dict[str, Any]) -> str:
    for status, told in responses.items():
        if status.startswith("2"):
            return _reference(told.get("content", {}).get("application/json"))
    return ""


def _reference(content: dict[str, Any] | None) -> str:
    return content["schema"].get("$ref", "").removeprefix(REFERENCE) if content else ""
