"""Hostile and merely unlucky ZIP archives."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lectern_zips import SIZES_FOLLOW, STORED, UTF8, Archive, File, reader, zip_of

from scorm.packaging import errors
from scorm.packaging.archive import read_directory
from scorm.packaging.index import ArchiveIndex
from scorm.packaging.local_headers import check_local_headers, header_ranges

MANIFEST = "imsmanifest.xml"


def index_of(data: bytes) -> ArchiveIndex:
    read = reader(data)
    return check_local_headers(read, read_directory(read, len(data)))


def refusal_of(archive: Archive | bytes) -> errors.PackageError:
    data = archive if isinstance(archive, bytes) else archive.build()
    with pytest.raises(errors.ArchiveError) as caught:
        index_of(data)
    assert str(caught.value)
    assert caught.value.advice
    return caught.value


def test_every_file_of_an_honest_archive_is_found_with_its_bytes() -> None:
    archive = Archive().add(MANIFEST, b"<manifest/>").add("a/b.html", b"page", method=STORED)
    data = archive.build()

    index = index_of(data)

    entry = index.entries["a/b.html"]
    assert entry.data_offset is not None
    assert data[entry.data_offset : entry.data_offset + entry.compressed_size] == b"page"
    assert list(index.entries) == [MANIFEST, "a/b.html"]


def test_what_zipfile_writes_is_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, "<manifest/>")
        archive.mkdir("folder")
        archive.writestr("folder/ünï.txt", "text" * 100)
        with archive.open("large.bin", "w", force_zip64=True) as large:
            large.write(b"x" * 1000)

    index = index_of(buffer.getvalue())

    assert set(index.entries) == {MANIFEST, "folder/ünï.txt", "large.bin"}
    assert index.entries["large.bin"].size == 1000


def test_what_a_streaming_writer_writes_is_read() -> None:
    index = index_of(Archive().add(MANIFEST, b"<manifest/>", flags=SIZES_FOLLOW).build())

    assert index.entries[MANIFEST].size == 11


def test_a_zip64_archive_with_a_comment_is_read() -> None:
    archive = Archive(comment=b"made by hand", zip64=True).add(MANIFEST, b"<manifest/>")

    assert MANIFEST in index_of(archive.build()).entries


def test_reading_the_directory_does_not_read_the_files() -> None:
    data = Archive().add("video.mp4", b"\x01" * 3_000_000, method=STORED).build()
    read = reader(data)

    check_local_headers(read, read_directory(read, len(data)))

    assert read.given < 70_000


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"", ""),
        (b"hello", ""),
        (b"<html></html>" * 10, "web page"),
        (b"Rar!\x1a\x07" + b"\0" * 40, "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, "7-Zip"),
    ],
)
def test_what_is_no_zip_is_called_by_its_name(data: bytes, hint: str) -> None:
    refusal = refusal_of(data)

    assert isinstance(refusal, errors.NotAZip)
    assert hint in str(refusal)


def test_a_cut_upload_is_told_from_another_file_type() -> None:
    assert isinstance(refusal_of(zip_of({MANIFEST: b"x" * 500})[:-30]), errors.Truncated)


def test_bytes_before_the_archive_are_refused() -> None:
    archive = Archive(before=b"<script>polyglot</script>").add(MANIFEST, b"x")

    assert isinstance(refusal_of(archive), errors.ForeignData)


def test_a_program_in_front_of_the_archive_is_refused() -> None:
    assert isinstance(refusal_of(b"MZ stub" + zip_of({MANIFEST: b"x"})), errors.ForeignData)


def test_bytes_after_the_archive_are_refused() -> None:
    assert isinstance(refusal_of(Archive(after=b"tail").add(MANIFEST)), errors.ForeignData)


def test_the_mark_of_an_end_record_is_not_taken_for_one() -> None:
    assert isinstance(refusal_of(b"x" * 50 + b"PK\x05\x06 short"), errors.ForeignData)
    assert MANIFEST in index_of(Archive(comment=b"no PK end").add(MANIFEST, b"x").build()).entries


def test_a_directory_that_is_cut_inside_a_name_is_refused() -> None:
    data = bytearray(zip_of({"a.html": b"x"}))
    at = data.index(b"PK\x01\x02")
    data[at + 30 : at + 32] = (500).to_bytes(2, "little")

    assert isinstance(refusal_of(bytes(data)), errors.BrokenDirectory)


def test_a_directory_of_something_else_is_refused() -> None:
    data = bytearray(zip_of({"a.html": b"x"}))
    data[data.index(b"PK\x01\x02")] = 0

    assert isinstance(refusal_of(bytes(data)), errors.BrokenDirectory)


def test_bytes_between_directory_and_end_are_refused() -> None:
    data = zip_of({MANIFEST: b"x"})

    refusal = refusal_of(data[:-22] + b"gap" + data[-22:])

    assert isinstance(refusal, errors.ForeignData)


def test_an_end_record_inside_the_comment_is_refused() -> None:
    inner = zip_of({})

    assert isinstance(refusal_of(Archive(comment=inner).add(MANIFEST)), errors.AmbiguousEnd)


def test_two_end_records_that_disagree_are_refused() -> None:
    data = bytearray(Archive(zip64=True).add(MANIFEST, b"x").build())
    data[-14:-12] = data[-12:-10] = (7).to_bytes(2, "little")

    assert isinstance(refusal_of(bytes(data)), errors.AmbiguousEnd)


def test_a_wrong_number_of_entries_is_refused() -> None:
    for count in (0, 2):
        archive = Archive(count=count).add(MANIFEST, b"x")
        assert isinstance(refusal_of(archive), errors.BrokenDirectory)


def test_fully_overlapping_entries_are_refused() -> None:  # CVE-2024-0450
    body = b"\0" * 10_000
    archive = Archive().add("0.txt", body)
    for number in range(1, 200):
        archive.files.append(File(f"{number}.txt", body, offset=0))

    assert isinstance(refusal_of(archive), errors.Overlap)


def test_an_entry_that_reaches_into_the_directory_is_refused() -> None:
    archive = Archive().add(MANIFEST, b"x", method=STORED, size=5000, packed_size=5000)

    assert isinstance(refusal_of(archive), errors.Overlap)


def test_an_entry_that_hides_behind_its_extra_field_is_refused() -> None:
    archive = Archive().add("a.txt", b"a" * 100, method=STORED, extra=b"")
    archive.add("b.txt", b"b")
    data = bytearray(archive.build())
    data[28:30] = (70).to_bytes(2, "little")

    assert isinstance(refusal_of(bytes(data)), errors.Overlap)


@pytest.mark.parametrize(
    "file",
    [
        File("a.txt", b"a", local_name=b"b.txt"),
        File("a.txt", b"a", local_method=STORED),
        File("a.txt", b"a", local_size=7),
        File("a.txt", b"a", STORED, size=2),
        File("a.txt", b"a", offset=1),
    ],
)
def test_headers_that_contradict_each_other_are_refused(file: File) -> None:
    refusal = refusal_of(Archive([File("first.txt", b"1"), file]))

    assert isinstance(refusal, errors.HeaderMismatch | errors.Overlap)


@pytest.mark.parametrize(("method", "name"), [(9, "Deflate64"), (14, "LZMA"), (99, "99")])
def test_compression_that_browsers_cannot_read_is_refused_with_advice(
    method: int, name: str
) -> None:
    refusal = refusal_of(Archive().add("movie.mp4", b"x", method=method))

    assert isinstance(refusal, errors.UnsupportedCompression)
    assert name in str(refusal)
    assert refusal.entry == "movie.mp4"
    assert "Deflate" in refusal.advice


@pytest.mark.parametrize("flags", [0x0001, 0x0041, 0x2000])
def test_encrypted_files_are_refused(flags: int) -> None:
    assert isinstance(refusal_of(Archive().add("a", b"x", flags=flags)), errors.Encrypted)


@pytest.mark.parametrize("kind", [0o010000, 0o020000, 0o060000, 0o120000, 0o140000])
def test_links_and_devices_are_refused(kind: int) -> None:
    archive = Archive().add("passwd", b"/etc/passwd", attributes=(kind | 0o777) << 16)

    assert isinstance(refusal_of(archive), errors.SpecialFile)


def test_a_setuid_file_is_only_a_file() -> None:
    archive = Archive().add("tool", b"x", attributes=0o104755 << 16)

    assert "tool" in index_of(archive.build()).entries


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "a/../../x",
        "a/..",
        "/etc/passwd",
        "C:\\windows\\x",
        "c:x",
        "\\\\server\\share\\x",
        "..\\..\\x",
        "a\x00b",
        "a\x1fb",
        "a\x7fb",
        "__rt/bridge.html",
        "__RT/commit",
        "./__rt/x",
        "\\__rt\\x",
        "",
        ".",
    ],
)
def test_names_that_mean_something_outside_the_course_are_refused(name: str) -> None:
    assert isinstance(refusal_of(Archive().add(name, b"x")), errors.BadName)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a\\b.html", "a/b.html"),
        ("./a.html", "a.html"),
        ("a//b.html", "a/b.html"),
        ("a/./b.html", "a/b.html"),
        ("%2e%2e/x", "%2e%2e/x"),
        ("x.asp::$DATA", "x.asp::$DATA"),
        ("aux", "aux"),
        ("dot.", "dot."),
        ("_img/a.png", "_img/a.png"),
        ("__rtx/a", "__rtx/a"),
        ("\u202egpj.exe", "\u202egpj.exe"),
        ("ma\u0308dchen.html", "mädchen.html"),
        ("dot./x..y", "dot./x..y"),
    ],
)
def test_odd_names_are_served_under_one_clean_path(name: str, path: str) -> None:
    index = index_of(Archive().add(name, b"x").build())

    assert list(index.entries) == [path]
    assert index.entries[path].name == name


def test_unmarked_utf_8_and_cp437_are_told_apart() -> None:
    archive = Archive().add("übung.html".encode(), b"x", flags=0).add(b"\x81bung2.html", b"x")

    assert set(index_of(archive.build()).entries) == {"übung.html", "übung2.html"}


def test_marked_but_broken_utf_8_is_refused() -> None:
    assert isinstance(refusal_of(Archive().add(b"\x81.html", b"", flags=UTF8)), errors.BadName)


@pytest.mark.parametrize("twin", ["a.html", ".\\a.html", "./a.html"])
def test_two_files_with_one_path_are_refused(twin: str) -> None:
    archive = Archive().add("a.html", b"1").add(twin, b"2")

    assert isinstance(refusal_of(archive), errors.DuplicateName)


def test_normal_form_twins_are_refused() -> None:
    archive = Archive().add("ä.html", b"1").add("a\u0308.html", b"2")

    assert isinstance(refusal_of(archive), errors.DuplicateName)


def test_names_of_1024_bytes_pass_and_longer_ones_do_not() -> None:
    index_of(Archive().add("n" * 1024, b"x").build())

    for name in ("n" * 1025, "ä" * 513):
        assert isinstance(refusal_of(Archive().add(name, b"x")), errors.NameTooLong)


def test_deep_folders_are_refused() -> None:
    index_of(Archive().add("d/" * 32 + "x", b"x").build())

    assert isinstance(refusal_of(Archive().add("d/" * 33 + "x", b"x")), errors.TooDeep)


def test_too_many_entries_are_refused_before_they_are_read() -> None:
    archive = Archive(count=200_000, zip64=True).add(MANIFEST, b"x")

    assert isinstance(refusal_of(archive), errors.TooManyEntries)


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    archive = Archive().add("zeros", b"\0" * 110_000_000)

    assert isinstance(refusal_of(archive), errors.Bomb)


def test_a_file_above_ten_gigabytes_is_refused() -> None:
    size = 11 * 1024**3
    extra = b"\x01\x00\x08\x00" + size.to_bytes(8, "little")
    archive = Archive().add("huge.mp4", b"x", size=0xFFFFFFFF, extra=extra)

    assert isinstance(refusal_of(archive), errors.EntryTooLarge)


def test_a_missing_zip64_size_is_refused() -> None:
    archive = Archive().add("huge.mp4", b"x", size=0xFFFFFFFF)

    assert isinstance(refusal_of(archive), errors.BrokenDirectory)


def test_other_extra_fields_before_the_zip64_size_are_stepped_over() -> None:
    extra = b"\x55\x54\x01\x00\x00" + b"\x01\x00\x08\x00" + (1).to_bytes(8, "little")
    archive = Archive().add("a", b"x", method=STORED, size=0xFFFFFFFF, extra=extra, local_size=1)

    assert index_of(archive.build()).entries["a"].size == 1


def test_an_archive_of_nothing_but_foreign_bytes_is_refused() -> None:
    assert isinstance(refusal_of(Archive(before=b"hidden")), errors.ForeignData)


@pytest.mark.parametrize(
    ("at", "value", "kind"),
    [
        (-38, 1, errors.SplitArchive),  # the disk that holds the ZIP64 end record
        (-82, 1, errors.SplitArchive),  # the disk that it is on itself
        (-26, 2, errors.SplitArchive),  # the number of disks
        (-34, 9, errors.BrokenDirectory),  # where the ZIP64 end record is
        (-94, 45, errors.BrokenDirectory),  # its length
        (-55, 3, errors.DirectoryTooLarge),  # the fourth byte of the size of the directory
        (-47, 3, errors.BrokenDirectory),  # the fourth byte of its offset
    ],
)
def test_a_zip64_ending_that_lies_is_refused(
    at: int, value: int, kind: type[errors.ArchiveError]
) -> None:
    data = bytearray(Archive(zip64=True).add(MANIFEST, b"x").build())
    data[at] = value

    assert isinstance(refusal_of(bytes(data)), kind)


def test_a_local_name_that_cannot_be_decoded_is_refused() -> None:
    archive = Archive().add("ü", b"x", local_name=b"\xff\xff")

    assert isinstance(refusal_of(archive), errors.HeaderMismatch)


def test_a_name_that_grows_beyond_the_limit_when_decoded_is_refused() -> None:
    assert isinstance(refusal_of(Archive().add(b"\xb0" * 1000, b"x")), errors.NameTooLong)


def test_a_folder_that_stands_for_the_root_is_nothing() -> None:
    assert list(index_of(Archive().add("./", b"").add("a", b"x").build()).entries) == ["a"]


def test_the_headers_to_be_read_can_be_announced() -> None:
    data = zip_of({"a": b"1", "b": b"2"})
    index = read_directory(reader(data), len(data))

    assert [at for at, _ in header_ranges(index)] == [e.offset for e in index.in_order()]


def test_a_part_of_a_split_archive_is_refused() -> None:
    assert isinstance(refusal_of(Archive().add("a", b"x", disk=1)), errors.SplitArchive)


def test_nested_archives_are_only_files() -> None:
    inner = zip_of({"../../evil": b"x"})

    assert list(index_of(zip_of({"inner.zip": inner})).entries) == ["inner.zip"]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(errors.ArchiveError):
        index_of(data)


@given(st.data())
def test_a_damaged_archive_is_read_or_refused(data: st.DataObject) -> None:
    honest = bytearray(
        Archive(comment=b"c", zip64=data.draw(st.booleans()))
        .add(MANIFEST, b"<manifest/>")
        .add("a/ü.html", b"page" * 20, flags=SIZES_FOLLOW | UTF8)
        .add("b.mp4", b"film", method=STORED)
        .build()
    )
    for _ in range(data.draw(st.integers(1, 4))):
        honest[data.draw(st.integers(0, len(honest) - 1))] = data.draw(st.integers(0, 255))

    with suppress(errors.ArchiveError):
        for path in index_of(bytes(honest)).entries:
            assert not path.startswith("/")
            assert ".." not in path.split("/")


@given(st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_no_name_leads_outside_the_course(names: list[str]) -> None:
    archive = Archive([File(name.encode("utf-8", "replace"), b"x") for name in names])

    with suppress(errors.ArchiveError):
        for path in index_of(archive.build()).entries:
            assert path == path.lstrip("/")
            assert not {"..", ".", ""} & set(path.split("/"))
            assert not path.casefold().startswith("__rt/")
