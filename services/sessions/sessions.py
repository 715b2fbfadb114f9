"""Sessions: finding, listing, changing them from outside, and letting them expire."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from tortoise.expressions import F

from models.launch import Launch
from models.package import Package, Revision
from models.session import Session, SessionStatus
from services import database, events
from services.accounts import tenant_settings
from services.errors import Invalid
from services.sessions import amending, guards, session_parts
from services.sessions.sco_states import Record, record_of
from services.tracking.session_view import PackageRef, SessionView, event_body, score_of

EXPIRED_AT_ONCE: Final = 500


class Scored(Protocol):
    """A score from outside; what is None is not known."""

    scaled: float | None
    raw: float | None
    min: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What shall be different; None leaves things as they are, in ``cmi_data`` it removes them."""

    cmi_data: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    completion_status: str | None = None
    success_status: str | None = None
    score: Scored | None = None
    session_time: str | None = None
    suspend_data: str | None = None
    version: int | None = None


async def find(tenant_id: UUID, session_id: str, now: datetime) -> SessionView:
    """With the data of its current SCO and all parts; raises SessionNotFound."""
    async with database.tenant_scope(tenant_id) as connection:
        record = await record_of(connection, tenant_id, session_id)
        return await whole(record, now)


async def amend(
    tenant_id: UUID, session_id: str, amendment: Amendment, now: datetime
) -> SessionView:
    """Raises SessionNotFound, VersionConflict, SessionExpired, Invalid."""
    async with database.tenant_scope(tenant_id) as connection:
        record = await record_of(connection, tenant_id, session_id, lock=True)
        if amendment.version is None and await tenant_settings.requires_version(tenant_id):
            raise Invalid.field("version", "must be given: send the one that you read")
        guards.check_writable(record.session, amendment.version, now)
        await amending.change(record, amendment, now)
        return await whole(record, now)


async def expire(tenant_id: UUID, now: datetime) -> int:
    """Close what nobody has used for a day; late deliveries of the last launch stay possible."""
    async with database.tenant_scope(tenant_id) as connection:
        over = Session.filter(tenant_id=tenant_id, status=SessionStatus.ACTIVE, expires_at__lte=now)
        found = await over.select_for_update(skip_locked=True).limit(EXPIRED_AT_ONCE)
        keys = [session.key for session in found]
        if keys:
            await Session.filter(tenant_id=tenant_id, key__in=keys).update(
                status=SessionStatus.EXPIRED, event_count=F("event_count") + 1
            )
            await Launch.filter(
                tenant_id=tenant_id, session_key__in=keys, content_expires_at__gt=now
            ).update(content_expires_at=now)
        for session in found:
            told = [events.changed(events.EXPIRED, session.key, session.version)]
            subject = events.subject_of(session)
            await events.record(connection, subject, told, event_body(session), now)
    return len(keys)


async def whole(record: Record, now: datetime) -> SessionView:
    [view] = await views([record.session], record.cmi)
    return replace(view, parts=await session_parts.parts(record, now))


async def views(found: list[Session], cmi: dict[str, str] | None = None) -> list[SessionView]:
    revisions = await Revision.filter(id__in={each.revision_id for each in found}).only(
        "id", "number", "edition"
    )
    packages = await Package.filter(id__in={each.package_id for each in found}).only("id", "title")
    by_id = {revision.id: revision for revision in revisions}
    titles = {package.id: package.title for package in packages}
    return [
        _view(session, by_id[session.revision_id], titles[session.package_id], cmi)
        for session in found
    ]


def _view(
    session: Session, revision: Revision, title: str, cmi: dict[str, str] | None
) -> SessionView:
    given = cmi or {}
    place = "cmi.location" if revision.edition.is_2004 else "cmi.core.lesson_location"
    return SessionView(
        id=session.id,
        package_id=session.package_id,
        tenant_id=session.tenant_id,
        user_id=session.user_id,
        learner_name=session.learner_name,
        learner_email=session.learner_email,
        completion_status=session.completion_status,
        success_status=session.success_status,
        score=score_of(session),
        progress_measure=session.progress_measure,
        attempts=session.attempts,
        time_spent_seconds=int(session.time_spent),
        session_time=session.session_time,
        cmi_data=cmi,
        suspend_data=given.get("cmi.suspend_data"),
        location=given.get(place),
        package=PackageRef(session.package_id, title, revision.edition.version),
        package_revision=revision.number,
        version=session.version,
        status=session.status,
        launched_at=session.launched_at,
        completed_at=session.completed_at,
        expires_at=session.expires_at,
        created_at=session.created_at,
        updated_at=session.updated_at,
        dispatch_id=session.dispatch_id,
        launch_count=session.launch_count,
        last_launched_at=session.last_launched_at,
        preview=session.preview,
        imported=session.imported,
    )
