"""Calls of our own, replayed here and in Node: two interpreters of one table must agree."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm.cmi.datamodel import DataModel
from scorm.cmi.errors import RteError
from scorm.edition import Edition

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "rte").glob("*.json"))


def spelled_out(value: str) -> str:
    """``@5000`` at the end stands for that many characters."""
    return re.sub("@([0-9]+)$", lambda match: "x" * int(match[1]), value)


def answer(model: DataModel, call: list[Any]) -> tuple[str, int]:
    try:
        if call[0] == "get":
            return model.get(call[1]), 0
        model.set(call[1], spelled_out(call[2]))
    except RteError as error:
        return "", error.code
    return spelled_out(call[2]), 0


def test_there_are_fixtures() -> None:
    assert FIXTURES


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_calls_are_answered_as_the_fixture_says(path: Path) -> None:
    fixture = json.loads(path.read_text())
    model = DataModel(Edition(fixture["edition"]), dict(fixture["values"]), fixture["strict"])

    for call in fixture["calls"]:
        expected = "" if call[3] else spelled_out(call[2])
        assert (call, *answer(model, call)) == (call, expected, call[3])


def test_lists_of_any_length_are_counted() -> None:
    for length in (0, 1, 2, 3, 7, 8, 9, 250):
        values = {f"cmi.objectives.{row}.id": f"o{row}" for row in range(length)}

        count = DataModel(Edition.SCORM_2004_4TH, values, strict=True).get("cmi.objectives._count")

        assert count == str(length)


def test_an_error_says_which_element_was_refused() -> None:
    model = DataModel(Edition.SCORM_12, {}, strict=True)

    with pytest.raises(RteError, match=r"cmi\.core\.student_id: read"):
        model.set("cmi.core.student_id", "x")


def test_a_snapshot_is_a_copy() -> None:
    model = DataModel(Edition.SCORM_12, {"cmi.suspend_data": "a"}, strict=True)

    model.snapshot()["cmi.suspend_data"] = "b"

    assert model.get("cmi.suspend_data") == "a"


def test_a_threshold_that_is_no_number_decides_nothing() -> None:
    values = {"cmi.completion_threshold": "most", "cmi.completion_status": "completed"}
    model = DataModel(Edition.SCORM_2004_4TH, values, strict=True)

    assert model.get("cmi.completion_status") == "completed"


NAMES = st.sampled_from(
    ["cmi.core.lesson_location", "cmi.suspend_data", "cmi.comments", "cmi.core.score.raw"]
) | st.text(max_size=40).map(lambda text: f"cmi.{text}")


@given(NAMES, st.text(max_size=300), st.booleans())
def test_what_was_set_is_read_back(name: str, value: str, strict: bool) -> None:
    model = DataModel(Edition.SCORM_12, {}, strict)
    try:
        model.set(name, value)
    except RteError:
        assert name not in model.values
    else:
        assert model.get(name) == value


@given(st.text(max_size=60), st.sampled_from(list(Edition)))
def test_no_name_breaks_the_model(name: str, edition: Edition) -> None:
    model = DataModel(edition, {}, strict=True)

    for call in (["get", name], ["set", name, "x"]):
        assert answer(model, call)[1] in {0, 201, 202, 203, 301, 351, *range(401, 409)}
