"""Webhooks as the documentation shows them."""

from typing import Any

from api.example_facts import CREATED, LATER, TENANT, UPDATED
from services.webhooks.events import REGISTRY
from services.webhooks.payloads import WEBHOOK_ID

_URL = "https://lms.example.com/webhooks/scorm-session"
_SECRET = "whsec_x6Jb1t3v0dZ9YQm2n8rK4wPqS7uV5aLhTgCeXfBiNoE="  # noqa: S105 - no real one
_CHOSEN = ["session.completed", "session.failed"]
_webhook: dict[str, Any] = {
    "id": WEBHOOK_ID,
    "webhook_id": WEBHOOK_ID,
    "tenant_id": TENANT,
    "url": _URL,
    "event_type": None,
    "event_types": _CHOSEN,
    "events": _CHOSEN,
    "description": "Results for the learning portal",
    "active": True,
    "has_secret": True,
    "previous_secret_valid_until": None,
    "failure_count": 0,
    "last_delivery_at": None,
    "created_at": CREATED,
    "updated_at": UPDATED,
}
_completed = REGISTRY["session.completed"]

PARAMETERS: dict[str, dict[str, Any]] = {
    "webhook_id": {"description": "The id of a webhook.", "example": WEBHOOK_ID},
}
EXAMPLES: dict[str, Any] = {
    "WebhookCreate": {
        "url": _URL,
        "event_types": _CHOSEN,
        "description": "Results for the learning portal",
    },
    "WebhookReplace": {"url": _URL, "event_type": "session.completed", "active": True},
    "WebhookUpdate": {"active": False},
    "Webhook": _webhook,
    "WebhookWithSecret": {**_webhook, "previous_secret_valid_until": LATER, "secret": _SECRET},
    "WebhookList": {
        "webhooks": [_webhook],
        "count": 1,
        "pagination": {"page": 1, "limit": 20, "total": 1, "total_pages": 1},
    },
    "WebhookDeleted": {"success": True, "webhook_id": WEBHOOK_ID},
    "SecretRotation": {"overlap_seconds": 86_400},
    "EventTypes": {
        "event_types": [
            {
                "name": _completed.name,
                "description": _completed.description,
                "aliases": [],
                "schema": _completed.schema,
                "example": _completed.example,
            }
        ],
        "count": 1,
    },
}
