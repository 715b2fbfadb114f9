"""A course of about 500 activities with the rules that authors write."""

from scorm.sequencing.definition import (
    ActivityDefinition,
    Channels,
    ChildSet,
    Condition,
    ControlModes,
    Limits,
    Objective,
    ObjectiveMap,
    PostAction,
    PostRule,
    PreAction,
    PreRule,
    RollupAction,
    RollupRule,
    RuleCondition,
    Sequencing,
    TreeDefinition,
)

_MODES = ControlModes(choice=True, flow=True)
_WRITES = Channels(satisfied=True, measure=True)


def large_tree(blocks: int = 10, parts: int = 10, pages: int = 4) -> TreeDefinition:
    """Blocks of parts of pages; each page waits for the one before and may be tried three times."""
    root = ActivityDefinition(
        identifier="course",
        sequencing=Sequencing(modes=_MODES),
        children=tuple(_block(number, parts, pages) for number in range(blocks)),
    )
    return TreeDefinition(root=root, objectives_global_to_system=False)


def _block(number: int, parts: int, pages: int) -> ActivityDefinition:
    name = f"block-{number}"
    return ActivityDefinition(
        identifier=name,
        sequencing=Sequencing(modes=_MODES, pre_rules=(_skip_when_satisfied(),)),
        children=tuple(_part(f"{name}-{place}", pages) for place in range(parts)),
    )


def _part(name: str, pages: int) -> ActivityDefinition:
    most = RollupRule(
        action=RollupAction.SATISFIED,
        conditions=(RuleCondition(condition=Condition.SATISFIED),),
        child_set=ChildSet.AT_LEAST_PERCENT,
        minimum_percent=0.75,
    )
    return ActivityDefinition(
        identifier=name,
        sequencing=Sequencing(modes=_MODES, rollup_rules=(most,)),
        children=tuple(_page(name, place) for place in range(pages)),
    )


def _page(part: str, place: int) -> ActivityDefinition:
    known = Objective(
        identifier="own",
        primary=True,
        maps=(ObjectiveMap(target=f"{part}-{place}", write=_WRITES),),
    )
    before = Objective(
        identifier="before",
        maps=(ObjectiveMap(target=f"{part}-{place - 1}", read=_WRITES),),
    )
    waits = PreRule(
        action=PreAction.DISABLED,
        conditions=(
            RuleCondition(condition=Condition.SATISFIED, objective="before", negated=True),
        ),
    )
    again = PostRule(
        action=PostAction.RETRY,
        conditions=(
            RuleCondition(condition=Condition.SATISFIED, negated=True),
            RuleCondition(condition=Condition.ATTEMPT_LIMIT_EXCEEDED, negated=True),
        ),
    )
    return ActivityDefinition(
        identifier=f"{part}-{place}",
        deliverable=True,
        sequencing=Sequencing(
            modes=_MODES,
            pre_rules=(waits, _skip_when_satisfied()) if place else (_skip_when_satisfied(),),
            post_rules=(again,),
            limits=Limits(attempts=3),
            objectives=(known, before) if place else (known,),
        ),
    )


def _skip_when_satisfied() -> PreRule:
    return PreRule(
        action=PreAction.SKIP, conditions=(RuleCondition(condition=Condition.SATISFIED),)
    )
