"""What one navigation costs in a course of 511 activities, step by step, without a server."""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

from benchmarks.large_tree import large_tree
from scorm.sequencing import selection, snapshot
from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.process import navigate
from scorm.sequencing.runtime_data import record
from scorm.sequencing.tree import ActivityTree, Surroundings
from scorm.sequencing.validity import look_ahead
from services.tracking.sequenced import toc
from services.tracking.sequencer import Standing

STEPS = ("load", "navigate", "look ahead", "contents", "save")
BASELINE = "baseline: load and save"
T = TypeVar("T")


@dataclass
class Timed:
    """Milliseconds of CPU of each step: other work on the machine does not count."""

    spent: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def run(self, name: str, work: Callable[[], T]) -> T:
        began = time.process_time()
        made = work()
        self.spent.setdefault(name, []).append((time.process_time() - began) * 1e3)
        return made


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=100)
    given = arguments.parse_args()
    print(f"{len(fresh(0).activities)} activities; milliseconds of CPU")
    show(play(given.rounds))


def fresh(seconds: int) -> ActivityTree:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return ActivityTree(DEFINITION, Surroundings(now, CHANCE))


DEFINITION = large_tree()
CHANCE = Random(1)  # noqa: S311 - the same course of events in each run


def play(rounds: int) -> Timed:
    """A learner who passes page after page: the state grows as it does in a real course."""
    timed = Timed()
    tree = fresh(0)
    selection.prepare_first(tree)
    navigate(tree, NavigationRequest.START)
    state = snapshot.save(tree)
    for number in range(rounds):
        kept = timed.run(BASELINE, lambda n=number, s=state: snapshot.save(load(n, s)))
        state = visit(timed, number, kept)
    return timed


def visit(timed: Timed, number: int, state: str) -> str:
    """Content tells that it was passed, and the learner goes on."""
    tree = load(number, state)
    if tree.current is not None:
        told = {"cmi.success_status": "passed", "cmi.score.scaled": "0.8"}
        record(tree, tree.current, told, suspended=False)
    state = snapshot.save(tree)
    tree = timed.run("load", lambda: load(number, state))
    timed.run("navigate", lambda: navigate(tree, NavigationRequest.CONTINUE))
    validity = timed.run("look ahead", lambda: look_ahead(tree))
    timed.run("contents", lambda: toc(Standing(tree, None, []), validity, "Course"))
    return timed.run("save", lambda: snapshot.save(tree))


def load(number: int, state: str) -> ActivityTree:
    tree = fresh(number)
    snapshot.restore(tree, state)
    return tree


def show(timed: Timed) -> None:
    totals = [sum(spent) for spent in zip(*(timed.spent[name] for name in STEPS), strict=True)]
    rows = {name: timed.spent[name] for name in STEPS} | {"in all": totals}
    print(f"{'':28}{'median':>8}{'95 %':>9}")
    for name, spent in (rows | {BASELINE: timed.spent[BASELINE]}).items():
        worst = sorted(spent)[int(len(spent) * 0.95)]
        print(f"{name:28}{statistics.median(spent):8.1f}{worst:9.1f}")
    ratio = statistics.median(totals) / statistics.median(timed.spent[BASELINE])
    print(f"one navigation costs {ratio:.1f} times the baseline; target: 25 ms in all")


if __name__ == "__main__":
    main()
