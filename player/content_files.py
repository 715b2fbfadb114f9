"""One course file, answered from its package archive."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import NamedTuple

from player import content_headers, content_ranges, content_types
from player.asgi import Headers, Receive, Send
from player.content_ranges import Range, Unsatisfiable
from player.content_stream import send_pieces
from player.content_types import Role
from scorm.packaging.index import STORED, Entry
from services.packages import archives
from services.packages.archives import Archive
from services.packages.entry_bytes import Form, Gzipped, Inflated, Plain
from services.packages.grants import Grant

# Up to here a file is sent in one message, from one read.
_IN_ONE_PIECE = 256 * 1024


class Sent(NamedTuple):
    status: int
    length: int


class Reader(NamedTuple):
    """Who asks, and what their browser said."""

    method: str
    headers: dict[bytes, bytes]
    receive: Receive
    send: Send


class Rendition(NamedTuple):
    """A form of a file with all that is said about it; worked out once per archive.

    ``whole`` are the headers of a complete answer; ``headers`` lack its length.
    """

    form: Form
    tag: bytes
    headers: Headers
    whole: Headers
    in_ranges: bool


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A file of one revision. ``gzipped`` is missing when the archive holds it as it is."""

    path: str
    role: Role
    plain: Rendition
    gzipped: Rendition | None
    seekable: bool

    @property
    def tags(self) -> list[bytes]:
        return [self.plain.tag] if self.gzipped is None else [self.plain.tag, self.gzipped.tag]

    def rendition(self, headers: dict[bytes, bytes]) -> Rendition:
        """Stored bytes framed as gzip cost nothing, but a browser cannot seek in them."""
        if self.gzipped is None or (self.seekable and b"range" in headers):
            return self.plain
        accepted = content_headers.accepts_gzip(headers.get(b"accept-encoding", b""))
        return self.gzipped if accepted else self.plain


async def course_file(archive: Archive, entry: Entry, grant: Grant) -> CourseFile:
    """Raises EntryDamaged when the archive does not hold what its index says."""
    packed = await archive.packed(entry)
    content_type = content_types.type_of(entry.path)
    role = content_types.role_of(content_type)
    tag = f'"{grant.etag_seed}-{entry.crc:08x}-{entry.size:x}'
    shared = _shared_headers(content_type, role)
    side = grant.media.get(entry.path)

    if entry.method == STORED or side is not None:
        form = packed if side is None else Plain(archive.store, side, 0, entry.size)
        plain = _rendition(form, f'{tag}"', shared, in_ranges=True)
        return CourseFile(entry.path, role, plain, None, seekable=True)

    varied = [*shared, content_headers.VARIES]
    plain = _rendition(Inflated(packed, entry), f'{tag}"', varied, in_ranges=True)
    encoded = [*varied, (b"content-encoding", b"gzip")]
    gzipped = _rendition(Gzipped(packed, entry), f'{tag}-gz"', encoded, in_ranges=False)
    return CourseFile(entry.path, role, plain, gzipped, archives.is_media(entry.path))


def _rendition(form: Form, tag: str, headers: Headers, *, in_ranges: bool) -> Rendition:
    etag = tag.encode("ascii")
    told = [*headers, (b"etag", etag)]
    if in_ranges:
        told.append((b"accept-ranges", b"bytes"))
    whole = [*told, (b"content-length", b"%d" % form.size)]
    return Rendition(form, etag, told, whole, in_ranges)


def _shared_headers(content_type: str, role: Role) -> Headers:
    kept = content_headers.NEVER_KEPT if role is Role.PAGE else content_headers.KEPT
    about = [(b"content-type", content_type.encode("ascii")), kept, *content_headers.SHARED]
    return [*about, *content_headers.PAGE] if role is Role.PAGE else about


async def send_file(file: CourseFile, policy: bytes, reader: Reader) -> Sent:
    """Raises EntryDamaged and StorageUnavailable, but never after the first byte."""
    asked = reader.headers
    rendition = file.rendition(asked)
    extra = content_headers.restricted(policy) if file.role is not Role.ASSET else []

    if b"if-none-match" in asked and content_headers.has(asked[b"if-none-match"], file.tags):
        return await _begin(reader, 304, [*rendition.headers, *extra])
    try:
        part = _part(rendition, reader) if b"range" in asked else None
    except Unsatisfiable:
        where = (b"content-range", b"bytes */%d" % rendition.form.size)
        told = [*rendition.headers, *extra, where, (b"content-length", b"0")]
        return await _begin(reader, 416, told)

    if part is not None:
        return await _send_part(rendition.form, part, [*rendition.headers, *extra], reader)
    return await _send_whole(rendition.form, [*rendition.whole, *extra], reader)


def _part(rendition: Rendition, reader: Reader) -> Range | None:
    if not rendition.in_ranges or reader.method != "GET":
        return None
    # A tag that is not ours any more means that the browser's part is of another file.
    if reader.headers.get(b"if-range", rendition.tag) != rendition.tag:
        return None
    return content_ranges.requested(reader.headers[b"range"], rendition.form.size)


async def _send_whole(form: Form, headers: Headers, reader: Reader) -> Sent:
    if reader.method == "HEAD":
        return await _begin(reader, 200, headers)
    if form.size <= _IN_ONE_PIECE:
        return await _begin(reader, 200, headers, await form.whole())
    return await _send_stream(form.stream(0, form.size), 200, headers, reader)


async def _send_part(form: Form, part: Range, headers: Headers, reader: Reader) -> Sent:
    last = part.start + part.length - 1
    told = [
        *headers,
        (b"content-length", b"%d" % part.length),
        (b"content-range", b"bytes %d-%d/%d" % (part.start, last, form.size)),
    ]
    return await _send_stream(form.stream(part.start, part.length), 206, told, reader)


async def _begin(reader: Reader, status: int, headers: Headers, body: bytes = b"") -> Sent:
    await reader.send({"type": "http.response.start", "status": status, "headers": headers})
    await reader.send({"type": "http.response.body", "body": body})
    return Sent(status, len(body))


async def _send_stream(
    pieces: AsyncIterator[bytes], status: int, headers: Headers, reader: Reader
) -> Sent:
    # The first piece is read before anything is said, so that a fault can still be told.
    first = await anext(pieces, b"")
    await reader.send({"type": "http.response.start", "status": status, "headers": headers})
    sent = await send_pieces(first, pieces, reader.receive, reader.send)
    return Sent(status, sent)
