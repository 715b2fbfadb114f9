"""What the sequencing of one activity says, well or badly."""

from datetime import UTC, datetime

import pytest
from lectern_sequencing import (
    Written,
    item,
    objectives,
    pre_rule,
    read_leaf,
    read_root,
    rollup_rule,
    rules_of,
    sequencing,
)

from scorm.packaging.findings import Rule, Severity
from scorm.sequencing.definition import (
    Channels,
    Combination,
    Condition,
    Objective,
    ObjectiveMap,
    PreAction,
    RuleCondition,
    Selection,
    Sequencing,
    Timing,
)

EVERYTHING = Channels(
    satisfied=True, measure=True, raw=True, min=True, max=True, completion=True, progress=True
)


# What nobody said.


def test_an_item_without_sequencing_has_the_defaults_of_the_book() -> None:
    root, report = read_root(Written(item("a") + item("b")))

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
    read_as, report = read_leaf(part)

    assert read_as == Sequencing()
    assert report.findings == ()


def test_a_map_reads_and_does_not_write_unless_it_says_so() -> None:
    bare = '<imsss:mapInfo targetObjectiveID="g"/>'

    read_as, _ = read_leaf(objectives(f"<imsss:primaryObjective>{bare}</imsss:primaryObjective>"))

    assert read_as.primary.maps == (
        ObjectiveMap(target="g", read=Channels(satisfied=True, measure=True), write=Channels()),
    )


# Rules.


def test_a_condition_has_its_operator_objective_and_threshold() -> None:
    conditions = (
        '<imsss:ruleCondition condition="objectiveMeasureLessThan" operator="not" '
        'referencedObjective=" %20o%20 1" measureThreshold="-0.75"/>'
        '<imsss:ruleCondition condition=" Always " operator="noOp"/>'
    )
    known = objectives('<imsss:primaryObjective/><imsss:objective objectiveID="o%201"/>')

    read_as, report = read_leaf(pre_rule(conditions, "hiddenFromChoice", "any") + known)

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

    read_as, _ = read_leaf(rule + rollup_rule(""))

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
    read_as, report = read_leaf(broken)

    assert read_as == Sequencing()
    assert Rule.SEQUENCING_RULE in rules_of(report)
    assert {each.severity for each in report.findings} == {Severity.WARNING}
    assert all(each.line for each in report.findings)


@pytest.mark.parametrize(("combination", "kept"), [("any", 1), ("all", 0)])
def test_an_unknown_condition_is_never_true(combination: str, kept: int) -> None:
    conditions = (
        '<imsss:ruleCondition condition="satisfied"/><imsss:ruleCondition condition="happy"/>'
    )

    read_as, report = read_leaf(pre_rule(conditions, combination=combination))

    assert len(read_as.pre_rules) == kept
    assert Rule.SEQUENCING_RULE in rules_of(report)


def test_a_percentage_is_what_was_meant() -> None:
    read_as, report = read_leaf(
        rollup_rule('childActivitySet="atLeastPercent" minimumPercent="50"')
    )

    assert read_as.rollup_rules[0].minimum_percent == 0.5
    assert [each.severity for each in report.findings] == [Severity.INFO]


def test_a_condition_about_an_objective_that_is_not_there_is_said() -> None:
    condition = '<imsss:ruleCondition condition="satisfied" referencedObjective="gone"/>'

    read_as, report = read_leaf(pre_rule(condition))

    assert read_as.pre_rules[0].conditions[0].objective == "gone"
    assert rules_of(report) == [Rule.UNKNOWN_OBJECTIVE]


# Limits, selection and other numbers.


def test_limits_are_read() -> None:
    read_as, report = read_leaf(
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
    read_as, report = read_leaf(broken)

    (finding,) = report.findings
    assert read_as == Sequencing()
    assert (finding.rule, finding.severity) == (Rule.BAD_VALUE, Severity.WARNING)
    assert finding.line
    assert len(finding.message) < 300


def test_more_can_be_selected_than_there_are() -> None:
    cluster = sequencing('<imsss:randomizationControls selectCount="9" selectionTiming="once"/>')

    root, report = read_root(Written(item("a", item("b") + cluster)))

    assert root.children[0].sequencing.selection == Selection(timing=Timing.ONCE, count=9)
    assert rules_of(report) == [Rule.SELECTION]


def test_selecting_none_selects_all() -> None:
    cluster = sequencing(
        '<imsss:randomizationControls selectCount="0" selectionTiming="onEachNewAttempt"/>'
    )

    root, report = read_root(Written(item("a", item("b") + cluster)))

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

    read_as, report = read_leaf(inside)

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
    read_as, report = read_leaf(
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
    read_as, report = read_leaf(objectives(inside))

    assert [each.identifier for each in read_as.objectives] == identifiers
    assert [each.primary for each in read_as.objectives] == [True, *[False] * len(identifiers[1:])]
    assert rules_of(report) == [rule]


def test_maps_of_adl_for_an_unknown_objective_bring_it_along() -> None:
    read_as, report = read_leaf(
        '<adlseq:objectives><adlseq:objective objectiveID="new">'
        '<adlseq:mapInfo targetObjectiveID="g"/></adlseq:objective></adlseq:objectives>'
    )

    assert [each.identifier for each in read_as.objectives] == ["", "new"]
    assert read_as.objectives[1].maps[0].read.completion is True
    assert rules_of(report) == [Rule.UNKNOWN_OBJECTIVE]


def test_a_map_without_a_target_is_ignored() -> None:
    read_as, report = read_leaf(
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

    _, report = read_leaf(objectives(f"<imsss:primaryObjective/>{inside}"))

    assert rules_of(report) == said
