"""Learners and erasures, put into the shapes of the wire."""

from typing import cast

from api import wire
from api.v1.learners.shapes import Erasure, LearnerDetail, LearnerPackage, LearnerSummary, Status
from models import erasure as models
from services.database import Row
from services.erasure import certificates


def summary(row: Row) -> LearnerSummary:
    return LearnerSummary(
        user_id=row["user_id"],
        name=row["learner_name"],
        email=row["learner_email"],
        sessions=row["sessions"],
        completed=row["completed"],
        passed=row["passed"],
        failed=row["failed"],
        avg_score_scaled=row["avg_score_scaled"],
        total_time_seconds=row["total_time_seconds"],
        first_activity_at=wire.stamp(row["first_activity_at"]),
        last_activity_at=wire.stamp(row["last_activity_at"]),
    )


def whole(row: Row) -> LearnerDetail:
    shared = summary(row)
    return LearnerDetail(
        **{name: getattr(shared, name) for name in shared.__struct_fields__},
        packages=[_package(each) for each in row["packages"]],
    )


def _package(row: Row) -> LearnerPackage:
    return LearnerPackage(
        package_id=str(row["package_id"]),
        package_title=row["package_title"],
        sessions=row["sessions"],
        completed=row["completed"],
        passed=row["passed"],
        failed=row["failed"],
        avg_score_scaled=row["avg_score_scaled"],
        total_time_seconds=row["total_time_seconds"],
        last_activity_at=wire.stamp(row["last_activity_at"]),
    )


def erasure(found: models.Erasure) -> Erasure:
    return Erasure(
        id=str(found.id),
        erasure_id=str(found.id),
        status=cast(Status, str(found.status)),
        counts=certificates.counts_of(found),
        problem=found.problem or None,
        requested_at=wire.stamp(found.created_at),
        started_at=wire.stamp_if(found.started_at),
        completed_at=wire.stamp_if(found.finished_at),
    )
