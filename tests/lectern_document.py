"""What the OpenAPI document says of an operation, as requests that a test can send."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

JSON = "application/json"
FORM = "multipart/form-data"
# What names a thing of a tenant, wherever it stands. The tenant itself is another matter: naming
# a foreign one is refused before anything else is looked at.
ID_LIKE = re.compile(r"(?:^|_)ids?$|^storage_path$")
NO_IDS = frozenset({"tenant_id"})
# Other names for the same things.
SAME_AS = {"session_ids": "session_id", "learner.id": "user_id", "sessions.learner.id": "user_id"}


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


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an operation takes an id: in its path, its query, or somewhere in its body."""

    one: Described
    place: str
    way: tuple[str | int, ...]

    @property
    def name(self) -> str:
        """What kind of thing is named here, in the words of the other parameters."""
        words = ".".join(part for part in self.way if isinstance(part, str))
        return SAME_AS.get(words, words.rpartition(".")[2])

    def __str__(self) -> str:
        return f"{self.one.name} {self.place} {'.'.join(map(str, self.way))}"

    def filled(self, value: str, ids: Mapping[str, str]) -> Call:
        """The usual request with this value here."""
        call = usual(self.one, ids)
        if self.place == "path":
            return replace(call, path=filled(self.one, {**ids, self.name: value}))
        if self.place == "query":
            return replace(call, query={self.name: value})
        body: Any = json.loads(json.dumps(call.body))
        inner = body
        for part in self.way[:-1]:
            inner = inner[part]
        is_list = isinstance(inner.get(self.way[-1]), list)
        inner[self.way[-1]] = [value] if is_list else value
        return replace(call, body=body)


def spots(one: Described) -> Iterator[Spot]:
    """All of them; in the body those of the structure, and those of the example further inside."""
    for name in one.parameters("path"):
        yield Spot(one, "path", (name,))
    for name in one.parameters("query"):
        if _is_id(name):
            yield Spot(one, "query", (name,))
    for way in {(name,) for name in one.fields} | set(_ways(one.example, ())):
        if isinstance(way[-1], str) and _is_id(way[-1]):
            yield Spot(one, "body", way)


def _is_id(name: str) -> bool:
    return bool(ID_LIKE.search(name)) and name not in NO_IDS


def _ways(value: Any, above: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """To every member of an object, however deep."""
    members: Iterable[tuple[str | int, Any]] = enumerate(cast(list[Any], value))
    if isinstance(value, dict):
        members = cast(dict[str | int, Any], value).items()
    for name, inner in members:
        if isinstance(name, str):
            yield (*above, name)
        if isinstance(inner, dict | list):
            yield from _ways(inner, (*above, name))


def usual(one: Described, ids: Mapping[str, str]) -> Call:
    """The documented example, with the ids of somebody's own things in it."""
    example = _owned(one.example, ids)
    path = filled(one, ids)
    return Call(one.method, path, {}, example if one.content() else None)


def _owned(example: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(example, list):
        return [_owned(inner, ids) for inner in cast(list[Any], example)]
    if isinstance(example, dict):
        members = cast(dict[str, Any], example).items()
        return {name: ids.get(name) or _owned(inner, ids) for name, inner in members}
    return example


def filled(one: Described, ids: Mapping[str, str]) -> str:
    """The address, with the documented example for what is no id."""
    shown = {told["name"]: told["example"] for told in one.told["parameters"] if "example" in told}
    return re.sub(r"{(\w+)}", lambda found: str({**shown, **ids}[found[1]]), one.path)
