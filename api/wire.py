"""How values are written in answers."""

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def stamp_if(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)
