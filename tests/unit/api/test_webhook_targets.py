"""Which addresses a webhook may have where nobody is a developer."""

from typing import Any

import pytest
from quart.typing import TestClientProtocol as Client

WEBHOOKS = "/api/v1/webhooks"


@pytest.mark.parametrize(
    "url",
    [
        "http://lms.example.com/hook",
        "https://localhost/hook",
        "https://127.0.0.1/hook",
        "https://2130706433/hook",
        "https://0x7f.1/hook",
        "https://0177.0.0.1/hook",
        "https://[::1]/hook",
        "https://[::ffff:127.0.0.1]/hook",
        "https://10.0.0.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://lms.example.com:22/hook",
        "https://lms.example.com:6379/hook",
        "https://lms.example.com@127.0.0.1/hook",
        "https://lms.example.com\\@127.0.0.1/hook",
        "https://metadata.google.internal/hook",
        "https://nobody-has-this-name.invalid/hook",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//lms.example.com/hook",
    ],
)
async def test_an_address_that_is_not_public_is_refused(
    client: Client, acme: Any, url: str, webhook_id: str
) -> None:
    anyhow: Any = client
    places = {"POST": "", "PATCH": f"/{webhook_id}", "PUT": f"/{webhook_id}"}

    for method, place in places.items():
        answer = await anyhow.open(
            WEBHOOKS + place, method=method, json={"url": url}, headers=acme.headers
        )
        body = await answer.get_json()
        assert (answer.status_code, body["code"]) == (400, "VALIDATION_ERROR")
        assert list(body["details"]["fieldErrors"]) == ["url"]


@pytest.fixture
async def webhook_id(client: Client, acme: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Made while the name was known, whatever the network of this machine knows."""

    async def known(host: str, port: int) -> list[str]:
        return ["93.184.215.14"]

    with monkeypatch.context() as patched:
        patched.setattr("services.outbound.targets.resolve", known)
        sent = {"url": "https://lms.example.com/hook"}
        answer = await client.post(WEBHOOKS, json=sent, headers=acme.headers)
    made: str = (await answer.get_json())["id"]
    return made


async def test_a_public_name_that_leads_inside_is_refused(
    client: Client, acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def inside(host: str, port: int) -> list[str]:
        return ["93.184.215.14", "10.0.0.7"]

    monkeypatch.setattr("services.outbound.targets.resolve", inside)
    sent = {"url": "https://lms.example.com/hook"}
    answer = await client.post(WEBHOOKS, json=sent, headers=acme.headers)

    assert answer.status_code == 400
    assert "not public" in (await answer.get_json())["message"]
