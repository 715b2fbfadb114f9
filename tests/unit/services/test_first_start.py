"""A fresh installation can be tried, and what an operator did to it since is respected."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.tenant import TenantStatus
from services import first_start, settings
from services.accounts import api_keys, tenants
from services.errors import Unauthorized
from services.keyring import Keyring
from services.ports import Ports, install
from services.storage.local import LocalStore

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CHOSEN = "scorm_live_chosen-by-the-operator-of-this-installation-0123456789abcdef"


@pytest.fixture
def ports(database: str, tmp_path: Path) -> Ports:
    # As with an external database: no sample course is made.
    given = {"LECTERN_DATA_DIR": str(tmp_path), "LECTERN_BOOTSTRAP_API_KEY": CHOSEN}
    read = replace(settings.read(given), database_url=database)
    keyring = Keyring(b"s" * 32)
    made = Ports(read, keyring, LocalStore(tmp_path, read.base_url, keyring.key("storage")))
    install(made)
    return made


async def test_the_chosen_key_is_made_once_and_may_do_everything(ports: Ports) -> None:
    for _ in range(2):
        await first_start.prepare(ports, NOW)

    caller = await api_keys.authenticate(CHOSEN, NOW)

    assert len(await api_keys.everyone(caller.tenant_id)) == 1
    assert caller.is_platform
    assert "admin" in caller.scopes


async def test_the_chosen_key_stays_revoked(ports: Ports) -> None:
    await first_start.prepare(ports, NOW)
    caller = await api_keys.authenticate(CHOSEN, NOW)
    await api_keys.revoke(caller.tenant_id, caller.id, NOW)

    await first_start.prepare(ports, NOW)

    with pytest.raises(Unauthorized):
        await api_keys.authenticate(CHOSEN, NOW)


async def test_a_suspended_tenant_does_not_keep_the_product_from_starting(ports: Ports) -> None:
    await first_start.prepare(ports, NOW)
    caller = await api_keys.authenticate(CHOSEN, NOW)
    await tenants.change(caller.tenant_id, {"status": TenantStatus.SUSPENDED})

    assert await first_start.prepare(ports, NOW) == first_start.Links()
