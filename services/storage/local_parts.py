"""Parts of objects on local disk: one folder for each upload, one file for each part."""

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from services.errors import ObjectNotFound
from services.storage import parts
from services.storage.parts import Part
from services.storage.store import Stored

_UPLOAD = re.compile(r"[0-9a-f]{32}")
_AT_ONCE = 256 * 1024**2
# What a file system answers that cannot copy by itself.
_UNABLE = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM}


class LocalParts:
    """Everything here blocks, so it belongs on a thread."""

    def __init__(self, root: Path, trash: Path) -> None:
        self._root = root
        self._trash = trash

    def begin(self, key: str) -> str:
        upload = uuid4().hex
        folder = self._root / _name(key) / upload
        folder.mkdir(parents=True, mode=0o700)
        for above in folder.parents[:3]:
            sync_folder(above)
        return upload

    def place(self, key: str, upload: str, number: int) -> Path:
        return self._folder(key, upload) / f"{number:05}"

    def held(self, key: str, upload: str) -> list[Part]:
        """In the order of their numbers; raises FileNotFoundError once the upload is over."""
        with os.scandir(self._folder(key, upload)) as entries:
            found = [(int(entry.name), stored(entry.stat())) for entry in entries]
        return [Part(number, one.size, one.etag) for number, one in sorted(found, key=_number)]

    def join(self, key: str, upload: str, wanted: Sequence[Part], target: int) -> None:
        """Raises Invalid for a part that is another one by now."""
        for part in wanted:
            source = os.open(self.place(key, upload, part.number), os.O_RDONLY)
            try:
                if stored(os.fstat(source)).etag != part.etag:
                    raise parts.changed(part)
                _copy(source, target, part.size)
            finally:
                os.close(source)

    def discard(self, key: str) -> None:
        """Renamed first: from then on no part of this object can be put."""
        gone = self._trash / f"parts-{uuid4().hex}"
        try:
            (self._root / _name(key)).rename(gone)
        except FileNotFoundError:
            return
        shutil.rmtree(gone, ignore_errors=True)

    def _folder(self, key: str, upload: str) -> Path:
        if not _UPLOAD.fullmatch(upload):
            raise ObjectNotFound
        return self._root / _name(key) / upload


def stored(found: os.stat_result) -> Stored:
    # Objects are replaced by new files only, so the inode and its time stand for the bytes.
    return Stored(found.st_size, f"{found.st_ino:x}-{found.st_mtime_ns:x}-{found.st_size:x}")


def sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _number(found: tuple[int, Stored]) -> int:
    return found[0]


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _copy(source: int, target: int, size: int) -> None:
    """The kernel copies, or only notes that both files share the bytes where it can."""
    copy = os.copy_file_range
    left = size
    while left > 0:
        try:
            done = copy(source, target, min(left, _AT_ONCE))
        except OSError as problem:
            if copy is os.copy_file_range and problem.errno in _UNABLE:
                copy = _send
                continue
            raise
        if done == 0:
            raise OSError(errno.EIO, "a part became shorter")
        left -= done


def _send(source: int, target: int, count: int) -> int:
    return os.sendfile(target, source, None, count)
