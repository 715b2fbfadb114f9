"""People sign in, are seen by their tenant alone, and no other page acts in their name."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from quart import Quart
from quart.typing import TestClientProtocol as Client

import api
from api.customer.session import throttle
from models.account import Role
from models.tenant import TenantStatus
from services import database
from services.accounts import sign_in, tenants, users
from services.accounts.users import NewUser
from services.errors import Unauthorized
from services.keyring import Keyring
from services.ports import Ports, install
from services.settings import Settings
from services.storage.local import LocalStore

SESSION = "/api/customer/session"
USERS = "/api/customer/users"
KEYS = "/api/customer/api-keys"
PASSWORD = "correct horse battery staple"
ORIGIN = "http://localhost:3001"
Join = Callable[..., Awaitable[str]]


@dataclass
class Browser:
    """Somebody's browser: the cookie it keeps, and what it sends along."""

    client: Client
    cookie: str = ""
    csrf: str = ""
    cookie_header: str = ""

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        headers = {
            "Cookie": f"lectern={self.cookie}",
            "X-CSRF-Token": self.csrf,
            "Sec-Fetch-Site": "same-origin",
            **more.pop("headers", {}),
        }
        anyhow: Any = self.client
        kept = {name: value for name, value in headers.items() if value is not None}
        return await anyhow.open(path, method=method, headers=kept, **more)

    async def sign_in(self, email: str, password: str = PASSWORD, **more: Any) -> Any:
        answer = await self.ask(
            "POST", SESSION, json={"email": email, "password": password, **more}
        )
        if answer.status_code == 201:
            self.cookie_header = answer.headers["Set-Cookie"]
            found = re.match("[^=]+=([^;]+)", self.cookie_header)
            assert found is not None
            self.cookie = found[1]
            self.csrf = (await answer.get_json())["csrf_token"]
        return answer


@pytest.fixture
def browser(app: Quart) -> Browser:
    # The test client keeps no cookies of its own: what is sent is what a test says.
    return Browser(app.test_client(use_cookies=False))


@pytest.fixture
def join(tenant: UUID) -> Join:
    async def add(email: str, role: str = "owner", to: UUID = tenant) -> str:
        wanted = NewUser(email, email.partition("@")[0].title(), Role(role), PASSWORD)
        return str((await users.add_by_operator(to, wanted)).user.id)

    return add


async def test_whoever_signs_in_works_for_their_tenant(
    browser: Browser, join: Join, tenant: UUID
) -> None:
    await join("kim@example.com", "admin")

    answer = await browser.sign_in("  KIM@example.com ")
    told = await answer.get_json()
    asked = await (await browser.ask("GET", SESSION)).get_json()

    assert answer.status_code == 201
    assert told["user"]["email"] == "kim@example.com"
    assert told["user"]["role"] == "admin"
    assert told["tenant"]["id"] == str(tenant)
    assert set(told["scopes"]) >= {"read", "write", "delete", "admin"}
    assert "platform" not in told["scopes"]
    assert asked == told
    assert (await browser.ask("GET", KEYS)).status_code == 200


async def test_the_cookie_is_kept_from_scripts_and_other_sites(
    browser: Browser, join: Join
) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")

    traits = {part.strip() for part in browser.cookie_header.split(";")[1:]}

    assert browser.cookie_header.startswith("lectern=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= traits
    assert "Secure" not in traits
    assert not any(trait.startswith("Domain") for trait in traits)


async def test_with_https_the_cookie_belongs_to_this_host_alone(
    database: str, configuration: Settings, store: LocalStore, join: Join
) -> None:
    secure = replace(configuration, base_url="https://api.example.com")
    install(Ports(secure, Keyring(b"s" * 32), store))
    await join("kim@example.com")

    browser = Browser(api.create_app(secure).test_client(use_cookies=False))
    await browser.sign_in("kim@example.com")

    assert browser.cookie_header.startswith("__Host-lectern=")
    traits = {part.strip() for part in browser.cookie_header.split(";")[1:]}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= traits
    assert not any(trait.startswith("Domain") for trait in traits)


async def test_only_the_hash_of_the_cookie_is_kept(
    browser: Browser, join: Join, tenant: UUID
) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")

    async with database.tenant_scope(tenant) as connection:
        sessions = await connection.execute_query_dict("SELECT * FROM user_session")
        people = await connection.execute_query_dict("SELECT * FROM app_user")
        entries = await connection.execute_query_dict("SELECT * FROM audit_entry")

    everything = f"{sessions}{people}{entries}"
    assert len(sessions) == 1
    assert browser.cookie not in everything
    assert PASSWORD not in everything
    assert people[0]["password_hash"].startswith("$argon2id$")


async def test_an_unknown_address_and_a_wrong_password_get_one_answer(
    browser: Browser, join: Join
) -> None:
    await join("kim@example.com")

    answers: list[Any] = []
    for email in ("kim@example.com", "nobody@example.com", "no address"):
        answer = await browser.sign_in(email, "wrong")
        answers.append((answer.status_code, (await answer.get_json())["error"]))
        assert "Set-Cookie" not in answer.headers

    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 401
    assert answers[0][1]["details"]["reason"] == "INVALID_CREDENTIALS"


async def test_an_unknown_address_takes_as_long_as_a_wrong_password(
    database: str, join: Join
) -> None:
    await join("kim@example.com")

    async def took(email: str) -> float:
        begun = time.perf_counter()
        with pytest.raises(Unauthorized):
            await sign_in.with_password(email, "wrong", None, datetime.now(UTC))
        return time.perf_counter() - begun

    async def is_on_the_mark(email: str) -> bool:
        """A busy machine wakes some of them up late."""
        for _ in range(12):
            rest = await took(email) % sign_in.FAILURES_TAKE
            if min(rest, sign_in.FAILURES_TAKE - rest) < 0.02:
                return True
        return False

    assert await is_on_the_mark("kim@example.com")
    assert await is_on_the_mark("nobody@example.com")


async def test_signing_in_ends_a_session_that_somebody_else_planted(
    browser: Browser, join: Join
) -> None:
    await join("mallory@example.com", "viewer")
    await join("kim@example.com")
    await browser.sign_in("mallory@example.com")
    planted = Browser(browser.client, browser.cookie, browser.csrf)

    await browser.sign_in("kim@example.com")

    assert browser.cookie != planted.cookie
    assert (await planted.ask("GET", SESSION)).status_code == 401
    who = await (await browser.ask("GET", SESSION)).get_json()
    assert who["user"]["email"] == "kim@example.com"


async def test_a_cookie_that_was_made_up_is_never_taken_on(browser: Browser, join: Join) -> None:
    await join("kim@example.com")
    browser.cookie = "chosen-by-somebody-else"

    await browser.sign_in("kim@example.com")

    assert browser.cookie != "chosen-by-somebody-else"


async def test_who_signed_out_is_out_wherever_the_cookie_went(browser: Browser, join: Join) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")

    answer = await browser.ask("DELETE", SESSION)
    again = await browser.ask("GET", SESSION)

    assert answer.status_code == 200
    assert answer.headers["Set-Cookie"].startswith("lectern=;")
    assert (await again.get_json())["details"]["reason"] == "SESSION_EXPIRED"
    assert again.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"X-CSRF-Token": None}, "CSRF"),
        ({"X-CSRF-Token": "0" * 64}, "CSRF"),
        ({"X-CSRF-Token": "ü"}, "CSRF"),
        ({"Sec-Fetch-Site": "cross-site"}, "CROSS_SITE"),
        ({"Sec-Fetch-Site": "same-site"}, "CROSS_SITE"),
        ({"Sec-Fetch-Site": "none"}, "CROSS_SITE"),
        ({"Sec-Fetch-Site": None}, "CROSS_SITE"),
        ({"Sec-Fetch-Site": None, "Origin": "null"}, "CROSS_SITE"),
        ({"Sec-Fetch-Site": None, "Origin": "http://evil.localhost:3001"}, "CROSS_SITE"),
    ],
)
async def test_what_another_page_sends_with_the_cookie_changes_nothing(
    browser: Browser, join: Join, headers: dict[str, str | None], reason: str
) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")
    body = {"name": "Planted", "scopes": ["read"]}

    for method, path in (("POST", KEYS), ("DELETE", SESSION), ("PATCH", "/api/customer/settings")):
        answer = await browser.ask(method, path, json=body, headers=headers)
        assert answer.status_code == 403
        assert (await answer.get_json())["details"]["reason"] == reason
    assert (await (await browser.ask("GET", KEYS)).get_json())["count"] == 0


async def test_an_origin_of_ours_will_do_where_a_browser_says_no_more(
    browser: Browser, join: Join
) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")
    body = {"name": "Portal", "scopes": ["read"]}

    answer = await browser.ask(
        "POST", KEYS, json=body, headers={"Sec-Fetch-Site": None, "Origin": ORIGIN}
    )

    assert answer.status_code == 201


async def test_the_token_of_another_session_is_no_proof(browser: Browser, join: Join) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")
    other = Browser(browser.client)
    await other.sign_in("kim@example.com")

    answer = await browser.ask(
        "POST",
        KEYS,
        json={"name": "CI", "scopes": ["read"]},
        headers={"X-CSRF-Token": other.csrf},
    )

    assert answer.status_code == 403


async def test_nobody_is_signed_in_by_another_site(browser: Browser, join: Join) -> None:
    await join("mallory@example.com")

    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = await browser.ask(
            "POST",
            SESSION,
            json={"email": "mallory@example.com", "password": PASSWORD},
            headers={"Sec-Fetch-Site": None, **headers},
        )
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers


async def test_a_form_cannot_sign_anybody_in(browser: Browser, join: Join) -> None:
    await join("kim@example.com")

    answer = await browser.ask(
        "POST", SESSION, data=b'{"email":"kim@example.com"}', headers={"Content-Type": "text/plain"}
    )

    assert answer.status_code == 400


async def test_course_pages_are_refused(browser: Browser, join: Join) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")
    course = {"Origin": "http://abc.content.lectern.localhost:3001"}

    for method, path in (("GET", SESSION), ("POST", SESSION), ("GET", KEYS)):
        answer = await browser.ask(method, path, json={}, headers=course)
        assert (await answer.get_json())["details"]["reason"] == "CONTENT_ORIGIN"


async def test_the_api_for_programs_ignores_cookies(browser: Browser, join: Join) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")

    for path in ("/api/v1/packages", "/api/v1/sessions", "/api/admin/tenants"):
        answer = await browser.ask("GET", path)
        assert answer.status_code == 401
        assert (await answer.get_json())["details"]["reason"] == "MISSING_API_KEY"


async def test_a_key_decides_where_both_are_sent(browser: Browser, join: Join, acme: Any) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")

    with_key = await browser.ask("GET", SESSION, headers=acme.headers)
    with_wrong = await browser.ask("GET", SESSION, headers={"X-API-Key": "scorm_live_wrong"})

    assert (await with_key.get_json())["api_key"]["name"] == "test key"
    assert (await with_key.get_json())["user"] is None
    assert with_wrong.status_code == 401


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("viewer", {"settings"}),
        ("editor", {"settings"}),
        ("admin", {"settings", "keys", "audit", "users"}),
        ("owner", {"settings", "keys", "audit", "users"}),
    ],
)
async def test_each_role_has_its_scopes(
    browser: Browser, join: Join, role: str, allowed: set[str]
) -> None:
    await join("kim@example.com", role)
    await browser.sign_in("kim@example.com")

    for name in ("settings", "keys", "audit", "users"):
        path = f"/api/customer/{'api-keys' if name == 'keys' else name}"
        answer = await browser.ask("GET", path)
        assert (answer.status_code == 200) == (name in allowed), name


async def test_a_session_ends_without_use_and_after_a_week(browser: Browser, join: Join) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")
    now = datetime.now(UTC)

    for hours in (7, 14, 21):
        who = await sign_in.authenticate(browser.cookie, now + timedelta(hours=hours))
        assert who.email == "kim@example.com"
    with pytest.raises(Unauthorized):
        await sign_in.authenticate(browser.cookie, now + timedelta(hours=29, minutes=1))
    for hours in range(28, 7 * 24, 7):
        await sign_in.authenticate(browser.cookie, now + timedelta(hours=hours))
    with pytest.raises(Unauthorized):
        await sign_in.authenticate(browser.cookie, now + timedelta(days=7, seconds=1))


async def test_a_new_password_ends_every_other_session(browser: Browser, join: Join) -> None:
    await join("kim@example.com", "viewer")
    await browser.sign_in("kim@example.com")
    other = Browser(browser.client)
    await other.sign_in("kim@example.com")
    changed = {"current_password": PASSWORD, "new_password": "four other words entirely"}

    answer = await browser.ask("POST", f"{SESSION}/password", json=changed)

    assert answer.status_code == 200
    assert (await browser.ask("GET", SESSION)).status_code == 200
    assert (await other.ask("GET", SESSION)).status_code == 401
    assert (await other.sign_in("kim@example.com")).status_code == 401
    again = await other.sign_in("kim@example.com", "four other words entirely")
    assert again.status_code == 201


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"current_password": "wrong", "new_password": "four other words entirely"}, "current"),
        ({"current_password": PASSWORD, "new_password": "short"}, "new_password"),
        ({"current_password": PASSWORD, "new_password": "aaaaaaaaaaaaaaa"}, "password"),
        ({"current_password": PASSWORD, "new_password": PASSWORD}, "password"),
    ],
)
async def test_a_bad_new_password_is_refused(
    browser: Browser, join: Join, changed: dict[str, str], field: str
) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")

    answer = await browser.ask("POST", f"{SESSION}/password", json=changed)

    assert answer.status_code == 400
    assert field in str((await answer.get_json())["details"]["fieldErrors"])
    assert (await Browser(browser.client).sign_in("kim@example.com")).status_code == 201


async def test_guessing_is_slowed_down_per_account(browser: Browser, join: Join) -> None:
    await join("kim@example.com")

    answers = await asyncio.gather(
        *(browser.sign_in("Kim@example.com ", "wrong") for _ in range(throttle.MOST_OF_ACCOUNT + 5))
    )
    right = await browser.sign_in("kim@example.com")

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [401] * throttle.MOST_OF_ACCOUNT + [429] * 5
    assert right.status_code == 429
    assert int(right.headers["Retry-After"]) > 0


async def test_guessing_of_unknown_addresses_is_slowed_down_alike(browser: Browser) -> None:
    answers = await asyncio.gather(
        *(browser.sign_in("nobody@example.com", "x") for _ in range(throttle.MOST_OF_ACCOUNT + 1))
    )

    assert max(answer.status_code for answer in answers) == 429


async def test_guessing_is_slowed_down_per_address(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MOST_OF_ADDRESS", 3)

    answers = [await browser.sign_in(f"{n}@example.com", "x") for n in range(5)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]


async def test_whoever_gets_in_may_try_anew(browser: Browser, join: Join) -> None:
    await join("kim@example.com")

    for _ in range(2):
        for _ in range(throttle.MOST_OF_ACCOUNT - 1):
            await browser.sign_in("kim@example.com", "wrong")
        assert (await browser.sign_in("kim@example.com")).status_code == 201


async def test_an_administrator_adds_and_changes_people(browser: Browser, acme: Any) -> None:
    wanted = {"email": "Lee@Example.com", "name": "Lee", "role": "viewer", "password": PASSWORD}

    made = await browser.client.post(USERS, json=wanted, headers=acme.headers)
    lee = await made.get_json()
    await browser.client.patch(
        f"{USERS}/{lee['id']}", json={"role": "editor", "name": "Lee Doe"}, headers=acme.headers
    )
    listed = await (await browser.client.get(USERS, headers=acme.headers)).get_json()

    assert made.status_code == 201
    assert lee["email"] == "lee@example.com"
    assert [(one["name"], one["role"]) for one in listed["users"]] == [("Lee Doe", "editor")]
    assert (await browser.sign_in("lee@example.com")).status_code == 201


async def test_a_role_that_was_taken_away_is_gone_with_the_next_request(
    browser: Browser, join: Join, acme: Any
) -> None:
    lee = await join("lee@example.com", "admin")
    await browser.sign_in("lee@example.com")

    await browser.client.patch(f"{USERS}/{lee}", json={"role": "viewer"}, headers=acme.headers)

    assert (await browser.ask("GET", USERS)).status_code == 403


async def test_who_is_removed_is_out_at_once(browser: Browser, join: Join, acme: Any) -> None:
    lee = await join("lee@example.com", "viewer")
    await browser.sign_in("lee@example.com")

    removed = await browser.client.delete(f"{USERS}/{lee}", headers=acme.headers)

    assert removed.status_code == 200
    assert (await browser.ask("GET", SESSION)).status_code == 401
    assert (await browser.sign_in("lee@example.com")).status_code == 401
    again = await browser.client.delete(f"{USERS}/{lee}", headers=acme.headers)
    assert (again.status_code, (await again.get_json())["code"]) == (404, "USER_NOT_FOUND")


async def test_the_last_owner_stays(browser: Browser, join: Join) -> None:
    kim, lee = await join("kim@example.com"), await join("lee@example.com")
    await browser.sign_in("kim@example.com")

    first = await browser.ask("PATCH", f"{USERS}/{lee}", json={"role": "viewer"})
    refused = [
        await browser.ask("DELETE", f"{USERS}/{kim}"),
        await browser.ask("PATCH", f"{USERS}/{kim}", json={"role": "admin"}),
    ]

    assert first.status_code == 200
    for answer in refused:
        assert answer.status_code == 409
        assert (await answer.get_json())["details"]["reason"] == "LAST_OWNER"


async def test_two_owners_cannot_remove_each_other_at_once(
    browser: Browser, join: Join, tenant: UUID
) -> None:
    kim, lee = await join("kim@example.com"), await join("lee@example.com")
    other = Browser(browser.client)
    await browser.sign_in("kim@example.com")
    await other.sign_in("lee@example.com")

    answers = await asyncio.gather(
        browser.ask("DELETE", f"{USERS}/{lee}"), other.ask("DELETE", f"{USERS}/{kim}")
    )

    assert 200 in {answer.status_code for answer in answers}
    found, total = await users.page(tenant, 1, 20)
    assert (total, found[0].role) == (1, "owner")


async def test_only_owners_touch_owners(browser: Browser, join: Join) -> None:
    kim, lee = await join("kim@example.com"), await join("lee@example.com", "admin")
    await browser.sign_in("lee@example.com")
    wanted = {"email": "m@example.com", "name": "M", "role": "owner", "password": PASSWORD}

    answers = [
        await browser.ask("DELETE", f"{USERS}/{kim}"),
        await browser.ask("PATCH", f"{USERS}/{kim}", json={"role": "viewer"}),
        await browser.ask("PATCH", f"{USERS}/{kim}", json={"password": "another twelve chars"}),
        await browser.ask("PATCH", f"{USERS}/{lee}", json={"role": "owner"}),
        await browser.ask("POST", USERS, json=wanted),
    ]

    for answer in answers:
        assert answer.status_code == 403
        assert (await answer.get_json())["details"]["reason"] == "OWNERS_ONLY"


async def test_a_key_may_make_the_first_owner_and_no_other(client: Client, acme: Any) -> None:
    wanted = {"name": "M", "role": "owner", "password": PASSWORD}

    codes = [
        (
            await client.post(USERS, json={**wanted, "email": email}, headers=acme.headers)
        ).status_code
        for email in ("first@example.com", "second@example.com")
    ]

    assert codes == [201, 403]


async def test_an_address_is_one_account_of_the_whole_installation(
    client: Client, join: Join, acme: Any, rival: Any
) -> None:
    await join("kim@example.com")
    wanted = {"email": "KIM@example.com", "name": "K", "role": "admin", "password": PASSWORD}

    answers = [await client.post(USERS, json=wanted, headers=who.headers) for who in (acme, rival)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert (await answers[0].get_json())["error"] == (await answers[1].get_json())["error"]


async def test_who_works_for_two_tenants_chooses_one(
    browser: Browser, join: Join, tenant: UUID, other_tenant: UUID
) -> None:
    await join("kim@example.com", "owner")
    await join("kim@example.com", "viewer", other_tenant)

    first = await (await browser.sign_in("kim@example.com")).get_json()
    second = await (
        await browser.sign_in("kim@example.com", tenant_id=str(other_tenant))
    ).get_json()
    neither = await browser.sign_in("kim@example.com", tenant_id=str(uuid4()))

    assert (first["tenant"]["id"], first["user"]["role"]) == (str(tenant), "owner")
    assert (second["tenant"]["id"], second["user"]["role"]) == (str(other_tenant), "viewer")
    assert neither.status_code == 403


async def test_no_tenant_chooses_the_password_of_anothers_people(
    client: Client, join: Join, acme: Any, tenant: UUID, other_tenant: UUID
) -> None:
    kim = await join("kim@example.com", "editor")
    await join("kim@example.com", "viewer", other_tenant)

    for change in ({"password": "another twelve chars"}, {"name": "Fool"}):
        answer = await client.patch(f"{USERS}/{kim}", json=change, headers=acme.headers)
        assert (await answer.get_json())["details"]["reason"] == "SHARED_ACCOUNT"
    await client.delete(f"{USERS}/{kim}", headers=acme.headers)

    assert (await users.find(other_tenant, UUID(kim))).role == "viewer"


async def test_anothers_people_are_like_people_that_never_were(
    client: Client, join: Join, rival: Any
) -> None:
    kim = await join("kim@example.com", "viewer")
    anyhow: Any = client

    for method in ("GET", "PATCH", "DELETE"):
        answers: list[Any] = []
        for user_id in (kim, str(uuid4()), "none"):
            answer = await anyhow.open(
                f"{USERS}/{user_id}", method=method, headers=rival.headers, json={"name": "X"}
            )
            answers.append((answer.status_code, (await answer.get_json())["error"]))
        assert answers[0] == answers[1] == answers[2]
        assert answers[0][0] == 404


async def test_a_suspended_tenants_people_are_refused(
    browser: Browser, join: Join, tenant: UUID
) -> None:
    await join("kim@example.com")
    await browser.sign_in("kim@example.com")

    await tenants.change(tenant, {"status": TenantStatus.SUSPENDED})
    answers = [await browser.ask("GET", SESSION), await browser.sign_in("kim@example.com")]

    for answer in answers:
        assert answer.status_code == 403
        assert (await answer.get_json())["details"]["reason"] == "TENANT_SUSPENDED"


async def test_who_has_no_password_signs_in_with_none(browser: Browser, acme: Any) -> None:
    wanted = {"email": "sso@example.com", "name": "S", "role": "viewer"}

    made = await browser.client.post(USERS, json=wanted, headers=acme.headers)

    assert (await made.get_json())["has_password"] is False
    assert (await browser.sign_in("sso@example.com", "x")).status_code == 401


async def test_the_working_role_sees_colleagues_only(
    database: str, join: Join, tenant: UUID, other_tenant: UUID
) -> None:
    await join("kim@example.com")
    await join("rival@example.com", "owner", other_tenant)

    people, _ = await users.page(tenant, 1, 20)
    owner = await asyncpg.connect(database)
    everybody = await owner.fetchval("SELECT count(*) FROM app_user")
    await owner.close()

    assert [one.user.email for one in people] == ["kim@example.com"]
    assert everybody == 2
