"""Dispatches through the API: made in three ways, with what they allow, and read again."""

import base64
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from quart.typing import TestClientProtocol as Client

from models.dispatch import Dispatch
from models.package import Package, PackageStatus
from services import database
from services.accounts import passwords

Ask = Callable[..., Awaitable[tuple[int, Any]]]
Create = Callable[..., Awaitable[tuple[int, Any]]]
OWN = "/api/customer/dispatches"
WANTED: dict[str, Any] = {
    "dispatch_name": "Northwind",
    "client_name": "Northwind Ltd",
    "destination": "northwind-lms",
    "registration_limit": 100,
    "license_limit": 50,
    "expires_in_hours": 720,
    "allowed_domains": ["LMS.example.com", "*.lms.example.com", "lms.example.com"],
    "password": "open sesame",
}


@pytest.fixture
async def course(acme: Any, package: Any) -> str:
    made: str = await package(acme)
    return made


@pytest.fixture
def create(call: Ask, acme: Any, course: str) -> Create:
    async def ask(**wanted: Any) -> tuple[int, Any]:
        return await call(acme, "POST", "/dispatches", {"package_id": course, **wanted})

    return ask


async def sent(client: Client, who: Any, method: str, path: str, body: Any = None) -> Any:
    anyhow: Any = client
    how = {} if body is None else {"json": body}
    answer = await anyhow.open(path, method=method, headers=who.headers, **how)
    return answer.status_code, await answer.get_json()


@pytest.mark.parametrize(
    ("path", "names_the_package"),
    [
        ("/api/v1/dispatches", True),
        ("/api/v1/packages/{course}/dispatches", False),
        (OWN, True),
    ],
)
async def test_each_way_to_create_one_leads_to_the_same(
    client: Client, acme: Any, course: str, path: str, names_the_package: bool
) -> None:
    body = {**WANTED, "package_id": course} if names_the_package else WANTED

    status, answer = await sent(client, acme, "POST", path.format(course=course), body)

    made = answer["dispatch"]
    assert (status, list(answer)) == (201, ["dispatch"])
    told = {
        "id": made["dispatch_id"],
        "tenant_id": str(acme.tenant_id),
        "package_id": course,
        "packageId": course,
        "package_revision": None,
        "dispatch_name": "Northwind",
        "label": "Northwind",
        "client_name": "Northwind Ltd",
        "destination": "northwind-lms",
        "registration_limit": 100,
        "registration_count": 0,
        "license_limit": 50,
        "license_count": 0,
        "track_licenses": True,
        "allowed_domains": ["lms.example.com", "*.lms.example.com"],
        "has_password": True,
        "status": "active",
        "accepts_new_learners": True,
        "scorm_version": "1.2",
        "edition": "1.2",
        "window": "frame",
        "identity": "bound",
        "retake": "review",
        "hides_learners": False,
        "launch_url": f"http://localhost:3001/player/dispatch/{made['token']}",
        "launchUrl": made["launch_url"],
        "zip_status": "ready",
        "zip_url": f"http://localhost:3001/api/v1/dispatches/{made['id']}/zip",
        "revoked_at": None,
    }
    assert made == made | told
    assert "open sesame" not in json.dumps(answer)
    end = datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC)
    assert timedelta(hours=719) < end <= timedelta(hours=720)


async def test_without_wishes_it_is_named_like_the_package_and_limits_nothing(
    call: Ask, acme: Any, course: str
) -> None:
    status, body = await call(acme, "POST", "/dispatches", {"package_id": course})

    made = body["dispatch"]
    assert (status, made["dispatch_name"], made["label"]) == (201, "Fire safety", "Fire safety")
    for name in ("client_name", "destination", "registration_limit", "license_limit", "expires_at"):
        assert made[name] is None, name
    assert (made["allowed_domains"], made["has_password"]) == ([], False)
    assert made["track_licenses"] is False


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"label": "Northwind"}, {"dispatch_name": "Northwind", "label": "Northwind"}),
        ({"label": "Same", "dispatch_name": " Same "}, {"dispatch_name": "Same"}),
        ({"label": None, "dispatch_name": "Northwind"}, {"label": "Northwind"}),
        ({"label": "Northwind", "dispatch_name": ""}, {"label": "Northwind"}),
        ({"dispatch_name": "  "}, {"dispatch_name": "Fire safety"}),
        ({"client_name": " "}, {"client_name": None}),
        ({"registration_limit": None, "password": None}, {"registration_limit": None}),
        ({"track_licenses": True}, {"track_licenses": True, "license_limit": None}),
        ({"track_licenses": False, "license_limit": 1}, {"track_licenses": True}),
        ({"scorm_version": "2004"}, {"scorm_version": "2004", "edition": "2004 4th Edition"}),
        (
            {"scorm_version": "2004 3rd Edition"},
            {"scorm_version": "2004", "edition": "2004 3rd Edition"},
        ),
        ({"package_revision": 1}, {"package_revision": 1}),
        ({"expires_at": "2999-01-01"}, {"expires_at": "2999-01-01T00:00:00.000Z"}),
        ({"expires_at": None, "expires_in_hours": None}, {"expires_at": None}),
        ({"allowed_domains": ["bücher.example"]}, {"allowed_domains": ["xn--bcher-kva.example"]}),
        (
            {"window": "popup", "identity": "asserted", "retake": "new_attempt"},
            {"window": "popup", "identity": "asserted", "retake": "new_attempt"},
        ),
        (
            {"hides_learners": True, "accepts_new_learners": False},
            {"hides_learners": True, "accepts_new_learners": False},
        ),
    ],
)
async def test_wishes_are_understood(
    create: Create, given: dict[str, Any], told: dict[str, Any]
) -> None:
    status, body = await create(**given)

    assert status == 201, body
    assert body["dispatch"] == body["dispatch"] | told


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"expires_at": "2020-01-01"}, "expires_at", "lies in the past"),
        ({"expires_at": "soon"}, "expires_at", "point in time"),
        ({"expires_at": "2999-01-01", "expires_in_hours": 1}, "expires_at", "not both"),
        ({"label": "a", "dispatch_name": "b"}, "label", "another than dispatch_name"),
        ({"allowed_domains": ["fine.example", "https://x.example"]}, "allowed_domains", "https://"),
        ({"allowed_domains": ["*.com"]}, "allowed_domains", "'*.com'"),
        ({"allowed_domains": ["127.0.0.1"]}, "allowed_domains", "'127.0.0.1'"),
        ({"allowed_domains": [f"h{n}.example" for n in range(51)]}, "allowed_domains", "at most"),
        ({"registration_limit": 0}, "registration_limit", ""),
        ({"license_limit": 0}, "license_limit", ""),
        ({"registration_limit": "10"}, "registration_limit", ""),
        ({"expires_in_hours": 0}, "expires_in_hours", ""),
        ({"password": ""}, "password", ""),
        ({"scorm_version": "1.3"}, "scorm_version", ""),
        ({"window": "wall"}, "window", ""),
        ({"dispatch_name": "n" * 256}, "dispatch_name", ""),
        ({"package_id": 7}, "package_id", ""),
    ],
)
async def test_what_makes_no_sense_is_refused_by_its_field(
    create: Create, given: dict[str, Any], field: str, problem: str
) -> None:
    status, body = await create(**given)

    assert (status, body["code"]) == (400, "VALIDATION_ERROR")
    assert list(body["details"]["fieldErrors"]) == [field]
    assert problem in body["details"]["fieldErrors"][field][0]


async def test_a_package_must_be_there_and_ready(
    call: Ask, acme: Any, tenant: UUID, course: str
) -> None:
    missing = {"package_id": str(uuid4())}
    not_yet = {"package_id": str(await processing(tenant))}
    no_such = {"package_id": course, "package_revision": 2}

    assert (await call(acme, "POST", "/dispatches", {}))[0] == 400
    for body, wanted in (
        (missing, (404, "PACKAGE_NOT_FOUND")),
        ({"package_id": "no id"}, (404, "PACKAGE_NOT_FOUND")),
        (not_yet, (409, "CONFLICT")),
        (no_such, (404, "NOT_FOUND")),
    ):
        status, answer = await call(acme, "POST", "/dispatches", body)
        assert (status, answer["code"]) == wanted
    assert (await call(acme, "GET", "/dispatches"))[1]["count"] == 0


async def processing(tenant: UUID) -> UUID:
    """A package that has no revision yet."""
    async with database.tenant_scope(tenant):
        made = await Package.create(
            id=uuid4(),
            tenant_id=tenant,
            title="Not yet",
            current_revision=0,
            status=PackageStatus.PROCESSING,
        )
    return made.id


async def test_the_token_is_the_same_whenever_it_is_shown(
    call: Ask, acme: Any, course: str
) -> None:
    made = (await call(acme, "POST", "/dispatches", {"package_id": course}))[1]["dispatch"]

    read = (await call(acme, "GET", f"/dispatches/{made['id']}"))[1]["dispatch"]

    assert read == made
    head, claims, _ = (part + "=" * (-len(part) % 4) for part in made["token"].split("."))
    told = json.loads(base64.urlsafe_b64decode(claims))
    assert json.loads(base64.urlsafe_b64decode(head))["alg"] == "HS256"
    assert (told["typ"], told["sub"]) == ("dispatch", made["id"])
    assert "exp" not in told


async def test_a_password_is_kept_as_a_hash(
    call: Ask, acme: Any, tenant: UUID, course: str
) -> None:
    await call(acme, "POST", "/dispatches", {"package_id": course, "password": "open sesame"})

    async with database.tenant_scope(tenant):
        [row] = await Dispatch.all()
    assert row.password_hash.startswith("$argon2id$")
    assert await passwords.matches(row.password_hash, "open sesame")
    assert row.password_set_at is not None
