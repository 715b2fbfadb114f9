"""Every error the product can answer, described from the errors themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from api.errors import HTTP_CODES, status_of
from services.errors import Refusal

# Faults of ours have no class: they are what is left when no refusal fits.
FAULTS = {
    "INTERNAL_ERROR": "Something went wrong on our side.",
    "DATABASE_ERROR": "The database refused this request.",
}
OURS = ("api.", "services.")
# Above this, the names of the operations would say less than their number.
MOST_OPERATIONS = 8

Operations = dict[str, list[str]]


@dataclass(slots=True)
class Code:
    """What is known of one code."""

    name: str
    statuses: set[int] = field(default_factory=set[int])
    messages: list[str] = field(default_factory=list[str])

    def add(self, status: int, message: str) -> None:
        self.statuses.add(status)
        if message and message not in self.messages:
            self.messages.append(message)


def collect() -> dict[str, Code]:
    """By name; a code may stand for several refusals and several statuses."""
    found: dict[str, Code] = {}
    for status, code, message in _sources():
        found.setdefault(code, Code(code)).add(status, message)
    return found


def operations_by_code(document: dict[str, Any]) -> Operations:
    """Which operations answer a code, as the OpenAPI document has it."""
    found: Operations = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for code in _codes_of(operation):
                found.setdefault(code, []).append(f"{method.upper()} {path}")
    return found


def markdown(advice: dict[str, Any], operations: Operations) -> str:
    """Sections by status, and in them one section for each code."""
    reasons: dict[str, dict[str, str]] = advice.get("reasons", {})
    codes = collect()
    by_status: dict[int, list[Code]] = {}
    for code in codes.values():
        by_status.setdefault(min(code.statuses), []).append(code)
    parts: list[str] = []
    for status in sorted(by_status):
        parts.append(f"## {status} {HTTPStatus(status).phrase}")
        parts += [
            _section(
                code,
                [
                    str(advice.get(code.name, "")).strip(),
                    _reasons(reasons.get(code.name, {})),
                    _where(operations.get(code.name, [])),
                ],
            )
            for code in by_status[status]
        ]
    return "\n\n".join(parts)


def _section(code: Code, parts: list[str]) -> str:
    statuses = " or ".join(str(status) for status in sorted(code.statuses))
    messages = "\n".join(f"- {_escaped(message)}" for message in code.messages)
    said = f"Answered with status {statuses}. What it says:\n\n{messages}"
    return "\n\n".join(part for part in (f"### {code.name}", said, *parts) if part)


def _reasons(reasons: dict[str, str]) -> str:
    if not reasons:
        return ""
    rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in reasons.items())
    return f"| `details.reason` | meaning |\n|---|---|\n{rows}"


def _where(operations: list[str]) -> str:
    if not operations:
        return ""
    if len(operations) > MOST_OPERATIONS:
        return f"{len(operations)} operations answer this."
    named = ", ".join(f"`{operation}`" for operation in operations)
    return f"Answered by {named}."


def _sources() -> Iterator[tuple[int, str, str]]:
    for kind in sorted(_family(Refusal), key=_order):
        if kind.__module__.startswith(OURS):
            yield status_of(kind), kind.code, (kind.__doc__ or "").strip()
    for status, (code, message) in HTTP_CODES.items():
        yield status, code, message
    for code, message in FAULTS.items():
        yield 500, code, message


def _order(kind: type[Refusal]) -> tuple[int, str, str]:
    return status_of(kind), kind.code, kind.__name__


def _family(kind: type[Refusal]) -> set[type[Refusal]]:
    below = [_family(child) for child in kind.__subclasses__()]
    return {kind}.union(*below)


def _codes_of(operation: dict[str, Any]) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        for media in answer.get("content", {}).values():
            if int(status) >= 400:
                yield from media.get("examples", {})


def _escaped(message: str) -> str:
    return re.sub(r"([<>_*`\[\]])", r"\\\1", message)
