"""Manifests of SCORM 2004 written from the activity tree that they shall describe."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from lectern_manifests import HEAD_2004

from scorm.duration import format_period
from scorm.packaging.findings import Notes, Report
from scorm.packaging.index import Entry, index_of
from scorm.packaging.manifest import Manifest
from scorm.packaging.read import read_manifest
from scorm.packaging.read_sequencing import tree_definition
from scorm.sequencing.definition import (
    ActivityDefinition,
    Channels,
    ExitRule,
    Objective,
    PostRule,
    PreRule,
    RollupRule,
    RuleCondition,
    Sequencing,
    TreeDefinition,
)

FOURTH = "2004 4th Edition"
THIRD = "2004 3rd Edition"
SECOND = "CAM 1.3"
PAGE = "page.html"


@dataclass(frozen=True, slots=True)
class Written:
    """A manifest in the few parts that sequencing is about; ``items`` is raw XML."""

    items: str
    version: str = FOURTH
    organization: str = ""
    collection: str = ""
    title: str = "Course"
    identifier: str = "course"
    attributes: str = ""

    def __str__(self) -> str:
        return (
            f'<manifest identifier="m" version="1" {HEAD_2004}>\n'
            f"<metadata><schema>ADL SCORM</schema><schemaversion>{self.version}</schemaversion>"
            f"</metadata>\n<organizations default={quoteattr(self.identifier)}>\n"
            f"<organization identifier={quoteattr(self.identifier)} {self.attributes}>\n"
            f"<title>{escape(self.title)}</title>\n{self.items}\n{self.organization}"
            "</organization></organizations>\n<resources>"
            f'<resource identifier="page" type="webcontent" adlcp:scormType="sco" href="{PAGE}"/>'
            f"</resources>\n{self.collection}</manifest>\n"
        )

    def read(self) -> tuple[Manifest, Report]:
        notes = Notes()
        index = index_of([Entry(PAGE, PAGE, 0, None, 0, 0, 0, 0)], 1)
        manifest = read_manifest(str(self).encode(), index, lambda _: b"", notes)
        return manifest, notes.report()


def item(name: str, inside: str = "", *, page: bool = True, attributes: str = "") -> str:
    reference = 'identifierref="page"' if page else ""
    return (
        f'<item identifier="{name}" {reference} {attributes}>'
        f"<title>{name}</title>\n{inside}</item>\n"
    )


def sequencing(inside: str = "", attributes: str = "") -> str:
    return f"<imsss:sequencing {attributes}>\n{inside}\n</imsss:sequencing>\n"


def collection(**entries: str) -> str:
    inside = "".join(sequencing(text, f'ID="{name}"') for name, text in entries.items())
    return f"<imsss:sequencingCollection>{inside}</imsss:sequencingCollection>"


def read_root(course: Written) -> tuple[ActivityDefinition, Report]:
    """The activity tree that a manifest describes, and what is said about it."""
    manifest, report = course.read()
    assert report.ok
    return tree_definition(manifest).root, report


def read_leaf(inside: str, version: str = FOURTH) -> tuple[Sequencing, Report]:
    """The sequencing of one of two leaves."""
    course = Written(item("a", sequencing(inside)) + item("b"), version=version)
    root, report = read_root(course)
    return root.children[0].sequencing, report


def rules_of(report: Report) -> list[str]:
    return [each.rule for each in report.findings]


def pre_rule(conditions: str, action: str = "skip", combination: str = "all") -> str:
    return (
        "<imsss:sequencingRules><imsss:preConditionRule>"
        f'<imsss:ruleConditions conditionCombination="{combination}">{conditions}'
        f'</imsss:ruleConditions><imsss:ruleAction action="{action}"/>'
        "</imsss:preConditionRule></imsss:sequencingRules>"
    )


def rollup_rule(attributes: str, condition: str = "satisfied", action: str = "satisfied") -> str:
    return (
        f"<imsss:rollupRules><imsss:rollupRule {attributes}><imsss:rollupConditions>"
        f'<imsss:rollupCondition condition="{condition}"/></imsss:rollupConditions>'
        f'<imsss:rollupAction action="{action}"/></imsss:rollupRule></imsss:rollupRules>'
    )


def objectives(inside: str) -> str:
    return f"<imsss:objectives>{inside}</imsss:objectives>"


def written(tree: TreeDefinition, version: str = FOURTH) -> Written:
    """Every value is stated, also where it is the default."""
    root = tree.root
    shared = _value(tree.objectives_global_to_system)
    return Written(
        items="".join(_item(child) for child in root.children),
        version=version,
        organization=_about(root),
        title=root.title,
        identifier=root.identifier,
        attributes=f'adlseq:objectivesGlobalToSystem="{shared}"',
    )


def _item(activity: ActivityDefinition) -> str:
    attributes = {
        "identifier": activity.identifier,
        "isvisible": activity.visible,
        "identifierref": "page" if activity.deliverable else None,
    }
    children = "".join(_item(child) for child in activity.children)
    title = f"<title>{escape(activity.title)}</title>"
    return _element("item", attributes, title + children + _about(activity))


def _about(activity: ActivityDefinition) -> str:
    given = activity.sequencing
    threshold = {
        "completedByMeasure": given.completion.by_measure,
        "minProgressMeasure": given.completion.minimum_progress,
        "progressWeight": given.rollup.progress_weight,
    }
    hidden = "".join(
        f"<adlnav:hideLMSUI>{name}</adlnav:hideLMSUI>" for name in activity.hidden_controls
    )
    return (
        _element("adlcp:completionThreshold", threshold)
        + f"<adlnav:presentation><adlnav:navigationInterface>{hidden}"
        + "</adlnav:navigationInterface></adlnav:presentation>"
        + sequencing("\n".join((*_imsss(given), *_adlseq(given))))
    )


def _imsss(given: Sequencing) -> Iterator[str]:
    modes, limits, order = given.modes, given.limits, given.randomization
    yield _element(
        "imsss:controlMode",
        {
            "choice": modes.choice,
            "choiceExit": modes.choice_exit,
            "flow": modes.flow,
            "forwardOnly": modes.forward_only,
            "useCurrentAttemptObjectiveInfo": modes.use_current_objective_info,
            "useCurrentAttemptProgressInfo": modes.use_current_progress_info,
        },
    )
    yield _element("imsss:sequencingRules", {}, "".join(_rules(given)))
    yield _element(
        "imsss:limitConditions",
        {
            "attemptLimit": limits.attempts,
            "attemptAbsoluteDurationLimit": _duration(limits.attempt_absolute),
            "attemptExperiencedDurationLimit": _duration(limits.attempt_experienced),
            "activityAbsoluteDurationLimit": _duration(limits.activity_absolute),
            "activityExperiencedDurationLimit": _duration(limits.activity_experienced),
            "beginTimeLimit": _moment(limits.begin),
            "endTimeLimit": _moment(limits.end),
        },
    )
    yield _rollup(given)
    yield _element("imsss:objectives", {}, "".join(map(_objective, given.objectives)))
    yield _element(
        "imsss:randomizationControls",
        {
            "randomizationTiming": order.timing,
            "reorderChildren": order.reorder,
            "selectCount": given.selection.count,
            "selectionTiming": given.selection.timing,
        },
    )
    yield _element(
        "imsss:deliveryControls",
        {
            "tracked": given.delivery.tracked,
            "completionSetByContent": given.delivery.completion_set_by_content,
            "objectiveSetByContent": given.delivery.objective_set_by_content,
        },
    )


def _adlseq(given: Sequencing) -> Iterator[str]:
    yield _element(
        "adlseq:constrainedChoiceConsiderations",
        {
            "preventActivation": given.constrain.prevent_activation,
            "constrainChoice": given.constrain.constrain_choice,
        },
    )
    rollup = given.rollup
    yield _element(
        "adlseq:rollupConsiderations",
        {
            "requiredForSatisfied": rollup.required_for_satisfied,
            "requiredForNotSatisfied": rollup.required_for_not_satisfied,
            "requiredForCompleted": rollup.required_for_completed,
            "requiredForIncomplete": rollup.required_for_incomplete,
            "measureSatisfactionIfActive": rollup.measure_satisfaction_if_active,
        },
    )
    maps = "".join(map(_adlseq_objective, given.objectives))
    yield _element("adlseq:objectives", {}, maps) if maps else ""


def _rules(given: Sequencing) -> Iterator[str]:
    for rule in given.pre_rules:
        yield _rule("imsss:preConditionRule", rule, rule.action)
    for rule in given.exit_rules:
        yield _rule("imsss:exitConditionRule", rule, "exit")
    for rule in given.post_rules:
        yield _rule("imsss:postConditionRule", rule, rule.action)


def _rule(name: str, rule: PreRule | PostRule | ExitRule, action: str) -> str:
    conditions = "".join(_condition("imsss:ruleCondition", each) for each in rule.conditions)
    return _element(
        name,
        {},
        _element("imsss:ruleConditions", {"conditionCombination": rule.combination}, conditions)
        + _element("imsss:ruleAction", {"action": action}),
    )


def _condition(name: str, given: RuleCondition) -> str:
    about_children = name == "imsss:rollupCondition"
    return _element(
        name,
        {
            "condition": given.condition,
            "operator": "not" if given.negated else "noOp",
            "referencedObjective": given.objective or None,
            "measureThreshold": None if about_children else given.threshold,
        },
    )


def _rollup(given: Sequencing) -> str:
    return _element(
        "imsss:rollupRules",
        {
            "rollupObjectiveSatisfied": given.rollup.objective_satisfied,
            "rollupProgressCompletion": given.rollup.progress_completion,
            "objectiveMeasureWeight": given.rollup.measure_weight,
        },
        "".join(map(_rollup_rule, given.rollup_rules)),
    )


def _rollup_rule(rule: RollupRule) -> str:
    conditions = "".join(_condition("imsss:rollupCondition", each) for each in rule.conditions)
    return _element(
        "imsss:rollupRule",
        {
            "childActivitySet": rule.child_set,
            "minimumCount": rule.minimum_count,
            "minimumPercent": rule.minimum_percent,
        },
        _element("imsss:rollupConditions", {"conditionCombination": rule.combination}, conditions)
        + _element("imsss:rollupAction", {"action": rule.action}),
    )


def _objective(objective: Objective) -> str:
    minimum = f"<imsss:minNormalizedMeasure>{objective.minimum_measure}"
    maps = "".join(
        _element(
            "imsss:mapInfo",
            {
                "targetObjectiveID": each.target,
                "readSatisfiedStatus": each.read.satisfied,
                "readNormalizedMeasure": each.read.measure,
                "writeSatisfiedStatus": each.write.satisfied,
                "writeNormalizedMeasure": each.write.measure,
            },
        )
        for each in objective.maps
    )
    return _element(
        "imsss:primaryObjective" if objective.primary else "imsss:objective",
        {
            "objectiveID": objective.identifier or None,
            "satisfiedByMeasure": objective.satisfied_by_measure,
        },
        f"{minimum}</imsss:minNormalizedMeasure>{maps}",
    )


def _adlseq_objective(objective: Objective) -> str:
    maps = "".join(
        _element(
            "adlseq:mapInfo",
            {
                "targetObjectiveID": each.target,
                **dict(_channels("read", each.read)),
                **dict(_channels("write", each.write)),
            },
        )
        for each in objective.maps
        if is_of_adl(each.read) or is_of_adl(each.write)
    )
    identifier = {"objectiveID": objective.identifier}
    return _element("adlseq:objective", identifier, maps) if maps else ""


def _channels(way: str, given: Channels) -> Iterable[tuple[str, bool]]:
    return (
        (f"{way}RawScore", given.raw),
        (f"{way}MinScore", given.min),
        (f"{way}MaxScore", given.max),
        (f"{way}CompletionStatus", given.completion),
        (f"{way}ProgressMeasure", given.progress),
    )


def is_of_adl(given: Channels) -> bool:
    return any(carried for _, carried in _channels("", given))


def _element(name: str, attributes: Mapping[str, object], inside: str = "") -> str:
    given = "".join(
        f" {key}={quoteattr(_value(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{inside}</{name}>\n"


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _duration(seconds: float | None) -> str | None:
    return None if seconds is None else format_period(seconds)


def _moment(given: datetime | None) -> str | None:
    return None if given is None else given.isoformat()
