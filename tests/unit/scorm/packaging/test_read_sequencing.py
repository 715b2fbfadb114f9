"""Which activities there are, and what manifests of each edition say about them."""

import pytest
from lectern_sequencing import (
    FOURTH,
    SECOND,
    THIRD,
    Written,
    collection,
    item,
    objectives,
    pre_rule,
    read_leaf,
    read_root,
    rules_of,
    sequencing,
)

from scorm.edition import Edition
from scorm.packaging.findings import Rule, Severity
from scorm.packaging.manifest import Item, Manifest, Organization
from scorm.packaging.read_sequencing import tree_definition
from scorm.sequencing.definition import (
    Channels,
    Completion,
    ConstrainChoice,
    ControlModes,
    RollupControls,
    Sequencing,
)

# Which activities there are.


def test_an_item_with_children_is_a_cluster_whatever_it_refers_to() -> None:
    root, _ = read_root(Written(item("cluster", item("leaf")) + item("empty", page=False)))

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

    root, report = read_root(Written(item("a", inside, attributes='isvisible="false"') + item("b")))

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
    root, report = read_root(Written(item("a"), organization=organization))

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
    root, _ = read_root(Written(items, organization=organization))

    assert root.sequencing.modes == expected


# Sequencing that many items share.


def test_a_part_of_its_own_replaces_the_whole_part_of_the_collection() -> None:
    shared = (
        '<imsss:controlMode choice="false" flow="true" forwardOnly="true"/>'
        '<imsss:deliveryControls tracked="false"/>'
    )
    items = item("a", sequencing('<imsss:controlMode choice="false"/>', 'IDRef=" x  y "'))
    items += item("b", sequencing("", 'IDRef="x%20y"'))

    root, report = read_root(Written(items, collection=collection(**{" x y": shared})))

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

    root, report = read_root(Written(items, collection=collection(s=shared)))

    (objective,) = root.children[0].sequencing.objectives
    assert objective.identifier == "p"
    assert objective.maps[0].write == Channels(raw=True)
    assert report.findings == ()


def test_a_reference_into_nothing_is_said_with_its_line() -> None:
    inside = sequencing('<imsss:controlMode flow="true"/>', 'IDRef="gone"')
    root, report = read_root(Written(item("a", inside) + item("b"), collection=collection(s="")))

    (finding,) = report.findings
    assert root.children[0].sequencing.modes.flow is True
    assert (finding.severity, finding.rule) == (Severity.WARNING, Rule.UNKNOWN_SEQUENCING)
    assert finding.line == 7
    assert "gone" in finding.message
    assert finding.advice


def test_a_second_sequencing_of_the_same_name_does_not_count() -> None:
    twice = collection(s='<imsss:controlMode flow="true"/>', **{" s": "<imsss:controlMode/>"})
    root, report = read_root(
        Written(item("a", sequencing("", 'IDRef="s"')) + item("b"), collection=twice)
    )

    assert root.children[0].sequencing.modes.flow is True
    assert rules_of(report) == [Rule.UNKNOWN_SEQUENCING]


def test_a_mistake_in_shared_sequencing_is_said_once() -> None:
    items = "".join(item(f"i{number}", sequencing("", 'IDRef="s"')) for number in range(20))
    shared = collection(s=pre_rule('<imsss:ruleCondition condition="no"/>'))

    _, report = read_root(Written(items, collection=shared))

    assert rules_of(report) == [Rule.SEQUENCING_RULE] * 2


# Editions.


@pytest.mark.parametrize("version", [SECOND, THIRD, FOURTH])
def test_all_editions_share_the_sequencing_of_ims_and_the_considerations_of_adl(
    version: str,
) -> None:
    read_as, report = read_leaf(
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

    root, report = read_root(Written(item("a", inside) + item("b"), version=version))

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

    root, report = read_root(Written(items, version=version))

    leaf, cluster = (child.sequencing for child in root.children)
    assert leaf.completion == Completion(by_measure=True, minimum_progress=0.75)
    assert cluster.completion == Completion()
    assert rules_of(report) == [Rule.LATER_EDITION]


# What nobody can reach.


def test_a_cluster_that_nobody_can_enter_is_said() -> None:
    closed = sequencing('<imsss:controlMode choice="false" flow="false"/>')

    _, report = read_root(Written(item("a", item("b") + closed, page=False) + item("c")))

    (finding,) = report.findings
    assert (finding.rule, finding.severity) == (Rule.UNREACHABLE, Severity.WARNING)
    assert '"a"' in finding.message


def test_a_course_of_which_nothing_can_be_reached_is_still_taken() -> None:
    closed = sequencing('<imsss:controlMode choice="false"/>')

    _, report = read_root(Written(item("a") + item("b"), organization=closed))

    assert rules_of(report) == [Rule.UNREACHABLE, Rule.UNREACHABLE]
    assert report.ok


def test_entries_of_a_closed_cluster_may_open_their_own() -> None:
    closed = sequencing('<imsss:controlMode choice="false"/>')

    _, report = read_root(Written(item("a", item("b"), page=False), organization=closed))

    assert len(report.findings) == 1


# Harm.


def test_sequencing_as_deep_as_xml_may_be_is_read() -> None:
    # The parser ends at 256.
    depth = 245
    items = item("leaf")
    for number in range(depth):
        items = item(f"i{number}", items + sequencing(), page=False)

    root, _ = read_root(Written(items))

    here = root
    for _ in range(depth + 1):
        (here,) = here.children
    assert here.deliverable


def test_a_megabyte_of_nonsense_is_read_in_passing() -> None:
    long = "x" * 1_000_000
    read_as, report = read_leaf(
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

    root, _ = read_root(Written(items, collection=collection(s=pre_rule(conditions))))

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
