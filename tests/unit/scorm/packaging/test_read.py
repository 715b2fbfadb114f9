"""Manifests as careless as real ones, and some that mean harm."""

from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lectern_manifests import Course

from scorm.edition import Edition
from scorm.packaging.errors import ManifestError, NotAManifest, NotScorm, TooManyItems
from scorm.packaging.findings import Finding, Notes, Report, Rule, Severity
from scorm.packaging.index import ArchiveIndex, Entry, index_of
from scorm.packaging.manifest import CompletionThreshold, Manifest, SharedData
from scorm.packaging.read import read_manifest

# Far beyond what reading takes, even where every line is traced; see also test_ingest.
SECONDS = 15


def read(
    course: Course | str | bytes, *files: str, allow_external: bool = False
) -> tuple[Manifest, Report]:
    source = course if isinstance(course, bytes) else str(course).encode()
    notes = Notes()
    started = process_time()
    manifest = read_manifest(
        source, index_with(*files), lambda _: b"", notes, allow_external=allow_external
    )
    assert process_time() - started < SECONDS
    return manifest, notes.report()


def index_with(*files: str) -> ArchiveIndex:
    return index_of((Entry(file, file, 0, None, 0, 0, 0, 0) for file in files), 1)


def finding(report: Report, rule: Rule) -> Finding:
    found = [each for each in report.findings if each.rule == rule]
    assert found, report
    return found[0]


def without(text: str, *parts: str) -> str:
    for part in parts:
        assert part in text
        text = text.replace(part, "")
    return text


def test_a_plain_course_has_no_findings() -> None:
    manifest, report = read(
        Course().lesson("one", "a.html").lesson("two", "b.html"), "a.html", "b.html"
    )

    assert report.findings == ()
    assert [item.title for item in manifest.organization.items] == ["one", "two"]
    assert manifest.launch_href == "a.html"
    assert manifest.sco_count == 2


def test_a_missing_launch_file_is_an_error_with_its_line() -> None:
    _, report = read(Course().lesson("one", "Gone.html"))

    found = finding(report, Rule.MISSING_FILE)
    assert found.severity is Severity.ERROR
    assert "Gone.html" in found.message
    assert (found.file, found.line) == ("imsmanifest.xml", 8)
    assert found.advice
    assert report.errors[0] == found
    assert not report.ok


def test_another_missing_file_is_a_warning() -> None:
    course = Course().item("one").page("one", "a.html", '<file href="pic.png"/>')

    _, report = read(course, "a.html")

    assert finding(report, Rule.MISSING_FILE).severity is Severity.WARNING
    assert report.ok


def test_a_page_that_no_item_opens_may_be_missing() -> None:
    _, report = read(Course().lesson("one", "a.html").page("unused", "gone.html"), "a.html")

    assert finding(report, Rule.MISSING_FILE).severity is Severity.WARNING


def test_thousands_of_missing_files_are_summed_up() -> None:
    files = "".join(f'<file href="{number}.png"/>' for number in range(5_000))
    course = Course().item("one").page("one", "a.html", files)

    _, report = read(course, "a.html")

    assert len(report.findings) == 51
    assert "4,950 more" in report.findings[-1].message


@pytest.mark.parametrize(
    ("href", "actual"), [("Index.html", "index.html"), ("sco\\a.html", "sco/a.html")]
)
def test_a_sloppy_href_is_repaired(href: str, actual: str) -> None:
    manifest, report = read(Course().lesson("one", href), actual)

    assert manifest.launch_href == actual
    assert finding(report, Rule.HREF_REPAIRED).severity is Severity.REPAIR


def test_bases_apply_from_the_manifest_down_to_the_resource() -> None:
    course = Course().item("one").page("one", "a.html", attributes='xml:base="unit/"')
    text = str(course).replace("<resources>", '<resources xml:base="res/">')
    text = text.replace('version="1" ', 'version="1" xml:base="course/" ')

    manifest, report = read(text, "course/res/unit/a.html")

    assert manifest.launch_href == "course/res/unit/a.html"
    assert report.findings == ()


def test_parameters_are_part_of_the_launch_address() -> None:
    course = Course().item("one", attributes='parameters="?x=1&amp;y=2"').page("one", "a.html?z=0")

    manifest, _ = read(course, "a.html")

    assert manifest.launch_href == "a.html?z=0&x=1&y=2"
    assert manifest.organization.items[0].path == "a.html"


@pytest.mark.parametrize("href", ["javascript:alert(1)", " java&#9;script:x", "data:text/html,x"])
def test_script_addresses_never_become_a_launch_address(href: str) -> None:
    text = str(Course().lesson("one", "HREF")).replace("HREF", href)

    manifest, report = read(text, "a.html")

    assert manifest.launch_href is None
    assert finding(report, Rule.UNSAFE_HREF).severity is Severity.ERROR


def test_external_pages_need_permission() -> None:
    course = Course().lesson("one", "https://example.com/a.html")

    _, refused = read(course)
    manifest, allowed = read(course, allow_external=True)

    assert finding(refused, Rule.EXTERNAL_HREF).severity is Severity.ERROR
    assert manifest.launch_href == "https://example.com/a.html"
    assert manifest.organization.items[0].path is None
    assert allowed.ok


def test_no_permission_opens_other_schemes() -> None:
    _, report = read(Course().lesson("one", "ftp://example.com/a"), allow_external=True)

    assert not report.ok


def test_markup_in_titles_stays_text() -> None:
    course = Course(title="<script>alert(1)</script>  {{ 7*7 }}\n").lesson("one", "a.html")

    manifest, _ = read(course, "a.html")

    assert manifest.title == "<script>alert(1)</script> {{ 7*7 }}"


@pytest.mark.parametrize(
    ("version", "edition"),
    [
        ("1.2", Edition.SCORM_12),
        ("1.1", Edition.SCORM_12),
        ("CAM 1.3", Edition.SCORM_2004_2ND),
        ("1.3", Edition.SCORM_2004_2ND),
        ("2004 2nd Edition", Edition.SCORM_2004_2ND),
        ("2004 3rd Edition", Edition.SCORM_2004_3RD),
        ("2004 4TH edition", Edition.SCORM_2004_4TH),
        ("SCORM 2004", Edition.SCORM_2004_3RD),
    ],
)
def test_the_edition_follows_the_schema_version(version: str, edition: Edition) -> None:
    text = str(Course(version=version).lesson("one", "a.html"))

    manifest, _ = read(text, "a.html")

    assert manifest.edition is edition
    assert manifest.schema_version == version


@pytest.mark.parametrize(("names", "edition"), [("1.2", "1.2"), ("2004 4th Edition", "2004")])
def test_without_a_version_the_namespaces_decide(names: str, edition: str) -> None:
    text = without(
        str(Course(version=names).lesson("one", "a.html")),
        f"<schemaversion>{names}</schemaversion>",
    )

    manifest, report = read(text, "a.html")

    assert manifest.edition.version == edition
    assert finding(report, Rule.EDITION).severity is Severity.WARNING


def test_a_contradiction_between_version_and_names_is_mentioned() -> None:
    text = str(Course(version="2004 3rd Edition").lesson("one", "a.html"))

    _, report = read(text.replace("2004 3rd Edition", "1.2"), "a.html")

    assert finding(report, Rule.EDITION).severity is Severity.WARNING


def test_a_manifest_without_namespaces_and_in_capitals_is_read() -> None:
    text = """<MANIFEST IDENTIFIER="m"><ORGANIZATIONS><ORGANIZATION IDENTIFIER="o"><TITLE>T</TITLE>
      <ITEM IDENTIFIER="i" IDENTIFIERREF="r"><TITLE>One</TITLE></ITEM></ORGANIZATION>
      </ORGANIZATIONS><RESOURCES><RESOURCE IDENTIFIER="r" HREF="a.html"/></RESOURCES></MANIFEST>"""

    manifest, report = read(text, "a.html")

    assert manifest.edition is Edition.SCORM_12
    assert manifest.organization.items[0].sco
    assert finding(report, Rule.NAMESPACE)
    assert finding(report, Rule.SCORM_TYPE).severity is Severity.REPAIR
    assert report.ok


def test_assets_are_told_from_scos() -> None:
    course = Course().lesson("one", "a.html").item("two")
    course.resources.append(
        '<resource identifier="r-two" adlcp:scormtype="Asset" type="webcontent" href="b.pdf"/>'
    )

    manifest, _ = read(course, "a.html", "b.pdf")

    assert [item.sco for item in manifest.organization.items] == [True, False]
    assert manifest.sco_count == 1


def test_the_default_organization_comes_first() -> None:
    extra = '<organization identifier="other"><title>Other</title></organization>'
    text = str(Course().lesson("one", "a.html"))
    text = text.replace(
        '<organization identifier="org">', extra + '<organization identifier="org">'
    )

    manifest, report = read(text, "a.html")

    assert [each.identifier for each in manifest.organizations] == ["org", "other"]
    assert report.ok


def test_a_page_missing_in_an_organization_that_is_not_played_is_a_warning() -> None:
    other = '<organization identifier="other"><title>Other</title><item identifier="x" '
    other += 'identifierref="r-x"><title>x</title></item></organization>'
    course = Course().lesson("one", "a.html").page("x", "gone.html")
    own = '<organization identifier="org">'

    _, report = read(str(course).replace(own, other + own), "a.html")

    assert finding(report, Rule.MISSING_FILE).severity is Severity.WARNING
    assert report.ok


@pytest.mark.parametrize(
    ("default", "severity"), [("", Severity.REPAIR), ("nowhere", Severity.WARNING)]
)
def test_without_a_default_the_first_organization_is_played(
    default: str, severity: Severity
) -> None:
    extra = '<organization identifier="other"><title>Other</title></organization></organizations>'
    text = str(Course().lesson("one", "a.html")).replace('default="org"', f'default="{default}"')

    manifest, report = read(text.replace("</organizations>", extra), "a.html")

    assert manifest.organization.identifier == "org"
    assert finding(report, Rule.DEFAULT_ORGANIZATION).severity is severity


def test_bare_resources_become_a_table_of_contents() -> None:
    text = str(Course().page("one", "a.html").page("two", "b.html"))
    start, end = text.index("<organizations"), text.index("</organizations>")

    manifest, report = read(text[:start] + "<organizations>" + text[end:], "a.html", "b.html")

    assert [item.href for item in manifest.organization.items] == ["a.html", "b.html"]
    assert finding(report, Rule.NO_ORGANIZATION).severity is Severity.REPAIR
    assert report.ok


def test_a_page_is_not_named_like_the_organization() -> None:
    course = str(Course().page("one", "a.html")).replace('"r-one"', '"org"')

    manifest, _ = read(course, "a.html")

    assert manifest.organization.identifier == "org"
    assert [item.identifier for item in manifest.organization.items] == ["org-2"]


def test_an_organization_without_items_lists_the_pages() -> None:
    manifest, report = read(Course(title="Empty").page("one", "a.html"), "a.html")

    assert [item.title for item in manifest.organization.items] == ["Empty"]
    assert manifest.launch_href == "a.html"
    assert report.ok


@pytest.mark.parametrize("inside", ["", "<organizations/>", "<resources/>", "<item/>"])
def test_a_manifest_with_nothing_to_open_is_an_error(inside: str) -> None:
    manifest, report = read(f'<manifest identifier="m">{inside}</manifest>')

    assert manifest.launch_href is None
    assert finding(report, Rule.NOTHING_TO_LAUNCH).severity is Severity.ERROR


def test_an_item_that_opens_an_unknown_resource_is_mentioned() -> None:
    _, report = read(Course().lesson("one", "a.html").item("two"), "a.html")

    assert finding(report, Rule.UNKNOWN_RESOURCE).severity is Severity.WARNING
    assert report.ok


def test_twins_get_identifiers_of_their_own() -> None:
    course = Course().lesson("one", "a.html").item("one").item("").page("", "a.html")

    manifest, report = read(course, "a.html")

    identifiers = [item.identifier for item in manifest.organization.items]
    assert len(set(identifiers)) == 3
    assert identifiers[0] == "one"
    assert finding(report, Rule.DUPLICATE_IDENTIFIER)
    assert finding(report, Rule.MISSING_IDENTIFIER)


def test_a_free_name_is_searched_for_twins() -> None:
    course = Course().lesson("one", "a.html").lesson("one-2", "a.html").item("one")

    manifest, _ = read(course, "a.html")

    identifiers = [item.identifier for item in manifest.organization.items]
    assert identifiers == ["one", "one-2", "one-3"]


def test_an_item_that_opens_a_resource_without_a_page_is_mentioned() -> None:
    course = Course().lesson("one", "a.html").item("two")
    course.resources.append('<resource identifier="r-two" type="webcontent"/>')

    _, report = read(course, "a.html")

    assert finding(report, Rule.NO_HREF).severity is Severity.WARNING


def test_of_two_resources_with_one_identifier_the_first_counts() -> None:
    course = Course().lesson("one", "a.html").page("one", "b.html")

    manifest, report = read(course, "a.html", "b.html")

    assert manifest.launch_href == "a.html"
    assert finding(report, Rule.DUPLICATE_IDENTIFIER).severity is Severity.WARNING


def test_external_files_of_a_resource_pass_where_allowed() -> None:
    file = '<file href="https://cdn.example.com/x.js"/>'
    course = Course().item("one").page("one", "a.html", file)

    assert finding(read(course, "a.html")[1], Rule.EXTERNAL_HREF).severity is Severity.WARNING
    assert read(course, "a.html", allow_external=True)[1].findings == ()


@pytest.mark.parametrize("time", ["soon", "", "P", "PT", "1 hour", "PT0H0M0S", "00:00:00"])
def test_a_learning_time_that_is_none_is_ignored(time: str) -> None:
    lom = f"<lom><educational><typicallearningtime>{time}</typicallearningtime></educational></lom>"

    manifest, _ = read(Course(metadata=lom).lesson("one", "a.html"), "a.html")

    assert manifest.duration == ""


def test_metadata_of_a_megabyte_is_left_alone() -> None:
    course = Course(metadata="<location>m.xml</location>").lesson("one", "a.html")
    notes = Notes()
    files = [Entry("a.html", "", 0, 0, 0, 0, 0, 0), Entry("m.xml", "", 0, 0, 0, 2**21, 0, 0)]

    read_manifest(course.encode(), index_of(files, 1), lambda _: b"", notes)

    assert finding(notes.report(), Rule.METADATA).severity is Severity.WARNING


def test_an_item_that_opens_an_item_or_itself_is_only_a_dead_end() -> None:
    item = '<item identifier="a" identifierref="a"><title>a</title></item>'
    resource = '<resource identifier="x"><dependency identifierref="x"/></resource>'

    manifest, report = read(Course(items=[item], resources=[resource]))

    assert manifest.organization.items[0].href is None
    assert not report.ok


def test_fifty_thousand_items_are_read_in_time() -> None:
    course = Course().page("i", "a.html")
    course.items = [
        f'<item identifier="i{n}" identifierref="r-i"><title>{n}</title></item>'
        for n in range(50_000)
    ]

    manifest, report = read(course, "a.html")

    assert manifest.sco_count == 50_000
    assert report.ok


def test_fifty_thousand_twins_are_read_in_time() -> None:
    course = Course().page("i", "a.html")
    course.items = ['<item identifier="i" identifierref="r-i"><title>t</title></item>'] * 50_000

    manifest, _ = read(course, "a.html")

    assert len({item.identifier for item in manifest.organization.items}) == 50_000


@pytest.mark.parametrize(
    "inside",
    [
        "<organizations>" + "<organization/>" * 101 + "</organizations>",
        "<organizations><organization>" + "<item/>" * 50_001 + "</organization></organizations>",
        "<resources>" + "<resource/>" * 50_001 + "</resources>",
    ],
    ids=["organizations", "items", "resources"],
)
def test_more_than_a_player_can_show_is_refused(inside: str) -> None:
    with pytest.raises(TooManyItems):
        read(f"<manifest>{inside}</manifest>")


def test_an_href_longer_than_any_name_is_missing() -> None:
    _, report = read(Course().lesson("one", "%2e/" * 100_000 + "a.html"), "a.html")

    assert finding(report, Rule.MISSING_FILE).severity is Severity.ERROR
    assert len(finding(report, Rule.MISSING_FILE).message) < 400


def test_nesting_up_to_the_limit_of_the_parser_is_read() -> None:
    opening = "".join(f'<item identifier="i{n}"><title>{n}</title>' for n in range(200))
    course = Course(items=[opening + "</item>" * 200]).lesson("leaf", "a.html")

    manifest, _ = read(course, "a.html")

    assert len(list(manifest.organization.walk())) == 201


def test_what_the_data_model_starts_from_is_kept() -> None:
    inside = (
        "<adlcp:masteryscore> 80 </adlcp:masteryscore>"
        "<adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>"
        "<adlcp:timelimitaction>Exit,Message</adlcp:timelimitaction>"
        "<adlcp:datafromlms> a\n b </adlcp:datafromlms>"
        '<adlcp:prerequisites type="aicc_script">one</adlcp:prerequisites>'
    )
    course = Course().item("one", inside, 'isvisible="false"').page("one", "a.html")

    item = read(course, "a.html")[0].organization.items[0]

    assert item.mastery_score == 80
    assert item.max_time_allowed == "00:30:00"
    assert item.time_limit_action == "exit,message"
    assert item.data_from_lms == "a\n b"
    assert item.prerequisites == "one"
    assert not item.visible


@pytest.mark.parametrize("score", ["eighty", "101", "-1", "nan", "1e999"])
def test_a_mastery_score_that_is_none_is_ignored(score: str) -> None:
    inside = f"<adlcp:masteryscore>{score}</adlcp:masteryscore>"

    manifest, report = read(Course().item("one", inside).page("one", "a.html"), "a.html")

    assert manifest.organization.items[0].mastery_score is None
    assert finding(report, Rule.BAD_VALUE)


@pytest.mark.parametrize(
    ("element", "threshold"),
    [
        (
            "<adlcp:completionThreshold>0.75</adlcp:completionThreshold>",
            CompletionThreshold(completed_by_measure=True, min_progress_measure=0.75),
        ),
        (
            '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5" '
            'progressWeight="0.25"/>',
            CompletionThreshold(
                completed_by_measure=True, min_progress_measure=0.5, progress_weight=0.25
            ),
        ),
        (
            '<adlcp:completionThreshold minProgressMeasure="0.5">0.75</adlcp:completionThreshold>',
            CompletionThreshold(min_progress_measure=0.5),
        ),
        ("<adlcp:completionThreshold/>", CompletionThreshold()),
        ('<adlcp:completionThreshold minProgressMeasure="2"/>', CompletionThreshold()),
        ("<adlcp:completionThreshold>x</adlcp:completionThreshold>", None),
    ],
)
def test_completion_thresholds_of_both_notations(
    element: str, threshold: CompletionThreshold | None
) -> None:
    course = Course(version="2004 4th Edition").item("one", element).page("one", "a.html")

    manifest, _ = read(course, "a.html")

    assert manifest.organization.items[0].completion_threshold == threshold


def test_shared_data_of_the_4th_edition_is_kept() -> None:
    inside = '<adlcp:data><adlcp:map targetID="t" writeSharedData="false"/></adlcp:data>'
    course = Course(version="2004 4th Edition").item("one", inside).page("one", "a.html")

    manifest, _ = read(course, "a.html")

    shared = manifest.organization.items[0].shared_data
    assert shared == (SharedData(target_id="t", read=True, write=False),)


def test_prerequisites_that_are_not_understood_are_mentioned() -> None:
    inside = "<adlcp:prerequisites>one &amp;</adlcp:prerequisites>"

    _, report = read(Course().item("one", inside).page("one", "a.html"), "a.html")

    assert finding(report, Rule.PREREQUISITES).severity is Severity.WARNING


def test_an_item_without_a_title_is_shown_by_its_identifier() -> None:
    text = str(Course().lesson("one", "a.html")).replace("<title>one</title>", "<title> </title>")

    manifest, report = read(text, "a.html")

    assert manifest.organization.items[0].title == "one"
    assert finding(report, Rule.TITLE).severity is Severity.INFO


def test_an_overlong_title_is_cut() -> None:
    manifest, report = read(Course(title="t" * 5000).lesson("one", "a.html"), "a.html")

    assert len(manifest.title) == 1000
    assert finding(report, Rule.TITLE)


def test_resources_of_nested_manifests_can_be_opened() -> None:
    nested = (
        '<manifest identifier="inner" xml:base="inner/"><resources><resource identifier="r-two" '
        'adlcp:scormtype="sco" href="b.html"/></resources></manifest></manifest>'
    )
    text = str(Course().lesson("one", "a.html").item("two")).replace("</manifest>", nested)

    manifest, report = read(text, "a.html", "inner/b.html")

    assert manifest.organization.items[1].href == "inner/b.html"
    assert report.ok


def test_other_standards_are_called_by_their_name() -> None:
    text = str(Course()).replace("ADL SCORM", "IMS Common Cartridge")

    with pytest.raises(NotScorm, match="Common Cartridge"):
        read(text)


def test_another_document_is_no_manifest() -> None:
    with pytest.raises(NotAManifest):
        read("<html><body/></html>")


KNOWN = """
    item title organization organizations resource resources manifest file metadata lom general
    location schemaversion prerequisites masteryscore completionThreshold sequencing data map
    presentation hidelmsui &amp;
"""
WORDS = st.sampled_from(KNOWN.split())


@given(st.recursive(WORDS, lambda inside: st.lists(inside, max_size=6), max_leaves=40))
def test_any_tree_of_known_elements_is_read(tree: object) -> None:
    with suppress(ManifestError):
        read(f'<manifest identifier="m">{_markup(tree)}</manifest>', "a.html")


def _markup(tree: object) -> str:
    if isinstance(tree, str):
        attributes = 'identifier="a" identifierref="a" href="a.html" default="a"'
        return tree if tree.startswith("&") else f"<{tree} {attributes}>1</{tree}>"
    assert isinstance(tree, list)
    parts: list[object] = list(tree)  # pyright: ignore[reportUnknownArgumentType]
    inside = "".join(_markup(part) for part in parts[1:])
    name = parts[0] if parts and isinstance(parts[0], str) else "item"
    return f"<{name}>{inside}</{name}>" if not name.startswith("&") else inside
