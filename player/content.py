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
from services.archives import Archives, LoadIndex
from services.errors import EntryDamaged, ObjectNotFound, Unavailable
from services.settings import LABEL
from services.storage import ContentStore

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
        before, _, after = origins.content.partition("//")[2].lower().partition(LABEL)
        self._before, self._after = before.encode(), after.encode()
        self._isolated = LABEL in origins.content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await _turn_away(scope, receive, send)
            return
        started = time.perf_counter()
        reader = Reader(scope["method"], dict[bytes, bytes](scope["headers"]), receive, send)
        try:
            sent = await self._serve(scope["raw_path"], reader)
        except EntryDamaged:
            sent = await _refuse(reader, 502, "This file of the course is damaged.")
        except ObjectNotFound:
            sent = await _refuse(reader, 404, "Not found.")
        except Unavailable:
            sent = await _refuse(reader, 503, "The course cannot be read right now; try again.")
        self._note(reader, scope, sent, time.perf_counter() - started)

    async def _serve(self, raw_path: bytes, reader: Reader) -> Sent:
        if reader.headers.get(b"service-worker") == b"script":
            return await _refuse(reader, 403, "Service workers are not available to courses.")
        label = self._label(reader.headers.get(b"host", b""))
        target = content_paths.split(raw_path)
        if label is None or target is None:
            return await _refuse(reader, 404, "Not found.")
        if target.ct and target.tail == _COMMIT:
            return await self._take(label, target.ct, reader)
        if reader.method not in _READ:
            return await _refuse(reader, 405, "Not allowed.", [(b"allow", b"GET, HEAD")])

        live = await self._permitted(label, target.ct, reader)
        sent = None if live is None else await self._send(live, target, reader)
        return sent or await _refuse(reader, 404, "Not found.")

    async def _take(self, label: str, ct: str, reader: Reader) -> Sent:
        if reader.method != "POST":
            return await _refuse(reader, 405, "Not allowed.", [(b"allow", b"POST")])
        return await take_commit(self._commit, label, ct, reader)

    async def _permitted(self, label: str, ct: str, reader: Reader) -> Live | None:
        """A link from the root of the origin drops the capability; only pages of it may follow."""
        same_origin = reader.headers.get(b"sec-fetch-site") == b"same-origin"
        if not ct and not (label and same_origin):
            return None
        return await self._live.find(label, ct)

    async def _send(self, live: Live, target: content_paths.Target, reader: Reader) -> Sent | None:
        if target.ct and target.tail.startswith(_RUNTIME):
            path = target.tail[len(_RUNTIME) :].decode("latin-1")
            return await send_runtime(self._runtime, path, live.policy, reader)
        file = await _find(live, target.tail)
        return None if file is None else await send_file(file, live.policy, reader)

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


async def _find(live: Live, tail: bytes) -> CourseFile | None:
    """What a path leads to is worked out once; side objects may appear while a course is open."""
    archive, media = live.archive, live.grant.media
    files: dict[Any, CourseFile] = archive.memory
    place = (tail, live.grant.etag_seed, len(media)) if media else tail
    known = files.get(place)
    if known is not None:
        return known
    path = content_paths.inside(tail)
    entry = None if path is None else archive.index.find(path)
    if entry is None:
        return None
    file = await course_file(archive, entry, live.grant)
    if len(files) >= _FILES_REMEMBERED:
        files.clear()
    files[place] = file
    return file


async def _refuse(reader: Reader, status: int, text: str, extra: Headers | None = None) -> Sent:
    body = f"{text}\n".encode()
    headers: Headers = [
        content_headers.PLAIN_TEXT,
        content_headers.NEVER_KEPT,
        *content_headers.SHARED,
        *(extra or []),
        (b"content-length", b"%d" % len(body)),
    ]
    await reader.send({"type": "http.response.start", "status": status, "headers": headers})
    shown = b"" if reader.method == "HEAD" else body
    await reader.send({"type": "http.response.body", "body": shown})
    return Sent(status, len(shown))


async def _turn_away(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
