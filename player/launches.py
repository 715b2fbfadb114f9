"""The shell's endpoints: opening a course, moving through it, and asking how things stand."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from quart import Blueprint, Response

from player.build import build_id
from player.commits import commit_issuer
from player.errors import answer
from player.requests import Origins, Text, body, holder
from services.dispatches import hand_back
from services.dispatches.hand_back import Receipt
from services.playing import delivery, opening, relayed
from services.playing.delivery import Status, Step, Wish
from services.playing.opening import Entrance, Opened
from services.ports import ports
from services.settings import Settings
from services.tracking.contents import Request

bp = Blueprint("launches", __name__, url_prefix="/player")


class Opening(msgspec.Struct):
    token: Text
    ancestors: Origins = []


class Asked(msgspec.Struct):
    request: Request
    target: Text = ""


@bp.post("/<path:session_id>/launches")
async def open_course(session_id: str) -> Response:
    asked = await body(Opening)
    entrance = Entrance(asked.token, session_id, tuple(asked.ancestors))
    opened = await opening.redeem(entrance, datetime.now(UTC), ports().keyring)
    return answer(await _shown(opened, ports().settings), 201)


@bp.post("/launches/<launch_id>/deliveries")
async def deliver(launch_id: str) -> Response:
    asked = await body(Asked)
    who = holder(launch_id)
    step = await delivery.step(
        who.launch_id,
        who.handle,
        Wish(asked.request, asked.target),
        datetime.now(UTC),
        commit_issuer(),
    )
    return answer(_step(step))


@bp.get("/launches/<launch_id>")
async def show(launch_id: str) -> Response:
    who = holder(launch_id)
    return answer(_status(await delivery.status(who.launch_id, who.handle, datetime.now(UTC))))


@bp.post("/launches/<launch_id>/receipts")
async def take_receipt(launch_id: str) -> Response:
    """What became of the result in the learning system that it was handed to."""
    who, told = holder(launch_id), await body(Receipt)
    state = await hand_back.receipt(who.launch_id, who.handle, told, datetime.now(UTC))
    return answer({"state": state})


@bp.post("/launches/<launch_id>/capability")
async def renew(launch_id: str) -> Response:
    who, now = holder(launch_id), datetime.now(UTC)
    token, seconds = await delivery.capability(who.launch_id, who.handle, now, commit_issuer())
    return answer({"capability": token, "expires_in": seconds})


async def _shown(opened: Opened, settings: Settings) -> dict[str, Any]:
    launch, session = opened.launch, opened.session
    course, toc = await delivery.open_contents(launch, datetime.now(UTC))
    origin = settings.content_origin_for(launch.label)
    base = f"{origin}/~{opened.ct}/"
    return {
        "launch": {
            "id": launch.id,
            "handle": opened.handle,
            "mode": launch.mode,
            "attempt": launch.attempt,
            "resumed": opened.resumed,
        },
        "session": {
            "id": session.id,
            "title": course.title,
            "learner_name": session.learner_name,
        },
        "return_url": launch.return_url,
        "window": launch.window,
        "content": {
            "origin": origin,
            "base": base,
            "bridge": f"{base}__rt/{build_id()}/bridge.html",
        },
        "course": {"title": course.title, "version": course.edition.version, "toc": toc},
        "relay": await relayed.relay_of(launch),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "delivery": step.delivery,
        "controls": step.controls.wire(),
        "toc": step.toc,
        "ended": step.ended,
    }


def _status(status: Status) -> dict[str, Any]:
    passed_on = {} if status.result is None else {"result": status.result}
    return passed_on | {
        "state": status.state,
        "superseded_at": status.superseded_at,
        "controls": status.controls.wire(),
        "toc": status.toc,
        "ended": status.ended,
    }
