"""Whatever a manifest can say about sequencing is read as it was written."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lectern_sequencing import is_of_adl, written

from scorm.packaging.findings import Rule
from scorm.packaging.read_sequencing import tree_definition
from scorm.sequencing.definition import (
    ActivityDefinition,
    Channels,
    ChildSet,
    Combination,
    Completion,
    Condition,
    Consideration,
    ConstrainChoice,
    ControlModes,
    DeliveryControls,
    ExitRule,
    Limits,
    Objective,
    ObjectiveMap,
    PostAction,
    PostRule,
    PreAction,
    PreRule,
    Randomization,
    RollupAction,
    RollupControls,
    RollupRule,
    RuleCondition,
    Selection,
    Sequencing,
    Timing,
    TreeDefinition,
)
from services.packages import manifests

NOT_ABOUT_CHILDREN = {
    Condition.ALWAYS,
    Condition.OBJECTIVE_MEASURE_GREATER_THAN,
    Condition.OBJECTIVE_MEASURE_LESS_THAN,
}
CONTROLS = ("previous", "continue", "exit", "exitAll", "abandon", "abandonAll", "suspendAll")

names = st.text("abcXYZ012.-_:/é&<'\"", min_size=1, max_size=12)
portions = st.floats(0, 1)
measures = st.floats(-1, 1)
flags = st.booleans()
seconds = st.none() | st.integers(0, 10**9).map(lambda hundredths: hundredths / 100)
moments = st.none() | st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    datetime(2990, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
combinations = st.sampled_from(Combination)


def conditions(*, about_children: bool) -> st.SearchStrategy[tuple[RuleCondition, ...]]:
    known = [each for each in Condition if not (about_children and each in NOT_ABOUT_CHILDREN)]
    one = st.builds(
        RuleCondition,
        condition=st.sampled_from(known),
        negated=flags,
        objective=st.just("") if about_children else st.just("") | names,
        threshold=st.just(0.0) if about_children else measures,
    )
    return st.lists(one, min_size=1, max_size=3).map(tuple)


premises = {"conditions": conditions(about_children=False), "combination": combinations}
modes = st.builds(
    ControlModes,
    choice=flags,
    choice_exit=flags,
    flow=flags,
    forward_only=flags,
    use_current_objective_info=flags,
    use_current_progress_info=flags,
)
limits = st.builds(
    Limits,
    attempts=st.none() | st.integers(0, 99),
    attempt_absolute=seconds,
    attempt_experienced=seconds,
    activity_absolute=seconds,
    activity_experienced=seconds,
    begin=moments,
    end=moments,
)
rollup_rules = st.builds(
    RollupRule,
    action=st.sampled_from(RollupAction),
    conditions=conditions(about_children=True),
    combination=combinations,
    child_set=st.sampled_from(ChildSet),
    minimum_count=st.integers(0, 99),
    minimum_percent=portions,
)
considerations = st.sampled_from(Consideration)
rollup = st.builds(
    RollupControls,
    objective_satisfied=flags,
    progress_completion=flags,
    measure_weight=portions,
    progress_weight=portions,
    required_for_satisfied=considerations,
    required_for_not_satisfied=considerations,
    required_for_completed=considerations,
    required_for_incomplete=considerations,
    measure_satisfaction_if_active=flags,
)
channels = st.builds(
    Channels,
    satisfied=flags,
    measure=flags,
    raw=flags,
    min=flags,
    max=flags,
    completion=flags,
    progress=flags,
)
maps = st.lists(
    st.builds(ObjectiveMap, target=names, read=channels, write=channels),
    max_size=3,
    unique_by=lambda each: each.target,
).map(tuple)


@st.composite
def objectives(draw: st.DrawFn) -> tuple[Objective, ...]:
    identifiers = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    found = [
        Objective(
            identifier=identifier,
            primary=number == 0,
            satisfied_by_measure=draw(flags),
            minimum_measure=draw(measures),
            maps=draw(maps),
        )
        for number, identifier in enumerate(identifiers)
    ]
    carried = (channels for each in found[0].maps for channels in (each.read, each.write))
    if draw(flags) and not any(map(is_of_adl, carried)):
        # Only an objective that ADL's maps do not name can do without an identifier.
        found[0] = Objective(primary=True, maps=found[0].maps)
    return tuple(found)


timings = st.sampled_from(Timing)
sequencings = st.builds(
    Sequencing,
    modes=modes,
    constrain=st.builds(ConstrainChoice, prevent_activation=flags, constrain_choice=flags),
    pre_rules=st.lists(
        st.builds(PreRule, action=st.sampled_from(PreAction), **premises), max_size=2
    ).map(tuple),
    exit_rules=st.lists(st.builds(ExitRule, **premises), max_size=2).map(tuple),
    post_rules=st.lists(
        st.builds(PostRule, action=st.sampled_from(PostAction), **premises), max_size=2
    ).map(tuple),
    limits=limits,
    rollup_rules=st.lists(rollup_rules, max_size=2).map(tuple),
    rollup=rollup,
    objectives=objectives(),
    completion=st.builds(Completion, by_measure=flags, minimum_progress=portions),
    selection=st.builds(Selection, timing=timings, count=st.none() | st.integers(1, 9)),
    randomization=st.builds(Randomization, timing=timings, reorder=flags),
    delivery=st.builds(
        DeliveryControls,
        tracked=flags,
        completion_set_by_content=flags,
        objective_set_by_content=flags,
    ),
)


@st.composite
def trees(draw: st.DrawFn) -> TreeDefinition:
    spare = iter(draw(st.lists(names, min_size=13, max_size=13, unique=True)))

    def activity(depth: int) -> ActivityDefinition:
        count = draw(st.integers(1 if depth == 0 else 0, 3 if depth < 2 else 0))
        children = tuple(activity(depth + 1) for _ in range(count))
        return ActivityDefinition(
            identifier=next(spare),
            title=draw(names),
            visible=depth == 0 or draw(flags),
            deliverable=not children and draw(flags),
            hidden_controls=draw(st.frozensets(st.sampled_from(CONTROLS))),
            sequencing=draw(sequencings),
            children=children,
        )

    return TreeDefinition(root=activity(0), objectives_global_to_system=draw(flags))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(trees())
def test_a_tree_is_read_as_it_was_written(tree: TreeDefinition) -> None:
    manifest, report = written(tree).read()

    kept = manifests.load(manifests.dump(manifest))

    assert tree_definition(kept) == tree
    complaints = {each.rule for each in report.findings}
    assert Rule.BAD_VALUE not in complaints
    assert Rule.SEQUENCING_RULE not in complaints
