"""Starting, stopping, dying and being looked after, as an operator sees it."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from lectern_courses import lazy
from lectern_server import Server

LECTERN = Path(sys.executable).parent / "lectern"


def lectern(
    *arguments: str, data_dir: Path, **environment: str
) -> "subprocess.CompletedProcess[str]":
    clean = {k: v for k, v in os.environ.items() if not k.startswith("LECTERN_")}
    return subprocess.run(
        [LECTERN, *arguments],
        env={**clean, "LECTERN_DATA_DIR": str(data_dir), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_key_made_on_the_command_line_works_at_once_and_ends_with_its_revocation(
    server: Server,
) -> None:
    made = lectern("keys", "create", "--tenant", "Shop", "--json", data_dir=server.data_dir)
    assert made.returncode == 0, made.stderr
    key: dict[str, Any] = json.loads(made.stdout)
    headers = {"X-API-Key": key["key"]}
    assert server.api.get("/packages", headers=headers).status_code == 200

    listed = lectern("keys", "list", "--tenant", "Shop", "--json", data_dir=server.data_dir)
    assert [row["id"] for row in json.loads(listed.stdout)] == [key["id"]]
    assert key["key"] not in listed.stdout

    revoked = lectern("keys", "revoke", key["id"], "--tenant", "Shop", data_dir=server.data_dir)
    assert revoked.returncode == 0, revoked.stderr
    refused = server.api.get("/packages", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (401, "UNAUTHORIZED")


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["migrate"], {"LECTERN_PORT": "http"}, "LECTERN_PORT"),
        (["keys", "revoke", str(uuid4())], {}, "API key not found"),
        (["serve"], {"LECTERN_STORAGE_URL": "ftp://x"}, "LECTERN_STORAGE_URL"),
        (["serve"], {"LECTERN_PLANS_FILE": "/nowhere/plans.toml"}, "LECTERN_PLANS_FILE"),
    ],
)
def test_a_command_that_cannot_work_says_why_in_one_line(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], told: str
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])

    ended = lectern(*arguments, data_dir=tmp_path / "d", **{"LECTERN_PORT": port, **environment})

    assert ended.returncode != 0
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_taken_is_named(server: Server, tmp_path: Path) -> None:
    ended = lectern("serve", data_dir=tmp_path / "d", LECTERN_PORT=str(server.port))

    assert ended.returncode != 0
    assert f"Port {server.port}" in ended.stderr


@pytest.mark.parametrize(
    "host", ["localhost", "play.lectern.localhost", "x.content.lectern.localhost"]
)
def test_no_answer_names_the_software_behind_it(server: Server, host: str) -> None:
    address = f"http://127.0.0.1:{server.port}/storage/nothing"

    answer = httpx.get(address, headers={"Host": f"{host}:{server.port}"})

    assert answer.headers.get_list("server") == ["lectern"]
    assert "granian" not in str(answer.headers) + answer.text


def test_what_was_stored_is_there_after_the_process_was_killed(tmp_path: Path) -> None:
    server = Server(tmp_path / "data").start()
    session_id = str(uuid4())
    package = server.upload(lazy())
    server.launch(package, "ann", session_id=session_id)
    answer = server.api.put(f"/sessions/{session_id}", json={"suspend_data": "kept"})
    assert answer.status_code == 200

    server.kill()
    server.start()

    assert server.session(session_id)["suspend_data"] == "kept"
    assert server.api.get(f"/packages/{package}").status_code == 200
    assert server.stop() == 0
    assert not (server.data_dir / "postgres" / "postmaster.pid").exists(), "the database runs on"


def test_a_request_under_way_is_finished_before_the_server_stops(tmp_path: Path) -> None:
    server = Server(tmp_path / "data").start()
    archive = lazy(**{"film.bin": os.urandom(400_000)})
    answers: list[httpx.Response] = []

    def slowly() -> Any:
        head = (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="c.zip"\r\n'
            b"Content-Type: application/zip\r\n\r\n"
        )
        yield head
        for start in range(0, len(archive), 50_000):
            yield archive[start : start + 50_000]
            time.sleep(0.2)
        yield b"\r\n--b--\r\n"

    def upload() -> None:
        answers.append(
            server.api.post(
                "/packages",
                content=slowly(),
                headers={"Content-Type": "multipart/form-data; boundary=b"},
            )
        )

    uploading = threading.Thread(target=upload)
    uploading.start()
    time.sleep(0.7)

    assert server.stop() == 0

    uploading.join(30)
    assert [answer.status_code for answer in answers] == [201]


def test_the_second_start_prints_the_same_key_and_a_link_to_the_same_course(
    tmp_path: Path,
) -> None:
    server = Server(tmp_path / "data").start()
    first = server.greeting()
    assert server.stop() == 0

    again = server.start().greeting()

    assert server.stop() == 0
    assert again["API key"] == first["API key"]
    assert again["Sample course"].split("?")[0] == first["Sample course"].split("?")[0]


def test_the_printed_key_looks_after_its_own_tenant_and_no_other(tmp_path: Path) -> None:
    server = Server(tmp_path / "data").start()
    headers = {"X-API-Key": server.greeting()["API key"]}
    base = f"http://127.0.0.1:{server.port}/api"

    keys = httpx.get(f"{base}/customer/api-keys", headers=headers)
    tenant = httpx.post(f"{base}/admin/tenants", headers=headers, json={"name": "Another"})

    assert server.stop() == 0
    assert keys.status_code == 200
    assert (tenant.status_code, tenant.json()["code"]) == (403, "FORBIDDEN")
