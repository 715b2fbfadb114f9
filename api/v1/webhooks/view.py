"""Webhooks, put into the shapes of the wire and read from them."""

from datetime import datetime

from msgspec import UNSET
from msgspec.structs import asdict

from api import wire
from api.v1.webhooks.shapes import (
    EventType,
    Webhook,
    WebhookCreate,
    WebhookReplace,
    WebhookUpdate,
    WebhookWithSecret,
)
from models import webhook as models
from services.errors import Invalid
from services.webhooks import events
from services.webhooks.webhooks import Sealed


def present(webhook: models.Webhook, now: datetime) -> Webhook:
    until = webhook.previous_secret_until
    return Webhook(
        id=str(webhook.id),
        webhook_id=str(webhook.id),
        tenant_id=str(webhook.tenant_id),
        url=webhook.url,
        event_type=webhook.events[0] if len(webhook.events) == 1 else None,
        event_types=webhook.events,
        events=webhook.events,
        description=webhook.description or None,
        active=webhook.active,
        has_secret=bool(webhook.secret),
        previous_secret_valid_until=wire.stamp_if(until if until and until > now else None),
        failure_count=webhook.failure_count,
        last_delivery_at=wire.stamp_if(webhook.last_delivery_at),
        created_at=wire.stamp(webhook.created_at),
        updated_at=wire.stamp(webhook.updated_at),
    )


def with_secret(sealed: Sealed, now: datetime) -> WebhookWithSecret:
    shown = asdict(present(sealed.webhook, now))
    return WebhookWithSecret(**shown, secret=sealed.secret or UNSET)


def event_type(told: events.EventType) -> EventType:
    return EventType(
        name=told.name,
        description=told.description,
        aliases=list(told.aliases),
        schema=told.schema,
        example=told.example,
    )


def wanted_events(data: WebhookCreate | WebhookReplace | WebhookUpdate) -> list[str] | None:
    """What the three spellings say; None when none is used."""
    one = None if data.event_type is None else [data.event_type]
    given = {"event_type": one, "event_types": data.event_types, "events": data.events}
    said = [events.chosen(name, names) for name, names in given.items() if names is not None]
    if any(one != said[0] for one in said):
        raise Invalid.field(
            "event_types", "event_type, event_types and events differ; one of them is enough"
        )
    return said[0] if said else None
