"""The months that use is counted by, in UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Month:
    """From ``start`` until just before ``end``; ``name`` is like 2026-11."""

    name: str
    start: datetime
    end: datetime


def month_of(now: datetime) -> Month:
    here = now.astimezone(UTC)
    start = datetime(here.year, here.month, 1, tzinfo=UTC)
    end = datetime(here.year + here.month // 12, here.month % 12 + 1, 1, tzinfo=UTC)
    return Month(f"{start:%Y-%m}", start, end)
