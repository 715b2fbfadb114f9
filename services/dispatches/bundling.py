"""The modules that run in a client's system, joined into one script that old systems take too."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

import rjsmin

ENTRY: Final = "main.js"
CONFIG: Final = "lecternDispatch"

FOLDER: Final = Path(__file__).resolve().parents[2] / "static" / "js" / "dispatch"
_IMPORT: Final = re.compile(
    r'^import\s*\{([^}]*)\}\s*from\s*"\./([\w-]+\.js)";[ \t]*$', re.MULTILINE
)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?function\b|const |let |class )", re.MULTILINE)
_NOTHING: Final = re.compile(r"^export \{\s*\};[ \t]*$", re.MULTILINE)
_OTHER: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_DECLARED: Final = re.compile(
    r"^(?:export )?(?:async )?(?:function\*?|const|let|var|class)\s+([\w$]+)", re.MULTILINE
)


class NotJoinable(Exception):
    """A module uses what cannot be joined by putting one text behind the other."""


@lru_cache(maxsize=4)
def bundle(folder: Path = FOLDER) -> str:
    """One classic script, strict and with no names outside; raises NotJoinable.

    It is plain ASCII, as the client's system may send it as whatever it likes.
    """
    texts = modules(folder)
    _check_names(texts)
    body = "\n".join(_joinable(name, text) for name, text in texts.items())
    script = (
        f'(function () {{\n"use strict";\n{body}\nstart(window, document, window.{CONFIG});\n}})();'
    )
    # Its package has no types.
    shorten = cast(Callable[[str], str], rjsmin.jsmin)  # pyright: ignore
    return "".join(_ascii(shorten(script))) + "\n"


def modules(folder: Path = FOLDER) -> dict[str, str]:
    """The entry with everything it imports, each behind what it needs itself."""
    texts: dict[str, str] = {}
    _collect(folder, ENTRY, texts, ())
    return texts


def _collect(folder: Path, name: str, texts: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise NotJoinable(f"{name} imports itself by way of {' and '.join(above)}.")
    if name in texts:
        return
    text = (folder / name).read_text("utf-8")
    for names, sibling in _IMPORT.findall(text):
        if " as " in names:
            raise NotJoinable(f"{name} gives what it imports from {sibling} another name.")
        _collect(folder, sibling, texts, (*above, name))
    texts[name] = text


def _check_names(texts: dict[str, str]) -> None:
    owners: dict[str, str] = {}
    for name, text in texts.items():
        for declared in _DECLARED.findall(text):
            if owners.setdefault(declared, name) != name:
                raise NotJoinable(f"{name} and {owners[declared]} both name something {declared}.")


def _joinable(name: str, text: str) -> str:
    text = _NOTHING.sub("", _EXPORT.sub("", _IMPORT.sub("", text)))
    left = _OTHER.search(text)
    if left is not None:
        raise NotJoinable(f"{name} has a line that cannot be joined: {left[0]}")
    return text.strip()


def _ascii(script: str) -> Iterator[str]:
    """Outside of comments other letters stand only in texts, where an escape is the same."""
    for letter in script:
        if letter < "\x80":
            yield letter
        elif letter <= "\uffff":
            yield f"\\u{ord(letter):04x}"
        else:
            yield f"\\u{{{ord(letter):x}}}"
