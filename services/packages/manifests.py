"""Manifests and reports as the texts that a revision keeps of them."""

from msgspec import Struct, json

from scorm.packaging.findings import Report
from scorm.packaging.manifest import Manifest


class Head(Struct):
    """The few lines of a manifest that are shown with a package; the rest is skipped."""

    schema: str
    schema_version: str
    description: str
    duration: str


def dump(value: Manifest | Report) -> str:
    return json.encode(value).decode()


def load(text: str) -> Manifest:
    return json.decode(text, type=Manifest)


def head_text(manifest: str) -> str:
    """What lists show of a manifest that is stored."""
    return json.encode(load_head(manifest)).decode()


def load_head(text: str) -> Head:
    """From a whole manifest as well as from its head."""
    return json.decode(text, type=Head)


def load_report(text: str) -> Report:
    return json.decode(text, type=Report)
