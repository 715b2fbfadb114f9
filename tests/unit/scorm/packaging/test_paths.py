"""What an href of a manifest means, and what it must never mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm.packaging.findings import Rule
from scorm.packaging.index import ArchiveIndex, Entry, index_of
from scorm.packaging.paths import Dead, Link, join_base, resolve, with_parameters


def index_with(*paths: str) -> ArchiveIndex:
    return index_of((Entry(path, path, 0, None, 0, 0, 0, 0) for path in paths), 1)


def link(href: str, *paths: str, base: str = "") -> Link:
    found = resolve(href, base, index_with(*paths))
    assert isinstance(found, Link), found
    return found


def test_an_href_is_a_file_with_its_query_and_fragment() -> None:
    found = link("course/index.html?a=1&b=2#top", "course/index.html")

    assert (found.path, found.url) == ("course/index.html", "course/index.html?a=1&b=2#top")
    assert not found.repair


def test_names_are_encoded_for_the_browser() -> None:
    found = link("Kapitel 1/übung%20#1.html", "Kapitel 1/übung%20#1.html")

    assert found.url == "Kapitel%201/%C3%BCbung%2520%231.html"


def test_percent_encoding_is_no_fault() -> None:
    assert link("my%20page.html", "my page.html") == Link("my page.html", "my%20page.html")


@pytest.mark.parametrize(
    ("href", "actual"),
    [
        ("Index.HTML", "index.html"),
        ("folder\\page.html", "folder/page.html"),
        ("/page.html", "page.html"),
        ("a%2520b.html", "a b.html"),
        ("a%5Fb&.html", "a%5Fb&.html".upper()),
        ("u\u0308bung.html", "übung.html"),
        ("%E4.html", "%e4.html"),
    ],
)
def test_a_link_that_other_players_would_miss_is_repaired_and_said_so(
    href: str, actual: str
) -> None:
    found = link(href, actual)

    assert found.path == actual
    assert found.repair


def test_an_exact_literal_name_beats_its_decoded_reading() -> None:
    assert link("a%20b.html", "a%20b.html", "a b.html").path == "a%20b.html"


def test_dots_are_resolved_inside_the_course() -> None:
    assert link("sco/../shared/./a.html", "shared/a.html").path == "shared/a.html"


@pytest.mark.parametrize("href", ["../a.html", "sco/../../a.html", "%2e%2e/a.html", "..\\a.html"])
def test_nothing_outside_the_course_can_be_meant(href: str) -> None:
    found = resolve(href, "", index_with("a.html"))

    assert isinstance(found, Dead)
    assert found.rule is Rule.OUTSIDE_PACKAGE


@pytest.mark.parametrize(
    ("href", "rule"),
    [
        ("javascript:alert(1)", Rule.UNSAFE_HREF),
        (" java\nscript:alert(1)", Rule.UNSAFE_HREF),
        ("\x01javascript:alert(1)", Rule.UNSAFE_HREF),
        ("JavaScript://a.html", Rule.UNSAFE_HREF),
        ("data:text/html,x", Rule.UNSAFE_HREF),
        ("vbscript:x", Rule.UNSAFE_HREF),
        ("file:///etc/passwd", Rule.UNSAFE_HREF),
        ("https://example.com/a.html", Rule.EXTERNAL_HREF),
        ("//example.com/a.html", Rule.EXTERNAL_HREF),
        ("\\\\server\\share", Rule.EXTERNAL_HREF),
        ("/\t/example.com", Rule.EXTERNAL_HREF),
        ("C:\\course\\a.html", Rule.OUTSIDE_PACKAGE),
        ("missing.html", Rule.MISSING_FILE),
        ("", Rule.MISSING_FILE),
    ],
)
def test_links_that_are_no_files_of_the_course_are_dead(href: str, rule: Rule) -> None:
    found = resolve(href, "", index_with("a.html"))

    assert isinstance(found, Dead)
    assert found.rule is rule


def test_a_file_named_like_a_script_address_stays_dead() -> None:
    found = resolve("javascript:alert(1)", "", index_with("javascript:alert(1)"))

    assert isinstance(found, Dead)


def test_a_hostile_base_does_not_help() -> None:
    found = resolve("a.html", "javascript:", index_with("a.html"))

    assert isinstance(found, Dead)


def test_bases_are_joined_from_the_outside_in() -> None:
    base = join_base(join_base(join_base("", "course/"), "unit"), "")

    assert base == "course/unit/"
    assert link("a.html", "course/unit/a.html", base=base).path == "course/unit/a.html"


def test_a_base_that_should_not_be_applied_is_forgiven() -> None:
    assert link("a.html", "a.html", base="course/").repair
    assert link("a.html", "a.html", base="page/").path == "a.html"
    assert link("/a.html", "a.html", base="course/").repair


@pytest.mark.parametrize(
    ("href", "parameters", "address"),
    [
        ("a.html", "", "a.html"),
        ("a.html", "?x=1", "a.html?x=1"),
        ("a.html", "x=1&y=2", "a.html?x=1&y=2"),
        ("a.html", "&?x=1", "a.html?x=1"),
        ("a.html?z=0", "?x=1", "a.html?z=0&x=1"),
        ("a.html", "#part", "a.html#part"),
        ("a.html#top", "#part", "a.html#top"),
        ("a.html#top", "x=1", "a.html?x=1#top"),
        ("a.html", "x=a b\n", "a.html?x=a%20b"),
    ],
)
def test_parameters_are_added_by_the_book(href: str, parameters: str, address: str) -> None:
    assert with_parameters(href, parameters) == address  # [CAM 3.4.3.1]


@given(st.text(max_size=60), st.text(max_size=30), st.text(st.characters(categories=["L"])))
def test_a_link_never_leaves_the_course(href: str, base: str, path: str) -> None:
    found = resolve(href, base, index_with("a.html", path))

    if isinstance(found, Link):
        assert found.path in ("a.html", path)
        assert not found.url.startswith(("/", "\\"))
        assert ":" not in found.url.partition("?")[0].partition("#")[0]
