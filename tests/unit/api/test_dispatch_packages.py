"""What is handed out of a dispatch: shell packages that any LMS imports, a link, a snippet."""

import io
import json
import re
import zipfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from quart.typing import TestClientProtocol as Client

from services import database
from services.database import raw_connection
from services.dispatches import generating
from services.ports import ports
from services.tokens import verify_dispatch

Ask = Callable[..., Awaitable[tuple[int, Any]]]
Make = Callable[..., Awaitable[dict[str, Any]]]
Import = Callable[[dict[str, Any], str], Awaitable[tuple[dict[str, Any], list[Any]]]]
ADDRESSES = (
    "/api/v1/dispatches/{id}/zip",
    "/api/v1/dispatches/{id}/download",
    "/api/customer/dispatches/{id}/zip",
)


@pytest.fixture
def dispatch(call: Ask, acme: Any, package: Any) -> Make:
    """A dispatch of a package of its own."""

    async def make(title: str = "Fire safety", **wanted: Any) -> dict[str, Any]:
        sent = {"package_id": await package(acme, title=title), **wanted}
        status, body = await call(acme, "POST", "/dispatches", sent)
        assert status == 201, body
        made: dict[str, Any] = body["dispatch"]
        return made

    return make


@pytest.fixture
def imported(client: Client, call: Ask, acme: Any, stored: Any, dispatch: Make) -> Import:
    """The shell package of a new dispatch, uploaded as a course: that, and what was found in it."""

    async def get(wanted: dict[str, Any], query: str) -> tuple[dict[str, Any], list[Any]]:
        made = await dispatch("Fire &amp; rescue", **wanted)
        answer = await fetched(client, acme, f"/api/v1/dispatches/{made['id']}/zip{query}")
        path = await stored(acme, await answer.get_data(as_text=False))
        status, body = await call(acme, "POST", "/packages/process", {"storage_path": path})
        assert status == 201, body
        _, package = await call(acme, "GET", f"/packages/{body['package_id']}")
        _, report = await call(acme, "GET", f"/packages/{body['package_id']}/report")
        return package, report["findings"]

    return get


async def fetched(client: Client, who: Any, path: str) -> Any:
    answer = await client.get(path, headers=who.headers)
    assert answer.status_code == 200, await answer.get_data(as_text=True)
    return answer


def config(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        script = archive.read("dispatch-config.js").decode()
    found: dict[str, Any] = json.loads(script[script.index("{") : script.rindex("}") + 1])
    return found


async def test_every_address_gives_the_same_bytes_each_time(
    client: Client, acme: Any, dispatch: Make
) -> None:
    made = await dispatch(dispatch_name="For Northwind")
    answers = [
        await fetched(client, acme, path.format(**made)) for path in (*ADDRESSES, *ADDRESSES)
    ]

    contents = {await answer.get_data(as_text=False) for answer in answers}

    assert len(contents) == 1
    [content] = contents
    assert config(content)["launch_url"].endswith(made["token"])
    for answer in answers:
        assert answer.mimetype == "application/zip"
        assert "For-Northwind-scorm-1.2.zip" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("wanted", "query", "edition"),
    [
        ({}, "", "1.2"),
        ({"scorm_version": "2004"}, "", "2004 4th Edition"),
        ({"scorm_version": "2004 3rd Edition"}, "", "2004 3rd Edition"),
        ({}, "?scorm_version=2004", "2004 4th Edition"),
        ({"scorm_version": "2004"}, "?scorm_version=1.2", "1.2"),
        ({}, "?test=true", "1.2"),
        ({}, "?test=true&scorm_version=2004+3rd+Edition", "2004 3rd Edition"),
    ],
)
async def test_a_shell_package_is_a_course_that_imports_without_a_finding(
    imported: Import, wanted: dict[str, Any], query: str, edition: str
) -> None:
    package, findings = await imported(wanted, query)

    assert (package["edition"], package["metadata"]["sco_count"]) == (edition, 1)
    assert "Fire & rescue" in package["title"]
    assert findings == []


async def test_the_connection_check_has_a_token_of_its_own(
    client: Client, acme: Any, dispatch: Make
) -> None:
    made = await dispatch()
    path = f"/api/v1/dispatches/{made['id']}/zip?test=true"

    told = config(await (await fetched(client, acme, path)).get_data(as_text=False))

    claims = verify_dispatch(ports().keyring, told["launch_url"].rpartition("/")[2], now())
    assert (told["test"], claims.test, str(claims.dispatch_id)) == (True, True, made["id"])
    assert not verify_dispatch(ports().keyring, made["token"], now()).test


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize("query", ["scorm_version=1.3", "test=maybe"])
async def test_other_shell_packages_are_not_to_be_had(
    client: Client, acme: Any, dispatch: Make, query: str
) -> None:
    made = await dispatch()

    for path in ADDRESSES:
        answer = await client.get(f"{path.format(**made)}?{query}", headers=acme.headers)
        assert answer.status_code == 400


@pytest.mark.parametrize("changes", [{"status": "paused"}, {"expires_at": "2020-01-01"}])
async def test_a_dispatch_that_may_open_again_can_still_be_handed_out(
    client: Client, call: Ask, acme: Any, dispatch: Make, changes: dict[str, Any]
) -> None:
    made = await dispatch()
    await call(acme, "PATCH", f"/dispatches/{made['id']}", changes)

    for path in ADDRESSES:
        await fetched(client, acme, path.format(**made))


async def test_rotating_changes_the_package(client: Client, acme: Any, dispatch: Make) -> None:
    made = await dispatch()
    path = ADDRESSES[0].format(**made)
    before = await (await fetched(client, acme, path)).get_data(as_text=False)

    await client.post(f"/api/v1/dispatches/{made['id']}/rotate-token", headers=acme.headers)

    after = await (await fetched(client, acme, path)).get_data(as_text=False)
    assert config(before)["launch_url"] != config(after)["launch_url"]


async def test_a_build_is_queued_and_then_found_sound(
    call: Ask, acme: Any, tenant: UUID, dispatch: Make
) -> None:
    made = await dispatch()
    path = f"/dispatches/{made['id']}"

    answers = [await call(acme, "POST", f"{path}/generate") for _ in range(2)]
    queued = (await call(acme, "GET", path))[1]["dispatch"]["zip_status"]
    for job in await jobs(tenant):
        await generating.run(UUID(job["tenant_id"]), job["dispatch_id"], ports())

    body = {
        "dispatch_id": made["id"],
        "success": True,
        "message": "Dispatch generation queued.",
    }
    assert answers == [(202, body)] * 2
    assert queued == "queued"
    assert (await call(acme, "GET", path))[1]["dispatch"]["zip_status"] == "ready"


async def jobs(tenant: UUID) -> list[dict[str, Any]]:
    async with database.tenant_scope(tenant) as connection:
        rows = await raw_connection(connection).fetch(
            "SELECT payload FROM pgqueuer WHERE entrypoint = $1", generating.JOB
        )
    assert len(rows) == 2
    return [json.loads(row["payload"]) for row in rows]


async def test_a_build_for_what_is_gone_meanwhile_does_nothing(
    call: Ask, acme: Any, tenant: UUID, dispatch: Make
) -> None:
    revoked, removed = await dispatch(), await dispatch()
    for one in (revoked, removed):
        await call(acme, "POST", f"/dispatches/{one['id']}/generate")
    await call(acme, "DELETE", f"/dispatches/{revoked['id']}")
    await call(acme, "DELETE", f"/packages/{removed['package_id']}")

    for job in await jobs(tenant):
        await generating.run(UUID(job["tenant_id"]), job["dispatch_id"], ports())

    _, body = await call(acme, "GET", f"/dispatches/{revoked['id']}")
    assert body["dispatch"]["zip_status"] == "none"


async def test_a_snippet_shows_the_link_under_the_title_of_the_course(
    call: Ask, acme: Any, dispatch: Make
) -> None:
    made = await dispatch('"Fire" &amp; rescue')

    status, body = await call(acme, "GET", f"/dispatches/{made['id']}/embed")

    assert (status, body["launch_url"]) == (200, made["launch_url"])
    [tag] = re.findall(r"<[^>]*>", body["embed_html"].removesuffix("</iframe>"))
    attributes = {name: unescape(value) for name, value in re.findall(r'([a-z]+)="([^"]*)"', tag)}
    assert (attributes["src"], attributes["title"]) == (made["launch_url"], '"Fire" & rescue')
    assert verify_dispatch(ports().keyring, body["test_url"].rpartition("/")[2], now()).test
