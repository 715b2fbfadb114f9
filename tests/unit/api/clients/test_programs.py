"""Programs as customers write them from the documentation, unchanged against a real server."""

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

HERE = Path(__file__).parent
CourseZip = Callable[..., bytes]


@pytest.fixture
def course(tmp_path: Path, course_zip: CourseZip) -> Path:
    path = tmp_path / "fire safety.zip"
    path.write_bytes(course_zip())
    return path


@pytest.fixture
async def package_id(live: Any, course: Path) -> str:
    made: str = (await run(live, "quick_form.mjs", course))["packageId"]
    return made


async def test_a_shell_script_mints_puts_and_processes(live: Any, course: Path) -> None:
    made = await run(live, "upload.sh", course)

    assert made["package"]["package_id"]
    assert made["manifest"]["title"] == "Fire safety"


async def test_a_page_uploads_and_launches(live: Any, course: Path) -> None:
    made = await run(live, "browser_upload.mjs", course)

    assert made["launchUrl"].startswith(f"{live.url}/player/{made['sessionId']}?token=")


async def test_the_page_may_upload_from_its_own_site(live: Any, course: Path) -> None:
    page = {"Origin": "https://courses.example.com"}
    async with httpx.AsyncClient(headers=page) as http:
        minted = await http.post(
            f"{live.url}/api/v1/packages/upload-url",
            headers=live.headers,
            json={"filename": course.name, "file_size": course.stat().st_size},
        )
        preflight = await http.options(
            minted.json()["presigned_url"],
            headers={
                "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": "content-type",
            },
        )

    assert preflight.is_success
    assert preflight.headers["Access-Control-Allow-Origin"] in {"*", page["Origin"]}


async def test_a_careful_client_validates_before_it_processes(live: Any, course: Path) -> None:
    made = await run(live, "validate_first.py", course)

    assert (made["manifest"]["title"], made["manifest"]["sco_count"]) == ("Fire safety", 1)
    assert made["package_id"]


async def test_the_quick_example_posts_a_form(live: Any, course: Path) -> None:
    made = await run(live, "quick_form.mjs", course)

    assert made["launchUrl"].startswith(f"{live.url}/content/{made['packageId']}/")


async def test_the_paging_loop_ends_and_the_error_reader_finds_the_code(
    live: Any, package_id: str
) -> None:
    told = await run(live, "paging.mjs")

    assert package_id in told["found"]
    assert len(told["found"]) == len(set(told["found"]))
    assert (told["missing"], told["waits"]) == ("PACKAGE_NOT_FOUND", 0)


async def test_the_rate_limit_loop_waits_until_the_window_resets(hurried: Any) -> None:
    begun = time.monotonic()

    told = await run(hurried, "paging.mjs", ASK_AGAIN="8")

    assert told["waits"] in {1, 2}
    assert time.monotonic() - begun > 0.5


async def test_a_migrated_client_launches_reads_and_asks_for_events(
    live: Any, package_id: str
) -> None:
    hook = "https://lms.lectern-learners.com/webhooks/scorm"

    told = await run(live, "migrated.sh", package_id, HOOK_URL=hook)

    assert told["session_id"] in told["launch_url"]
    assert told["webhook"]["id"]
    assert told["webhook"]["tenant_id"] == live.tenant_id
    assert told["webhook"]["url"] == hook
    assert told["webhook"]["event_type"] == "package.processing.completed"
    assert "secret" not in told["webhook"]


async def test_update_loops_get_through_side_by_side(live: Any, package_id: str) -> None:
    session_id, address = str(uuid4()), f"{live.url}/api/v1"
    elements = [f"cmi.objectives.{number}.id" for number in range(4)]
    async with httpx.AsyncClient(headers=live.headers) as http:
        await http.post(
            f"{address}/packages/{package_id}/launch",
            json={"user_id": "user-123", "session_id": session_id},
        )
        versions = await asyncio.gather(
            *(run(live, "update_loop.py", session_id, element, "seen") for element in elements)
        )
        read = (await http.get(f"{address}/sessions/{session_id}")).json()

    assert sorted(versions) == [2, 3, 4, 5]
    assert read["version"] == 5
    assert set(elements) <= set(read["cmi_data"])


async def test_a_large_file_comes_in_parts(
    live: Any, tmp_path: Path, course_zip: CourseZip
) -> None:
    noise = random.Random(8)  # noqa: S311 - only bytes that do not compress
    large = tmp_path / "large.zip"
    large.write_bytes(course_zip(**{"film.txt": noise.randbytes(8_000_000).hex()}))

    made = await run(live, "multipart.mjs", large)

    assert made["packageId"]
    assert made["parts"] >= 2


async def test_the_original_zip_is_downloaded_by_package_id(
    live: Any, package_id: str, course: Path, tmp_path: Path
) -> None:
    target = tmp_path / "back.zip"

    await run(live, "download.sh", package_id, target)

    assert target.read_bytes() == course.read_bytes()


async def run(live: Any, program: str, *arguments: str | Path, **environment: str) -> Any:
    """What the program printed, read as JSON."""
    runner = {".mjs": ["node"], ".py": [sys.executable], ".sh": ["bash"]}[Path(program).suffix]
    process = await asyncio.create_subprocess_exec(
        *(*runner, str(HERE / program), *map(str, arguments)),
        env={
            **os.environ,
            "API_URL": live.url,
            "API_KEY": live.key,
            "TENANT_ID": live.tenant_id,
            **environment,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, problem = await process.communicate()
    assert process.returncode == 0, problem.decode()
    return json.loads(output or "null")
