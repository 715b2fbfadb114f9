"""Following the flow. [SB.2.1-SB.2.3, SB.2.5, SB.2.7, SB.2.8]"""

from lectern_activities import ENDED, FLOW, NOTHING, Course, before, block, leaf, leaves, when

from scorm.sequencing.definition import Condition, ControlModes, PreAction, Selection, Timing
from scorm.sequencing.navigation import NavigationRequest

FORWARD_ONLY = ControlModes(flow=True, forward_only=True)
NO_FLOW = ControlModes(flow=False)
SKIPPED = before(PreAction.SKIP)
DISABLED = before(PreAction.DISABLED)


def test_continue_goes_through_blocks_in_order_and_ends_the_course() -> None:
    course = Course(block("r", block("x", *leaves("a", "b")), block("y", leaf("c"))))

    assert [course.start(), *(course.onward() for _ in range(3))] == ["a", "b", "c", ENDED]


def test_previous_enters_a_block_from_its_end() -> None:
    course = Course(block("r", block("x", *leaves("a", "b")), leaf("c")))
    course.choose("c")

    assert [course.back(), course.back(), course.back()] == ["b", "a", "SB.2.1-3"]


def test_a_course_of_one_leaf_starts_and_has_nowhere_to_go() -> None:
    course = Course(leaf("only"))

    assert course.start() == "only"
    assert course.onward() == "NB.2.1-6"
    assert course.leave() == ENDED


def test_a_second_start_is_refused() -> None:
    course = Course(block("r", leaf("a")))
    course.start()

    assert course.start() == "NB.2.1-1"


def test_nothing_starts_where_the_root_does_not_flow() -> None:
    assert Course(block("r", leaf("a"), modes=NO_FLOW)).start() == "SB.2.2-1"


def test_a_course_where_everything_is_skipped_ends_at_once() -> None:
    course = Course(block("r", leaf("a", **SKIPPED), block("x", leaf("b"), **SKIPPED)))

    assert course.start() == ENDED
    assert course.start() == ENDED


def test_a_course_where_everything_is_disabled_starts_nothing() -> None:
    course = Course(block("r", leaf("a", **DISABLED)))

    assert course.start() == "SB.2.2-2"
    assert course.tree.current is None


def test_a_leaf_without_a_resource_stops_the_flow() -> None:
    course = Course(block("r", block("empty"), leaf("b")))

    assert course.start() == "DB.1.1-4"


def test_a_block_of_which_nothing_was_selected_cannot_be_entered() -> None:
    none = Selection(timing=Timing.ONCE, count=0)
    course = Course(block("r", leaf("a"), block("x", leaf("b"), selection=none), leaf("c")))
    course.choose("a")

    assert course.choose("x") == "SB.2.9-9"
    assert course.order("x") == []
    course.choose("c")
    assert course.back() == "SB.2.1-2"


def test_flow_does_not_enter_a_block_that_does_not_flow() -> None:
    course = Course(block("r", leaf("a"), block("x", leaf("b"), modes=NO_FLOW)))
    course.start()

    # The suite offers Continue here, so the learner goes on and has to choose.
    assert course.may(NavigationRequest.CONTINUE)
    assert course.onward() == NOTHING


def test_continue_and_previous_need_flow_around_the_activity() -> None:
    course = Course(block("r", block("x", *leaves("a", "b"), modes=NO_FLOW)))
    course.choose("a")

    assert course.onward() == "NB.2.1-4"
    assert course.back() == "NB.2.1-4"
    assert not course.may(NavigationRequest.CONTINUE)


def test_a_forward_only_block_has_no_way_back() -> None:
    course = Course(block("r", *leaves("a", "b"), modes=FORWARD_ONLY))
    course.choose("b")

    assert course.back() == "NB.2.1-5"


def test_a_forward_only_block_is_entered_at_its_front_also_backwards() -> None:
    course = Course(block("r", block("x", *leaves("a", "b"), modes=FORWARD_ONLY), leaf("c")))
    course.choose("c")

    assert course.back() == "a"


def test_backwards_through_a_forward_only_block_that_is_skipped_leads_out_of_its_front() -> None:
    inside = [leaf("a", **SKIPPED), leaf("b", **SKIPPED)]
    course = Course(block("r", leaf("z"), block("x", *inside, modes=FORWARD_ONLY), leaf("c")))
    course.choose("c")

    assert course.back() == "z"


def test_backwards_into_a_forward_only_block_some_of_which_is_skipped() -> None:
    inside = [leaf("a", **SKIPPED), *leaves("b", "d")]
    course = Course(block("r", leaf("z"), block("x", *inside, modes=FORWARD_ONLY), leaf("c")))
    course.choose("c")

    assert course.back() == "b"


def test_the_outer_forward_only_block_closes_the_way_out_of_an_inner_one() -> None:
    inner = block("x", leaf("b"))
    course = Course(block("r", leaf("a"), inner, modes=FORWARD_ONLY))
    course.choose("b")

    assert course.back() == "SB.2.1-4"


def test_skipping_goes_on_in_the_same_direction() -> None:
    course = Course(block("r", leaf("a"), leaf("b", **SKIPPED), leaf("c")))

    assert [course.start(), course.onward(), course.back()] == ["a", "c", "a"]


def test_what_is_passed_is_skipped_from_then_on() -> None:
    skip = before(PreAction.SKIP, when(Condition.SATISFIED))
    course = Course(block("r", leaf("a", **skip), leaf("b")))
    course.start()
    course.passes()

    assert [course.onward(), course.back()] == ["b", "SB.2.1-3"]


def test_a_disabled_activity_is_not_passed_over() -> None:
    course = Course(block("r", leaf("a"), leaf("b", **DISABLED), leaf("c")))
    course.start()

    assert not course.may(NavigationRequest.CONTINUE)
    assert course.onward() == "SB.2.2-2"


def test_a_disabled_block_cannot_be_entered() -> None:
    course = Course(block("r", leaf("a"), block("x", leaf("b"), modes=FLOW, **DISABLED)))
    course.start()

    assert course.choose("b") == "DB.1.1-3"


def test_the_way_back_can_lead_off_the_end_of_the_course() -> None:
    """A forward-only block turns it around, and the book forgets that inside of its blocks."""
    once = before(PreAction.SKIP, when(Condition.ATTEMPTED))
    inner = block("x", block("n", leaf("a", **SKIPPED)), modes=FORWARD_ONLY)
    course = Course(block("r", inner, leaf("c", **once)))
    course.choose("c")

    assert course.back() == ENDED
