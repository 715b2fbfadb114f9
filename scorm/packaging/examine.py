"""A package examined from its last byte to its table of contents."""

from collections.abc import Callable
from dataclasses import dataclass

from scorm.packaging import xml
from scorm.packaging.archive import read_directory
from scorm.packaging.contents import contents
from scorm.packaging.errors import ArchiveError, ManifestTooLarge, PackageError
from scorm.packaging.findings import Finding, Notes, Report, finding_of
from scorm.packaging.index import ArchiveIndex, ReadRange
from scorm.packaging.local_headers import check_local_headers
from scorm.packaging.manifest import Manifest
from scorm.packaging.read import read_manifest
from scorm.packaging.root import find_root


@dataclass(frozen=True, slots=True)
class Examined:
    """A course that can be understood; whether it can be played is in its report."""

    index: ArchiveIndex
    manifest: Manifest
    report: Report


@dataclass(frozen=True, slots=True)
class Rejected:
    """An upload that is no course, with everything that was found until then."""

    report: Report
    reason: Finding
    in_archive: bool


def examine(
    read: ReadRange, size: int, compares_headers: Callable[[ArchiveIndex], bool]
) -> Examined | Rejected:
    """``compares_headers`` decides, once the number of files is known, what is affordable now.

    Putting it off is safe: names, sizes and places come from the table of contents alone, so a
    lying local header can only make the bytes of its own file wrong, which its CRC shows later.
    """
    notes = Notes()
    try:
        index = read_directory(read, size)
        if compares_headers(index):
            index = check_local_headers(read, index)
        index, entry = find_root(index, notes)
        if entry.size > xml.LARGEST:
            raise ManifestTooLarge(entry=entry.name)
        source = contents(read, entry)
        manifest = read_manifest(source, index, lambda other: contents(read, other), notes)
    except PackageError as problem:
        reason = finding_of(problem)
        found = notes.report().findings
        return Rejected(Report((*found, reason)), reason, isinstance(problem, ArchiveError))
    return Examined(index, manifest, notes.report())
