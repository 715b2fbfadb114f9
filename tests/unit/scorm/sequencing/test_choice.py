"""Choosing: what may be chosen from where. [NB.2.1, SB.2.4, SB.2.9, SB.2.9.1, SB.2.9.2]"""

import pytest
from lectern_activities import Backwards, Course, before, block, leaf, leaves, when

from scorm.sequencing.choice import choice_activity_traversal, choice_request
from scorm.sequencing.definition import (
    Condition,
    ConstrainChoice,
    ControlModes,
    PreAction,
    Randomization,
    Selection,
    Timing,
)
from scorm.sequencing.exceptions import Blocked, Hint
from scorm.sequencing.flow import Direction
from scorm.sequencing.navigation import NavigationRequest

HIDDEN = before(PreAction.HIDDEN_FROM_CHOICE)
STOPS = before(PreAction.STOP_FORWARD_TRAVERSAL)
NO_CHOICE = ControlModes(choice=False, flow=True)
NO_WAY_OUT = ControlModes(choice_exit=False, flow=True)
STAYS = {"modes": NO_WAY_OUT}
ONE_STEP = ConstrainChoice(constrain_choice=True)
CLOSED = ConstrainChoice(prevent_activation=True)


def test_any_activity_may_be_chosen_before_anything_has_begun() -> None:
    course = Course(block("r", block("x", *leaves("a", "b")), leaf("c")))

    assert course.choose("c") == "c"


def test_a_block_that_is_chosen_delivers_its_first_activity() -> None:
    course = Course(block("r", leaf("a"), block("x", *leaves("b", "c"))))

    assert course.choose("x") == "b"


def test_a_chosen_block_with_nothing_to_deliver_is_refused() -> None:
    course = Course(block("r", leaf("a"), block("x", leaf("b"), modes=ControlModes())))

    assert course.choose("x") == "SB.2.9-9"


def test_choice_has_to_be_offered_by_the_block_around() -> None:
    course = Course(block("r", leaf("a"), block("x", leaf("b"), modes=NO_CHOICE)))
    course.start()

    assert course.choose("b") == "NB.2.1-10"
    assert course.choice("b").hint is Hint.CHOICE_OFF


def test_a_name_that_the_course_does_not_have_is_refused() -> None:
    assert Course(block("r", leaf("a"))).choose("nobody") == "NB.2.1-11"


def test_what_is_hidden_from_choice_hides_what_is_inside() -> None:
    course = Course(block("r", leaf("a"), block("x", leaf("b"), **HIDDEN)))

    assert course.choose("b") == "SB.2.9-3"
    assert course.hidden() == {"x", "b"}


def test_an_activity_that_was_not_selected_cannot_be_chosen() -> None:
    once = Selection(timing=Timing.ONCE, count=1)
    course = Course(block("r", *leaves("a", "b"), selection=once))
    [left_out] = {"a", "b"} - set(course.order("r"))

    assert course.choose(left_out) == "SB.2.9-2"
    assert left_out in course.hidden()


def test_nothing_leaves_a_block_by_choice_that_wants_to_be_left_otherwise() -> None:
    course = Course(block("r", block("x", *leaves("a", "b"), **STAYS), leaf("c")))
    course.choose("a")

    assert course.choose("c") == "NB.2.1-8"
    assert course.choice("c").hint is Hint.STAY_INSIDE
    assert course.choose("b") == "b"


def test_an_activity_that_was_ended_still_keeps_its_block_closed() -> None:
    """The way out passes the block, whether or not anything in it is active. [SB.2.9]"""
    course = Course(block("r", block("x", *leaves("a", "b"), **STAYS), leaf("c")))
    course.choose("a")
    course.leave(NavigationRequest.EXIT)

    assert course.choose("c") == "NB.2.1-8"


def test_a_way_forward_does_not_lead_past_an_activity_that_stops_it() -> None:
    course = Course(block("r", leaf("a"), leaf("b", **STOPS), *leaves("c", "d")))
    course.start()

    assert course.choose("c") == "SB.2.4-1"
    assert course.choose("d") == "SB.2.4-1"
    assert course.choose("b") == "b"
    assert course.choose("a") == "a"


def test_a_stop_that_depends_on_what_was_done_is_lifted() -> None:
    stops = before(PreAction.STOP_FORWARD_TRAVERSAL, when(Condition.SATISFIED, negated=True))
    course = Course(block("r", leaf("a", **stops), leaf("b")))
    course.start()

    course.passes()

    assert course.choose("b") == "b"


def test_unknown_does_not_stop() -> None:
    """Not satisfied is not the same as nothing known. [UP.2.1]"""
    stops = before(PreAction.STOP_FORWARD_TRAVERSAL, when(Condition.SATISFIED, negated=True))
    course = Course(block("r", block("x", leaf("a"), **stops), leaf("b")))
    course.start()

    assert course.choice("b").allowed


def test_a_forward_only_block_does_not_let_choice_go_back() -> None:
    forward = ControlModes(flow=True, forward_only=True)
    course = Course(block("r", *leaves("a", "b", "c"), modes=forward))
    course.choose("b")

    assert course.choose("a") == "SB.2.4-2"
    assert course.choice("a").hint is Hint.NO_WAY_BACK
    assert course.choose("c") == "c"


def test_a_closed_block_is_not_entered_from_outside() -> None:
    course = Course(block("r", leaf("z"), block("x", *leaves("a", "b"), constrain=CLOSED)))
    course.start()

    assert course.choose("a") == "SB.2.9-6"
    assert course.choose("x") == "a"
    assert course.choose("b") == "b"


def test_a_constrained_block_can_only_be_left_to_its_neighbours() -> None:
    middle = block("y", *leaves("c", "d"), constrain=ONE_STEP)
    course = Course(
        block("r", block("w", leaf("a")), block("x", leaf("b")), middle, leaf("e"), leaf("f"))
    )
    course.choose("c")

    assert course.choose("a") == "SB.2.9-8"
    assert course.choose("f") == "SB.2.9-8"
    assert course.choice("f").hint is Hint.ONE_STEP_ONLY
    assert course.choice("b").allowed
    assert course.choice("e").allowed
    assert course.choice("d").allowed


def test_the_neighbour_of_a_block_at_the_end_is_that_of_the_block_around_it() -> None:
    inner = block("y", leaf("c"), constrain=ONE_STEP)
    course = Course(block("r", block("x", leaf("b"), inner), leaf("e"), leaf("f")))
    course.choose("c")

    assert course.choice("e").allowed
    assert course.choice("f").code == "SB.2.9-8"


def test_neighbours_are_those_of_the_shuffled_order() -> None:
    shuffled = Randomization(timing=Timing.ONCE, reorder=True)
    blocks = [block(f"x{n}", leaf(f"a{n}"), constrain=ONE_STEP) for n in range(4)]
    blocks[2] = block("x2", leaf("a2"))
    course = Course(block("r", *blocks, randomization=shuffled), Backwards())
    course.choose("a3")

    assert course.order("r") == ["x3", "x2", "x1", "x0"]
    assert course.choice("a2").allowed
    assert course.choice("a1").code == "SB.2.9-8"


def test_a_stop_counts_in_the_shuffled_order() -> None:
    shuffled = Randomization(timing=Timing.ONCE, reorder=True)
    course = Course(
        block("r", leaf("a"), leaf("b", **STOPS), leaf("c"), randomization=shuffled), Backwards()
    )
    course.choose("c")

    assert course.choose("a") == "SB.2.4-1"


def test_a_leaf_keeps_to_the_choice_that_its_block_offers() -> None:
    """The navigation request asks first; the sequencing request asks again. [SB.2.9-4]"""
    course = Course(block("r", block("x", leaf("a"), modes=NO_CHOICE)))

    with pytest.raises(Blocked, match=r"SB\.2\.9-4"):
        choice_request(course.tree, course.at("a"))


def test_a_block_on_the_way_out_keeps_the_learner() -> None:
    """[SB.2.9-7]"""
    course = Course(block("r", block("x", leaf("a"), **STAYS), leaf("c")))
    course.choose("a")

    with pytest.raises(Blocked, match=r"SB\.2\.9-7"):
        choice_request(course.tree, course.at("c"))


def test_nothing_lies_before_the_whole_course() -> None:
    """[SB.2.4-3]"""
    course = Course(block("r", leaf("a")))

    with pytest.raises(Blocked, match=r"SB\.2\.4-3"):
        choice_activity_traversal(course.tree, course.tree.root, Direction.BACKWARD)
    assert str(course.tree.root) == "<r>"
