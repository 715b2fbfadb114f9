"""What a package in another system asks the player's host to know whether it can be reached."""

from uuid import UUID

import pytest

from tests.lectern_records import make_package
from tests.shell_client import Client, link_to, make_app


@pytest.fixture
def client(database: str) -> Client:
    return make_app().test_client()


async def test_whoever_asks_from_anywhere_is_answered_nothing(client: Client) -> None:
    answer = await client.get("/player/dispatch/reachable")

    assert answer.status_code == 204
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert await answer.get_data() == b""


async def test_everything_else_stays_among_pages_of_ours(client: Client, tenant: UUID) -> None:
    link = await link_to(tenant, await make_package(tenant))

    page = await client.get(f"/player/{link.session.id}?token={link.token}")

    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_a_session_may_have_that_very_name(client: Client) -> None:
    answer = await client.get("/player/dispatch/reachable?token=x.y.z")

    assert answer.status_code == 401
