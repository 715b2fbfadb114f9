"""The command line lets people in and leaves on the record that an operator did it."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services import database as db
from services.accounts import audit, sign_in, tenants
from services.accounts.audit import Wanted
from services.errors import Unauthorized

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


def lectern(url: str, home: Path, *arguments: str, typed: str = "") -> Any:
    environment = {
        **os.environ,
        "LECTERN_DATA_DIR": str(home),
        "LECTERN_DATABASE_URL": url,
        "LECTERN_SECRET_KEY": "s" * 32,
    }
    return subprocess.run(
        [sys.executable, "-c", "from cli import main; main()", *arguments],
        cwd=ROOT,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def create(url: str, home: Path, *more: str, typed: str = f"{PASSWORD}\n") -> Any:
    return lectern(
        url,
        home,
        *("users", "create", "--tenant", "Acme", "--email", "Kim@example.com"),
        *("--password-stdin", "--json", *more),
        typed=typed,
    )


async def test_an_operator_lets_somebody_in(database_url: str, tmp_path: Path) -> None:
    made = create(database_url, tmp_path, "--role", "admin")
    told = json.loads(made.stdout)

    await db.connect(database_url)
    try:
        who = (await sign_in.with_password("kim@example.com", PASSWORD, None, NOW)).caller
        tenant = await tenants.named("Acme")
        assert tenant is not None
        entries, _ = await audit.page(tenant.id, Wanted(action="user.created"), 1, 20)
    finally:
        await db.close()

    assert (told["tenant_id"], told["email"]) == (str(tenant.id), "kim@example.com")
    assert (who.role, who.tenant_id, str(who.id)) == ("admin", tenant.id, told["id"])
    assert [entry.actor_kind for entry in entries] == ["operator"]
    assert PASSWORD not in made.stdout + made.stderr


async def test_somebody_who_joins_another_tenant_has_the_new_password_in_both(
    database_url: str, tmp_path: Path
) -> None:
    create(database_url, tmp_path)
    arguments = ("users", "create", "--tenant", "Other", "--email", "kim@example.com")
    lectern(database_url, tmp_path, *arguments, "--password-stdin", typed="another long one\n")

    await db.connect(database_url)
    try:
        signed_in = await sign_in.with_password("kim@example.com", "another long one", None, NOW)
        with pytest.raises(Unauthorized):
            await sign_in.with_password("kim@example.com", PASSWORD, None, NOW)
    finally:
        await db.close()

    assert signed_in.caller.role == "owner"


@pytest.mark.parametrize(
    ("more", "typed", "said"),
    [
        ((), "short\n", "12 to 1000 characters"),
        ((), "", "No password"),
        (("--email", "nobody"), f"{PASSWORD}\n", "name@example.com"),
    ],
)
def test_what_cannot_be_is_said_and_fails(
    database_url: str, tmp_path: Path, more: tuple[str, ...], typed: str, said: str
) -> None:
    refused = create(database_url, tmp_path, *more, typed=typed)

    assert refused.returncode != 0
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_same_person_is_not_added_twice(database_url: str, tmp_path: Path) -> None:
    create(database_url, tmp_path)

    again = create(database_url, tmp_path)

    assert again.returncode != 0
    assert "member already" in again.stderr
