"""The table of the data model, as the browser gets it."""

import gzip
import json
import re

import pytest

from scorm.cmi.elements import schema, table
from scorm.cmi.patterns import PATTERNS
from scorm.edition import Edition

EDITIONS = list(Edition)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_table_is_json(edition: Edition) -> None:
    sent = table(edition)

    assert json.loads(json.dumps(sent))["edition"] == edition
    assert [row[0] for row in sent["elements"]] == list(schema(edition).elements)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_type_has_a_check(edition: Edition) -> None:
    known = {"string", "localized", "language", "token", "result", "score", "pattern", "response"}
    sent = table(edition)

    assert {row[2] for row in sent["elements"]} <= known | set(sent["patterns"])


def test_trailing_nothings_are_left_out() -> None:
    rows = {row[0]: row for row in table(Edition.SCORM_12)["elements"]}

    assert rows["cmi.core.session_time"] == ["cmi.core.session_time", "w", "timespan"]
    assert rows["cmi.suspend_data"] == ["cmi.suspend_data", "rw", "string", 4096, ""]


def test_lenient_launches_are_spared_the_languages() -> None:
    assert "languages" in table(Edition.SCORM_2004_4TH)
    assert "languages" not in table(Edition.SCORM_2004_4TH, strict=False)
    assert "languages" not in table(Edition.SCORM_12)


@pytest.mark.parametrize(
    ("edition", "most"), [(Edition.SCORM_12, 1_500), (Edition.SCORM_2004_4TH, 2_200)]
)
def test_the_table_of_a_lenient_launch_stays_small(edition: Edition, most: int) -> None:
    sent = json.dumps(table(edition, strict=False), separators=(",", ":"))

    assert len(gzip.compress(sent.encode())) < most


@pytest.mark.parametrize("name", PATTERNS)
def test_lenient_mode_allows_all_that_the_book_allows(name: str) -> None:
    samples = {
        "real": ["0", "-1.5", ".5"],
        "integer": ["-1", "007"],
        "timespan": ["00:00:00", "9999:99:99.99"],
        "time": ["23:59:59.99"],
        "duration": ["P1Y6M14DT4H15M6.34S", "PT0S"],
        "timestamp": ["2004", "2004-04-01T09:45:58.55+02:30"],
        "request": ["_none_", "{target=a.b}jump"],
        "request3": ["suspendAll", "{target=a}choice"],
    }.get(name, ["a-b_c"])
    book, lenient = (re.compile(source) for source in PATTERNS[name])

    for sample in samples:
        assert book.fullmatch(sample), sample
        assert lenient.fullmatch(sample), sample


def test_editions_of_scorm_2004_differ_in_a_few_elements_only() -> None:
    second, third, fourth = (
        {spec.name: spec for spec in schema(edition).elements.values()}
        for edition in (Edition.SCORM_2004_2ND, Edition.SCORM_2004_3RD, Edition.SCORM_2004_4TH)
    )

    assert set(third) - set(second) == {"cmi.objectives.n.progress_measure"}
    assert set(fourth) - set(third) == {"adl.data.n.id", "adl.data.n.store"}
    assert {name for name in second if second[name] != third[name]} == {"cmi.suspend_data"}
    assert {name for name in third if third[name] != fourth[name]} == {"adl.nav.request"}


def test_the_fourth_edition_has_every_element_of_the_book() -> None:
    elements = schema(Edition.SCORM_2004_4TH).elements
    below = {
        "cmi": "_version completion_status completion_threshold credit entry exit launch_data "
        "learner_id learner_name location max_time_allowed mode progress_measure "
        "scaled_passing_score session_time success_status suspend_data time_limit_action "
        "total_time",
        "cmi.comments_from_learner.n": "comment location timestamp",
        "cmi.comments_from_lms.n": "comment location timestamp",
        "cmi.interactions.n": "id type timestamp weighting learner_response result latency "
        "description objectives.n.id correct_responses.n.pattern",
        "cmi.learner_preference": "audio_level language delivery_speed audio_captioning",
        "cmi.objectives.n": "id success_status completion_status progress_measure description "
        "score.scaled score.raw score.min score.max",
        "cmi.score": "scaled raw min max",
        "adl.nav": "request",
        "adl.data.n": "id store",
    }

    assert set(elements) == {
        f"{place}.{leaf}" for place, leaves in below.items() for leaf in leaves.split()
    }
    written = {name for name, spec in elements.items() if "r" not in spec.access}
    assert written == {"cmi.exit", "cmi.session_time"}
