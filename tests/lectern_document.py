"""What the OpenAPI document says of an operation, as requests that a test can send."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"
FORM = "multipart/form-data"
# What names a thing of a tenant, wherever it stands. The tenant itself is another matter: naming
# a foreign one is refused before anything else is looked at.
ID_LIKE = re.compile(r"(?:^|_)ids?$|^storage_path$")
NO_IDS = frozenset({"tenant_id"})


@dataclass(frozen=True, slots=True)
class Described:
    """One operation, with its references resolved."""

    method: str
    path: str
    told: Mapping[str, Any]
    schemas: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.told["operationId"])

    @property
    def is_public(self) -> bool:
        return not self.told["security"]

    def parameters(self, place: str) -> list[str]:
        return [one["name"] for one in self.told["parameters"] if one["in"] == place]

    def content(self, kind: str = JSON) -> dict[str, Any]:
        found: dict[str, Any] = self.told.get("requestBody", {}).get("content", {}).get(kind, {})
        return found

    @property
    def fields(self) -> dict[str, Any]:
        """Of the JSON body, by their names."""
        reference: str = self.content().get("schema", {}).get("$ref", "")
        if not reference:
            return {}
        properties: dict[str, Any] = self.schemas[reference.rpartition("/")[2]]["properties"]
        return properties

    @property
    def example(self) -> dict[str, Any]:
        return dict(self.content().get("example", {}))


@dataclass(frozen=True, slots=True)
class Call:
    """A request, without a key."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Mapping[str, Any] | None = None

    def how(self) -> dict[str, Any]:
        """As the test client takes it."""
        sent = {} if self.body is None else {"json": self.body}
        return {"method": self.method, "query_string": dict(self.query), **sent}


def described(document: Mapping[str, Any]) -> list[Described]:
    schemas = document["components"]["schemas"]
    return [
        Described(method.upper(), path, told, schemas)
        for path, operations in document["paths"].items()
        for method, told in operations.items()
    ]


def ids_of(one: Described) -> Iterator[tuple[str, str]]:
    """Where an id is taken (path, query or body), and by which name; bodies at their top level."""
    named = [("path", name) for name in one.parameters("path")]
    named += [("query", name) for name in one.parameters("query")]
    named += [("body", name) for name in one.fields]
    for place, name in named:
        if (place == "path" or ID_LIKE.search(name)) and name not in NO_IDS:
            yield place, name


def usual(one: Described, ids: Mapping[str, str]) -> Call:
    """The documented example, with the ids of somebody's own things in it."""
    example = {name: ids.get(name, value) for name, value in one.example.items()}
    path = filled(one.path, ids)
    return Call(one.method, path, {}, example if one.content() else None)


def filled(path: str, ids: Mapping[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda found: ids[found[1]], path)
