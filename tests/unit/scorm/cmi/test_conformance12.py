"""The SCORM 1.2 checks of the conformance kit, played against the data model of the server."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scorm.cmi.begin import SessionFacts, begin12, finish12, session_seconds
from scorm.cmi.datamodel import DataModel
from scorm.cmi.errors import RteError, texts
from scorm.duration import parse_timespan
from scorm.edition import Edition

KIT = Path(__file__).parents[5] / "shared" / "conformance" / "scorm12"
LEARNER = "learner-1"
REALS = ("raw", "min", "max", "mastery_score", "weighting")
DURATIONS = ("total_time", "max_time_allowed")

pytestmark = pytest.mark.skipif(not KIT.exists(), reason="the conformance kit is not here")


class Api:
    """The states of the SCORM 1.2 API over a strict data model."""

    def __init__(self, values: dict[str, str]) -> None:
        self.model = DataModel(Edition.SCORM_12, values, strict=True)
        self.state = "new"
        self.error = 0

    def call(self, call: dict[str, Any]) -> str:
        name = call["call"]
        if name == "GetLastError":
            return str(self.error)
        if name == "GetErrorString":
            return texts(Edition.SCORM_12).get(call["value"], "")
        if name == "GetDiagnostic":
            return f"Last error: {self.error}"
        if name in ("GetValue", "SetValue"):
            return self._value(call)
        return self._change(name, call["value"])

    def _answer(self, error: int, answer: str) -> str:
        self.error = error
        return answer

    def _change(self, name: str, parameter: str) -> str:
        if parameter != "":
            return self._answer(201, "false")
        if name == "Initialize":
            if self.state != "new":
                return self._answer(101, "false")
            self.state = "running"
        elif self.state != "running":
            return self._answer(301, "false")
        if name == "Finish":
            self.state = "finished"
        return self._answer(0, "true")

    def _value(self, call: dict[str, Any]) -> str:
        reading = call["call"] == "GetValue"
        refused = "" if reading else "false"
        if self.state != "running":
            return self._answer(301, refused)
        try:
            if reading:
                return self._answer(0, self.model.get(call["element"]))
            self.model.set(call["element"], call["value"])
        except RteError as error:
            return self._answer(error.code, refused)
        return self._answer(0, "true")


def meets(element: str, expect: Any, got: str) -> bool:
    if isinstance(expect, str):
        return same(element.rpartition(".")[2], expect, got)
    if "oneOf" in expect:
        return got in expect["oneOf"]
    if "shorterThan" in expect:
        return len(got) < expect["shorterThan"]
    if "pattern" in expect:
        return re.search(expect["pattern"], got) is not None
    return got == LEARNER if "learner" in expect else "anything" in expect


def same(name: str, expect: str, got: str) -> bool:
    if name == "_children":
        return sorted(expect.split(",")) == sorted(got.split(","))
    if name in DURATIONS and got not in ("", "true", "false"):
        return parse_timespan(expect) == parse_timespan(got)
    if name in REALS and got not in ("", "true", "false"):
        return expect not in ("", "true", "false") and float(expect) == float(got)
    return expect == got


def cases() -> list[dict[str, Any]]:
    return json.loads((KIT / "cases.json").read_text())["cases"] if KIT.exists() else []


def facts(case: dict[str, Any], total_seconds: float) -> SessionFacts:
    manifest = (KIT / "manifests" / case["packages"][0]["manifest"]).read_text()

    def given(name: str) -> str:
        match = re.search(f"<adlcp:{name}>(.*?)</", manifest)
        return match[1] if match else ""

    return SessionFacts(
        LEARNER,
        "Tester, Lena",
        launch_data=given("datafromlms"),
        mastery_score=given("masteryscore"),
        max_time_allowed=given("maxtimeallowed"),
        time_limit_action=given("timelimitaction"),
        total_seconds=total_seconds,
    )


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
def test_every_call_of_the_case_is_answered_as_expected(case: dict[str, Any]) -> None:
    state: dict[str, str] = {}
    seconds = 0.0
    wrong: list[str] = []

    for launch in case["launches"]:
        known = facts(case, seconds)
        api = Api(begin12(state, known))
        for number, call in enumerate(launch["calls"]):
            got = api.call(call)
            errors = call.get("error", str(api.error))
            first = errors if isinstance(errors, str) else errors[0]
            if not meets(call.get("element", ""), call["expect"], got) or first != str(api.error):
                wrong.append(f"{launch['launch']}.{number} {call} -> {got!r} {api.error}")
        seconds += session_seconds(Edition.SCORM_12, api.model.values) or 0.0
        state = finish12(api.model.values, known.mastery_score)

    assert wrong == []


def test_the_kit_has_914_checks() -> None:
    assert sum(len(launch["calls"]) for case in cases() for launch in case["launches"]) == 914
