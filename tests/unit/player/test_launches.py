"""The shell's endpoints: opening, moving on, being superseded, and plain answers to nonsense."""

from uuid import UUID

import pytest

from tests.lectern_records import make_package
from tests.shell_client import Client, link_to, make_app, open_shell


@pytest.fixture
def client(database: str) -> Client:
    return make_app().test_client()


@pytest.fixture
async def package(tenant: UUID) -> UUID:
    return await make_package(tenant)


async def test_opening_tells_the_shell_all_about_the_course(
    client: Client, tenant: UUID, package: UUID
) -> None:
    link = await link_to(
        tenant, package, learner_name="Lovelace, Ada", return_url="https://lms.test/"
    )

    answer = await client.post("/player/s1/launches", json={"token": link.token, "ancestors": []})

    body = await answer.get_json()
    origin = f"http://{link.session.label}.content.lectern.localhost:3001"
    assert answer.status_code == 201
    assert body["session"] == {"id": "s1", "title": "Course", "learner_name": "Lovelace, Ada"}
    assert (body["return_url"], body["window"]) == ("https://lms.test/", "frame")
    assert body["content"]["origin"] == origin
    assert body["content"]["bridge"].startswith(body["content"]["base"] + "__rt/")
    assert body["launch"]["mode"] == "normal"
    assert [entry["id"] for entry in body["course"]["toc"]] == ["org", "sco"]


async def test_a_delivery_and_the_state_after_it(
    client: Client, tenant: UUID, package: UUID
) -> None:
    shell = await open_shell(client, await link_to(tenant, package))

    step = await shell.ask("start")
    state = await client.get(f"/player/launches/{shell.launch['id']}", headers=shell.headers)

    assert step["delivery"]["item"] == "sco"
    assert step["delivery"]["table"]["edition"] == "1.2"
    assert step["controls"]["exitAll"] is True
    assert (await state.get_json())["state"] == "current"


async def test_the_window_opened_before_is_told(
    client: Client, tenant: UUID, package: UUID
) -> None:
    link = await link_to(tenant, package)
    old = await open_shell(client, link)
    await open_shell(client, link)

    state = await client.get(f"/player/launches/{old.launch['id']}", headers=old.headers)
    refused = await client.post(
        f"/player/launches/{old.launch['id']}/deliveries",
        json={"request": "start"},
        headers=old.headers,
    )

    assert (await state.get_json())["state"] == "superseded"
    assert refused.status_code == 409
    assert (await refused.get_json())["error"]["code"] == "SUPERSEDED"


async def test_a_capability_is_renewed(client: Client, tenant: UUID, package: UUID) -> None:
    shell = await open_shell(client, await link_to(tenant, package))

    answer = await client.post(
        f"/player/launches/{shell.launch['id']}/capability", headers=shell.headers
    )

    body = await answer.get_json()
    assert body["expires_in"] == 900
    assert body["capability"].count(".") == 2


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"token":1}', b'{"token":"x","ancestors":"y"}', b"[" * 5000]
)
async def test_nonsense_is_answered_plainly(client: Client, tenant: UUID, body: bytes) -> None:
    answer = await client.post("/player/s1/launches", data=body)

    said = await answer.get_json()
    assert answer.status_code == 400
    assert said["error"]["code"] == said["code"] == "VALIDATION_ERROR"
    assert said["request_id"] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize("handle", ["", "x", "0" * 32, f"{UUID(int=7).hex}{'a' * 64}", "ÿ" * 40])
async def test_a_handle_of_nobody_opens_nothing(
    client: Client, tenant: UUID, package: UUID, handle: str
) -> None:
    shell = await open_shell(client, await link_to(tenant, package))
    headers = {"Authorization": f"Bearer {handle}"}

    for path in (f"/player/launches/{shell.launch['id']}", "/player/launches/nothing"):
        assert (await client.get(path, headers=headers)).status_code == 401


async def test_a_foreign_site_is_refused_with_both_lists(
    client: Client, tenant: UUID, package: UUID
) -> None:
    link = await link_to(tenant, package, allowed_domains=["lms.test"])

    answer = await client.post(
        "/player/s1/launches", json={"token": link.token, "ancestors": ["https://evil.test"]}
    )

    assert answer.status_code == 403
    assert (await answer.get_json())["details"] == {
        "allowed": ["lms.test"],
        "seen": ["https://evil.test"],
    }


async def test_an_unknown_address_is_answered_in_the_same_shape(client: Client) -> None:
    answer = await client.get("/nothing")

    assert answer.status_code == 404
    assert (await answer.get_json())["error"]["code"] == "NOT_FOUND"
