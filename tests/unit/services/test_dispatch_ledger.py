"""Whatever learners and vendors do, the ledger adds up to the counts, and no limit gives way."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.dispatch import Dispatch, DispatchEntry, DispatchRegistration, DispatchSeat, EntryKind
from services import database
from services.dispatches import dispatches, ledger
from services.dispatches.admission import Admitted
from services.errors import LearnerNotFound, SeatsExceeded
from tests.lectern_arrivals import come
from tests.lectern_records import make_package
from tests.lectern_seats import make_dispatch

Deed = Literal["open", "return", "release", "renew"]


@dataclass
class Learner:
    """``secrets`` are what the other system was given to keep."""

    registered: bool = False
    licensed: bool = False
    secrets: list[str] = field(default_factory=list[str])


@dataclass
class Model:
    """The rules of seats, on half a page."""

    registration_limit: int | None
    license_limit: int | None
    licenses: bool
    learners: dict[str, Learner] = field(default_factory=dict[str, Learner])

    @property
    def counts(self) -> tuple[int, int]:
        known = self.learners.values()
        return sum(one.registered for one in known), sum(one.licensed for one in known)

    def refuses(self, who: Learner) -> str:
        """By which limit, if any."""
        registrations, licenses = self.counts
        full = self.license_limit is not None and licenses >= self.license_limit
        if self.licenses and not who.licensed and full:
            return "license_limit"
        full = self.registration_limit is not None and registrations >= self.registration_limit
        return "registration_limit" if full and not who.registered else ""


async def do(model: Model, dispatch: Dispatch, deed: Deed, name: str) -> None:
    """In the product and in the model, which must agree on what is refused."""
    if deed == "renew":
        await ledger.renew(dispatch.tenant_id, str(dispatch.id))
        for one in model.learners.values():
            one.registered = False
    elif deed == "release":
        await release(model, dispatch, name)
    else:
        await enter(model, dispatch, name, known=deed == "return")


async def enter(model: Model, dispatch: Dispatch, name: str, *, known: bool) -> None:
    who = model.learners.get(name, Learner())
    binding = who.secrets[-1] if known and who.secrets else ""
    limit = model.refuses(who)
    if limit:
        with pytest.raises(SeatsExceeded) as refused:
            await come(dispatch, name, binding=binding)
        told = refused.value.details
        assert (told["reason"], told["limit"]) == (limit, getattr(model, limit))
        assert told["current"] in model.counts
        return
    admitted = await come(dispatch, name, binding=binding)
    model.learners[name] = who
    who.registered, who.licensed = True, who.licensed or model.licenses
    who.secrets += [admitted.binding] if admitted.binding else []


async def release(model: Model, dispatch: Dispatch, name: str) -> None:
    known = model.learners.get(name)
    if known is None:
        with pytest.raises(LearnerNotFound):
            await ledger.release(dispatch.tenant_id, str(dispatch.id), name)
        return
    await ledger.release(dispatch.tenant_id, str(dispatch.id), name)
    known.licensed = False


async def stored(dispatch: Dispatch) -> tuple[tuple[int, int], ...]:
    """The counts as the dispatch, its ledger, the seats and the latest line tell them."""
    async with database.tenant_scope(dispatch.tenant_id):
        row = await Dispatch.get(id=dispatch.id)
        lines = await DispatchEntry.filter(dispatch_id=dispatch.id)
        seats = await DispatchSeat.filter(dispatch_id=dispatch.id)
    counted = row.registration_count, row.license_count
    added = sum(each.registrations for each in lines), sum(each.licenses for each in lines)
    held = sum(each.registered for each in seats), sum(each.licensed for each in seats)
    told, _ = await ledger.page(row, 1, 1)
    behind = [(each["registration_count"], each["license_count"]) for each in told]
    return counted, added, held, *(behind or [(0, 0)])


async def replayed(dispatch: Dispatch) -> bool:
    """Whether the counts behind each line are those of all lines before it."""
    lines, total = await ledger.page(dispatch, 1, 100)
    assert total == len(lines)
    registrations = licenses = 0
    for line in reversed(lines):
        registrations += line["registrations"]
        licenses += line["licenses"]
        if (line["registration_count"], line["license_count"]) != (registrations, licenses):
            return False
    return True


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    deeds=st.lists(
        st.tuples(
            st.sampled_from(["open", "open", "return", "return", "release", "renew"]),
            st.sampled_from(["ada", "bob", "cleo"]),
        ),
        min_size=3,
        max_size=12,
    ),
    limits=st.tuples(st.none() | st.integers(1, 2), st.none() | st.integers(1, 2), st.booleans()),
)
async def test_any_history_replays_to_the_counts(
    tenant: UUID, deeds: list[tuple[Any, str]], limits: tuple[int | None, int | None, bool]
) -> None:
    registrations, licenses, tracked = limits
    model = Model(registrations, licenses, tracked or licenses is not None)
    terms = {"registration_limit": registrations, "license_limit": licenses}
    dispatch = await make_dispatch(
        tenant, await make_package(tenant), **terms, track_licenses=tracked
    )

    for deed, name in deeds:
        await do(model, dispatch, deed, name)
        assert await stored(dispatch) == (model.counts,) * 4, (deed, name)

    async with database.tenant_scope(tenant):
        now = await Dispatch.get(id=dispatch.id)
    assert await replayed(now)


async def test_of_twenty_at_once_as_many_come_in_as_there_are_places(tenant: UUID) -> None:
    dispatch = await make_dispatch(tenant, await make_package(tenant), registration_limit=7)

    found = await asyncio.gather(
        *(come(dispatch, f"user-{number}") for number in range(20)), return_exceptions=True
    )

    refused = [each for each in found if isinstance(each, SeatsExceeded)]
    assert sum(isinstance(each, Admitted) for each in found) == 7
    assert [each.details for each in refused] == [
        {"reason": "registration_limit", "limit": 7, "current": 7}
    ] * 13
    assert await stored(dispatch) == ((7, 0), (7, 0), (7, 0), (7, 0))


async def test_licenses_taken_and_given_back_at_once_never_go_wrong(tenant: UUID) -> None:
    dispatch = await make_dispatch(tenant, await make_package(tenant), license_limit=3)
    for name in ("ada", "bob", "cleo"):
        await come(dispatch, name)
    place = tenant, str(dispatch.id)

    await asyncio.gather(
        *(ledger.release(*place, name) for name in ("ada", "ada", "bob", "ada")),
        *(come(dispatch, f"user-{number}") for number in range(6)),
        ledger.renew(*place),
        ledger.renew(*place),
        return_exceptions=True,
    )

    counted, added, held, behind = await stored(dispatch)
    assert counted == added == held == behind
    assert counted[1] <= 3
    async with database.tenant_scope(tenant):
        kinds = Counter(each.kind for each in await DispatchEntry.all())
        now = await dispatches.get(*place)
    assert kinds[EntryKind.RELEASED] == 2
    # Learners may have come between the two.
    assert kinds[EntryKind.RENEWED] in {1, 2}
    assert await replayed(now)


async def test_one_new_learner_in_twenty_windows_costs_one_seat(tenant: UUID) -> None:
    dispatch = await make_dispatch(tenant, await make_package(tenant), license_limit=1)

    found = await asyncio.gather(*(come(dispatch, "ada") for _ in range(20)))

    assert await stored(dispatch) == ((1, 1),) * 4
    outcomes = Counter(str(each.outcome) for each in found)
    assert outcomes == {"new": 1, "unbound": 19}
    async with database.tenant_scope(tenant):
        assert await DispatchRegistration.all().count() == 20
        free = await DispatchEntry.filter(kind=EntryKind.UNBOUND)
    assert [(each.registrations, each.licenses) for each in free] == [(0, 0)] * 19
