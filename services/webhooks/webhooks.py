"""The webhooks of a tenant: making, finding, changing and removing them."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from models.webhook import Webhook
from services import database
from services.accounts import audit
from services.errors import QuotaExceeded, WebhookNotFound
from services.keyring import Keyring
from services.outbound import targets
from services.webhooks import sealing

MOST_WEBHOOKS = 100
RESOLVE_SECONDS = 2


class _UnknownHost(Exception):
    """Nobody knows this name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client says of a webhook; without a secret one is made."""

    url: str
    events: list[str]
    description: str = ""
    active: bool = True
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """``secret`` is told when it was made here, else it is empty."""

    webhook: Webhook
    secret: str


@dataclass(frozen=True, slots=True)
class Rotation:
    """The next secret, made here if it is empty; both count for the time of ``overlap``."""

    secret: str
    overlap: timedelta


@dataclass(frozen=True, slots=True)
class Workshop:
    """What seals secrets, and whether addresses may lie in the own network."""

    keyring: Keyring
    allow_private: bool


async def create(tenant_id: UUID, wanted: Wanted, workshop: Workshop, now: datetime) -> Sealed:
    """Raises Invalid for an address that may not be called, and QuotaExceeded."""
    await _check(wanted.url, workshop)
    key, secret = uuid4(), wanted.secret or sealing.mint()
    async with database.tenant_scope(tenant_id) as connection:
        present = await Webhook.filter(tenant_id=tenant_id).count()
        if present >= MOST_WEBHOOKS:
            raise QuotaExceeded(
                f"A tenant may have at most {MOST_WEBHOOKS} webhooks.",
                resource="webhooks",
                limit=MOST_WEBHOOKS,
                current=present,
            )
        made = await Webhook.create(
            id=key,
            tenant_id=tenant_id,
            url=wanted.url,
            events=wanted.events,
            description=wanted.description,
            active=wanted.active,
            secret=sealing.seal(workshop.keyring, key, secret),
            updated_at=now,
        )
        await audit.note(connection, tenant_id, "webhook.created", str(key), _facts(made))
    return Sealed(made, "" if wanted.secret else secret)


async def page(tenant_id: UUID, number: int, size: int) -> tuple[list[Webhook], int]:
    """One page, newest first, and how many there are in all."""
    async with database.tenant_scope(tenant_id):
        everything = Webhook.filter(tenant_id=tenant_id)
        total = await everything.count()
        newest = everything.order_by("-created_at", "id")
        return await newest.offset((number - 1) * size).limit(size), total


async def find(tenant_id: UUID, webhook_id: str) -> Webhook:
    async with database.tenant_scope(tenant_id):
        return await _get(tenant_id, webhook_id)


async def change(
    tenant_id: UUID,
    webhook_id: str,
    changes: Mapping[str, Any],
    workshop: Workshop,
    now: datetime,
) -> Webhook:
    """Set some of url, events, description, active and secret; a new secret counts at once."""
    found = await find(tenant_id, webhook_id)
    if not changes:
        return found
    if "url" in changes:
        await _check(changes["url"], workshop)
    async with database.tenant_scope(tenant_id) as connection:
        found = await _get(tenant_id, webhook_id)
        for name, value in changes.items():
            setattr(found, name, value)
        if "secret" in changes:
            found.secret = sealing.seal(workshop.keyring, found.id, changes["secret"])
            found.previous_secret, found.previous_secret_until = "", None
        found.updated_at = now
        await found.save()
        facts = {**_facts(found), "changed": sorted(changes)}
        await audit.note(connection, tenant_id, "webhook.updated", str(found.id), facts)
    return found


async def rotate(
    tenant_id: UUID, webhook_id: str, rotation: Rotation, workshop: Workshop, now: datetime
) -> Sealed:
    async with database.tenant_scope(tenant_id) as connection:
        found = await _get(tenant_id, webhook_id)
        secret = rotation.secret or sealing.mint()
        overlaps = rotation.overlap > timedelta()
        found.previous_secret = found.secret if overlaps else ""
        found.previous_secret_until = now + rotation.overlap if overlaps else None
        found.secret = sealing.seal(workshop.keyring, found.id, secret)
        found.updated_at = now
        await found.save()
        facts = {"overlap_seconds": int(rotation.overlap.total_seconds())}
        await audit.note(connection, tenant_id, "webhook.secret_rotated", str(found.id), facts)
    return Sealed(found, "" if rotation.secret else secret)


async def remove(tenant_id: UUID, webhook_id: str) -> Webhook:
    async with database.tenant_scope(tenant_id) as connection:
        found = await _get(tenant_id, webhook_id)
        await found.delete()
        await audit.note(connection, tenant_id, "webhook.deleted", str(found.id), _facts(found))
    return found


async def _get(tenant_id: UUID, webhook_id: str) -> Webhook:
    found = await Webhook.get_or_none(tenant_id=tenant_id, id=_key(webhook_id))
    if found is None:
        raise WebhookNotFound
    return found


def _key(given: str) -> UUID:
    """What is not a UUID as we write it names no webhook of ours."""
    try:
        key = UUID(given)
    except ValueError as problem:
        raise WebhookNotFound from problem
    if str(key) != given.lower():
        raise WebhookNotFound
    return key


async def _check(url: str, workshop: Workshop) -> None:
    """A name that cannot be found yet, or right now, is no fault: each delivery asks anew."""
    with suppress(_UnknownHost):
        await targets.checked(url, workshop.allow_private, ask=_resolve_or_tell)


async def _resolve_or_tell(host: str, port: int) -> list[str]:
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            return await targets.resolve(host, port)
    except (OSError, TimeoutError) as problem:
        raise _UnknownHost from problem


def _facts(webhook: Webhook) -> dict[str, Any]:
    """The host only: the rest of an address may be a secret itself."""
    return {"host": urlsplit(webhook.url).hostname or "", "events": webhook.events}
