"""Points in time, as clients write them."""

from datetime import UTC, datetime

from services.errors import Invalid


def moment(name: str, given: str | None) -> datetime | None:
    """ISO 8601; a day alone is its beginning, and without an offset it is UTC. Raises Invalid."""
    if given is None:
        return None
    try:
        # A plus sign that nobody encoded arrives as a space.
        found = datetime.fromisoformat(given.strip().replace(" ", "+") if "T" in given else given)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Invalid.field(
            name, "must be a point in time such as 2026-11-21 or 2026-11-21T08:00:00Z"
        ) from None
