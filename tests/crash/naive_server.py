"""The product with the commit that everybody writes first: read, merge, save, then announce.

It exists to show that the checker sees what goes wrong with it.
"""

import json
from datetime import UTC, datetime
from uuid import uuid4

import app
import cli
from models.event import Event
from models.launch import Launch
from models.session import ScoState, Session
from scorm.edition import Edition
from scorm.status import outcome
from services import database, tokens
from services.ports import ports
from services.tracking import results


async def commit(label: str, _ct: str, body: bytes) -> tuple[int, bytes]:
    now = datetime.now(UTC)
    given = json.loads(body)
    claims = tokens.verify_commit(ports().keyring, given["token"], label, now)
    tenant = claims.tenant_id
    async with database.tenant_scope(tenant):
        launch = await Launch.get(id=claims.launch_id)
        session = await Session.get(key=claims.session_key)
        state = await ScoState.get(session_key=session.key, sco=given["sco"])
    cmi = {**results.state_of(state.cmi), **given["patch"]}
    spent = given["t"][given["sco"]]
    before = results.result_of(session)
    after = outcome(Edition.SCORM_12, cmi)

    async with database.tenant_scope(tenant):
        state.cmi = json.dumps(cmi)
        await state.save(update_fields=["cmi"])
        session.time_spent += spent - state.seconds
        await ScoState.filter(id=state.id).update(seconds=spent)
        results.store_result(session, after, now)
        session.version += 1
        await session.save()
        await Launch.filter(id=launch.id).update(applied_seq=given["seq"])
    if after.completion_status == "completed" != before.completion_status:
        async with database.tenant_scope(tenant):
            session.event_count += 1
            await Event.create(
                tenant_id=tenant,
                session_key=session.key,
                event_type="session.completed",
                ordinal=session.event_count,
                dedupe=str(uuid4()),
                payload="{}",
            )
            await Session.filter(key=session.key).update(event_count=session.event_count)
    return 200, json.dumps({"applied": given["seq"], "version": session.version}).encode()


if __name__ == "__main__":
    app.commit = commit
    cli.main(["serve"])
