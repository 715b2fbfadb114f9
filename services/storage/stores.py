"""The file store that the configuration asks for."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from services.settings import Settings, SettingsError
from services.storage.local import LocalStore
from services.storage.store import ContentStore, is_key

_FORMS = "file:/folder or s3://bucket/prefix?endpoint=https://host&region=name"


def open_store(settings: Settings, base_url: str, secret: bytes) -> ContentStore:
    """Raises SettingsError when LECTERN_STORAGE_URL cannot be used."""
    parts = urlsplit(settings.storage_url or "file:")
    match parts.scheme:
        case "file":
            root = Path(unquote(parts.path)) if parts.path else settings.data_dir / "storage"
            return LocalStore(root, base_url, secret)
        case "s3":
            return _s3_store(settings)
        case _:
            raise SettingsError(
                f"LECTERN_STORAGE_URL is {settings.storage_url!r}; it must look like {_FORMS}."
            )


def _s3_store(settings: Settings) -> ContentStore:
    # Its libraries take half a second to load, which only those who use S3 should wait.
    from services.storage.s3 import Bucket, S3Store  # noqa: PLC0415

    place = _place(settings.storage_url)
    return S3Store(Bucket(*place), settings.data_dir / "cache")


def _place(url: str) -> tuple[str, str, str | None, str]:
    """Name, prefix, endpoint and region of a bucket."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    prefix = parts.path.strip("/")
    unknown = sorted(set(options) - {"endpoint", "region"})
    if unknown or not parts.netloc or (prefix and not is_key(prefix)):
        raise SettingsError(f"LECTERN_STORAGE_URL is {url!r}; it must look like {_FORMS}.")
    return (
        parts.netloc,
        f"{prefix}/" if prefix else "",
        options.get("endpoint"),
        options.get("region", "us-east-1"),
    )
