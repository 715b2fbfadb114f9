"""Upload links cannot be turned into anything else: the store is listed before and after. [S17]"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from quart.typing import TestClientProtocol as Client

from models.package import Package
from player.storage_put import StorageDoor
from services import database
from services.keyring import Keyring
from services.settings import Settings
from services.storage.local import LocalStore

PACKAGES = "/api/v1/packages"
ZIP = {"Content-Type": "application/zip"}
CourseZip = Callable[..., bytes]


@dataclass
class Ticking:
    """The present of the store's links."""

    time: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


@dataclass
class Attacker:
    """Holds a key of its own and a link, and tries everything with them."""

    api: Client
    door: httpx.AsyncClient
    who: Any
    root: Path
    clock: Ticking
    link: dict[str, Any] = field(default_factory=dict[str, Any])

    async def ask(self, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = await self.api.post(f"{PACKAGES}/{path}", json=body, headers=self.who.headers)
        return answer.status_code, await answer.get_json()

    async def put(self, body: bytes, url: str = "", **headers: str) -> int:
        where = url or self.link["presigned_url"]
        sent = {**ZIP, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return (await self.door.put(where, content=body, headers=sent)).status_code

    def files(self) -> dict[str, int]:
        found = [path for path in self.root.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.root)): path.stat().st_size for path in found}


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
async def store(configuration: Settings, clock: Ticking) -> AsyncIterator[LocalStore]:
    secret = Keyring(b"s" * 32).key("storage")
    kept = LocalStore(configuration.data_dir / "storage", configuration.base_url, secret, clock)
    yield kept
    await kept.close()


@pytest.fixture
async def attacker(
    client: Client, acme: Any, store: LocalStore, configuration: Settings, clock: Ticking
) -> AsyncIterator[Attacker]:
    door: Any = StorageDoor(store, Keyring(b"s" * 32).key("storage"))
    root = configuration.data_dir / "storage"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(door)) as http:
        made = Attacker(client, http, acme, root, clock)
        _, made.link = await made.ask("upload-url", filename="a.zip", file_size=10)
        yield made


async def test_another_size_type_method_or_path_stores_nothing(attacker: Attacker) -> None:
    url, path = attacker.link["presigned_url"], attacker.link["storage_path"]
    elsewhere = path.replace("/uploads/", "/revisions/")
    refused = [
        await attacker.put(b"x" * 11),
        await attacker.put(b"x" * 9),
        await attacker.put(b""),
        await attacker.put(b"x" * 10, Content_Type="text/html"),
        await attacker.put(b"x" * 10, url.replace("size=10", "size=99")),
        await attacker.put(b"x" * 10, url.replace(path, path.replace("a", "b"))),
        await attacker.put(b"x" * 10, url.replace(path, elsewhere)),
        await attacker.put(b"x" * 10, url.replace(path, "../../../etc/passwd")),
        await attacker.put(b"x" * 10, url.replace(path, "%2e%2e/%2e%2e/secret.key")),
        await attacker.put(b"x" * 10, url + "&part=1&upload=" + "0" * 32),
        await attacker.put(b"x" * 10, url.partition("?")[0]),
    ]
    refused += [
        (await attacker.door.request(method, url, headers=ZIP)).status_code
        for method in ("POST", "DELETE", "GET", "HEAD", "PATCH")
    ]

    assert all(400 <= status < 500 for status in refused), refused
    assert attacker.files() == {}


async def test_a_link_ends_and_stores_once(attacker: Attacker) -> None:
    path = attacker.link["storage_path"]
    first, second = await attacker.put(b"0123456789"), await attacker.put(b"overwrites")
    before = attacker.files()
    _, attacker.link = await attacker.ask("upload-url", filename="b.zip", file_size=10)
    attacker.clock.time += 3601

    late = await attacker.put(b"0123456789")

    assert (first, second, late) == (200, 412, 403)
    assert attacker.files() == before == {path: 10}
    assert (attacker.root / path).read_bytes() == b"0123456789"


async def test_parts_outside_the_upload_are_refused(attacker: Attacker, rival: Any) -> None:
    _, begun = await attacker.ask("multipart/init", filename="a.zip", file_size=6 * 1024**2)
    which = begun["upload_id"]
    for number in (0, 3, 10_001, -1):
        status, _ = await attacker.ask("multipart/part-url", upload_id=which, part_number=number)
        assert status == 400
    _, link = await attacker.ask("multipart/part-url", upload_id=which, part_number=2)
    url = link["url"]
    wrong = [
        url.replace("part=2", "part=1"),
        url.replace("part=2", "part=0"),
        url.replace("part=2", "part=10001"),
        url.replace("&part=2", ""),
        url.replace(begun["storage_path"], attacker.link["storage_path"]),
        url.replace("upload=", "upload=0"),
    ]

    assert [await attacker.put(b"x", one) for one in wrong] == [403] * len(wrong)
    assert attacker.files() == {}
    complete = {"upload_id": which, "parts": [{"part_number": 2, "etag": "x"}]}
    status, said = await attacker.ask("multipart/complete", **complete)
    assert (status, said["details"]["part_number"]) == (400, 1)
    attacker.who = rival
    status, _ = await attacker.ask("multipart/complete", **complete)
    assert status == 404
    attacker.clock.time += 3601
    assert await attacker.put(b"x", url) == 403
    assert attacker.files() == {}


@pytest.mark.parametrize(
    "filename", ["../../a.zip", "/etc/a.zip", "a\r\nX-Evil: 1.zip", "C:\\a.zip", "\u202ea.zip"]
)
async def test_the_key_never_follows_the_filename(attacker: Attacker, filename: str) -> None:
    own = f"tenants/{attacker.who.tenant_id}/uploads/"
    for path, more in (("upload-url", {"file_size": 10}), ("multipart/init", {})):
        status, said = await attacker.ask(path, filename=filename, **more)
        assert status == 201
        assert said["storage_path"] == f"{own}{said['upload_id']}.zip"


async def test_paths_of_others_and_odd_ones_are_unknown(attacker: Attacker, rival: Any) -> None:
    await attacker.put(b"0123456789")
    path = attacker.link["storage_path"]
    attacker.who = rival
    odd = [path, f"../{path}", f"https://evil.com/{path}", f"tenants/{uuid4()}/uploads/{uuid4()}"]
    for one in odd:
        for mode in (True, False):
            status, said = await attacker.ask("process", **{"storage_path": one, "async": mode})
            assert (status, said["code"]) == (404, "NOT_FOUND")


async def test_parallel_processing_of_one_link_makes_one_package(
    attacker: Attacker, course_zip: CourseZip
) -> None:
    content = course_zip()
    _, attacker.link = await attacker.ask("upload-url", filename="a.zip", file_size=len(content))
    assert await attacker.put(content) == 200
    order = {"storage_path": attacker.link["storage_path"]}

    answers = await asyncio.gather(*(attacker.ask("process", **order) for _ in range(10)))

    assert {status for status, _ in answers} == {201}
    assert len({said["package_id"] for _, said in answers}) == 1
    async with database.tenant_scope(attacker.who.tenant_id):
        assert await Package.all().count() == 1
