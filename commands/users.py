"""Commands that let people sign in."""

import json
import sys
from typing import Any

import click

from commands.running import run, with_database
from models.account import Role
from services import first_start
from services.accounts import users as people
from services.accounts.users import NewUser


@click.group()
def users() -> None:
    """Let people sign in to the web application."""


@users.command("create")
@click.option("--tenant", default="", help="Name or id; a new name makes a new tenant.")
@click.option("--email", required=True, help="What this person signs in with.")
@click.option("--name", default="", help="Default: the part of the e-mail address before the @.")
@click.option(
    "--role",
    type=click.Choice([str(role) for role in Role]),
    default=str(Role.OWNER),
    show_default=True,
    help="What this person may do.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def users_create(**options: Any) -> None:
    """Let somebody sign in.

    Who works for another tenant already joins this one as well, and has the new password in both.
    """
    if options.pop("password_stdin"):
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    if not password:
        raise click.ClickException("No password came in.")
    click.echo(run(with_database(_create(password, options))))


async def _create(password: str, options: dict[str, Any]) -> str:
    email: str = options["email"]
    name = options["name"] or email.strip().partition("@")[0]
    wanted = NewUser(people.normal_email(email), name, Role(options["role"]), password)
    tenant = await first_start.tenant_for_operator(options["tenant"])
    member = await people.add_by_operator(tenant.id, wanted)
    told = {
        "id": str(member.user.id),
        "tenant_id": str(tenant.id),
        "tenant": tenant.name,
        "email": member.user.email,
        "name": member.user.name,
        "role": str(member.role),
    }
    if options["as_json"]:
        return json.dumps(told)
    return f"{told['email']} may sign in to {tenant.name} as {told['role']}."
