"""The state of a tree as text, and what a revised course makes of it."""

from datetime import UTC, datetime

import pytest
from lectern_activities import ENDED, Course, block, leaf, leaves, shares

from scorm.sequencing import snapshot
from scorm.sequencing.navigation import NavigationRequest


def test_what_nobody_touched_takes_no_room() -> None:
    course = Course(block("r", *leaves("a", "b")))

    assert snapshot.save(course.tree) == '{"version":1,"activities":{},"globals":{}}'


def test_everything_that_was_recorded_comes_back() -> None:
    course = Course(block("r", leaf("a", objectives=(shares("g", writes=True),)), leaf("b")))
    course.start()
    course.tell(success_status="passed", scaled="0.75")
    course.spend(12)
    course.onward()
    text = snapshot.save(course.tree)

    course.reload()

    tracking = course.at("a").tracking
    assert snapshot.save(course.tree) == text
    assert tracking.began_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert tracking.objectives["own"].measure == 0.75
    assert tracking.durations.activity_experienced == 12
    assert course.tree.globals["g"].satisfied is True
    assert course.tree.current is course.at("b")


def test_a_text_of_another_version_is_not_guessed_at() -> None:
    course = Course(block("r", leaf("a")))

    with pytest.raises(ValueError, match="version 1"):
        snapshot.restore(course.tree, '{"version":2}')


def test_an_activity_that_a_revision_has_dropped_is_forgotten() -> None:
    course = Course(block("r", *leaves("a", "b")))
    course.start()
    course.onward()

    course.revise(block("r", *leaves("b", "c")))

    assert course.tree.current is course.at("b")
    assert course.onward() == "c"


def test_where_the_open_activity_is_gone_its_blocks_are_suspended() -> None:
    course = Course(block("r", block("x", *leaves("a", "b"))))
    course.start()

    course.revise(block("r", block("x", *leaves("b", "c"))))

    assert not any(each.tracking.active for each in course.tree.activities.values())
    assert course.at("x").tracking.suspended
    assert course.start() == "b"
    assert course.at("r").tracking.attempts == 1


def test_where_the_open_activity_has_moved_the_way_to_it_is_open() -> None:
    course = Course(block("r", block("x", leaf("a")), block("y", leaf("b"))))
    course.start()

    course.revise(block("r", block("x", leaf("c")), block("y", *leaves("a", "b"))))

    assert course.at("y").tracking.active
    assert not course.at("x").tracking.active
    assert course.onward() == "b"
    assert course.leave() == ENDED


def test_where_the_suspended_activity_is_gone_nothing_is_resumed() -> None:
    course = Course(block("r", *leaves("a", "b")))
    course.start()
    course.suspend()

    course.revise(block("r", leaf("b")))

    assert course.resume() == "NB.2.1-3"
    assert course.start() == "b"
    assert course.at("r").tracking.attempts == 1


def test_a_leaf_that_has_become_a_block_is_gone_on_from() -> None:
    course = Course(block("r", *leaves("a", "b")))
    course.start()

    course.revise(block("r", block("a", leaf("inside")), leaf("b")))

    assert course.go(NavigationRequest.CONTINUE) == "b"
