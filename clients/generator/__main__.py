"""Writes the generated halves of both clients; with --check only says whether they are current."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import api
from api import openapi
from clients.generator import javascript_text, python_text, reading
from services import settings

CLIENTS = Path(__file__).parents[1]


def document() -> dict[str, Any]:
    """As every instance serves it, but for its own address."""
    return openapi.document(api.create_app(settings.read({})))


def generated() -> dict[Path, str]:
    told = document()
    operations, schemas = reading.operations(told), reading.schemas(told)
    python, javascript = CLIENTS / "python" / "lectern_client", CLIENTS / "javascript"
    return {
        python / "types.py": _formatted(python_text.types_module(schemas)),
        python / "operations.py": _formatted(python_text.operations_module(operations)),
        javascript / "types.d.ts": javascript_text.types_module(schemas),
        javascript / "operations.js": javascript_text.operations_module(operations),
    }


def outdated() -> list[str]:
    """The files that differ from what the API is now."""
    return [
        str(path.relative_to(CLIENTS))
        for path, text in generated().items()
        if not path.exists() or path.read_text() != text
    ]


def _formatted(source: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--quiet", "-"],
        input=source,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def main() -> int:
    if "--check" in sys.argv:
        stale = outdated()
        print(*(f"{name} is out of date: run `make clients`" for name in stale), sep="\n")
        return bool(stale)
    for path, text in generated().items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
