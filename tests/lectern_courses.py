"""Small courses for tests, made of source text when they are needed."""

import io
import random
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

# As authoring tools do it: up through the parents, then the opener.
FINDER = """
function findApi(start) {
  let place = start;
  for (let i = 0; i < 10 && place; i++) {
    if (place.API) return place.API;
    if (place.parent === place) break;
    place = place.parent;
  }
  return start.opener ? findApi(start.opener) : null;
}
window.api = findApi(window);
"""
# It sets what a test tells it to, and never commits or finishes by itself.
LAZY_PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lazy</title>
<script>{FINDER}
window.started = window.api ? window.api.LMSInitialize("") : "no API";
</script></head><body><main><h1 id="place">Lazy course</h1></main></body></html>"""


@dataclass(frozen=True, slots=True)
class Sco:
    """One item and its page; ``after`` is an AICC prerequisites script."""

    identifier: str
    title: str
    href: str = ""
    after: str = ""
    mastery: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    title: str
    scos: Sequence[Sco]
    files: Mapping[str, str | bytes] = field(default_factory=dict[str, str | bytes])

    def archive(self) -> bytes:
        """The ZIP of a SCORM 1.2 package; the same course always gives the same bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {"imsmanifest.xml": self._manifest(), **self.files}.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    def _manifest(self) -> str:
        items = "".join(_item(sco) for sco in self.scos)
        resources = "".join(
            f'<resource identifier="r-{sco.identifier}" type="webcontent" '
            f'adlcp:scormtype="sco" href={quoteattr(sco.href or "index.html")}>'
            f"<file href={quoteattr(sco.href or 'index.html')}/></resource>"
            for sco in self.scos
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<manifest identifier="course" version="1.0" '
            'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
            'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">'
            "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
            f'<organizations default="org"><organization identifier="org">'
            f"<title>{escape(self.title)}</title>{items}</organization></organizations>"
            f"<resources>{resources}</resources></manifest>"
        )


def _item(sco: Sco) -> str:
    prerequisites = (
        f'<adlcp:prerequisites type="aicc_script">{escape(sco.after)}</adlcp:prerequisites>'
        if sco.after
        else ""
    )
    mastery = f"<adlcp:masteryscore>{sco.mastery}</adlcp:masteryscore>" if sco.mastery else ""
    parameters = f" parameters={quoteattr(sco.query)}" if sco.query else ""
    return (
        f'<item identifier="{sco.identifier}" identifierref="r-{sco.identifier}"{parameters}>'
        f"<title>{escape(sco.title)}</title>{prerequisites}{mastery}</item>"
    )


def lazy(**files: str | bytes) -> bytes:
    """One SCO that initialises the API and then does what the test tells it."""
    pages = {"index.html": LAZY_PAGE, **files}
    return Course("Lazy course", [Sco("only", "Lazy course")], pages).archive()


def three_parts(*, padding: int = 0) -> bytes:
    """Three SCOs; the second wants the first, the third wants both. Padding is in bytes."""
    pages = {
        f"{name}.html": LAZY_PAGE.replace("Lazy course", name) for name in ("one", "two", "three")
    }
    scos = [
        Sco("one", "First steps", "one.html"),
        Sco("two", "Further on", "two.html", after="one"),
        Sco("three", "At the top", "three.html", after="one&two"),
    ]
    return Course("Three parts", scos, {**pages, **_padding(padding)}).archive()


def _padding(size: int) -> dict[str, bytes]:
    """What no compression makes smaller."""
    return {"film.bin": random.Random(size).randbytes(size)} if size else {}  # noqa: S311


def with_page(page: str, title: str = "Course", **files: str | bytes) -> bytes:
    return Course(title, [Sco("only", title)], {"index.html": page, **files}).archive()
