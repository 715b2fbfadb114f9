"""A course as its manifest describes it: organizations, items and resources."""

from collections.abc import Iterator
from dataclasses import dataclass

from scorm.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionThreshold:
    """When progress counts as completion. [CAM 4th Ed. 3.4.1.15]"""

    completed_by_measure: bool = False
    min_progress_measure: float = 1.0
    progress_weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedData:
    """One store of ``adl.data`` that an activity may use. [CAM 4th Ed. 3.4.1.17]"""

    target_id: str
    read: bool = True
    write: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of the table of contents, with everything that its delivery needs.

    ``href`` is relative to the root of the course, percent-encoded, with its query and
    parameters; ``path`` is the same file in the index. ``sequencing`` is the XML as found.
    """

    identifier: str
    title: str
    visible: bool = True
    resource: str = ""
    href: str | None = None
    path: str | None = None
    sco: bool = False
    prerequisites: str = ""
    mastery_score: float | None = None
    max_time_allowed: str = ""
    time_limit_action: str = ""
    data_from_lms: str = ""
    completion_threshold: CompletionThreshold | None = None
    shared_data: tuple[SharedData, ...] = ()
    hidden_controls: tuple[str, ...] = ()
    sequencing: str = ""
    line: int | None = None
    children: tuple["Item", ...] = ()

    def walk(self) -> Iterator["Item"]:
        """This item and all below it, in the order of the table of contents."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One way through the course: the root of an activity tree."""

    identifier: str
    title: str
    items: tuple[Item, ...] = ()
    objectives_global_to_system: bool = True
    shared_data_global_to_system: bool = True
    completion_threshold: CompletionThreshold | None = None
    hidden_controls: tuple[str, ...] = ()
    sequencing: str = ""
    line: int | None = None

    def walk(self) -> Iterator[Item]:
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A page that can be opened, or files that others need."""

    identifier: str
    sco: bool = False
    href: str | None = None
    path: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The whole course; the organization to play comes first."""

    edition: Edition
    identifier: str
    version: str = ""
    schema: str = ""
    schema_version: str = ""
    title: str
    description: str = ""
    duration: str = ""
    organizations: tuple[Organization, ...]
    resources: tuple[Resource, ...] = ()
    sequencing_collection: str = ""

    @property
    def organization(self) -> Organization:
        return self.organizations[0]

    @property
    def launch_href(self) -> str | None:
        """Where the course begins: its first item that can be opened."""
        return next((item.href for item in self.organization.walk() if item.href), None)

    @property
    def sco_count(self) -> int:
        return sum(item.sco for item in self.organization.walk())
