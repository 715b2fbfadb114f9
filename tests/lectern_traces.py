"""Looking for texts everywhere a database could keep them, as the owner of its tables."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import asyncpg

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'm') ORDER BY 1
"""


async def rows_with(url: str, texts: Iterable[str]) -> list[str]:
    """``table: text`` for each table in which some row holds the text, plain or as bytes."""
    connection = await asyncpg.connect(url)
    try:
        tables = [row["relname"] for row in await connection.fetch(TABLES)]
        return [
            f"{table}: {text}"
            for table in tables
            for text in texts
            if await _holds(connection, table, text)
        ]
    finally:
        await connection.close()


async def _holds(connection: "asyncpg.Connection[Any]", table: str, text: str) -> bool:
    # A row as text has its bytes in hexadecimal.
    found = await connection.fetchval(
        f'SELECT EXISTS (SELECT FROM "{table}" r WHERE strpos(lower(r::text), lower($1)) > 0 '  # noqa: S608
        "OR strpos(lower(r::text), $2) > 0)",
        text,
        text.encode().hex(),
    )
    return bool(found)


async def everything_of(url: str, texts: Iterable[str]) -> dict[str, list[str]]:
    """All rows that hold one of the texts, by their tables."""
    connection = await asyncpg.connect(url)
    try:
        return {
            row["relname"]: [
                each[0]
                for text in texts
                for each in await connection.fetch(
                    f'SELECT r::text FROM "{row["relname"]}" r '  # noqa: S608
                    "WHERE strpos(r::text, $1) > 0 ORDER BY 1",
                    text,
                )
            ]
            for row in await connection.fetch(TABLES)
        }
    finally:
        await connection.close()


def files_with(folder: Path, texts: Iterable[str]) -> list[str]:
    """``path: text`` for each file that holds the text, or is named by it."""
    wanted = list(texts)
    return [
        f"{path}: {text}"
        for path in folder.rglob("*")
        for text in wanted
        if text in path.name or (path.is_file() and text.encode() in path.read_bytes())
    ]
