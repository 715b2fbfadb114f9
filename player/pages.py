"""The pages of the player: the shell around a course, and the bridge inside it."""

import json
from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment
from quart import Blueprint, Response, g, render_template, request

from models.launch import LaunchTicket
from player import headers
from player.build import ROOT, build_id
from player.errors import status_of
from player.texts import Texts, choose
from services import embedding
from services.errors import DomainNotAllowed, InvalidToken, Refusal
from services.playing import opening
from services.ports import ports
from services.settings import Settings

bp = Blueprint("pages", __name__)

PREFIX = "/player"
ANYWHERE = ("*",)
# What only the way into a dispatched course and its package in another system say.
_ELSEWHERE = ("stub.", "check.", "dispatch.check.", "dispatch.report.", "dispatch.password.")
# Of the details of a refusal, what its page explains.
_TOLD = frozenset({"reason", "allowed", "seen", "limit", "current"})


@bp.get("/player/<path:session_id>")
async def shell(session_id: str) -> Response:
    """Changes nothing: previews and scanners may fetch the link without harm."""
    token = request.args.get("token", "")
    try:
        ticket = await _look(token, session_id)
    except Refusal as refusal:
        # Framed from anywhere, as a reload may find the token that this page lacks; the endpoint
        # that opens the course looks at the place again.
        return await _page(session_id, ANYWHERE, "", refusal)
    label = ports().keyring.label(ticket.tenant_id, ticket.session_key)
    return await _page(session_id, embedding.frame_ancestors(ticket.allowed_domains), label, None)


async def _look(token: str, session_id: str) -> LaunchTicket:
    if not token:
        raise InvalidToken("Open the course from where you were given the link.")
    ticket = await opening.look(ports().keyring, token, session_id, datetime.now(UTC))
    check_top_level(ticket.allowed_domains)
    return ticket


def check_top_level(domains: list[str]) -> None:
    """Where nothing frames the page, only the Referer can tell who sent the learner.

    A page of ours has asked the same before it led on to this one. Raises DomainNotAllowed.
    """
    alone = request.headers.get("Sec-Fetch-Dest") == "document"
    if not domains or not alone or request.headers.get("Sec-Fetch-Site") == "same-origin":
        return
    seen = embedding.origins_of(request.headers.get("Referer", ""))
    if not seen or not embedding.admits(domains, seen):
        raise DomainNotAllowed(reason="domain", allowed=domains, seen=seen)


async def _page(
    session_id: str, ancestors: tuple[str, ...], label: str, refusal: Refusal | None
) -> Response:
    texts = choose(languages())
    problem = None if refusal is None else problem_of(texts, refusal)
    html = await render_template(
        "player/shell.html",
        static=static(),
        lang=texts.lang,
        dir=texts.dir,
        t=texts.phrases,
        boot=json.dumps(_boot(session_id, texts, problem)),
        problem=problem,
    )
    status = 200 if refusal is None else status_of(type(refusal))
    shown = headers.shell(ports().settings, ancestors, label)
    return Response(html, status, shown, content_type="text/html; charset=utf-8")


def _boot(session_id: str, texts: Texts, problem: dict[str, Any] | None) -> dict[str, Any]:
    boot: dict[str, Any] = {
        "session_id": session_id,
        "static": static(),
        "endpoints_prefix": PREFIX,
        "texts": texts.without(*_ELSEWHERE),
        "lang": texts.lang,
        "dir": texts.dir,
        "build": build_id(),
    }
    if problem is not None:
        boot["problem"] = told(problem)
    return boot


def problem_of(texts: Texts, refusal: Refusal, reason: str = "") -> dict[str, Any]:
    """The ``reason`` that the refusal names decides, else the one given."""
    details = {name: value for name, value in refusal.details.items() if name in _TOLD}
    return {
        **texts.problem(refusal.code, str(details.get("reason", reason))),
        "details": details,
        "code": refusal.code,
        "status": status_of(type(refusal)),
        "request_id": g.request_id,
    }


def told(problem: dict[str, Any]) -> dict[str, Any]:
    """What the page's script need know; the words are on the page."""
    return {name: problem[name] for name in ("code", "request_id", "status", "details")}


def languages() -> list[str]:
    return [tag for tag, _quality in request.accept_languages]


def static() -> str:
    return f"/static/{build_id()}"


def bridge_page(settings: Settings) -> bytes:
    """The page that owns the API object; the same for every course of this process."""
    source = (ROOT / "templates" / "player" / "bridge.html").read_text()
    config = {"shell_origin": settings.player_origin, "build": build_id()}
    page = Environment(autoescape=True).from_string(source)
    return page.render(config_json=json.dumps(config)).encode()
