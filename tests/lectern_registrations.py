"""One package as one learner plays it, by the engine and the data model alone."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime

from scorm.cmi.begin import Bucket, SessionFacts, begin2004, finish2004, session_seconds, stores
from scorm.cmi.datamodel import DataModel
from scorm.duration import format_period
from scorm.edition import Edition
from scorm.packaging.manifest import Item, Manifest
from scorm.packaging.read_sequencing import tree_definition
from scorm.sequencing import snapshot
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.process import Result, navigate
from scorm.sequencing.runtime_data import initial, record
from scorm.sequencing.tracking import GlobalObjective
from scorm.sequencing.tree import ActivityTree, Surroundings

EDITION = Edition.SCORM_2004_4TH
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHANCE = random.Random(1)  # noqa: S311 - repeatable


@dataclass
class Learner:
    """What courses share."""

    globals: dict[str, GlobalObjective] = field(default_factory=dict[str, GlobalObjective])
    shared: dict[str, str] = field(default_factory=dict[str, str])


class Registration:
    """One package as one learner plays it."""

    def __init__(self, manifest: Manifest, learner: Learner) -> None:
        self.manifest = manifest
        self.learner = learner
        self.definition = tree_definition(manifest)
        self.items = {each.identifier: each for each in manifest.organization.walk()}
        self.saved = ""
        self.states: dict[str, tuple[dict[str, str], float]] = {}
        self.shared: dict[str, str] = {}
        self.tree = self.load()
        self.result = Result()
        self.model = DataModel(EDITION, {}, strict=True)
        self.clock = NOW

    def load(self) -> ActivityTree:
        """Between two requests there is nothing but the snapshot."""
        tree = ActivityTree(self.definition, Surroundings(NOW, CHANCE))
        if self.definition.objectives_global_to_system:
            tree.globals = self.learner.globals
        if self.saved:
            snapshot.restore(tree, self.saved)
        return tree

    @property
    def buckets(self) -> dict[str, str]:
        whole = self.manifest.organization.shared_data_global_to_system
        return self.learner.shared if whole else self.shared

    def launch(self) -> str:
        resumes = self.tree.suspended is not None
        if not resumes:
            self.shared.clear()
        request = NavigationRequest.RESUME_ALL if resumes else NavigationRequest.START
        return self.go(request)

    def go(self, request: NavigationRequest, target: str = "") -> str:
        """What went wrong, if anything."""
        self.tree = self.load()
        try:
            self.result = navigate(self.tree, request, target)
        except Blocked as blocked:
            self.result = Result()
            return str(blocked)
        self.keep()
        if self.result.delivered is not None:
            self.deliver(self.items[self.result.delivered.identifier])
        return ""

    def keep(self) -> None:
        self.learner.globals = (
            self.tree.globals
            if self.definition.objectives_global_to_system
            else self.learner.globals
        )
        self.saved = snapshot.save(self.tree)

    def deliver(self, item: Item) -> None:
        state, seconds = self.states.get(item.identifier, ({}, 0.0))
        if not self.result.resumed:
            state, seconds = {}, 0.0
        self.states[item.identifier] = (state, seconds)
        activity = self.tree.activities[item.identifier]
        rows = initial(self.tree, activity, state)
        limit = activity.sequencing.limits.attempt_absolute
        completion = activity.sequencing.completion
        primary = activity.primary
        facts = SessionFacts(
            "learner-2",
            "Tester, Lena",
            launch_data=item.data_from_lms,
            time_limit_action=item.time_limit_action,
            total_seconds=seconds,
            max_time_allowed="" if limit is None else format_period(limit),
            completion_threshold=(
                f"{completion.minimum_progress:g}" if completion.by_measure else ""
            ),
            scaled_passing_score=(
                f"{primary.minimum_measure:g}" if primary.satisfied_by_measure else ""
            ),
        )
        found = [
            Bucket(each.target_id, self.buckets.get(each.target_id), each.read, each.write)
            for each in item.shared_data
        ]
        self.model = DataModel(EDITION, begin2004(rows, facts, found), strict=True)

    def terminate(self, *, suspending: bool = False) -> None:
        assert self.tree.current is not None
        name = self.tree.current.identifier
        self.tree = self.load()
        values = self.model.values
        self.buckets.update(stores(values))
        after = finish2004(values, suspending=suspending)
        _, seconds = self.states[name]
        seconds += session_seconds(EDITION, values) or 0.0
        self.states[name] = (after, seconds)
        activity = self.tree.activities[name]
        suspended = values.get("cmi.exit") == "suspend"
        record(self.tree, activity, after, suspended=suspended)
        self.keep()
