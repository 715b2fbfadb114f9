"""From a click on "continue" to the next delivery in a course of 511 activities, over HTTP."""

import argparse
import statistics
import time
from collections.abc import Callable

import httpx

from benchmarks import rig
from benchmarks.large_manifest import large_manifest
from benchmarks.learners import Product


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=100)
    given = arguments.parse_args()
    with rig.workplace() as (home, stack):
        product = Product(home, stack)
        course = product.import_course(manifest=large_manifest())
        go = opened(product, course)
        go("start")
        before = rig.cpu_seconds(product.process.pid)
        spent = [timed(lambda: go("continue")) for _ in range(given.rounds)]
        server = (rig.cpu_seconds(product.process.pid) - before) / given.rounds * 1e3
        floor = [timed(lambda: product.client.get("/api/health")) for _ in range(given.rounds)]
    print(f"{'':20}{'median':>10}{'95 %':>10}")
    for name, found in (("delivery", spent), ("health check", floor)):
        worst = sorted(found)[int(len(found) * 0.95)]
        print(f"{name:20}{statistics.median(found):7.1f} ms{worst:7.1f} ms")
    print(f"CPU of the server for one delivery: {server:.1f} ms; target: at most 25 ms")


def opened(product: Product, course: str) -> Callable[[str], None]:
    """Asks for deliveries in a launch of its own."""
    session, token = product.launch(course, "learner-1")
    shell = {"host": f"play.lectern.localhost:{product.port}"}
    launched = product.client.post(
        f"/player/{session}/launches", headers=shell, json={"token": token, "ancestors": []}
    )
    launch = launched.raise_for_status().json()["launch"]
    holder = shell | {"authorization": f"Bearer {launch['handle']}"}

    def go(request: str) -> None:
        answer: httpx.Response = product.client.post(
            f"/player/launches/{launch['id']}/deliveries", headers=holder, json={"request": request}
        )
        if answer.raise_for_status().json()["delivery"] is None:
            raise SystemExit(f"{request} delivered nothing")

    return go


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


if __name__ == "__main__":
    main()
