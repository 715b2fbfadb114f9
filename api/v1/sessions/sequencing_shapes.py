"""A session's activity tree as it looks on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from api.v1.sessions.shapes import Completion, Score, Success


class Availability(Struct):
    """Whether something can be asked for now, and if not, why."""

    allowed: bool
    reason: Annotated[str | None, Meta(description="A plain sentence; null when allowed.")]
    code: Annotated[
        str | None,
        Meta(description="For programs: an exception of the SCORM 2004 pseudocode, or our word."),
    ]
    activity: Annotated[str | None, Meta(description="The activity that stands in the way.")]
    ends: Annotated[bool, Meta(description="Allowed, and the course would be over by it.")]


class SequencingControls(Struct, kw_only=True):
    """The controls that the player shows, by the names of the navigation requests."""

    proceed: Availability = field(name="continue")
    previous: Availability
    suspend_all: Availability = field(name="suspendAll")
    exit_all: Availability = field(name="exitAll")
    abandon_all: Availability = field(name="abandonAll")


class SequencingRule(Struct):
    """A rule or a limit of an activity, in words."""

    kind: Literal["precondition", "exit", "postcondition", "limit", "rollup"]
    says: str
    applies: Annotated[
        bool | None, Meta(description="Whether its conditions hold now; null where not judged.")
    ]


class ObjectiveLink(Struct):
    """A global objective that an objective is mapped to."""

    id: str
    reads: Annotated[list[str], Meta(description="What is taken from it.")]
    writes: Annotated[list[str], Meta(description="What is passed on to it.")]


class ActivityObjective(Struct):
    """An objective of an activity; what is not known is null."""

    id: str
    primary: bool
    satisfied: bool | None
    measure: float | None
    completed: bool | None
    progress: float | None
    globals: Annotated[list[ObjectiveLink], Meta(description="Its maps.")]


class ControlModes(Struct):
    """How one may move inside a block."""

    choice: bool
    choice_exit: bool
    flow: bool
    forward_only: bool


class SequencedActivity(Struct, kw_only=True):
    """An activity: its tracking data, and whether it can be reached now."""

    id: str
    title: str
    level: Annotated[int, Meta(description="0 for the course itself.")]
    parent: str | None
    visible: Annotated[bool, Meta(description="Whether the table of contents shows it.")]
    selected: Annotated[bool, Meta(description="Whether it is part of the present attempt.")]
    deliverable: Annotated[bool, Meta(description="Whether there is something to open.")]
    current: bool
    active: bool
    suspended: bool
    attempts: int
    completion_status: Completion
    success_status: Success
    score: Score
    progress_measure: float | None
    choice: Availability
    jump: Availability
    control_modes: ControlModes | None
    rules: list[SequencingRule]
    objectives: list[ActivityObjective]


class GlobalObjective(Struct, kw_only=True):
    """What activities share through their maps; what is not known is null."""

    id: str
    satisfied: bool | None
    measure: float | None
    raw: float | None
    min: float | None
    max: float | None
    completed: bool | None
    progress: float | None


class SequencingDecision(Struct):
    """One step of the sequencing processes."""

    process: Annotated[str, Meta(description="Its number in the book, such as UP.5.")]
    activity: str
    title: str
    said: str


class SequencingRequest(Struct):
    """A request of the learner or of the course, and what came of it."""

    at: str
    request: str
    target: str | None
    answer: Annotated[str, Meta(description="The activity that was opened, or what happened.")]
    decisions: list[SequencingDecision]


class SessionSequencing(Struct, kw_only=True):
    """Where a learner stands in the course, and why each way is open or closed."""

    session_id: str
    edition: Literal["1.2", "2004 2nd Edition", "2004 3rd Edition", "2004 4th Edition"]
    attempt: int
    player: Annotated[
        Literal["never", "current", "ended", "expired"],
        Meta(description="Of the window that was opened last."),
    ]
    mode: Literal["normal", "browse", "review"] | None
    current: Annotated[str | None, Meta(description="The activity that is open.")]
    suspended: Annotated[str | None, Meta(description="The activity to be resumed.")]
    controls: SequencingControls
    activities: Annotated[
        list[SequencedActivity], Meta(description="The whole tree, in its order.")
    ]
    objectives_global_to_system: Annotated[
        bool, Meta(description="Whether global objectives are the learner's in all courses.")
    ]
    global_objectives: list[GlobalObjective]
    requests: Annotated[list[SequencingRequest], Meta(description="The latest ones, newest first.")]
