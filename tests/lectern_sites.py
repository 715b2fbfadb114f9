"""Somebody else's web site: one server under any number of host names, for pages around ours."""

import json
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

HTML = "text/html; charset=utf-8"
FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Around</title>{meta}
</head><body style="margin:0"><iframe name="inner" title="inner" src="{url}" {attributes}
 style="border:0;width:100%;height:800px"></iframe></body></html>"""
DOOR = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Door</title>{meta}
</head><body><a id="go" href="{url}">Go there</a></body></html>"""
DELEGATED = 'allow="fullscreen; autoplay; clipboard-write; encrypted-media; picture-in-picture"'


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    host: str
    path: str
    query: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Given:
    body: bytes
    type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def page(html: str, **headers: str) -> Given:
    return Given(html.encode(), headers={k.replace("_", "-"): v for k, v in headers.items()})


NOT_FOUND = Given(b"not found", "text/plain", 404)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves in the middle of an answer is what some tests are about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Site:
    """Answers whatever host name it is asked for; all of them are this machine."""

    def __init__(self, respond: Callable[[Asked], Given]) -> None:
        self._server = _Server(("127.0.0.1", 0), _handler(respond))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.port = self._server.server_port

    def origin(self, host: str) -> str:
        return f"http://{host}:{self.port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(respond: Callable[[Asked], Given]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _answer(self, body: bytes) -> None:
            parts = urlsplit(self.path)
            query = {k: v[-1] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
            host = self.headers.get("Host", "").partition(":")[0]
            given = respond(Asked(self.command, host, parts.path, query, body))
            self.send_response(given.status)
            self.send_header("Content-Type", given.type)
            self.send_header("Content-Length", str(len(given.body)))
            self.send_header("Cache-Control", "no-store")
            for name, value in given.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(given.body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """A site of a test is silent."""

    return Handler


def around(asked: Asked) -> Given:
    """``/frame`` shows an address inside, ``/door`` links to it; ``policy`` is about referrers."""
    url = escape(asked.query.get("url", ""), quote=True)
    policy = asked.query.get("policy", "")
    meta = f'<meta name="referrer" content="{policy}">' if policy else ""
    match asked.path:
        case "/frame":
            delegated = "" if "plain" in asked.query else DELEGATED
            referrer = f' referrerpolicy="{policy}"' if policy else ""
            return page(FRAME.format(url=url, meta=meta, attributes=delegated + referrer))
        case "/door":
            return page(DOOR.format(url=url, meta=meta))
        case "/blank":
            return page("<!doctype html><title>Blank</title><p>Nothing of ours.</p>")
        case _:
            return NOT_FOUND


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pages on any host name that frame an address of ours, or lead to it."""

    site: Site

    def framing(self, url: str, host: str, **how: str) -> str:
        return self._address("frame", url, host, how)

    def leading(self, url: str, host: str, **how: str) -> str:
        return self._address("door", url, host, how)

    def blank(self, host: str) -> str:
        return f"{self.site.origin(host)}/blank"

    def _address(self, kind: str, url: str, host: str, how: Mapping[str, str]) -> str:
        wishes = "".join(f"&{name}={quote(value, safe='')}" for name, value in how.items())
        return f"{self.site.origin(host)}/{kind}?url={quote(url, safe='')}{wishes}"


@contextmanager
def neighbours() -> Generator[Neighbours]:
    site = Site(around)
    try:
        yield Neighbours(site)
    finally:
        site.close()
