"""Single values of sequencing; what is not understood is named, and the book's default holds."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, TypeVar

from scorm import duration
from scorm.packaging.findings import Notes, Rule
from scorm.packaging.values import as_flag, as_identifier, as_number, one_line
from scorm.packaging.xml import Element

# The longest identifier that content may be told. [RTE 4th Ed. 4.1.1.3, long_identifier_type]
LONGEST_IDENTIFIER: Final = 4_000
_LONGEST_VALUE: Final = 100
_COUNT: Final = re.compile(r"\+?[0-9]{1,9}", re.ASCII)

Word = TypeVar("Word", bound=StrEnum)


@dataclass(slots=True)
class Values:
    """Reads attributes by their lower-case names and says every complaint once.

    Sequencing that many items share would otherwise be complained about many times.
    """

    notes: Notes
    _said: set[tuple[str, int | None]] = field(default_factory=set[tuple[str, int | None]])

    def warn(self, rule: Rule, message: str, line: int | None) -> None:
        if (message, line) not in self._said:
            self._said.add((message, line))
            self.notes.warning(rule, message, line)

    def mention(self, rule: Rule, message: str, line: int | None) -> None:
        if (message, line) not in self._said:
            self._said.add((message, line))
            self.notes.info(rule, message, line)

    def flag(self, element: Element, name: str, default: bool) -> bool:
        given = element.get(name).strip()
        if not given:
            return default
        read = as_flag(given, True)
        if read != as_flag(given, False):
            self._bad(element, name, given)
            return default
        return read

    def number(self, element: Element, name: str, low: float, high: float) -> float | None:
        """A decimal number within bounds; None when it is missing or wrong."""
        return self.number_in(element, name, element.get(name), low, high)

    def number_in(
        self, element: Element, name: str, given: str, low: float, high: float
    ) -> float | None:
        given = given.strip()
        if not given:
            return None
        number = as_number(given, low, high) if len(given) <= _LONGEST_VALUE else None
        if number is None:
            self._bad(element, name, given)
        return number

    def count(self, element: Element, name: str) -> int | None:
        """A whole number from zero; None when it is missing or wrong."""
        given = element.get(name).strip()
        if not given:
            return None
        if not _COUNT.fullmatch(given):
            self._bad(element, name, given)
            return None
        return int(given)

    def word(self, element: Element, name: str, words: type[Word]) -> Word | None:
        """One of a few words, in whatever case; None when it is missing or another one."""
        given = element.get(name).strip()
        if not given:
            return None
        if len(given) <= _LONGEST_VALUE:
            plain = given.lower()
            for word in words:
                if word.lower() == plain:
                    return word
        self._bad(element, name, given)
        return None

    def duration(self, element: Element, name: str) -> float | None:
        """Seconds; None when it is missing or wrong."""
        given = element.get(name).strip()
        if not given:
            return None
        short = len(given) <= _LONGEST_VALUE
        seconds = duration.parse_period(given, tolerant=True) if short else None
        if seconds is None:
            self._bad(element, name, given)
        return seconds

    def moment(self, element: Element, name: str) -> datetime | None:
        """A point in time, which without an offset is one of UTC; None when missing or wrong."""
        given = element.get(name).strip()
        if not given:
            return None
        try:
            read = datetime.fromisoformat(given[:_LONGEST_VALUE])
            return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
        except (ValueError, OverflowError):
            self._bad(element, name, given)
            return None

    def identifier(self, element: Element, name: str) -> str:
        """An identifier that can be compared; empty when it is missing or endless."""
        given = element.get(name)
        if len(given) > LONGEST_IDENTIFIER:
            self._bad(element, name, given)
            return ""
        return as_identifier(given)

    def _bad(self, element: Element, name: str, given: str) -> None:
        self.warn(
            Rule.BAD_VALUE,
            f'The value "{one_line(given[:200])[:50]}" of {name} in {element.name} '
            "is not allowed and is ignored.",
            element.line,
        )
