"""From the last byte of an upload to a course that can be launched, against extracting it."""

import argparse
import asyncio
import os
import resource
import shutil
import statistics
import tempfile
import time
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from benchmarks.packages import write_package
from services.packages import ingest
from services.storage.local import LocalStore
from services.storage.s3 import Bucket, S3Store
from tests import s3_servers
from tests.s3_servers import RadosGateway

_GIB = 1024**3
_FILES = 5000


async def median_of(rounds: int, action: Callable[[], Awaitable[object]]) -> float:
    """Seconds."""
    spent: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        await action()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


async def extract(package: Path, folder: Path) -> float:
    """What most players do before a course can be launched."""
    began = time.perf_counter()
    with zipfile.ZipFile(package) as opened:
        await asyncio.to_thread(opened.extractall, folder)
    spent = time.perf_counter() - began
    shutil.rmtree(folder)
    return spent


async def measure(folder: Path, rounds: int) -> None:
    store = LocalStore(folder, "http://localhost", b"benchmark" * 4)
    small = write_package(folder / "one.zip", _GIB, _FILES, sparse=False)
    large = write_package(folder / "ten.zip", 10 * _GIB, _FILES, sparse=True)
    ingest.warm_pool()
    await asyncio.sleep(1)

    index = (await ingest.inspect(store, "one.zip", small)).index
    launchable = await median_of(rounds, lambda: ingest.inspect(store, "one.zip", small))
    verified = await median_of(
        rounds, lambda: ingest.verify_contents(store, "one.zip", small, index)
    )
    at_ten = await median_of(rounds, lambda: ingest.inspect(store, "ten.zip", large))
    ingest.close_pool()
    extracted = statistics.median(
        [await extract(folder / "one.zip", folder / "out") for _ in range(2)]
    )

    def line(what: str, seconds: float, target: str) -> None:
        ratio = extracted / seconds
        print(f"{what:52}{seconds * 1000:>10,.0f} ms{ratio:>9.1f}x{target:>12}")

    print(f"{'1 GiB, 5,000 files, on local disk':52}{'median':>13}{'ratio':>10}{'target':>12}")
    line("launchable after the last byte", launchable, "300 ms")
    line("every checksum verified in the background", verified, "3,000 ms")
    line("10 GiB: launchable after the last byte", at_ten, "1,000 ms")
    line("baseline: zipfile.extractall of the 1 GiB", extracted, "")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory: {own:.0f} MB here, {children:.0f} MB in the examining process (200 MB)")


async def over_s3(folder: Path, rounds: int) -> None:
    """The same over a real S3 server with its objects in memory."""
    bucket, home = f"bench-{os.getpid()}", Path(tempfile.mkdtemp(prefix="s3"))
    server = RadosGateway(home)
    try:
        server.start()
        os.environ["AWS_ACCESS_KEY_ID"] = s3_servers.ACCESS_KEY
        os.environ["AWS_SECRET_ACCESS_KEY"] = s3_servers.SECRET_KEY
        await s3_servers.make_bucket(server.endpoint, bucket)
        store = S3Store(Bucket(bucket, "", server.endpoint), folder / "cache")
        size = write_package(folder / "far.zip", _GIB, _FILES, sparse=False)
        await store.write("far.zip", pieces_of(folder / "far.zip"), limit=size)
        ingest.warm_pool()
        launchable = await median_of(rounds, lambda: fresh(store, size))
        ingest.close_pool()
        await store.close()
    finally:
        server.stop()
        shutil.rmtree(home)
    print(f"{'over S3: launchable after the last byte':52}{launchable * 1000:>10,.0f} ms", end="")
    print(f"{'1,000 ms':>22}")


async def fresh(store: S3Store, size: int) -> None:
    """Nothing of the package has been read before."""
    store.forget("far.zip")
    await ingest.inspect(store, "far.zip", size)


async def pieces_of(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            yield piece


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--s3", action="store_true", help="also over Ceph's radosgw")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="lectern-bench") as folder:
        asyncio.run(measure(Path(folder), given.rounds))
        if given.s3:
            asyncio.run(over_s3(Path(folder), given.rounds))


if __name__ == "__main__":
    main()
