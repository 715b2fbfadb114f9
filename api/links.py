"""Links between operations: which part of an answer another operation takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

Schema = dict[str, Any]
# A body takes what others made by these names, too.
BODY_IDS = ("upload_id", "storage_path")
LINK = "#/components/links/{name}"


@dataclass(frozen=True, slots=True)
class Place:
    """One operation of the document."""

    method: str
    path: str
    told: dict[str, Any]

    @property
    def name(self) -> str:
        return cast(str, self.told["operationId"])

    @property
    def parameters(self) -> list[str]:
        return [one["name"] for one in self.told["parameters"] if one["in"] == "path"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where in an exchange the value stands; ``kind`` tells such places apart in names."""

    expression: str
    kind: str


def install(document: dict[str, Any]) -> None:
    """Add every link that follows from the paths and the names of fields."""
    places = [
        Place(method, path, told)
        for path, operations in document["paths"].items()
        for method, told in operations.items()
    ]
    schemas = document["components"]["schemas"]
    links: dict[str, Any] = {}
    for place in places:
        for status, answer in place.told["responses"].items():
            if not status.startswith("2"):
                continue
            found = dict(_links(place, _answer(answer, schemas), places, schemas))
            if found:
                answer["links"] = {name: {"$ref": LINK.format(name=name)} for name in found}
                links |= found
    document["components"]["links"] = dict(sorted(links.items()))


def _links(
    place: Place, answer: Schema, places: Iterable[Place], schemas: Schema
) -> Iterator[tuple[str, Any]]:
    for other in places:
        if other is place:
            continue
        taken = {name: _source(place, other, name, answer, schemas) for name in other.parameters}
        known = {name: source for name, source in taken.items() if source is not None}
        if taken and len(known) == len(taken):
            yield _link(other, known, {})
        for name in BODY_IDS:
            if not taken and _takes(other, name, schemas) and name in _properties(answer, schemas):
                yield _link(other, {}, {name: Source(f"$response.body#/{name}", "answer")})


def _link(other: Place, parameters: dict[str, Source], body: dict[str, Source]) -> tuple[str, Any]:
    kinds = sorted({source.kind for source in (*parameters.values(), *body.values())})
    told: dict[str, Any] = {"operationId": other.name}
    if parameters:
        told["parameters"] = {name: source.expression for name, source in parameters.items()}
    if body:
        told["requestBody"] = {name: source.expression for name, source in body.items()}
    told["description"] = other.told["summary"]
    return f"{other.name}_{'_'.join(kinds)}", told


def _source(
    place: Place, other: Place, name: str, answer: Schema, schemas: Schema
) -> Source | None:
    """The named field of the answer, or of the thing in it; else its id, or that of the first of a
    list; else the path.
    """
    fields = _properties(answer, schemas)
    collection = other.path.partition(f"/{{{name}}}")[0]
    thing = name.removesuffix("_id")
    if name in fields:
        return Source(f"$response.body#/{name}", "answer")
    if name in _properties(fields.get(thing, {}), schemas):
        return Source(f"$response.body#/{thing}/{name}", thing)
    if place.path == collection and "id" in fields:
        return Source("$response.body#/id", "id")
    if place.path == collection:
        return _first(name, fields, schemas)
    if name in place.parameters and place.method != "get":
        return Source(f"$request.path.{name}", "path")
    return None


def _first(name: str, fields: Schema, schemas: Schema) -> Source | None:
    for field, shape in fields.items():
        inner = _properties(shape.get("items", {}), schemas)
        for wanted in (name, "id"):
            if wanted in inner:
                return Source(f"$response.body#/{field}/0/{wanted}", f"{field}_{wanted}")
    return None


def _takes(other: Place, name: str, schemas: Schema) -> bool:
    content = other.told.get("requestBody", {}).get("content", {}).get("application/json", {})
    shape = _resolved(content.get("schema", {}), schemas)
    return name in shape.get("required", ())


def _answer(answer: dict[str, Any], schemas: Schema) -> Schema:
    content = answer.get("content", {}).get("application/json", {})
    return _resolved(content.get("schema", {}), schemas)


def _properties(shape: Schema, schemas: Schema) -> Schema:
    return cast(Schema, _resolved(shape, schemas).get("properties", {}))


def _resolved(shape: Schema, schemas: Schema) -> Schema:
    reference = shape.get("$ref", "")
    return schemas[reference.rpartition("/")[2]] if reference else shape
