"""What a workspace uses is told as it is; plans are given by the platform alone."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from quart import Quart
from quart.datastructures import FileStorage
from quart.typing import TestClientProtocol as Client

from api import rates
from services.quotas.months import month_of

USAGE = "/api/customer/usage"
PLANS = "/api/admin/plans"
Course = Callable[..., Any]


def plan_of(who: Any) -> str:
    return f"/api/admin/tenants/{who.tenant_id}/plan"


async def usage(client: Client, who: Any) -> dict[str, Any]:
    answer = await client.get(USAGE, headers=who.headers)
    assert answer.status_code == 200
    return await answer.get_json()


async def assign(client: Client, platform: Any, who: Any, **body: Any) -> Any:
    return await client.put(plan_of(who), json=body, headers=platform.headers)


async def launch(client: Client, who: Any, package_id: str, user_id: str) -> int:
    answer = await client.post(
        f"/api/v1/packages/{package_id}/launch",
        json={"user_id": user_id},
        headers=who.headers,
    )
    return answer.status_code


async def test_usage_tells_what_is_used_and_allowed(
    client: Client, acme: Any, key_with: Any, package: Course, course_zip: Course
) -> None:
    platform = await key_with("platform")
    limits = {"packages": {"limit": 5, "mode": "hard"}, "launches": {"limit": 2, "mode": "soft"}}
    await assign(client, platform, acme, plan="free", limits=limits)
    package_id = await package(acme)
    for user in ("ada", "ada", "bob"):
        assert await launch(client, acme, package_id, user) in {200, 201}

    told = await usage(client, acme)

    month = month_of(datetime.now(UTC))
    size = len(course_zip())
    assert told["plan"] == "free"
    assert told["period"]["start"].startswith(f"{month.start:%Y-%m-%d}")
    assert told["period"]["end"].startswith(f"{month.end:%Y-%m-%d}")
    assert told["storage"] == {
        "used_bytes": size,
        "limit_bytes": 1024**3,
        "mode": "hard",
        "percent": 0,
        "announced_bytes": 0,
    }
    assert told["packages"] == {"used": 1, "limit": 5, "mode": "hard", "percent": 20}
    assert told["launches"] == {"used": 3, "limit": 2, "mode": "soft", "percent": 150}
    assert told["active_learners"] == {"used": 2, "limit": None, "mode": None, "percent": None}
    assert told["session_storage_bytes"] == 0
    assert told["thresholds"] == [
        {"resource": "launches", "threshold": 80},
        {"resource": "launches", "threshold": 100},
    ]
    assert told["rate_limits"]["read"] == {"limit": None, "window_seconds": 60}


async def test_requests_are_counted_before_and_after_they_are_written_down(
    app: Quart, client: Client, acme: Any, rival: Any
) -> None:
    first = await usage(client, acme)
    await app.extensions[rates.METER].flush()
    for _ in range(3):
        await client.get("/api/v1/packages", headers=acme.headers)
    last = await usage(client, acme)

    assert (first["api_requests"]["used"], last["api_requests"]["used"]) == (1, 5)
    assert (await usage(client, rival))["api_requests"]["used"] == 1


async def test_links_given_out_are_told_apart_from_what_is_stored(
    client: Client, acme: Any, stored: Course, course_zip: Course
) -> None:
    content = course_zip()

    await stored(acme, content)

    storage = (await usage(client, acme))["storage"]
    assert (storage["used_bytes"], storage["announced_bytes"]) == (0, len(content))


async def test_a_hard_limit_is_told_with_what_it_is_about(
    client: Client, acme: Any, key_with: Any, package: Course
) -> None:
    platform = await key_with("platform")
    package_id = await package(acme)
    limits = {
        "storage_bytes": {"limit": 100},
        "packages": {"limit": 1},
        "active_learners": {"limit": 0},
    }
    await assign(client, platform, acme, plan="enterprise", limits=limits)

    link = await client.post(
        "/api/v1/packages/upload-url",
        json={"filename": "a.zip", "file_size": 101},
        headers=acme.headers,
    )
    launched = await client.post(
        f"/api/v1/packages/{package_id}/launch", json={"user_id": "ada"}, headers=acme.headers
    )
    session = await client.post(
        "/api/v1/sessions",
        json={"package_id": package_id, "user_id": "bob"},
        headers=acme.headers,
    )

    bodies = [await each.get_json() for each in (link, launched, session)]
    assert [each.status_code for each in (link, launched, session)] == [403, 403, 403]
    assert {body["code"] for body in bodies} == {"QUOTA_EXCEEDED"}
    assert [body["details"]["resource"] for body in bodies] == [
        "storage_bytes",
        "active_learners",
        "active_learners",
    ]
    assert bodies[1]["details"] == {
        "limit": 0,
        "current": 0,
        "resource": "active_learners",
        "plan": "enterprise",
    }


async def test_an_archive_sent_directly_is_held_to_the_plan(
    client: Client, acme: Any, key_with: Any, course_zip: Course
) -> None:
    platform = await key_with("platform")
    await assign(client, platform, acme, plan="enterprise", limits={"storage_bytes": {"limit": 9}})

    file = FileStorage(BytesIO(course_zip()), "course.zip", content_type="application/zip")
    answer = await client.post("/api/v1/packages", files={"file": file}, headers=acme.headers)

    assert answer.status_code == 403
    assert (await answer.get_json())["code"] == "QUOTA_EXCEEDED"
    assert (await usage(client, acme))["storage"]["announced_bytes"] == 0


async def test_plans_are_read_by_administrators(client: Client, acme: Any, key_with: Any) -> None:
    reader = await key_with("read")

    answer = await client.get(PLANS, headers=acme.headers)
    refused = await client.get(PLANS, headers=reader.headers)

    body = await answer.get_json()
    assert [plan["name"] for plan in body["plans"]][:3] == ["free", "professional", "enterprise"]
    assert body["plans"][0]["limits"] == {"storage_bytes": {"limit": 1024**3, "mode": "hard"}}
    assert refused.status_code == 403


async def test_only_the_platform_gives_a_plan(
    client: Client, acme: Any, rival: Any, key_with: Any
) -> None:
    platform = await key_with("platform")

    own = await assign(client, acme, acme, plan="free")
    other = await assign(client, acme, rival, plan="free")
    given = await assign(client, platform, rival, plan="free", limits={"packages": None})

    assert (own.status_code, other.status_code, given.status_code) == (403, 403, 200)
    body = await given.get_json()
    assert (body["tenant_id"], body["label"]) == (str(rival.tenant_id), "Free")
    assert list(body["limits"]) == ["storage_bytes"]
    assert (await usage(client, rival))["plan"] == "free"
    assert (await usage(client, acme))["plan"] == "enterprise"


async def test_what_cannot_be_assigned_is_refused_by_its_field(
    client: Client, acme: Any, key_with: Any
) -> None:
    platform = await key_with("platform")

    unknown = await assign(client, platform, acme, plan="platinum")
    broken = await assign(client, platform, acme, plan="free", limits={"packages": {"limit": -1}})
    strange = await assign(client, platform, acme, plan="free", limits={"colour": 1})
    nobody = await client.put(
        f"/api/admin/tenants/{uuid4()}/plan", json={"plan": "free"}, headers=platform.headers
    )

    assert [each.status_code for each in (unknown, broken, strange)] == [400, 400, 400]
    assert "professional" in (await unknown.get_json())["message"]
    assert (nobody.status_code, (await nobody.get_json())["code"]) == (404, "TENANT_NOT_FOUND")
