"""The command line: run the product, look after its database and its keys."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import structlog
import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.errors import FatalError
from granian.server.embed import Server

from app import Lectern, open_house, worker_for
from models.tenant import ApiKey, Scope
from services import first_start, logs, readiness
from services import settings as configuration
from services.accounts import acting, api_keys
from services.errors import Refusal
from services.settings import Settings, SettingsError

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
    settings = _settings()
    _refuse_busy_port(settings)
    _run(_serve(settings, course))


@main.command()
def worker() -> None:
    """Run background work alone, beside other processes that serve."""
    _run(_work(_settings()))


@main.command()
def migrate() -> None:
    """Bring the database schema up to date."""
    _run(_with_database(_nothing()))
    click.echo("The database is up to date.")


@main.group()
def keys() -> None:
    """Make, list and revoke API keys."""


@keys.command("create")
@click.option("--tenant", default="", help="Name or id; a new name makes a new tenant.")
@click.option("--name", default="command line", show_default=True, help="What the key is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([str(scope) for scope in Scope]),
    default=("read", "write"),
    show_default=True,
    help="May be given several times.",
)
@click.option("--expires-in-days", type=click.IntRange(1, 3650), help="Default: never.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def keys_create(**options: Any) -> None:
    """Make a key and show it, this once."""
    click.echo(_run(_with_database(_create_key(options))))


@keys.command("list")
@click.option("--tenant", default="", help="Name or id.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def keys_list(tenant: str, *, as_json: bool) -> None:
    """List the keys of a tenant, never the keys themselves."""
    click.echo(_run(_with_database(_list_keys(tenant, as_json=as_json))))


@keys.command("revoke")
@click.argument("key_id", type=click.UUID)
@click.option("--tenant", default="", help="Name or id.")
def keys_revoke(key_id: UUID, tenant: str) -> None:
    """Revoke a key; it is refused from the next request on."""
    click.echo(_run(_with_database(_revoke_key(tenant, key_id))))


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


async def _create_key(options: dict[str, Any]) -> str:
    tenant = await first_start.tenant_for_operator(options["tenant"])
    days: int | None = options["expires_in_days"]
    made = await api_keys.create(
        tenant.id,
        options["name"],
        list(options["scopes"]),
        expires_at=datetime.now(UTC) + timedelta(days=days) if days else None,
    )
    if options["as_json"]:
        return json.dumps({**_told(made.row), "key": made.key, "tenant": tenant.name})
    return (
        f"Tenant   {tenant.name} ({tenant.id})\nScopes   {', '.join(made.row.scopes)}\n"
        f"Key      {made.key}\n\nThe key is shown this once; keep it safe."
    )


async def _list_keys(tenant_name: str, *, as_json: bool) -> str:
    tenant = await first_start.tenant_for_operator(tenant_name)
    rows = await api_keys.everyone(tenant.id)
    if as_json:
        return json.dumps([_told(row) for row in rows])
    if not rows:
        return f"{tenant.name} has no keys yet. Make one: lectern keys create"
    return "\n".join(
        f"{row.id}  {row.prefix:<20}  {_state(row):<8}  {','.join(row.scopes):<20}  {row.name}"
        for row in rows
    )


async def _revoke_key(tenant_name: str, key_id: UUID) -> str:
    tenant = await first_start.tenant_for_operator(tenant_name)
    row = await api_keys.revoke(tenant.id, key_id, datetime.now(UTC))
    return f"Revoked: {row.name} ({row.prefix}…)"


def _told(row: ApiKey) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "tenant_id": str(row.tenant_id),
        "name": row.name,
        "key_prefix": row.prefix,
        "scopes": row.scopes,
        "status": _state(row),
        "expires_at": row.expires_at and row.expires_at.isoformat(),
        "last_used_at": row.last_used_at and row.last_used_at.isoformat(),
        "created_at": row.created_at.isoformat(),
    }


def _state(row: ApiKey) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at is not None and row.expires_at <= datetime.now(UTC):
        return "expired"
    return "active"


async def _with_database(work: Coroutine[Any, Any, Any]) -> Any:
    """A command that finds the database unreachable must not leave its work unawaited."""
    try:
        async with open_house(_settings()):
            acting.become(acting.OPERATOR)
            return await work
    finally:
        work.close()


async def _nothing() -> None:
    return


def _stop_on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


def _settings() -> Settings:
    logs.configure()
    try:
        return configuration.read()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


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


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        return uvloop.run(work)
    except (Refusal, SettingsError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
