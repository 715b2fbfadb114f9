"""The kinds of events that a webhook can ask for, each with what it tells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from models.webhook import EVERYTHING
from services import events
from services.errors import Invalid
from services.webhooks import payloads
from services.webhooks.payloads import Shape


@dataclass(frozen=True, slots=True)
class EventType:
    """``aliases`` are other names that clients know it by."""

    name: str
    description: str
    shape: Shape
    aliases: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of the whole body."""
        return payloads.schema(self.name, self.shape)

    @property
    def example(self) -> dict[str, Any]:
        return payloads.example(self.name, self.shape)


_TYPES: Final = (
    EventType(
        "package.processing.completed",
        "An upload was processed; its package can be launched.",
        payloads.PACKAGE,
    ),
    EventType(
        "package.processing.failed",
        "An upload could not be processed; the error says why.",
        payloads.FAILED_PACKAGE,
    ),
    EventType("package.updated", "A package got a new revision.", payloads.PACKAGE),
    EventType("package.deleted", "A package was deleted.", payloads.DELETED_PACKAGE),
    EventType(
        events.CREATED,
        "A session was created without a launch, or imported.",
        payloads.CREATED_SESSION,
    ),
    EventType(events.LAUNCHED, "A learner opened a session.", payloads.SESSION),
    EventType(
        events.UPDATED,
        "The result of a session changed.",
        payloads.SESSION,
        aliases=("session.progress.updated",),
    ),
    EventType(
        events.COMPLETED,
        "A session was completed or passed.",
        replace(
            payloads.SESSION,
            example={
                **payloads.SESSION.example,
                "completion_status": "completed",
                "success_status": "passed",
            },
        ),
    ),
    EventType(events.FAILED, "A session was failed.", payloads.SESSION),
    EventType(events.SCORED, "A score was recorded.", payloads.SESSION),
    EventType(events.ATTEMPTED, "A new attempt was begun through the API.", payloads.SESSION),
    EventType(events.EXPIRED, "A session went without activity for a day.", payloads.SESSION),
    EventType(events.RESET, "A session was taken back to its beginning.", payloads.SESSION),
    EventType(events.TERMINATED, "A session was locked.", payloads.SESSION),
    EventType(events.REACTIVATED, "A session was unlocked, or revived.", payloads.SESSION),
    EventType(events.DELETED, "A session was deleted.", payloads.DELETED_SESSION),
    EventType(
        "usage.threshold",
        "The use of a month reached 80 or 100 percent of what the plan allows.",
        payloads.USAGE,
    ),
    EventType("dispatch.created", "A dispatch was created.", payloads.DISPATCH),
    EventType("dispatch.revoked", "A dispatch was revoked.", payloads.DISPATCH),
    EventType("dispatch.launched", "A learner opened a dispatch.", payloads.LAUNCHED_DISPATCH),
    EventType(
        "dispatch.limit_reached",
        "A dispatch takes no further learners.",
        payloads.FULL_DISPATCH,
    ),
    EventType("xapi.statement.stored", "A statement was stored.", payloads.STATEMENT),
    EventType("webhook.test", "Somebody asked for a test of the webhook.", payloads.TEST),
)

REGISTRY: Final[Mapping[str, EventType]] = {one.name: one for one in _TYPES}
ALIASES: Final[Mapping[str, str]] = {alias: one.name for one in _TYPES for alias in one.aliases}
# Every name that a client may give.
NAMES: Final = (*REGISTRY, *ALIASES, EVERYTHING)


def chosen(field: str, given: Iterable[str]) -> list[str]:
    """The event types by their own names, each once, in the registry's order.

    Everything is ``["*"]``. Raises Invalid for a name that is unknown, and where none is given.
    """
    names = {ALIASES.get(name, name) for name in given}
    unknown = sorted(names - set(NAMES))
    if unknown or not names:
        problem = f"{unknown[0]!r} is no event type" if unknown else "name at least one event type"
        raise Invalid.field(field, f"{problem}; choose from {', '.join(NAMES)}")
    if EVERYTHING in names:
        return [EVERYTHING]
    return [name for name in REGISTRY if name in names]
