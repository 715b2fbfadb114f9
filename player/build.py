"""The name of this build of our pages and scripts: it changes when one of them does."""

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("static", "templates", "locales")
LENGTH = 12


@cache
def build_id() -> str:
    """Part of every static address, so that a browser may keep what it has for ever."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:LENGTH]
