"""The command line: run the product, look after its database, its keys and its people."""

import asyncio
import signal
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import structlog
from granian.constants import HTTPModes, Interfaces
from granian.errors import FatalError
from granian.server.embed import Server

from app import Lectern, open_house, worker_for
from commands.keys import keys
from commands.running import run, settings_or_complaint, with_database
from commands.users import users
from services import first_start, readiness
from services.errors import Refusal
from services.settings import Settings

log = structlog.get_logger("lectern")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lectern")
def main() -> None:
    """Lectern hosts SCORM courses and keeps what learners do in them.

    Everything is configured by LECTERN_… variables; docs/operations.md lists them.
    """


@main.command()
@click.option(
    "--course",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Import this package first and print a link to play it.",
)
def serve(course: Path | None) -> None:
    """Run the whole product: API, player, database and background work."""
    settings = settings_or_complaint()
    _refuse_busy_port(settings)
    run(_serve(settings, course))


@main.command()
def worker() -> None:
    """Run background work alone, beside other processes that serve."""
    run(_work(settings_or_complaint()))


@main.command()
def migrate() -> None:
    """Bring the database schema up to date."""
    run(with_database(_nothing()))
    click.echo("The database is up to date.")


async def _serve(settings: Settings, course: Path | None) -> None:
    application = Lectern(settings)
    server = Server(
        application,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.auto,
        websockets=False,
        log_enabled=False,
    )
    stop = _stop_on_signal()
    running = asyncio.create_task(server.serve())
    greeting = asyncio.create_task(_greet(application, course))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
    greeting.cancel()
    if stop.is_set():
        readiness.begin_to_stop()
        await asyncio.sleep(settings.drain_seconds)
        server.stop()
    stopping.cancel()
    try:
        await running
    except FatalError:
        raise application.failure or SystemExit(1) from None


async def _greet(application: Lectern, course: Path | None) -> None:
    await application.started.wait()
    links = application.links
    settings = application.settings
    rows = [
        ("Guides", f"{settings.base_url}/docs"),
        ("API", f"{settings.base_url}/api/docs"),
        ("Health", f"{settings.base_url}/api/health"),
    ]
    if links.launch_url:
        rows = [("Sample course", links.launch_url), ("API key", links.api_key), *rows]
    if course is not None:
        rows.insert(0, await _import(application, course))
    click.echo("\nLectern is running. Ctrl-C stops it.\n")
    for name, value in rows:
        click.echo(f"  {name:<14} {value}")
    click.echo()
    sys.stdout.flush()


async def _import(application: Lectern, course: Path) -> tuple[str, str]:
    try:
        package, link = await first_start.import_course(
            application.ports, course, datetime.now(UTC)
        )
    except Refusal as refusal:
        return course.name, f"not imported: {refusal}"
    return package.title, link


async def _work(settings: Settings) -> None:
    stop = _stop_on_signal()
    async with open_house(settings) as house:
        background = worker_for(house)
        task = asyncio.create_task(background.run())
        log.info("worker started")
        await stop.wait()
        await background.stop()
        await asyncio.wait([task], timeout=settings.shutdown_seconds)


async def _nothing() -> None:
    return


def _stop_on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


def _refuse_busy_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}). "
                "Another server may be running; LECTERN_PORT chooses another port."
            ) from error


main.add_command(keys)
main.add_command(users)
