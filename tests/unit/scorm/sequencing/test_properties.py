"""What holds of every activity tree, whatever its manifest says and whatever a learner does."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from lectern_plays import (
    Play,
    check_consistent,
    check_history,
    check_look_ahead,
    check_rollup,
    check_snapshot,
)
from lectern_random_trees import Event, random_events, random_tree

from scorm.sequencing.definition import TreeDefinition


@dataclass(frozen=True, slots=True)
class History:
    definition: TreeDefinition
    events: list[Event]
    seed: int

    def play(self) -> Play:
        return Play(self.definition, self.seed)


seeds = st.integers(0, 2**32 - 1)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Large trees cost too many draws, so that their details come from a seed."""
    size, length, seed = draw(st.integers(2, 14)), draw(st.integers(2, 20)), draw(seeds)
    luck = Random(seed)  # noqa: S311 - repeatable
    return History(random_tree(luck, size), random_events(luck, length), seed)


# The same examples on every machine and every day; long searches are made by hand.
steady = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@steady
@given(histories())
def test_a_request_is_carried_out_whole_or_refused_without_traces(history: History) -> None:
    check_history(history.play(), history.events, check_consistent)


@steady
@given(histories())
def test_a_snapshot_that_is_restored_changes_nothing_now_or_later(history: History) -> None:
    check_history(history.play(), history.events, check_snapshot)


@steady
@given(histories())
def test_what_the_look_ahead_offers_is_exactly_what_is_granted(history: History) -> None:
    check_history(history.play(), history.events, check_look_ahead)


@steady
@given(histories())
def test_roll_up_without_circles_is_idempotent(history: History) -> None:
    check_history(history.play(), history.events, check_rollup)


def test_chance_leads_everywhere() -> None:
    """The properties above would hold of trees in which nothing ever happens."""
    seen: Counter[str] = Counter()
    for seed in range(150):
        luck = Random(seed)  # noqa: S311 - repeatable
        play = Play(random_tree(luck), seed)
        check_history(play, random_events(luck, 20), check_consistent)
        seen += play.seen

    assert {each for each in seen if not each.endswith("blocked")} >= {
        "start delivered",
        "choice delivered",
        "continue delivered",
        "continue ended",
        "jump delivered",
        "suspendAll ended",
        "exitAll ended",
        "abandon nothing",
        "exit nothing",
    }
