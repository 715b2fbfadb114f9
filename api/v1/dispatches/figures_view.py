"""What has come of a dispatch, put into the shapes of the wire."""

from typing import Any

from api import wire
from api.v1.dispatches.results_shapes import (
    AcceptedResult,
    RecordedResult,
    RefusedResult,
    Registration,
    ResultScore,
)
from api.v1.dispatches.seats_shapes import LedgerActor, LedgerLine, Seat
from api.v1.dispatches.stats_shapes import DispatchDay, DispatchResults, DispatchStats
from models.dispatch import Dispatch
from services.database import Row
from services.dispatches import registrations
from services.reports.dispatch_stats import Stats


def stats(dispatch: Dispatch, found: Stats) -> DispatchStats:
    totals = found.totals
    days = [
        DispatchDay(
            date=day["date"].isoformat(), launches=day["launches"], completions=day["completed"]
        )
        for day in found.by_day
    ]
    return DispatchStats(
        dispatch_id=str(dispatch.id),
        sessions=totals["sessions"],
        learners=totals["learners"],
        launches=totals["launches"],
        registrations=found.registrations,
        licenses_used=found.licenses,
        completions=totals["completed"],
        passed=totals["passed"],
        failed=totals["failed"],
        completion_rate=totals["completion_rate"],
        pass_rate=totals["pass_rate"],
        avg_score_scaled=totals["avg_score_scaled"],
        total_time_seconds=totals["total_time_seconds"],
        last_activity_at=wire.stamp_if(totals["last_activity_at"]),
        results=DispatchResults(**{str(state): count for state, count in found.results.items()}),
        by_day=days,
    )


def seat(row: Row) -> Seat:
    return Seat(
        user_id=row["user_id"],
        learner_name=row["learner_name"],
        registered=row["registered"],
        licensed=row["licensed"],
        since=wire.stamp(row["since"]),
        sessions=row["sessions"],
        last_activity_at=wire.stamp_if(row["last_activity_at"]),
    )


def line(row: Row) -> LedgerLine:
    # A learner launches in nobody's name.
    asked = row["actor_kind"] not in {"", "system"}
    actor = LedgerActor(kind=row["actor_kind"], id=row["actor_id"], name=row["actor_name"])
    return LedgerLine(
        id=row["id"],
        at=wire.stamp(row["created_at"]),
        kind=row["kind"],
        user_id=row["user_id"],
        session_id=row["session_id"],
        actor=actor if asked else None,
        registrations=row["registrations"],
        licenses=row["licenses"],
        registration_count=row["registration_count"],
        license_count=row["license_count"],
    )


def registration(row: Row) -> Registration:
    diagnosis = registrations.told(row["diagnosis"])
    code = diagnosis.get("code")
    return Registration(
        id=str(row["id"]),
        session_id=row["session_id"],
        user_id=row["user_id"],
        learner_name=row["learner_name"],
        state=row["state"],
        arrival=row["arrival"],
        host=row["host"] or None,
        lms=row["lms"] or None,
        recorded=_recorded(row),
        accepted=_accepted(row),
        refused=_refused(row),
        diagnosis_code=code if isinstance(code, str) else None,
        diagnosis=diagnosis or None,
        created_at=wire.stamp(row["created_at"]),
        opened_at=wire.stamp(row["opened_at"]),
    )


def _recorded(row: Row) -> RecordedResult:
    return RecordedResult(
        completion_status=row["completion_status"],
        success_status=row["success_status"],
        score=ResultScore(
            scaled=row["score_scaled"],
            raw=row["score_raw"],
            min=row["score_min"],
            max=row["score_max"],
        ),
        progress=row["progress_measure"],
        time_spent_seconds=row["time_spent_seconds"],
        attempt=row["attempts"],
        version=row["version"],
        at=wire.stamp(row["recorded_at"]),
    )


def _accepted(row: Row) -> AcceptedResult | None:
    found = registrations.told(row["accepted"])
    if not found:
        return None
    score: dict[str, Any] = found["score"]
    return AcceptedResult(
        completion_status=found["completion_status"],
        success_status=found["success_status"],
        score=ResultScore(**{name: score[name] for name in ("scaled", "raw", "min", "max")}),
        progress=found["progress"],
        attempt=found["attempt"],
        version=row["accepted_version"],
        at=wire.stamp_if(row["accepted_at"]),
    )


def _refused(row: Row) -> RefusedResult | None:
    if not row["refusal"]:
        return None
    return RefusedResult(code=row["refusal"], at=wire.stamp_if(row["refused_at"]))
