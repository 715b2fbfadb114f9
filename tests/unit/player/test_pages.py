"""The shell's page: served with a link, without cookies, framed by the allowed only."""

import json
import re
from uuid import UUID

import pytest

from models.launch import Launch
from player.build import build_id
from player.pages import bridge_page
from services import database
from services.playing.launch import Launched
from tests.lectern_records import SETTINGS, make_package
from tests.shell_client import Client, link_to, make_app


@pytest.fixture
def client(database: str) -> Client:
    return make_app().test_client()


@pytest.fixture
async def package(tenant: UUID) -> UUID:
    return await make_package(tenant)


def path_of(link: Launched) -> str:
    return f"/player/{link.session.id}?token={link.token}"


async def test_a_link_shows_the_shell_with_strict_headers(
    client: Client, tenant: UUID, package: UUID
) -> None:
    link = await link_to(tenant, package)

    answer = await client.get(path_of(link))

    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "X-Frame-Options" not in answer.headers
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-src http://*.content.lectern.localhost:3001;" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert link.session.label in answer.headers["Permissions-Policy"]


async def test_the_page_names_the_session_and_carries_no_inline_script(
    client: Client, tenant: UUID, package: UUID
) -> None:
    link = await link_to(tenant, package, session_id="</script><script>alert(1)//")

    page = await (await client.get(f"/player/%3C%2Fscript%3E?token={link.token}")).get_data(True)

    boot = re.search(r'id="boot">(.*?)</script>', page, re.DOTALL)
    assert boot is not None
    assert json.loads(boot[1])["session_id"] == "</script>"
    assert "<script>alert" not in page
    kinds = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in kind or "application/json" in kind for kind in kinds)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
async def test_without_a_good_token_the_page_says_so_and_can_still_retry(
    client: Client, tenant: UUID, package: UUID, token: str
) -> None:
    await link_to(tenant, package)

    answer = await client.get(f"/player/s1?token={token}")

    page = await answer.get_data(True)
    assert answer.status_code == 401
    assert "js/player.js" in page
    assert '"session_id": "s1"' in page


async def test_looking_at_the_page_opens_nothing(
    client: Client, tenant: UUID, package: UUID
) -> None:
    link = await link_to(tenant, package)

    for _ in range(3):
        await client.get(path_of(link))
        await client.head(path_of(link))

    async with database.tenant_scope(tenant):
        assert await Launch.all().count() == 0


async def test_allowed_domains_become_frame_ancestors(
    client: Client, tenant: UUID, package: UUID
) -> None:
    domains = ["partner.localhost", "*.partner.localhost", "lms.test:8443"]
    link = await link_to(tenant, package, allowed_domains=domains)

    answer = await client.get(path_of(link), headers={"Sec-Fetch-Dest": "iframe"})

    _, _, ancestors = answer.headers["Content-Security-Policy"].partition("frame-ancestors ")
    assert answer.status_code == 200
    assert ancestors.split() == [
        "'self'",
        *("https://partner.localhost:*", "http://partner.localhost:*"),
        *("https://*.partner.localhost:*", "http://*.partner.localhost:*"),
        "https://lms.test:8443",
    ]


async def test_where_every_site_may_frame_the_page_apps_may_too(
    client: Client, tenant: UUID, package: UUID
) -> None:
    link = await link_to(tenant, package)

    answer = await client.get(path_of(link), headers={"Sec-Fetch-Dest": "iframe"})

    # "*" is about sites of http and https alone.
    assert "frame-ancestors" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("referer", "status"),
    [
        ("https://lms.test/course", 200),
        ("https://evil.test/", 403),
        ("", 403),
        ("https://lms.test.evil.test/", 403),
    ],
)
async def test_opened_on_its_own_the_page_looks_at_who_sent_the_learner(
    client: Client, tenant: UUID, package: UUID, referer: str, status: int
) -> None:
    link = await link_to(tenant, package, allowed_domains=["lms.test"])

    answer = await client.get(
        path_of(link), headers={"Sec-Fetch-Dest": "document", "Referer": referer}
    )

    assert answer.status_code == status


async def test_the_page_speaks_the_learners_language(
    client: Client, tenant: UUID, package: UUID
) -> None:
    link = await link_to(tenant, package)

    answer = await client.get(path_of(link), headers={"Accept-Language": "ar,en;q=0.5"})

    assert '<html lang="ar" dir="rtl">' in await answer.get_data(True)


async def test_static_files_are_kept_for_ever(client: Client) -> None:
    answer = await client.get(f"/static/{build_id()}/js/player.js")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_bridge_is_told_whom_to_trust() -> None:
    page = bridge_page(SETTINGS).decode()

    found = re.search(r'id="config">(.*?)</script>', page)
    assert found is not None
    assert json.loads(found[1]) == {"shell_origin": SETTINGS.player_origin, "build": build_id()}
