"""Registrations of a dispatch: the record that a learner goes on with, or a new one."""

import secrets
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import uuid4

import msgspec

from models.dispatch import (
    Arrival,
    Dispatch,
    DispatchRegistration,
    DispatchSeat,
    EntryKind,
    Identity,
    Retake,
)
from models.launch import Mode
from models.session import Session
from scorm.status import Completion
from services.dispatches import ledger
from services.dispatches.arrivals import Arriving
from services.dispatches.ledger import Line
from services.errors import Conflict
from services.playing import launch
from services.playing.launch import Launched, LaunchRequest
from services.playing.registering import Registry

SECRET_BYTES: Final = 32


class Proof(StrEnum):
    """What shows whose record it is: what their system kept, what the browser did, what the page
    itself has asked for a moment ago, or the name.
    """

    SYSTEM = "system"
    BROWSER = "browser"
    PAGE = "page"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Known:
    registration: DispatchRegistration
    seat: DispatchSeat
    session: Session
    proof: Proof


@dataclass(frozen=True, slots=True)
class Enrolled:
    """``binding`` is what the other system shall keep; None where it does already."""

    registration: DispatchRegistration
    launched: Launched
    binding: str | None
    is_known: bool
    begins_anew: bool


async def known(dispatch: Dispatch, who: Arriving) -> Known | None:
    """The record that a learner may go on with, if anything shows that it is theirs.

    Raises Conflict.
    """
    bound = await _bound(dispatch, who.binding, Proof.SYSTEM) if who.binding else None
    if bound is None and who.remembered:
        bound = await _bound(dispatch, who.remembered, Proof.BROWSER)
        if bound is not None and not _is_theirs(bound, who):
            # Somebody else used this browser before.
            bound = None
    if bound is None and who.proposed:
        bound = await _bound(dispatch, who.proposed, Proof.PAGE)
        if bound is not None and not _is_theirs(bound, who):
            raise Conflict("This secret was proposed for another learner; propose a new one.")
    if bound is None and dispatch.identity == Identity.ASSERTED and who.learner:
        bound = await _named(dispatch, who.learner)
    return bound


def _is_theirs(found: Known, who: Arriving) -> bool:
    return who.learner in {"", found.seat.user_id}


async def enrol(
    registry: Registry,
    dispatch: Dispatch,
    who: Arriving,
    place: tuple[DispatchSeat, Known | None],
) -> Enrolled:
    """Raises QuotaExceeded, Gone, NotReady."""
    seat, found = place
    asked = LaunchRequest(user_id=seat.user_id)
    if found is not None:
        asked = replace(
            asked,
            session_id=found.session.id,
            new_attempt=_begins_anew(dispatch, who, found),
        )
    request = launch.checked(wish(dispatch, who, asked))
    launched = await launch.within(registry, dispatch.package_id, request)
    binding = _binding(who, found)
    if found is not None:
        found.registration.opened_at = registry.now
        return Enrolled(found.registration, launched, binding, True, asked.new_attempt)
    begun = DispatchRegistration(
        id=uuid4(),
        tenant_id=dispatch.tenant_id,
        dispatch_id=dispatch.id,
        session_key=launched.session.key,
        seat_id=seat.id,
        admitted_at=registry.now,
        opened_at=registry.now,
        created_at=registry.now,
    )
    return Enrolled(begun, launched, binding, False, False)


def wish(dispatch: Dispatch, who: Arriving, asked: LaunchRequest) -> LaunchRequest:
    """What every launch of the dispatch has in common."""
    hidden = dispatch.hides_learners
    return replace(
        asked,
        # Whatever a page tells that does not know of this.
        learner_name="" if hidden else who.learner_name,
        learner_email="" if hidden else who.learner_email,
        allowed_domains=dispatch.allowed_domains,
        mode=who.mode,
        revision=dispatch.revision,
        dispatch_id=dispatch.id,
        relay_host=who.relay_host,
    )


async def keep(dispatch: Dispatch, who: Arriving, enrolled: Enrolled, *, is_new: bool) -> None:
    """Once its seat is there; ``is_new`` if the learner was never here."""
    found = enrolled.registration
    found.host, found.lms = who.relay_host, who.standard
    if enrolled.binding is not None:
        found.binding_hash = _hash(enrolled.binding)
    if not enrolled.is_known:
        found.arrival = Arrival.NEW if is_new else Arrival.UNBOUND
        await found.save(force_create=True)
        if not is_new:
            await ledger.enter(
                dispatch,
                Line(kind=EntryKind.UNBOUND, seat_id=found.seat_id, session_key=found.session_key),
            )
    else:
        await found.save(
            update_fields=["host", "lms", "opened_at", "binding_hash"], force_update=True
        )


async def _bound(dispatch: Dispatch, secret: str, proof: Proof) -> Known | None:
    mine = DispatchRegistration.filter(tenant_id=dispatch.tenant_id, dispatch_id=dispatch.id)
    return await _whole(await mine.get_or_none(binding_hash=_hash(secret)), proof)


async def _named(dispatch: Dispatch, user_id: str) -> Known | None:
    """The latest record of whoever has this name there."""
    tenant_id = dispatch.tenant_id
    seat = await DispatchSeat.get_or_none(
        tenant_id=tenant_id, dispatch_id=dispatch.id, user_id=user_id
    )
    if seat is None:
        return None
    theirs = DispatchRegistration.filter(tenant_id=tenant_id, seat_id=seat.id)
    return await _whole(await theirs.order_by("-created_at").first(), Proof.NAME)


async def _whole(found: DispatchRegistration | None, proof: Proof) -> Known | None:
    if found is None:
        return None
    # Held, as it could be deleted in this very moment, or erased with its registration.
    own = Session.filter(tenant_id=found.tenant_id, key=found.session_key).select_for_update()
    session = await own.get_or_none()
    if session is None:
        return None
    seat = await DispatchSeat.get(tenant_id=found.tenant_id, id=found.seat_id)
    return Known(found, seat, session, proof)


def _begins_anew(dispatch: Dispatch, who: Arriving, found: Known) -> bool:
    """A learning system that has forgotten what it kept has begun a new attempt itself; unless it
    never took the completion, which then is handed over once more.

    Otherwise the dispatch decides, for who is done with the course.
    """
    session = found.session
    if who.mode != Mode.NORMAL or session.completion_status != Completion.COMPLETED:
        return False
    if found.proof is not Proof.SYSTEM and who.standard:
        return _was_taken(found)
    return dispatch.retake == Retake.NEW_ATTEMPT and not session.suspended


def _was_taken(found: Known) -> bool:
    """Whether the other system knows of the attempt that the completion is of."""
    accepted = msgspec.json.decode(found.registration.accepted or "{}")
    told = (accepted.get("completion_status"), accepted.get("attempt"))
    return told == (Completion.COMPLETED, found.session.attempts)


def _binding(who: Arriving, found: Known | None) -> str | None:
    """Nothing can be told again that only its digest is known of; then a new one replaces it."""
    if found is None or found.proof is Proof.NAME:
        return who.proposed or secrets.token_urlsafe(SECRET_BYTES)
    shown = {Proof.BROWSER: who.remembered, Proof.PAGE: who.proposed}
    return shown.get(found.proof)


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
