"""The API keeps what its OpenAPI document says, tried by Schemathesis on a running server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lectern_courses import LAZY_PAGE, Course, Sco
from lectern_server import API_KEY, Server

HERE = Path(__file__).parent
# For a long run: how many cases each operation gets in each phase, instead of a few.
EXAMPLES = os.environ.get("LECTERN_SCHEMATHESIS_EXAMPLES", "")
FEWEST_CASES = 2000


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(
        tmp_path_factory.mktemp("tried") / "data", LECTERN_WEBHOOK_ALLOW_PRIVATE="1"
    ).start()
    yield running
    running.stop()


@pytest.mark.timeout(1800)
def test_the_api_does_what_its_document_says(tried: Server, tmp_path: Path) -> None:
    report = tmp_path / "report.json"

    more = ["--max-examples", EXAMPLES] if EXAMPLES else []
    ran = run(tried, "--report", "json", "--report-json-path", str(report), *more)

    told: dict[str, Any] = json.loads(report.read_text()) if report.exists() else {}
    assert ran.returncode == 0, ran.stdout[-20_000:]
    assert told["failures"] == told["errors"] == []
    assert told["operations"]["tested"] == told["operations"]["total"]
    assert told["test_cases"]["generated"] >= FEWEST_CASES
    assert {phase["status"] for phase in told["phases"].values()} == {"success"}
    assert "Traceback" not in tried.log.read_text()


def run(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "LECTERN_TRIED_KEY": API_KEY,
        "LECTERN_TRIED_TENANT": own_tenant(server),
        "LECTERN_TRIED_KEY_ID": own_key(server),
        "PYTHONPATH": f"{HERE}:{HERE.parent}",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        [
            *(Path(sys.executable).parent / "schemathesis", "--config-file"),
            *(HERE / "schemathesis.toml", "run", f"{server.base_url}/api/docs/openapi.json"),
            *("--url", server.base_url, *arguments),
        ],
        env=environment,
        cwd=server.data_dir.parent,
        check=False,
        capture_output=True,
        text=True,
    )


def own_tenant(server: Server) -> str:
    """Of the key; on the way there is something to read and to change from the beginning."""
    course = Course("Fire safety", [Sco("a", "Alarm")], {"index.html": LAZY_PAGE})
    package_id = server.upload(course.archive())
    server.launch(package_id, "user-123")
    return str(server.api.get(f"/packages/{package_id}").json()["tenant_id"])


def own_key(server: Server) -> str:
    """Its id; this server's tenant has no other."""
    listed = server.api.get(f"{server.base_url}/api/customer/api-keys").raise_for_status().json()
    return str(listed["api_keys"][0]["id"])
