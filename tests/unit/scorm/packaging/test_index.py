"""Finding files of a course and keeping the map of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm.packaging.index import ArchiveIndex, Entry, dump, index_of, load


def index_with(*paths: str) -> ArchiveIndex:
    return index_of((entry(path) for path in paths), 10**12)


def entry(path: str, number: int = 7) -> Entry:
    return Entry(path, f"./{path}", number, number + 40, 10, 20, 0xFFFFFFFF, 8)


def test_the_exact_name_wins() -> None:
    index = index_with("A.html", "a.html")

    found = index.find("a.html")

    assert found is not None
    assert found.path == "a.html"


@pytest.mark.parametrize("asked", ["IMG/Straße.png", "img/STRASSE.PNG", "img/Straße.png"])
def test_another_case_is_found_when_only_one_file_can_be_meant(asked: str) -> None:
    found = index_with("img/Straße.png").find(asked)

    assert found is not None
    assert found.path == "img/Straße.png"


def test_a_decomposed_name_is_found() -> None:
    assert index_with("ä.html").find("a\u0308.html") is not None


def test_an_ambiguous_name_is_not_found() -> None:
    assert index_with("A.html", "a.html").find("a.HTML") is None


def test_what_is_not_there_is_not_found() -> None:
    assert index_with("a.html").find("b.html") is None


def test_an_index_survives_storage() -> None:
    rows = [entry("a.html"), Entry("ü/ b.mp4", "ü\\ b.mp4", 2**40, None, 2**41, 2**42, 0, 0)]
    index = index_of(rows, 2**43)

    again = load(dump(index))

    assert again.entries == index.entries
    assert len(again) == 2
    assert list(again.entries) == list(index.entries)
    assert again.directory_offset == index.directory_offset


def test_an_empty_index_survives_storage() -> None:
    assert load(dump(index_with())).entries == {}


def test_other_bytes_are_no_index() -> None:
    with pytest.raises(ValueError, match="not an index"):
        load(b"{}")


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1), unique=True))
def test_any_paths_survive_storage(paths: list[str]) -> None:
    index = index_with(*paths)

    assert load(dump(index)).entries == index.entries
