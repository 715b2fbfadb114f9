"""What the manifest prescribes reaches the content as elements that it can only read."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from models.session import Session
from scorm.edition import Edition
from scorm.packaging.manifest import Item
from scorm.sequencing.definition import Completion, Limits, Objective, Sequencing
from services.playing import delivery
from services.playing.delivery import Wish
from services.tracking.contents import Request
from services.tracking.facts import facts_of, prescribed, thresholds
from tests.lectern_records import ISSUER, make_package, manifest, opened, sco, session_of

ITEM = Item(identifier="sco", title="Sco", mastery_score=0.0, max_time_allowed="00:30:00")
RULES = """
<imsss:sequencing xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <imsss:limitConditions attemptAbsoluteDurationLimit="PT1H"/>
  <imsss:objectives>
    <imsss:primaryObjective satisfiedByMeasure="true">
      <imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>
    </imsss:primaryObjective>
  </imsss:objectives>
</imsss:sequencing>
"""
SESSION = Session(id="s1", user_id="ada", expires_at=datetime(2026, 11, 21, tzinfo=UTC))


def judged(measure: float, *, by_measure: bool = True) -> Sequencing:
    primary = Objective(
        primary=True, satisfied_by_measure=by_measure, minimum_measure=measure, identifier="p"
    )
    return Sequencing(objectives=(Objective(identifier="o"), primary))


@pytest.mark.parametrize(
    ("measure", "shown"),
    [(1.0, "1"), (0.6, "0.6"), (-0.5, "-0.5"), (0.0, "0"), (0.00001, "0.00001"), (-1.0, "-1")],
)
def test_a_passing_score_is_the_least_measure_of_the_primary_objective(
    measure: float, shown: str
) -> None:
    assert prescribed(judged(measure)) == {"cmi.scaled_passing_score": shown}


def test_without_judging_by_measure_there_is_no_passing_score() -> None:
    assert prescribed(judged(0.6, by_measure=False)) == {}
    assert prescribed(Sequencing()) == {}
    assert prescribed(None) == {}


def test_a_completion_threshold_counts_only_when_progress_is_measured() -> None:
    measured = Sequencing(completion=Completion(by_measure=True, minimum_progress=0.8))
    told = Sequencing(completion=Completion(by_measure=False, minimum_progress=0.8))

    assert prescribed(measured) == {"cmi.completion_threshold": "0.8"}
    assert prescribed(told) == {}


def test_the_longest_time_of_an_attempt_is_shown_as_a_period() -> None:
    limited = Sequencing(limits=Limits(attempt_absolute=5430.5))

    assert facts_of(SESSION, ITEM, limited, "normal", 0.0).max_time_allowed == "PT1H30M30.50S"
    assert facts_of(SESSION, ITEM, Sequencing(), "normal", 0.0).max_time_allowed == ""
    assert facts_of(SESSION, ITEM, None, "normal", 0.0).max_time_allowed == "00:30:00"


def test_what_decides_about_recorded_data_comes_from_the_item_or_its_sequencing() -> None:
    assert thresholds(ITEM, None) == {"cmi.student_data.mastery_score": "0"}
    assert "cmi.scaled_passing_score" in thresholds(ITEM, judged(0.6))


async def test_a_delivery_shows_what_is_prescribed_and_a_commit_is_judged_by_it(
    tenant: UUID,
) -> None:
    course = manifest(sco(sequencing=RULES), edition=Edition.SCORM_2004_4TH)
    player = await opened(tenant, await make_package(tenant, course))
    launch, handle = player.opened.launch, player.opened.handle
    step = await delivery.step(launch.id, handle, Wish(Request.START), player.now, ISSUER)
    await player.send({"cmi.score.scaled": "0.6"})
    passed = await session_of(player)
    await player.send({"cmi.score.scaled": "0.59"})

    assert step.delivery is not None
    assert step.delivery.cmi["cmi.scaled_passing_score"] == "0.6"
    assert step.delivery.cmi["cmi.max_time_allowed"] == "PT1H0M0S"
    assert passed.success_status == "passed"
    assert (await session_of(player)).success_status == "failed"
