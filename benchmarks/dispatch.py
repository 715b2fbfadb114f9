"""Building the shell package of a dispatch, beside a ZIP of the same bytes that is just stored."""

import statistics
import time
import zipfile
from collections.abc import Callable
from io import BytesIO

from models.dispatch import Standard
from services.dispatches import bundling, shell_package
from services.dispatches.shell_package import Shell, build

ROUNDS = 201
COLD_ROUNDS = 21


def _shell(standard: Standard) -> Shell:
    return Shell(
        dispatch_id="7d0c1c53-6d5e-4a83-9b39-5b6c6f3a1f10",
        title="Working at heights",
        standard=standard,
        token="eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + "p" * 320 + "." + "s" * 43,
        player_origin="https://play.example.com",
    )


def _median_ms(work: Callable[[], object], rounds: int) -> float:
    times: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e3


def _stored(data: bytes) -> Callable[[], object]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    def store() -> None:
        with zipfile.ZipFile(BytesIO(), "w", zipfile.ZIP_STORED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)

    return store


def _cold(shell: Shell) -> Callable[[], object]:
    """As for the first one after a start: scripts are joined and texts are read."""

    def work() -> None:
        bundling.bundle.cache_clear()
        shell_package.catalogues.cache_clear()
        build(shell)

    return work


def main() -> None:
    print(f"{'standard':18} {'bytes':>7} {'build':>9} {'first':>9} {'stored':>9} {'ratio':>7}")
    for standard in Standard:
        shell = _shell(standard)
        data = build(shell)
        built = _median_ms(lambda shell=shell: build(shell), ROUNDS)
        first = _median_ms(_cold(shell), COLD_ROUNDS)
        stored = _median_ms(_stored(data), ROUNDS)
        print(
            f"{standard.value:18} {len(data):7,} {built:6.2f} ms {first:6.2f} ms {stored:6.2f} ms"
            f" {built / stored:6.1f} x"
        )


if __name__ == "__main__":
    main()
