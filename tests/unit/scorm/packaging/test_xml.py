"""Hostile XML: refused in time, by line, and never followed anywhere."""

from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm.packaging import errors
from scorm.packaging.findings import Notes, Rule
from scorm.packaging.xml import Element, parse

# Far beyond what parsing takes, even where every line is traced; see also test_ingest.
SECONDS = 15


def read(source: str | bytes, notes: Notes | None = None) -> Element:
    data = source.encode() if isinstance(source, str) else source
    return parse(data, notes or Notes())


def refusal_of(source: str | bytes) -> errors.ManifestError:
    started = process_time()
    with pytest.raises(errors.ManifestError) as caught:
        read(source)
    assert process_time() - started < SECONDS
    assert caught.value.entry == "imsmanifest.xml"
    return caught.value


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x SYSTEM "http://127.0.0.1:9/canary">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/canary"> %p;',
        f'<!ENTITY l0 "ha">{LAUGHS}',
        f'<!ENTITY x "{"a" * 50_000}">',
        '<!ATTLIST a b CDATA "default">',
        "",
    ],
)
def test_a_document_with_declarations_of_its_own_is_refused(subset: str) -> None:
    refusal = refusal_of(f'<?xml version="1.0"?>\n<!DOCTYPE a [{subset}]>\n<a>&x;</a>')

    assert isinstance(refusal, errors.UnsafeXml)
    assert refusal.line == 2


def test_a_subset_cannot_hide_behind_an_external_identifier() -> None:
    source = '<!DOCTYPE a PUBLIC "-//[]//" "x>y" \n [ <!ENTITY x "y"> ]><a>&x;</a>'

    assert isinstance(refusal_of(source), errors.UnsafeXml)


def test_a_subset_cannot_hide_behind_comments_or_in_another_encoding() -> None:
    source = '<?xml version="1.0"?><!-- <a> --><?p ?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'

    assert isinstance(refusal_of(source), errors.UnsafeXml)
    assert isinstance(refusal_of(source.encode("utf-16")), errors.UnsafeXml)
    assert isinstance(refusal_of(source.encode("utf-16-be")), errors.UnsafeXml)


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE manifest>",
        '<!DOCTYPE manifest SYSTEM "imscp.dtd">',
        '<!DOCTYPE manifest PUBLIC "-//IMS//DTD\n CP//EN" "http://127.0.0.1:9/canary.dtd" >',
    ],
)
def test_a_harmless_doctype_is_ignored(doctype: str) -> None:
    root = read(f'<?xml version="1.0"?>{doctype}\n<manifest>\n<a/></manifest>')

    assert root.name == "manifest"
    assert [child.line for child in root.children()] == [3 + doctype.count("\n")]


def test_a_broken_doctype_is_refused() -> None:
    refusal = refusal_of("\n<!DOCTYPE a PUBLIC no-quotes><a/>")

    assert isinstance(refusal, errors.BrokenXml)
    assert refusal.line == 2


def test_text_that_its_encoding_cannot_hold_is_refused_by_line() -> None:
    refusal = refusal_of(b'<?xml version="1.0" encoding="windows-1252"?>\n<a>\x81</a>')

    assert isinstance(refusal, errors.BadEncoding)
    assert "Line 2" in str(refusal)


def test_an_unknown_entity_is_an_error_and_not_an_empty_title() -> None:
    for doctype in ("", '<!DOCTYPE a SYSTEM "x.dtd">'):
        refusal = refusal_of(f"{doctype}<a>\n<title>&nbsp;</title></a>")
        assert isinstance(refusal, errors.BrokenXml)
        assert refusal.line == 2


def test_broken_xml_names_its_line() -> None:
    refusal = refusal_of("<a>\n<b>\n</a>")

    assert isinstance(refusal, errors.BrokenXml)
    assert refusal.line == 3
    assert "Line 3" in str(refusal)


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    refusal = refusal_of("<a>" * depth + "</a>" * depth)

    assert "deep" in str(refusal)


def test_large_text_and_attributes_are_refused() -> None:
    huge = "x" * (20 * 1024 * 1024)

    assert isinstance(refusal_of(f"<a>{huge}</a>"), errors.ManifestTooLarge)
    assert isinstance(refusal_of(f'<a b="{huge}"/>'), errors.ManifestTooLarge)


def test_a_manifest_of_millions_of_elements_is_read_or_refused_in_time() -> None:
    started = process_time()
    read("<a>" + "<b/>" * 2_000_000 + "</a>")

    assert process_time() - started < SECONDS


def test_includes_schemas_and_instructions_are_not_followed() -> None:
    root = read(
        '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>'
        '<a xmlns:xi="http://www.w3.org/2001/XInclude" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="urn:x http://127.0.0.1:9/x.xsd">'
        '<xi:include href="/etc/passwd" parse="text"/><?php system("x") ?></a>'
    )

    assert root.text == ""
    assert [child.name for child in root.children()] == ["include"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_recognised(encoding: str) -> None:
    assert read("<a>Größe €</a>".encode(encoding)).text == "Größe €"


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "iso_8859-15"])
def test_declared_eight_bit_encodings_are_read(encoding: str) -> None:
    source = f'<?xml version="1.0" encoding="{encoding}"?><a>Größe</a>'

    assert read(source.encode(encoding)).text == "Größe"


@pytest.mark.parametrize(
    "encoding", ["UTF-7", "utf-32", "EBCDIC-CP-US", "nonsense", "idna", "rot13"]
)
def test_other_encodings_are_refused_by_name(encoding: str) -> None:
    refusal = refusal_of(f'<?xml version="1.0" encoding="{encoding}"?><a/>')

    assert isinstance(refusal, errors.BadEncoding)
    assert encoding in str(refusal)


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        (b"\xef\xbb\xbf<a>x</a>", Rule.BYTE_ORDER_MARK),
        (b'\n <?xml version="1.0"?><a>x</a>', Rule.XML_DECLARATION),
        (b"<a>x<!-- Gr\xf6\xdfe --></a>", Rule.ENCODING),
        (b'<?xml version="1.0" encoding="UTF-16"?><a>x</a>', Rule.ENCODING),
    ],
)
def test_common_slips_are_repaired_and_said_so(source: bytes, rule: Rule) -> None:
    notes = Notes()

    assert read(source, notes).text == "x"
    assert [finding.rule for finding in notes.report().findings] == [rule]
    assert notes.report().ok


def test_wrong_utf_8_is_read_as_windows_1252() -> None:
    assert read(b"<a>Gr\xf6\xdfe</a>").text == "Größe"


def test_names_compare_without_prefix_and_case() -> None:
    root = read(
        '<A xmlns:q="urn:q" q:Href="2" HREF="1" xml:base="x/"><q:Title> a\n b </q:Title></A>'
    )

    title = root.path("title")
    assert title is not None
    assert title.text == "a b"
    assert (root.get("href"), root.get("base"), root.get("none", "?")) == ("1", "x/", "?")


def test_an_element_can_be_kept_as_xml_of_its_own() -> None:
    root = read('<a xmlns:s="urn:s"><s:seq s:x="1"><s:b/></s:seq>tail</a>')
    kept = root.child("seq")
    assert kept is not None

    again = read(kept.source())

    assert (again.name, again.namespace, again.get("x")) == ("seq", "urn:s", "1")
    assert "tail" not in kept.source()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(errors.ManifestError):
        read(data)


@given(st.text(alphabet='<>/!?[]-&;"=a \nDOCTYPExmlCDATA', max_size=80))
def test_any_markup_is_read_or_refused(text: str) -> None:
    with suppress(errors.ManifestError):
        read(text)
