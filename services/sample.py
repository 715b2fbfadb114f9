"""The course that comes with the product, packed as an author's tool would pack it."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

TITLE = "Reading the Sky"

_FOLDER = Path(__file__).resolve().parent.parent / "samples" / "reading-the-sky"
# ZIP has no earlier time than this; a fixed one gives the same bytes on every machine.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def build(folder: Path = _FOLDER) -> bytes:
    """The same folder always gives the same bytes, so a repeated import can be recognised."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.writestr(_entry(path.relative_to(folder)), path.read_bytes())
    return packed.getvalue()


def _entry(name: Path) -> ZipInfo:
    entry = ZipInfo(name.as_posix(), _EPOCH)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry
