"""Revisions and moves between them, put into the shapes of the wire."""

import json
from collections.abc import Mapping
from typing import Any, cast

from api import wire
from api.v1.packages.version_shapes import (
    ForecastCounts,
    ForecastSession,
    LostPart,
    PackageMigration,
    PackageVersion,
    PackageVersions,
    VersionForecast,
)
from api.v1.packages.view import CONTENT
from models import moving
from models import package as models
from services.sessions.outlooks import Forecast


def versions(
    package: models.Package, revisions: list[models.Revision], base_url: str
) -> PackageVersions:
    shown = [
        PackageVersion(
            revision=one.number,
            version=one.edition.version,  # pyright: ignore[reportArgumentType]
            title=one.title,
            file_size_bytes=one.file_size_bytes,
            original_filename=one.original_filename,
            uploaded_by=one.uploaded_by,
            storage_path=one.storage_key,
            launch_url=f"{base_url}{CONTENT}/{package.id}/{one.launch_href}",
            created_at=wire.stamp(one.created_at),
            is_current=one.number == package.current_revision,
        )
        for one in revisions
    ]
    return PackageVersions(
        package_id=str(package.id),
        current_revision=package.current_revision,
        versions=shown,
        count=len(shown),
    )


def migration(order: moving.PackageMigration) -> PackageMigration:
    return PackageMigration(
        id=str(order.id),
        migration_id=str(order.id),
        package_id=str(order.package_id),
        revision=order.revision,
        status=order.status.value,
        total=order.total,
        moved=order.moved,
        waiting=order.waiting,
        skipped=order.skipped,
        started_over=order.started_over,
        lost=_lost(json.loads(order.lost)),
        created_at=wire.stamp(order.created_at),
        updated_at=wire.stamp(order.updated_at),
        finished_at=wire.stamp_if(order.finished_at),
    )


def forecast(package_id: str, revision: int, found: Forecast) -> VersionForecast:
    return VersionForecast(
        package_id=package_id,
        revision=revision,
        total=found.total,
        running=found.running,
        fates=ForecastCounts(**found.fates),
        by_completion_status=found.by_completion,
        lost=_lost(found.lost),
        sessions=[
            ForecastSession(
                session_id=each.session_id,
                revision=each.revision,
                fate=cast(Any, each.fate),
                loses=each.lost,
                completion_status=cast(Any, each.completion_status),
                running=each.running,
            )
            for each in found.sessions
        ],
    )


def _lost(counted: Mapping[str, int]) -> list[LostPart]:
    return [LostPart(identifier=name, sessions=counted[name]) for name in sorted(counted)]
