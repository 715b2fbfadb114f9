"""Suspending, resuming and abandoning. [TB.2.3, SB.2.6, DB.2, DB.2.1]"""

import pytest
from lectern_activities import ENDED, NOTHING, Course, block, leaf, leaves, shares

from scorm.sequencing.definition import ControlModes
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.termination import TerminationRequest, termination_request

EXIT = NavigationRequest.EXIT


def test_suspending_and_resuming_brings_the_learner_back() -> None:
    course = Course(block("r", leaf("z"), block("x", block("y", *leaves("a", "b")))))
    course.choose("b")
    course.tell(scaled="0.5")

    assert course.suspend() == ENDED
    assert course.resume() == "b"
    assert course.at("b").tracking.attempts == 1
    assert course.at("b").tracking.objectives[""].measure == 0.5
    assert course.resume() == "NB.2.1-1"


def test_nothing_is_resumed_twice() -> None:
    course = Course(block("r", leaf("a")))
    course.start()
    course.suspend()
    course.resume()
    course.leave()

    assert course.resume() == "NB.2.1-3"


def test_choosing_something_else_than_the_suspended_activity_lets_go_of_it() -> None:
    """[DB.2.1]"""
    course = Course(block("r", block("x", leaf("a")), block("y", leaf("b"))))
    course.start()
    course.suspend()

    assert course.choose("b") == "b"
    assert course.tree.suspended is None
    assert not course.at("x").tracking.suspended
    assert course.at("r").tracking.attempts == 1


def test_a_block_with_something_suspended_inside_stays_suspended() -> None:
    course = Course(block("r", block("x", *leaves("a", "b")), leaf("c")))
    course.start()
    course.tell(suspended=True)
    course.choose("c")

    assert course.at("a").tracking.suspended
    assert course.at("x").tracking.suspended
    assert course.choose("b") == "b"
    assert course.at("x").tracking.attempts == 1


def test_a_leaf_that_suspended_itself_goes_on_when_it_is_chosen_again() -> None:
    course = Course(block("r", *leaves("a", "b")))
    course.start()
    course.tell(scaled="0.5", suspended=True)
    course.onward()

    assert course.back() == "a"
    assert course.at("a").tracking.attempts == 1
    assert course.at("a").tracking.objectives[""].measure == 0.5


def test_after_exit_the_block_around_is_what_is_suspended() -> None:
    """[TB.2.3 3.3] A block cannot be delivered, so that the learner has to choose."""
    course = Course(block("r", block("x", *leaves("a", "b"))))
    course.start()
    course.leave(EXIT)

    assert course.suspend() == ENDED
    assert course.tree.suspended is course.at("x")
    assert course.resume() == "DB.1.1-1"
    assert course.choose("b") == "b"
    assert course.at("x").tracking.attempts == 1


def test_a_root_that_has_ended_cannot_be_suspended() -> None:
    course = Course(leaf("a"))
    course.tree.current = course.at("a")

    with pytest.raises(Blocked, match=r"TB\.2\.3-3"):
        termination_request(course.tree, TerminationRequest.SUSPEND_ALL)
    assert course.tree.suspended is None


def test_nothing_open_cannot_end() -> None:
    with pytest.raises(Blocked, match=r"TB\.2\.3-1"):
        termination_request(Course(leaf("a")).tree, TerminationRequest.EXIT)


def test_what_has_ended_cannot_end_again() -> None:
    course = Course(block("r", leaf("a")))
    course.tree.current = course.at("a")

    with pytest.raises(Blocked, match=r"TB\.2\.3-2"):
        termination_request(course.tree, TerminationRequest.ABANDON)


def test_abandoning_leaves_nothing_behind() -> None:
    course = Course(block("r", leaf("a", objectives=(shares("g", writes=True),)), leaf("b")))
    course.start()
    course.tell(success_status="passed", scaled="1")
    assert course.at("r").tracking.objectives[""].measure == 0.5

    assert course.leave(NavigationRequest.ABANDON) == NOTHING

    assert course.at("a").tracking.objectives["own"].measure is None
    assert course.tree.globals["g"].satisfied is None
    assert course.at("r").tracking.objectives[""].measure is None
    assert course.at("r").tracking.active


def test_abandoning_all_ends_the_session_without_completing_anything() -> None:
    course = Course(block("r", leaf("a")))
    course.start()

    assert course.leave(NavigationRequest.ABANDON_ALL) == ENDED
    assert not course.at("r").tracking.active
    assert course.at("a").tracking.objectives == {}
    assert course.start() == "a"
    assert course.at("a").tracking.attempts == 2


def test_going_off_the_end_ends_every_block() -> None:
    course = Course(block("r", block("x", leaf("a")), modes=ControlModes(flow=True)))
    course.start()

    assert course.onward() == ENDED
    assert course.at("r").tracking.objectives[""].completed is True
