"""Which edition of SCORM a manifest speaks."""

import re

from scorm.edition import Edition
from scorm.packaging.errors import NotScorm
from scorm.packaging.findings import Notes, Rule
from scorm.packaging.xml import Element

_OTHERS = re.compile(r"common cartridge|qti|imsccv|thin cc|lti", re.IGNORECASE)
_STATED = (
    (re.compile(r"2004.*(1st|2nd)|cam ?1\.3|^1\.3|2004.*1\.3\.[12]"), Edition.SCORM_2004_2ND),
    (re.compile(r"2004.*3rd"), Edition.SCORM_2004_3RD),
    (re.compile(r"2004.*4th"), Edition.SCORM_2004_4TH),
    (re.compile(r"^1\.[0-2](\.|$|\s)|scorm.?1\.[0-2]"), Edition.SCORM_12),
    (re.compile(r"2004"), Edition.SCORM_2004_3RD),
)
_NAMESPACE_12 = "adlcp_rootv1p2"
_NAMESPACE_2004 = "adlcp_v1p3"


def read_edition(root: Element, source: bytes, notes: Notes) -> tuple[Edition, str, str]:
    """The edition with schema and schemaversion as found; raises NotScorm."""
    schema = _text(root.path("metadata", "schema"))
    version = _text(root.path("metadata", "schemaversion"))
    if _OTHERS.search(schema):
        raise NotScorm(f'It calls itself "{schema[:100]}".', entry=notes.file, line=root.line)
    stated = _stated(version)
    shown = _shown(source)
    if stated is None:
        guessed = shown or Edition.SCORM_12
        said = f'The schemaversion "{version[:50]}" is unknown' if version else "It has no version"
        notes.warning(Rule.EDITION, f"{said}; the course is played as SCORM {guessed}.", root.line)
        return guessed, schema, version
    if shown is not None and shown.is_2004 != stated.is_2004:
        notes.warning(
            Rule.EDITION,
            f"It says SCORM {stated.version} but uses names of SCORM {shown.version}.",
            root.line,
        )
    return stated, schema, version


def _stated(version: str) -> Edition | None:
    plain = version.strip().lower()
    return next((edition for form, edition in _STATED if form.search(plain)), None)


def _shown(source: bytes) -> Edition | None:
    """What the namespaces say, where they say exactly one thing."""
    # Without its zero bytes even UTF-16 shows plain names.
    plain = source.replace(b"\0", b"")
    old, new = _NAMESPACE_12.encode() in plain, _NAMESPACE_2004.encode() in plain
    if old == new:
        return None
    return Edition.SCORM_12 if old else Edition.SCORM_2004_3RD


def _text(element: Element | None) -> str:
    return element.text if element is not None else ""
