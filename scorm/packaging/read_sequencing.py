"""The activity tree of a SCORM 2004 course, as its manifest prescribes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from scorm.edition import Edition
from scorm.packaging.errors import ManifestError
from scorm.packaging.findings import Notes, Rule
from scorm.packaging.manifest import CompletionThreshold, Item, Manifest, Organization
from scorm.packaging.read_sequencing_objectives import read_objectives
from scorm.packaging.read_sequencing_parts import (
    read_constrain,
    read_delivery,
    read_limits,
    read_modes,
    read_randomization,
    read_rollup_controls,
    read_selection,
)
from scorm.packaging.read_sequencing_rules import Rules, read_rollup_rules, read_rules
from scorm.packaging.read_sequencing_values import Values
from scorm.packaging.values import as_identifier, one_line
from scorm.packaging.xml import Element, parse
from scorm.sequencing.definition import (
    ActivityDefinition,
    Completion,
    ConstrainChoice,
    ControlModes,
    DeliveryControls,
    Limits,
    Objective,
    Randomization,
    RollupRule,
    Selection,
    Sequencing,
    TreeDefinition,
)

# Lists of the same name, told apart by their namespaces.
_ADL_OBJECTIVES: Final = "adlseq:objectives"
# The controls that a manifest can hide. [CAM 4th Ed. 5.3.1.2.1]
_CONTROLS: Final = (
    "previous",
    "continue",
    "exit",
    "exitAll",
    "abandon",
    "abandonAll",
    "suspendAll",
)

Parts = Mapping[str, Element]


@dataclass(frozen=True, slots=True)
class Sources:
    """The ``sequencing`` elements of what is to be played, by the identifier of its entry."""

    own: Mapping[str, Element]
    collection: Element | None = None


def tree_definition(manifest: Manifest) -> TreeDefinition:
    """The organization to be played; what its sequencing leaves open is as the book has it."""
    organization = manifest.organization
    entries = (organization, *organization.walk())
    own = {
        entry.identifier: element
        for entry in entries
        if (element := _parsed(entry.sequencing)) is not None
    }
    return read_tree(manifest, Sources(own, _parsed(manifest.sequencing_collection)), Notes())


def read_tree(manifest: Manifest, sources: Sources, notes: Notes) -> TreeDefinition:
    """The same from elements that still know their lines, with findings."""
    values = Values(notes)
    reader = _TreeReader(
        manifest.edition is Edition.SCORM_2004_4TH,
        sources.own,
        _shared(sources.collection, values),
        values,
    )
    organization = manifest.organization
    return TreeDefinition(
        root=reader.root(organization),
        objectives_global_to_system=organization.objectives_global_to_system,
    )


def _parsed(text: str) -> Element | None:
    """Text that was kept from a manifest; what grew too long to be read again is left out."""
    try:
        return parse(text.encode(), Notes()) if text else None
    except ManifestError:
        return None


def _shared(collection: Element | None, values: Values) -> dict[str, Parts]:
    """Sequencing that entries refer to, by its ID. [CAM 4th Ed. 5.1.10]"""
    found: dict[str, Parts] = {}
    if collection is None:
        return found
    for element in collection.children("sequencing"):
        identifier = values.identifier(element, "id")
        if identifier in found:
            values.warn(
                Rule.UNKNOWN_SEQUENCING,
                f'The sequencing "{identifier[:100]}" exists twice; the first one counts.',
                element.line,
            )
        elif identifier:
            found[identifier] = _parts(element)
    return found


def _parts(sequencing: Element) -> Parts:
    parts: dict[str, Element] = {}
    for element in sequencing.children():
        is_adl = element.name == "objectives" and "adlseq" in element.namespace.lower()
        parts.setdefault(_ADL_OBJECTIVES if is_adl else element.name, element)
    return parts


@dataclass(slots=True)
class _TreeReader:
    """``is_fourth`` says whether what came with the 4th edition counts."""

    is_fourth: bool
    own: Mapping[str, Element]
    shared: Mapping[str, Parts]
    values: Values
    # Parts of the collection are read once, however many entries refer to them.
    _rules: dict[Element, Rules] = field(default_factory=dict[Element, Rules])
    _rollup: dict[Element, tuple[RollupRule, ...]] = field(
        default_factory=dict[Element, tuple[RollupRule, ...]]
    )
    _objectives: dict[tuple[Element | None, Element | None], tuple[Objective, ...]] = field(
        default_factory=dict[tuple[Element | None, Element | None], tuple[Objective, ...]]
    )

    def root(self, organization: Organization) -> ActivityDefinition:
        parts = self._parts_of(organization.identifier)
        sequencing = self._sequencing(parts, organization, len(organization.items))
        if _is_single_activity(organization, parts):
            modes = replace(sequencing.modes, choice=False, flow=True)
            sequencing = replace(sequencing, modes=modes)
        return ActivityDefinition(
            identifier=organization.identifier,
            title=organization.title,
            hidden_controls=self._hidden(organization),
            sequencing=sequencing,
            children=tuple(self._activity(item) for item in organization.items),
        )

    def _activity(self, item: Item) -> ActivityDefinition:
        parts = self._parts_of(item.identifier)
        return ActivityDefinition(
            identifier=item.identifier,
            title=item.title,
            visible=item.visible,
            # A cluster is never delivered, whatever it refers to. [SN 4th Ed. 2.1.1]
            deliverable=item.href is not None and not item.children,
            hidden_controls=self._hidden(item),
            sequencing=self._sequencing(parts, item, len(item.children)),
            children=tuple(self._activity(child) for child in item.children),
        )

    def _parts_of(self, identifier: str) -> Parts:
        """What an entry says itself replaces the same part of what it refers to.

        [CAM 4th Ed. 5.1.1]
        """
        element = self.own.get(identifier)
        if element is None:
            return {}
        wanted = as_identifier(element.get("idref"))
        own = _parts(element)
        if not wanted:
            return own
        shared = self.shared.get(wanted)
        if shared is None:
            self.values.warn(
                Rule.UNKNOWN_SEQUENCING,
                f'The sequencing "{wanted[:100]}" is not in the collection.',
                element.line,
            )
            return own
        return {**shared, **own}

    def _sequencing(self, parts: Parts, entry: Item | Organization, children: int) -> Sequencing:
        values, get = self.values, parts.get
        modes, constrain = get("controlmode"), get("constrainedchoiceconsiderations")
        limits, order = get("limitconditions"), get("randomizationcontrols")
        rollup, delivery = get("rolluprules"), get("deliverycontrols")
        completion, weight = self._completion(entry, children)
        objectives = self._objectives_of(parts)
        rules = self._rules_of(get("sequencingrules"), objectives)
        return Sequencing(
            modes=read_modes(modes, values) if modes else ControlModes(),
            constrain=read_constrain(constrain, values) if constrain else ConstrainChoice(),
            pre_rules=rules.pre,
            exit_rules=rules.exits,
            post_rules=rules.post,
            limits=read_limits(limits, values) if limits else Limits(),
            rollup_rules=self._rollup_of(rollup),
            rollup=read_rollup_controls(rollup, get("rollupconsiderations"), weight, values),
            objectives=objectives,
            completion=completion,
            selection=read_selection(order, children, values) if order else Selection(),
            randomization=read_randomization(order, values) if order else Randomization(),
            delivery=read_delivery(delivery, values) if delivery else DeliveryControls(),
        )

    def _rules_of(self, element: Element | None, objectives: tuple[Objective, ...]) -> Rules:
        if element is None:
            return Rules()
        rules = self._rules.get(element)
        if rules is None:
            rules = self._rules[element] = read_rules(element, self.values)
        known = {objective.identifier for objective in objectives}
        for name, line in rules.references.items():
            if name not in known:
                self.values.warn(
                    Rule.UNKNOWN_OBJECTIVE,
                    f'A condition asks about the objective "{name[:100]}", which the activity '
                    "does not have; it is never met.",
                    line,
                )
        return rules

    def _rollup_of(self, element: Element | None) -> tuple[RollupRule, ...]:
        if element is None:
            return ()
        if element not in self._rollup:
            self._rollup[element] = read_rollup_rules(element, self.values)
        return self._rollup[element]

    def _objectives_of(self, parts: Parts) -> tuple[Objective, ...]:
        imsss, adlseq = parts.get("objectives"), parts.get(_ADL_OBJECTIVES)
        if adlseq is not None and not self.is_fourth:
            self.values.mention(
                Rule.LATER_EDITION,
                "Objective maps of ADL came with the 4th edition and are ignored.",
                adlseq.line,
            )
            adlseq = None
        key = imsss, adlseq
        if key not in self._objectives:
            self._objectives[key] = read_objectives(imsss, adlseq, self.values)
        return self._objectives[key]

    def _completion(self, entry: Item | Organization, children: int) -> tuple[Completion, float]:
        """When progress completes the activity, and its weight. [CAM 4th Ed. 3.4.1.15]"""
        given = entry.completion_threshold
        if given is None:
            return Completion(), 1.0
        if self.is_fourth:
            return _completion(given), given.progress_weight
        # Before the 4th edition progress was not rolled up, so only a leaf can have any.
        if children or given.progress_weight != 1.0:
            self.values.mention(
                Rule.LATER_EDITION,
                f'The completion threshold of "{entry.title[:100]}" needs the 4th edition; what '
                "it says about other entries is ignored.",
                entry.line,
            )
        return Completion() if children else _completion(given), 1.0

    def _hidden(self, entry: Item | Organization) -> frozenset[str]:
        wanted = {name.lower() for name in entry.hidden_controls}
        unknown = wanted.difference(name.lower() for name in _CONTROLS)
        if unknown:
            self.values.warn(
                Rule.BAD_VALUE,
                f'The control "{one_line(min(unknown)[:50])}", which "{entry.title[:100]}" '
                "hides, is unknown.",
                entry.line,
            )
        return frozenset(name for name in _CONTROLS if name.lower() in wanted)


def _completion(given: CompletionThreshold) -> Completion:
    return Completion(
        by_measure=given.completed_by_measure, minimum_progress=given.min_progress_measure
    )


def _is_single_activity(organization: Organization, parts: Parts) -> bool:
    """A course of one page that says nothing about control modes begins by itself.

    By the book it would wait for a choice, and a single entry is none.
    """
    modes = parts.get("controlmode")
    is_silent = modes is None or not (modes.get("choice").strip() or modes.get("flow").strip())
    items = organization.items
    return is_silent and len(items) == 1 and not items[0].children
