"""Every error has one shape, and tells nothing it should not."""

from typing import Any

import pytest
from quart import Quart
from quart.typing import TestClientProtocol as Client

PACKAGES = "/api/v1/packages"


async def test_an_error_is_nested_and_repeated_at_the_top(client: Client) -> None:
    answer = await client.get(PACKAGES)
    body = await answer.get_json()

    assert answer.status_code == 401
    assert body["error"]["code"] == body["code"] == "UNAUTHORIZED"
    assert body["error"]["message"] == body["message"]
    assert body["error"]["details"] == body["details"] == {"reason": "MISSING_API_KEY"}
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Error-Format": "flat"},
        {"Accept": "application/json; errors=flat"},
        {"Accept": 'application/json;errors="flat", text/plain'},
    ],
)
async def test_a_flat_client_gets_the_message_as_the_error(
    client: Client, headers: dict[str, str]
) -> None:
    body = await (await client.get(PACKAGES, headers=headers)).get_json()

    assert body["error"] == body["message"]
    assert body["code"] == "UNAUTHORIZED"
    assert body["details"]["reason"] == "MISSING_API_KEY"


async def test_a_sane_request_id_is_kept_and_any_other_replaced(client: Client) -> None:
    kept = await client.get("/api/health", headers={"X-Request-Id": "order-4711"})
    replaced = await client.get("/api/health", headers={"X-Request-Id": "a b<script>"})

    assert kept.headers["X-Request-Id"] == "order-4711"
    assert replaced.headers["X-Request-Id"] != "a b<script>"
    assert len(replaced.headers["X-Request-Id"]) == 32


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "NOT_FOUND"),
        ("GET", "/", 404, "NOT_FOUND"),
        ("GET", "/api/v1/packages/a/b/c", 404, "NOT_FOUND"),
        ("PATCH", "/api/v1/packages/some/launch", 405, "METHOD_NOT_ALLOWED"),
        ("PURGE", "/api/health", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/content/some/index.html", 404, "NOT_FOUND"),
        ("GET", "/api/v1/content/some/index.html", 404, "NOT_FOUND"),
    ],
)
async def test_unknown_addresses_and_methods_answer_in_the_same_shape(
    client: Client, method: str, path: str, status: int, code: str
) -> None:
    anyhow: Any = client
    answer = await anyhow.open(path, method=method)
    body = await answer.get_json()

    assert (answer.status_code, body["error"]["code"]) == (status, code)
    assert body["request_id"]
    assert status != 405 or answer.headers["Allow"]


async def test_a_content_address_tells_how_to_launch(client: Client) -> None:
    body = await (await client.get("/content/some/index.html")).get_json()

    assert "launch" in body["message"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "application/json"),
        (b'{"filename": "a.zip", "file_size": NaN}', "application/json"),
        (b'{"filename": "a\xff.zip", "file_size": 1}', "application/json"),
        (b'{"filename": "a\\u0000.zip", "file_size": 1}', "application/json"),
        (b'{"filename": ' + b"[" * 60 + b"]" * 60 + b"}", "application/json"),
        (b"[" * 5000, "application/json"),
        (b'{"filename": "a.zip", "file_size": 1}', "text/plain"),
        (b"filename=a.zip", "application/x-www-form-urlencoded"),
    ],
)
async def test_malformed_json_is_a_bad_request(
    client: Client, acme: Any, content: bytes, kind: str
) -> None:
    answer = await client.post(
        f"{PACKAGES}/upload-url", data=content, headers={**acme.headers, "Content-Type": kind}
    )
    body = await answer.get_json()

    assert (answer.status_code, body["code"]) == (400, "BAD_REQUEST")
    assert body["details"]["legacy_code"] == "INVALID_REQUEST"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"file_size": 1}, "filename"),
        ({"filename": "a.zip"}, "file_size"),
        ({"filename": "a.zip", "file_size": 0}, "file_size"),
        ({"filename": "a.zip", "file_size": "many"}, "file_size"),
        ({"filename": 7, "file_size": 1}, "filename"),
        ({"filename": "a.zip", "file_size": 1, "uploaded_by": "u" * 256}, "uploaded_by"),
        ({"filename": "a.zip", "file_size": 2**70}, "file_size"),
    ],
)
async def test_a_field_problem_names_the_field(
    client: Client, acme: Any, body: dict[str, Any], field: str
) -> None:
    answer = await client.post(f"{PACKAGES}/upload-url", json=body, headers=acme.headers)
    told = await answer.get_json()

    assert (answer.status_code, told["code"]) == (400, "VALIDATION_ERROR")
    assert list(told["details"]["fieldErrors"]) == [field]
    assert told["details"]["formErrors"] == []


@pytest.mark.parametrize("content", [b"[]", b'"text"', b"null", b"17"])
async def test_json_of_another_kind_is_a_form_error(
    client: Client, acme: Any, content: bytes
) -> None:
    answer = await client.post(
        f"{PACKAGES}/upload-url",
        data=content,
        headers={**acme.headers, "Content-Type": "application/json"},
    )
    told = await answer.get_json()

    assert (answer.status_code, told["code"]) == (400, "VALIDATION_ERROR")
    assert told["details"]["formErrors"]


async def test_an_oversize_body_is_refused(client: Client, acme: Any) -> None:
    answer = await client.post(
        f"{PACKAGES}/upload-url", json={"filename": "a" * 2_000_000}, headers=acme.headers
    )

    assert answer.status_code == 413
    assert (await answer.get_json())["code"] == "FILE_TOO_LARGE"


@pytest.mark.parametrize("query", ["page=0", "page=x", "limit=0", "limit=-1", "page=1.5"])
async def test_bad_paging_is_a_validation_error(client: Client, acme: Any, query: str) -> None:
    answer = await client.get(f"{PACKAGES}?{query}", headers=acme.headers)

    assert (await answer.get_json())["code"] == "VALIDATION_ERROR"


async def test_a_bug_is_logged_with_its_request_id_and_told_to_nobody(
    app: Quart, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken() -> str:
        raise ValueError("the secret of /srv/lectern.py")

    app.add_url_rule("/broken", view_func=broken)

    answer = await app.test_client().get("/broken", headers={"X-Request-Id": "r-1"})

    text = await answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert (await answer.get_json())["code"] == "INTERNAL_ERROR"
    assert "secret" not in text
    assert "Traceback" not in text
    told = capsys.readouterr()
    lines = [one for one in (told.out + told.err).splitlines() if "unexpected error" in one]
    assert len(lines) == 1
    assert "r-1" in lines[0]


async def test_every_request_is_logged_without_its_address(
    client: Client, acme: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "/api/v1/sessions/ada.lovelace@example.com?token=secret"

    await client.get(path, headers={**acme.headers, "X-Request-Id": "r-2"})

    told = capsys.readouterr().out
    assert "r-2" in told
    assert "/api/v1/sessions/<session_id>" in told
    assert "lovelace" not in told
    assert acme.key not in told


async def test_a_lost_database_is_a_503_that_says_when_to_retry(app: Quart) -> None:
    async def lost() -> str:
        raise ConnectionRefusedError("postgres://user:password@host")

    app.add_url_rule("/lost", view_func=lost)

    answer = await app.test_client().get("/lost")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "password" not in await answer.get_data(as_text=True)


async def test_every_answer_carries_the_instructions_for_browsers(client: Client) -> None:
    for path in ("/api/health", "/api/v1/packages", "/nothing"):
        headers = (await client.get(path)).headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Set-Cookie" not in headers
        assert "Access-Control-Allow-Origin" not in headers


async def test_options_tells_the_methods_without_a_key(client: Client) -> None:
    answer = await client.options("/api/v1/packages")

    assert answer.status_code == 200
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


async def test_a_player_address_leads_to_the_player(client: Client) -> None:
    answer = await client.get("/player/session-1?token=a.b.c")

    assert answer.status_code == 303
    assert answer.headers["Location"] == (
        "http://play.lectern.localhost:3001/player/session-1?token=a.b.c"
    )


async def test_on_the_way_to_the_player_the_page_with_the_link_stays_known(client: Client) -> None:
    answer = await client.get("/player/dispatch/a.b.c")

    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "unsafe-none"
