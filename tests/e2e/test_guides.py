"""Every sample of every guide does what the guide says, against the product as users start it."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import lectern_guides as guides
import pytest
from lectern_server import Server

from services import sample

LIMITS = {
    "LECTERN_RATE_LIMIT_READ": "1000",
    "LECTERN_RATE_LIMIT_WRITE": "100",
    "LECTERN_RATE_LIMIT_UPLOAD": "10",
}


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a real course in it."""
    folder = tmp_path_factory.mktemp("courses")
    (folder / "course.zip").write_bytes(sample.build())
    return folder


@pytest.fixture(scope="module")
def course_url(courses: Path) -> Iterator[str]:
    """The course on a web server of somebody else."""
    handler = functools.partial(_Quiet, directory=str(courses))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}/course.zip"
        web.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        del format, args


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With the limits that everybody has; only its neighbours may be asked for courses."""
    data = tmp_path_factory.mktemp("guides") / "data"
    running = Server(data, **LIMITS, LECTERN_WEBHOOK_ALLOW_PRIVATE="1").start()
    running.free_operator()
    yield running
    running.stop()


RUNS = [
    pytest.param(name, language, id=f"{name}-{language}")
    for name in guides.names()
    for language in guides.spoken()
    if guides.steps(name, language)
]


@pytest.fixture
def reader(instance: Server, courses: Path, course_url: str, tmp_path: Path) -> guides.Reader:
    """Somebody with a key, a course, and an empty folder for whatever the samples write."""
    (tmp_path / "course.zip").write_bytes((courses / "course.zip").read_bytes())
    environment = {
        "LECTERN_URL": instance.base_url,
        "LECTERN_API_KEY": instance.new_key(tmp_path.name),
        "COURSE_URL": course_url,
    }
    return guides.Reader(tmp_path, environment)


@pytest.mark.parametrize(("name", "language"), RUNS)
def test_the_samples_of_a_guide_do_what_it_says(
    reader: guides.Reader, name: str, language: str
) -> None:
    problems = guides.run(guides.steps(name, language), language, reader)

    assert problems == [], "\n".join(problems)
