"""What a manifest prescribes for one activity: the sequencing definition model.

[SN 4th Ed. 3.1-3.13, CAM 4th Ed. chapter 5] Durations are in seconds, points in time aware.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Condition(StrEnum):
    """What a rule can ask about an activity. [SN 3.4.2, 3.7.2]"""

    SATISFIED = "satisfied"
    OBJECTIVE_STATUS_KNOWN = "objectiveStatusKnown"
    OBJECTIVE_MEASURE_KNOWN = "objectiveMeasureKnown"
    OBJECTIVE_MEASURE_GREATER_THAN = "objectiveMeasureGreaterThan"
    OBJECTIVE_MEASURE_LESS_THAN = "objectiveMeasureLessThan"
    COMPLETED = "completed"
    ACTIVITY_PROGRESS_KNOWN = "activityProgressKnown"
    ATTEMPTED = "attempted"
    ATTEMPT_LIMIT_EXCEEDED = "attemptLimitExceeded"
    TIME_LIMIT_EXCEEDED = "timeLimitExceeded"
    OUTSIDE_AVAILABLE_TIME_RANGE = "outsideAvailableTimeRange"
    ALWAYS = "always"


class Combination(StrEnum):
    ALL = "all"
    ANY = "any"


class PreAction(StrEnum):
    SKIP = "skip"
    DISABLED = "disabled"
    HIDDEN_FROM_CHOICE = "hiddenFromChoice"
    STOP_FORWARD_TRAVERSAL = "stopForwardTraversal"


class PostAction(StrEnum):
    EXIT_PARENT = "exitParent"
    EXIT_ALL = "exitAll"
    RETRY = "retry"
    RETRY_ALL = "retryAll"
    CONTINUE = "continue"
    PREVIOUS = "previous"


class RollupAction(StrEnum):
    SATISFIED = "satisfied"
    NOT_SATISFIED = "notSatisfied"
    COMPLETED = "completed"
    INCOMPLETE = "incomplete"


class ChildSet(StrEnum):
    ALL = "all"
    ANY = "any"
    NONE = "none"
    AT_LEAST_COUNT = "atLeastCount"
    AT_LEAST_PERCENT = "atLeastPercent"


class Consideration(StrEnum):
    """When a child counts in the roll-up of its parent. [SN 3.8]"""

    ALWAYS = "always"
    IF_NOT_SUSPENDED = "ifNotSuspended"
    IF_ATTEMPTED = "ifAttempted"
    IF_NOT_SKIPPED = "ifNotSkipped"


class Timing(StrEnum):
    NEVER = "never"
    ONCE = "once"
    ON_EACH_NEW_ATTEMPT = "onEachNewAttempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlModes:
    """[SN 3.2]"""

    choice: bool = True
    choice_exit: bool = True
    flow: bool = False
    forward_only: bool = False
    use_current_objective_info: bool = True
    use_current_progress_info: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstrainChoice:
    """[SN 3.3]"""

    prevent_activation: bool = False
    constrain_choice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCondition:
    """``objective`` is empty for the primary objective; ``threshold`` is that of a measure."""

    condition: Condition
    negated: bool = False
    objective: str = ""
    threshold: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PreRule:
    """[SN 3.4]"""

    action: PreAction
    conditions: tuple[RuleCondition, ...]
    combination: Combination = Combination.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRule:
    """[SN 3.4]"""

    action: PostAction
    conditions: tuple[RuleCondition, ...]
    combination: Combination = Combination.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitRule:
    """A rule whose only action is to exit. [SN 3.4]"""

    conditions: tuple[RuleCondition, ...]
    combination: Combination = Combination.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """[SN 3.5] None where nothing is limited."""

    attempts: int | None = None
    attempt_absolute: float | None = None
    attempt_experienced: float | None = None
    activity_absolute: float | None = None
    activity_experienced: float | None = None
    begin: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupRule:
    """[SN 3.7] ``minimum_percent`` is a fraction of one."""

    action: RollupAction
    conditions: tuple[RuleCondition, ...]
    combination: Combination = Combination.ANY
    child_set: ChildSet = ChildSet.ALL
    minimum_count: int = 0
    minimum_percent: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupControls:
    """What an activity contributes to its parent. [SN 3.7, 3.8]"""

    objective_satisfied: bool = True
    progress_completion: bool = True
    measure_weight: float = 1.0
    progress_weight: float = 1.0
    required_for_satisfied: Consideration = Consideration.ALWAYS
    required_for_not_satisfied: Consideration = Consideration.ALWAYS
    required_for_completed: Consideration = Consideration.ALWAYS
    required_for_incomplete: Consideration = Consideration.ALWAYS
    measure_satisfaction_if_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Which information an objective map carries in one direction. [SN 3.10, adlseq:mapInfo]"""

    satisfied: bool = False
    measure: bool = False
    raw: bool = False
    min: bool = False
    max: bool = False
    completion: bool = False
    progress: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveMap:
    """One global objective that a local one reads from or writes to."""

    target: str
    read: Channels = field(default_factory=lambda: Channels(satisfied=True, measure=True))
    write: Channels = field(default_factory=Channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """[SN 3.9] The primary objective is the one that contributes to roll-up."""

    identifier: str = ""
    primary: bool = False
    satisfied_by_measure: bool = False
    minimum_measure: float = 1.0
    maps: tuple[ObjectiveMap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """[SN 3.6, adlcp:completionThreshold]"""

    by_measure: bool = False
    minimum_progress: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """[SN 3.11] ``count`` None selects every child."""

    timing: Timing = Timing.NEVER
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Randomization:
    """[SN 3.12]"""

    timing: Timing = Timing.NEVER
    reorder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryControls:
    """[SN 3.13]"""

    tracked: bool = True
    completion_set_by_content: bool = False
    objective_set_by_content: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequencing:
    """Everything about one activity; there is always exactly one primary objective."""

    modes: ControlModes = ControlModes()
    constrain: ConstrainChoice = ConstrainChoice()
    pre_rules: tuple[PreRule, ...] = ()
    exit_rules: tuple[ExitRule, ...] = ()
    post_rules: tuple[PostRule, ...] = ()
    limits: Limits = Limits()
    rollup_rules: tuple[RollupRule, ...] = ()
    rollup: RollupControls = RollupControls()
    objectives: tuple[Objective, ...] = (Objective(primary=True),)
    completion: Completion = Completion()
    selection: Selection = Selection()
    randomization: Randomization = Randomization()
    delivery: DeliveryControls = DeliveryControls()

    @property
    def primary(self) -> Objective:
        first = self.objectives[0]
        return first if first.primary else next(each for each in self.objectives if each.primary)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDefinition:
    """One node of the activity tree as the manifest has it.

    ``deliverable`` says that a resource is attached. ``hidden_controls`` are the names of
    ``adlnav:hideLMSUI``.
    """

    identifier: str
    title: str = ""
    visible: bool = True
    deliverable: bool = False
    hidden_controls: frozenset[str] = frozenset()
    sequencing: Sequencing = Sequencing()
    children: tuple["ActivityDefinition", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeDefinition:
    """A whole course; global objectives are the learner's, or only of this registration."""

    root: ActivityDefinition
    objectives_global_to_system: bool = True
