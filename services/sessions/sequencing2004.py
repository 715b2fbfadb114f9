"""The activity tree of a SCORM 2004 course, put into words."""

from collections.abc import Iterator
from typing import Final

from scorm.sequencing import objectives, outcomes, rules, wording
from scorm.sequencing.definition import Objective
from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.tracking import GlobalObjective
from scorm.sequencing.tree import Activity, ActivityTree
from scorm.sequencing.validity import Validity, Verdict, look_ahead
from services.sessions.sequencing_view import (
    ENDING,
    GRANTED,
    ActivityView,
    Answer,
    ControlModesView,
    ControlsView,
    DecisionView,
    GlobalLink,
    GlobalObjectiveView,
    ObjectiveView,
    RequestView,
    RuleView,
)
from services.tracking import sequenced
from services.tracking.contents import Request, TocEntry
from services.tracking.sequencer import Entry, Standing

HIDDEN: Final = "HIDDEN"
_LAST: Final = (Request.SUSPEND_ALL, Request.EXIT_ALL, Request.ABANDON_ALL)
_WORDS: Final = {
    "satisfied": "satisfied",
    "measure": "measure",
    "raw": "score.raw",
    "min": "score.min",
    "max": "score.max",
    "completion": "completed",
    "progress": "progress",
}


class Describing2004:
    """One look at a tree, with the answers of one look-ahead."""

    def __init__(self, standing: Standing, course_title: str) -> None:
        self._standing = standing
        self._tree: ActivityTree = standing.tree
        self._title = course_title
        self._validity: Validity = look_ahead(standing.tree)
        entries = sequenced.toc(standing, self._validity, course_title)
        self._shown: dict[str, TocEntry] = {each.id: each for each in entries}

    def activities(self) -> list[ActivityView]:
        """In the order of the present attempt; what it leaves out comes last among its kind."""
        return [self._activity(each) for each in _in_order(self._tree.root)]

    def controls(self) -> ControlsView:
        shown = sequenced.controls(self._standing, self._validity)
        return ControlsView(
            proceed=self._control(Request.CONTINUE, shown.proceed),
            previous=self._control(Request.PREVIOUS, shown.previous),
            suspend_all=self._control(Request.SUSPEND_ALL, shown.suspend_all),
            exit_all=self._control(Request.EXIT_ALL, shown.exit_all),
            abandon_all=self._control(Request.ABANDON_ALL, shown.abandon_all),
        )

    def global_objectives(self) -> list[GlobalObjectiveView]:
        """All that the course has maps to, known or not."""
        targets = {name for each in self._tree.activities.values() for name in each.targets}
        return [
            _global(name, self._tree.globals.get(name, GlobalObjective()))
            for name in sorted(targets)
        ]

    def requests(self) -> list[RequestView]:
        return [self._request(each) for each in reversed(self._standing.entries)]

    def _activity(self, activity: Activity) -> ActivityView:
        name, tracking = activity.identifier, activity.tracking
        shown = self._shown.get(name)
        modes = activity.sequencing.modes
        return ActivityView(
            id=name,
            title=self._name(activity),
            level=activity.depth,
            parent=activity.parent.identifier if activity.parent else None,
            visible=shown is not None and shown.visible,
            selected=shown is not None,
            deliverable=activity.definition.deliverable and activity.is_leaf,
            current=activity is self._tree.current,
            active=tracking.active,
            suspended=tracking.suspended,
            attempts=tracking.attempts,
            result=outcomes.outcome(self._tree, activity),
            choice=self._answer(self._validity.choice[name]),
            jump=self._answer(self._validity.jump[name]),
            control_modes=None
            if activity.is_leaf
            else ControlModesView(modes.choice, modes.choice_exit, modes.flow, modes.forward_only),
            rules=list(self._rules(activity)),
            objectives=[self._objective(activity, each) for each in activity.sequencing.objectives],
        )

    def _rules(self, activity: Activity) -> Iterator[RuleView]:
        given, tree = activity.sequencing, self._tree
        for kind, found in (
            ("precondition", given.pre_rules),
            ("exit", given.exit_rules),
            ("postcondition", given.post_rules),
        ):
            for rule in found:
                applies = rules.rule_check(tree, activity, rule)
                yield RuleView(kind, wording.rule_says(rule), applies)
        for said in wording.limits_say(given.limits):
            yield RuleView("limit", said)
        for rule in given.rollup_rules:
            yield RuleView("rollup", wording.rollup_says(rule))

    def _objective(self, activity: Activity, objective: Objective) -> ObjectiveView:
        where = self._tree, activity, objective
        return ObjectiveView(
            id=objective.identifier,
            primary=objective.primary,
            satisfied=objectives.satisfied(*where),
            measure=objectives.measure(*where),
            completed=objectives.completed(*where),
            progress=objectives.progress(*where),
            globals=[
                GlobalLink(each.target, _carried(each.read), _carried(each.write))
                for each in objective.maps
            ],
        )

    def _control(self, request: Request, is_shown: bool) -> Answer:
        verdict = self._validity.controls[NavigationRequest(request)]
        if is_shown:
            return ENDING if verdict.ends or request in _LAST else GRANTED
        current = self._tree.current
        if not verdict.allowed or current is None:
            return self._answer(verdict)
        said = f'"{self._name(current)}" hides this control.'
        return Answer(False, said, HIDDEN, current.identifier)

    def _answer(self, verdict: Verdict) -> Answer:
        if verdict.allowed:
            return GRANTED
        said = wording.why_not(self._tree, verdict, self._title)
        return Answer(False, said, verdict.code, verdict.activity or None)

    def _request(self, entry: Entry) -> RequestView:
        decisions = [
            DecisionView(each.process, each.activity, self._title_of(each.activity), each.said)
            for each in entry.decisions
        ]
        target, answer = entry.target or None, self._answered(entry)
        return RequestView(entry.at, entry.request, target, answer, decisions)

    def _answered(self, entry: Entry) -> str:
        """A refusal names the activity that it came from."""
        code, _, reason = entry.answer.partition(": ")
        last = entry.decisions[-1] if entry.decisions else None
        if last is None or last.process != code:
            return entry.answer
        verdict = Verdict(False, code=code, activity=last.activity, reason=reason)
        return f"{code}: {wording.why_not(self._tree, verdict, self._title)}"

    def _title_of(self, identifier: str) -> str:
        activity = self._tree.find(identifier)
        return "" if activity is None else self._name(activity)

    def _name(self, activity: Activity) -> str:
        return wording.title_of(activity, self._title)


def _in_order(root: Activity) -> Iterator[Activity]:
    waiting = [root]
    while waiting:
        here = waiting.pop()
        yield here
        chosen = list(here.available)
        left_out = [each for each in here.children if not each.is_available]
        waiting.extend(reversed(chosen + left_out))


def _carried(channels: object) -> list[str]:
    return [word for name, word in _WORDS.items() if getattr(channels, name)]


def _global(name: str, known: GlobalObjective) -> GlobalObjectiveView:
    return GlobalObjectiveView(
        id=name,
        satisfied=known.satisfied,
        measure=known.measure,
        raw=known.raw,
        min=known.min,
        max=known.max,
        completed=known.completed,
        progress=known.progress,
    )
