"""The trusted shell around a course: its page, its endpoints and its static files."""

import re
from uuid import uuid4

from quart import Quart, Response, g, request

from player import dispatches, errors, headers, launches, pages, rates
from player.build import ROOT, build_id

MOST_BYTES = 64 * 1024
YEAR = 31_536_000
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def create_app() -> Quart:
    """Finds settings, keys and the file store in the installed ports, with each request."""
    app = Quart(
        __name__,
        static_folder=str(ROOT / "static"),
        static_url_path=f"/static/{build_id()}",
        template_folder=str(ROOT / "templates"),
    )
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.before_request(_name_request)
    app.after_request(_finish)
    app.register_blueprint(dispatches.bp)
    app.register_blueprint(launches.bp)
    app.register_blueprint(pages.bp)
    rates.install(app)
    errors.install(app)
    return app


async def _name_request() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex


async def _finish(response: Response) -> Response:
    for name, value in headers.SHARED.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and response.status_code in {200, 206, 304}:
        response.headers["Cache-Control"] = headers.KEPT
    response.headers["X-Request-Id"] = g.get("request_id", "")
    return response
