"""Samples in a guide: fenced blocks that say in which language they are and whether they run.

The word after the language says what becomes of a block when the guides are tested:

    bash run                  runs, after the blocks before it in the same language
    bash run setup            the same, and before every other guide
    bash norun: the reason    does not run
    json answer               what the sample above it prints; fields may be left out
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, cast

from markdown_it.token import Token
from pygments import formatters, highlight, lexers
from pygments.util import ClassNotFound

# The name shown for a language, and the one its lexer goes by.
LANGUAGES = {"bash": "curl", "python": "Python", "javascript": "JavaScript"}
# A block that stands alone is no sample of curl in particular.
ALONE = {"bash": "Shell", "json": "Answer", "html": "HTML", "text": "Prints", "http": "Header"}
ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Sample:
    """One fenced block."""

    language: str
    says: str
    code: str
    line: int

    @property
    def runs(self) -> bool:
        return self.says.split(" ")[0] == "run"

    @property
    def is_setup(self) -> bool:
        return self.says == "run setup"

    @property
    def is_answer(self) -> bool:
        return self.says.split(" ")[0] == ANSWER

    @property
    def is_spoken(self) -> bool:
        """Whether it is one of the languages that every sample should come in."""
        return self.language in LANGUAGES


def sample_of(fence: Token) -> Sample:
    language, _, says = fence.info.strip().partition(" ")
    line = (fence.map or [0])[0] + 1
    return Sample(language, says.strip(), fence.content, line)


def grouped(tokens: Sequence[Token]) -> Iterator[list[Sample] | Token]:
    """The tokens in order, with neighbouring samples of different languages as one group."""
    group: list[Sample] = []
    for token in tokens:
        if token.type != "fence" or token.level:
            if group:
                yield group
                group = []
            yield token
            continue
        sample = sample_of(token)
        if group and not _belongs(sample, group):
            yield group
            group = []
        group.append(sample)
    if group:
        yield group


def html(group: list[Sample], number: int) -> str:
    """Beside each other in tabs where scripts run, below each other where they do not."""
    if len(group) == 1:
        return _block(group[0], {**LANGUAGES, **ALONE})
    blocks = "".join(
        f'<div class="sample-panel" data-language="{one.language}" id="sample-{number}-{at}">'
        f"{_block(one, LANGUAGES)}</div>"
        for at, one in enumerate(group)
    )
    return f'<div class="sample-group" data-samples>{blocks}</div>\n'


def _belongs(sample: Sample, group: list[Sample]) -> bool:
    known = {one.language for one in group}
    return sample.is_spoken and group[0].is_spoken and sample.language not in known


def _block(sample: Sample, names: dict[str, str]) -> str:
    name = names.get(sample.language, sample.language)
    head = f'<p class="sample-name">{escape(name)}</p>' if name else ""
    return (
        f'<div class="sample" data-language="{escape(sample.language)}">{head}'
        f'<pre tabindex="0"><code>{_highlighted(sample)}</code></pre></div>\n'
    )


def _highlighted(sample: Sample) -> str:
    find: Any = lexers  # its options have no types
    try:
        lexer = find.get_lexer_by_name(sample.language or "text")
    except ClassNotFound:
        return escape(sample.code)
    formatter = cast(Any, formatters).HtmlFormatter(nowrap=True)
    return highlight(sample.code, lexer, formatter).rstrip("\n")
