"""Sequencing requests, jumps and deliveries. [SB.2.5-SB.2.13, DB.1.1, DB.2]"""

import pytest
from lectern_activities import NOTHING, Course, before, block, leaf, leaves

from scorm.sequencing.definition import ControlModes, PreAction, Selection, Timing
from scorm.sequencing.delivery import content_delivery_environment
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.requests import SequencingRequest, sequencing_request

CLOSED = ControlModes(choice=False, choice_exit=False)


def test_a_jump_asks_no_control_mode() -> None:
    course = Course(block("r", block("x", leaf("a"), modes=CLOSED), block("y", leaf("b"))))
    course.choose("b")

    assert course.jump("a") == "a"
    assert course.jump("b") == "b"


def test_a_jump_needs_somewhere_to_come_from() -> None:
    assert Course(block("r", leaf("a"))).jump("a") == "NB.2.1-2"


def test_a_jump_needs_an_activity_that_is_there() -> None:
    once = Selection(timing=Timing.ONCE, count=1)
    course = Course(block("r", block("x", *leaves("a", "b"), selection=once), leaf("c")))
    course.choose("c")
    [left_out] = {"a", "b"} - set(course.order("x"))

    assert course.jump("nobody") == "NB.2.1-11"
    assert course.jump(left_out) == "SB.2.13-2"


def test_a_jump_leads_to_leaves_that_are_open() -> None:
    disabled = before(PreAction.DISABLED)
    course = Course(block("r", leaf("a"), leaf("b", **disabled), block("x", leaf("c"))))
    course.start()

    assert course.jump("b") == "DB.1.1-3"
    assert course.jump("x") == "DB.1.1-1"


def test_an_activity_without_a_resource_cannot_be_delivered() -> None:
    course = Course(block("r", leaf("a"), block("empty")))

    assert course.choose("empty") == "DB.1.1-4"


def test_continue_and_previous_also_work_after_an_exit() -> None:
    course = Course(block("r", *leaves("a", "b", "c")))
    course.choose("b")
    assert course.leave(NavigationRequest.EXIT) == NOTHING
    assert course.back() == "a"
    course.leave(NavigationRequest.EXIT)
    assert course.onward() == "b"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (SequencingRequest.RESUME_ALL, "SB.2.6-2"),
        (SequencingRequest.CONTINUE, "SB.2.7-1"),
        (SequencingRequest.PREVIOUS, "SB.2.8-1"),
        (SequencingRequest.CHOICE, "SB.2.9-1"),
        (SequencingRequest.RETRY, "SB.2.10-1"),
        (SequencingRequest.EXIT, "SB.2.11-1"),
        (SequencingRequest.JUMP, "SB.2.13-1"),
    ],
)
def test_most_requests_need_an_open_activity(request_: SequencingRequest, code: str) -> None:
    course = Course(block("r", leaf("a")))

    with pytest.raises(Blocked) as refused:
        sequencing_request(course.tree, request_, None)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (SequencingRequest.START, "SB.2.5-1"),
        (SequencingRequest.RESUME_ALL, "SB.2.6-1"),
        (SequencingRequest.CONTINUE, "SB.2.7-2"),
        (SequencingRequest.PREVIOUS, "SB.2.8-2"),
        (SequencingRequest.RETRY, "SB.2.10-2"),
        (SequencingRequest.EXIT, "SB.2.11-2"),
    ],
)
def test_requests_that_an_open_activity_without_flow_stands_in_the_way_of(
    request_: SequencingRequest, code: str
) -> None:
    course = Course(block("r", leaf("a"), modes=ControlModes()))
    course.choose("a")

    with pytest.raises(Blocked) as refused:
        sequencing_request(course.tree, request_, None)

    assert refused.value.code == code


def test_nothing_is_delivered_on_top_of_what_is_open() -> None:
    """[DB.2-1]"""
    course = Course(block("r", *leaves("a", "b")))
    course.start()

    with pytest.raises(Blocked, match=r"DB\.2-1"):
        content_delivery_environment(course.tree, course.at("b"))
