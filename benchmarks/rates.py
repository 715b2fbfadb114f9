"""What it costs a request to be counted, in the process and through Redis, and to be refused."""

import argparse
import asyncio
import shutil
import statistics
import time
from contextlib import ExitStack
from pathlib import Path

import structlog
from quart import Quart

import api
from api import rates
from benchmarks import rig
from models.tenant import Scope
from services import database, settings
from services.accounts import api_keys, tenants
from services.embedded import EmbeddedPostgres
from services.keyring import Keyring
from services.ports import Ports, install
from services.storage.local import LocalStore

PLENTY, ONE = "1000000000", "1"
PATH = "/api/v1/sessions/none"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=9)
    arguments.add_argument("--requests", type=int, default=300)
    given = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with rig.workplace() as (home, stack):
        postgres = EmbeddedPostgres(home)
        stack.callback(postgres.release)
        apps = made(home, stack)
        show(asyncio.run(measured(postgres.url, apps, given.rounds, given.requests)))


def made(home: Path, stack: ExitStack) -> dict[str, dict[str, str]]:
    """The variables of each application."""
    found = {"not counted": {"LECTERN_RATE_LIMIT_READ": "0"}}
    found["counted here"] = {"LECTERN_RATE_LIMIT_READ": PLENTY}
    if shutil.which("redis-server"):
        url = redis(home, stack)
        found["counted in Redis"] = {"LECTERN_RATE_LIMIT_READ": PLENTY, "LECTERN_REDIS_URL": url}
    found["refused"] = {"LECTERN_RATE_LIMIT_READ": ONE}
    return found


def redis(home: Path, stack: ExitStack) -> str:
    port = rig.free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    rig.start(stack, [*command, "--dir", str(home)], port)
    return f"redis://127.0.0.1:{port}/0"


async def measured(
    url: str, variables: dict[str, dict[str, str]], rounds: int, requests: int
) -> dict[str, list[float]]:
    """Microseconds of CPU of this process for a request, round by round around all of them."""
    await database.migrate(url)
    await database.connect(url)
    tenant = await tenants.create("Benchmarks")
    key = (await api_keys.create(tenant.id, "key", list(Scope), expires_at=None)).key
    apps = {name: application(each) for name, each in variables.items()}
    spent: dict[str, list[float]] = {name: [] for name in apps}
    for number in range(rounds + 1):
        for name, app in apps.items():
            took = await asked(app, key, requests)
            if number:
                spent[name].append(took)
    for app in apps.values():
        await app.extensions[rates.LIMITS].windows.close()
    await database.close()
    return spent


def application(variables: dict[str, str]) -> Quart:
    configuration = settings.read(variables)
    store = LocalStore(Path("/nowhere"), configuration.base_url, b"benchmark" * 4)
    install(Ports(configuration, Keyring(b"b" * 32), store))
    return api.create_app(configuration)


async def asked(app: Quart, key: str, requests: int) -> float:
    client = app.test_client()
    began = time.process_time()
    for _ in range(requests):
        await client.get(PATH, headers={"X-API-Key": key})
    return (time.process_time() - began) * 1e6 / requests


def show(spent: dict[str, list[float]]) -> None:
    plain = statistics.median(spent["not counted"])
    for name, figures in spent.items():
        typical = statistics.median(figures)
        print(
            f"{name:18}{typical:8.0f} us of CPU   {typical / plain:5.2f} of a request not counted"
        )


if __name__ == "__main__":
    main()
