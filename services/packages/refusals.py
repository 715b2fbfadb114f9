"""Why an upload is not a usable package."""

from services.errors import Refusal


class BadPackage(Refusal):
    """Invalid SCORM package."""

    code = "PARSE_FAILED"


class InvalidFileType(BadPackage):
    """Invalid file type: a package is a ZIP file."""

    code = "INVALID_FILE_TYPE"


class UnsupportedCompression(BadPackage):
    """A file in the ZIP is compressed with a method that browsers cannot read."""

    code = "UNSUPPORTED_COMPRESSION"


class ManifestNotFound(BadPackage):
    """The ZIP holds no imsmanifest.xml at its root."""

    code = "MANIFEST_NOT_FOUND"


class ParseFailed(BadPackage):
    """Invalid SCORM manifest."""

    code = "PARSE_FAILED"
