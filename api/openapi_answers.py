"""How answers and refusals are told in the OpenAPI document."""

from collections.abc import Iterable
from typing import Any

from api.errors import LEGACY, status_of
from api.operations import Operation
from services.errors import Refusal

JSON = "application/json"
ERROR = "#/components/schemas/ErrorResponse"
FAULT = "INTERNAL_ERROR", "Something went wrong on our side."


def given(made: dict[int, dict[str, Any]], facts: Operation) -> dict[int, dict[str, Any]]:
    answers = {status: _file(facts.media) for status in facts.statuses} if facts.media else {**made}
    for answer in answers.values():
        answer["headers"] = _headers(facts.headers)
        for media in facts.also:
            answer["content"] |= _file(media)["content"]
    if facts.accepted is not None:
        answers[202]["headers"] = _headers((*facts.headers, "Location"))
    return answers


def _file(media: str) -> dict[str, Any]:
    schema = {"type": "string", "contentMediaType": media}
    return {"description": "The file.", "content": {media: {"schema": schema}}}


def _headers(names: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-Id", *names)}


def refused(refusals: Iterable[type[Refusal]]) -> dict[int, dict[str, Any]]:
    """One answer for each status, with an example for each code; and a fault of ours."""
    by_status: dict[int, dict[str, tuple[str, str]]] = {}
    for kind in refusals:
        message = (kind.__doc__ or "").strip()
        by_status.setdefault(status_of(kind), {})[kind.code] = kind.code, message
    by_status[500] = {FAULT[0]: FAULT}
    return {
        status: _error(" ".join(text for _, text in found.values()), found)
        for status, found in by_status.items()
    }


def _error(description: str, found: dict[str, tuple[str, str]]) -> dict[str, Any]:
    return {
        "description": description,
        "headers": _headers(()),
        "content": {
            JSON: {
                "schema": {"$ref": ERROR},
                "examples": {
                    name: {"value": _example(code, message)}
                    for name, (code, message) in found.items()
                },
            }
        },
    }


def _example(code: str, message: str) -> dict[str, Any]:
    details = {"legacy_code": LEGACY[code]} if code in LEGACY else {}
    problem = {"code": code, "message": message, "details": details}
    return {"error": problem, **problem, "request_id": "5f0c7d6c2a3e4b1f9d8e7c6b5a493827"}
