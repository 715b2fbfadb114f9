"""Ending attempts: exit and post-condition rules, suspending, abandoning. [TB.2.1-3, UP.3, UP.4]"""

import pytest
from lectern_activities import (
    ENDED,
    NOTHING,
    Course,
    afterwards,
    before,
    block,
    exits,
    leaf,
    leaves,
    when,
)

from scorm.sequencing.definition import (
    Condition,
    DeliveryControls,
    PostAction,
    PostRule,
    PreAction,
)
from scorm.sequencing.navigation import NavigationRequest

EXIT = NavigationRequest.EXIT
FAILED = when(Condition.SATISFIED, negated=True)
PASSED = when(Condition.SATISFIED)
COMPLETED = when(Condition.COMPLETED)


def test_content_that_says_nothing_is_completed_and_satisfied_by_being_seen() -> None:
    course = Course(block("r", *leaves("a", "b")))
    course.start()
    course.onward()

    seen = course.at("a").tracking.objectives[""]

    assert (seen.completed, seen.satisfied) == (True, True)


def test_content_that_sets_its_status_itself_is_left_alone() -> None:
    own = DeliveryControls(completion_set_by_content=True, objective_set_by_content=True)
    course = Course(block("r", leaf("a", delivery=own), leaf("b")))
    course.start()
    course.onward()

    assert course.at("a").tracking.objectives == {}


def test_content_that_says_unknown_means_it() -> None:
    course = Course(block("r", *leaves("a", "b")))
    course.start()
    course.tell(success_status="unknown", completion_status="unknown")
    course.onward()

    seen = course.at("a").tracking.objectives[""]

    assert (seen.completed, seen.satisfied) == (None, None)


def test_an_untracked_activity_records_nothing() -> None:
    course = Course(block("r", leaf("a", delivery=DeliveryControls(tracked=False)), leaf("b")))
    course.start()
    course.passes()
    course.onward()

    tracking = course.at("a").tracking
    assert (tracking.attempts, tracking.objectives) == (0, {})


def test_exit_leaves_the_learner_to_choose() -> None:
    course = Course(block("r", *leaves("a", "b")))
    course.start()

    assert course.leave(EXIT) == NOTHING
    assert course.leave(EXIT) == "NB.2.1-12"
    assert course.onward() == "b"


def test_exiting_a_course_of_one_leaf_ends_it() -> None:
    course = Course(leaf("a"))
    course.start()

    assert course.leave(EXIT) == ENDED


@pytest.mark.parametrize("request_", [EXIT, NavigationRequest.ABANDON, NavigationRequest.EXIT_ALL])
def test_nothing_ends_where_nothing_is_open(request_: NavigationRequest) -> None:
    assert Course(block("r", leaf("a"))).leave(request_) == "NB.2.1-2"


def test_the_outermost_exit_rule_ends_its_block() -> None:
    inner = block("y", *leaves("a", "b"), **exits())
    course = Course(block("r", block("x", inner, leaf("c"), **exits()), leaf("d")))
    course.start()

    assert course.onward() == "d"
    assert course.tree.current is course.at("d")
    assert not course.at("y").tracking.active


def test_an_exit_rule_looks_at_what_the_block_has_become() -> None:
    course = Course(block("r", block("x", *leaves("a", "b"), **exits(COMPLETED)), leaf("d")))
    course.start()
    course.passes()
    assert course.onward() == "b"
    course.passes()

    assert course.onward() == "d"


def test_exit_parent_climbs_as_long_as_rules_say_so() -> None:
    up = afterwards(PostAction.EXIT_PARENT)
    inner = block("y", leaf("a", **up), leaf("b"), **up)
    course = Course(block("r", block("x", inner, leaf("c")), leaf("d")))
    course.start()

    assert course.leave(EXIT) == NOTHING
    assert course.tree.current is course.at("x")
    assert course.onward() == "d"


def test_exit_parent_of_the_whole_course_is_refused() -> None:
    course = Course(leaf("a", **afterwards(PostAction.EXIT_PARENT)))
    course.start()

    assert course.leave(EXIT) == "TB.2.3-4"
    assert not course.may(EXIT)
    assert course.tree.current is course.at("a")
    assert course.leave(NavigationRequest.EXIT_ALL) == ENDED


def test_exit_parent_and_then_continue_goes_on_behind_the_block() -> None:
    inner = block(
        "x",
        leaf("a", **afterwards(PostAction.EXIT_PARENT)),
        leaf("b"),
        **afterwards(PostAction.CONTINUE),
    )
    course = Course(block("r", inner, leaf("c")))
    course.start()

    assert course.leave(EXIT) == "c"


def test_a_rule_that_exits_all_ends_the_session_whatever_was_asked_for() -> None:
    course = Course(block("r", leaf("a", **afterwards(PostAction.EXIT_ALL)), leaf("b")))
    course.start()

    assert course.onward() == ENDED
    assert course.at("r").tracking.attempts == 1


def test_retry_begins_the_activity_anew() -> None:
    course = Course(block("r", leaf("a", **afterwards(PostAction.RETRY, FAILED)), leaf("b")))
    course.start()
    course.fails()

    assert course.onward() == "a"
    assert course.at("a").tracking.attempts == 2
    assert course.at("a").tracking.objectives == {}
    course.passes()
    assert course.onward() == "b"


def test_a_block_that_is_retried_begins_at_its_first_activity() -> None:
    up = afterwards(PostAction.EXIT_PARENT)
    inner = block("x", leaf("a"), leaf("b", **up), **afterwards(PostAction.RETRY))
    course = Course(block("r", inner, leaf("c")))
    course.start()
    course.onward()

    assert course.onward() == "a"
    assert course.at("x").tracking.attempts == 2


def test_a_retry_with_nothing_to_deliver_is_refused_and_changes_nothing() -> None:
    up = afterwards(PostAction.EXIT_PARENT)
    once = before(PreAction.DISABLED, when(Condition.ATTEMPTED))
    inner = block("x", leaf("a", **up, **once), **afterwards(PostAction.RETRY))
    course = Course(block("r", inner, leaf("c")))
    course.start()

    assert course.onward() == "SB.2.10-3"
    assert course.at("a").tracking.active
    assert not course.choice("c").allowed


def test_retry_all_begins_the_whole_course_anew() -> None:
    again = afterwards(PostAction.RETRY_ALL, FAILED)
    course = Course(block("r", leaf("a"), leaf("b", **again)))
    course.start()
    course.onward()
    course.fails()

    assert course.onward() == "a"
    assert course.at("r").tracking.attempts == 2


def test_a_rule_can_send_the_learner_back_or_on() -> None:
    back = PostRule(action=PostAction.PREVIOUS, **FAILED)
    on = PostRule(action=PostAction.CONTINUE, **PASSED)
    course = Course(block("r", leaf("a"), leaf("b", post_rules=(back, on)), leaf("c")))
    course.choose("b")
    course.fails()
    assert course.leave(EXIT) == "a"
    course.choose("b")
    course.passes()

    assert course.leave(EXIT) == "c"


def test_the_first_rule_that_applies_wins() -> None:
    rules = (
        PostRule(action=PostAction.RETRY, **FAILED),
        PostRule(action=PostAction.EXIT_ALL, **when(Condition.ALWAYS)),
    )
    course = Course(block("r", leaf("a", post_rules=rules), leaf("b")))
    course.start()
    course.fails()

    assert course.onward() == "a"
    course.passes()
    assert course.onward() == ENDED


def test_a_suspended_activity_has_no_post_conditions() -> None:
    course = Course(block("r", leaf("a", **afterwards(PostAction.RETRY)), leaf("b")))
    course.start()
    course.tell(completion_status="incomplete", suspended=True)

    assert course.onward() == "b"


def test_exit_all_evaluates_no_rules_on_its_way() -> None:
    course = Course(block("r", leaf("a", **afterwards(PostAction.RETRY))))
    course.start()

    assert course.leave() == ENDED
