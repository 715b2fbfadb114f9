"""Every visible ADL case, played by the engine and the data model alone."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from lectern_adl import KIT, allowed, cases, make, manifest_of, meets

from scorm.cmi.begin import Bucket, SessionFacts, begin2004, finish2004, session_seconds, stores
from scorm.cmi.datamodel import DataModel
from scorm.duration import format_period
from scorm.edition import Edition
from scorm.packaging.manifest import Item, Manifest
from scorm.packaging.read_sequencing import tree_definition
from scorm.sequencing import snapshot
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.process import Result, navigate
from scorm.sequencing.runtime_data import initial, record
from scorm.sequencing.tracking import GlobalObjective
from scorm.sequencing.tree import ActivityTree, Surroundings
from scorm.sequencing.validity import look_ahead

EDITION = Edition.SCORM_2004_4TH
NOW = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not KIT.exists(), reason="the conformance kit is not here")


@dataclass
class Learner:
    """What courses share."""

    globals: dict[str, GlobalObjective] = field(default_factory=dict[str, GlobalObjective])
    shared: dict[str, str] = field(default_factory=dict[str, str])


class Registration:
    """One package as one learner plays it."""

    def __init__(self, manifest: Manifest, learner: Learner) -> None:
        self.manifest = manifest
        self.learner = learner
        self.definition = tree_definition(manifest)
        self.items = {each.identifier: each for each in manifest.organization.walk()}
        self.saved = ""
        self.states: dict[str, tuple[dict[str, str], float]] = {}
        self.shared: dict[str, str] = {}
        self.tree = self.load()
        self.result = Result()
        self.model = DataModel(EDITION, {}, strict=True)
        self.clock = NOW

    def load(self) -> ActivityTree:
        """Between two requests there is nothing but the snapshot."""
        tree = ActivityTree(self.definition, Surroundings(NOW, random.Random(1)))
        if self.definition.objectives_global_to_system:
            tree.globals = self.learner.globals
        if self.saved:
            snapshot.restore(tree, self.saved)
        return tree

    @property
    def buckets(self) -> dict[str, str]:
        whole = self.manifest.organization.shared_data_global_to_system
        return self.learner.shared if whole else self.shared

    def launch(self) -> str:
        resumes = self.tree.suspended is not None
        if not resumes:
            self.shared.clear()
        request = NavigationRequest.RESUME_ALL if resumes else NavigationRequest.START
        return self.go(request)

    def go(self, request: NavigationRequest, target: str = "") -> str:
        """What went wrong, if anything."""
        self.tree = self.load()
        try:
            self.result = navigate(self.tree, request, target)
        except Blocked as blocked:
            self.result = Result()
            return str(blocked)
        self.keep()
        if self.result.delivered is not None:
            self.deliver(self.items[self.result.delivered.identifier])
        return ""

    def keep(self) -> None:
        self.learner.globals = (
            self.tree.globals
            if self.definition.objectives_global_to_system
            else self.learner.globals
        )
        self.saved = snapshot.save(self.tree)

    def deliver(self, item: Item) -> None:
        state, seconds = self.states.get(item.identifier, ({}, 0.0))
        if not self.result.resumed:
            state, seconds = {}, 0.0
        self.states[item.identifier] = (state, seconds)
        activity = self.tree.activities[item.identifier]
        rows = initial(self.tree, activity, state)
        limit = activity.sequencing.limits.attempt_absolute
        completion = activity.sequencing.completion
        primary = activity.primary
        facts = SessionFacts(
            "learner-2",
            "Tester, Lena",
            launch_data=item.data_from_lms,
            time_limit_action=item.time_limit_action,
            total_seconds=seconds,
            max_time_allowed="" if limit is None else format_period(limit),
            completion_threshold=(
                f"{completion.minimum_progress:g}" if completion.by_measure else ""
            ),
            scaled_passing_score=(
                f"{primary.minimum_measure:g}" if primary.satisfied_by_measure else ""
            ),
        )
        found = [
            Bucket(each.target_id, self.buckets.get(each.target_id), each.read, each.write)
            for each in item.shared_data
        ]
        self.model = DataModel(EDITION, begin2004(rows, facts, found), strict=True)

    def terminate(self, *, suspending: bool = False) -> None:
        assert self.tree.current is not None
        name = self.tree.current.identifier
        self.tree = self.load()
        values = self.model.values
        self.buckets.update(stores(values))
        after = finish2004(values, suspending=suspending)
        _, seconds = self.states[name]
        seconds += session_seconds(EDITION, values) or 0.0
        self.states[name] = (after, seconds)
        activity = self.tree.activities[name]
        suspended = values.get("cmi.exit") == "suspend"
        record(self.tree, activity, after, suspended=suspended)
        self.keep()


def ask(registration: Registration, question: dict[str, Any]) -> bool:
    validity = look_ahead(registration.tree)
    control, state = question["control"], question["state"]
    if control in ("continue", "previous"):
        current = registration.tree.current
        hidden = current.definition.hidden_controls if current else ()
        enabled = validity.controls[NavigationRequest(control)].allowed and control not in hidden
        return enabled if state == "enabled" else not enabled
    shown = {
        name
        for name, each in registration.tree.activities.items()
        if name not in validity.hidden and each.definition.visible
    }
    if control == "contents":
        return any(validity.choice[name].allowed for name in shown)
    name = question["item"]
    return name in shown and (state == "visible" or validity.choice[name].allowed)


def play_calls(registration: Registration, launch: dict[str, Any]) -> list[str]:
    wrong: list[str] = []
    for place, call in enumerate(launch["calls"]):
        if call["call"] == "ObjectiveIds":
            model = registration.model
            got = [
                model.get(f"cmi.objectives.{n}.id")
                for n in range(int(model.get("cmi.objectives._count")))
            ]
            if sorted(got) != sorted(call["expect"]):
                wrong.append(f"objective ids {got}, not {call['expect']}")
        if call["call"] not in ("GetValue", "SetValue"):
            continue
        element = call["element"]
        if "request_valid" in element:
            continue
        answer, error = make(registration.model, call)
        if not meets(call, answer) or error not in allowed(call, error):
            wrong.append(f"call {place} {str(call)[:160]} -> {answer[:80]!r} {error}")
    return wrong


def follow(
    registration: Registration, registrations: dict[str, Registration], launch: dict[str, Any]
) -> list[str]:
    wrong: list[str] = []
    steps = launch["then"]
    by_learner = any(
        s["who"] == "learner"
        and s["does"] in ("continue", "previous", "choose", "exitAll", "suspendAll")
        for s in steps
    )
    ended = any(s["does"] == "end the session" for s in steps)
    problem = ""
    open_ = True
    for step in steps:
        does = step["does"]
        if (
            step["who"] == "content"
            and by_learner
            and does == "request"
            and open_
            and _overridden(steps, step)
        ):
            continue
        if does == "request":
            problem = request(registration, step["request"])
            open_ = False
        elif does == "time out":
            registration.terminate()
            problem = registration.go(NavigationRequest.EXIT_ALL)
            open_ = False
        elif does in ("continue", "previous", "exitAll", "suspendAll"):
            if open_:
                registration.terminate(suspending=does == "suspendAll")
            problem = registration.go(NavigationRequest(does))
            open_ = False
        elif does == "choose":
            if open_ and registration.tree.current is not None:
                registration.terminate()
            problem = registration.go(NavigationRequest.CHOICE, step["item"])
            open_ = False
        elif does == "end the session" and not registration.result.ended:
            wrong.append(f"the session did not end {problem}")
        elif does == "remove the content" and (
            registration.result.delivered or registration.result.ended
        ):
            wrong.append(f"the content was not just removed {problem}")
        elif does == "launch":
            problem = registrations[step["package"]].launch()
        if does == "leave":
            return wrong
    del ended
    if problem:
        wrong.append(f"blocked: {problem}")
    return wrong


def _overridden(steps: list[dict[str, Any]], step: dict[str, Any]) -> bool:
    place = steps.index(step)
    return (
        place + 1 < len(steps)
        and steps[place + 1]["who"] == "learner"
        and steps[place + 1]["does"] != "launch"
        and not any(s["does"] == "remove the content" for s in steps)
    )


def request(registration: Registration, wanted: str) -> str:
    registration.terminate(suspending=wanted == "suspendAll")
    if wanted.startswith("{target="):
        target, _, name = wanted.removeprefix("{target=").partition("}")
        return registration.go(NavigationRequest(name), target)
    return registration.go(NavigationRequest(wanted))


@pytest.mark.parametrize(
    "case", [each for each in cases() if each["case"] != "API"], ids=lambda case: case["case"]
)
def test_the_case_is_played_as_the_suite_expects(case: dict[str, Any]) -> None:
    learner = Learner()
    for earlier in before(case):
        play(earlier, learner)
    assert play(case, learner) == []


def before(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The cases that the same learner has played: ``OB-03c`` goes on where ``OB-03a`` ended."""
    family = [each for each in cases() if each["case"][:5] == case["case"][:5]]
    names = [each["case"] for each in family]
    return family[: names.index(case["case"])] if case["case"][-1:].isalpha() else []


def play(case: dict[str, Any], learner: Learner) -> list[str]:
    """What went otherwise than expected."""
    registrations = {
        one["package"]: Registration(manifest_of(one), learner) for one in case["packages"]
    }
    first = registrations[case["launches"][0]["package"]]
    first.launch()
    if case["start"]:
        first.go(NavigationRequest.CHOICE, case["start"]["item"])
    wrong: list[str] = []
    for launch in case["launches"]:
        here = registrations[launch["package"]]
        delivered = here.result.delivered
        name = delivered.identifier if delivered else None
        if name != launch["item"]:
            return [*wrong, f"launch {launch['launch']}: {name} instead of {launch['item']}"]
        for question in launch.get("ui", []):
            if ask(here, question) != question["expected"]:
                wrong.append(f"launch {launch['launch']} at {name}: {question}")
        wrong += [
            f"launch {launch['launch']} at {name}: {each}" for each in play_calls(here, launch)[:4]
        ]
        wrong += [
            f"launch {launch['launch']} at {name}: {each}"
            for each in follow(here, registrations, launch)
        ]
    return wrong
