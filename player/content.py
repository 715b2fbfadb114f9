"""The content origins: course files and our run-time files beside them, and nothing else."""

import time
from dataclasses import dataclass
from typing import Any, NamedTuple

import structlog

from player import content_headers, content_paths
from player.asgi import Headers, Receive, Scope, Send
from player.content_commit import Commit, take_commit
from player.content_files import CourseFile, Reader, Sent, course_file, send_file
from player.content_live import FindByLabel, Live, LiveGrants, Resolve
from player.content_metrics import ContentMetrics
from player.content_runtime import RuntimeFiles, send_runtime
from services.errors import EntryDamaged, ObjectNotFound, Unavailable
from services.packages.archives import Archives, LoadIndex
from services.settings import LABEL
from services.storage.store import ContentStore

_RUNTIME = b"__rt/"
_COMMIT = b"__rt/commit"
_READ = {"GET", "HEAD"}
_FILES_REMEMBERED = 4096

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ContentPorts:
    """What the content origins need from the rest of the product."""

    resolve: Resolve
    find_by_label: FindByLabel
    load_index: LoadIndex
    commit: Commit
    store: ContentStore


class Refused(Exception):
    """Answered in plain words that tell nothing about our machine."""

    def __init__(self, status: int, text: str, headers: Headers | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.headers = headers or []


class Recent(NamedTuple):
    """What the same address led to a moment ago."""

    live: Live
    file: CourseFile


class Origins(NamedTuple):
    """``content`` may hold ``{label}``; without it every course shares one origin."""

    content: str
    shell: str


class ContentHost:
    """ASGI application for every host below the content origin."""

    def __init__(
        self,
        ports: ContentPorts,
        runtime: RuntimeFiles,
        origins: Origins,
        metrics: ContentMetrics,
    ) -> None:
        archives = Archives(ports.store, ports.load_index)
        self._live = LiveGrants(ports.resolve, ports.find_by_label, archives, origins.shell)
        self._runtime = runtime
        self._commit = ports.commit
        self._metrics = metrics
        self._recent: dict[tuple[bytes, bytes], Recent] = {}
        before, _, after = origins.content.partition("//")[2].lower().partition(LABEL)
        self._before, self._after = before.encode(), after.encode()
        self._isolated = LABEL in origins.content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await _turn_away(scope, receive, send)
            return
        started = time.perf_counter()
        reader = Reader(scope["method"], dict(scope["headers"]), receive, send)
        try:
            sent = await self._serve(scope["raw_path"], reader)
        except Refused as refused:
            sent = await _refuse(reader, refused)
        except EntryDamaged:
            sent = await _refuse(reader, Refused(502, "This file of the course is damaged."))
        except ObjectNotFound:
            sent = await _refuse(reader, Refused(404, "Not found."))
        except Unavailable:
            sent = await _refuse(reader, Refused(503, "The course cannot be read; try again."))
        self._note(reader, scope, sent, time.perf_counter() - started)

    async def _serve(self, raw_path: bytes, reader: Reader) -> Sent:
        if reader.headers.get(b"service-worker") == b"script":
            raise Refused(403, "Service workers are not available to courses.")
        host = reader.headers.get(b"host", b"")
        again = self._recent.get((host, raw_path))
        if again is not None and again.live.is_fresh and reader.method in _READ:
            return await send_file(again.file, again.live.policy, reader)

        label, target = self._label(host), content_paths.split(raw_path)
        if label is None or target is None:
            raise Refused(404, "Not found.")
        if target.ct and target.tail == _COMMIT:
            return await self._take(label, target.ct, reader)
        if reader.method not in _READ:
            raise Refused(405, "Not allowed.", [(b"allow", b"GET, HEAD")])
        live = await self._permitted(label, target.ct, reader)
        if target.ct and target.tail.startswith(_RUNTIME):
            return await self._send_runtime(live, target.tail, reader)

        file = await _find(live, target.tail)
        if target.ct:
            self._remember((host, raw_path), Recent(live, file))
        return await send_file(file, live.policy, reader)

    async def _take(self, label: str, ct: str, reader: Reader) -> Sent:
        if reader.method != "POST":
            raise Refused(405, "Not allowed.", [(b"allow", b"POST")])
        return await take_commit(self._commit, label, ct, reader)

    async def _permitted(self, label: str, ct: str, reader: Reader) -> Live:
        """A link from the root of the origin drops the capability; only pages of it may follow."""
        same_origin = reader.headers.get(b"sec-fetch-site") == b"same-origin"
        live = None
        if ct or (label and same_origin):
            live = await self._live.find(label, ct)
        if live is None:
            raise Refused(404, "Not found.")
        return live

    async def _send_runtime(self, live: Live, tail: bytes, reader: Reader) -> Sent:
        path = tail[len(_RUNTIME) :].decode("latin-1")
        sent = await send_runtime(self._runtime, path, live.policy, reader)
        if sent is None:
            raise Refused(404, "Not found.")
        return sent

    def _remember(self, place: tuple[bytes, bytes], recent: Recent) -> None:
        if len(self._recent) >= _FILES_REMEMBERED:
            self._recent.clear()
        self._recent[place] = recent

    def _label(self, host: bytes) -> str | None:
        host = host.lower()
        if not self._isolated:
            return "" if host == self._before else None
        end = len(host) - len(self._after)
        if not (host.startswith(self._before) and host.endswith(self._after)):
            return None
        label = host[len(self._before) : end]
        return label.decode("ascii") if label.isalnum() else None

    def _note(self, reader: Reader, scope: Scope, sent: Sent, seconds: float) -> None:
        self._metrics(sent.status, sent.length, seconds)
        if sent.status >= 500:
            # The capability in the path is a secret and stays out of the log.
            tail = scope["raw_path"].rpartition(b"/")[2][:200].decode("latin-1")
            _log.warning("content.failed", status=sent.status, method=reader.method, file=tail)


async def _find(live: Live, tail: bytes) -> CourseFile:
    """What a path leads to is worked out once; side objects may appear while a course is open."""
    archive, media = live.archive, live.grant.media
    files: dict[Any, CourseFile] = archive.memory
    place = (tail, len(media))
    known = files.get(place)
    if known is not None:
        return known
    path = content_paths.inside(tail)
    entry = None if path is None else archive.index.find(path)
    if entry is None:
        raise Refused(404, "Not found.")
    file = await course_file(archive, entry, live.grant)
    if len(files) >= _FILES_REMEMBERED:
        files.clear()
    files[place] = file
    return file


async def _refuse(reader: Reader, refused: Refused) -> Sent:
    body = f"{refused.text}\n".encode()
    headers: Headers = [
        content_headers.PLAIN_TEXT,
        content_headers.NEVER_KEPT,
        *content_headers.SHARED,
        *refused.headers,
        (b"content-length", b"%d" % len(body)),
    ]
    await reader.send({"type": "http.response.start", "status": refused.status, "headers": headers})
    shown = b"" if reader.method == "HEAD" else body
    await reader.send({"type": "http.response.body", "body": shown})
    return Sent(refused.status, len(shown))


async def _turn_away(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
