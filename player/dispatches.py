"""The way in for learners of another system: the page that it opens, and what the page asks for."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec
from quart import Blueprint, Response, g, render_template, request

from models.dispatch import Dispatch
from models.launch import Mode
from player import headers, pages, rates
from player.build import build_id
from player.errors import answer, status_of
from player.pages import ANYWHERE, PREFIX
from player.requests import Origins, Text, body
from player.texts import Texts, choose
from services import embedding, tokens
from services.accounts import acting
from services.accounts.acting import Actor
from services.dispatches import admission, arrivals
from services.dispatches.admission import Looked
from services.dispatches.arrivals import Arriving
from services.errors import InvalidToken, Refusal
from services.ports import ports

bp = Blueprint("dispatches", __name__, url_prefix=PREFIX)

Name = Annotated[str, msgspec.Meta(max_length=4096)]
# Both spell their version in the address of the page.
STANDARDS = ("1.2", "2004")
DOTS_OF_TOKENS = 2


class Lms(msgspec.Struct):
    """What the learner's own system speaks, and how it opened the course."""

    standard: Literal["", "1.2", "2004"] = ""
    mode: Mode = Mode.NORMAL


class Registering(msgspec.Struct):
    """``binding`` is what the system has kept for us, ``remembered`` what the browser has;
    ``proposed`` is for a new record.
    """

    user_id: Text = ""
    name: Text = ""
    email: Text = ""
    binding: Text = ""
    remembered: Text = ""
    proposed: Text = ""
    password: Text = ""
    ancestors: Origins = []
    host: Text = ""
    referrer: Text = ""
    lms: Lms = msgspec.field(default_factory=Lms)


@bp.get("/dispatch/<token>")
async def entrance(token: str) -> Response:
    """Changes nothing; a session may have a name that looks like this address."""
    if "token" in request.args or token.count(".") != DOTS_OF_TOKENS:
        return await pages.shell(f"dispatch/{token}")
    now = datetime.now(UTC)
    try:
        looked = await admission.look(ports().keyring, token, now)
        _check_top_level(looked.dispatch)
    except Refusal as refusal:
        # Framed from anywhere, so that learners read why wherever they are.
        return await _page(token, None, ANYWHERE, refusal)
    ancestors = embedding.frame_ancestors(looked.dispatch.allowed_domains)
    return await _page(token, looked, ancestors, None)


@bp.get("/dispatch/reachable")
async def reachable() -> Response:
    """Nothing, to whoever asks: so a package in another system tells a blocked frame from a
    host that its network keeps away.
    """
    if "token" in request.args:
        return await pages.shell("dispatch/reachable")
    return Response(status=204, headers={"Cross-Origin-Resource-Policy": "cross-origin"})


@bp.post("/dispatch/<token>/registrations")
async def register(token: str) -> Response:
    now = datetime.now(UTC)
    claims = tokens.verify_dispatch(ports().keyring, token, now)
    await rates.count_launch(claims.dispatch_id)
    who = _arriving(token, await body(Registering))
    # A trial is asked for none: it must not make anybody's guesses forgiven.
    guesses = bool(who.password) and not claims.test
    if guesses:
        await rates.count_password(claims.dispatch_id)
    acting.become(Actor("system", request_id=g.request_id))
    admitted = await admission.admit(who, now, ports())
    if guesses:
        await rates.forgive_password(claims.dispatch_id)
    return answer(admitted, 201)


def _arriving(token: str, asked: Registering) -> Arriving:
    return Arriving(
        token=token,
        user_id=asked.user_id,
        name=asked.name,
        email=asked.email,
        binding=asked.binding,
        remembered=asked.remembered,
        proposed=arrivals.checked_proposal(asked.proposed),
        password=asked.password,
        ancestors=asked.ancestors,
        host=arrivals.checked_host(asked.host),
        referrer=asked.referrer,
        standard=asked.lms.standard,
        mode=asked.lms.mode,
    )


def _check_top_level(dispatch: Dispatch) -> None:
    """A window that a learning system opened names the place itself, before anybody gets in."""
    if _shell() == "":
        pages.check_top_level(dispatch.allowed_domains)


def _shell() -> str:
    told = request.args.get("shell", "")
    return told if told in STANDARDS else ""


async def _page(
    token: str, looked: Looked | None, ancestors: tuple[str, ...], refusal: Refusal | None
) -> Response:
    texts = choose(pages.languages())
    problem = None if refusal is None else _problem(texts, refusal)
    html = await render_template(
        "player/dispatch.html",
        static=pages.static(),
        lang=texts.lang,
        dir=texts.dir,
        t=texts.phrases,
        title=looked.title if looked else "",
        boot=json.dumps(_boot(token, looked, texts, problem)),
        problem=problem,
    )
    status = 200 if refusal is None else status_of(type(refusal))
    shown = headers.shell(ports().settings, ancestors, "")
    return Response(html, status, shown, content_type="text/html; charset=utf-8")


def _problem(texts: Texts, refusal: Refusal) -> dict[str, Any]:
    reason = "dispatch" if isinstance(refusal, InvalidToken) else ""
    return pages.problem_of(texts, refusal, reason)


def _boot(
    token: str, looked: Looked | None, texts: Texts, problem: dict[str, Any] | None
) -> dict[str, Any]:
    boot: dict[str, Any] = {
        "token": token,
        "static": pages.static(),
        "endpoints_prefix": PREFIX,
        "texts": texts.without("stub."),
        "lang": texts.lang,
        "dir": texts.dir,
        "build": build_id(),
        "dispatch": _described(looked),
        "shell": _shell(),
        "learner": {name: request.args.get(name, "") for name in ("user_id", "name", "email")},
        "server_time": int(datetime.now(UTC).timestamp() * 1000),
    }
    return boot if problem is None else boot | {"problem": pages.told(problem)}


def _described(looked: Looked | None) -> dict[str, Any] | None:
    if looked is None:
        return None
    dispatch, test = looked.dispatch, looked.claims.test
    return {
        "id": str(dispatch.id),
        "title": looked.title,
        "password": bool(dispatch.password_hash) and not test,
        "test": test,
        "identity": str(dispatch.identity),
    }
