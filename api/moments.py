"""Points in time, as clients write them."""

from datetime import UTC, datetime

from msgspec import Meta

from services.errors import Invalid

# How the document tells what is understood.
WRITTEN = Meta(
    examples=["2026-11-21T08:00:00Z"],
    extra_json_schema={"anyOf": [{"format": "date-time"}, {"format": "date"}]},
)
FIRST_YEAR = 1900
LAST_YEAR = 9000


def moment(name: str, given: str | None) -> datetime | None:
    """ISO 8601; a day alone is its beginning, and without an offset it is UTC. Raises Invalid."""
    if given is None:
        return None
    try:
        # A plus sign that nobody encoded arrives as a space.
        found = datetime.fromisoformat(given.strip().replace(" ", "+") if "T" in given else given)
    except (ValueError, OverflowError):
        raise Invalid.field(
            name, "must be a point in time such as 2026-11-21 or 2026-11-21T08:00:00Z"
        ) from None
    # Outside of these years, arithmetic with offsets leaves what a date can hold.
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Invalid.field(name, f"must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def period(begins: str | None, ends: str | None) -> tuple[datetime | None, datetime | None]:
    """What ``from`` and ``to`` of a query say, each None where it is open. Raises Invalid."""
    first, last = moment("from", begins), moment("to", ends)
    if first is not None and last is not None and first > last:
        raise Invalid.field("to", "must not lie before from")
    return first, last
