"""Manifests and courses made in code, as plain as they come or with one thing wrong."""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from lectern_zips import SCO_PAGE, zip_of

HEAD_12 = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
HEAD_2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
    'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" '
    'xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" '
    'xmlns:imsss="http://www.imsglobal.org/xsd/imsss" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
LOM_12 = 'xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"'
LOM_2004 = 'xmlns="http://ltsc.ieee.org/xsd/LOM"'


@dataclass(slots=True)
class Course:
    """A manifest in parts; ``str(course)`` is the XML. Items and resources are raw XML."""

    version: str = "1.2"
    title: str = "A course"
    items: list[str] = field(default_factory=list[str])
    resources: list[str] = field(default_factory=list[str])
    metadata: str = ""
    organization: str = ""
    before: str = '<?xml version="1.0" encoding="UTF-8"?>\n'

    def item(self, name: str, inside: str = "", attributes: str = "") -> "Course":
        self.items.append(
            f'<item identifier="{name}" identifierref="r-{name}" {attributes}>'
            f"<title>{name}</title>{inside}</item>"
        )
        return self

    def page(self, name: str, href: str, inside: str = "", attributes: str = "") -> "Course":
        kind = "scormtype" if self.version == "1.2" else "scormType"
        self.resources.append(
            f'<resource identifier="r-{name}" type="webcontent" adlcp:{kind}="sco" '
            f"href={quoteattr(href)} {attributes}>{inside}</resource>"
        )
        return self

    def lesson(self, name: str, href: str) -> "Course":
        return self.item(name).page(name, href)

    def __str__(self) -> str:
        head = HEAD_12 if self.version == "1.2" else HEAD_2004
        return (
            f'{self.before}<manifest identifier="course-1" version="1" {head}>\n'
            f"<metadata><schema>ADL SCORM</schema><schemaversion>{self.version}</schemaversion>"
            f"{self.metadata}</metadata>\n"
            f'<organizations default="org"><organization identifier="org">'
            f"<title>{escape(self.title)}</title>\n"
            + "\n".join(self.items)
            + self.organization
            + "\n</organization></organizations>\n<resources>\n"
            + "\n".join(self.resources)
            + "\n</resources></manifest>\n"
        )

    def encode(self) -> bytes:
        return str(self).encode()


def course_zip(files: dict[str, bytes] | None = None, *, title: str = "A course") -> bytes:
    """A SCORM 1.2 course of one page, ready to be played, with more files if wanted."""
    manifest = Course(title=title).lesson("lesson", "index.html").encode()
    return zip_of({"imsmanifest.xml": manifest, "index.html": SCO_PAGE, **(files or {})})
