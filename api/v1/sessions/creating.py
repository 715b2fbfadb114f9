"""Creating sessions without launching them, and reading many at once."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, errors
from api.operations import Operation, operation
from api.v1.sessions import view
from api.v1.sessions.creation_input import new_session
from api.v1.sessions.creation_shapes import (
    CreateSessionRequest,
    ImportedSession,
    ImportProblem,
    ImportSessionsRequest,
    ImportSessionsResponse,
    SessionBatch,
    SessionBatchRequest,
)
from api.v1.sessions.shapes import Session
from models.tenant import Scope
from services.errors import (
    DuplicateEntry,
    NotReady,
    PackageNotFound,
    QuotaExceeded,
    Refusal,
)
from services.ports import ports
from services.sessions import batches, creating
from services.sessions.creating import Clerk, NewSession, Outcome

bp = Blueprint("session_creation", __name__, url_prefix="/api/v1")
auth.protect(bp)
tag_blueprint(bp, ["Sessions"])


@bp.post("/sessions")
@operation(
    Operation(
        answer=Session,
        statuses=(200, 201),
        body=CreateSessionRequest,
        refusals=(PackageNotFound, DuplicateEntry, NotReady, QuotaExceeded),
        headers=("ETag",),
    )
)
async def create_session(data: CreateSessionRequest) -> tuple[Session, int, dict[str, str]]:
    """Create a session.

    Without launching it: for assigning courses ahead of time, and for moving records here from
    another system. An `initial_state` is checked by the edition of the package, and the next
    launch goes on exactly there. A `session_id` that exists is answered as it is (200) for the
    same package and learner, and refused for others.
    """
    made, is_new = await creating.create(_clerk(), new_session(data))
    return view.whole(made), 201 if is_new else 200, {"ETag": f'"{made.version}"'}


@bp.post("/sessions/import")
@operation(Operation(answer=ImportSessionsResponse, body=ImportSessionsRequest))
async def import_sessions(data: ImportSessionsRequest) -> ImportSessionsResponse:
    """Import many sessions.

    Each is created by itself or not at all, and the answer says which. Send the same request
    again after a failure: what is there already stays as it is.
    """
    wanted = [_wanted(one) for one in data.sessions]
    found = await creating.create_many(_clerk(), wanted)
    results = [await _imported(index, one) for index, one in enumerate(found)]
    return ImportSessionsResponse(
        results=results,
        created=_count(results, "created"),
        existing=_count(results, "existing"),
        refused=_count(results, "refused"),
    )


@bp.post("/sessions/batch")
@operation(Operation(answer=SessionBatch, body=SessionBatchRequest, scopes=(Scope.READ,)))
async def read_sessions(data: SessionBatchRequest) -> SessionBatch:
    """Read many sessions.

    In the order of the ids, each once, as they look in the list.
    """
    found, missing = await batches.find(auth.tenant_id(), data.session_ids)
    return SessionBatch(sessions=[view.pick(one, None) for one in found], missing=missing)


def _clerk() -> Clerk:
    return Clerk(auth.tenant_id(), datetime.now(UTC), ports())


def _wanted(given: dict[str, Any]) -> NewSession | Refusal:
    try:
        auth.same_tenant(given.get("tenant_id"))
        return new_session(msgspec.convert(given, CreateSessionRequest))
    except msgspec.ValidationError as problem:
        return errors.invalid(str(problem))
    except Refusal as refusal:
        return refusal


async def _imported(index: int, one: Outcome) -> ImportedSession:
    if one.session is not None:
        return ImportedSession(
            index=index,
            status="created" if one.created else "existing",
            session_id=one.session.id,
            version=one.session.version,
            error=None,
        )
    return ImportedSession(
        index=index,
        status="refused",
        session_id=None,
        version=None,
        error=await _problem(one.refusal),
    )


async def _problem(refusal: Refusal | None) -> ImportProblem | None:
    """As the whole request would have been answered for this one alone."""
    if refusal is None:
        return None
    body, *_ = await errors.refused(refusal)
    return ImportProblem(body["code"], body["message"], body["details"])


def _count(results: Sequence[ImportedSession], status: str) -> int:
    return sum(one.status == status for one in results)
