"""Which children an attempt has, and in which order. [SR.1, SR.2]"""

from typing import Any

from lectern_activities import ENDED, Backwards, Course, block, exits, leaf, leaves

from scorm.sequencing.definition import (
    ActivityDefinition,
    DeliveryControls,
    Randomization,
    Selection,
    Timing,
)
from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.tree import beside

ONCE, EACH = Timing.ONCE, Timing.ON_EACH_NEW_ATTEMPT
TWO_ONCE = Selection(timing=ONCE, count=2)
TWO_EACH = Selection(timing=EACH, count=2)
SHUFFLED_ONCE = Randomization(timing=ONCE, reorder=True)
SHUFFLED_EACH = Randomization(timing=EACH, reorder=True)


def pool(**given: Any) -> ActivityDefinition:
    """A block of four with something after it."""
    return block("r", block("x", *leaves("a", "b", "c", "d"), **given), leaf("z"))


def attempts(course: Course, count: int) -> set[tuple[str, ...]]:
    """The orders of the block over so many attempts on it."""
    found: set[tuple[str, ...]] = set()
    for _ in range(count):
        course.choose("x")
        found.add(tuple(course.order("x")))
        course.choose("z")
    return found


def test_a_selection_keeps_the_order_of_the_manifest() -> None:
    course = Course(pool(selection=TWO_ONCE))

    chosen = course.order("x")

    assert len(chosen) == 2
    assert chosen == sorted(chosen)


def test_the_flow_goes_through_the_selected_children_alone() -> None:
    course = Course(pool(selection=TWO_ONCE))
    chosen = course.order("x")

    assert [course.start(), course.onward(), course.onward()] == [*chosen, "z"]


def test_a_selection_of_more_than_there_are_takes_all() -> None:
    course = Course(pool(selection=Selection(timing=ONCE, count=9)))

    assert course.order("x") == ["a", "b", "c", "d"]


def test_a_selection_without_a_count_or_without_timing_takes_all() -> None:
    never = Selection(timing=Timing.NEVER, count=1)

    assert Course(pool(selection=Selection(timing=ONCE))).order("x") == ["a", "b", "c", "d"]
    assert Course(pool(selection=never)).order("x") == ["a", "b", "c", "d"]


def test_a_shuffled_order_is_followed_by_the_flow_in_both_directions() -> None:
    course = Course(pool(randomization=SHUFFLED_ONCE), Backwards())

    assert [course.start(), course.onward(), course.onward()] == ["d", "c", "b"]
    assert course.back() == "c"


def test_nothing_is_shuffled_that_does_not_say_so() -> None:
    course = Course(pool(randomization=Randomization(timing=ONCE)), Backwards())

    assert course.order("x") == ["a", "b", "c", "d"]


def test_a_shuffled_selection_is_both() -> None:
    course = Course(pool(selection=TWO_ONCE, randomization=SHUFFLED_ONCE), Backwards())

    assert course.order("x") == ["d", "c"]


def test_what_was_chosen_once_stays_through_every_attempt() -> None:
    both = pool(selection=TWO_ONCE, randomization=SHUFFLED_ONCE)

    assert len(attempts(Course(both), 12)) == 1


def test_each_new_attempt_has_a_selection_of_its_own() -> None:
    assert len(attempts(Course(pool(selection=TWO_EACH)), 30)) == 6


def test_each_new_attempt_has_an_order_of_its_own() -> None:
    orders = attempts(Course(pool(randomization=SHUFFLED_EACH)), 30)

    assert len(orders) > 10
    assert {tuple(sorted(each)) for each in orders} == {("a", "b", "c", "d")}


def test_a_selection_made_once_is_shuffled_anew_each_time() -> None:
    orders = attempts(Course(pool(selection=TWO_ONCE, randomization=SHUFFLED_EACH)), 20)

    assert len({tuple(sorted(each)) for each in orders}) == 1
    assert len(orders) == 2


def test_nothing_changes_within_an_attempt_or_while_it_is_suspended() -> None:
    both = pool(selection=TWO_EACH, randomization=SHUFFLED_EACH)
    course = Course(both)
    course.choose("x")
    order = course.order("x")

    for _ in range(10):
        assert course.suspend() == ENDED
        assert course.resume() == order[0]
        assert course.order("x") == order
    course.onward()

    assert course.order("x") == order


def test_the_table_of_contents_shows_the_next_selection_once_an_attempt_has_ended() -> None:
    course = Course(pool(randomization=SHUFFLED_EACH), Backwards())
    course.choose("x")
    assert course.order("x") == ["d", "c", "b", "a"]

    course.choose("z")

    assert course.choose("x") == course.order("x")[0]


def test_what_was_not_selected_does_not_count_in_the_roll_up() -> None:
    course = Course(pool(selection=TWO_ONCE))
    course.start()
    course.passes()
    course.onward()
    course.passes()
    course.onward()

    assert course.at("x").tracking.objectives[""].satisfied is True


def test_the_order_of_an_untracked_block_also_stays_and_changes_with_its_attempts() -> None:
    untracked = DeliveryControls(tracked=False)
    orders = attempts(Course(pool(randomization=SHUFFLED_EACH, delivery=untracked)), 30)

    assert len(orders) > 10


def test_an_untracked_block_keeps_its_order_within_an_attempt() -> None:
    untracked = DeliveryControls(tracked=False)
    course = Course(pool(randomization=SHUFFLED_EACH, delivery=untracked))

    for _ in range(5):
        first = course.choose("x")
        order = course.order("x")
        assert first == order[0]
        assert [course.onward() for _ in range(3)] == order[1:]
        course.choose("z")


def test_a_revised_block_with_fewer_children_keeps_the_order_of_the_others() -> None:
    course = Course(pool(randomization=SHUFFLED_ONCE), Backwards())
    course.start()
    course.suspend()

    course.revise(block("r", block("x", *leaves("a", "d"), randomization=SHUFFLED_ONCE), leaf("z")))

    assert course.order("x") == ["d", "a"]
    assert course.resume() == "d"
    assert course.leave(NavigationRequest.EXIT_ALL) == ENDED


def test_a_revised_block_that_is_not_shuffled_any_more_is_in_the_order_of_the_manifest() -> None:
    course = Course(pool(randomization=SHUFFLED_ONCE), Backwards())
    course.start()

    course.revise(pool())

    assert course.order("x") == ["a", "b", "c", "d"]


def test_a_revised_block_with_more_children_has_all_of_them() -> None:
    course = Course(pool(randomization=SHUFFLED_ONCE), Backwards())
    course.start()

    more = [*leaves("a", "b", "c", "d", "e")]
    course.revise(block("r", block("x", *more, randomization=SHUFFLED_ONCE), leaf("z")))

    assert sorted(course.order("x")) == ["a", "b", "c", "d", "e"]


def test_what_the_look_ahead_promises_of_the_next_attempt_is_what_it_has() -> None:
    """Also where chance decides: leaving the block ends it, and another selection begins."""
    one_each = Selection(timing=EACH, count=1)
    inside = leaves("a", "b", "c", "d")
    course = Course(block("r", block("x", *inside, selection=one_each, **exits()), leaf("z")))
    course.start()

    for _ in range(20):
        promised = [name for name in "abcd" if course.choice(name).allowed]
        assert [course.choose(name) for name in promised] == promised
        assert len(promised) == 1


def test_nothing_is_beside_what_was_not_selected() -> None:
    course = Course(pool(selection=TWO_ONCE))
    [first, _] = {"a", "b", "c", "d"} - set(course.order("x"))

    assert beside(course.at(first), 1) is None
    assert not course.at(first).is_available
