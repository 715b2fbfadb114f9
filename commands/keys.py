"""Commands that make, list and revoke API keys."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import click

from commands.running import run, with_database
from models.tenant import ApiKey, Scope
from services import first_start
from services.accounts import api_keys


@click.group()
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
    click.echo(run(with_database(_create_key(options))))


@keys.command("list")
@click.option("--tenant", default="", help="Name or id.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def keys_list(tenant: str, *, as_json: bool) -> None:
    """List the keys of a tenant, never the keys themselves."""
    click.echo(run(with_database(_list_keys(tenant, as_json=as_json))))


@keys.command("revoke")
@click.argument("key_id", type=click.UUID)
@click.option("--tenant", default="", help="Name or id.")
def keys_revoke(key_id: UUID, tenant: str) -> None:
    """Revoke a key; it is refused from the next request on."""
    click.echo(run(with_database(_revoke_key(tenant, key_id))))


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
