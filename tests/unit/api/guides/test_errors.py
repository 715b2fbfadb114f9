"""The reference of errors knows every error, and says what to do about it."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

from quart.typing import TestClientProtocol as Client

from api import errors
from api.guides import error_codes, library
from services.errors import Refusal, VersionConflict

SOURCES = [path for name in ("api", "services") for path in (library.ROOT / name).rglob("*.py")]


def advice() -> dict[str, Any]:
    return tomllib.loads((library.FOLDER / "error-advice.toml").read_text("utf-8"))


def family(kind: type[Refusal]) -> dict[str, type[Refusal]]:
    below = [family(child) for child in kind.__subclasses__()]
    return {kind.__name__: kind} | {name: one for each in below for name, one in each.items()}


def reasons_given() -> set[tuple[str, str]]:
    """Each code with each reason that is raised with it somewhere."""
    kinds = family(Refusal)
    calls = [
        node
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    return {
        (kinds[call.func.id].code, str(word.value.value))
        for call in calls
        for word in call.keywords
        if isinstance(call.func, ast.Name) and call.func.id in kinds
        if word.arg == "reason" and isinstance(word.value, ast.Constant)
    }


def test_every_error_comes_with_advice_and_every_advice_is_for_an_error() -> None:
    assert set(advice()) - {"reasons"} == set(error_codes.collect())


def test_every_reason_is_explained_and_every_explained_reason_exists() -> None:
    told = {(code, reason) for code, found in advice()["reasons"].items() for reason in found}

    assert told == reasons_given()


def test_faults_without_a_class_are_known_too() -> None:
    source = Path(errors.__file__).read_text("utf-8")
    answered = set(re.findall(r'envelope\(500, "(\w+)"', source))

    assert answered == set(error_codes.FAULTS)


def test_a_new_refusal_is_described_without_being_listed_anywhere() -> None:
    described = error_codes.markdown({}, {})

    assert f"### {VersionConflict.code}" in described
    assert str(VersionConflict()) in described
    assert f"### {Refusal.code}" in described


async def test_a_code_tells_which_operations_answer_it(client: Client) -> None:
    text = await (await client.get("/docs/errors.md")).get_data(as_text=True)
    section = text.partition("### VERSION_CONFLICT")[2].partition("\n### ")[0]

    assert "`PUT /api/v1/sessions/{session_id}`" in section
