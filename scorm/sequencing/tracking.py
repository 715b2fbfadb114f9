"""What the learner has done: the tracking model of one activity. [SN 4th Ed. 4.2]

The book keeps a status flag beside each value; here an unknown value is None.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self


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

    def copy(self) -> Self:
        return type(self)(
            self.satisfied,
            self.measure,
            self.raw,
            self.min,
            self.max,
            self.completed,
            self.progress,
        )


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

    def copy(self) -> "Durations":
        return Durations(
            self.attempt_absolute,
            self.attempt_experienced,
            self.activity_absolute,
            self.activity_experienced,
        )


@dataclass(slots=True)
class Tracking:
    """Activity state and progress information [SN 4.2.1.2-4.2.1.5].

    ``objective_stale`` and ``progress_stale``: what is recorded belongs to an earlier attempt on
    the parent. ``success_told`` and ``completion_told``: the content said so itself, even if it
    said "unknown". ``abandoned``: what content tells of the attempt no longer counts. ``chosen``
    holds the positions of the available children in their order, None
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
    abandoned: bool = False
    began_at: datetime | None = None
    durations: Durations = field(default_factory=Durations)
    chosen: tuple[int, ...] | None = None
    upcoming: tuple[int, ...] | None = None

    def begin_attempt(self, now: datetime) -> None:
        """Everything that is recorded per attempt starts anew. [DB.2]"""
        self.attempts += 1
        self.objectives = {}
        self.objective_stale = self.progress_stale = False
        self.success_told = self.completion_told = self.abandoned = False
        self.began_at = now
        self.durations.attempt_absolute = self.durations.attempt_experienced = 0.0

    def copy(self) -> "Tracking":
        """Field by field: a look-ahead copies every activity, and ``replace`` is slow."""
        return Tracking(
            self.active,
            self.suspended,
            self.attempts,
            {name: state.copy() for name, state in self.objectives.items()},
            self.objective_stale,
            self.progress_stale,
            self.success_told,
            self.completion_told,
            self.abandoned,
            self.began_at,
            self.durations.copy(),
            self.chosen,
            self.upcoming,
        )

    def state_of(self, objective: str) -> ObjectiveState:
        return self.objectives.setdefault(objective, ObjectiveState())
