"""Manifests and reports as the texts that a revision keeps of them."""

from msgspec import Struct, json

from scorm.packaging.findings import Report
from scorm.packaging.manifest import Manifest


class Head(Struct):
    """The few lines of a manifest that lists show; the rest is skipped when reading."""

    schema: str
    schema_version: str
    description: str
    duration: str


def dump(value: Manifest | Report) -> str:
    return json.encode(value).decode()


def load(text: str) -> Manifest:
    return json.decode(text, type=Manifest)


def load_head(text: str) -> Head:
    return json.decode(text, type=Head)


def load_report(text: str) -> Report:
    return json.decode(text, type=Report)
