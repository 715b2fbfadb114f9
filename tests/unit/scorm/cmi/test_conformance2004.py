"""The ADL cases about the data model, played against the data model of the server."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from lectern_adl import KIT, LEARNER, allowed, cases, make, meets

from scorm.cmi.begin import Bucket, SessionFacts, begin2004, finish2004, session_seconds, stores
from scorm.cmi.datamodel import DataModel
from scorm.edition import Edition

EDITION = Edition.SCORM_2004_4TH
ALONE = ("DMI", "DMB", "DDM")

pytestmark = pytest.mark.skipif(not KIT.exists(), reason="the conformance kit is not here")


@dataclass
class Registration:
    """What outlives a visit, as far as it needs no sequencing."""

    visits: dict[str, tuple[dict[str, str], float]] = field(
        default_factory=dict[str, tuple[dict[str, str], float]]
    )
    shared: dict[str, str] = field(default_factory=dict[str, str])
    suspended: bool = True

    def begin(self, shared_is_local: bool) -> None:
        """A launch that does not resume begins a new attempt on the whole tree."""
        if not self.suspended:
            self.visits = {}
            self.shared = {} if shared_is_local else self.shared
        self.suspended = True

    def leave(self, launch: dict[str, Any], state: dict[str, str], seconds: float) -> None:
        self.shared |= stores(state)
        suspending = state.get("adl.nav.request") == "suspendAll"
        after = finish2004(state, suspending=suspending)
        self.visits.pop(launch["activity"], None)
        if after["cmi.entry"] == "resume":
            total = seconds + (session_seconds(EDITION, state) or 0)
            self.visits[launch["activity"]] = (after, total)
        over = any(step["does"] == "end the session" for step in launch["then"])
        self.suspended = suspending or not over


def given(text: str, pattern: str, otherwise: str = "") -> str:
    match = re.search(pattern, text, re.DOTALL)
    return (match[1] or otherwise) if match else ""


def facts(item: str, seconds: float) -> SessionFacts:
    by_measure = re.search('<adlcp:completionThreshold[^>]*completedByMeasure="true"', item)
    threshold = '<adlcp:completionThreshold(?:[^>]*minProgressMeasure="([^"]*)")?'
    passing = "<imsss:primaryObjective[^>]*>\\s*(?:<imsss:minNormalizedMeasure>(.*?)</)?"
    return SessionFacts(
        LEARNER,
        "Tester, Lena",
        launch_data=given(item, "<adlcp:dataFromLMS>(.*?)</"),
        time_limit_action=given(item, "<adlcp:timeLimitAction>(.*?)</"),
        total_seconds=seconds,
        completion_threshold=given(item, threshold, "1.0") if by_measure else "",
        scaled_passing_score=(
            given(item, passing, "1.0") if 'satisfiedByMeasure="true"' in item else ""
        ),
    )


def buckets(item: str, shared: dict[str, str]) -> list[Bucket]:
    maps = re.findall("<adlcp:map([^>]*)>", item)
    names = [given(one, 'targetID\\s*=\\s*"([^"]*)"') for one in maps]
    return [
        Bucket(
            name,
            shared.get(name),
            readable=not re.search('readSharedData\\s*=\\s*"false"', one),
            writable=not re.search('writeSharedData\\s*=\\s*"false"', one),
        )
        for name, one in zip(names, maps, strict=True)
    ]


def play(launch: dict[str, Any], model: DataModel) -> list[str]:
    wrong: list[str] = []
    for number, call in enumerate(launch["calls"]):
        if call["call"] not in ("GetValue", "SetValue"):
            continue
        got, error = make(model, call)
        if not meets(call, got) or error not in allowed(call, error):
            wrong.append(f"{launch['launch']}.{number} {str(call)[:200]} -> {got[:80]!r} {error}")
    return wrong


@pytest.mark.parametrize(
    "case", [each for each in cases() if each["case"] in ALONE], ids=lambda case: case["case"]
)
def test_every_value_of_the_case_is_answered_as_expected(case: dict[str, Any]) -> None:
    manifests = {one["package"]: one["manifest"] for one in case["packages"]}
    registrations = {package: Registration() for package in manifests}
    wrong: list[str] = []

    for launch in case["launches"]:
        registration = registrations[launch["package"]]
        manifest = (KIT / "manifests" / manifests[launch["package"]]).read_text()
        manifest = re.sub("<!--.*?-->", "", manifest, flags=re.DOTALL)
        item = next(p for p in manifest.split("<item ") if f';act={launch["activity"]}"' in p)
        registration.begin('sharedDataGlobalToSystem="false"' in manifest.replace(" ", ""))
        state, seconds = registration.visits.get(launch["activity"], ({}, 0.0))
        values = begin2004(state, facts(item, seconds), buckets(item, registration.shared))
        model = DataModel(EDITION, values, strict=True)
        wrong += play(launch, model)
        registration.leave(launch, model.values, seconds)

    assert wrong == []
