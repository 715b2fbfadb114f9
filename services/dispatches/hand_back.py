"""What the other system made of a result, as the page that passed it on tells."""

import re
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from models.dispatch import DispatchRegistration
from models.launch import Launch
from models.session import Session
from scorm.status import Completion, Success
from services import database
from services.database import Connection
from services.dispatches.registrations import STATE, HandBack
from services.errors import Conflict, Gone, Invalid
from services.playing import opening

MOST_DIAGNOSIS_BYTES: Final = 4096
LONGEST_CODE: Final = 64
UNNAMED: Final = "unknown"
_UNPRINTABLE: Final = re.compile(r"[^\x20-\x7e]")
_LOOK: Final = """
SELECT {state} AS state FROM dispatch_registration r
JOIN session t ON t.tenant_id = $1 AND t.key = r.session_key
WHERE r.tenant_id = $1 AND r.id = $2
"""
_STATE: Final = _LOOK.format(state=STATE)

Version = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Seconds = Annotated[float, Meta(ge=0, le=1e10)]
Number = Annotated[float, Meta(ge=-1e15, le=1e15)] | None


class HandedScore(Struct, forbid_unknown_fields=True):
    scaled: Number
    raw: Number
    min: Number
    max: Number


class HandedResult(Struct, forbid_unknown_fields=True):
    """The very result that was handed over."""

    version: Version
    completion_status: Completion
    success_status: Success
    score: HandedScore
    progress: Annotated[float, Meta(ge=0, le=1)] | None
    seconds: Seconds
    visit_seconds: Seconds
    attempt: Version


class Receipt(Struct):
    """``error`` is the other system's own code; ``diagnosis`` what the connection check found."""

    version: Version
    result: HandedResult
    ok: bool
    error: Annotated[str, Meta(max_length=1000)] = ""
    diagnosis: dict[str, Any] | None = None


async def receipt(launch_id: UUID, handle: str, told: Receipt, now: datetime) -> HandBack:
    """Only ever moves forward: what is older than what was accepted changes nothing.

    Raises InvalidToken, TokenExpired, Conflict, Invalid, Gone.
    """
    diagnosis = _diagnosis(told)
    tenant_id = opening.tenant_of(handle)
    async with database.tenant_scope(tenant_id) as connection:
        launch = await opening.held(launch_id, handle, now)
        session = await _session(launch)
        _check_result(told, session)
        found = await _held(launch)
        if found is None:
            # A trial: nobody asks later how it went.
            return HandBack.ACCEPTED if told.ok else HandBack.REFUSED
        if told.version >= found.accepted_version:
            await _take(found, told, diagnosis, now)
        return await _state(connection, found)


def _check_result(told: Receipt, session: Session) -> None:
    """No result is taken for one of a version that is not its own; raises Invalid."""
    result = told.result
    if told.version != result.version:
        raise Invalid.field("version", "is another than that of the result")
    if told.version > session.version:
        raise Invalid.field("version", "is of a result that there has not been yet")
    shown = result.completion_status, result.success_status, result.progress, result.attempt
    recorded = (
        *(session.completion_status, session.success_status),
        *(session.progress_measure, session.attempts),
    )
    scored = result.score.scaled, result.score.raw, result.score.min, result.score.max
    score = session.score_scaled, session.score_raw, session.score_min, session.score_max
    if told.version == session.version and (shown, scored) != (recorded, score):
        raise Invalid.field("result", "is not the one of this version")


async def _session(launch: Launch) -> Session:
    if not launch.relay_host:
        raise Conflict("Nobody passes the results of this launch on.")
    session = await Session.get_or_none(tenant_id=launch.tenant_id, key=launch.session_key)
    if session is None:
        raise Gone
    return session


async def _held(launch: Launch) -> DispatchRegistration | None:
    mine = DispatchRegistration.filter(tenant_id=launch.tenant_id, session_key=launch.session_key)
    return await mine.select_for_update().get_or_none()


async def _take(found: DispatchRegistration, told: Receipt, diagnosis: str, now: datetime) -> None:
    if told.ok:
        found.accepted = msgspec.json.encode(told.result).decode()
        found.accepted_version, found.accepted_at = told.version, now
        found.refusal, found.refused_at = "", None
    else:
        found.refusal = _UNPRINTABLE.sub("", told.error)[:LONGEST_CODE] or UNNAMED
        found.refused_at = now
    found.diagnosis = diagnosis or found.diagnosis
    columns = ("accepted", "accepted_version", "accepted_at", "refusal", "refused_at", "diagnosis")
    await found.save(update_fields=list(columns), force_update=True)


async def _state(connection: Connection, found: DispatchRegistration) -> HandBack:
    [row] = await connection.execute_query_dict(_STATE, [found.tenant_id, found.id])
    return HandBack(row["state"])


def _diagnosis(told: Receipt) -> str:
    """Raises Invalid."""
    if told.diagnosis is None:
        return ""
    text = msgspec.json.encode(told.diagnosis)
    if len(text) > MOST_DIAGNOSIS_BYTES:
        raise Invalid.field("diagnosis", f"at most {MOST_DIAGNOSIS_BYTES} bytes")
    return text.decode()
