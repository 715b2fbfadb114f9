"""How long the server needs to take over a commit of about two kilobytes."""

import json
import statistics
import timeit

from scorm.cmi.begin import SessionFacts, begin12, begin2004
from scorm.cmi.patch import apply_patch
from scorm.edition import Edition

ROUNDS, CALLS = 9, 500


def _row(index: int, response: str) -> dict[str, str]:
    row = f"cmi.interactions.{index}"
    return {
        f"{row}.id": f"question-{index}",
        f"{row}.type": "choice",
        f"{row}.{response}": "a[,]b",
        f"{row}.result": "correct",
        f"{row}.weighting": "1",
    }


def _measure(edition: Edition, response: str, visit: dict[str, str]) -> None:
    facts = SessionFacts("learner-1", "Tester, Lena")
    state = begin2004({}, facts) if edition.is_2004 else begin12({}, facts)
    for index in range(40):
        state |= _row(index, response)
    patch = visit | _row(40, response) | {"cmi.suspend_data": "x" * 1_400}

    def call() -> None:
        apply_patch(edition, False, state, patch)

    assert apply_patch(edition, False, state, patch)[1] == {}  # noqa: S101 - all of it must count
    times = timeit.repeat(call, number=CALLS, repeat=ROUNDS)
    median = statistics.median(times) / CALLS * 1e6
    print(
        f"{edition:17} {len(json.dumps(patch))} bytes, {len(patch)} elements"
        f" on a state of {len(state)}: {median:.1f} µs"
    )


if __name__ == "__main__":
    _measure(
        Edition.SCORM_12,
        "student_response",
        {
            "cmi.core.lesson_location": "page 7",
            "cmi.core.lesson_status": "incomplete",
            "cmi.core.score.raw": "50",
            "cmi.core.session_time": "00:10:10",
            "cmi.core.exit": "suspend",
        },
    )
    _measure(
        Edition.SCORM_2004_4TH,
        "learner_response",
        {
            "cmi.location": "page 7",
            "cmi.completion_status": "incomplete",
            "cmi.score.scaled": "0.5",
            "cmi.progress_measure": "0.5",
            "cmi.session_time": "PT10M10S",
            "cmi.exit": "suspend",
        },
    )
