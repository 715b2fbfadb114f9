"""Our own files beside those of a course: the bridge page and the run-time scripts."""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import rjsmin

from player import content_headers, content_types
from player.asgi import Headers
from player.content_files import Reader, Sent

BRIDGE = "bridge.html"


@dataclass(frozen=True, slots=True)
class RuntimeFile:
    plain: bytes
    gzipped: bytes
    tag: bytes
    content_type: bytes


class RuntimeFiles:
    """Read once at start; a build that is not this one gets the same files, but may not keep them.

    During a deploy a page of the other build may ask this process: better our files than none.
    """

    def __init__(self, folder: Path, build: str, bridge: bytes) -> None:
        self._build = build
        self._files = dict(_read(folder))
        self._files[BRIDGE] = _file(BRIDGE, bridge)

    def find(self, path: str) -> tuple[RuntimeFile, bool] | None:
        """The file under ``<build>/<name>``, and whether it is a page."""
        build, _, name = path.partition("/")
        found = self._files.get(name) if build else None
        return None if found is None else (found, name == BRIDGE)

    def may_keep(self, path: str) -> bool:
        build, _, name = path.partition("/")
        return build == self._build and name != BRIDGE


async def send_runtime(
    files: RuntimeFiles, path: str, policy: bytes, reader: Reader
) -> Sent | None:
    """None when there is no such file of ours."""
    found = files.find(path)
    if found is None:
        return None
    file, is_page = found
    headers: Headers = [
        (b"content-type", file.content_type),
        (b"etag", b"W/" + file.tag),
        content_headers.KEPT if files.may_keep(path) else content_headers.NEVER_KEPT,
        content_headers.VARIES,
        *content_headers.SHARED,
    ]
    if is_page:
        headers += [*content_headers.PAGE, *content_headers.restricted(policy)]
    if content_headers.has(reader.headers.get(b"if-none-match", b""), [file.tag]):
        return await _send(reader, 304, headers, b"")

    body = file.plain
    if content_headers.accepts_gzip(reader.headers.get(b"accept-encoding", b"")):
        body = file.gzipped
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", b"%d" % len(body)))
    return await _send(reader, 200, headers, b"" if reader.method == "HEAD" else body)


async def _send(reader: Reader, status: int, headers: Headers, body: bytes) -> Sent:
    await reader.send({"type": "http.response.start", "status": status, "headers": headers})
    await reader.send({"type": "http.response.body", "body": body})
    return Sent(status, len(body))


def _read(folder: Path) -> Iterable[tuple[str, RuntimeFile]]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            yield path.name, _file(path.name, _shipped(path))


def _shipped(path: Path) -> bytes:
    """Scripts go out without their comments, which would be a third of the bridge."""
    if path.suffix != ".js":
        return path.read_bytes()
    # Its package has no types.
    shorten = cast(Callable[[str], str], rjsmin.jsmin)  # pyright: ignore
    return shorten(path.read_text()).encode()


def _file(name: str, plain: bytes) -> RuntimeFile:
    content_type = content_types.type_of(name)
    # Unlike a course's, our own text is known to be UTF-8.
    charset = "; charset=utf-8" if content_type.startswith("text/") else ""
    return RuntimeFile(
        plain=plain,
        gzipped=gzip.compress(plain, 9, mtime=0),
        tag=f'"{hashlib.sha256(plain).hexdigest()[:24]}"'.encode(),
        content_type=f"{content_type}{charset}".encode(),
    )
