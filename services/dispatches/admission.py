"""The door of a dispatch: who comes is checked, gets a place, and goes on with their record."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from models.dispatch import Dispatch
from models.package import Package
from models.session import Session
from services import database, tokens
from services.accounts import audit, passwords
from services.dispatches import arrivals, dispatches, enrolments, notices, seats
from services.dispatches.arrivals import Arriving
from services.dispatches.enrolments import Enrolled
from services.errors import DispatchNotFound, PasswordRequired, RateLimited
from services.events import NewEvent
from services.keyring import Keyring
from services.playing import permits, previews
from services.playing.launch import LaunchRequest
from services.playing.permits import Closed
from services.playing.registering import Registry, Signing
from services.tokens import DispatchClaims

LAUNCHED: Final = "dispatch.launched"
LIMIT_REACHED: Final = "dispatch.limit_reached"
MOST_TRIALS_A_DAY: Final = 50
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


class Outcome(StrEnum):
    """What became of who came in; ``unbound`` has been here, but nothing shows who it is."""

    NEW = "new"
    RESUMED = "resumed"
    NEW_ATTEMPT = "new_attempt"
    UNBOUND = "unbound"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Looked:
    """``title`` is that of the course."""

    dispatch: Dispatch
    title: str
    claims: DispatchClaims


@dataclass(frozen=True, slots=True)
class Admitted:
    """``token`` opens the session. ``binding`` is what the other system shall keep from now on;
    None where it keeps the right thing already.
    """

    session_id: str
    token: str
    binding: str | None
    user_id: str
    outcome: Outcome
    dispatch_id: UUID


async def look(keyring: Keyring, token: str, now: datetime) -> Looked:
    """What a link leads to, without going in; raises InvalidToken, DispatchNotFound and
    DispatchNotActive.
    """
    claims = tokens.verify_dispatch(keyring, token, now)
    async with database.tenant_scope(claims.tenant_id):
        found = await Dispatch.get_or_none(tenant_id=claims.tenant_id, id=claims.dispatch_id)
        if found is None:
            raise DispatchNotFound
        _check_open(found, claims, now)
        package = await Package.get(tenant_id=claims.tenant_id, id=found.package_id)
    return Looked(found, package.title, claims)


async def admit(who: Arriving, now: datetime, signing: Signing) -> Admitted:
    """Raises InvalidToken, DispatchNotFound, DispatchNotActive, DomainNotAllowed,
    PasswordRequired, SeatsExceeded, QuotaExceeded, Gone, NotReady.
    """
    looked = await look(signing.keyring, who.token, now)
    dispatch, claims = looked.dispatch, looked.claims
    arrivals.check_place(dispatch, who)
    if claims.test:
        return await _try_out(dispatch, who, now, signing)
    # It takes a while, so nothing is held meanwhile.
    await _check_password(dispatch, who.password)
    async with database.tenant_scope(claims.tenant_id) as connection:
        held = await dispatches.held(claims.tenant_id, str(claims.dispatch_id))
        _check_open(held, claims, now)
        arrivals.check_place(held, who)
        if held.password_hash != dispatch.password_hash:
            raise PasswordRequired(reason="password")
        registry = Registry(connection, claims.tenant_id, now, signing)
        return await _admit(registry, held, who)


async def _admit(registry: Registry, dispatch: Dispatch, who: Arriving) -> Admitted:
    known = await enrolments.known(dispatch, who)
    name = known.seat.user_id if known else who.learner or arrivals.nobody()
    taken = await seats.take(dispatch, name)
    enrolled = await enrolments.enrol(registry, dispatch, who, (taken.seat, known))
    session = enrolled.launched.session
    reached = await seats.enter(dispatch, taken, session.key)
    await enrolments.keep(dispatch, who, enrolled, is_new=taken.is_new)
    outcome = _outcome(enrolled, is_new=taken.is_new)
    told = {"session_id": session.id, "user_id": session.user_id, "outcome": str(outcome)}
    await _tell(registry, dispatch, reached, told)
    if outcome is Outcome.UNBOUND:
        facts = {"registration": enrolled.registration.id, "host": who.host, "lms": who.standard}
        action = "dispatch.unbound_launch"
        await audit.note(registry.connection, registry.tenant_id, action, dispatch.id, facts)
    return Admitted(
        session.id, enrolled.launched.token, enrolled.binding, name, outcome, dispatch.id
    )


async def _try_out(dispatch: Dispatch, who: Arriving, now: datetime, signing: Signing) -> Admitted:
    """As nobody, and leaving nothing behind; raises RateLimited."""
    await _refuse_endless_trials(dispatch, now)
    wish = enrolments.wish(dispatch, who, LaunchRequest(user_id=""))
    launched = await previews.launch(dispatch.tenant_id, dispatch.package_id, wish, now, signing)
    session = launched.session
    return Admitted(session.id, launched.token, None, session.user_id, Outcome.TEST, dispatch.id)


async def _refuse_endless_trials(dispatch: Dispatch, now: datetime) -> None:
    """Trials cost no place, so that nobody must be able to learn by them."""
    async with database.tenant_scope(dispatch.tenant_id):
        own = Session.filter(tenant_id=dispatch.tenant_id, dispatch_id=dispatch.id, preview=True)
        tried = await own.filter(created_at__gt=now - DAY).count()
    if tried >= MOST_TRIALS_A_DAY:
        raise RateLimited(
            "The connection was tried too often today.",
            reason="test_limit",
            limit=MOST_TRIALS_A_DAY,
            reset=int((now + HOUR).timestamp()),
            retry_after_seconds=int(HOUR.total_seconds()),
        )


def _check_open(dispatch: Dispatch, claims: DispatchClaims, now: datetime) -> None:
    if dispatch.token_id != claims.token_id:
        permits.refuse(Closed.REVOKED)
    permits.check_open(dispatch, now)


async def _check_password(dispatch: Dispatch, given: str) -> None:
    if not dispatch.password_hash:
        return
    if not given or not await passwords.matches(dispatch.password_hash, given):
        raise PasswordRequired(reason="password")


def _outcome(enrolled: Enrolled, *, is_new: bool) -> Outcome:
    if enrolled.is_known:
        return Outcome.NEW_ATTEMPT if enrolled.begins_anew else Outcome.RESUMED
    return Outcome.NEW if is_new else Outcome.UNBOUND


async def _tell(
    registry: Registry, dispatch: Dispatch, reached: list[str], launched: dict[str, str]
) -> None:
    connection = registry.connection
    key = f"{launched['session_id']}:{registry.now.isoformat()}"
    event = NewEvent(LAUNCHED, f"{LAUNCHED}:{dispatch.id}:{key}")
    await notices.tell(connection, dispatch, event, registry.now, **launched)
    for reason in reached:
        full = NewEvent(LIMIT_REACHED, f"{LIMIT_REACHED}:{dispatch.id}:{reason}:{key}")
        await notices.tell(connection, dispatch, full, registry.now, reason=reason)
