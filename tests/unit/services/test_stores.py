"""Which store the configuration leads to."""

from pathlib import Path

import pytest

from services import settings
from services.settings import Settings, SettingsError
from services.storage import stores
from services.storage.s3 import S3Store


def configured(folder: Path, url: str) -> Settings:
    return settings.read({"LECTERN_DATA_DIR": str(folder), "LECTERN_STORAGE_URL": url})


@pytest.mark.parametrize(
    ("url", "root"),
    [("", "data/storage"), ("file:", "data/storage"), ("file:{}/else where", "else where")],
)
async def test_files_lie_in_the_data_folder_or_where_told(
    tmp_path: Path, url: str, root: str
) -> None:
    given = configured(tmp_path / "data", url.format(tmp_path))

    store = stores.open_store(given, "http://localhost", b"s" * 32)

    assert store.backend == "local"
    assert (tmp_path / root).is_dir()


async def test_a_bucket_is_opened_without_asking_it(tmp_path: Path) -> None:
    url = "s3://bucket/a/b?endpoint=http://127.0.0.1:1&region=eu-central-1"

    store = stores.open_store(configured(tmp_path, url), "http://localhost", b"s" * 32)

    assert isinstance(store, S3Store)
    assert store.bucket.prefix == "a/b/"
    assert store.bucket.region == "eu-central-1"
    assert store.bucket.endpoint == "http://127.0.0.1:1"
    await store.close()


@pytest.mark.parametrize(
    "url", ["ftp://x/y", "s3:///prefix", "s3://b/../c", "s3://b?regoin=x", "/just/a/path"]
)
def test_an_address_that_cannot_be_used_is_refused_with_the_form(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="LECTERN_STORAGE_URL"):
        stores.open_store(configured(tmp_path, url), "http://localhost", b"s" * 32)
