"""The door of a dispatch: who gets in, in which order that is asked, and what is counted."""

from collections.abc import Awaitable, Callable
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from models.dispatch import Dispatch
from models.package import Package
from models.session import Session
from services import database
from services.dispatches.admission import Outcome
from services.errors import (
    DispatchNotActive,
    DispatchNotFound,
    DomainNotAllowed,
    InvalidToken,
    PasswordRequired,
    QuotaExceeded,
    Refusal,
    SeatsExceeded,
)
from services.quotas import quotas
from services.quotas.plans import Limit, Terms
from tests.lectern_arrivals import (
    changed,
    come,
    dispatched,
    entries_of,
    events_of,
    registrations_of,
    seats_of,
    token_of,
)
from tests.lectern_records import NOW, make_package

Break = Callable[[Dispatch], Awaitable[dict[str, Any]]]


@pytest.fixture
async def package(tenant: UUID) -> UUID:
    return await make_package(tenant)


async def test_a_new_learner_gets_a_place_a_record_and_a_secret(
    tenant: UUID, package: UUID
) -> None:
    dispatch = await dispatched(tenant, package, registration_limit=5)

    admitted = await come(dispatch, name="Lovelace, Ada", email="ada@lms.test")

    async with database.tenant_scope(tenant):
        session = await Session.get(id=admitted.session_id)
    [registration] = await registrations_of(dispatch)
    assert (admitted.outcome, admitted.user_id) == (Outcome.NEW, "ada")
    assert len(admitted.binding or "") >= 43
    assert admitted.binding not in {registration.binding_hash, admitted.token}
    assert (session.dispatch_id, session.user_id) == (dispatch.id, "ada")
    assert (session.learner_name, session.learner_email) == ("Lovelace, Ada", "ada@lms.test")
    assert (registration.host, registration.lms) == ("https://lms.test", "1.2")
    assert [seat.registered for seat in await seats_of(dispatch)] == [True]
    assert (await changed(dispatch)).registration_count == 1


async def foreign_token(dispatch: Dispatch) -> dict[str, Any]:
    return {"token": token_of(dispatch)[:-4] + "AAAA"}


async def removed(dispatch: Dispatch) -> dict[str, Any]:
    gone = Dispatch(tenant_id=dispatch.tenant_id, id=uuid4(), token_id=uuid4(), token_at=NOW)
    return {"token": token_of(gone)}


def column(**columns: Any) -> Break:
    async def change(dispatch: Dispatch) -> dict[str, Any]:
        await changed(dispatch, **columns)
        return {}

    return change


async def over_quota(dispatch: Dispatch) -> dict[str, Any]:
    async with database.tenant_scope(dispatch.tenant_id) as connection:
        terms = Terms(active_learners=Limit(0))
        await quotas.assign(connection, dispatch.tenant_id, "enterprise", terms)
    return {}


# In the order in which they are asked.
REASONS: list[tuple[str, Break, type[Refusal]]] = [
    ("", foreign_token, InvalidToken),
    ("", removed, DispatchNotFound),
    ("revoked", column(revoked_at=NOW), DispatchNotActive),
    ("paused", column(paused=True), DispatchNotActive),
    ("expired", column(expires_at=NOW), DispatchNotActive),
    ("domain", column(allowed_domains=["other.test"]), DomainNotAllowed),
    ("password", column(password_hash="$argon2id$nothing"), PasswordRequired),
    ("new_learners", column(accepts_new=False), DispatchNotActive),
    ("license_limit", column(license_limit=0), SeatsExceeded),
    ("registration_limit", column(registration_limit=0), SeatsExceeded),
    ("", over_quota, QuotaExceeded),
]


@pytest.mark.parametrize("number", range(len(REASONS)))
async def test_each_reason_is_told_and_leaves_nothing_behind(
    tenant: UUID, package: UUID, number: int
) -> None:
    reason, broken, kind = REASONS[number]
    dispatch = await dispatched(tenant, package)

    told = await broken(dispatch)
    with pytest.raises(kind) as refused:
        await come(dispatch, **told)

    assert refused.value.details.get("reason", "") == reason
    assert type(refused.value) is kind
    assert await seats_of(dispatch) == await entries_of(dispatch) == []
    async with database.tenant_scope(tenant):
        assert await Session.all().count() == 0
    assert await events_of(tenant, "dispatch.launched") == []


@pytest.mark.parametrize("number", range(len(REASONS) - 1))
async def test_a_reason_is_told_before_each_of_those_that_come_after_it(
    tenant: UUID, package: UUID, number: int
) -> None:
    reason, broken, kind = REASONS[number]

    for _, later, _ in REASONS[number + 1 :]:
        dispatch = await dispatched(tenant, package)
        told = await later(dispatch)
        told |= await broken(dispatch)
        with pytest.raises(kind) as refused:
            await come(dispatch, **told)

        assert (type(refused.value), refused.value.details.get("reason", "")) == (kind, reason)


async def test_an_old_token_is_one_of_a_revoked_dispatch(tenant: UUID, package: UUID) -> None:
    dispatch = await dispatched(tenant, package)
    await changed(dispatch, token_id=uuid4())

    with pytest.raises(DispatchNotActive) as refused:
        await come(dispatch)

    assert refused.value.details == {"reason": "revoked"}


async def test_the_limits_are_named_with_what_is_taken(tenant: UUID, package: UUID) -> None:
    dispatch = await dispatched(tenant, package, registration_limit=1)
    await come(dispatch)

    with pytest.raises(SeatsExceeded) as refused:
        await come(dispatch, "grace")

    details = {"reason": "registration_limit", "limit": 1, "current": 1}
    assert refused.value.details == details


@pytest.mark.parametrize(
    "told",
    [
        {"ancestors": ["https://evil.test"], "host": "https://lms.test"},
        {"ancestors": ["https://lms.test"], "host": "https://evil.test"},
        {"ancestors": ["https://lms.test"] * 25},
        {"host": "https://lms.test.evil.test"},
        {"host": "http://lms.test"},
        {"host": "null"},
        {"host": "", "referrer": "https://evil.test/lms.test"},
        {"host": "", "referrer": ""},
        {"host": "", "referrer": "lms.test"},
    ],
)
async def test_every_page_around_must_be_on_the_list(
    tenant: UUID, package: UUID, told: dict[str, Any]
) -> None:
    dispatch = await dispatched(tenant, package, allowed_domains=["lms.test"])

    with pytest.raises(DomainNotAllowed) as refused:
        await come(dispatch, **told)

    assert refused.value.details["allowed"] == ["lms.test"]
    assert cast(list[str], refused.value.details["seen"]) != ["https://lms.test"]


@pytest.mark.parametrize(
    "told",
    [
        {"host": "https://lms.test:8443"},
        {"ancestors": ["https://lms.test", "https://portal.lms.test"]},
        {"host": "", "referrer": "https://lms.test/course?id=1"},
    ],
)
async def test_a_page_of_the_list_lets_its_learners_in(
    tenant: UUID, package: UUID, told: dict[str, Any]
) -> None:
    domains = ["lms.test", "*.lms.test"]
    dispatch = await dispatched(tenant, package, allowed_domains=domains)

    assert (await come(dispatch, **told)).outcome is Outcome.NEW


async def test_the_password_is_asked_for_at_each_launch(tenant: UUID, package: UUID) -> None:
    dispatch = await dispatched(tenant, package, password="open sesame, please")

    admitted = await come(dispatch, password="open sesame, please")
    for wrong in ("", "open sesame", "x" * 5000):
        with pytest.raises(PasswordRequired):
            await come(dispatch, binding=admitted.binding, password=wrong)

    back = await come(dispatch, binding=admitted.binding, password="open sesame, please")
    assert back.session_id == admitted.session_id


async def test_a_package_without_a_revision_is_said_to_be_so(tenant: UUID, package: UUID) -> None:
    dispatch = await dispatched(tenant, package)
    async with database.tenant_scope(tenant):
        await Package.filter(id=package).update(current_revision=0)

    with pytest.raises(Refusal) as refused:
        await come(dispatch)

    assert refused.value.code == "CONFLICT"
    assert await seats_of(dispatch) == []


async def test_a_trial_counts_nothing_and_asks_for_no_password(tenant: UUID, package: UUID) -> None:
    dispatch = await dispatched(tenant, package, password="open sesame, please")
    await changed(dispatch, registration_limit=0, accepts_new=False)

    admitted = await come(dispatch, token=token_of(dispatch, test=True))

    async with database.tenant_scope(tenant):
        session = await Session.get(id=admitted.session_id)
    assert (admitted.outcome, admitted.binding) == (Outcome.TEST, None)
    assert (session.preview, session.dispatch_id) == (True, dispatch.id)
    assert await seats_of(dispatch) == await registrations_of(dispatch) == []
    assert await events_of(tenant, "dispatch.launched") == []
