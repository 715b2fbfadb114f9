"""CMI data in every form clients send it becomes flat texts."""

from typing import Any

import pytest

from api.v1.sessions.cmi_input import flatten
from services.errors import Invalid


@pytest.mark.parametrize(
    ("given", "flat"),
    [
        ({}, {}),
        ({"cmi.exit": "suspend"}, {"cmi.exit": "suspend"}),
        ({"cmi": {"core": {"exit": "suspend"}}}, {"cmi.core.exit": "suspend"}),
        ({"cmi.core": {"score": {"raw": 85}}}, {"cmi.core.score.raw": "85"}),
        ({"cmi": {"objectives": [{"id": "a"}]}}, {"cmi.objectives.0.id": "a"}),
        ({"a": 85.0, "b": 85.5}, {"a": "85", "b": "85.5"}),
        ({"a": True, "b": False}, {"a": "true", "b": "false"}),
        ({"cmi": {"exit": None}}, {"cmi.exit": None}),
        ({"a": 1e300, "b": 10**6}, {"a": "1e+300", "b": "1000000"}),
    ],
)
def test_nested_and_dotted_forms_mean_the_same(
    given: dict[str, Any], flat: dict[str, str | None]
) -> None:
    assert flatten(given) == flat


@pytest.mark.parametrize(
    "given", [{"": "x"}, {"n" * 256: "x"}, {f"cmi.{n}": "x" for n in range(10_001)}]
)
def test_impossible_names_and_numbers_of_elements_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        flatten(given)
