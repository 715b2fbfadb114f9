"""What an activity tree looks like from outside: its state, and what could be done next."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from scorm.status import Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a request would be granted now; ``activity`` is the one that stands in the way.

    ``ends``: it would be, and the course would be over by it.
    """

    allowed: bool
    reason: str | None = None
    code: str | None = None
    activity: str | None = None
    ends: bool = False


GRANTED: Final = Answer(True)
ENDING: Final = Answer(True, ends=True)


@dataclass(frozen=True, slots=True)
class ControlsView:
    proceed: Answer
    previous: Answer
    suspend_all: Answer
    exit_all: Answer
    abandon_all: Answer


@dataclass(frozen=True, slots=True)
class RuleView:
    """``applies`` is None where that is only known when an attempt ends."""

    kind: str
    says: str
    applies: bool | None = None


@dataclass(frozen=True, slots=True)
class GlobalLink:
    id: str
    reads: list[str]
    writes: list[str]


@dataclass(frozen=True, slots=True)
class ObjectiveView:
    id: str
    primary: bool
    satisfied: bool | None
    measure: float | None
    completed: bool | None
    progress: float | None
    globals: list[GlobalLink]


@dataclass(frozen=True, slots=True)
class ControlModesView:
    choice: bool
    choice_exit: bool
    flow: bool
    forward_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """``selected`` is false for what this attempt leaves out."""

    id: str
    title: str
    level: int
    parent: str | None
    visible: bool
    selected: bool = True
    deliverable: bool
    current: bool
    active: bool
    suspended: bool
    attempts: int
    result: Outcome
    choice: Answer
    jump: Answer
    control_modes: ControlModesView | None = None
    rules: list[RuleView] = field(default_factory=list[RuleView])
    objectives: list[ObjectiveView] = field(default_factory=list[ObjectiveView])


@dataclass(frozen=True, slots=True)
class GlobalObjectiveView:
    id: str
    satisfied: bool | None
    measure: float | None
    raw: float | None
    min: float | None
    max: float | None
    completed: bool | None
    progress: float | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    process: str
    activity: str
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class RequestView:
    at: datetime
    request: str
    target: str | None
    answer: str
    decisions: list[DecisionView]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeView:
    """``player`` tells of the newest window: never, current, ended or expired; ``mode`` is its."""

    session_id: str
    edition: str
    attempt: int
    player: str = "never"
    mode: str | None = None
    current: str | None = None
    suspended: str | None = None
    controls: ControlsView
    activities: list[ActivityView]
    objectives_global_to_system: bool = False
    global_objectives: list[GlobalObjectiveView] = field(default_factory=list[GlobalObjectiveView])
    requests: list[RequestView] = field(default_factory=list[RequestView])
