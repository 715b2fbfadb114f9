"""What an operator may configure, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LABEL = "{label}"


class SettingsError(Exception):
    """The configuration cannot work; the message names the variable and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One value per ``LECTERN_…`` variable; times in seconds, sizes in bytes, rates a minute."""

    data_dir: Path
    host: str
    port: int
    base_url: str
    player_origin: str
    content_origin: str
    database_url: str
    storage_url: str
    secret_key: str
    bootstrap_api_key: str
    bootstrap_tenant: str
    redis_url: str = ""
    plans_file: str = ""
    rate_limit_read: int = 1000
    rate_limit_write: int = 100
    rate_limit_upload: int = 10
    rate_limit_part: int = 2000
    rate_limit_failed: int = 300
    rate_limit_dispatch: int = 300
    rate_limit_password: int = 20
    rate_limit_window_seconds: int = 60
    allow_private_targets: bool = False
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_jwks_url: str = ""
    max_package_bytes: int = 10 * 1024**3
    launch_token_seconds: int = 14_400
    commit_token_seconds: int = 900
    session_idle_seconds: int = 86_400
    drain_seconds: int = 0
    shutdown_seconds: int = 30

    @property
    def content_is_isolated(self) -> bool:
        """Whether every registration gets an origin of its own."""
        return LABEL in self.content_origin

    def content_origin_for(self, label: str) -> str:
        return self.content_origin.replace(LABEL, label)


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """Raises SettingsError when a value cannot be used."""
    given = os.environ if environ is None else environ
    port = _port(given.get("LECTERN_PORT", "3001"))
    settings = Settings(
        data_dir=Path(given.get("LECTERN_DATA_DIR") or "~/.lectern").expanduser(),
        host=given.get("LECTERN_HOST", "127.0.0.1"),
        port=port,
        base_url=_origin(given, "LECTERN_BASE_URL", f"http://localhost:{port}"),
        player_origin=_origin(
            given, "LECTERN_PLAYER_ORIGIN", f"http://play.lectern.localhost:{port}"
        ),
        content_origin=_origin(
            given, "LECTERN_CONTENT_ORIGIN", f"http://{LABEL}.content.lectern.localhost:{port}"
        ),
        database_url=given.get("LECTERN_DATABASE_URL", ""),
        storage_url=given.get("LECTERN_STORAGE_URL", ""),
        secret_key=given.get("LECTERN_SECRET_KEY", ""),
        bootstrap_api_key=given.get("LECTERN_BOOTSTRAP_API_KEY", ""),
        bootstrap_tenant=given.get("LECTERN_BOOTSTRAP_TENANT", ""),
        redis_url=_redis(given.get("LECTERN_REDIS_URL", "")),
        plans_file=given.get("LECTERN_PLANS_FILE", ""),
        rate_limit_read=_rate(given, "LECTERN_RATE_LIMIT_READ", 1000),
        rate_limit_write=_rate(given, "LECTERN_RATE_LIMIT_WRITE", 100),
        rate_limit_upload=_rate(given, "LECTERN_RATE_LIMIT_UPLOAD", 10),
        rate_limit_part=_whole(given, "LECTERN_RATE_LIMIT_PART", 2000),
        rate_limit_failed=_whole(given, "LECTERN_RATE_LIMIT_FAILED", 300),
        rate_limit_dispatch=_whole(given, "LECTERN_RATE_LIMIT_DISPATCH", 300),
        rate_limit_password=_whole(given, "LECTERN_RATE_LIMIT_PASSWORD", 20),
        rate_limit_window_seconds=_window(given, "SCORM_RATE_LIMIT_WINDOW_SECONDS", 60),
        allow_private_targets=_switch(given, "LECTERN_WEBHOOK_ALLOW_PRIVATE"),
        oidc_issuer=given.get("LECTERN_OIDC_ISSUER", ""),
        oidc_client_id=given.get("LECTERN_OIDC_CLIENT_ID", ""),
        oidc_jwks_url=given.get("LECTERN_OIDC_JWKS_URL", ""),
        commit_token_seconds=_seconds(given, "LECTERN_COMMIT_TOKEN_SECONDS", 900),
        drain_seconds=_seconds(given, "LECTERN_DRAIN_SECONDS", 0),
    )
    _check_secret(settings)
    if settings.oidc_issuer and not settings.oidc_client_id:
        raise SettingsError(
            "LECTERN_OIDC_CLIENT_ID is required with LECTERN_OIDC_ISSUER: tokens that the provider "
            "made for other applications must not be taken."
        )
    return settings


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65_536:
        raise SettingsError(f"LECTERN_PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def _whole(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name) or str(default)
    if not text.isdigit():
        raise SettingsError(f"{name} is {text!r}; it must be a whole number, 0 for no limit.")
    return int(text)


def _rate(given: Mapping[str, str], name: str, default: int) -> int:
    """What names no class is the older name of one limit for them all."""
    return _whole(given, name, _whole(given, "SCORM_RATE_LIMIT_MAX_REQUESTS", default))


def _window(given: Mapping[str, str], name: str, default: int) -> int:
    seconds = _seconds(given, name, default)
    if not seconds:
        raise SettingsError(f"{name} is 0; a window must have at least one second.")
    return seconds


def _redis(text: str) -> str:
    if text and not text.startswith(("redis://", "rediss://")):
        raise SettingsError(
            f"LECTERN_REDIS_URL is {text!r}; it must look like redis://host:6379/0."
        )
    return text


def _switch(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name) or "0"
    if text not in {"0", "1"}:
        raise SettingsError(f"{name} is {text!r}; it must be 0 or 1.")
    return text == "1"


def _seconds(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name) or str(default)
    if not text.isdigit():
        raise SettingsError(f"{name} is {text!r}; it must be a whole number of seconds.")
    return int(text)


def _origin(given: Mapping[str, str], name: str, default: str) -> str:
    text = (given.get(name) or default).rstrip("/")
    parts = urlsplit(text.replace(LABEL, "label"))
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        raise SettingsError(f"{name} is {text!r}; it must look like https://host or http://host:1.")
    return text


def _check_secret(settings: Settings) -> None:
    if settings.database_url and not settings.secret_key:
        raise SettingsError(
            "LECTERN_SECRET_KEY is required with LECTERN_DATABASE_URL: every process must sign "
            "with the same key. Give at least 32 random bytes."
        )
    minimum = 32
    if settings.secret_key and len(settings.secret_key.encode()) < minimum:
        raise SettingsError("LECTERN_SECRET_KEY is too short: give at least 32 random bytes.")
