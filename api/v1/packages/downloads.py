"""The original ZIP of a package, streamed from where it is kept."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from quart import Blueprint, Response, request
from quart_schema import tag_blueprint

from api import auth
from api.errors import RangeNotSatisfiable
from api.operations import Operation, operation
from api.v1.packages.shapes import RevisionQuery
from services.errors import NotFound, ObjectNotFound, PackageNotFound, StorageUnavailable
from services.packages import catalogue
from services.ports import ports

bp = Blueprint("downloads", __name__, url_prefix="/api/v1/packages")
auth.protect(bp)
tag_blueprint(bp, ["Packages"])

_NOT_PLAIN = re.compile(r"[^ !#$&-\[\]-~]")


@dataclass(frozen=True, slots=True)
class Slice:
    """Bytes of the file from ``begin`` up to, but without, ``end``."""

    begin: int
    end: int
    size: int

    @property
    def is_whole(self) -> bool:
        return (self.begin, self.end) == (0, self.size)


@bp.get("/<package_id>/download")
@operation(
    Operation(
        media="application/zip",
        statuses=(200, 206),
        query=RevisionQuery,
        refusals=(PackageNotFound, NotFound, RangeNotSatisfiable, StorageUnavailable),
        headers=("ETag", "Content-Disposition"),
    )
)
async def download_package(package_id: str, query_args: RevisionQuery) -> Response:
    """Download the original ZIP.

    Byte for byte as it was uploaded; a single byte range is served as such.
    """
    shelved = await catalogue.find(auth.tenant_id(), package_id, query_args.revision)
    revision, store = shelved.revision, ports().store
    if await store.stat(revision.storage_key) is None:
        raise ObjectNotFound
    wanted = _wanted(revision.file_size_bytes, revision.etag)
    length = wanted.end - wanted.begin
    body = store.stream(revision.storage_key, wanted.begin, length)
    response = Response(b"" if request.method == "HEAD" else body, 200 if wanted.is_whole else 206)
    response.timeout = None
    response.content_type = "application/zip"
    response.content_length = length
    response.set_etag(revision.etag)
    response.accept_ranges = "bytes"
    response.headers["Content-Disposition"] = disposition(revision.original_filename)
    if not wanted.is_whole:
        response.headers["Content-Range"] = f"bytes {wanted.begin}-{wanted.end - 1}/{wanted.size}"
    return response


def disposition(filename: str) -> str:
    """For old and new browsers. [RFC 6266 5, appendix D]"""
    plain = _NOT_PLAIN.sub("_", filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _wanted(size: int, etag: str) -> Slice:
    """The one range that was asked for, else all of it. [RFC 9110 14.2]"""
    asked = request.range
    condition = request.headers.get("If-Range", "").strip('"')
    if asked is None or len(asked.ranges) != 1 or condition not in {"", etag}:
        return Slice(0, size, size)
    found = asked.range_for_length(size)
    if found is None:
        raise RangeNotSatisfiable(size=size)
    return Slice(*found, size)
