"""Why an upload cannot be taken as a course, as one tree of typed reasons.

PackageError
├── ArchiveError                the ZIP itself
│   ├── NotAZip, Truncated, ForeignData, AmbiguousEnd, SplitArchive, BrokenDirectory
│   ├── Overlap, HeaderMismatch, Encrypted, UnsupportedCompression, SpecialFile
│   ├── BadName, DuplicateName, CorruptFile
│   └── OverBudget: TooManyEntries, DirectoryTooLarge, NameTooLong, TooDeep, EntryTooLarge, Bomb
├── NoManifest                  a sound ZIP without a course in it
└── ManifestError               the manifest cannot be read at all
    ├── UnsafeXml, BrokenXml, BadEncoding, ManifestTooLarge, TooManyItems
    └── NotAManifest, NotScorm

The docstring of a class is the sentence for the author; ``advice`` is what to do about it and
``code`` is what programs branch on.
"""

UPLOAD_AGAIN = "Upload the file again; if that does not help, export the course anew."
PACK_AGAIN = "Unpack the ZIP and pack its contents again with an ordinary ZIP program."
EXPORT_AGAIN = "Export the course again from its authoring tool."


class PackageError(Exception):
    """The upload cannot be used as a course."""

    code = "BAD_PACKAGE"
    advice = EXPORT_AGAIN

    def __init__(self, detail: str = "", *, entry: str = "", line: int | None = None) -> None:
        sentence = (self.__doc__ or "").strip()
        super().__init__(f"{sentence} {detail}".strip())
        self.entry = entry
        self.line = line


class ArchiveError(PackageError):
    """The ZIP file cannot be used."""

    advice = PACK_AGAIN


class NotAZip(ArchiveError):
    """The file is not a ZIP archive."""

    code = "NOT_A_ZIP"
    advice = "Upload the ZIP file that the authoring tool exported for an LMS."


class Truncated(ArchiveError):
    """The ZIP file is cut off: its end is missing."""

    code = "TRUNCATED"
    advice = UPLOAD_AGAIN


class ForeignData(ArchiveError):
    """The file holds bytes that do not belong to the ZIP archive."""

    code = "FOREIGN_DATA"


class AmbiguousEnd(ArchiveError):
    """The ZIP file has more than one end, so it could be read in two ways."""

    code = "AMBIGUOUS_END"


class SplitArchive(ArchiveError):
    """The ZIP file is one part of an archive that was split into several files."""

    code = "SPLIT_ARCHIVE"
    advice = "Pack the course into one single ZIP file."


class BrokenDirectory(ArchiveError):
    """The table of contents of the ZIP file is damaged."""

    code = "BROKEN_DIRECTORY"
    advice = UPLOAD_AGAIN


class Overlap(ArchiveError):
    """Two files in the ZIP occupy the same bytes."""

    code = "OVERLAP"


class HeaderMismatch(ArchiveError):
    """The ZIP file describes a file in two different ways."""

    code = "HEADER_MISMATCH"


class Encrypted(ArchiveError):
    """The ZIP file is protected with a password."""

    code = "ENCRYPTED"
    advice = "Pack the course without a password."


class UnsupportedCompression(ArchiveError):
    """A file in the ZIP is compressed with a method that browsers cannot read."""

    code = "UNSUPPORTED_COMPRESSION"
    advice = (
        'Pack the course again with the method "Deflate" or "Store". Windows Explorer uses '
        '"Deflate64" for files above 2 GB: use another program, for instance 7-Zip, for those.'
    )


class SpecialFile(ArchiveError):
    """The ZIP holds a link or a device instead of an ordinary file."""

    code = "SPECIAL_FILE"
    advice = "Replace links by the files they point to and pack the course again."


class BadName(ArchiveError):
    """A file in the ZIP has a name that cannot be used."""

    code = "BAD_NAME"
    advice = "Rename or remove this file and pack the course again."


class DuplicateName(ArchiveError):
    """The ZIP holds two files with the same name."""

    code = "DUPLICATE_NAME"


class CorruptFile(ArchiveError):
    """A file in the ZIP is damaged."""

    code = "CORRUPT_FILE"
    advice = UPLOAD_AGAIN


class OverBudget(ArchiveError):
    """The ZIP file is larger than a course may be."""

    code = "OVER_BUDGET"
    advice = "Split the course into several packages."


class TooManyEntries(OverBudget):
    """The ZIP holds more than 50,000 files."""

    code = "TOO_MANY_ENTRIES"


class DirectoryTooLarge(OverBudget):
    """The table of contents of the ZIP file is larger than 32 MB."""

    code = "DIRECTORY_TOO_LARGE"
    advice = "Use shorter file names, or split the course into several packages."


class NameTooLong(OverBudget):
    """A file in the ZIP has a name of more than 1,024 bytes."""

    code = "NAME_TOO_LONG"
    advice = "Shorten the name of this file or of its folders."


class TooDeep(OverBudget):
    """A file in the ZIP lies more than 32 folders deep."""

    code = "TOO_DEEP"
    advice = "Use fewer nested folders."


class EntryTooLarge(OverBudget):
    """A single file in the ZIP is larger than 10 GB."""

    code = "ENTRY_TOO_LARGE"
    advice = "Compress or shorten this file, which is probably a video."


class Bomb(OverBudget):
    """The ZIP would unpack to more than a hundred times its size."""

    code = "COMPRESSION_RATIO"
    advice = "Remove files that are filled with nothing and pack the course again."


class NoManifest(PackageError):
    """The ZIP holds no imsmanifest.xml at its root."""

    code = "MANIFEST_NOT_FOUND"
    advice = "Publish the course for LMS as SCORM 1.2 or SCORM 2004 and upload that ZIP file."


class ManifestError(PackageError):
    """The file imsmanifest.xml cannot be read."""

    code = "MANIFEST_UNREADABLE"


class UnsafeXml(ManifestError):
    """The XML declares entities, which a manifest never needs."""

    code = "UNSAFE_XML"
    advice = "Remove the <!DOCTYPE ... [ ... ]> declaration from the manifest."


class BrokenXml(ManifestError):
    """The XML is not well-formed."""

    code = "BROKEN_XML"
    advice = "Correct the line named here, or export the course again."


class BadEncoding(ManifestError):
    """The text encoding of the XML cannot be read."""

    code = "BAD_ENCODING"
    advice = 'Save the file as UTF-8 and declare encoding="UTF-8".'


class ManifestTooLarge(ManifestError):
    """The manifest is larger than 10 MB."""

    code = "MANIFEST_TOO_LARGE"
    advice = "Split the course into several packages."


class TooManyItems(ManifestError):
    """The manifest describes more items or resources than a player can show."""

    code = "TOO_MANY_ITEMS"
    advice = "Split the course into several packages."


class NotAManifest(ManifestError):
    """The file imsmanifest.xml holds something else than a manifest."""

    code = "NOT_A_MANIFEST"


class NotScorm(ManifestError):
    """The manifest belongs to another standard than SCORM."""

    code = "NOT_SCORM"
    advice = "Publish the course for LMS as SCORM 1.2 or SCORM 2004 and upload that ZIP file."
