"""Logs tell what happened and never a credential."""

import pytest

from services.accounts import api_keys
from services.logs import redact


@pytest.mark.parametrize(
    "text",
    [
        "GET /player/s1?token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.abcdef-_1",
        "Authorization: Bearer abcdefghijklmno",
        "X-API-Key: abcdefghijklmno",
        f"used scorm_live_{'Ab1-' * 16}0123abcd",
        "GET /~abcdefghijklmno/index.html",
    ],
)
def test_a_credential_inside_a_text_is_hidden(text: str) -> None:
    event = redact(None, "info", {"event": text})

    assert "[hidden]" in event["event"]
    assert "abcdef" not in event["event"]
    assert "scorm_live_" not in event["event"]


def test_a_real_key_inside_a_text_is_hidden() -> None:
    event = redact(None, "info", {"event": f"used {api_keys.mint()}"})

    assert "scorm_live_" not in event["event"]


@pytest.mark.parametrize("field", ["token", "api_key", "Authorization", "secret_key", "handle"])
def test_a_field_named_like_a_credential_is_hidden(field: str) -> None:
    assert redact(None, "info", {field: "abc"}) == {field: "[hidden]"}


def test_everything_else_is_told() -> None:
    event = {"event": "session launched", "session": "s-1", "status": 200}

    assert redact(None, "info", dict(event)) == event
