"""The package that a client imports into its own system: a thin shell that opens the course here.

It holds no course and no key: only the token of its dispatch, which is looked up at every launch.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from models.dispatch import Standard
from models.launch import Window
from scorm.edition import Edition
from scorm.packaging.write import plain_title, shell_manifest
from services.dispatches.bundling import CONFIG, bundle

PAGE: Final = "index.html"
SCRIPT: Final = "dispatch.js"
CONFIG_SCRIPT: Final = "dispatch-config.js"
STYLE: Final = "dispatch.css"
MANIFEST: Final = "imsmanifest.xml"
FILES: Final = (PAGE, SCRIPT, CONFIG_SCRIPT, STYLE)

_ROOT: Final = Path(__file__).resolve().parents[2]
_TEMPLATES: Final = _ROOT / "templates" / "dispatch"
# ZIP has no earlier time than this; a fixed one gives the same bytes for the same dispatch.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_SPOKEN: Final = ("stub.", "check.")
_UNNAMED: Final = "Course"
_NOT_IN_FILE_NAMES: Final = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What one shell package is made for; ``test`` makes the one that checks the connection."""

    dispatch_id: str
    title: str
    standard: Standard
    token: str
    player_origin: str
    window: Window = Window.FRAME
    hides_learners: bool = False
    test: bool = False


def build(shell: Shell) -> bytes:
    """The ZIP; the same shell always gives the same bytes."""
    title = plain_title(shell.title) or _UNNAMED
    files = {
        MANIFEST: _manifest(shell, title),
        PAGE: _page(shell, title),
        SCRIPT: bundle().encode("ascii"),
        CONFIG_SCRIPT: _config(shell, title),
        STYLE: (_TEMPLATES / STYLE).read_bytes(),
    }
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(_entry(name), content, compresslevel=9)
    return packed.getvalue()


def file_name(title: str, standard: Standard, *, test: bool = False) -> str:
    name = _NOT_IN_FILE_NAMES.sub("-", plain_title(title)[:80]).strip("-") or _UNNAMED
    kind = standard.value.removesuffix(" Edition").replace(" ", "-")
    return f"{name}{'-connection-check' if test else ''}-scorm-{kind}.zip"


def _manifest(shell: Shell, title: str) -> bytes:
    # A client may import both; they must not take each other's place.
    identifier = f"lectern-{shell.dispatch_id}{'-check' if shell.test else ''}"
    named = f"Connection check: {title}" if shell.test else title
    return shell_manifest(Edition(shell.standard.value), identifier, named, FILES)


def _page(shell: Shell, title: str) -> bytes:
    page = Template((_TEMPLATES / PAGE).read_text("utf-8")).substitute(
        title=escape(title), policy=escape(_policy(shell.player_origin)), noscript=_noscript()
    )
    # Whatever character set the other system claims, these are the same letters.
    return page.encode("ascii", "xmlcharrefreplace")


def _policy(player_origin: str) -> str:
    """Frames of ours and nobody else's; scripts are left alone, as some systems add their own."""
    # The grammar of policies has no IPv6 addresses.
    scheme = player_origin.partition("//")[0]
    source = scheme if "[" in player_origin else player_origin
    return f"frame-src {source}; object-src 'none'; form-action 'none'"


def _noscript() -> str:
    return "\n".join(
        f'<section lang="{lang}" dir="{texts["dir"]}">'
        f"<h2>{escape(texts['noscript.title'])}</h2><p>{escape(texts['noscript.text'])}</p>"
        "</section>"
        for lang, texts in catalogues().items()
    )


def _config(shell: Shell, title: str) -> bytes:
    config = {
        "dispatch_id": shell.dispatch_id,
        "title": title,
        "standard": Edition(shell.standard.value).version,
        "launch_url": f"{shell.player_origin}/player/dispatch/{shell.token}",
        "player_origin": shell.player_origin,
        "window": shell.window.value,
        "hides_learners": shell.hides_learners,
        "test": shell.test,
        "texts": {
            lang: {
                key: text for key, text in texts.items() if key == "dir" or key.startswith(_SPOKEN)
            }
            for lang, texts in catalogues().items()
        },
    }
    # Some systems put scripts into their pages: nothing in a title may end one there.
    text = json.dumps(config, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"window.{CONFIG} = {text};\n".encode("ascii")


@lru_cache(maxsize=1)
def catalogues() -> Mapping[str, Mapping[str, str]]:
    """Every language that the player speaks, as nobody knows which the client's learners do."""
    files = sorted((_ROOT / "locales").glob("*.json"), key=lambda file: (file.stem != "en", file))
    return {file.stem: json.loads(file.read_text("utf-8")) for file in files}


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry
