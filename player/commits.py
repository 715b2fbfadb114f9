"""The one thing a course may write: commits, with a token that is good for nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import msgspec
import structlog

from player.errors import envelope, status_of
from services import tokens
from services.errors import Refusal, Unavailable
from services.playing import permits, runtime
from services.playing.commit_request import decode
from services.playing.runtime import Answer
from services.ports import ports
from services.tokens import CommitClaims, CommitIssuer

log = structlog.get_logger("lectern.player")


def commit_issuer() -> CommitIssuer:
    """With the life that the operator configured."""
    installed = ports()
    return CommitIssuer(
        installed.keyring, timedelta(seconds=installed.settings.commit_token_seconds)
    )


async def commit(label: str, _ct: str, body: bytes) -> tuple[int, bytes]:
    """Status and JSON; ``label`` is empty where all courses share one origin.

    The path capability decides nothing: a bridge delivers what an earlier launch left behind.
    """
    now = datetime.now(UTC)
    try:
        return 200, await _take(label, body, now)
    except Refusal as refusal:
        return status_of(type(refusal)), envelope(refusal)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        log.exception("a commit could not be stored")
        return 503, envelope(Unavailable())


async def _take(label: str, body: bytes, now: datetime) -> bytes:
    request = decode(body)
    claims = tokens.verify_commit(ports().keyring, request.token, label, now)
    idle = timedelta(seconds=ports().settings.session_idle_seconds)
    answer = await runtime.commit(request, claims, now, idle)
    return msgspec.json.encode(await _shown(answer, claims, now))


async def _shown(answer: Answer, claims: CommitClaims, now: datetime) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "applied": answer.applied,
        "version": answer.version,
        "errors": answer.errors,
        "server_time": now,
    }
    if answer.valid is not None:
        shown["valid"] = answer.valid
    if answer.replayed:
        shown["replayed"] = True
    if answer.may_renew and claims.expires_at - now < commit_issuer().life / 2:
        shown |= await _renewed(claims, now)
    return shown


async def _renewed(claims: CommitClaims, now: datetime) -> dict[str, Any]:
    if not await permits.may_go_on(claims.tenant_id, claims.session_key):
        return {}
    token, seconds = commit_issuer().issue(claims, now)
    return {"token": token, "token_expires_in": seconds}
