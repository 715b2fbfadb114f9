"""Our own clients for Python and JavaScript, against the product as users start it."""

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from lectern_client import types
from lectern_client.client import Lectern
from lectern_client.errors import Conflict, LecternError, NotAuthorized, NotFound, RateLimited
from lectern_courses import three_parts
from lectern_server import API_KEY, Server

ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024


@pytest.fixture
def lectern(server: Server) -> Iterator[Lectern]:
    with Lectern(server.base_url, API_KEY) as client:
        yield client


@pytest.fixture
def course(tmp_path: Path) -> Path:
    path = tmp_path / "three parts.zip"
    path.write_bytes(three_parts())
    return path


def test_python_uploads_launches_and_reads(lectern: Lectern, course: Path) -> None:
    made = lectern.upload(course, uploaded_by="user-123")
    package_id = made["package_id"]
    launched = lectern.launch_package(package_id, {"user_id": "u-1", "learner_name": "Ada"})

    session = lectern.read_session(launched["session_id"])
    with lectern.download_package(package_id) as original:
        content = b"".join(original)

    assert httpx.get(launched["launch_url"]).headers["Location"].startswith("http://play.")
    assert (session["user_id"], session["package_id"]) == ("u-1", package_id)
    assert content == course.read_bytes()


def test_python_sends_a_form_and_a_second_revision(lectern: Lectern, course: Path) -> None:
    with course.open("rb") as file:
        first = lectern.upload_package(file, course.name, {"uploaded_by": "user-123"})

    second = lectern.upload(course, package_id=first["package_id"])

    assert second["current_revision"] == 2


def test_python_walks_through_all_pages(lectern: Lectern, course: Path) -> None:
    package_id = lectern.upload(course)["package_id"]
    wanted = [f"walker-{number}" for number in range(105)]
    for user_id in wanted:
        lectern.launch_package(package_id, {"user_id": user_id})

    found = lectern.every(lectern.list_sessions, package_id=package_id)

    assert sorted(session["user_id"] for session in found) == sorted(wanted)


def test_python_reads_a_report_as_rows_and_as_a_file(lectern: Lectern, course: Path) -> None:
    package_id = lectern.upload(course)["package_id"]
    lectern.launch_package(package_id, {"user_id": "a/b +?ü"})

    rows = lectern.report_sessions(package_id=package_id)["rows"]
    with lectern.report_sessions_as_csv(package_id=package_id) as file:
        lines = file.read().decode().splitlines()
    learner = lectern.read_learner("a/b +?ü")

    assert [row["user_id"] for row in rows] == ["a/b +?ü"]
    assert len(lines) == 2
    assert "a/b +?ü" in lines[1]
    assert learner["user_id"] == "a/b +?ü"


def test_python_changes_a_session_that_somebody_else_changes_too(
    lectern: Lectern, course: Path
) -> None:
    package_id = lectern.upload(course)["package_id"]
    session_id = lectern.launch_package(package_id, {"user_id": "u"})["session_id"]
    interruptions = iter([True, False])

    def add_a_point(session: types.Session) -> types.SessionUpdate:
        if next(interruptions):
            lectern.update_session(session_id, {"suspend_data": "theirs"})
        raw = session["score"]["raw"] or 0.0
        return {"score": {"raw": raw + 1}}

    changed = lectern.change_session(session_id, add_a_point)

    assert changed["session"]["score"]["raw"] == 1
    assert changed["session"]["suspend_data"] == "theirs"


def test_python_tells_refusals_apart(lectern: Lectern, server: Server, course: Path) -> None:
    package_id = lectern.upload(course)["package_id"]
    session_id = lectern.launch_package(package_id, {"user_id": "u"})["session_id"]

    with pytest.raises(NotFound) as missing:
        lectern.read_package(str(uuid4()))
    with pytest.raises(Conflict) as stale:
        lectern.update_session(session_id, {"version": 99})
    with pytest.raises(LecternError) as invalid:
        lectern.launch_package(package_id, {"user_id": ""})
    with Lectern(server.base_url, "scorm_live_unknown") as stranger, pytest.raises(NotAuthorized):
        stranger.list_packages()

    assert missing.value.code == "PACKAGE_NOT_FOUND"
    assert missing.value.request_id
    assert stale.value.current_version == 1
    assert "user_id" in invalid.value.details["fieldErrors"]


def test_python_uploads_a_large_file_in_parts(
    lectern: Lectern, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lectern_client.client.LARGE_BYTES", 5 * MIB)
    path = tmp_path / "large.zip"
    path.write_bytes(three_parts(padding=7 * MIB))

    made = lectern.upload(path)

    stored = lectern.read_package(made["package_id"])
    assert stored["file_size_bytes"] == path.stat().st_size > 5 * MIB


class Scripted(BaseHTTPRequestHandler):
    """Answers each request with the next status of the script."""

    statuses: list[int]
    seen: list[str]
    url: str

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer()

    def _answer(self) -> None:
        self.seen.append(self.command)
        status = self.statuses.pop(0)
        body = json.dumps({"code": f"C{status}", "packages": []}).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "0.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's signature
        del format, args


@pytest.fixture
def scripted() -> Iterator[Any]:
    handler = type("Handler", (Scripted,), {"statuses": [], "seen": []})
    listening = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    handler.url = f"http://127.0.0.1:{listening.server_port}"
    yield handler
    listening.shutdown()
    thread.join()
    listening.server_close()


def test_python_repeats_what_may_be_repeated(scripted: Any) -> None:
    scripted.statuses += [500, 429, 200]

    with Lectern(scripted.url, "key") as lectern:
        lectern.list_packages()

    assert scripted.seen == ["GET", "GET", "GET"]


def test_python_never_repeats_a_post_that_may_have_worked(scripted: Any) -> None:
    scripted.statuses += [500, 201]

    with Lectern(scripted.url, "key") as lectern, pytest.raises(LecternError) as fault:
        lectern.process_package({"storage_path": "x"})

    assert (fault.value.status, scripted.seen) == (500, ["POST"])


def test_python_waits_for_a_limit_no_longer_than_it_may(scripted: Any) -> None:
    scripted.statuses += [429]

    with Lectern(scripted.url, "key", patience=0.01) as lectern, pytest.raises(RateLimited):
        lectern.list_packages()

    assert scripted.seen == ["GET"]


def test_javascript_does_the_same(server: Server, course: Path) -> None:
    script = ROOT / "tests" / "e2e" / "client_library.mjs"

    done = subprocess.run(
        ["node", script, server.base_url, API_KEY, course],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["users"] == ["js-1", "js-2"]
    assert told["downloaded"] == course.stat().st_size
    assert told["revision"] == 2
    assert told["score"] == 1
    assert told["missing"] == ["PACKAGE_NOT_FOUND", 404]
    assert told["stale"] == ["VERSION_CONFLICT", 409]
    assert told["stranger"] == ["UNAUTHORIZED", 401]
