"""The ADL conformance cases as data, and how their answers are compared."""

import json
from pathlib import Path
from typing import Any

import pytest

from scorm.cmi.datamodel import DataModel
from scorm.cmi.errors import RteError
from scorm.duration import parse_period
from scorm.packaging.findings import Notes
from scorm.packaging.index import Entry, index_of
from scorm.packaging.manifest import Manifest
from scorm.packaging.read import read_manifest

KIT = Path(__file__).parents[2] / "shared" / "conformance" / "adl-2004-4th"
LEARNER = "learner-2"
REALS = (
    *("scaled", "raw", "min", "max", "progress_measure", "completion_threshold", "result"),
    *("scaled_passing_score", "weighting", "audio_level", "delivery_speed"),
)


def cases() -> list[dict[str, Any]]:
    if not KIT.exists():
        return []
    found: list[dict[str, Any]] = json.loads((KIT / "cases.json").read_text())["cases"]
    return found


def make(model: DataModel, call: dict[str, Any]) -> tuple[str, str]:
    """The answer and the error code of one call."""
    element = call.get("element", "")
    if "where" in call:
        place = element[: element.index(".?")]
        rows = range(int(model.get(f"{place}._count")))
        row = next((n for n in rows if model.values[f"{place}.{n}.id"] == call["where"]), None)
        if row is None:
            return "there is no such row", ""
        element = element.replace("?", str(row))
    try:
        if call["call"] == "GetValue":
            return model.get(element), "0"
        model.set(element, call["value"])
    except RteError as error:
        return "" if call["call"] == "GetValue" else "false", str(error.code)
    return "true", "0"


def meets(call: dict[str, Any], got: str) -> bool:
    expect = call["expect"]
    if isinstance(expect, str):
        reading = call["call"] == "GetValue" and got != ""
        return expect == got or (reading and same(call["element"].rpartition(".")[2], expect, got))
    if "oneOf" in expect:
        return got in expect["oneOf"]
    return got == LEARNER if "learner" in expect else "anything" in expect


def same(name: str, expect: str, got: str) -> bool:
    if name == "_children":
        return sorted(part.strip() for part in expect.split(",")) == sorted(got.split(","))
    if name in ("total_time", "latency", "max_time_allowed"):
        return parse_period(expect) == parse_period(got)
    try:
        return name in REALS and float(expect) == pytest.approx(float(got), abs=1e-6)
    except ValueError:
        return False


def allowed(call: dict[str, Any], otherwise: str) -> list[str]:
    """The error codes that are right; any is when the suite does not compare them."""
    errors = call["error"] or otherwise
    return [errors] if isinstance(errors, str) else errors


def manifest_of(package: dict[str, Any]) -> Manifest:
    """The manifest of a package of the kit, with its pages in place."""
    source = (KIT / "manifests" / package["manifest"]).read_bytes()
    entries = (Entry(page, page, 0, None, 0, 0, 0, 0) for page in package["pages"])
    return read_manifest(source, index_of(entries, 1), lambda _: b"", Notes())
