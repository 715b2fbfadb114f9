"""imsmanifest.xml of any edition, read with the tolerance that real courses need."""

from dataclasses import replace
from itertools import islice

from scorm.packaging import prerequisites
from scorm.packaging.editions import read_edition
from scorm.packaging.errors import NotAManifest, TooManyItems
from scorm.packaging.findings import Notes, Rule
from scorm.packaging.index import ArchiveIndex
from scorm.packaging.items import ItemReader
from scorm.packaging.manifest import Item, Manifest, Organization
from scorm.packaging.metadata import About, Fetch, read_about
from scorm.packaging.read_sequencing import Sources
from scorm.packaging.read_sequencing_checks import check_sequencing
from scorm.packaging.resources import note_unopened, read_resources
from scorm.packaging.values import as_flag, one_line, read_threshold
from scorm.packaging.xml import Element, parse

MOST_ORGANIZATIONS = 100
# What is not looked at here is still judged when the item is about to be opened.
_PREREQUISITES_CHECKED = 200_000
_NAMESPACES = ("imscp", "imsproject.org", "imsglobal.org")


def read_manifest(
    source: bytes,
    index: ArchiveIndex,
    fetch: Fetch,
    notes: Notes,
    *,
    allow_external: bool = False,
) -> Manifest:
    """Whatever can be understood, with a finding for whatever cannot.

    Raises ManifestError only when there is no manifest to speak of; a course that cannot be
    opened has an error among the notes.
    """
    root = parse(source, notes)
    if root.name != "manifest":
        raise NotAManifest(f"Its root is <{root.name[:50]}>.", entry=notes.file, line=root.line)
    if not any(known in root.namespace for known in _NAMESPACES):
        notes.repair(Rule.NAMESPACE, "The manifest does not state its namespace.", root.line)
    edition, schema, schema_version = read_edition(root, source, notes)
    about = read_about(root.child("metadata"), index, fetch, notes)
    resources = read_resources(root, index, notes, allow_external=allow_external)
    reader = ItemReader(resources, notes)
    organizations = _organizations(root, reader, about)
    if not organizations:
        organizations = [Organization(identifier="organization", title=about.title)]
    own = organizations[0]
    if not own.items:
        organizations[0] = replace(own, items=_pages(own, reader))
    manifest = Manifest(
        edition=edition,
        identifier=one_line(root.get("identifier")),
        version=one_line(root.get("version")),
        schema=schema,
        schema_version=schema_version,
        title=own.title or about.title or one_line(root.get("identifier")),
        description=about.description,
        duration=about.duration,
        organizations=tuple(organizations),
        resources=resources.all(),
        sequencing_collection=_source(root.child("sequencingcollection")),
    )
    note_unopened(resources, notes)
    _check(manifest, notes)
    if edition.is_2004:
        sources = Sources(reader.sequencing, root.child("sequencingcollection"))
        check_sequencing(manifest, sources, notes)
    return manifest


def _organizations(root: Element, reader: ItemReader, about: About) -> list[Organization]:
    parent = root.child("organizations")
    if parent is None:
        return []
    elements = list(islice(parent.children("organization"), MOST_ORGANIZATIONS + 1))
    if len(elements) > MOST_ORGANIZATIONS:
        raise TooManyItems(entry=reader.notes.file, line=elements[-1].line)
    _put_default_first(elements, parent, reader.notes)
    return [_organization(each, reader, about) for each in elements]


def _put_default_first(elements: list[Element], parent: Element, notes: Notes) -> None:
    default = one_line(parent.get("default"))
    named = [each for each in elements if one_line(each.get("identifier")) == default]
    if default and named:
        elements.remove(named[0])
        elements.insert(0, named[0])
    elif default and elements:
        notes.warning(
            Rule.DEFAULT_ORGANIZATION,
            f'The default organization "{default[:100]}" does not exist; the first one is played.',
            parent.line,
        )
    elif len(elements) > 1:
        notes.repair(
            Rule.DEFAULT_ORGANIZATION,
            "No organization is marked as default; the first one is played.",
            parent.line,
        )


def _organization(element: Element, reader: ItemReader, about: About) -> Organization:
    identifier = one_line(element.get("identifier")) or "organization"
    reader.begin(identifier)
    return Organization(
        identifier=identifier,
        title=reader.title(element.child("title"), about.title or identifier, element.line),
        items=reader.items(element),
        objectives_global_to_system=as_flag(element.get("objectivesglobaltosystem"), True),
        shared_data_global_to_system=as_flag(element.get("shareddataglobaltosystem"), True),
        completion_threshold=read_threshold(element.child("completionthreshold"), reader.notes),
        hidden_controls=reader.hidden_controls(element),
        sequencing=reader.sequencing_of(element, identifier),
        line=element.line,
    )


def _pages(organization: Organization, reader: ItemReader) -> tuple[Item, ...]:
    """A package of bare resources becomes a list of its pages."""
    pages = [resource for resource in reader.resources.all() if resource.href]
    pages = [page for page in pages if page.sco] or pages
    if pages:
        reader.notes.repair(
            Rule.NO_ORGANIZATION,
            f"There is no table of contents; one was made from {len(pages):,} pages.",
        )
    reader.begin(organization.identifier)
    title = organization.title if len(pages) == 1 else ""
    return tuple(
        Item(
            identifier=reader.identifier(page.identifier, page.line),
            title=title or page.identifier,
            resource=page.identifier,
            href=page.href,
            path=page.path,
            sco=page.sco,
            line=page.line,
        )
        for page in pages
    )


def _check(manifest: Manifest, notes: Notes) -> None:
    if manifest.launch_href is None:
        notes.error(Rule.NOTHING_TO_LAUNCH, "The course has no page that can be opened.")
    for organization in manifest.organizations:
        _check_prerequisites(organization, notes)


def _check_prerequisites(organization: Organization, notes: Notes) -> None:
    items = list(organization.walk())
    known = {item.identifier for item in items}
    left = _PREREQUISITES_CHECKED
    for item in items:
        left -= len(item.prerequisites)
        problem = prerequisites.problem_of(item.prerequisites, known) if left >= 0 else ""
        if problem:
            notes.warning(
                Rule.PREREQUISITES,
                f'The prerequisites of "{item.title[:100]}" are not understood: {problem}',
                item.line,
            )


def _source(element: Element | None) -> str:
    return element.source() if element is not None else ""
