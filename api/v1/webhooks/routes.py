"""Webhooks: the addresses of a tenant that want to be told what happens."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import UNSET
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.paging import Pagination, Paging
from api.v1.webhooks import view
from api.v1.webhooks.shapes import (
    EventTypes,
    SecretRotation,
    Webhook,
    WebhookCreate,
    WebhookDeleted,
    WebhookList,
    WebhookReplace,
    WebhookUpdate,
    WebhookWithSecret,
)
from models.webhook import EVERYTHING
from services.errors import QuotaExceeded, WebhookNotFound
from services.ports import ports
from services.webhooks import events, webhooks
from services.webhooks.webhooks import Rotation, Wanted, Workshop

bp = Blueprint("webhooks", __name__, url_prefix="/api/v1/webhooks")
auth.protect(bp)
tag_blueprint(bp, ["Webhooks"])


@bp.post("")
@operation(
    Operation(
        answer=WebhookWithSecret,
        statuses=(201,),
        body=WebhookCreate,
        refusals=(QuotaExceeded,),
    )
)
async def create_webhook(data: WebhookCreate) -> tuple[WebhookWithSecret, int]:
    """Create a webhook.

    Without event types it asks for all of them. Keep the `secret` of this answer: it is not shown
    again.
    """
    now = datetime.now(UTC)
    wanted = Wanted(
        url=data.url,
        events=view.wanted_events(data) or [EVERYTHING],
        description=data.description or "",
        active=data.active,
        secret=data.secret or "",
    )
    made = await webhooks.create(auth.tenant_id(), wanted, _workshop(), now)
    return view.with_secret(made, now), 201


@bp.get("")
@operation(Operation(answer=WebhookList, query=Paging))
async def list_webhooks(query_args: Paging) -> WebhookList:
    """List webhooks.

    Newest first. A page past the end is empty.
    """
    now = datetime.now(UTC)
    found, total = await webhooks.page(auth.tenant_id(), query_args.page, query_args.size)
    return WebhookList(
        webhooks=[view.present(one, now) for one in found],
        count=total,
        pagination=Pagination.of(query_args, total),
    )


@bp.get("/event-types")
@operation(Operation(answer=EventTypes))
async def list_event_types() -> EventTypes:
    """List event types.

    Everything that a webhook can ask for, each with the JSON schema of its body and an example.
    """
    told = [view.event_type(one) for one in events.REGISTRY.values()]
    return EventTypes(event_types=told, count=len(told))


@bp.get("/<webhook_id>")
@operation(Operation(answer=Webhook, refusals=(WebhookNotFound,)))
async def read_webhook(webhook_id: str) -> Webhook:
    """Read a webhook.

    Its secret is never shown.
    """
    found = await webhooks.find(auth.tenant_id(), webhook_id)
    return view.present(found, datetime.now(UTC))


@bp.put("/<webhook_id>")
@operation(Operation(answer=Webhook, body=WebhookReplace, refusals=(WebhookNotFound,)))
async def replace_webhook(webhook_id: str, data: WebhookReplace) -> Webhook:
    """Replace a webhook.

    What is left out gets the value that a new webhook would have; only the secret stays.
    """
    changes = {
        "url": data.url,
        "events": view.wanted_events(data) or [EVERYTHING],
        "description": data.description or "",
        "active": data.active,
        **({"secret": data.secret} if data.secret else {}),
    }
    return await _changed(webhook_id, changes)


@bp.patch("/<webhook_id>")
@operation(Operation(answer=Webhook, body=WebhookUpdate, refusals=(WebhookNotFound,)))
async def update_webhook(webhook_id: str, data: WebhookUpdate) -> Webhook:
    """Change a webhook.

    Switch it off with `active`, for instance.
    """
    given = {
        "url": data.url,
        "events": view.wanted_events(data) or UNSET,
        "description": data.description or "" if data.description is not UNSET else UNSET,
        "active": data.active,
        "secret": data.secret or UNSET,
    }
    return await _changed(webhook_id, {k: v for k, v in given.items() if v is not UNSET})


@bp.delete("/<webhook_id>")
@operation(Operation(answer=WebhookDeleted, refusals=(WebhookNotFound,)))
async def delete_webhook(webhook_id: str) -> WebhookDeleted:
    """Delete a webhook."""
    removed = await webhooks.remove(auth.tenant_id(), webhook_id)
    return WebhookDeleted(webhook_id=str(removed.id))


@bp.post("/<webhook_id>/rotate-secret")
@operation(Operation(answer=WebhookWithSecret, body=SecretRotation, refusals=(WebhookNotFound,)))
async def rotate_webhook_secret(webhook_id: str, data: SecretRotation) -> WebhookWithSecret:
    """Rotate the secret of a webhook.

    The old secret counts beside the new one until `previous_secret_valid_until`, so that
    receivers can change over.
    """
    now = datetime.now(UTC)
    rotation = Rotation(data.secret or "", timedelta(seconds=data.overlap_seconds))
    rotated = await webhooks.rotate(auth.tenant_id(), webhook_id, rotation, _workshop(), now)
    return view.with_secret(rotated, now)


async def _changed(webhook_id: str, changes: dict[str, Any]) -> Webhook:
    now = datetime.now(UTC)
    found = await webhooks.change(auth.tenant_id(), webhook_id, changes, _workshop(), now)
    return view.present(found, now)


def _workshop() -> Workshop:
    return Workshop(ports().keyring, ports().settings.allow_private_targets)
