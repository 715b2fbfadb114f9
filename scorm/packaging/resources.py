"""The resources of a manifest: what can be opened, and whether the files are there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from scorm.packaging import paths
from scorm.packaging.errors import TooManyItems
from scorm.packaging.findings import Notes, Rule
from scorm.packaging.index import ArchiveIndex
from scorm.packaging.manifest import Resource
from scorm.packaging.values import one_line
from scorm.packaging.xml import Element

MOST_RESOURCES = 50_000
# An archive holds no more files either; the rest are not looked for.
MOST_FILES_CHECKED = 50_000


@dataclass(frozen=True, slots=True)
class Found:
    """A resource, with what is wrong about it if an item wants to open it."""

    resource: Resource
    problem: paths.Dead | None = None
    line: int | None = None


@dataclass(slots=True)
class ResourceTable:
    """Resources by identifier; problems of pages count only once an item opens them."""

    found: dict[str, Found] = field(default_factory=dict[str, Found])
    opened: set[str] = field(default_factory=set[str])

    def all(self) -> tuple[Resource, ...]:
        return tuple(each.resource for each in self.found.values())


def read_resources(
    root: Element, index: ArchiveIndex, notes: Notes, *, allow_external: bool
) -> ResourceTable:
    """Resources of the manifest and of manifests nested in it, which share one name space."""
    elements = list(islice(_elements(root, ""), MOST_RESOURCES + 1))
    if len(elements) > MOST_RESOURCES:
        raise TooManyItems(entry=notes.file, line=elements[-1][0].line)
    # Some tools mark nothing at all; then whatever can be opened is taken to report.
    marked = any(element.get("scormtype") for element, _ in elements)
    reader = _Reader(index, notes, allow_external=allow_external, default_sco=not marked)
    table = ResourceTable()
    for element, base in elements:
        found = reader.read(element, base)
        identifier = found.resource.identifier
        if identifier in table.found:
            notes.warning(
                Rule.DUPLICATE_IDENTIFIER,
                f'The resource "{identifier[:100]}" exists twice; the first one counts.',
                element.line,
            )
            continue
        table.found[identifier] = found
    if table.found and not marked:
        notes.repair(
            Rule.SCORM_TYPE, "No resource says whether it is a SCO; all pages are played as SCOs."
        )
    return table


def _elements(manifest: Element, outer: str) -> Iterator[tuple[Element, str]]:
    base = paths.join_base(outer, manifest.get("base"))
    for resources in manifest.children("resources"):
        inner = paths.join_base(base, resources.get("base"))
        for resource in resources.children("resource"):
            yield resource, paths.join_base(inner, resource.get("base"))
    for nested in manifest.children("manifest"):
        yield from _elements(nested, base)


@dataclass(slots=True)
class _Reader:
    index: ArchiveIndex
    notes: Notes
    allow_external: bool
    default_sco: bool
    files_left: int = MOST_FILES_CHECKED

    def read(self, element: Element, base: str) -> Found:
        href = element.get("href").strip()
        link = self._link(href, base, element.line) if href else None
        self._check_files(element, base, href)
        path = link.path or None if isinstance(link, paths.Link) else None
        resource = Resource(
            identifier=one_line(element.get("identifier")),
            sco=self._is_sco(element, href),
            href=link.url if isinstance(link, paths.Link) else None,
            path=path,
            line=element.line,
        )
        return Found(resource, link if isinstance(link, paths.Dead) else None, element.line)

    def _is_sco(self, element: Element, href: str) -> bool:
        kind = element.get("scormtype").strip().lower()
        return kind == "sco" or (not kind and self.default_sco and bool(href))

    def _link(self, href: str, base: str, line: int | None) -> paths.Link | paths.Dead:
        link = paths.resolve(href, base, self.index)
        if isinstance(link, paths.Link):
            self._note_repair(link, href, line)
        elif link.rule is Rule.EXTERNAL_HREF and self.allow_external and not base:
            return paths.Link("", href) if paths.is_web_address(href) else link
        return link

    def _check_files(self, element: Element, base: str, page: str) -> None:
        for file in islice(element.children("file"), self.files_left):
            self.files_left -= 1
            href = file.get("href").strip()
            # The page itself is judged by whether an item opens it.
            if not href or href == page:
                continue
            link = paths.resolve(href, base, self.index)
            if isinstance(link, paths.Link):
                self._note_repair(link, href, file.line)
            elif not (link.rule is Rule.EXTERNAL_HREF and self.allow_external):
                self.notes.warning(link.rule, link.message, file.line)

    def _note_repair(self, link: paths.Link, href: str, line: int | None) -> None:
        if link.repair:
            self.notes.repair(
                Rule.HREF_REPAIRED,
                f'"{one_line(href)[:200]}" {link.repair}; it was taken for "{link.path}".',
                line,
            )


def note_unopened(table: ResourceTable, notes: Notes) -> None:
    """Problems of pages that no item opens are worth a warning, not more."""
    for identifier, found in table.found.items():
        if found.problem and identifier not in table.opened:
            notes.warning(found.problem.rule, found.problem.message, found.line)
