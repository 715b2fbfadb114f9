"""The SCORM 2004 run-time data model, second to fourth edition [SCORM 2004 RTE, chapter 4]."""

from typing import Final

from scorm.cmi.spec import ElementSpec, Limit
from scorm.edition import Edition

SCALED: Final[list[float | None]] = [-1, 1]
SHARE: Final[list[float | None]] = [0, 1]
FROM_ZERO: Final[list[float | None]] = [0, None]
COMPLETIONS: Final = [["completed", "incomplete", "not attempted", "unknown"], []]
SUCCESSES: Final = [["passed", "failed", "unknown"], []]
KINDS: Final = [
    *("true-false", "choice", "fill-in", "long-fill-in", "likert", "matching"),
    *("performance", "sequencing", "numeric", "other"),
]
RESULTS: Final = [["correct", "incorrect", "unanticipated", "neutral"], ["wrong"]]


def _row(name: str, kind: str, limit: Limit = None, *rules: str) -> ElementSpec:
    return ElementSpec(name, "rw", kind, limit, None, rules)


def _given(name: str, default: str | None = None) -> ElementSpec:
    return ElementSpec(name, "r", "string", 4000, default)


def _score(prefix: str, *rules: str) -> tuple[ElementSpec, ...]:
    return (
        _row(f"{prefix}.score.scaled", "real", SCALED, *rules),
        _row(f"{prefix}.score.raw", "real", None, *rules),
        _row(f"{prefix}.score.min", "real", None, *rules),
        _row(f"{prefix}.score.max", "real", None, *rules),
    )


def _objectives(edition: Edition) -> tuple[ElementSpec, ...]:
    row = "cmi.objectives.n"
    progress = _row(f"{row}.progress_measure", "real", SHARE, "id")
    return (
        _row(f"{row}.id", "long", 4000, "unique", "once"),
        *_score(row, "id"),
        ElementSpec(f"{row}.success_status", "rw", "token", SUCCESSES, "unknown", ("id",)),
        ElementSpec(f"{row}.completion_status", "rw", "token", COMPLETIONS, "unknown", ("id",)),
        *(() if edition is Edition.SCORM_2004_2ND else (progress,)),
        _row(f"{row}.description", "localized", 250, "id"),
    )


def _interactions() -> tuple[ElementSpec, ...]:
    row = "cmi.interactions.n"
    return (
        _row(f"{row}.id", "long", 4000),
        _row(f"{row}.type", "token", [KINDS, []], "id"),
        _row(f"{row}.objectives.n.id", "long", 4000, "id", "unique"),
        _row(f"{row}.timestamp", "timestamp", None, "id"),
        _row(f"{row}.correct_responses.n.pattern", "pattern", None, "id", "type"),
        _row(f"{row}.weighting", "real", None, "id"),
        _row(f"{row}.learner_response", "response", None, "id", "type"),
        _row(f"{row}.result", "result", RESULTS, "id"),
        _row(f"{row}.latency", "duration", None, "id"),
        _row(f"{row}.description", "localized", 250, "id"),
    )


def _comments(prefix: str, access: str) -> tuple[ElementSpec, ...]:
    return (
        ElementSpec(f"{prefix}.n.comment", access, "localized", 4000),
        ElementSpec(f"{prefix}.n.location", access, "string", 250),
        ElementSpec(f"{prefix}.n.timestamp", access, "timestamp"),
    )


def _preferences() -> tuple[ElementSpec, ...]:
    prefix = "cmi.learner_preference"
    return (
        ElementSpec(f"{prefix}.audio_level", "rw", "real", FROM_ZERO, "1"),
        ElementSpec(f"{prefix}.language", "rw", "language", 250, ""),
        ElementSpec(f"{prefix}.delivery_speed", "rw", "real", FROM_ZERO, "1"),
        ElementSpec(f"{prefix}.audio_captioning", "rw", "token", [["-1", "0", "1"], []], "0"),
    )


def _navigation(edition: Edition) -> tuple[ElementSpec, ...]:
    if edition is not Edition.SCORM_2004_4TH:
        return (ElementSpec("adl.nav.request", "rw", "request3", None, "_none_"),)
    return (
        ElementSpec("adl.nav.request", "rw", "request", None, "_none_"),
        ElementSpec("adl.data.n.id", "r", "string", 4000, None, ("fixed",)),
        ElementSpec("adl.data.n.store", "rw", "string", 64000, None, ("fixed", "shared")),
    )


def elements(edition: Edition) -> tuple[ElementSpec, ...]:
    """The table of one edition.

    The third adds the progress of objectives and holds more suspend data than the second; the
    fourth adds ``adl.data`` and jump.
    """
    second = edition is Edition.SCORM_2004_2ND
    return (
        _given("cmi._version", "1.0"),
        *_comments("cmi.comments_from_learner", "rw"),
        *_comments("cmi.comments_from_lms", "r"),
        ElementSpec("cmi.completion_status", "rw", "token", COMPLETIONS, "unknown"),
        _given("cmi.completion_threshold"),
        _given("cmi.credit", "credit"),
        _given("cmi.entry", "ab-initio"),
        ElementSpec(
            "cmi.exit", "w", "token", [["time-out", "suspend", "logout", "normal", ""], []]
        ),
        *_interactions(),
        _given("cmi.launch_data"),
        _given("cmi.learner_id"),
        _given("cmi.learner_name"),
        *_preferences(),
        _row("cmi.location", "string", 1000),
        _given("cmi.max_time_allowed"),
        _given("cmi.mode", "normal"),
        *_objectives(edition),
        _row("cmi.progress_measure", "real", SHARE),
        _given("cmi.scaled_passing_score"),
        *_score("cmi"),
        ElementSpec("cmi.session_time", "w", "duration"),
        ElementSpec("cmi.success_status", "rw", "token", SUCCESSES, "unknown"),
        _row("cmi.suspend_data", "string", 4000 if second else 64000),
        _given("cmi.time_limit_action", "continue,no message"),
        _given("cmi.total_time", "PT0H0M0S"),
        *_navigation(edition),
    )
