"""What the learner has done: the tracking model of one activity. [SN 4th Ed. 4.2]

The book keeps a status flag beside each value; here an unknown value is None.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime


@dataclass(slots=True)
class ObjectiveState:
    """Objective progress information [SN 4.2.1.1].

    ``measure`` lies between -1 and 1, ``progress`` between 0 and 1. For the primary objective,
    ``completed`` and ``progress`` are those of the attempt on the activity itself.
    """

    satisfied: bool | None = None
    measure: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None
    completed: bool | None = None
    progress: float | None = None


@dataclass(slots=True)
class GlobalObjective(ObjectiveState):
    """An objective that activities, and courses, share through their maps. [SN 3.10]"""


@dataclass(slots=True)
class Durations:
    """Seconds. Absolute time runs from the beginning of an attempt, suspensions included."""

    attempt_absolute: float = 0.0
    attempt_experienced: float = 0.0
    activity_absolute: float = 0.0
    activity_experienced: float = 0.0


@dataclass(slots=True)
class Tracking:
    """Activity state and progress information [SN 4.2.1.2-4.2.1.5].

    ``objective_stale`` and ``progress_stale``: what is recorded belongs to an earlier attempt on
    the parent. ``success_told`` and ``completion_told``: the content said so itself, even if it
    said "unknown". ``chosen`` holds the positions of the available children in their order, None
    for all of them as they stand; ``upcoming`` those of the next attempt.
    """

    active: bool = False
    suspended: bool = False
    attempts: int = 0
    objectives: dict[str, ObjectiveState] = field(default_factory=dict[str, ObjectiveState])
    objective_stale: bool = False
    progress_stale: bool = False
    success_told: bool = False
    completion_told: bool = False
    began_at: datetime | None = None
    durations: Durations = field(default_factory=Durations)
    chosen: tuple[int, ...] | None = None
    upcoming: tuple[int, ...] | None = None

    def begin_attempt(self, now: datetime) -> None:
        """Everything that is recorded per attempt starts anew. [DB.2]"""
        self.attempts += 1
        self.objectives = {}
        self.objective_stale = self.progress_stale = False
        self.success_told = self.completion_told = False
        self.began_at = now
        self.durations.attempt_absolute = self.durations.attempt_experienced = 0.0
        if self.upcoming is not None:
            self.chosen, self.upcoming = self.upcoming, None

    def copy(self) -> "Tracking":
        objectives = {name: replace(state) for name, state in self.objectives.items()}
        return replace(self, objectives=objectives, durations=replace(self.durations))

    def state_of(self, objective: str) -> ObjectiveState:
        return self.objectives.setdefault(objective, ObjectiveState())
