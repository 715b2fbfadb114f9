"""Which sessions a report is about, and how they are chosen in SQL."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Sessions begun from ``begins`` up to, but without, ``ends``; what is None does not choose."""

    begins: datetime | None = None
    ends: datetime | None = None
    package_id: UUID | None = None
    dispatch_id: UUID | None = None
    user_id: str | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """For the record of who exported what: without the person."""
        given = {
            "from": self.begins,
            "to": self.ends,
            "package_id": self.package_id,
            "dispatch_id": self.dispatch_id,
            "one_learner": self.user_id is not None or None,
        }
        return {name: value for name, value in given.items() if value is not None}


@dataclass(slots=True)
class Terms:
    """Conditions of a query with the values that they speak of.

    ``package`` is a condition of its own on ``package p``, where packages are listed.
    """

    values: list[Any]
    conditions: list[str] = field(default_factory=list[str])
    package: str = "true"

    def value(self, given: Any) -> str:
        self.values.append(given)
        return f"${len(self.values)}"

    def add(self, condition: str, given: Any) -> None:
        """``condition`` has a {} where the value belongs; None chooses nothing."""
        if given is not None:
            self.conditions.append(condition.format(self.value(given)))

    @property
    def where(self) -> str:
        return " AND ".join(self.conditions)


def sessions(tenant_id: UUID, wanted: Wanted) -> Terms:
    """Of ``session_listing s``, in which what was only a preview never comes.

    What is not known has the lowest value there.
    """
    terms = Terms([tenant_id], ["s.tenant_id = $1"])
    terms.add("s.created_at >= {}", wanted.begins)
    terms.add("s.created_at < {}", wanted.ends)
    if wanted.package_id is not None:
        place = terms.value(wanted.package_id)
        terms.conditions.append(f"s.package_id = {place}")
        terms.package = f"p.id = {place}"
    terms.add("s.dispatch_id = {}", wanted.dispatch_id)
    terms.add("s.user_id = {}", wanted.user_id)
    return terms
