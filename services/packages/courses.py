"""The course of a package revision, as the player needs it; read once, since it never changes."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from scorm.edition import Edition
from scorm.packaging.manifest import Item, Manifest, SharedData
from scorm.packaging.read_sequencing import tree_definition
from scorm.sequencing.definition import ActivityDefinition, Limits, Sequencing, TreeDefinition
from services.packages import manifests

MOST_REMEMBERED: Final = 200
SELECT: Final = """
SELECT edition, strict, title, manifest FROM revision WHERE tenant_id = $1 AND id = $2
"""
_remembered: OrderedDict[UUID, "Course"] = OrderedDict()


class Fetching(Protocol):
    """The one call that is needed of a database connection."""

    async def fetchrow(self, query: str, *values: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class Course:
    """``scos`` are the items that talk to the run-time, by their identifiers.

    ``tree`` is what SCORM 2004 plays by, ``sequencing`` the same by identifiers; ``single``
    says that it holds one activity and no rules. ``buckets`` are the stores of ``adl.data`` by the
    identifiers of the items that may use them.
    """

    edition: Edition
    strict: bool
    title: str
    manifest: Manifest
    items: dict[str, Item]
    scos: dict[str, Item]
    tree: TreeDefinition | None
    sequencing: dict[str, Sequencing]
    single: bool
    buckets: dict[str, tuple[SharedData, ...]]


def course_of(edition: str, strict: bool, title: str, manifest: str) -> Course:
    loaded = manifests.load(manifest)
    items = {item.identifier: item for item in loaded.organization.walk()}
    scos = {name: item for name, item in items.items() if item.sco and item.href is not None}
    known = Edition(edition)
    tree = tree_definition(loaded) if known.is_2004 else None
    return Course(
        edition=known,
        strict=strict,
        title=title,
        manifest=loaded,
        items=items,
        scos=scos,
        tree=tree,
        sequencing={each.identifier: each.sequencing for each in _walk(tree.root)} if tree else {},
        single=tree is not None and _is_single(tree.root),
        buckets=_buckets(items) if known is Edition.SCORM_2004_4TH else {},
    )


def _is_single(root: ActivityDefinition) -> bool:
    """One activity without rules or limits, as most authoring tools export it."""
    here, plain = root, _is_plain(root)
    while len(here.children) == 1:
        here = here.children[0]
        plain = plain and _is_plain(here)
    return plain and not here.children


def _is_plain(activity: ActivityDefinition) -> bool:
    rules = activity.sequencing
    found = (rules.pre_rules, rules.exit_rules, rules.post_rules, rules.rollup_rules)
    return not any(found) and rules.limits == Limits()


def _walk(activity: ActivityDefinition) -> Iterator[ActivityDefinition]:
    yield activity
    for child in activity.children:
        yield from _walk(child)


def _buckets(items: dict[str, Item]) -> dict[str, tuple[SharedData, ...]]:
    return {name: item.shared_data for name, item in items.items() if item.shared_data}


def remembered(revision_id: UUID) -> Course | None:
    known = _remembered.get(revision_id)
    if known is not None:
        _remembered.move_to_end(revision_id)
    return known


async def course(connection: Fetching, tenant_id: UUID, revision_id: UUID) -> Course:
    """Asks the database the first time only; call it inside the tenant's scope."""
    known = remembered(revision_id)
    if known is not None:
        return known
    row = await connection.fetchrow(SELECT, tenant_id, revision_id)
    known = course_of(row["edition"], row["strict"], row["title"], row["manifest"])
    _remembered[revision_id] = known
    if len(_remembered) > MOST_REMEMBERED:
        _remembered.popitem(last=False)
    return known
