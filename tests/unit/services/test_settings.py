"""Settings follow the environment, and what cannot work is refused with its remedy."""

from pathlib import Path

import pytest

from services.settings import SettingsError, read


def test_nothing_needs_to_be_set() -> None:
    settings = read({})

    assert settings.base_url == "http://localhost:3001"
    assert settings.player_origin == "http://play.lectern.localhost:3001"
    assert settings.content_origin_for("abc") == "http://abc.content.lectern.localhost:3001"
    assert settings.data_dir == Path.home() / ".lectern"


def test_the_three_origins_follow_the_port() -> None:
    settings = read({"LECTERN_PORT": "4100"})

    assert settings.base_url.endswith(":4100")
    assert settings.player_origin.endswith(":4100")
    assert settings.content_origin.endswith(":4100")


def test_a_content_origin_without_a_label_is_reduced_isolation() -> None:
    settings = read({"LECTERN_CONTENT_ORIGIN": "https://content.example.org"})

    assert not settings.content_is_isolated
    assert read({}).content_is_isolated


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"LECTERN_PORT": "http"}, "LECTERN_PORT"),
        ({"LECTERN_PORT": "70000"}, "LECTERN_PORT"),
        ({"LECTERN_BASE_URL": "lectern.example.org"}, "LECTERN_BASE_URL"),
        ({"LECTERN_PLAYER_ORIGIN": "https://x.example.org/path"}, "LECTERN_PLAYER_ORIGIN"),
        ({"LECTERN_DATABASE_URL": "postgres://db/x"}, "LECTERN_SECRET_KEY"),
        ({"LECTERN_SECRET_KEY": "short"}, "LECTERN_SECRET_KEY"),
        ({"LECTERN_OIDC_ISSUER": "https://id.example.org"}, "LECTERN_OIDC_CLIENT_ID"),
        ({"LECTERN_DRAIN_SECONDS": "soon"}, "LECTERN_DRAIN_SECONDS"),
        ({"LECTERN_REDIS_URL": "http://localhost"}, "LECTERN_REDIS_URL"),
        ({"LECTERN_RATE_LIMIT_READ": "-1"}, "LECTERN_RATE_LIMIT_READ"),
        ({"SCORM_RATE_LIMIT_MAX_REQUESTS": "many"}, "SCORM_RATE_LIMIT_MAX_REQUESTS"),
        ({"SCORM_RATE_LIMIT_WINDOW_SECONDS": "0"}, "SCORM_RATE_LIMIT_WINDOW_SECONDS"),
    ],
)
def test_an_unusable_value_is_refused_by_name(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        read(given)


def test_the_older_names_of_rate_limits_still_count() -> None:
    older = {"SCORM_RATE_LIMIT_MAX_REQUESTS": "2000", "SCORM_RATE_LIMIT_WINDOW_SECONDS": "3600"}
    settings = read({**older, "LECTERN_RATE_LIMIT_UPLOAD": "7"})

    assert (settings.rate_limit_read, settings.rate_limit_write) == (2000, 2000)
    assert (settings.rate_limit_upload, settings.rate_limit_window_seconds) == (7, 3600)
    assert read({}).rate_limit_window_seconds == 60
