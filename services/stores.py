"""The file store that the configuration asks for."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from services.settings import Settings, SettingsError
from services.storage import ContentStore, is_key
from services.storage_local import LocalStore
from services.storage_s3 import Bucket, S3Store

_FORMS = "file:/folder or s3://bucket/prefix?endpoint=https://host&region=name"


def open_store(settings: Settings, base_url: str, secret: bytes) -> ContentStore:
    """Raises SettingsError when LECTERN_STORAGE_URL cannot be used."""
    parts = urlsplit(settings.storage_url or "file:")
    match parts.scheme:
        case "file":
            root = Path(unquote(parts.path)) if parts.path else settings.data_dir / "storage"
            return LocalStore(root, base_url, secret)
        case "s3":
            return S3Store(_bucket(settings.storage_url), settings.data_dir / "cache")
        case _:
            raise SettingsError(
                f"LECTERN_STORAGE_URL is {settings.storage_url!r}; it must look like {_FORMS}."
            )


def _bucket(url: str) -> Bucket:
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    prefix = parts.path.strip("/")
    unknown = sorted(set(options) - {"endpoint", "region"})
    if unknown or not parts.netloc or (prefix and not is_key(prefix)):
        raise SettingsError(f"LECTERN_STORAGE_URL is {url!r}; it must look like {_FORMS}.")
    return Bucket(
        name=parts.netloc,
        prefix=f"{prefix}/" if prefix else "",
        endpoint=options.get("endpoint"),
        region=options.get("region", "us-east-1"),
    )
