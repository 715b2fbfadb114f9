"""What manifests of each edition say about sequencing, well or badly."""

from datetime import UTC, datetime

import pytest
from lectern_sequencing import FOURTH, SECOND, THIRD, Written, collection, item, sequencing

from scorm.edition import Edition
from scorm.packaging.findings import Report, Rule, Severity
from scorm.packaging.manifest import Item, Manifest, Organization
from scorm.packaging.read_sequencing import tree_definition
from scorm.sequencing.definition import (
    ActivityDefinition,
    Channels,
    Combination,
    Completion,
    Condition,
    ConstrainChoice,
    ControlModes,
    Objective,
    ObjectiveMap,
    PreAction,
    RollupControls,
    RuleCondition,
    Selection,
    Sequencing,
    Timing,
)

EVERYTHING = Channels(
    satisfied=True, measure=True, raw=True, min=True, max=True, completion=True, progress=True
)


def read(course: Written) -> tuple[ActivityDefinition, Report]:
    manifest, report = course.read()
    assert report.ok
    return tree_definition(manifest).root, report


def only(inside: str, *, version: str = FOURTH, shared: str = "") -> tuple[Sequencing, Report]:
    """The sequencing of a leaf that has this one, and what is said about it."""
    items = item("a", sequencing(inside)) + item("b")
    root, report = read(Written(items, version=version, collection=shared))
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


# What nobody said.


def test_an_item_without_sequencing_has_the_defaults_of_the_book() -> None:
    root, report = read(Written(item("a") + item("b")))

    assert report.findings == ()
    assert [child.sequencing for child in root.children] == [Sequencing(), Sequencing()]
    assert root.sequencing == Sequencing()


@pytest.mark.parametrize(
    "part",
    [
        "<imsss:controlMode/>",
        "<imsss:sequencingRules/>",
        "<imsss:limitConditions/>",
        "<imsss:rollupRules/>",
        "<imsss:objectives><imsss:primaryObjective/></imsss:objectives>",
        "<imsss:randomizationControls/>",
        "<imsss:deliveryControls/>",
        "<adlseq:constrainedChoiceConsiderations/>",
        "<adlseq:rollupConsiderations/>",
        "<imsss:auxiliaryResources/>",
        '<imsss:controlMode choice="" flow=" "/>',
        '<imsss:randomizationControls selectCount="0" reorderChildren="false"/>',
    ],
)
def test_a_part_that_says_nothing_has_the_defaults_of_the_book(part: str) -> None:
    read_as, report = only(part)

    assert read_as == Sequencing()
    assert report.findings == ()


def test_a_map_reads_and_does_not_write_unless_it_says_so() -> None:
    bare = '<imsss:mapInfo targetObjectiveID="g"/>'

    read_as, _ = only(objectives(f"<imsss:primaryObjective>{bare}</imsss:primaryObjective>"))

    assert read_as.primary.maps == (
        ObjectiveMap(target="g", read=Channels(satisfied=True, measure=True), write=Channels()),
    )


# Which activities there are.


def test_an_item_with_children_is_a_cluster_whatever_it_refers_to() -> None:
    root, _ = read(Written(item("cluster", item("leaf")) + item("empty", page=False)))

    cluster, empty = root.children
    assert (cluster.deliverable, cluster.children[0].deliverable) == (False, True)
    assert empty.deliverable is False
    assert root.deliverable is False


def test_visibility_and_hidden_controls_are_kept() -> None:
    hidden = "".join(
        f"<adlnav:hideLMSUI>{name}</adlnav:hideLMSUI>" for name in ("continue", " SuspendALL ", "x")
    )
    inside = (
        f"<adlnav:presentation><adlnav:navigationInterface>{hidden}"
        "</adlnav:navigationInterface></adlnav:presentation>"
    )

    root, report = read(Written(item("a", inside, attributes='isvisible="false"') + item("b")))

    assert root.children[0].visible is False
    assert root.children[0].hidden_controls == {"continue", "suspendAll"}
    assert rules_of(report) == [Rule.BAD_VALUE]


def test_objectives_can_be_those_of_one_registration() -> None:
    course = Written(item("a"), attributes='adlseq:objectivesGlobalToSystem="false"')
    assert tree_definition(course.read()[0]).objectives_global_to_system is False
    assert tree_definition(Written(item("a")).read()[0]).objectives_global_to_system is True


# A course of one page.


@pytest.mark.parametrize(
    "organization", ["", sequencing(), sequencing('<imsss:controlMode choiceExit="true"/>')]
)
def test_a_single_activity_without_control_modes_begins_by_itself(organization: str) -> None:
    root, report = read(Written(item("a"), organization=organization))

    assert root.sequencing.modes == ControlModes(choice=False, flow=True)
    assert report.findings == ()


@pytest.mark.parametrize(
    ("items", "organization", "expected"),
    [
        (item("a") + item("b"), "", ControlModes()),
        (item("a", item("b")), "", ControlModes()),
        (
            item("a"),
            sequencing('<imsss:controlMode choice="true"/>'),
            ControlModes(choice=True),
        ),
        (
            item("a"),
            sequencing('<imsss:controlMode flow="true"/>'),
            ControlModes(choice=True, flow=True),
        ),
    ],
)
def test_other_courses_have_the_control_modes_they_state(
    items: str, organization: str, expected: ControlModes
) -> None:
    root, _ = read(Written(items, organization=organization))

    assert root.sequencing.modes == expected


# Sequencing that many items share.


def test_a_part_of_its_own_replaces_the_whole_part_of_the_collection() -> None:
    shared = (
        '<imsss:controlMode choice="false" flow="true" forwardOnly="true"/>'
        '<imsss:deliveryControls tracked="false"/>'
    )
    items = item("a", sequencing('<imsss:controlMode choice="false"/>', 'IDRef=" x  y "'))
    items += item("b", sequencing("", 'IDRef="x%20y"'))

    root, report = read(Written(items, collection=collection(**{" x y": shared})))

    first, second = (child.sequencing for child in root.children)
    assert first.modes == ControlModes(choice=False)
    assert first.delivery.tracked is False
    assert second.modes == ControlModes(choice=False, flow=True, forward_only=True)
    assert report.findings == ()


def test_the_objective_lists_of_ims_and_adl_are_two_parts() -> None:
    shared = (
        objectives('<imsss:primaryObjective objectiveID="other"/>')
        + '<adlseq:objectives><adlseq:objective objectiveID="p">'
        '<adlseq:mapInfo targetObjectiveID="g" writeRawScore="true"/>'
        "</adlseq:objective></adlseq:objectives>"
    )
    own = objectives('<imsss:primaryObjective objectiveID="p"/>')
    items = item("a", sequencing(own, 'IDRef="s"')) + item("b")

    root, report = read(Written(items, collection=collection(s=shared)))

    (objective,) = root.children[0].sequencing.objectives
    assert objective.identifier == "p"
    assert objective.maps[0].write == Channels(raw=True)
    assert report.findings == ()


def test_a_reference_into_nothing_is_said_with_its_line() -> None:
    inside = sequencing('<imsss:controlMode flow="true"/>', 'IDRef="gone"')
    root, report = read(Written(item("a", inside) + item("b"), collection=collection(s="")))

    (finding,) = report.findings
    assert root.children[0].sequencing.modes.flow is True
    assert (finding.severity, finding.rule) == (Severity.WARNING, Rule.UNKNOWN_SEQUENCING)
    assert finding.line == 7
    assert "gone" in finding.message
    assert finding.advice


def test_a_second_sequencing_of_the_same_name_does_not_count() -> None:
    twice = collection(s='<imsss:controlMode flow="true"/>', **{" s": "<imsss:controlMode/>"})
    root, report = read(
        Written(item("a", sequencing("", 'IDRef="s"')) + item("b"), collection=twice)
    )

    assert root.children[0].sequencing.modes.flow is True
    assert rules_of(report) == [Rule.UNKNOWN_SEQUENCING]


def test_a_mistake_in_shared_sequencing_is_said_once() -> None:
    items = "".join(item(f"i{number}", sequencing("", 'IDRef="s"')) for number in range(20))
    shared = collection(s=pre_rule('<imsss:ruleCondition condition="no"/>'))

    _, report = read(Written(items, collection=shared))

    assert rules_of(report) == [Rule.SEQUENCING_RULE] * 2


# Rules.


def test_a_condition_has_its_operator_objective_and_threshold() -> None:
    conditions = (
        '<imsss:ruleCondition condition="objectiveMeasureLessThan" operator="not" '
        'referencedObjective=" %20o%20 1" measureThreshold="-0.75"/>'
        '<imsss:ruleCondition condition=" Always " operator="noOp"/>'
    )
    known = objectives('<imsss:primaryObjective/><imsss:objective objectiveID="o%201"/>')

    read_as, report = only(pre_rule(conditions, "hiddenFromChoice", "any") + known)

    (rule,) = read_as.pre_rules
    assert (rule.action, rule.combination) == (PreAction.HIDDEN_FROM_CHOICE, Combination.ANY)
    assert rule.conditions == (
        RuleCondition(
            condition=Condition.OBJECTIVE_MEASURE_LESS_THAN,
            negated=True,
            objective="o 1",
            threshold=-0.75,
        ),
        RuleCondition(condition=Condition.ALWAYS),
    )
    assert report.findings == ()


def test_rules_ask_for_all_and_rollup_rules_for_any_condition_unless_they_say_so() -> None:
    rule = pre_rule('<imsss:ruleCondition condition="attempted"/>')
    rule = rule.replace(' conditionCombination="all"', "")

    read_as, _ = only(rule + rollup_rule(""))

    assert read_as.pre_rules[0].combination is Combination.ALL
    assert read_as.rollup_rules[0].combination is Combination.ANY


@pytest.mark.parametrize(
    "broken",
    [
        pre_rule('<imsss:ruleCondition condition="always"/>', action="dance"),
        pre_rule('<imsss:ruleCondition condition="always"/>', action="exit"),
        pre_rule('<imsss:ruleCondition condition="always"/>').replace("ruleAction", "nothing"),
        pre_rule('<imsss:ruleCondition condition="never"/>'),
        pre_rule("<imsss:ruleCondition/>"),
        pre_rule(""),
        rollup_rule("", condition="always"),
        rollup_rule("", condition="objectiveMeasureGreaterThan"),
        rollup_rule("", action="exitAll"),
        rollup_rule('childActivitySet="some"'),
        rollup_rule('childActivitySet="atLeastCount" minimumCount="two"'),
        rollup_rule('childActivitySet="atLeastPercent" minimumPercent="NaN"'),
    ],
)
def test_a_rule_that_makes_no_sense_is_left_out(broken: str) -> None:
    read_as, report = only(broken)

    assert read_as == Sequencing()
    assert Rule.SEQUENCING_RULE in rules_of(report)
    assert {each.severity for each in report.findings} == {Severity.WARNING}
    assert all(each.line for each in report.findings)


@pytest.mark.parametrize(("combination", "kept"), [("any", 1), ("all", 0)])
def test_an_unknown_condition_is_never_true(combination: str, kept: int) -> None:
    conditions = (
        '<imsss:ruleCondition condition="satisfied"/><imsss:ruleCondition condition="happy"/>'
    )

    read_as, report = only(pre_rule(conditions, combination=combination))

    assert len(read_as.pre_rules) == kept
    assert Rule.SEQUENCING_RULE in rules_of(report)


def test_a_percentage_is_what_was_meant() -> None:
    read_as, report = only(rollup_rule('childActivitySet="atLeastPercent" minimumPercent="50"'))

    assert read_as.rollup_rules[0].minimum_percent == 0.5
    assert [each.severity for each in report.findings] == [Severity.INFO]


def test_a_condition_about_an_objective_that_is_not_there_is_said() -> None:
    condition = '<imsss:ruleCondition condition="satisfied" referencedObjective="gone"/>'

    read_as, report = only(pre_rule(condition))

    assert read_as.pre_rules[0].conditions[0].objective == "gone"
    assert rules_of(report) == [Rule.UNKNOWN_OBJECTIVE]


# Limits, selection and other numbers.


def test_limits_are_read() -> None:
    read_as, report = only(
        '<imsss:limitConditions attemptLimit=" 2 " attemptAbsoluteDurationLimit="PT1H30M" '
        'attemptExperiencedDurationLimit="P1D" activityAbsoluteDurationLimit="PT0.5S" '
        'activityExperiencedDurationLimit="P1Y" beginTimeLimit="2026-01-02T03:04:05" '
        'endTimeLimit="2026-01-02T03:04:05+02:00"/>'
    )

    limits = read_as.limits
    assert (limits.attempts, limits.attempt_absolute) == (2, 5400)
    assert (limits.attempt_experienced, limits.activity_absolute) == (86_400, 0.5)
    assert limits.activity_experienced == 365 * 86_400
    assert limits.begin == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert limits.end == datetime(2026, 1, 2, 1, 4, 5, tzinfo=UTC)
    assert report.findings == ()


@pytest.mark.parametrize(
    "broken",
    [
        '<imsss:limitConditions attemptLimit="-1"/>',
        '<imsss:limitConditions attemptLimit="1.5"/>',
        f'<imsss:limitConditions attemptLimit="{"9" * 5_000}"/>',
        '<imsss:limitConditions attemptAbsoluteDurationLimit="an hour"/>',
        '<imsss:limitConditions activityAbsoluteDurationLimit="-PT1S"/>',
        '<imsss:limitConditions beginTimeLimit="yesterday"/>',
        '<imsss:limitConditions endTimeLimit="0001-01-01T00:00:00+14:00"/>',
        '<imsss:rollupRules objectiveMeasureWeight="inf"/>',
        '<imsss:rollupRules objectiveMeasureWeight="2"/>',
        '<imsss:randomizationControls selectionTiming="often"/>',
        '<adlseq:rollupConsiderations requiredForCompleted="maybe"/>',
        '<imsss:controlMode forwardOnly="perhaps"/>',
        "<imsss:objectives><imsss:primaryObjective><imsss:minNormalizedMeasure>1e309"
        "</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>",
        f'<imsss:deliveryControls tracked="{"x" * 1_000_000}"/>',
    ],
)
def test_a_value_that_makes_no_sense_leaves_the_default(broken: str) -> None:
    read_as, report = only(broken)

    (finding,) = report.findings
    assert read_as == Sequencing()
    assert (finding.rule, finding.severity) == (Rule.BAD_VALUE, Severity.WARNING)
    assert finding.line
    assert len(finding.message) < 300


def test_more_can_be_selected_than_there_are() -> None:
    cluster = sequencing('<imsss:randomizationControls selectCount="9" selectionTiming="once"/>')

    root, report = read(Written(item("a", item("b") + cluster)))

    assert root.children[0].sequencing.selection == Selection(timing=Timing.ONCE, count=9)
    assert rules_of(report) == [Rule.SELECTION]


def test_selecting_none_selects_all() -> None:
    cluster = sequencing(
        '<imsss:randomizationControls selectCount="0" selectionTiming="onEachNewAttempt"/>'
    )

    root, report = read(Written(item("a", item("b") + cluster)))

    assert root.children[0].sequencing.selection.count is None
    assert rules_of(report) == [Rule.SELECTION]


# Objectives.


def test_maps_of_ims_and_adl_meet_at_the_objective_and_at_the_target() -> None:
    inside = objectives(
        '<imsss:primaryObjective objectiveID="p"><imsss:mapInfo targetObjectiveID="  g " '
        'writeSatisfiedStatus="1" writeNormalizedMeasure="true"/></imsss:primaryObjective>'
    ) + (
        '<adlseq:objectives><adlseq:objective objectiveID="   p   ">'
        '<adlseq:mapInfo targetObjectiveID="%20g" writeRawScore="true" writeMinScore="true" '
        'writeMaxScore="true" writeCompletionStatus="true" writeProgressMeasure="true"/>'
        '<adlseq:mapInfo targetObjectiveID="h" readRawScore="false" readCompletionStatus="0"/>'
        "</adlseq:objective></adlseq:objectives>"
    )

    read_as, report = only(inside)

    assert read_as.objectives == (
        Objective(
            identifier="p",
            primary=True,
            maps=(
                ObjectiveMap(target="g", read=EVERYTHING, write=EVERYTHING),
                ObjectiveMap(target="h", read=Channels(min=True, max=True, progress=True)),
            ),
        ),
    )
    assert report.findings == ()


def test_the_case_of_an_identifier_counts() -> None:
    read_as, report = only(
        objectives('<imsss:primaryObjective objectiveID="o"/><imsss:objective objectiveID="O"/>')
    )

    assert [each.identifier for each in read_as.objectives] == ["o", "O"]
    assert report.findings == ()


@pytest.mark.parametrize(
    ("inside", "identifiers", "rule"),
    [
        (
            '<imsss:primaryObjective objectiveID="a"/><imsss:primaryObjective objectiveID="b"/>',
            ["a", "b"],
            Rule.PRIMARY_OBJECTIVE,
        ),
        ('<imsss:objective objectiveID="b"/>', ["", "b"], Rule.PRIMARY_OBJECTIVE),
        ("<imsss:primaryObjective/><imsss:objective/>", [""], Rule.OBJECTIVE),
        (
            '<imsss:primaryObjective objectiveID="a"/><imsss:objective objectiveID=" a"/>',
            ["a"],
            Rule.OBJECTIVE,
        ),
    ],
)
def test_there_is_one_primary_objective_and_one_of_each_name(
    inside: str, identifiers: list[str], rule: Rule
) -> None:
    read_as, report = only(objectives(inside))

    assert [each.identifier for each in read_as.objectives] == identifiers
    assert [each.primary for each in read_as.objectives] == [True, *[False] * len(identifiers[1:])]
    assert rules_of(report) == [rule]


def test_maps_of_adl_for_an_unknown_objective_bring_it_along() -> None:
    read_as, report = only(
        '<adlseq:objectives><adlseq:objective objectiveID="new">'
        '<adlseq:mapInfo targetObjectiveID="g"/></adlseq:objective></adlseq:objectives>'
    )

    assert [each.identifier for each in read_as.objectives] == ["", "new"]
    assert read_as.objectives[1].maps[0].read.completion is True
    assert rules_of(report) == [Rule.UNKNOWN_OBJECTIVE]


def test_a_map_without_a_target_is_ignored() -> None:
    read_as, report = only(
        objectives(
            "<imsss:primaryObjective><imsss:mapInfo/>"
            f'<imsss:mapInfo targetObjectiveID="{"x" * 5_000}"/></imsss:primaryObjective>'
        )
    )

    assert read_as.primary.maps == ()
    assert set(rules_of(report)) == {Rule.OBJECTIVE_MAP, Rule.BAD_VALUE}


@pytest.mark.parametrize(("second", "said"), [("g", [Rule.OBJECTIVE_MAP]), ("h", [])])
def test_two_objectives_do_not_write_to_the_same_place(second: str, said: list[Rule]) -> None:
    inside = "".join(
        f'<imsss:objective objectiveID="{name}"><imsss:mapInfo targetObjectiveID="{target}" '
        'writeSatisfiedStatus="true"/></imsss:objective>'
        for name, target in (("a", "g"), ("b", second))
    )

    _, report = only(objectives(f"<imsss:primaryObjective/>{inside}"))

    assert rules_of(report) == said


# Editions.


@pytest.mark.parametrize("version", [SECOND, THIRD, FOURTH])
def test_all_editions_share_the_sequencing_of_ims_and_the_considerations_of_adl(
    version: str,
) -> None:
    read_as, report = only(
        '<imsss:controlMode flow="true"/>'
        '<adlseq:constrainedChoiceConsiderations preventActivation="true"/>'
        '<adlseq:rollupConsiderations measureSatisfactionIfActive="false"/>',
        version=version,
    )

    assert read_as == Sequencing(
        modes=ControlModes(flow=True),
        constrain=ConstrainChoice(prevent_activation=True),
        rollup=RollupControls(measure_satisfaction_if_active=False),
    )
    assert report.findings == ()


@pytest.mark.parametrize(("version", "counts"), [(SECOND, False), (THIRD, False), (FOURTH, True)])
def test_what_came_with_the_fourth_edition_counts_from_then_on(version: str, counts: bool) -> None:
    maps = (
        '<adlseq:objectives><adlseq:objective objectiveID="p">'
        '<adlseq:mapInfo targetObjectiveID="g"/></adlseq:objective></adlseq:objectives>'
    )
    inside = (
        sequencing(objectives('<imsss:primaryObjective objectiveID="p"/>') + maps)
        + '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5" '
        'progressWeight="0.25"/><adlcp:data><adlcp:map targetID="t"/></adlcp:data>'
    )

    root, report = read(Written(item("a", inside) + item("b"), version=version))

    read_as = root.children[0].sequencing
    assert bool(read_as.primary.maps) is counts
    assert read_as.completion == Completion(by_measure=True, minimum_progress=0.5)
    assert read_as.rollup.progress_weight == (0.25 if counts else 1.0)
    assert rules_of(report) == ([] if counts else [Rule.LATER_EDITION] * 3)
    assert all(each.severity is Severity.INFO for each in report.findings)


@pytest.mark.parametrize("version", [SECOND, THIRD])
def test_early_thresholds_are_text_and_belong_to_leaves(version: str) -> None:
    threshold = "<adlcp:completionThreshold>0.75</adlcp:completionThreshold>"
    items = item("leaf", threshold) + item("cluster", item("c") + threshold, page=False)

    root, report = read(Written(items, version=version))

    leaf, cluster = (child.sequencing for child in root.children)
    assert leaf.completion == Completion(by_measure=True, minimum_progress=0.75)
    assert cluster.completion == Completion()
    assert rules_of(report) == [Rule.LATER_EDITION]


# What nobody can reach.


def test_a_cluster_that_nobody_can_enter_is_said() -> None:
    closed = sequencing('<imsss:controlMode choice="false" flow="false"/>')

    _, report = read(Written(item("a", item("b") + closed, page=False) + item("c")))

    (finding,) = report.findings
    assert (finding.rule, finding.severity) == (Rule.UNREACHABLE, Severity.WARNING)
    assert '"a"' in finding.message


def test_a_course_of_which_nothing_can_be_reached_is_still_taken() -> None:
    closed = sequencing('<imsss:controlMode choice="false"/>')

    _, report = read(Written(item("a") + item("b"), organization=closed))

    assert rules_of(report) == [Rule.UNREACHABLE, Rule.UNREACHABLE]
    assert report.ok


def test_entries_of_a_closed_cluster_may_open_their_own() -> None:
    closed = sequencing('<imsss:controlMode choice="false"/>')

    _, report = read(Written(item("a", item("b"), page=False), organization=closed))

    assert len(report.findings) == 1


# Harm.


def test_sequencing_as_deep_as_xml_may_be_is_read() -> None:
    # The parser ends at 256.
    depth = 245
    items = item("leaf")
    for number in range(depth):
        items = item(f"i{number}", items + sequencing(), page=False)

    root, _ = read(Written(items))

    here = root
    for _ in range(depth + 1):
        (here,) = here.children
    assert here.deliverable


def test_a_megabyte_of_nonsense_is_read_in_passing() -> None:
    long = "x" * 1_000_000
    read_as, report = only(
        f'<imsss:controlMode {"y" * 50_000}="{long}"/>'
        + pre_rule(f'<imsss:ruleCondition condition="{long}" operator="{long}"/>', action=long)
        + objectives(f'<imsss:primaryObjective objectiveID="{long}"/>')
        + f'<imsss:limitConditions attemptAbsoluteDurationLimit="P{"1" * 1_000_000}"/>'
    )

    assert read_as == Sequencing()
    assert all(len(each.message) < 300 for each in report.findings)


def test_rules_that_many_items_share_are_read_once() -> None:
    conditions = '<imsss:ruleCondition condition="satisfied"/>' * 500
    items = "".join(item(f"i{number}", sequencing("", 'IDRef="s"')) for number in range(500))

    root, _ = read(Written(items, collection=collection(s=pre_rule(conditions))))

    assert len({id(child.sequencing.pre_rules) for child in root.children}) == 1


def test_sequencing_that_cannot_be_read_again_is_left_out() -> None:
    entry = Item(identifier="a", title="a", href="a.html", sequencing="<broken")
    manifest = Manifest(
        edition=Edition.SCORM_2004_4TH,
        identifier="m",
        title="m",
        organizations=(Organization(identifier="o", title="o", items=(entry,)),),
    )

    assert tree_definition(manifest).root.children[0].sequencing == Sequencing()
