"""Objectives that activities and courses share. [SN 3.10, RB.1.5]"""

from lectern_activities import ENDED, Course, afterwards, before, block, leaf, leaves, shares, when

from scorm.sequencing.definition import (
    ActivityDefinition,
    Channels,
    Condition,
    Objective,
    ObjectiveMap,
    PostAction,
    PreAction,
)
from scorm.sequencing.runtime_data import initial
from scorm.sequencing.tracking import GlobalObjective

SKIP_WHEN_PASSED = before(PreAction.SKIP, when(Condition.SATISFIED))


def writer(name: str, target: str = "g") -> ActivityDefinition:
    return leaf(name, objectives=(shares(target, writes=True),))


def reader(name: str, target: str = "g", **given: object) -> ActivityDefinition:
    return leaf(name, objectives=(shares(target, reads=True),), **given)


def test_what_one_activity_writes_another_reads() -> None:
    course = Course(block("r", writer("a"), reader("b", **SKIP_WHEN_PASSED), leaf("c")))
    course.start()
    course.passes()

    assert course.onward() == "c"


def test_only_the_channels_of_the_map_are_carried() -> None:
    half = ObjectiveMap(target="g", read=Channels(), write=Channels(measure=True))
    own = Objective(primary=True, maps=(half,))
    course = Course(block("r", leaf("a", objectives=(own,))))
    course.start()

    course.tell(success_status="passed", scaled="0.5")

    assert course.tree.globals["g"] == GlobalObjective(measure=0.5)


def test_a_status_that_nobody_has_written_is_unknown_to_its_readers() -> None:
    """Also where the reader has recorded one of its own."""
    course = Course(block("r", reader("a", **SKIP_WHEN_PASSED), leaf("b")))
    course.start()
    course.passes()
    course.onward()

    assert course.back() == "a"


def test_blocks_with_a_reader_inside_are_rolled_up_when_the_objective_changes() -> None:
    course = Course(block("r", writer("a"), block("x", reader("b"))))
    course.start()

    course.passes()

    assert course.at("x").tracking.objectives[""].satisfied is True


def test_what_a_block_has_come_to_travels_on_through_its_own_map() -> None:
    first = block("x", leaf("a"), objectives=(shares("g", writes=True),))
    second = block("y", reader("b"), objectives=(shares("h", writes=True),))
    course = Course(block("r", first, second, block("z", reader("c", "h"))))
    course.start()

    course.passes()

    assert course.at("z").tracking.objectives[""].satisfied is True


def test_a_long_chain_of_maps_is_followed_to_its_end() -> None:
    def link(number: int) -> ActivityDefinition:
        onward = (shares(f"g{number + 1}", writes=True),)
        return block(f"x{number}", reader(f"a{number}", f"g{number}"), objectives=onward)

    for order in (range(30), reversed(range(30))):
        course = Course(block("r", writer("a", "g0"), *map(link, order)))
        course.start()
        course.passes()
        assert course.tree.globals["g30"].satisfied is True


def test_a_circle_of_maps_comes_to_an_end() -> None:
    """Each block is satisfied when the other one is not: they can never agree."""
    from_g = block("x", reader("a", "g"), objectives=(shares("h", writes=True),))
    back = block("y", reader("b", "h"), objectives=(shares("g", writes=True),))
    course = Course(block("r", writer("s", "g"), from_g, back))
    course.start()

    course.passes()
    assert course.tree.globals["h"].satisfied is True
    course.fails()
    assert course.tree.globals["h"].satisfied is False


def test_a_block_tells_what_it_has_become_and_not_again_what_it_was() -> None:
    """Others may have written since."""
    inner = block("x", *leaves("a", "b"), objectives=(shares("g", writes=True),))
    course = Course(block("r", inner, writer("c")))
    for _ in range(2):
        course.onward() if course.tree.current else course.start()
        course.passes()
    course.choose("c")
    course.fails()
    assert course.tree.globals["g"].satisfied is False

    course.choose("r")

    assert course.tree.globals["g"].satisfied is False


def test_two_courses_of_a_learner_share_what_they_write() -> None:
    shared: dict[str, GlobalObjective] = {}
    first = Course(block("r", writer("a"), leaf("z")), shared=shared)
    first.start()
    first.passes()
    first.leave()
    first.reload()

    second = Course(block("r", reader("a", **SKIP_WHEN_PASSED), leaf("b")), shared=shared)

    assert second.start() == "b"


def test_objectives_of_the_registration_alone_end_with_the_attempt_on_the_course() -> None:
    course = Course(block("r", writer("a"), reader("b", **SKIP_WHEN_PASSED), leaf("c")))
    course.start()
    course.passes()
    course.leave()

    assert course.start() == "a"
    assert course.tree.globals == {}


def test_they_stay_while_the_course_is_suspended() -> None:
    course = Course(block("r", writer("a"), leaf("c")))
    course.start()
    course.passes()
    course.suspend()
    course.resume()

    assert course.tree.globals["g"].satisfied is True


def test_a_course_that_is_retried_as_a_whole_begins_without_them() -> None:
    again = afterwards(PostAction.RETRY_ALL)
    course = Course(block("r", writer("a"), leaf("b", **again)))
    course.start()
    course.passes()
    course.onward()

    assert course.onward() == "a"
    assert course.tree.globals == {}


def test_objectives_of_the_learner_stay_for_the_next_attempt() -> None:
    shared: dict[str, GlobalObjective] = {}
    course = Course(block("r", writer("a"), leaf("b")), shared=shared)
    course.start()
    course.passes()
    assert course.leave() == ENDED
    course.start()

    assert course.tree.globals["g"].satisfied is True


def test_content_is_shown_what_its_objectives_read() -> None:
    course = Course(block("r", writer("a"), reader("b")))
    course.start()
    course.tell(success_status="passed", completion_status="incomplete", scaled="0.25")
    course.onward()

    shown = initial(course.tree, course.at("b"), {})

    assert shown == {
        "cmi.objectives.0.id": "own",
        "cmi.objectives.0.success_status": "passed",
        "cmi.objectives.0.completion_status": "incomplete",
        "cmi.objectives.0.score.scaled": "0.25",
    }


def test_an_objective_that_content_does_not_speak_of_stays_unknown() -> None:
    objectives = (Objective(identifier="p", primary=True), Objective(identifier="s"))
    course = Course(block("r", leaf("a", objectives=objectives)))
    course.start()

    course.passes()

    assert set(course.at("a").tracking.objectives) == {"p"}
    shown = initial(course.tree, course.at("a"), {})
    assert shown["cmi.objectives.1.id"] == "s"
    assert "cmi.objectives.1.success_status" not in shown
