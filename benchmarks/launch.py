"""From the launch request to the first byte of the course, step by step, on a warm server."""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from benchmarks import rig
from benchmarks.learners import API_KEY, Product

STEPS = ("launch request", "shell page", "opening", "delivery", "bridge page", "course page")


@dataclass
class Timed:
    """Milliseconds of each step, over all rounds."""

    spent: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def run(self, name: str, ask: Callable[[], httpx.Response]) -> httpx.Response:
        began = time.perf_counter()
        answer = ask()
        self.spent.setdefault(name, []).append((time.perf_counter() - began) * 1e3)
        return answer.raise_for_status()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=50)
    given = arguments.parse_args()
    timed = Timed()
    with rig.workplace() as (home, stack):
        product = Product(home, stack)
        package = product.import_course()
        for number in range(given.rounds + 5):
            if number == 5:
                timed = Timed()
            walk(product, package, f"learner-{number}", timed)
    show(timed)


def walk(product: Product, package: str, user: str, timed: Timed) -> None:
    client = product.client
    shell = {"host": f"play.lectern.localhost:{product.port}"}

    def ask_for_launch() -> httpx.Response:
        return client.post(
            f"/api/v1/packages/{package}/launch",
            headers={"X-API-Key": API_KEY},
            json={"user_id": user},
        )

    launched = timed.run("launch request", ask_for_launch).json()
    session, token = launched["session_id"], launched["launch_token"]
    page = f"/player/{session}?token={token}"
    timed.run("shell page", lambda: client.get(page, headers=shell))
    body: dict[str, Any] = {"token": token, "ancestors": []}
    path = f"/player/{session}/launches"
    opened = timed.run("opening", lambda: client.post(path, headers=shell, json=body)).json()

    bridge = urlsplit(str(opened["content"]["bridge"]))
    content = {"host": bridge.netloc}
    timed.run("bridge page", lambda: client.get(bridge.path, headers=content))
    holder = shell | {"authorization": f"Bearer {opened['launch']['handle']}"}
    path = f"/player/launches/{opened['launch']['id']}/deliveries"
    start = {"request": "start"}
    step = timed.run("delivery", lambda: client.post(path, headers=holder, json=start)).json()

    base = urlsplit(str(opened["content"]["base"]))
    course = base.path + step["delivery"]["href"]
    timed.run("course page", lambda: client.get(course, headers=content))
    timed.run("plain answer", lambda: client.get("/api/health"))


def show(timed: Timed) -> None:
    medians = {name: statistics.median(spent) for name, spent in timed.spent.items()}
    for name in STEPS:
        worst = sorted(timed.spent[name])[int(len(timed.spent[name]) * 0.95)]
        print(f"{name:20}{medians[name]:8.1f} ms   95 % {worst:8.1f} ms")
    totals = [sum(spent) for spent in zip(*(timed.spent[name] for name in STEPS), strict=True)]
    total, floor = statistics.median(totals), medians["plain answer"]
    print(f"{'in all':20}{total:8.1f} ms   target: at most 100 ms")
    print(f"{'health check':20}{floor:8.1f} ms   the whole way costs {total / floor:.1f} of these")


if __name__ == "__main__":
    main()
