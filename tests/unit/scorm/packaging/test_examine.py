"""A whole upload: where the course lies in it, or what it is instead."""

import pytest
from lectern_manifests import Course, course_zip
from lectern_zips import SCO_PAGE, STORED, Archive, reader, zip_of

from scorm.packaging.examine import Examined, Rejected, examine
from scorm.packaging.findings import Rule, Severity

MANIFEST = Course().lesson("one", "index.html").encode()
FILES = {"imsmanifest.xml": MANIFEST, "index.html": SCO_PAGE}


def examined(data: bytes) -> Examined:
    result = examine(reader(data), len(data), lambda _: True)
    assert isinstance(result, Examined), result
    return result


def rejected(data: bytes) -> Rejected:
    result = examine(reader(data), len(data), lambda _: True)
    assert isinstance(result, Rejected), result
    assert result.reason.advice
    assert not result.report.ok
    return result


def test_a_course_is_examined_without_a_finding() -> None:
    result = examined(course_zip())

    assert result.report.findings == ()
    assert result.index.entries["index.html"].data_offset is not None


def test_local_headers_may_be_left_for_later() -> None:
    data = course_zip()

    result = examine(reader(data), len(data), lambda _: False)

    assert isinstance(result, Examined)
    assert result.index.entries["index.html"].data_offset is None


def test_a_wrapping_folder_is_taken_off() -> None:
    result = examined(zip_of({f"My course/{name}": data for name, data in FILES.items()}))

    assert set(result.index.entries) == set(FILES)
    assert result.index.entries["index.html"].name == "My course/index.html"
    finding = result.report.findings[0]
    assert (finding.rule, finding.severity) == (Rule.WRAPPING_FOLDER, Severity.REPAIR)


def test_files_beside_the_wrapping_folder_are_left_out_and_mentioned() -> None:
    files = {f"c/{name}": data for name, data in FILES.items()}
    result = examined(zip_of({**files, "__MACOSX/c/._index.html": b"", "notes.txt": b"x"}))

    assert set(result.index.entries) == set(FILES)
    messages = [each.message for each in result.report.findings]
    assert any("notes.txt" in message for message in messages)
    assert not any("__MACOSX" in message for message in messages)


def test_debris_of_a_mac_is_no_second_course() -> None:
    files = {f"c/{name}": data for name, data in FILES.items()}

    assert examined(zip_of({**files, "__MACOSX/imsmanifest.xml": b"junk"})).manifest


def test_the_reserved_folder_cannot_hide_in_a_wrapping_folder() -> None:
    files = {f"c/{name}": data for name, data in FILES.items()}

    result = rejected(zip_of({**files, "c/__rt/commit": b"x"}))

    assert result.reason.rule == "BAD_NAME"


def test_a_manifest_in_capitals_is_found() -> None:
    result = examined(zip_of({"IMSManifest.XML": MANIFEST, "index.html": SCO_PAGE}))

    assert result.report.findings[0].rule == Rule.MANIFEST_NAME


def test_of_two_spellings_the_right_one_counts() -> None:
    result = examined(zip_of({"IMSMANIFEST.XML": b"junk", **FILES}))

    assert result.report.findings == ()


def test_of_two_wrong_spellings_the_first_counts() -> None:
    files = {"IMSMANIFEST.XML": MANIFEST, "ImsManifest.xml": b"junk", "index.html": SCO_PAGE}

    assert examined(zip_of(files)).manifest.identifier == "course-1"


@pytest.mark.parametrize(
    ("files", "hint"),
    [
        (["a/imsmanifest.xml", "b/imsmanifest.xml"], "2 courses"),
        (["a/b/imsmanifest.xml"], "a/b/imsmanifest.xml"),
        (["tincan.xml", "index.html"], "xAPI"),
        (["cmi5.xml"], "cmi5"),
        (["c/x.crs", "c/x.au", "c/x.des", "c/x.cst"], "AICC"),
        (["course.story"], "Storyline project"),
        (["inner.zip"], "another ZIP"),
        (["index.html"], "web page"),
        ([], ""),
    ],
)
def test_what_is_no_scorm_course_is_called_by_its_name(files: list[str], hint: str) -> None:
    result = rejected(zip_of(dict.fromkeys(files, b"x")))

    assert result.reason.rule == "MANIFEST_NOT_FOUND"
    assert hint in result.reason.message
    assert not result.in_archive


def test_a_damaged_manifest_is_noticed() -> None:
    archive = Archive().add("imsmanifest.xml", MANIFEST, crc=1)

    assert rejected(archive.build()).reason.rule == "CORRUPT_FILE"


def test_a_manifest_that_unpacks_to_more_than_declared_is_stopped() -> None:
    archive = Archive().add("imsmanifest.xml", b" " * 50_000_000, size=1000)

    assert rejected(archive.build()).reason.rule == "CORRUPT_FILE"


def test_bytes_that_do_not_unpack_are_damage() -> None:
    data = bytearray(course_zip())
    at = data.index(b"imsmanifest.xml") + len("imsmanifest.xml")
    data[at : at + 8] = b"\xff" * 8

    assert rejected(bytes(data)).reason.rule == "CORRUPT_FILE"


def test_an_oversized_manifest_is_not_unpacked() -> None:
    archive = Archive().add("imsmanifest.xml", b"<!--" + b"x" * 10_485_760, method=STORED)

    assert rejected(archive.build()).reason.rule == "MANIFEST_TOO_LARGE"


def test_findings_made_before_the_end_are_kept() -> None:
    result = rejected(zip_of({"c/imsmanifest.xml": b"<broken"}))

    assert [each.rule for each in result.report.findings] == ["WRAPPING_FOLDER", "BROKEN_XML"]
    assert result.reason.line == 1


def test_metadata_beside_the_manifest_may_be_missing_or_broken() -> None:
    for about in ({}, {"about.xml": b"<broken"}, {"about.xml": b"<other/>"}):
        course = Course(metadata="<location>about.xml</location>").lesson("one", "index.html")
        files = {**FILES, "imsmanifest.xml": course.encode(), **about}

        assert examined(zip_of(files)).report.ok
