"""What the books say about one element of the run-time data model."""

from dataclasses import dataclass
from typing import Final

Limit = int | list[float | None] | list[list[str]] | None

# No value may be longer than this, whatever the mode: it bounds what one learner can store.
MOST_CHARACTERS: Final = 262_144


@dataclass(frozen=True, slots=True)
class ElementSpec:
    """One element; ``n`` in its name stands for the index of a row.

    ``limit`` depends on the type: characters for texts, lowest and highest for numbers, the
    words of the book and the words that lenient mode adds for vocabularies.
    ``rules`` are words: ``append``, ``unique``, ``once``, ``id`` and ``type`` (siblings that must
    be set before), ``fixed`` (content cannot add rows), ``shared`` (rows have their own access, and
    an empty value unsets).
    """

    name: str
    access: str
    type: str
    limit: Limit = None
    default: str | None = None
    rules: tuple[str, ...] = ()
