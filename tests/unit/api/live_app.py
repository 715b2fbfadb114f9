"""The API and the upload door as one ASGI application, for a real server process in tests."""

from typing import Any

import api
from models.tenant import Scope
from player.storage_put import StorageDoor
from services import database, settings
from services.accounts import api_keys, tenants
from services.keyring import open_keyring
from services.ports import Ports, install
from services.storage.local import LocalStore


class LiveApp:
    def __init__(self) -> None:
        self._settings = settings.read()
        self._doors: dict[str, Any] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            door = "storage" if scope["path"].startswith("/storage/") else "api"
            await self._doors[door](scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        await database.connect(self._settings.database_url)
        keyring = open_keyring(self._settings)
        secret = keyring.key("storage")
        store = LocalStore(self._settings.data_dir / "storage", self._settings.base_url, secret)
        install(Ports(self._settings, keyring, store))
        self._doors = {"api": api.create_app(self._settings), "storage": StorageDoor(store, secret)}
        await self._open_account()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await database.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _open_account(self) -> None:
        """One tenant with the key that the test chose; its id is left in a file."""
        tenant = await tenants.create("Live")
        key = self._settings.bootstrap_api_key
        await api_keys.create(tenant.id, "live", list(Scope), expires_at=None, key=key)
        (self._settings.data_dir / "tenant").write_text(str(tenant.id))


app = LiveApp()
