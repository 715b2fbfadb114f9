"""The objectives of an activity and the global objectives that they are tied to."""

from dataclasses import dataclass, field
from typing import Final

from scorm.packaging.findings import Rule
from scorm.packaging.read_sequencing_values import Values
from scorm.packaging.xml import Element
from scorm.sequencing.definition import Channels, Objective, ObjectiveMap

# What a map can carry, and how its attributes end. [CAM 4th Ed. 5.1.7.1.2 and 5.2.4.1]
_IMSSS: Final = (("satisfied", "satisfiedstatus"), ("measure", "normalizedmeasure"))
_ADLSEQ: Final = (
    ("raw", "rawscore"),
    ("min", "minscore"),
    ("max", "maxscore"),
    ("completion", "completionstatus"),
    ("progress", "progressmeasure"),
)


@dataclass(slots=True)
class _Map:
    """The channels of all maps between one objective and one global objective."""

    read: set[str] = field(default_factory=set[str])
    write: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class _Draft:
    identifier: str = ""
    primary: bool = False
    satisfied_by_measure: bool = False
    minimum_measure: float = 1.0
    maps: dict[str, _Map] = field(default_factory=dict[str, _Map])

    def done(self) -> Objective:
        return Objective(
            identifier=self.identifier,
            primary=self.primary,
            satisfied_by_measure=self.satisfied_by_measure,
            minimum_measure=self.minimum_measure,
            maps=tuple(
                ObjectiveMap(target=target, read=_channels(each.read), write=_channels(each.write))
                for target, each in self.maps.items()
            ),
        )


def read_objectives(
    imsss: Element | None, adlseq: Element | None, values: Values
) -> tuple[Objective, ...]:
    """All objectives, the primary one first. [CAM 4th Ed. 5.1.7, 5.2.4]

    The maps that ADL added to those of IMS stand in a list of their own and belong to the
    objective of the same identifier.
    """
    drafts = _drafts(imsss, values) if imsss is not None else [_Draft(primary=True)]
    if adlseq is not None:
        _join(drafts, adlseq, values)
    _check_writers(drafts, imsss if imsss is not None else adlseq, values)
    return tuple(draft.done() for draft in drafts)


def _drafts(objectives: Element, values: Values) -> list[_Draft]:
    primary: _Draft | None = None
    others: list[_Draft] = []
    for element in objectives.children("primaryobjective", "objective"):
        draft = _draft(element, values)
        if element.name == "objective":
            others.append(draft)
        elif primary is None:
            primary = draft
            primary.primary = True
        else:
            values.warn(
                Rule.PRIMARY_OBJECTIVE,
                "A second primary objective counts as an ordinary one.",
                element.line,
            )
            others.append(draft)
    if primary is None:
        primary = _Draft(primary=True)
        values.warn(
            Rule.PRIMARY_OBJECTIVE,
            "There are objectives but no primary one; it is taken to be without maps.",
            objectives.line,
        )
    return _distinct([primary, *others], objectives, values)


def _draft(element: Element, values: Values) -> _Draft:
    minimum = element.child("minnormalizedmeasure")
    given = minimum.own_text if minimum is not None else ""
    read = values.number_in(element, "minnormalizedmeasure", given, -1, 1)
    draft = _Draft(
        identifier=values.identifier(element, "objectiveid"),
        satisfied_by_measure=values.flag(element, "satisfiedbymeasure", False),
        minimum_measure=1.0 if read is None else read,
    )
    _read_maps(element, draft, _IMSSS, values)
    return draft


def _distinct(drafts: list[_Draft], objectives: Element, values: Values) -> list[_Draft]:
    """Only the primary objective may do without an identifier; the first of a name counts."""
    kept: dict[str, _Draft] = {}
    for draft in drafts:
        if not draft.identifier and not draft.primary:
            values.warn(
                Rule.OBJECTIVE, "An objective without an identifier is ignored.", objectives.line
            )
        elif draft.identifier in kept:
            values.warn(
                Rule.OBJECTIVE,
                f'The objective "{draft.identifier[:100]}" exists twice; the first one counts.',
                objectives.line,
            )
        else:
            kept[draft.identifier] = draft
    return list(kept.values())


def _read_maps(
    objective: Element, draft: _Draft, channels: tuple[tuple[str, str], ...], values: Values
) -> None:
    for element in objective.children("mapinfo"):
        target = values.identifier(element, "targetobjectiveid")
        if not target:
            values.warn(
                Rule.OBJECTIVE_MAP,
                "A map that names no global objective is ignored.",
                element.line,
            )
            continue
        here = draft.maps.setdefault(target, _Map())
        for channel, ending in channels:
            if values.flag(element, f"read{ending}", True):
                here.read.add(channel)
            if values.flag(element, f"write{ending}", False):
                here.write.add(channel)


def _join(drafts: list[_Draft], adlseq: Element, values: Values) -> None:
    known = {draft.identifier: draft for draft in drafts if draft.identifier}
    for element in adlseq.children("objective"):
        identifier = values.identifier(element, "objectiveid")
        if not identifier:
            values.warn(
                Rule.OBJECTIVE, "An objective without an identifier is ignored.", element.line
            )
            continue
        draft = known.get(identifier)
        if draft is None:
            values.warn(
                Rule.UNKNOWN_OBJECTIVE,
                f'Maps name the objective "{identifier[:100]}", which is not among those of the '
                "activity; it was added to them.",
                element.line,
            )
            draft = known[identifier] = _Draft(identifier)
            drafts.append(draft)
        _read_maps(element, draft, _ADLSEQ, values)


def _check_writers(drafts: list[_Draft], where: Element | None, values: Values) -> None:
    """Two objectives of one activity must not write to the same place. [SN 4th Ed. 3.10]"""
    written: set[tuple[str, str]] = set()
    for draft in drafts:
        for target, each in draft.maps.items():
            taken = {(target, channel) for channel in each.write}
            if taken & written:
                values.warn(
                    Rule.OBJECTIVE_MAP,
                    f'Several objectives of one activity write to "{target[:100]}"; '
                    "the last one counts.",
                    where.line if where is not None else None,
                )
            written |= taken


def _channels(names: set[str]) -> Channels:
    return Channels(**dict.fromkeys(names, True))
