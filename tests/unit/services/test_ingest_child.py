"""What the examining process says and asks for, heard at the other end of its line."""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread

import pytest
from lectern_manifests import Course, course_zip
from lectern_zips import SCO_PAGE, STORED, Archive, zip_of

from scorm.packaging.index import load
from services.packages import ingest_child
from services.packages.ingest_child import Server
from services.packages.ingest_messages import (
    LENGTH,
    Done,
    Exhausted,
    FromProcess,
    Parts,
    Ready,
    Refused,
    Task,
    Want,
    frame,
    from_process,
)


@dataclass(slots=True)
class Line:
    """Our end; answers what is asked for from the archive at hand."""

    end: socket.socket
    archive: bytes = b""
    asked: list[list[tuple[int, int]]] = field(default_factory=list[list[tuple[int, int]]])

    def hear(self) -> FromProcess:
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size))
        return from_process(self._exactly(length))

    def examine(self, archive: bytes, most_headers: int = 500) -> FromProcess:
        self.archive = archive
        self.end.sendall(frame(Task(len(archive), most_headers)))
        while isinstance(message := self.hear(), Want):
            self.asked.append(message.ranges)
            parts = [archive[at : at + length] for at, length in message.ranges]
            self.end.sendall(frame(Parts(parts)))
        return message

    def _exactly(self, length: int) -> bytes:
        data = b""
        while len(data) < length:
            part = self.end.recv(length - len(data))
            assert part, "the process hung up"
            data += part
        return data


@pytest.fixture
def line() -> Iterator[Line]:
    ours, theirs = socket.socketpair()
    fd = theirs.fileno()
    thread = Thread(target=ingest_child.serve, args=(Server(fd, fd),))
    thread.start()
    with ours, theirs:
        line = Line(ours)
        assert isinstance(line.hear(), Ready)
        yield line
        ours.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def large(files: int) -> bytes:
    manifest = Course().lesson("one", "index.html").encode()
    archive = Archive().add("video.mp4", os.urandom(2_000_000), method=STORED)
    archive.add("imsmanifest.xml", manifest).add("index.html", SCO_PAGE)
    for number in range(files):
        archive.add(f"{number}.js", b"x")
    return archive.build()


def test_a_small_archive_is_asked_for_once(line: Line) -> None:
    data = course_zip()

    done = line.examine(data)

    assert isinstance(done, Done)
    assert "index.html" in load(done.index).entries
    assert line.asked == [[(0, len(data))]]


def test_headers_are_asked_for_many_at_a_time(line: Line) -> None:
    done = line.examine(large(400))

    assert isinstance(done, Done)
    assert [len(ranges) for ranges in line.asked] == [1, 1, 256, 147, 1, 1]


def test_headers_of_too_many_files_are_left_for_later(line: Line) -> None:
    done = line.examine(large(400), most_headers=300)

    assert isinstance(done, Done)
    assert [len(ranges) for ranges in line.asked] == [1, 1, 1, 1]


def test_one_package_after_another_is_examined(line: Line) -> None:
    assert isinstance(line.examine(b"nothing"), Refused)
    assert isinstance(line.examine(zip_of({"a": b"x"})), Refused)
    assert isinstance(line.examine(course_zip()), Done)


def test_running_out_of_memory_is_said(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(ingest_child, "examine", exhaust)

    assert isinstance(line.examine(course_zip()), Exhausted)
