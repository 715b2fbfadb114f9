"""Seats of a dispatch over HTTP: who counts, what is given back, and the ledger that says why."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from models.dispatch import Dispatch
from tests.lectern_records import make_package
from tests.lectern_seats import make_dispatch, registered, seated

Make = Callable[..., Awaitable[Any]]
NOT_FOUND = (404, "DISPATCH_NOT_FOUND")


@pytest.fixture
async def dispatch(acme: Any) -> Dispatch:
    return await make_dispatch(acme.tenant_id, await make_package(acme.tenant_id), license_limit=9)


@pytest.fixture
def ask(call: Make, acme: Any, dispatch: Dispatch) -> Make:
    """One request below the dispatch, which must succeed; gives the body."""

    async def asked(method: str, path: str) -> dict[str, Any]:
        status, body = await call(acme, method, f"/dispatches/{dispatch.id}{path}")
        assert status == 200, body
        return body

    return asked


async def counts(ask: Make) -> tuple[int, int]:
    told = (await ask("GET", ""))["dispatch"]
    return told["registration_count"], told["license_count"]


async def test_seats_tell_who_they_are_and_what_they_hold(ask: Make, dispatch: Dispatch) -> None:
    ada = await seated(dispatch, "ada", licensed=True)
    for name in ("Ada", "Ada Lovelace"):
        await registered(dispatch, ada, session={"learner_name": name})
    await seated(dispatch, "bob")

    body = await ask("GET", "/seats")

    bob, ada_seat = body["seats"]
    assert (bob["user_id"], bob["sessions"], bob["last_activity_at"]) == ("bob", 0, None)
    assert (bob["registered"], bob["licensed"]) == (True, False)
    assert (ada_seat["user_id"], ada_seat["sessions"], ada_seat["licensed"]) == ("ada", 2, True)
    assert ada_seat["last_activity_at"].endswith("Z")
    assert ada_seat["learner_name"] in {"Ada", "Ada Lovelace"}
    assert body["pagination"]["total"] == 2


async def test_seats_are_searched_filtered_and_paged(ask: Make, dispatch: Dispatch) -> None:
    for number in range(5):
        await seated(dispatch, f"User-{number}", licensed=number == 3)
    named = await seated(dispatch, "u%_6")
    await registered(dispatch, named, session={"learner_name": "Grace Hopper"})

    async def ids(query: str) -> list[str]:
        return [each["user_id"] for each in (await ask("GET", f"/seats?{query}"))["seats"]]

    assert await ids("limit=2&page=2") == ["User-3", "User-2"]
    assert await ids("search=hopper") == ["u%_6"]
    assert await ids("search=USER-4") == ["User-4"]
    assert await ids("search=%25") == ["u%_6"]
    assert await ids("search=%00") == []
    assert await ids("licensed=true") == ["User-3"]
    assert len(await ids("licensed=false&search=user")) == 4
    assert await ids("page=9") == []


async def test_a_license_given_back_is_free_and_the_record_stays(
    ask: Make, dispatch: Dispatch
) -> None:
    seat = await seated(dispatch, "team/ada ü", licensed=True)
    await registered(dispatch, seat)
    address = f"/seats/{quote('team/ada ü', safe='')}"

    first, again = await ask("DELETE", address), await ask("DELETE", address)

    assert (first["licensed"], first["registered"], first["sessions"]) == (False, True, 1)
    assert again == first
    assert await counts(ask) == (1, 0)
    lines = (await ask("GET", "/ledger"))["entries"]
    assert [each["kind"] for each in lines] == ["released", "licensed", "registered"]


async def test_a_renewal_counts_from_nothing_and_twice_is_once(
    ask: Make, dispatch: Dispatch
) -> None:
    for user_id in ("ada", "bob"):
        await seated(dispatch, user_id, licensed=True)

    first, again = await ask("POST", "/renew"), await ask("POST", "/renew")

    assert (first["registration_count"], first["license_count"]) == (0, 2)
    assert again == first
    assert await counts(ask) == (0, 2)
    assert {each["registered"] for each in (await ask("GET", "/seats"))["seats"]} == {False}
    kinds = [each["kind"] for each in (await ask("GET", "/ledger"))["entries"]]
    assert kinds.count("renewed") == 1


async def test_the_ledger_tells_who_why_and_what_it_came_to(ask: Make, dispatch: Dispatch) -> None:
    await seated(dispatch, "ada", licensed=True)
    await seated(dispatch, "bob", licensed=True)
    await ask("DELETE", "/seats/ada")
    await ask("POST", "/renew")

    body = await ask("GET", "/ledger?limit=3")
    rest = await ask("GET", "/ledger?limit=3&page=2")

    told = [
        (each["kind"], each["user_id"], each["registrations"], each["licenses"])
        for each in body["entries"] + rest["entries"]
    ]
    assert told == [
        ("renewed", None, -2, 0),
        ("released", "ada", 0, -1),
        ("licensed", "bob", 0, 1),
        ("registered", "bob", 1, 0),
        ("licensed", "ada", 0, 1),
        ("registered", "ada", 1, 0),
    ]
    behind = [
        (each["registration_count"], each["license_count"])
        for each in body["entries"] + rest["entries"]
    ]
    assert behind == [(0, 1), (2, 1), (2, 2), (2, 1), (1, 1), (1, 0)]
    assert body["entries"][0]["actor"]["name"] == "test key"
    assert rest["entries"][0]["actor"] is None
    assert body["pagination"]["total"] == 6


async def test_what_was_given_back_and_renewed_is_noted_without_the_person(
    ask: Make, call: Make, acme: Any, client: Any, dispatch: Dispatch
) -> None:
    await seated(dispatch, "ada-lovelace", licensed=True)
    await ask("DELETE", "/seats/ada-lovelace")
    await ask("POST", "/renew")

    answer = await client.get("/api/customer/audit", headers=acme.headers)

    text = await answer.get_data(as_text=True)
    assert text.count("dispatch.seat_released") == 1
    assert text.count("dispatch.renewed") == 1
    assert "ada-lovelace" not in text


@pytest.mark.parametrize("user_id", ["nobody", "x" * 256, "%00"])
async def test_who_never_came_has_nothing_to_give_back(
    call: Make, acme: Any, dispatch: Dispatch, user_id: str
) -> None:
    status, body = await call(acme, "DELETE", f"/dispatches/{dispatch.id}/seats/{user_id}")

    assert (status, body["code"]) == (404, "LEARNER_NOT_FOUND")


async def test_a_revoked_dispatch_is_not_renewed_but_gives_licenses_back(
    ask: Make, call: Make, acme: Any, dispatch: Dispatch
) -> None:
    await seated(dispatch, "ada", licensed=True)
    await call(acme, "DELETE", f"/dispatches/{dispatch.id}")

    status, body = await call(acme, "POST", f"/dispatches/{dispatch.id}/renew")

    assert (status, body["code"], body["details"]["reason"]) == (409, "CONFLICT", "revoked")
    assert (await ask("DELETE", "/seats/ada"))["licensed"] is False
    assert await counts(ask) == (1, 0)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/seats"),
        ("GET", "/ledger"),
        ("GET", "/stats"),
        ("GET", "/registrations"),
        ("POST", "/renew"),
        ("DELETE", "/seats/ada"),
    ],
)
async def test_another_tenants_dispatch_is_none(
    call: Make, rival: Any, dispatch: Dispatch, method: str, path: str
) -> None:
    await seated(dispatch, "ada", licensed=True)
    for dispatch_id in (dispatch.id, uuid4(), "7"):
        status, body = await call(rival, method, f"/dispatches/{dispatch_id}{path}")

        assert (status, body["code"]) == NOT_FOUND


async def test_giving_back_needs_the_scope_that_deletes(
    call: Make, key_with: Make, dispatch: Dispatch
) -> None:
    await seated(dispatch, "ada", licensed=True)
    writer, reader = await key_with("read", "write"), await key_with("read")
    place = f"/dispatches/{dispatch.id}"

    released, _ = await call(writer, "DELETE", f"{place}/seats/ada")
    renewed, _ = await call(reader, "POST", f"{place}/renew")

    assert (released, renewed) == (403, 403)


async def test_one_learner_of_two_dispatches_has_two_seats(
    call: Make, acme: Any, dispatch: Dispatch
) -> None:
    other = await make_dispatch(acme.tenant_id, UUID(str(dispatch.package_id)))
    for each in (dispatch, other):
        await seated(each, "ada", licensed=True)

    await call(acme, "DELETE", f"/dispatches/{dispatch.id}/seats/ada")

    _, body = await call(acme, "GET", f"/dispatches/{other.id}/seats")
    assert [each["licensed"] for each in body["seats"]] == [True]
