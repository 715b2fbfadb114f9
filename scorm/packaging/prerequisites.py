"""Prerequisites of SCORM 1.2 items, in the small language called aicc_script. [CAM 1.2 2.3.3]

    expression = term { "|" term }
    term       = factor { "&" factor }
    factor     = "~" factor | operand [ ("=" | "<>") status ]
    operand    = "(" expression ")" | [ number "*" ] "{" expression { "," expression } "}" | item

An item alone holds when it is passed or completed; a set holds when all, or at least ``number``,
of its members do. What cannot be understood keeps nobody out.
"""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

LONGEST = 4_000
DEEPEST = 50

_TOKEN = re.compile(
    r"""\s*(?:(?P<mark><>|[&|~=(){},*])|"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|(?P<word>[^\s&|~=<>(){},*"']+))"""
)
_LETTERS = {
    "p": "passed",
    "c": "completed",
    "f": "failed",
    "i": "incomplete",
    "b": "browsed",
    "n": "not attempted",
}
_DONE = {"passed", "completed"}

Condition = Callable[[Mapping[str, str]], bool]


class PrerequisitesError(Exception):
    """The condition cannot be understood."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the item may be opened, and why the condition could not be followed if so."""

    is_open: bool
    problem: str = ""


def evaluate(script: str, statuses: Mapping[str, str]) -> Verdict:
    """Judge a condition by the lesson status of every item of the course."""
    problem = problem_of(script, statuses)
    if problem:
        return Verdict(True, problem)
    return Verdict(not script.strip() or _parse(script, statuses)(statuses))


def problem_of(script: str, items: Container[str]) -> str:
    """What is wrong with a condition, or nothing."""
    if not script.strip():
        return ""
    try:
        _parse(script, items)
    except PrerequisitesError as problem:
        return str(problem)
    return ""


def _parse(script: str, items: Container[str]) -> Condition:
    parser = _Parser(_tokens(script), items)
    condition = parser.expression()
    if parser.next:
        raise PrerequisitesError(f'"{parser.next.text[:50]}" comes unexpectedly.')
    return condition


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_mark: bool = False


def _tokens(script: str) -> list[_Token]:
    if len(script) > LONGEST:
        raise PrerequisitesError("It is too long.")
    tokens: list[_Token] = []
    position, end = 0, len(script.rstrip())
    while position < end:
        found = _TOKEN.match(script, position)
        if found is None:
            raise PrerequisitesError(f'"{script[position:].strip()[:50]}" cannot be read.')
        kind = found.lastgroup or ""
        tokens.append(_Token(found[kind], kind == "mark"))
        position = found.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[_Token], items: Container[str]) -> None:
        self._tokens = tokens
        self._items = items
        self._position = 0
        self._depth = 0

    @property
    def next(self) -> _Token | None:
        return self._tokens[self._position] if self._position < len(self._tokens) else None

    def expression(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise PrerequisitesError("It is nested too deeply.")
        terms = [self._term()]
        while self._takes("|"):
            terms.append(self._term())
        self._depth -= 1
        return terms[0] if len(terms) == 1 else lambda now: any(term(now) for term in terms)

    def _term(self) -> Condition:
        factors = [self._factor()]
        while self._takes("&"):
            factors.append(self._factor())
        return factors[0] if len(factors) == 1 else lambda now: all(each(now) for each in factors)

    def _factor(self) -> Condition:
        negations = 0
        while self._takes("~"):
            negations += 1
        condition = self._operand()
        return (lambda now: not condition(now)) if negations % 2 else condition

    def _operand(self) -> Condition:
        if self._takes("("):
            condition = self.expression()
            self._expect(")")
            return condition
        if self._takes("{"):
            return self._members(None)
        word = self._word()
        if self._takes("*"):
            self._expect("{")
            return self._members(_count(word))
        return self._item(word)

    def _members(self, needed: int | None) -> Condition:
        members = [self.expression()]
        while self._takes(","):
            members.append(self.expression())
        self._expect("}")
        least = len(members) if needed is None else needed
        return lambda now: sum(member(now) for member in members) >= least

    def _item(self, name: str) -> Condition:
        if name not in self._items:
            raise PrerequisitesError(f'there is no item "{name[:50]}".')
        if self._takes("="):
            wanted = self._status()
            return lambda now: _status_of(name, now) == wanted
        if self._takes("<>"):
            unwanted = self._status()
            return lambda now: _status_of(name, now) != unwanted
        return lambda now: _status_of(name, now) in _DONE

    def _status(self) -> str:
        words = [self._word()]
        # "not attempted" is two words, and authors seldom quote it.
        while self.next and not self.next.is_mark:
            words.append(self._word())
        status = " ".join(words).lower()
        status = _LETTERS.get(status, "not attempted" if status == "notattempted" else status)
        if status not in _LETTERS.values():
            raise PrerequisitesError(f'"{status[:50]}" is no lesson status.')
        return status

    def _word(self) -> str:
        token = self.next
        if token is None:
            raise PrerequisitesError("it ends too early.")
        if token.is_mark:
            raise PrerequisitesError(f'"{token.text}" comes unexpectedly.')
        self._position += 1
        return token.text

    def _takes(self, mark: str) -> bool:
        token = self.next
        if token is None or not token.is_mark or token.text != mark:
            return False
        self._position += 1
        return True

    def _expect(self, mark: str) -> None:
        if not self._takes(mark):
            raise PrerequisitesError(f'"{mark}" is missing.')


def _count(word: str) -> int:
    if not word.isascii() or not word.isdigit() or len(word) > 6:
        raise PrerequisitesError(f'"{word[:50]}" is no number.')
    return int(word)


def _status_of(name: str, statuses: Mapping[str, str]) -> str:
    status = statuses.get(name, "").strip().lower()
    return _LETTERS.get(status, status or "not attempted")
