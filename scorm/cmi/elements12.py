"""The SCORM 1.2 run-time data model [SCORM 1.2 RTE, section 3.4]."""

from typing import Final

from scorm.cmi.spec import ElementSpec

SCORE: Final[list[float | None]] = [0, 100]
STATUSES: Final = ["passed", "completed", "failed", "incomplete", "browsed"]
KINDS: Final = [
    *("true-false", "choice", "fill-in", "matching"),
    *("performance", "sequencing", "likert", "numeric"),
]

ELEMENTS: Final[tuple[ElementSpec, ...]] = (
    ElementSpec("cmi._version", "r", "string", 255, "3.4"),
    ElementSpec("cmi.core.student_id", "r", "string", 255, ""),
    ElementSpec("cmi.core.student_name", "r", "string", 255, ""),
    ElementSpec("cmi.core.lesson_location", "rw", "string", 255, ""),
    ElementSpec("cmi.core.credit", "r", "string", 255, "credit"),
    # Content in the wild resets its status; the book reserves that word for the player.
    ElementSpec(
        "cmi.core.lesson_status", "rw", "token", [STATUSES, ["not attempted"]], "not attempted"
    ),
    ElementSpec("cmi.core.entry", "r", "string", 255, "ab-initio"),
    ElementSpec("cmi.core.score.raw", "rw", "score", SCORE, ""),
    ElementSpec("cmi.core.score.min", "rw", "score", SCORE, ""),
    ElementSpec("cmi.core.score.max", "rw", "score", SCORE, ""),
    ElementSpec("cmi.core.total_time", "r", "string", 255, "0000:00:00"),
    ElementSpec("cmi.core.lesson_mode", "r", "string", 255, "normal"),
    ElementSpec("cmi.core.exit", "w", "token", [["time-out", "suspend", "logout", ""], ["normal"]]),
    ElementSpec("cmi.core.session_time", "w", "timespan"),
    ElementSpec("cmi.suspend_data", "rw", "string", 4096, ""),
    ElementSpec("cmi.launch_data", "r", "string", 4096, ""),
    ElementSpec("cmi.comments", "rw", "string", 4096, "", ("append",)),
    ElementSpec("cmi.comments_from_lms", "r", "string", 4096, ""),
    ElementSpec("cmi.objectives.n.id", "rw", "identifier", 255, ""),
    ElementSpec("cmi.objectives.n.score.raw", "rw", "score", SCORE, ""),
    ElementSpec("cmi.objectives.n.score.min", "rw", "score", SCORE, ""),
    ElementSpec("cmi.objectives.n.score.max", "rw", "score", SCORE, ""),
    ElementSpec(
        "cmi.objectives.n.status",
        "rw",
        "token",
        [[*STATUSES, "not attempted"], []],
        "not attempted",
    ),
    ElementSpec("cmi.student_data.mastery_score", "r", "string", 255, ""),
    ElementSpec("cmi.student_data.max_time_allowed", "r", "string", 255, ""),
    ElementSpec("cmi.student_data.time_limit_action", "r", "string", 255, ""),
    ElementSpec("cmi.student_preference.audio", "rw", "integer", [-1, 100], "0"),
    ElementSpec("cmi.student_preference.language", "rw", "string", 255, ""),
    ElementSpec("cmi.student_preference.speed", "rw", "integer", [-100, 100], "0"),
    ElementSpec("cmi.student_preference.text", "rw", "integer", [-1, 1], "0"),
    ElementSpec("cmi.interactions.n.id", "w", "identifier", 255),
    ElementSpec("cmi.interactions.n.objectives.n.id", "w", "identifier", 255),
    ElementSpec("cmi.interactions.n.time", "w", "time"),
    ElementSpec("cmi.interactions.n.type", "w", "token", [KINDS, ["other", "long-fill-in"]]),
    ElementSpec("cmi.interactions.n.correct_responses.n.pattern", "w", "string", 4096),
    ElementSpec("cmi.interactions.n.weighting", "w", "real"),
    ElementSpec("cmi.interactions.n.student_response", "w", "string", 4096),
    ElementSpec(
        "cmi.interactions.n.result",
        "w",
        "result",
        [["correct", "wrong", "unanticipated", "neutral"], ["incorrect"]],
    ),
    ElementSpec("cmi.interactions.n.latency", "w", "timespan"),
)
