"""What a launch through a dispatch brings along: places, host and revision."""

from uuid import UUID

import pytest

from models.dispatch import Dispatch
from models.launch import LaunchTicket
from models.session import Session
from services import database
from services.dispatches import arrivals
from services.dispatches.admission import Admitted, Outcome
from services.errors import Invalid
from tests.lectern_arrivals import come, dispatched, token_of
from tests.lectern_records import make_package


@pytest.fixture
async def package(tenant: UUID) -> UUID:
    return await make_package(tenant)


@pytest.fixture
async def dispatch(tenant: UUID, package: UUID) -> Dispatch:
    return await dispatched(tenant, package)


async def ticket_of(tenant: UUID, admitted: Admitted) -> LaunchTicket:
    async with database.tenant_scope(tenant):
        session = await Session.get(id=admitted.session_id)
        newest = LaunchTicket.filter(session_key=session.key).order_by("-created_at")
        return await newest.limit(1).get()


async def test_the_launch_has_the_places_and_the_host_of_the_dispatch(
    tenant: UUID, package: UUID
) -> None:
    dispatch = await dispatched(tenant, package, allowed_domains=["lms.test"])

    ticket = await ticket_of(tenant, await come(dispatch))

    assert ticket.allowed_domains == ["lms.test"]
    assert (ticket.relay_host, ticket.return_url) == ("https://lms.test", None)


async def test_an_empty_list_of_places_is_every_place_whatever_the_tenant_settles(
    tenant: UUID, dispatch: Dispatch
) -> None:
    async with database.tenant_scope(tenant) as connection:
        await connection.execute_query(
            "UPDATE tenant SET allowed_domains = '[\"own.test\"]', return_url = 'https://own.test'"
        )

    for token in ("", token_of(dispatch, test=True)):
        ticket = await ticket_of(tenant, await come(dispatch, token=token))
        assert (ticket.allowed_domains, ticket.return_url) == ([], None)


async def test_nothing_is_relayed_to_a_page_without_an_origin(
    tenant: UUID, dispatch: Dispatch
) -> None:
    for host in ("", "null"):
        assert (await ticket_of(tenant, await come(dispatch, host=host))).relay_host == ""


@pytest.mark.parametrize(
    "host", ["lms.test", "javascript:alert(1)", "https://lms.test/x", "https://a b", "x" * 400]
)
def test_a_host_is_an_origin(host: str) -> None:
    with pytest.raises(Invalid):
        arrivals.checked_host(host)
    assert arrivals.checked_host(" HTTPS://Lms.Test:8443 ") == "https://lms.test:8443"


async def test_a_pinned_revision_is_played(tenant: UUID, package: UUID) -> None:
    pinned = await dispatched(tenant, package, revision=1)

    assert (await come(pinned)).outcome is Outcome.NEW
