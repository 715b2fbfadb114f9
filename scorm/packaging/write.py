"""imsmanifest.xml of a course that is one page, for each edition of SCORM."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from lxml import etree

from scorm.edition import Edition

LONGEST_TITLE: Final = 200

_NAMESPACES_12: Final = {
    None: "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
}
_NAMESPACES_2004: Final = {
    None: "http://www.imsglobal.org/xsd/imscp_v1p1",
    "adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
    "adlseq": "http://www.adlnet.org/xsd/adlseq_v1p3",
    "adlnav": "http://www.adlnet.org/xsd/adlnav_v1p3",
    "imsss": "http://www.imsglobal.org/xsd/imsss",
}
_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_.-]")

_Node = etree._Element  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def shell_manifest(edition: Edition, identifier: str, title: str, files: Sequence[str]) -> bytes:
    """One item and one resource with all the files; the first of them is the page that is opened.

    It states no score or measure by which the other system would judge once more.
    """
    names = _NAMESPACES_2004 if edition.is_2004 else _NAMESPACES_12
    # Its stubs do not know of the default namespace.
    root = etree.Element(f"{{{names[None]}}}manifest", nsmap=names)  # pyright: ignore
    identifier = _identifier(identifier)
    root.set("identifier", identifier)
    root.set("version", "1.0")
    _put_version(root, edition)
    item = _put_organization(root, identifier, plain_title(title) or identifier)
    if edition.is_2004:
        _put_sequencing(item)
    # The two schemas spell it differently.
    kind = "scormType" if edition.is_2004 else "scormtype"
    resource = _put_resource(root, identifier, files)
    resource.set(f"{{{names['adlcp']}}}{kind}", "sco")
    etree.indent(root)
    return _DECLARATION + etree.tostring(root, encoding="UTF-8", xml_declaration=False) + b"\n"


def plain_title(given: str) -> str:
    """One line without the characters that XML has no way to write."""
    return " ".join(_NOT_XML.sub(" ", given).split())[:LONGEST_TITLE].rstrip()


def _put_version(root: _Node, edition: Edition) -> None:
    metadata = _below(root, "metadata")
    _below(metadata, "schema").text = "ADL SCORM"
    second = edition is Edition.SCORM_2004_2ND
    _below(metadata, "schemaversion").text = "CAM 1.3" if second else edition.value


def _put_organization(root: _Node, identifier: str, title: str) -> _Node:
    organizations = _below(root, "organizations")
    organizations.set("default", f"{identifier}.organization")
    organization = _below(organizations, "organization")
    organization.set("identifier", f"{identifier}.organization")
    _below(organization, "title").text = title
    item = _below(organization, "item")
    item.set("identifier", f"{identifier}.item")
    item.set("identifierref", f"{identifier}.resource")
    item.set("isvisible", "true")
    _below(item, "title").text = title
    return item


def _put_sequencing(item: _Node) -> None:
    """The page is delivered at once, and its status is the one it sets. [SN 4th Ed. 3.2, 3.13]"""
    delivery = _below(_below(item, "sequencing", "imsss"), "deliveryControls", "imsss")
    delivery.set("completionSetByContent", "true")
    delivery.set("objectiveSetByContent", "true")
    navigation = _below(_below(item, "presentation", "adlnav"), "navigationInterface", "adlnav")
    # There is nowhere to go from the only page: both would just end it.
    for control in ("previous", "continue"):
        _below(navigation, "hideLMSUI", "adlnav").text = control

    organization = item.getparent()
    if organization is not None:
        organization.set(f"{{{_NAMESPACES_2004['adlseq']}}}objectivesGlobalToSystem", "false")
        modes = _below(_below(organization, "sequencing", "imsss"), "controlMode", "imsss")
        modes.set("choice", "true")
        modes.set("flow", "true")


def _put_resource(root: _Node, identifier: str, files: Sequence[str]) -> _Node:
    resource = _below(_below(root, "resources"), "resource")
    resource.set("identifier", f"{identifier}.resource")
    resource.set("type", "webcontent")
    resource.set("href", quote(files[0]))
    for file in files:
        _below(resource, "file").set("href", quote(file))
    return resource


def _below(parent: _Node, name: str, prefix: str | None = None) -> _Node:
    return etree.SubElement(parent, f"{{{parent.nsmap[prefix]}}}{name}")


def _identifier(given: str) -> str:
    """A name that XML takes as an ID: among others it cannot begin with a digit."""
    plain = _NOT_IN_NAMES.sub("_", given)
    return plain if re.match(r"[A-Za-z_]", plain) else f"_{plain}"
