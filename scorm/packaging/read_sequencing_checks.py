"""What is worth telling the author about the sequencing of a course."""

from collections.abc import Iterator

from scorm.edition import Edition
from scorm.packaging.findings import Notes, Rule
from scorm.packaging.manifest import Manifest
from scorm.packaging.read_sequencing import Sources, read_tree
from scorm.sequencing.definition import ActivityDefinition


def check_sequencing(manifest: Manifest, sources: Sources, notes: Notes) -> None:
    """Warnings only: whatever is wrong here, the course can be opened."""
    tree = read_tree(manifest, sources, notes)
    _check_reach(manifest, tree.root, notes)
    _check_shared_data(manifest, notes)


def _check_reach(manifest: Manifest, root: ActivityDefinition, notes: Notes) -> None:
    organization = manifest.organization
    lines = {entry.identifier: entry.line for entry in (organization, *organization.walk())}
    for cluster in _closed(root):
        notes.warning(
            Rule.UNREACHABLE,
            f'Nobody can choose an entry of "{cluster.title[:100]}" or be led to one.',
            lines[cluster.identifier],
        )
    # Without a page to open there is an error already.
    if manifest.launch_href is not None and not any(_reached(root, enters=True)):
        notes.warning(
            Rule.UNREACHABLE, "No page of the course can ever be reached.", organization.line
        )


def _closed(cluster: ActivityDefinition) -> Iterator[ActivityDefinition]:
    """Clusters whose entries can neither be chosen nor flowed into. [SN 4th Ed. 3.2]"""
    modes = cluster.sequencing.modes
    if cluster.children and not modes.choice and not modes.flow:
        yield cluster
    for child in cluster.children:
        yield from _closed(child)


def _reached(activity: ActivityDefinition, *, enters: bool) -> Iterator[ActivityDefinition]:
    """The leaves that can be delivered, if the control modes alone are asked."""
    if activity.deliverable and enters:
        yield activity
    modes = activity.sequencing.modes
    for child in activity.children:
        yield from _reached(child, enters=modes.choice or (modes.flow and enters))


def _check_shared_data(manifest: Manifest, notes: Notes) -> None:
    if manifest.edition is Edition.SCORM_2004_4TH:
        return
    sharing = next((item for item in manifest.organization.walk() if item.shared_data), None)
    if sharing is not None:
        notes.info(
            Rule.LATER_EDITION,
            "Shared data came with the 4th edition; the course does not get them.",
            sharing.line,
        )
