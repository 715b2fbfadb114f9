"""The documents point at things that exist, and leave no setting and no command out."""

import re
from pathlib import Path

import pytest

from cli import main

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# What begins with a slash is an address of a running instance.
LINK = re.compile(r"\]\((?!https?:|/)([^)#]+)")
PATH = re.compile(r"`((?:api|docs|models|player|samples|scorm|services|static|tests)/[\w./-]+)`")
EXPLAINED = re.compile(r"^\| `(LECTERN_[A-Z_]+)`", re.MULTILINE)
VARIABLE = re.compile(r"LECTERN_[A-Z_]+[A-Z]")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_paths_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")

    dead = [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    gone = [path for path in PATH.findall(text) if not (ROOT / path).exists()]

    assert (dead, gone) == ([], [])


def test_every_setting_is_explained_and_every_explained_setting_exists() -> None:
    read = set(VARIABLE.findall(text_of("services/settings.py")))
    explained = set(EXPLAINED.findall(text_of("docs/operations.md")))

    assert explained == read


def test_every_command_is_explained() -> None:
    operations = text_of("docs/operations.md")

    assert [name for name in main.commands if f"`lectern {name}" not in operations] == []


def test_every_decision_is_listed() -> None:
    listed = text_of("docs/adr/README.md")
    decisions = [path.name for path in (ROOT / "docs/adr").glob("0*.md")]

    assert [name for name in decisions if name not in listed] == []
