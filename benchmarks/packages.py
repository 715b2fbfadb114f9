"""Large packages for the benchmarks, written without compressing or holding them."""

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="bench" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
 <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
 <organizations default="o"><organization identifier="o"><title>Large course</title>
  <item identifier="i" identifierref="r"><title>Start</title></item></organization></organizations>
 <resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="media/0.mp4">
{files} </resource></resources>
</manifest>
"""
_BLOCK = 1024 * 1024
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")
_FAR = 0xFFFFFFFF


def write_package(path: Path, size: int, files: int, *, sparse: bool) -> int:
    """About ``size`` bytes of stored films; sparse ones are zeros that take no room on disk."""
    each = size // files
    pattern = bytes(_BLOCK) if sparse else os.urandom(_BLOCK)
    crc = _crc(pattern, each)
    names = [f"media/{number}.mp4" for number in range(files)]
    listed = "".join(f'  <file href="{name}"/>\n' for name in names)
    manifest = _MANIFEST.format(files=listed).encode()

    with path.open("wb") as target:
        directory = [_begin(target, "imsmanifest.xml", zlib.crc32(manifest), len(manifest))]
        target.write(manifest)
        for name in names:
            directory.append(_begin(target, name, crc, each))
            if sparse:
                target.seek(each, os.SEEK_CUR)
            else:
                target.writelines(_blocks(pattern, each))
        _finish(target, directory)
        return target.tell()


def _begin(target: BinaryIO, name: str, crc: int, size: int) -> bytes:
    """Writes the header in front of a file, and gives its line of the directory."""
    offset, raw = target.tell(), name.encode()
    target.write(_LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, 33, crc, size, size, len(raw), 0) + raw)
    extra = struct.pack("<2HQ", 1, 8, offset) if offset >= _FAR else b""
    shown = min(offset, _FAR)
    fields = (crc, size, size, len(raw), len(extra), 0, 0, 0, 0, shown)
    return _CENTRAL.pack(b"PK\x01\x02", 20, 20, 0, 0, 0, 33, *fields) + raw + extra


def _blocks(pattern: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, size, _BLOCK):
        yield pattern[: size - start]


def _finish(target: BinaryIO, directory: list[bytes]) -> None:
    start, length, count = target.tell(), sum(map(len, directory)), len(directory)
    target.writelines(directory)
    end = target.tell()
    target.write(_END64.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, start))
    target.write(_LOCATOR.pack(b"PK\x06\x07", 0, end, 1))
    shown = min(start, _FAR)
    most = min(count, 0xFFFF)
    target.write(_END.pack(b"PK\x05\x06", 0, 0, most, most, length, shown, 0))


def _crc(pattern: bytes, size: int) -> int:
    crc = 0
    for block in _blocks(pattern, size):
        crc = zlib.crc32(block, crc)
    return crc
