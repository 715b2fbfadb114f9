"""The people who learn: found, looked at, and told anew what they are called."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services import database, subjects
from services.accounts import audit
from services.database import Connection, Row
from services.errors import LearnerNotFound
from services.keyring import Keyring
from services.lists import Page
from services.playing.registering import LONGEST_ID, Registrant, checked
from services.reports import wanted
from services.reports.figures import filled
from services.reports.reading import reading
from services.reports.wanted import Terms, Wanted

ORDERS: Final = {
    "user_id": "user_id",
    "last_activity": "last_activity_at",
    "sessions": "sessions",
}
PAGE: Final = """
SELECT counted.*, told.* FROM (
  SELECT s.user_id, {figures}, {first_activity} AS first_activity_at,
    max(s.updated_at) AS last_activity_at
  FROM session_listing s WHERE {where} GROUP BY s.user_id
  ORDER BY {order}, s.user_id {end}
) AS counted
CROSS JOIN LATERAL ({told}) AS told
ORDER BY {order}, user_id
"""
COUNT: Final = """
SELECT count(*)::int AS total
FROM (SELECT s.user_id FROM session_listing s WHERE {where} GROUP BY s.user_id) AS people
"""
# A learner is found by any name that was ever told of them.
NAMED: Final = """
s.user_id IN (SELECT t.user_id FROM session_listing t
  WHERE t.tenant_id = $1 AND strpos(t.search, {}) > 0)
"""
# Looking through whole sessions takes several times longer: only for what may be an address.
REACHED: Final = """
s.user_id IN (SELECT t.user_id COLLATE "C" FROM session t WHERE t.tenant_id = $1 AND NOT t.preview
  AND strpos(lower(t.user_id || E'\\n' || t.learner_name || E'\\n' || t.learner_email), {}) > 0)
"""
PACKAGES: Final = """
SELECT counted.*, p.title AS package_title FROM (
  SELECT s.package_id, {figures}, max(s.updated_at) AS last_activity_at
  FROM session_listing s WHERE {where} GROUP BY s.package_id
) AS counted
JOIN package p ON p.tenant_id = $1 AND p.id = counted.package_id
ORDER BY counted.last_activity_at DESC, p.id
"""
RENAME: Final = """
WITH held AS (
  SELECT key FROM session WHERE tenant_id = $1 AND user_id = $2 ORDER BY key FOR UPDATE
)
UPDATE session SET learner_name = coalesce($3, learner_name),
  learner_email = coalesce($4, learner_email), told_at = $5, version = version + 1
WHERE tenant_id = $1 AND key IN (SELECT key FROM held)
RETURNING key
"""


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a learner is called from now on; None leaves it as it is."""

    name: str | None
    email: str | None


async def page(tenant_id: UUID, text: str, part: Page) -> tuple[list[Row], int]:
    """Learners with this text in id or name, with an @ also in the e-mail, and their number."""
    terms = wanted.sessions(tenant_id, Wanted())
    terms.add(REACHED if "@" in text else NAMED, text.lower() or None)
    order = f"{ORDERS[part.sort]} {'DESC' if part.descending else 'ASC'}"
    async with reading(tenant_id) as connection:
        [counted] = await connection.execute_query_dict(filled(COUNT, terms), list(terms.values))
        offset = (part.number - 1) * part.size
        end = f"LIMIT {terms.value(part.size)} OFFSET {terms.value(offset)}"
        query = filled(PAGE, terms, order=order, end=end)
        return await connection.execute_query_dict(query, terms.values), counted["total"]


async def find(tenant_id: UUID, user_id: str) -> Row:
    """With what they did in each package; raises LearnerNotFound."""
    terms = _terms(tenant_id, user_id)
    async with reading(tenant_id) as connection:
        return await _find(connection, terms)


async def rename(
    tenant_id: UUID, user_id: str, renaming: Renaming, now: datetime, keyring: Keyring
) -> Row:
    """In all their sessions; raises LearnerNotFound, Invalid."""
    terms = _terms(tenant_id, user_id)
    # The id is somebody's or nobody's; only what they are called can be wrong.
    who = checked(Registrant("-", name=renaming.name or "", email=renaming.email or ""))
    name = None if renaming.name is None else who.name
    email = None if renaming.email is None else who.email
    values: list[Any] = [tenant_id, user_id, name, email, now]
    async with database.tenant_scope(tenant_id) as connection:
        await _find(connection, terms)
        changed = await connection.execute_query_dict(RENAME, values)
        found = await _find(connection, terms)
        subject = subjects.of(keyring, tenant_id, user_id)
        await audit.note(
            connection, tenant_id, "learner.updated", subject, {"sessions": len(changed)}
        )
    return found


async def _find(connection: Connection, terms: Terms) -> Row:
    query = filled(PAGE, terms, order="user_id", end="")
    found = await connection.execute_query_dict(query, terms.values)
    if not found:
        raise LearnerNotFound
    packages = await connection.execute_query_dict(filled(PACKAGES, terms), terms.values)
    return {**found[0], "packages": packages}


def _terms(tenant_id: UUID, user_id: str) -> Terms:
    if not 0 < len(user_id) <= LONGEST_ID or "\x00" in user_id:
        raise LearnerNotFound
    return wanted.sessions(tenant_id, Wanted(user_id=user_id))
