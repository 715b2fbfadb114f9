"""Whereabouts in a long list a page lies, guessed from a sample, so that little is sorted."""

from dataclasses import dataclass
from math import ceil, floor, sqrt
from typing import Any, Final
from uuid import UUID

from services.lists import Page, Window

SAMPLE: Final = 1000
# So few of a sample fit that all that fit are soon sorted.
FEW: Final = 100
# Misses a page in ten thousand; that one is found in another way.
DEVIATIONS: Final = 4
# What is near is held in memory.
MOST: Final = 200_000
# Keys are random, so that the lowest are a sample, and how far they reach tells of how much.
SAMPLED: Final = f"""
WITH lowest AS MATERIALIZED (
  SELECT key FROM session WHERE tenant_id = $1 ORDER BY key LIMIT {SAMPLE}
)
SELECT (SELECT key FROM lowest OFFSET {SAMPLE - 1}) AS reach,
  array_agg(sorted {{sorted_order}}) AS sorted, array_agg(place {{sorted_order}}) AS places
FROM lowest CROSS JOIN LATERAL (
  SELECT {{column}} AS sorted, place FROM session_listing
  WHERE key = lowest.key AND {{conditions}} OFFSET 0
) AS fitting
"""  # noqa: S608 - numbers of our own
# One scan counts what fits and what lies before, and keeps what is near; flags are made only once.
NEAR: Final = """
WITH near AS MATERIALIZED (
  SELECT count(*) AS total, count(*) FILTER (WHERE before) AS before,
    array_agg(key) FILTER (WHERE near) AS keys, array_agg(place) FILTER (WHERE near) AS places,
    array_agg(sorted) FILTER (WHERE near) AS values
  FROM (
    SELECT key, place, {column} AS sorted, {before} AS before, {near} AS near
    FROM session_listing WHERE {conditions} OFFSET 0
  ) AS fitting
), page AS (
  SELECT part.*, near.total, near.before, coalesce(cardinality(near.keys), 0) AS size
  FROM near LEFT JOIN LATERAL (
    SELECT * FROM unnest(near.keys, near.places, near.values) AS part (key, place, sorted)
    {sorted_order} OFFSET greatest({offset} - near.before, 0) LIMIT {limit}
  ) AS part ON true
)
"""


@dataclass(frozen=True, slots=True)
class Edges:
    """What is near lies between these two, each a value and a place; None is the list's end."""

    first: tuple[Any, int] | None
    last: tuple[Any, int] | None


@dataclass(frozen=True, slots=True)
class Between:
    before: str
    near: str


def edges(sample: Any, which: Page) -> Edges | None:
    """None where little fits at all, or too much is near."""
    reach: UUID | None = sample["reach"]
    if reach is None:
        return None
    share = (reach.int + 1) / 2**128
    known = list(zip(sample["sorted"] or (), sample["places"] or (), strict=True))
    start = (which.number - 1) * which.size * share
    end = start + which.size * share
    first, last = floor(start - _margin(start)), ceil(end + _margin(end))
    if len(known) < FEW or (last - max(first, 0)) / share > MOST:
        return None
    return Edges(
        # A page behind the end is behind all that is known.
        known[min(first, len(known) - 1)] if first >= 0 else None,
        known[last] if last < len(known) else None,
    )


def between(edges: Edges, column: str, values: list[Any], *, descending: bool) -> Between:
    """What the edges mean in SQL; adds the values that it refers to."""
    earlier, later = (">", "<") if descending else ("<", ">")
    before, near = "false", ["true"]
    if edges.first is not None:
        edge = _row(edges.first, values)
        before = f"({column}, place) {earlier} {edge}"
        near.append(f"({column}, place) {later}= {edge}")
    if edges.last is not None:
        near.append(f"({column}, place) {earlier}= {_row(edges.last, values)}")
    return Between(before, " AND ".join(near))


def is_found(row: Any, wanted: Window) -> bool:
    """Whether all of the page was near."""
    end = min(wanted.offset + wanted.limit, row["total"])
    return row["before"] <= wanted.offset and end <= row["before"] + row["size"]


def _row(edge: tuple[Any, int], values: list[Any]) -> str:
    values.extend(edge)
    return f"(${len(values) - 1}, ${len(values)})"


def _margin(rank: float) -> float:
    return DEVIATIONS * (sqrt(rank) + 1)
