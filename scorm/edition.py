"""The editions of SCORM that a package can be made for."""

from enum import StrEnum


class Edition(StrEnum):
    SCORM_12 = "1.2"
    SCORM_2004_2ND = "2004 2nd Edition"
    SCORM_2004_3RD = "2004 3rd Edition"
    SCORM_2004_4TH = "2004 4th Edition"

    @property
    def is_2004(self) -> bool:
        return self is not Edition.SCORM_12

    @property
    def version(self) -> str:
        """What the API calls the version of a package: ``1.2`` or ``2004``."""
        return "2004" if self.is_2004 else "1.2"
