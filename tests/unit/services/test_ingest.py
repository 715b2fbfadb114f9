"""Uploads become courses in processes of their own, or are refused with everything found."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from lectern_exports import RISE
from lectern_manifests import Course, course_zip
from lectern_zips import SCO_PAGE, STORED, Archive, zip_of

from scorm.edition import Edition
from services.packages import ingest, ingest_workers
from services.packages.ingest import Inspection
from services.packages.ingest_messages import Done, Exhausted, Task
from services.packages.ingest_workers import Process, Processes, ProcessLost
from services.packages.refusals import BadPackage
from services.storage.local import LocalStore

KEY = "tenants/t/uploads/u.zip"
MANIFEST = Course().lesson("one", "index.html").encode()


class RemoteStore(LocalStore):
    """Says that every request costs, as an object store does, and counts them."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, "http://localhost", b"s" * 32)
        self.reads = 0

    @property
    def backend(self) -> str:
        return "s3"

    async def read(self, key: str, offset: int, length: int) -> bytes:
        self.reads += 1
        return await super().read(key, offset, length)


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path, "http://localhost", b"s" * 32)


@pytest.fixture
def remote(tmp_path: Path) -> RemoteStore:
    return RemoteStore(tmp_path)


@pytest.fixture(scope="module", autouse=True)
def _no_process_stays() -> Iterator[None]:
    yield
    ingest.close_pool()


def keep(tmp_path: Path, data: bytes) -> int:
    path = tmp_path / KEY
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)


async def inspect(store: LocalStore, tmp_path: Path, data: bytes) -> Inspection:
    return await ingest.inspect(store, KEY, keep(tmp_path, data))


async def refusal_of(store: LocalStore, tmp_path: Path, data: bytes) -> BadPackage:
    with pytest.raises(BadPackage) as caught:
        await inspect(store, tmp_path, data)
    details: dict[str, Any] = caught.value.details
    assert details["reason"] in {finding["rule"] for finding in details["findings"]}
    assert all(finding["message"] and finding["advice"] for finding in details["findings"])
    return caught.value


async def test_a_course_is_understood(store: LocalStore, tmp_path: Path) -> None:
    inspection = await inspect(store, tmp_path, RISE.zip())

    assert inspection.manifest.title == RISE.title
    assert inspection.manifest.edition is Edition.SCORM_12
    assert inspection.manifest.launch_href == RISE.launch
    assert inspection.index.find(RISE.launch) is not None
    assert inspection.report.findings == ()


async def test_a_course_larger_than_one_read_is_understood(
    store: LocalStore, tmp_path: Path
) -> None:
    archive = Archive().add("video.mp4", os.urandom(3_000_000), method=STORED)
    archive.add("imsmanifest.xml", MANIFEST).add("index.html", SCO_PAGE)
    for number in range(1_000):
        archive.add(f"files/{number}.js", b"x" * number)

    inspection = await inspect(store, tmp_path, archive.build())

    assert len(inspection.index) == 1_003
    assert all(entry.data_offset for entry in inspection.index.entries.values())


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b"", "INVALID_FILE_TYPE", "NOT_A_ZIP"),
        (b"PK\x03\x04 cut", "INVALID_FILE_TYPE", "TRUNCATED"),
        (zip_of({}), "MANIFEST_NOT_FOUND", "MANIFEST_NOT_FOUND"),
        (
            Archive().add("a.mp4", b"x", method=9).build(),
            "UNSUPPORTED_COMPRESSION",
            "UNSUPPORTED_COMPRESSION",
        ),
        (Archive().add("../a", b"x").build(), "PARSE_FAILED", "BAD_NAME"),
        (zip_of({"imsmanifest.xml": b"<a"}), "PARSE_FAILED", "BROKEN_XML"),
        (zip_of({"imsmanifest.xml": MANIFEST}), "PARSE_FAILED", "MISSING_FILE"),
    ],
)
async def test_a_refusal_says_what_is_wrong_and_what_to_do(
    data: bytes, code: str, reason: str, store: LocalStore, tmp_path: Path
) -> None:
    refusal = await refusal_of(store, tmp_path, data)

    assert (refusal.code, refusal.details["reason"]) == (code, reason)
    assert "/" not in str(refusal).replace("../", "")


async def test_a_refusal_names_file_and_line(store: LocalStore, tmp_path: Path) -> None:
    refusal = await refusal_of(store, tmp_path, zip_of({"imsmanifest.xml": MANIFEST}))

    findings: Any = refusal.details["findings"]
    assert findings[0]["file"] == "imsmanifest.xml"
    assert findings[0]["line"] == 8
    assert findings[0]["severity"] == "error"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ATTRIBUTES = " ".join(f"a{number}='x'" for number in range(500_000))
FILES = "".join(f'<file href="%{number}"/>' for number in range(400_000))
MANY_ITEMS = Course().page("i", "index.html")
MANY_ITEMS.items = [
    f'<item identifier="i{n}" identifierref="r-i"><title>{n}</title></item>' for n in range(50_000)
]
MANY_TWINS = Course().page("i", "index.html")
MANY_TWINS.items = ['<item identifier="i" identifierref="r-i"/>'] * 50_000


@pytest.mark.parametrize(
    "manifest",
    [
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>',
        "<a>" * 100_000,
        f"<a>{'x' * 10_000_000}</a>",
        f'<manifest identifier="{"x" * 9_000_000}"/>',
        "<manifest>" + "<b/>" * 2_000_000 + "</manifest>",
        "<manifest><resources>" + "<resource/>" * 500_000 + "</resources></manifest>",
        f"<manifest {ATTRIBUTES}/>",
        f"<manifest><resources><resource>{FILES}</resource></resources></manifest>",
        str(MANY_ITEMS),
        str(MANY_TWINS),
    ],
    ids=lambda manifest: f"{manifest[:12]}-{len(manifest)}",
)
async def test_no_manifest_takes_longer_than_two_seconds(
    manifest: str, store: LocalStore, tmp_path: Path
) -> None:  # S13
    data = zip_of({"imsmanifest.xml": manifest.encode(), "index.html": SCO_PAGE}, method=STORED)

    with suppress(BadPackage):
        await inspect(store, tmp_path, data)
    busy = _processor_seconds(ingest.processes.idle[-1].pid)
    ingest.close_pool()

    assert busy < 2


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def test_a_block_of_ten_megabytes_of_names_is_survived(
    store: LocalStore, tmp_path: Path
) -> None:
    archive = Archive().add("imsmanifest.xml", MANIFEST).add("index.html", SCO_PAGE)
    for number in range(10_000):
        archive.add(f"{number:05}".ljust(1_020, "n"), method=STORED)

    inspection = await inspect(store, tmp_path, archive.build())

    assert len(inspection.index) == 10_002


async def test_hundreds_of_courses_at_once_share_few_processes(
    store: LocalStore, tmp_path: Path
) -> None:
    size = keep(tmp_path, course_zip())

    inspections = await asyncio.gather(*(ingest.inspect(store, KEY, size) for _ in range(300)))

    assert {each.manifest.title for each in inspections} == {"A course"}
    assert len(ingest.processes.idle) <= ingest_workers.AT_ONCE


async def test_on_an_object_store_few_local_headers_are_compared_at_once(
    remote: RemoteStore, tmp_path: Path
) -> None:
    few = await inspect(remote, tmp_path, _course_of(100))
    after_few = remote.reads
    many = await inspect(remote, tmp_path, _course_of(600))

    assert all(entry.data_offset for entry in few.index.entries.values())
    assert not any(entry.data_offset for entry in many.index.entries.values())
    assert remote.reads - after_few < 10


async def test_a_small_course_costs_one_request(remote: RemoteStore, tmp_path: Path) -> None:
    await inspect(remote, tmp_path, course_zip())

    assert remote.reads == 1


def _course_of(files: int) -> bytes:
    archive = Archive().add("video.mp4", os.urandom(2_000_000), method=STORED)
    archive.add("imsmanifest.xml", MANIFEST).add("index.html", SCO_PAGE)
    for number in range(files):
        archive.add(f"files/{number}.js", b"x" * 100)
    return archive.build()


async def test_a_process_that_is_killed_refuses_its_package_only(
    store: LocalStore, tmp_path: Path
) -> None:
    processes = Processes()
    processes.warm()
    process = processes.idle[0]
    data = course_zip()

    async def kill(ranges: list[tuple[int, int]]) -> list[bytes]:
        os.kill(process.pid, signal.SIGKILL)
        return [data[at : at + length] for at, length in ranges]

    async def fetch(ranges: list[tuple[int, int]]) -> list[bytes]:
        return [data[at : at + length] for at, length in ranges]

    assert isinstance(await processes.examine(Task(len(data), 500), kill), Exhausted)
    assert not isinstance(await processes.examine(Task(len(data), 500), fetch), Exhausted)
    processes.close()


async def test_a_process_that_died_while_waiting_is_replaced() -> None:
    processes = Processes()
    processes.warm()
    processes.idle[0].kill()
    data = course_zip()

    async def fetch(ranges: list[tuple[int, int]]) -> list[bytes]:
        return [data[at : at + length] for at, length in ranges]

    assert isinstance(await processes.examine(Task(len(data), 500), fetch), Done)
    processes.close()


async def test_a_process_serves_only_so_many_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_workers, "PACKAGES_EACH", 2)
    processes = Processes()
    data = course_zip()

    async def fetch(ranges: list[tuple[int, int]]) -> list[bytes]:
        return [data[at : at + length] for at, length in ranges]

    kept: list[int] = []
    for _ in range(3):
        await processes.examine(Task(len(data), 500), fetch)
        kept.append(len(processes.idle))

    assert kept == [1, 0, 1]
    processes.close()


@pytest.mark.parametrize("length", [1, 5_000_000])
async def test_a_process_that_thinks_too_long_is_stopped(
    length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_workers, "WALL_SECONDS", 1.0)
    processes = Processes()
    processes.warm()
    process = processes.idle[0]

    async def freeze(ranges: list[tuple[int, int]]) -> list[bytes]:
        os.kill(process.pid, signal.SIGSTOP)
        # The longer answer does not fit into the line, so even sending it would never end.
        return [b"x" * length for _ in ranges]

    started = perf_counter()
    result = await processes.examine(Task(100, 500), freeze)

    assert isinstance(result, Exhausted)
    assert perf_counter() - started < 5
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


async def test_a_failing_store_is_not_blamed_on_the_package() -> None:
    processes = Processes()

    async def fail(ranges: list[tuple[int, int]]) -> list[bytes]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await processes.examine(Task(100, 500), fail)
    assert processes.idle == []


@pytest.mark.parametrize("ranges", [[(-1, 5)], [(0, 101)], [(90, 20)], [(0, 1)] * 257])
def test_a_process_cannot_read_beyond_its_archive(ranges: list[tuple[int, int]]) -> None:
    with pytest.raises(ProcessLost):
        ingest_workers.check_ranges(ranges, 100)


@pytest.mark.parametrize(
    "script",
    [
        "",
        "raise SystemExit(1)",
        "os.write(1, (5).to_bytes(4, 'little') + b'hello')",
        "os.write(1, b'\\xff\\xff\\xff\\xff')",
        "os.write(1, b'\\x01'); os._exit(0)",
    ],
)
async def test_a_process_that_talks_nonsense_is_lost(script: str) -> None:
    process = Process((sys.executable, "-c", f"import os; {script}"))

    with pytest.raises(ProcessLost):
        await process.examine(Task(100, 500), _nothing)
    process.end()


async def test_a_package_is_not_blamed_for_a_process_that_never_began() -> None:
    processes = Processes()
    processes.idle.append(Process((sys.executable, "-c", "import time; time.sleep(0.2)")))

    with pytest.raises(ProcessLost):
        await processes.examine(Task(100, 500), _nothing)


async def _nothing(ranges: list[tuple[int, int]]) -> list[bytes]:
    return [b"" for _ in ranges]


def test_a_process_knows_nothing_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LECTERN_SECRET_KEY", "very-secret")
    process = Process()

    environment = Path(f"/proc/{process.pid}/environ").read_bytes()
    process.end()

    assert b"very-secret" not in environment


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "os.write(os.dup(2), b'x')",
        "bytearray(600 * 1024 * 1024)",
    ],
)
def test_a_confined_process_can_only_compute(attempt: str) -> None:
    script = (
        "import os\nfrom services.packages import ingest_child\nprint('ready', flush=True)\n"
        f"ingest_child.confine()\n{attempt}"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert ended.stdout == b"ready\n"
    assert ended.returncode == 1
    assert b"Error" in ended.stderr


def test_declared_encodings_need_no_file_once_confined() -> None:
    script = (
        "from services.packages import ingest_child\n"
        "from scorm.packaging import xml, findings, errors\n"
        "ingest_child.confine()\n"
        "for name in (*xml.ENCODINGS, 'utf-7', 'gb2312', 'utf-16'):\n"
        '    source = f\'<?xml version="1.0" encoding="{name}"?><a>x</a>\'\n'
        "    try: xml.parse(source.encode(), findings.Notes())\n"
        "    except errors.ManifestError: pass\n"
        "xml.parse('<a>x</a>'.encode('utf-16'), findings.Notes())\n"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert ended.stderr == b""
