"""The API and the upload door as one ASGI application, for a real server process in tests."""

from typing import Any

import api
from player.storage_put import StorageDoor
from services import database, settings
from services.keyring import open_keyring
from services.ports import Ports, install
from services.storage_local import LocalStore


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
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await database.close()
        await send({"type": "lifespan.shutdown.complete"})


app = LiveApp()
