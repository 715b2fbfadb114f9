"""The shell's endpoints: opening a course, moving through it, and asking how things stand."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from quart import Blueprint, Response, request

from player.build import build_id
from player.commits import commit_issuer
from player.errors import answer
from services.errors import Invalid, InvalidToken
from services.playing import delivery, opening
from services.playing.delivery import Status, Step, Wish
from services.playing.opening import Entrance, Opened
from services.ports import ports
from services.settings import Settings
from services.tracking.contents import Request

bp = Blueprint("launches", __name__, url_prefix="/player")

Shape = TypeVar("Shape")
Text = Annotated[str, msgspec.Meta(max_length=4096)]


class Opening(msgspec.Struct):
    token: Text
    ancestors: Annotated[list[Text], msgspec.Meta(max_length=50)] = []


class Asked(msgspec.Struct):
    request: Request
    target: Text = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks: a launch, and the handle that its shell got when it was opened."""

    launch_id: UUID
    handle: str


@bp.post("/<path:session_id>/launches")
async def open_course(session_id: str) -> Response:
    asked = await _body(Opening)
    entrance = Entrance(asked.token, session_id, tuple(asked.ancestors))
    opened = await opening.redeem(entrance, datetime.now(UTC), ports().keyring)
    return answer(await _shown(opened, ports().settings), 201)


@bp.post("/launches/<launch_id>/deliveries")
async def deliver(launch_id: str) -> Response:
    asked = await _body(Asked)
    who = _holder(launch_id)
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
    who = _holder(launch_id)
    return answer(_status(await delivery.status(who.launch_id, who.handle, datetime.now(UTC))))


@bp.post("/launches/<launch_id>/capability")
async def renew(launch_id: str) -> Response:
    who, now = _holder(launch_id), datetime.now(UTC)
    token, seconds = await delivery.capability(who.launch_id, who.handle, now, commit_issuer())
    return answer({"capability": token, "expires_in": seconds})


async def _body(shape: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(await request.get_data(), type=shape)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise Invalid(f"The request body is not valid: {problem}", fieldErrors={}) from None


def _holder(launch_id: str) -> Holder:
    kind, _, handle = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not handle:
        raise InvalidToken
    try:
        return Holder(UUID(launch_id), handle.strip())
    except ValueError:
        raise InvalidToken from None


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
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "delivery": step.delivery,
        "controls": step.controls.wire(),
        "toc": step.toc,
        "ended": step.ended,
    }


def _status(status: Status) -> dict[str, Any]:
    return {
        "state": status.state,
        "superseded_at": status.superseded_at,
        "controls": status.controls.wire(),
        "toc": status.toc,
        "ended": status.ended,
    }
