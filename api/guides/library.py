"""All guides, read from docs/guides and fitted to this instance."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from api.guides import error_codes
from services.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "guides"
# The guides are written for a laptop; an instance puts in its own addresses.
WRITTEN_FOR_BASE = "http://localhost:3001"
WRITTEN_FOR_PLAYER = "http://play.lectern.localhost:3001"
EXAMPLE_KEY = "LECTERN_API_KEY=scorm_live_your-key"
ERROR_CODES = "<!-- error codes -->"
CHANGES = "<!-- changes -->"


@dataclass(frozen=True, slots=True)
class Guide:
    """One text with its place in the table of contents."""

    name: str
    title: str
    group: str
    summary: str
    text: str


def read(settings: Settings, operations: error_codes.Operations) -> list[Guide]:
    """In their order; the reference of errors is made from the errors themselves."""
    contents = tomllib.loads((FOLDER / "contents.toml").read_text("utf-8"))
    return [
        _guide(name, group["title"], settings, operations)
        for group in contents["group"]
        for name in group["guides"]
    ]


def _guide(name: str, group: str, settings: Settings, operations: error_codes.Operations) -> Guide:
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    if ERROR_CODES in text:
        advice = tomllib.loads((FOLDER / "error-advice.toml").read_text("utf-8"))
        text = text.replace(ERROR_CODES, error_codes.markdown(advice, operations))
    if CHANGES in text:
        text = text.replace(CHANGES, _changes())
    text = fitted(text, settings)
    heading, _, rest = text.partition("\n")
    summary = rest.strip().partition("\n\n")[0]
    return Guide(name, heading.removeprefix("# ").strip(), group, " ".join(summary.split()), text)


def fitted(text: str, settings: Settings) -> str:
    """With the addresses of this instance, and its key where a file on this machine holds it."""
    text = text.replace(EXAMPLE_KEY, _key(settings))
    text = text.replace(WRITTEN_FOR_PLAYER, settings.player_origin)
    return text.replace(WRITTEN_FOR_BASE, settings.base_url)


def _key(settings: Settings) -> str:
    """Only an instance of one's own, used from the same machine, says where its key is kept."""
    if settings.database_url or urlsplit(settings.base_url).hostname != "localhost":
        return EXAMPLE_KEY
    place = settings.data_dir
    if place.is_relative_to(Path.home()):
        place = Path("~") / place.relative_to(Path.home())
    return f"LECTERN_API_KEY=$(cat {place}/api-key)"


def _changes() -> str:
    """The changelog with its headings one level down."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    _, _, entries = text.partition("\n## ")
    return f"## {entries}".replace("\n### ", "\n#### ").replace("## [", "### [")
