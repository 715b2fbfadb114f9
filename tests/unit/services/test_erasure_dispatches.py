"""Erasing a learner who is coming in through a dispatch in that very moment."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID

from models.dispatch import Dispatch, DispatchEntry, DispatchRegistration, DispatchSeat
from models.session import Session
from services import database as db
from services.dispatches import ledger
from services.dispatches.admission import Admitted
from services.erasure import erasures, removing
from services.errors import LearnerNotFound
from services.packages import catalogue
from tests.lectern_arrivals import come, dispatched
from tests.lectern_records import KEYRING, make_package
from tests.lectern_traces import rows_with


async def erase(tenant: UUID, user_id: str) -> None:
    erasure = await erasures.request(tenant, user_id, KEYRING)
    await removing.run(tenant, erasure.id, KEYRING)


async def test_who_comes_in_meanwhile_is_forgotten_or_is_new(database: str, tenant: UUID) -> None:
    dispatch = await dispatched(tenant, await make_package(tenant), identity="asserted")
    first = await come(dispatch, "ada-planted")

    found: list[Any] = await asyncio.gather(
        *(come(dispatch, "ada-planted") for _ in range(4)),
        erase(tenant, "ada-planted"),
        *(come(dispatch, "ada-planted", binding=first.binding) for _ in range(4)),
        *(come(dispatch, f"bob-{number}") for number in range(4)),
        return_exceptions=True,
    )

    assert [each for each in found if not isinstance(each, Admitted)] == [None]
    with suppress(LearnerNotFound):
        # Whoever came too late for the first one.
        await erase(tenant, "ada-planted")
    assert await rows_with(database, ["ada-planted"]) == []
    now, seats, lines = await everything(dispatch)
    assert now.registration_count == len(seats) == sum(each.registrations for each in lines)
    assert {each.user_id.partition("-")[0] for each in seats if "erased" not in each.user_id} == {
        "bob"
    }


async def test_what_led_to_a_record_goes_with_it_and_the_next_one_is_another(
    tenant: UUID,
) -> None:
    dispatch = await dispatched(tenant, await make_package(tenant), registration_limit=2)
    before = await come(dispatch, "ada")

    await erase(tenant, "ada")
    after = await come(dispatch, "ada", binding=before.binding)

    assert (after.outcome, after.session_id != before.session_id) == ("new", True)
    now, seats, _ = await everything(dispatch)
    assert (now.registration_count, len(seats)) == (2, 2)


async def test_a_record_that_its_vendor_deletes_leaves_the_place_as_it_was(tenant: UUID) -> None:
    dispatch = await dispatched(tenant, await make_package(tenant), registration_limit=1)
    before = await come(dispatch, "ada")
    async with db.tenant_scope(tenant):
        await Session.filter(id=before.session_id).delete()

    after = await come(dispatch, "ada", binding=before.binding)

    assert (after.outcome, after.user_id) == ("unbound", "ada")
    now, seats, lines = await everything(dispatch)
    assert (now.registration_count, len(seats)) == (1, 1)
    [newest, *_], _ = await ledger.page(now, 1, 5)
    assert (newest["kind"], newest["session_id"]) == ("unbound", after.session_id)
    assert len(lines) == 2


async def test_a_package_takes_its_dispatches_and_their_ledgers_along(tenant: UUID) -> None:
    package = await make_package(tenant)
    dispatch = await dispatched(tenant, package, license_limit=5)
    await come(dispatch, "ada")

    await catalogue.remove(tenant, str(package))

    async with db.tenant_scope(tenant):
        for model in (Dispatch, DispatchSeat, DispatchEntry, DispatchRegistration):
            assert await model.all().count() == 0


async def everything(
    dispatch: Dispatch,
) -> tuple[Dispatch, list[DispatchSeat], list[DispatchEntry]]:
    async with db.tenant_scope(dispatch.tenant_id):
        return (
            await Dispatch.get(id=dispatch.id),
            await DispatchSeat.filter(dispatch_id=dispatch.id),
            await DispatchEntry.filter(dispatch_id=dispatch.id),
        )
