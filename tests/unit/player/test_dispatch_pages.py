"""The page of a dispatch: it changes nothing, says what was seen, and leaves sessions alone."""

import json
import re
import time
from typing import Any
from uuid import UUID, uuid4

import pytest

from models.dispatch import Dispatch
from services.dispatches.seats import REGISTRATION
from tests.lectern_arrivals import (
    changed,
    dispatched,
    registrations_of,
    seats_of,
    token_of,
)
from tests.lectern_records import NOW, make_package
from tests.shell_client import Client, link_to, make_app

TOP = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def client(database: str) -> Client:
    return make_app().test_client()


@pytest.fixture
async def package(tenant: UUID) -> UUID:
    return await make_package(tenant)


@pytest.fixture
async def dispatch(tenant: UUID, package: UUID) -> Dispatch:
    return await dispatched(tenant, package)


def boot_of(page: str) -> dict[str, Any]:
    found = re.search(r'id="boot">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


async def test_the_page_tells_its_script_what_it_needs_and_changes_nothing(
    client: Client, dispatch: Dispatch
) -> None:
    token = token_of(dispatch)

    answer = await client.get(
        f"/player/dispatch/{token}?shell=1.2&user_id=ada&name=Ada+L.&email=a%40b.test"
    )

    boot = boot_of(await answer.get_data(True))
    assert answer.status_code == 200
    assert boot["token"] == token
    assert boot["dispatch"] == {
        "id": str(dispatch.id),
        "title": "Course",
        "password": False,
        "test": False,
        "identity": "bound",
    }
    assert boot["learner"] == {"user_id": "ada", "name": "Ada L.", "email": "a@b.test"}
    assert (boot["shell"], boot["endpoints_prefix"]) == ("1.2", "/player")
    assert abs(boot["server_time"] / 1000 - time.time()) < 60
    assert "problem" not in boot
    assert await seats_of(dispatch) == await registrations_of(dispatch) == []


async def test_the_page_is_as_strict_as_that_of_a_session(
    client: Client, tenant: UUID, package: UUID
) -> None:
    dispatch = await dispatched(tenant, package, allowed_domains=["lms.test"])

    answer = await client.get(f"/player/dispatch/{token_of(dispatch)}")

    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://lms.test:*" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert "X-Frame-Options" not in answer.headers
    assert "script-src 'self';" in policy


async def test_markup_in_what_the_address_says_stays_text(
    client: Client, dispatch: Dispatch
) -> None:
    nasty = "%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"

    answer = await client.get(f"/player/dispatch/{token_of(dispatch)}?user_id={nasty}")

    assert "<script>alert" not in await answer.get_data(True)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"revoked_at": NOW}, "revoked"),
        ({"token_id": uuid4()}, "revoked"),
        ({"paused": True}, "paused"),
        ({"expires_at": NOW}, "expired"),
    ],
)
async def test_a_closed_dispatch_says_why_wherever_it_is_framed(
    client: Client, dispatch: Dispatch, columns: dict[str, Any], reason: str
) -> None:
    await changed(dispatch, allowed_domains=["lms.test"], **columns)

    answer = await client.get(f"/player/dispatch/{token_of(dispatch)}")

    problem = boot_of(await answer.get_data(True))["problem"]
    assert (answer.status_code, problem["code"], problem["status"]) == (
        403,
        "DISPATCH_NOT_ACTIVE",
        403,
    )
    assert problem["details"] == {"reason": reason}
    assert "lms.test" not in answer.headers["Content-Security-Policy"]


async def test_a_token_of_nobody_and_a_dispatch_that_is_gone(
    client: Client, dispatch: Dispatch
) -> None:
    gone = Dispatch(tenant_id=dispatch.tenant_id, id=uuid4(), token_id=uuid4(), token_at=NOW)

    nonsense = await client.get("/player/dispatch/a.b.c")
    missing = await client.get(f"/player/dispatch/{token_of(gone)}")

    assert (nonsense.status_code, missing.status_code) == (401, 404)
    assert boot_of(await nonsense.get_data(True))["problem"]["code"] == "INVALID_TOKEN"
    assert boot_of(await missing.get_data(True))["problem"]["code"] == "DISPATCH_NOT_FOUND"
    assert boot_of(await missing.get_data(True))["dispatch"] is None


@pytest.mark.parametrize(
    ("query", "given", "status"),
    [
        ("", {"Referer": "https://lms.test/course"}, 200),
        ("", {"Referer": "https://evil.test/"}, 403),
        ("", {"Referer": "https://["}, 403),
        ("", {}, 403),
        ("", {"Sec-Fetch-Site": "same-origin"}, 200),
        ("?shell=1.2", {}, 200),
        ("?shell=2004", {"Referer": "https://evil.test/"}, 200),
        ("?shell=yes", {}, 403),
    ],
)
async def test_a_window_of_its_own_must_come_from_a_place_on_the_list(
    client: Client, dispatch: Dispatch, query: str, given: dict[str, str], status: int
) -> None:
    await changed(dispatch, allowed_domains=["lms.test"])

    answer = await client.get(
        f"/player/dispatch/{token_of(dispatch)}{query}", headers={**TOP, **given}
    )

    assert answer.status_code == status


async def test_the_refusal_names_what_was_seen_and_what_is_allowed(
    client: Client, tenant: UUID, dispatch: Dispatch, package: UUID
) -> None:
    await changed(dispatch, allowed_domains=["lms.test"])
    session = await link_to(tenant, package, allowed_domains=["lms.test"])
    headers = {**TOP, "Referer": "https://evil.test/x"}

    for path in (f"dispatch/{token_of(dispatch)}", f"s1?token={session.token}"):
        answer = await client.get(f"/player/{path}", headers=headers)
        page = await answer.get_data(True)
        assert boot_of(page)["problem"]["details"] == {
            "reason": "domain",
            "allowed": ["lms.test"],
            "seen": ["https://evil.test"],
        }
        assert "https://evil.test" in page.partition("</head>")[2]


async def test_a_page_of_ours_leads_on_to_the_course(
    client: Client, tenant: UUID, package: UUID
) -> None:
    session = await link_to(tenant, package, allowed_domains=["lms.test"])

    answer = await client.get(
        f"/player/s1?token={session.token}", headers={**TOP, "Sec-Fetch-Site": "same-origin"}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["dispatch/x", "dispatch/a.b.c", "dispatch/x/y", "dispatch"])
async def test_a_session_may_have_a_name_that_looks_like_the_address(
    client: Client, tenant: UUID, package: UUID, name: str
) -> None:
    link = await link_to(tenant, package, session_id=name)

    page = await client.get(f"/player/{name}?token={link.token}")
    opened = await client.post(f"/player/{name}/launches", json={"token": link.token})

    assert page.status_code == 200
    assert boot_of(await page.get_data(True))["session_id"] == name
    assert opened.status_code == 201


async def test_a_session_of_such_a_name_can_be_reloaded_without_its_token(
    client: Client, tenant: UUID
) -> None:
    answer = await client.get("/player/dispatch/x")

    assert answer.status_code == 401
    assert boot_of(await answer.get_data(True))["session_id"] == "dispatch/x"


async def test_who_has_a_place_is_let_in_where_all_are_taken(
    client: Client, dispatch: Dispatch
) -> None:
    await changed(dispatch, registration_limit=0)

    page = await client.get(f"/player/dispatch/{token_of(dispatch)}")
    refused = await client.post(
        f"/player/dispatch/{token_of(dispatch)}/registrations", json={"user_id": "ada"}
    )

    said = await refused.get_json()
    assert page.status_code == 200
    assert (refused.status_code, said["code"]) == (403, "QUOTA_EXCEEDED")
    assert said["details"] == {"reason": REGISTRATION, "limit": 0, "current": 0}
