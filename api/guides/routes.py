"""The guides at /docs: pages for people, Markdown for programs, and what the pages need."""

import asyncio
import hashlib

from quart import Blueprint, Response, current_app, request

from api import openapi
from api.guides import pages
from api.guides.pages import HOME, KINDS, MISSING, Shelf
from services.errors import NotFound
from services.ports import ports

SHELF = "LECTERN_GUIDES"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
KEPT = "public, max-age=31536000, immutable"

bp = Blueprint("guides", __name__, url_prefix="/docs")


@bp.get("")
async def home() -> Response:
    shelf = await _shelf()
    return _answer(shelf.pages[HOME], "text/html")


@bp.get("/<name>")
async def guide(name: str) -> Response:
    shelf = await _shelf()
    if name == "search.json":
        return _answer(shelf.search, "application/json")
    if name.endswith(".md") and name.removesuffix(".md") in shelf.texts:
        return _answer(shelf.texts[name.removesuffix(".md")], "text/markdown")
    if name not in shelf.texts:
        response = _answer(shelf.pages[MISSING], "text/html")
        response.status_code = 404
        return response
    return _answer(shelf.pages[name], "text/html")


@bp.get("/assets/<build>/<name>")
async def asset(build: str, name: str) -> Response:
    shelf = await _shelf()
    if build != shelf.build or name not in shelf.files:
        raise NotFound
    kind = KINDS[f".{name.rpartition('.')[2]}"]
    response = Response(shelf.files[name], content_type=f"{kind}; charset=utf-8")
    response.headers["Cache-Control"] = KEPT
    return response


async def _shelf() -> Shelf:
    """Made in a thread: learners who play meanwhile do not wait for it."""
    known: Shelf | None = current_app.extensions.get(SHELF)
    if known is not None:
        return known
    document = openapi.document(current_app)
    made = await asyncio.to_thread(pages.make, ports().settings, document)
    current_app.extensions[SHELF] = made
    return made


def _answer(content: bytes, kind: str) -> Response:
    response = Response(content, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(hashlib.sha256(content).hexdigest()[:20])
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304
        response.set_data(b"")
    return response
