"""Webhooks as they look on the wire."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from api.paging import Pagination
from services.webhooks.events import NAMES

ClaimedTenant = Annotated[str | None, Meta(description="Your own tenant; any other is refused.")]
EventName = Annotated[str, Meta(extra_json_schema={"enum": list(NAMES)})]
EventNames = Annotated[list[EventName], Meta(min_length=1, max_length=100)]
Description = Annotated[str, Meta(max_length=1000)]
Address = Annotated[str, Meta(min_length=1, max_length=2048, extra_json_schema={"format": "uri"})]
Secret = Annotated[str, Meta(min_length=1, max_length=255)]
_OF_ONE = Meta(description="One event type, or * for all of them.")
_OF_SEVERAL = Meta(description="Several event types. Send this or event_type, not both.")
_SAME = Meta(description="The same as event_types, for programs that call it so.")
_URL = Meta(description="A public https address; its host name must be known.")


class WebhookCreate(Struct, kw_only=True):
    """An address, and what it wants to be told of: everything, unless event types are named."""

    url: Annotated[Address, _URL]
    event_type: Annotated[EventName | None, _OF_ONE] = None
    event_types: Annotated[EventNames | None, _OF_SEVERAL] = None
    events: Annotated[EventNames | None, _SAME] = None
    secret: Annotated[
        Secret | None,
        Meta(
            description="For signatures. Left out, one is made and shown in this answer alone; "
            "your own is never shown."
        ),
    ] = None
    description: Description | None = None
    active: bool = True
    tenant_id: ClaimedTenant = None


class WebhookReplace(Struct, kw_only=True):
    """All of a webhook; the secret stays unless a new one is sent."""

    url: Annotated[Address, _URL]
    event_type: Annotated[EventName | None, _OF_ONE] = None
    event_types: Annotated[EventNames | None, _OF_SEVERAL] = None
    events: Annotated[EventNames | None, _SAME] = None
    secret: Annotated[Secret | None, Meta(description="Replaces the present one at once.")] = None
    description: Description | None = None
    active: bool = True
    tenant_id: ClaimedTenant = None


class WebhookUpdate(Struct, kw_only=True):
    """What to change; what is left out stays as it is."""

    url: Annotated[Address | UnsetType, _URL] = UNSET
    event_type: Annotated[EventName | None, _OF_ONE] = None
    event_types: Annotated[EventNames | None, _OF_SEVERAL] = None
    events: Annotated[EventNames | None, _SAME] = None
    secret: Annotated[Secret | None, Meta(description="Replaces the present one at once.")] = None
    description: Description | UnsetType | None = UNSET
    active: bool | UnsetType = UNSET
    tenant_id: ClaimedTenant = None


class Webhook(Struct, kw_only=True):
    """An address and what it wants to be told of."""

    id: str
    webhook_id: Annotated[str, Meta(description="The same as id.")]
    tenant_id: str
    url: str
    event_type: Annotated[
        str | None, Meta(description="If it is one, or * for all; else null, see event_types.")
    ]
    event_types: list[str]
    events: Annotated[list[str], Meta(description="The same as event_types.")]
    description: str | None
    active: bool
    has_secret: bool
    previous_secret_valid_until: Annotated[
        str | None, Meta(description="Until then the secret before the present one counts too.")
    ]
    failure_count: int
    last_delivery_at: str | None
    created_at: str
    updated_at: str


class WebhookWithSecret(Webhook, kw_only=True):
    """A webhook, and the secret if it was made here: it is not shown again."""

    secret: str | UnsetType = UNSET


class WebhookList(Struct, kw_only=True):
    """Webhooks, newest first."""

    webhooks: list[Webhook]
    count: Annotated[int, Meta(description="All webhooks of the tenant.")]
    pagination: Pagination


class WebhookDeleted(Struct, kw_only=True):
    """The webhook is gone."""

    webhook_id: str
    success: bool = True


class SecretRotation(Struct, kw_only=True):
    """The next secret, and how long the old one still counts."""

    secret: Annotated[
        Secret | None, Meta(description="Left out, one is made and shown in this answer alone.")
    ] = None
    overlap_seconds: Annotated[
        int, Meta(ge=0, le=604_800, description="How long the old secret counts beside it.")
    ] = 86_400
    tenant_id: ClaimedTenant = None


class EventType(Struct, kw_only=True):
    """A kind of event, with the shape of its body."""

    name: str
    description: str
    aliases: Annotated[list[str], Meta(description="Other names it may be asked for by.")]
    schema: Annotated[dict[str, Any], Meta(description="The JSON schema of the body.")]
    example: Annotated[dict[str, Any], Meta(description="A body that fits the schema.")]


class EventTypes(Struct, kw_only=True):
    """Everything that a webhook can ask for."""

    event_types: list[EventType]
    count: int
