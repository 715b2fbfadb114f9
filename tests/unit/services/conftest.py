"""File stores to test against: local disk behind its upload door, and a real S3 server."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from player.storage_put import StorageDoor
from services.storage.local import LocalStore
from services.storage.s3 import Bucket, S3Store
from services.storage.store import ContentStore
from tests import asgi_servers, s3_servers
from tests.s3_servers import RadosGateway

SECRET = b"storage-secret-of-the-tests-1234"


@dataclass
class Clock:
    """The present, until a test moves it."""

    time: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture(scope="session")
def gateway() -> Iterator[RadosGateway]:
    missing = s3_servers.missing_programs()
    if missing:
        pytest.skip(f"no S3 server here: {', '.join(missing)} not installed")
    # Not below pytest's own folder: the daemons' socket paths must stay short.
    home = Path(tempfile.mkdtemp(prefix="s3"))
    server = RadosGateway(home)
    try:
        server.start()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ACCESS_KEY_ID", s3_servers.ACCESS_KEY)
            patch.setenv("AWS_SECRET_ACCESS_KEY", s3_servers.SECRET_KEY)
            yield server
    finally:
        server.stop()
        shutil.rmtree(home)


@pytest.fixture
async def bucket(gateway: RadosGateway) -> Bucket:
    name = f"tests-{uuid4().hex}"
    await s3_servers.make_bucket(gateway.endpoint, name)
    return Bucket(name, "some/prefix/", gateway.endpoint)


@pytest.fixture
async def s3_store(bucket: Bucket, tmp_path: Path) -> AsyncIterator[S3Store]:
    store = S3Store(bucket, tmp_path / "cache")
    yield store
    await store.close()


@pytest.fixture
async def local_store(tmp_path: Path) -> AsyncIterator[LocalStore]:
    bound = asgi_servers.bound_socket()
    store = LocalStore(tmp_path / "storage", asgi_servers.url_of(bound), SECRET)
    async with asgi_servers.serving(StorageDoor(store, SECRET), bound):
        yield store
    await store.close()


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest) -> ContentStore:
    return request.getfixturevalue(f"{request.param}_store")
