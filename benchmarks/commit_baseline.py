"""The usual way to take a commit: a framework's route that reads models, changes and saves them."""

import asyncio
import json
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from granian.constants import Interfaces
from granian.server.embed import Server
from quart import Quart, request

from models.launch import Launch
from models.session import ScoState, Session
from services import database

app = Quart(__name__)


@app.post("/<path:_where>")
async def save(_where: str) -> dict[str, Any]:
    body = await request.get_json(force=True)
    launch_id = UUID(body["launch"])
    async with database.tenant_scope(_Tenant.id):
        launch = await Launch.get(tenant_id=_Tenant.id, id=launch_id)
        session = (
            await Session.filter(tenant_id=_Tenant.id, key=launch.session_key)
            .select_for_update()
            .get()
        )
        state = await ScoState.get(
            tenant_id=_Tenant.id, session_key=session.key, attempt=launch.attempt, sco=body["sco"]
        )
        state.cmi = json.dumps({**json.loads(state.cmi), **body["patch"]})
        state.updated_at = datetime.now(UTC)
        await state.save()
        session.version += 1
        session.time_spent = body["t"][body["sco"]]
        session.updated_at = state.updated_at
        await session.save()
        launch.applied_seq = body["seq"]
        await launch.save()
    return {"applied": body["seq"], "version": session.version}


class _Tenant:
    id = UUID(int=0)


async def _serve(folder: str, port: int) -> None:
    await database.connect(f"postgres://postgres@/postgres?host={folder}")
    for row in await database.through_gate("SELECT id FROM tenant_ids()", []):
        async with database.tenant_scope(row["id"]):
            if await Launch.all().exists():
                _Tenant.id = row["id"]
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI)
    await server.serve()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], int(sys.argv[2])))
