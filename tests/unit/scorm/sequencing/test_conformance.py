"""Every visible ADL case, played by the engine and the data model alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from lectern_adl import KIT, allowed, cases, make, manifest_of, meets
from lectern_registrations import Learner, Registration

from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.validity import look_ahead

pytestmark = pytest.mark.skipif(not KIT.exists(), reason="the conformance kit is not here")


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
    """What went otherwise than the steps after a launch say."""
    after = After(registration, registrations)
    for step in _carried_out(launch["then"]):
        after.take(step)
        if step["does"] == "leave":
            return after.wrong
    return [*after.wrong, f"blocked: {after.problem}"] if after.problem else after.wrong


class After:
    """What follows a launch; ``open`` as long as the content has not been left."""

    def __init__(self, here: Registration, everywhere: dict[str, Registration]) -> None:
        self.here = here
        self.everywhere = everywhere
        self.open = True
        self.problem = ""
        self.wrong: list[str] = []

    def take(self, step: dict[str, Any]) -> None:
        does, result = step["does"], self.here.result
        if does == "request":
            self.problem = request(self.here, step["request"])
            self.open = False
        elif does in ("time out", "continue", "previous", "exitAll", "suspendAll"):
            self.leave(does)
        elif does == "choose":
            self.choose(step["item"])
        elif does == "end the session" and not result.ended:
            self.wrong.append(f"the session did not end {self.problem}")
        elif does == "remove the content" and (result.delivered or result.ended):
            self.wrong.append(f"the content was not just removed {self.problem}")
        elif does == "launch":
            self.problem = self.everywhere[step["package"]].launch()

    def leave(self, does: str) -> None:
        if self.open:
            self.here.terminate(suspending=does == "suspendAll")
        wanted = NavigationRequest.EXIT_ALL if does == "time out" else NavigationRequest(does)
        self.problem = self.here.go(wanted)
        self.open = False

    def choose(self, item: str) -> None:
        if self.open and self.here.tree.current is not None:
            self.here.terminate()
        self.problem = self.here.go(NavigationRequest.CHOICE, item)
        self.open = False


def _carried_out(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What content asks for gives way to what the learner asks for in its place."""
    requests = ("continue", "previous", "choose", "exitAll", "suspendAll")
    by_learner = any(each["who"] == "learner" and each["does"] in requests for each in steps)
    is_open = True
    for step in steps:
        asks = step["who"] == "content" and step["does"] == "request"
        if asks and by_learner and is_open and _overridden(steps, step):
            continue
        is_open = is_open and step["does"] not in ("request", "time out", *requests)
        yield step


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
        wrong += [
            f"launch {launch['launch']} at {name}: {question}"
            for question in launch.get("ui", [])
            if ask(here, question) != question["expected"]
        ]
        wrong += [
            f"launch {launch['launch']} at {name}: {each}" for each in play_calls(here, launch)[:4]
        ]
        wrong += [
            f"launch {launch['launch']} at {name}: {each}"
            for each in follow(here, registrations, launch)
        ]
    return wrong
