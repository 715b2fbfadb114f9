"""The items of an organization: what the learner sees in the table of contents."""

from dataclasses import dataclass, field

from scorm.packaging import paths
from scorm.packaging.errors import TooManyItems
from scorm.packaging.findings import Notes, Rule
from scorm.packaging.manifest import Item, SharedData
from scorm.packaging.resources import Found, ResourceTable
from scorm.packaging.values import as_flag, as_identifier, one_line, read_number, read_threshold
from scorm.packaging.xml import Element

LONGEST_TITLE = 1_000
MOST_ITEMS = 50_000


@dataclass(slots=True)
class ItemReader:
    """Reads the items of all organizations, the one to be played first.

    Identifiers are unique within an organization.
    """

    resources: ResourceTable
    notes: Notes
    # The sequencing of what is to be played, by the identifier of its entry.
    sequencing: dict[str, Element] = field(default_factory=dict[str, Element])
    _is_played: bool = False
    _left: int = MOST_ITEMS
    _taken: set[str] = field(default_factory=set[str])
    # Counting on from the last number keeps thousands of equal names from taking minutes.
    _last: dict[str, int] = field(default_factory=dict[str, int])

    def begin(self, organization: str) -> None:
        """The next items belong to this organization."""
        self._is_played = not self._taken
        self._taken = {organization}
        self._last = {}

    def sequencing_of(self, element: Element, identifier: str) -> str:
        """The sequencing of an item or organization as XML."""
        found = element.child("sequencing")
        if found is None:
            return ""
        if self._is_played:
            self.sequencing[identifier] = found
        return found.source()

    def items(self, parent: Element) -> tuple[Item, ...]:
        return tuple(self._item(each) for each in parent.children("item"))

    def title(self, element: Element | None, instead: str, line: int | None) -> str:
        text = element.text if element is not None else ""
        if not text:
            self.notes.info(Rule.TITLE, f'The entry "{instead[:100]}" has no title.', line)
            return instead
        if len(text) > LONGEST_TITLE:
            self.notes.warning(Rule.TITLE, "A title was too long and has been cut.", line)
            return text[:LONGEST_TITLE]
        return text

    def identifier(self, given: str, line: int | None) -> str:
        """The identifier itself, or one like it that no other entry has."""
        wanted = one_line(given)
        if wanted and wanted not in self._taken:
            self._taken.add(wanted)
            return wanted
        free = self._free(wanted or "item")
        rule = Rule.DUPLICATE_IDENTIFIER if wanted else Rule.MISSING_IDENTIFIER
        said = f'Two items are named "{wanted[:100]}"' if wanted else "An item has no identifier"
        self.notes.repair(rule, f'{said}; this one is called "{free[:110]}".', line)
        return free

    def hidden_controls(self, element: Element) -> tuple[str, ...]:
        """Buttons of the player that the author does not want. [CAM 5.2.1]"""
        interface = element.path("presentation", "navigationinterface")
        if interface is None:
            return ()
        return tuple(each.text for each in interface.children("hidelmsui") if each.text)

    def _item(self, element: Element) -> Item:
        if not self._left:
            raise TooManyItems(entry=self.notes.file, line=element.line)
        self._left -= 1
        identifier = self.identifier(element.get("identifier"), element.line)
        children = self.items(element)
        target = self._target(element, identifier, is_leaf=not children)
        resource = target.resource if target else None
        href = resource.href if resource else None
        prerequisites = element.child("prerequisites")
        return Item(
            identifier=identifier,
            title=self.title(element.child("title"), identifier, element.line),
            visible=as_flag(element.get("isvisible"), True),
            resource=resource.identifier if resource else "",
            href=paths.with_parameters(href, element.get("parameters")) if href else None,
            path=resource.path if resource else None,
            sco=bool(href and resource and resource.sco),
            prerequisites=prerequisites.text if prerequisites is not None else "",
            mastery_score=read_number(element.child("masteryscore"), 0, 100, self.notes),
            max_time_allowed=_text(element.child("maxtimeallowed")),
            time_limit_action=_text(element.child("timelimitaction")).lower(),
            data_from_lms=_verbatim(element.child("datafromlms")),
            completion_threshold=read_threshold(element.child("completionthreshold"), self.notes),
            shared_data=_shared_data(element.child("data")),
            hidden_controls=self.hidden_controls(element),
            sequencing=self.sequencing_of(element, identifier),
            line=element.line,
            children=children,
        )

    def _free(self, wanted: str) -> str:
        number = self._last.get(wanted, 1) + 1
        while f"{wanted}-{number}" in self._taken:
            number += 1
        self._last[wanted] = number
        given = f"{wanted}-{number}"
        self._taken.add(given)
        return given

    def _target(self, element: Element, identifier: str, *, is_leaf: bool) -> Found | None:
        wanted = one_line(element.get("identifierref"))
        if not wanted:
            if is_leaf:
                self.notes.warning(
                    Rule.EMPTY_ITEM, f'The item "{identifier[:100]}" opens nothing.', element.line
                )
            return None
        found = self.resources.found.get(wanted)
        if found is None:
            self.notes.warning(
                Rule.UNKNOWN_RESOURCE,
                f'The item "{identifier[:100]}" opens the resource "{wanted[:100]}", '
                "which does not exist.",
                element.line,
            )
            return None
        self._check(found, wanted)
        return found

    def _check(self, found: Found, wanted: str) -> None:
        if wanted in self.resources.opened:
            return
        self.resources.opened.add(wanted)
        if found.problem is not None:
            note = self.notes.error if self._is_played else self.notes.warning
            note(found.problem.rule, found.problem.message, found.line)
        elif found.resource.href is None:
            self.notes.warning(
                Rule.NO_HREF, f'The resource "{wanted[:100]}" names no page to open.', found.line
            )


def _shared_data(element: Element | None) -> tuple[SharedData, ...]:
    if element is None:
        return ()
    return tuple(
        SharedData(
            target_id=as_identifier(each.get("targetid")),
            read=as_flag(each.get("readshareddata"), True),
            write=as_flag(each.get("writeshareddata"), True),
        )
        for each in element.children("map")
    )


def _text(element: Element | None) -> str:
    return element.text if element is not None else ""


def _verbatim(element: Element | None) -> str:
    # White space inside may matter to the content that gets it as launch data.
    return element.own_text.strip() if element is not None else ""
