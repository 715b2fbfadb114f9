"""The course that comes with the product."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from scorm.packaging.archive import read_directory
from scorm.packaging.contents import contents
from scorm.packaging.findings import Notes
from scorm.packaging.read import read_manifest
from scorm.packaging.root import find_root
from services import sample as course

ROOT = Path(__file__).resolve().parents[3]
CONTENT = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
LOM = "{http://www.imsglobal.org/xsd/imsmd_rootv1p2p1}"


def sample() -> ZipFile:
    return ZipFile(BytesIO(course.build()))


def manifest() -> Any:
    return etree.fromstring(sample().read("imsmanifest.xml"))


def text_files() -> dict[str, str]:
    archive = sample()
    return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_packing_twice_gives_the_same_bytes() -> None:
    assert course.build() == course.build()


def test_packing_does_not_depend_on_the_folder_it_is_packed_from(tmp_path: Path) -> None:
    for name, content in text_files().items():
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(content, encoding="utf-8", newline="")

    assert course.build(tmp_path) == course.build()


def test_the_archive_is_sound_and_small() -> None:
    assert sample().testzip() is None
    assert len(course.build()) < 300_000
    assert {entry.compress_type for entry in sample().infolist()} == {ZIP_DEFLATED}


def test_names_are_sorted_and_the_manifest_lies_at_the_root() -> None:
    names = sample().namelist()

    assert names == sorted(names)
    assert "imsmanifest.xml" in names


def test_the_manifest_lists_exactly_the_files_of_the_course() -> None:
    listed = [str(file.get("href")) for file in manifest().iter(f"{CONTENT}file")]

    assert sorted([*listed, "imsmanifest.xml"]) == sorted(sample().namelist())


def test_the_one_item_launches_the_one_sco() -> None:
    (item,) = manifest().iter(f"{CONTENT}item")
    (resource,) = manifest().iter(f"{CONTENT}resource")

    assert item.get("identifierref") == resource.get("identifier")
    assert resource.get(f"{ADL}scormtype") == "sco"
    assert resource.get("href") == "index.html"
    assert item.findtext(f"{ADL}masteryscore") == "80"


def test_the_metadata_say_what_the_course_is_and_how_long_it_takes() -> None:
    said = manifest()

    assert said.findtext(f"{CONTENT}metadata/{CONTENT}schemaversion") == "1.2"
    assert said.findtext(f".//{LOM}general/{LOM}title/{LOM}langstring") == course.TITLE
    assert said.findtext(f".//{LOM}typicallearningtime/{LOM}datetime") == "PT15M"


def test_the_course_asks_nobody_else_for_anything() -> None:
    for name, text in text_files().items():
        if name.endswith((".html", ".css", ".js")):
            assert not re.search(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text), name


def test_the_page_has_no_script_or_handler_in_its_markup() -> None:
    page = text_files()["index.html"]

    assert not re.search(r"\son[a-z]+\s*=|javascript:|<script(?![^>]+src=)| style=", page)


def test_our_own_reader_finds_nothing_to_complain_about() -> None:
    packed = course.build()
    notes = Notes()

    def read(offset: int, length: int) -> bytes:
        return packed[offset : offset + length]

    index, entry = find_root(read_directory(read, len(packed)), notes)
    found = read_manifest(contents(read, entry), index, lambda _entry: b"", notes)

    assert notes.report().findings == ()
    assert (found.title, found.duration) == (course.TITLE, "PT15M")
