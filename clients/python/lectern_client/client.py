"""The client itself: every operation, and what programs do with several of them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import httpx

from lectern_client import types
from lectern_client.errors import Conflict, LecternError, error_of
from lectern_client.operations import Operations

LARGE_BYTES = 100 * 1024 * 1024
LARGEST_PAGE = 100
CHUNK_BYTES = 1024 * 1024
UPDATE_ATTEMPTS = 4
# Between two pieces that the storage takes, not for the whole file.
PUT_SECONDS = 300.0

Change = Callable[[types.Session], types.SessionUpdate]


class Lectern(Operations):
    """One instance and one key; use it as a context manager, or close it."""

    def upload(
        self, path: Path, *, package_id: str | None = None, uploaded_by: str | None = None
    ) -> types.ProcessedPackage:
        """Upload a ZIP from disk and process it: a new package, or a new revision of one."""
        size = path.stat().st_size
        large = size >= LARGE_BYTES
        stored = self._store_in_parts(path, size) if large else self._store(path, size)
        order: types.ProcessPackageRequest = {
            "storage_path": stored,
            "original_filename": path.name,
            "package_id": package_id,
            "uploaded_by": uploaded_by,
        }
        return cast(types.ProcessedPackage, self.process_package(order).get("package"))

    def every(self, pages: Callable[..., Any], **filters: object) -> Iterator[Any]:
        """All entries of a list, page by page: ``every(client.list_sessions, user_id="u")``."""
        number, last = 1, 1
        while number <= last:
            page = pages(page=number, limit=LARGEST_PAGE, **filters)
            yield from _entries(page)
            last = page["pagination"]["total_pages"]
            number += 1

    def change_session(self, session_id: str, change: Change) -> types.SessionUpdated:
        """Read, change and write; begins anew when somebody else was faster."""
        for left in range(UPDATE_ATTEMPTS - 1, -1, -1):
            session = self.read_session(session_id)
            wanted = {**change(session), "version": session["version"]}
            try:
                return self.update_session(session_id, cast(types.SessionUpdate, wanted))
            except Conflict as conflict:
                if not left or conflict.code != "VERSION_CONFLICT":
                    raise
        raise AssertionError("at least one attempt is made")

    def _store(self, path: Path, size: int) -> str:
        link = self.create_upload_url({"filename": path.name, "file_size": size})
        with path.open("rb") as file:
            _put(link["presigned_url"], file, size, link["required_put_headers"])
        return link["storage_path"]

    def _store_in_parts(self, path: Path, size: int) -> str:
        begun = self.begin_multipart({"filename": path.name, "file_size": size})
        upload_id, part_size = begun["upload_id"], begun["part_size"]
        parts: list[types.CompletedPart] = []
        with path.open("rb") as file:
            for number in range(1, -(-size // part_size) + 1):
                link = self.create_part_url({"upload_id": upload_id, "part_number": number})
                etag = _put_part(link["url"], file.read(part_size))
                parts.append({"part_number": number, "etag": etag})
        self.complete_multipart({"upload_id": upload_id, "parts": parts})
        return begun["storage_path"]


def _entries(page: dict[str, Any]) -> list[Any]:
    """The one list of the page."""
    return next(cast(list[Any], value) for value in page.values() if isinstance(value, list))


def _put(url: str, file: BinaryIO, size: int, headers: dict[str, str]) -> None:
    """Straight to the storage, which must never see the API key."""
    chunks = iter(lambda: file.read(CHUNK_BYTES), b"")
    sized = {**headers, "Content-Length": str(size)}
    _stored(httpx.put(url, content=chunks, headers=sized, timeout=PUT_SECONDS))


def _put_part(url: str, content: bytes) -> str:
    return _stored(httpx.put(url, content=content, timeout=PUT_SECONDS)).headers["ETag"]


def _stored(response: httpx.Response) -> httpx.Response:
    if response.is_success:
        return response
    raise _refusal(response)


def _refusal(response: httpx.Response) -> LecternError:
    try:
        return error_of(response.status_code, response.json())
    except ValueError:
        return error_of(response.status_code, {"message": response.text[:200]})
