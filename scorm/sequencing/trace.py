"""Why something happened: each decision names its process, its activity and its reason."""

from dataclasses import dataclass, field
from typing import Final

MOST_DECISIONS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Decision:
    """``process`` is the number in the book, such as ``UP.5``."""

    process: str
    activity: str
    said: str


@dataclass(slots=True)
class Trace:
    """A look-ahead tries hundreds of requests and keeps no trace."""

    is_kept: bool = True
    decisions: list[Decision] = field(default_factory=list[Decision])

    def note(self, process: str, activity: str, said: str) -> None:
        if self.is_kept and len(self.decisions) < MOST_DECISIONS:
            self.decisions.append(Decision(process, activity, said))
