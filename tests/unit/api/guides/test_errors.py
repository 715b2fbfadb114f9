"""The reference of errors knows every error, and says what to do about it."""

import re
import tomllib
from pathlib import Path

from quart.typing import TestClientProtocol as Client

from api import errors
from api.guides import error_codes, library
from services.errors import Refusal, VersionConflict


def advice() -> dict[str, str]:
    return tomllib.loads((library.FOLDER / "error-advice.toml").read_text("utf-8"))


def test_every_error_comes_with_advice_and_every_advice_is_for_an_error() -> None:
    assert set(advice()) == set(error_codes.collect())


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
