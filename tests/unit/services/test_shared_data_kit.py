"""The ADL case about shared data, played through deliveries and commits of two real sessions."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from scorm.cmi.datamodel import DataModel
from scorm.cmi.errors import RteError
from scorm.edition import Edition
from scorm.packaging.findings import Notes
from scorm.packaging.index import Entry, index_of
from scorm.packaging.manifest import Manifest
from scorm.packaging.read import read_manifest
from services.playing import delivery
from services.playing.delivery import Wish
from services.tracking.contents import Request
from tests.lectern_records import ISSUER, Player, make_package, opened

KIT = Path(__file__).parents[4] / "shared" / "conformance" / "adl-2004-4th"
SHARED = "adl.data."

pytestmark = pytest.mark.skipif(not KIT.exists(), reason="the conformance kit is not here")


@cache
def case() -> dict[str, Any]:
    found = json.loads((KIT / "cases.json").read_text())["cases"]
    return next(each for each in found if each["case"] == "DDM")


def course(package: dict[str, Any]) -> Manifest:
    source = (KIT / "manifests" / package["manifest"]).read_bytes()
    entries = [Entry(name, name, 0, None, 0, 0, 0, 0) for name in package["pages"]]
    return read_manifest(source, index_of(iter(entries), 1), lambda _: b"", Notes())


def play(call: dict[str, Any], model: DataModel) -> dict[str, str]:
    """Compares the answer, and returns what was set."""
    name = call["element"]
    if "where" in call:
        name = name.replace("?", str(row_of(model, call["where"])))
    answer, code = answered(call, model, name)
    assert (call, answer, code) == (call, call["expect"], call["error"])
    return {name: call["value"]} if answer == "true" else {}


def answered(call: dict[str, Any], model: DataModel, name: str) -> tuple[str, str]:
    reads = call["call"] == "GetValue"
    try:
        if reads:
            return model.get(name), "0"
        model.set(name, call["value"])
    except RteError as refused:
        return "" if reads else "false", str(refused.code)
    return "true", "0"


def row_of(model: DataModel, target: str) -> int:
    rows = range(int(model.get("adl.data._count")))
    return next(row for row in rows if model.get(f"adl.data.{row}.id") == target)


async def visit(player: Player, launch: dict[str, Any], request: Request) -> None:
    opening, handle = player.opened.launch, player.opened.handle
    step = await delivery.step(opening.id, handle, Wish(request), player.now, ISSUER)
    assert step.delivery is not None
    assert step.delivery.item == launch["item"]
    model = DataModel(Edition.SCORM_2004_4TH, dict(step.delivery.cmi), strict=True)
    patch: dict[str, str] = {}
    for call in launch["calls"]:
        if call.get("element", "").startswith(SHARED):
            patch |= play(call, model)
    answer = await player.send(patch, sco=launch["item"], flags={"terminate": True})
    assert answer.errors == {}
    for then in launch["then"]:
        if then["does"] == "end the session":
            how = Request.SUSPEND_ALL if suspends(launch) else Request.EXIT_ALL
            await delivery.step(opening.id, handle, Wish(how), player.now, ISSUER)


def suspends(launch: dict[str, Any]) -> bool:
    return any(then.get("request") == "suspendAll" for then in launch["then"])


def following(launch: dict[str, Any]) -> Request:
    """How the learner gets to the next launch: by a request of this one, or from outside."""
    wanted = launch["then"][0].get("request")
    return Request(wanted) if wanted in ("continue", "previous") else Request.START


async def test_buckets_are_shared_as_the_case_demands(tenant: UUID) -> None:
    now = datetime.now(UTC)
    packages = {
        each["package"]: await make_package(tenant, course(each), strict=True)
        for each in case()["packages"]
    }
    players: dict[str, Player] = {}
    request = Request.START
    for launch in case()["launches"]:
        name = launch["package"]
        if request is Request.START:
            players[name] = await opened(tenant, packages[name], now, session_id=name)
        await visit(players[name], launch, request)
        request = following(launch)
