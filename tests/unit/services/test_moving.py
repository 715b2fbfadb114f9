"""Sessions moved to another revision: what they keep, and that each is moved once."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from models.package import Revision
from models.session import ScoState, Session
from scorm.edition import Edition
from scorm.packaging.manifest import Manifest
from services import database
from services.errors import Invalid, NotFound
from services.packages import manifests
from services.playing import delivery
from services.playing.delivery import Wish
from services.sessions import move_steps, moving, outlooks, sessions
from services.sessions.moving import Wanted
from services.tracking.contents import Request
from tests.lectern_records import (
    ISSUER,
    NOW,
    Player,
    make_package,
    manifest,
    opened,
    sco,
    session_of,
)

STATUS = "cmi.core.lesson_status"
LATER = NOW + timedelta(days=2)
EVERYTHING = Wanted()


async def add_revision(tenant: UUID, package: UUID, course: Manifest) -> int:
    async with database.tenant_scope(tenant):
        known = await Revision.filter(tenant_id=tenant, package_id=package).count()
        await Revision.create(
            tenant_id=tenant,
            package_id=package,
            number=known + 1,
            edition=course.edition,
            title=course.title,
            launch_href=course.launch_href,
            sco_count=course.sco_count,
            manifest=manifests.dump(course),
            report="{}",
            storage_key=f"tenants/{tenant}/uploads/{uuid4()}.zip",
            file_size_bytes=1,
            etag="e",
            original_filename="c.zip",
            uploaded_by="",
        )
    return known + 1


async def left(player: Player, *parts: str, request: Request = Request.SUSPEND_ALL) -> Player:
    """Somebody has worked on these parts, and gone."""
    for part in parts:
        await step(player, Request.CHOICE, part)
        await player.send({STATUS: "completed", "cmi.suspend_data": part}, sco=part)
    await step(player, request)
    return player


async def step(player: Player, request: Request, target: str = "") -> delivery.Step:
    held = player.opened
    wish = Wish(request, target)
    return await delivery.step(held.launch.id, held.handle, wish, player.now, ISSUER)


async def states(player: Player) -> dict[tuple[str, bool], str]:
    """The rows of a session by their part, and whether they count."""
    session = player.opened.session
    async with database.tenant_scope(session.tenant_id):
        rows = await ScoState.filter(session_key=session.key)
    return {(row.sco, row.attempt > 0): row.cmi for row in rows}


async def revision_of(player: Player) -> int:
    session = await session_of(player)
    async with database.tenant_scope(session.tenant_id):
        return (await Revision.get(id=session.revision_id)).number


async def test_data_of_parts_that_still_exist_move_along(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco("a"), sco("b")))
    player = await left(await opened(tenant, package), "a", "b")
    await add_revision(tenant, package, manifest(sco("b"), sco("a"), sco("c")))
    before = await session_of(player)

    told = await moving.move(tenant, str(package), 2, EVERYTHING, NOW)

    after = await session_of(player)
    assert (told.status, told.total, told.moved, told.lost) == ("completed", 1, 1, "{}")
    assert await revision_of(player) == 2
    assert after.completion_status == before.completion_status == "completed"
    assert (after.attempts, after.time_spent) == (before.attempts, before.time_spent)
    assert after.version == before.version + 1
    assert (await states(player)).keys() == {("a", True), ("b", True)}


async def test_what_has_no_place_is_set_aside_told_and_comes_back(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco("a"), sco("b")))
    player = await left(await opened(tenant, package), "a", "b")
    await add_revision(tenant, package, manifest(sco("a"), sco("new")))
    stored = await states(player)

    forth = await moving.move(tenant, str(package), 2, EVERYTHING, NOW)
    aside = await states(player)
    back = await moving.move(tenant, str(package), 1, EVERYTHING, NOW)

    assert (forth.moved, forth.lost, forth.started_over) == (1, '{"b": 1}', 0)
    assert aside.keys() == {("a", True), ("b", False)}
    assert (back.moved, back.lost) == (1, "{}")
    assert await states(player) == stored


async def test_between_editions_a_course_starts_over_and_the_result_stays(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco("a"), sco("b")))
    player = await left(await opened(tenant, package), "a", "b")
    newer = manifest(sco("a"), sco("b"), edition=Edition.SCORM_2004_4TH)
    await add_revision(tenant, package, newer)

    told = await moving.move(tenant, str(package), 2, EVERYTHING, NOW)
    again = await opened(tenant, package, LATER, session_id="s1")
    first = await step(again, Request.CHOICE, "a")

    assert (told.moved, told.started_over) == (1, 1)
    assert {key for key in await states(player) if not key[1]} == {("a", False), ("b", False)}
    assert (await session_of(player)).completion_status == "completed"
    assert first.delivery is not None
    assert "cmi.suspend_data" not in first.delivery.cmi


def sequenced(*names: str) -> Manifest:
    return manifest(*(sco(name) for name in names), edition=Edition.SCORM_2004_4TH)


async def done(player: Player, part: str) -> None:
    await step(player, Request.CHOICE, part)
    done = {"cmi.completion_status": "completed", "cmi.success_status": "passed"}
    await player.send(done, sco=part, flags={"terminate": True})


async def test_a_tree_keeps_what_it_knows_of_the_activities_that_are_left(tenant: UUID) -> None:
    package = await make_package(tenant, sequenced("a", "b"))
    player = await opened(tenant, package)
    await step(player, Request.START)
    for part in ("a", "b"):
        await done(player, part)
    await step(player, Request.SUSPEND_ALL)
    before = await session_of(player)
    await add_revision(tenant, package, sequenced("new", "b"))

    told = await moving.move(tenant, str(package), 2, EVERYTHING, NOW)

    found = await sessions.find(tenant, "s1", NOW)
    results = {each.id: each.result.completion_status for each in found.parts.activities}
    assert told.lost == '{"a": 1}'
    assert results == {"new": "not_attempted", "b": "completed"}
    assert found.completion_status == before.completion_status == "completed"
    assert found.success_status == before.success_status

    await moving.move(tenant, str(package), 1, EVERYTHING, NOW)

    found = await sessions.find(tenant, "s1", NOW)
    results = {each.id: each.result.completion_status for each in found.parts.activities}
    assert results == {"a": "completed", "b": "completed"}


async def test_an_open_course_is_moved_at_its_next_launch(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco("a")))
    player = await opened(tenant, package)
    await step(player, Request.START)
    await add_revision(tenant, package, manifest(sco("a"), sco("b")))

    told = await moving.move(tenant, str(package), 2, EVERYTHING, NOW)
    await player.send({STATUS: "incomplete", "cmi.suspend_data": "page 3"}, sco="a")

    assert (told.moved, told.waiting) == (0, 1)
    assert await revision_of(player) == 1

    again = await opened(tenant, package, NOW + timedelta(minutes=1), session_id="s1")

    assert await revision_of(player) == 2
    assert again.opened.launch.revision_id == (await session_of(player)).revision_id
    assert (await session_of(player)).move_to is None
    first = await step(again, Request.START)
    assert first.delivery is not None
    assert first.delivery.cmi["cmi.suspend_data"] == "page 3"


async def test_only_those_that_lose_nothing_or_only_those_that_are_named(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco("a"), sco("b")))
    safe = await left(await opened(tenant, package, session_id="safe"), "a")
    loses = await left(await opened(tenant, package, session_id="loses"), "b")
    await add_revision(tenant, package, manifest(sco("a")))

    nobody = await moving.move(tenant, str(package), 2, Wanted(["unknown"]), NOW)
    keeps = await moving.move(tenant, str(package), 2, Wanted(only_keeps=True), NOW)

    assert (nobody.total, nobody.moved) == (0, 0)
    assert (keeps.moved, keeps.skipped) == (1, 1)
    assert (await revision_of(safe), await revision_of(loses)) == (2, 1)

    named = await moving.move(tenant, str(package), 2, Wanted(["loses"]), NOW)

    assert (named.total, named.moved) == (1, 1)
    assert named.wanted == ""
    assert await revision_of(loses) == 2


async def test_a_forecast_tells_what_moving_would_do_and_changes_nothing(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco("a"), sco("b")))
    await opened(tenant, package, session_id="fresh")
    await left(await opened(tenant, package, session_id="safe"), "a")
    await left(await opened(tenant, package, session_id="loses"), "a", "b")
    await add_revision(tenant, package, manifest(sco("a")))
    await add_revision(tenant, package, manifest(sco("x")))

    found = await outlooks.forecast(tenant, str(package), 2, NOW)
    over = await outlooks.forecast(tenant, str(package), 3, NOW)
    moved = await moving.move(tenant, str(package), 2, EVERYTHING, NOW)

    assert (found.total, found.running) == (3, 1)
    assert found.fates == {"keeps": 2, "loses": 1, "starts_over": 0}
    assert found.lost == {"b": 1}
    assert {each.session_id: (each.fate, each.lost) for each in found.sessions} == {
        "fresh": ("keeps", []),
        "safe": ("keeps", []),
        "loses": ("loses", ["b"]),
    }
    assert found.by_completion == {"not_attempted": 1, "incomplete": 1, "completed": 1}
    assert over.fates == {"keeps": 1, "loses": 0, "starts_over": 2}
    assert (moved.moved, moved.waiting, moved.lost) == (2, 1, '{"b": 1}')


async def five_who_left(tenant: UUID, package: UUID) -> list[Player]:
    names = [f"s{n}" for n in range(5)]
    return [await left(await opened(tenant, package, session_id=name), "sco") for name in names]


async def test_many_are_left_to_the_worker_and_each_is_moved_once(
    tenant: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 2)
    monkeypatch.setattr(move_steps, "STEP", 2)
    package = await make_package(tenant)
    players = [
        await left(await opened(tenant, package, session_id=f"s{n}"), "sco") for n in range(5)
    ]
    await add_revision(tenant, package, manifest())
    before = [(await session_of(player)).version for player in players]

    order = await moving.move(tenant, str(package), 2, EVERYTHING, NOW)
    assert (order.status, order.total, order.moved) == ("queued", 5, 0)

    work: list[Awaitable[Any]] = [move_steps.carry_out(tenant, order.id, NOW) for _ in range(3)]
    await asyncio.gather(*work)

    told = await moving.find(tenant, str(package), str(order.id))
    assert (told.status, told.moved, told.finished_at) == ("completed", 5, NOW)
    after = [(await session_of(player)).version for player in players]
    assert after == [version + 1 for version in before]


async def test_work_that_broke_off_goes_on_where_it_was(
    tenant: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 0)
    monkeypatch.setattr(move_steps, "STEP", 2)
    package = await make_package(tenant)
    players = [
        await left(await opened(tenant, package, session_id=f"s{n}"), "sco") for n in range(5)
    ]
    await add_revision(tenant, package, manifest())
    order = await moving.move(tenant, str(package), 2, EVERYTHING, NOW)
    taken: list[Session] = []
    move = move_steps.relocation.move

    async def breaks(connection: Any, session: Session, *rest: Any) -> Any:
        taken.append(session)
        if len(taken) == 4:
            raise OSError("killed")
        return await move(connection, session, *rest)

    monkeypatch.setattr(move_steps.relocation, "move", breaks)
    with pytest.raises(OSError, match="killed"):
        await move_steps.carry_out(tenant, order.id, NOW)
    half = await moving.find(tenant, str(package), str(order.id))
    await move_steps.carry_out(tenant, order.id, NOW)

    told = await moving.find(tenant, str(package), str(order.id))
    assert (half.status, half.moved) == ("running", 2)
    assert (told.status, told.moved) == ("completed", 5)
    assert {await revision_of(player) for player in players} == {2}


async def test_a_revision_that_is_not_there_is_refused(tenant: UUID) -> None:
    package = await make_package(tenant)

    for work in (
        moving.move(tenant, str(package), 7, EVERYTHING, NOW),
        moving.activate(tenant, str(package), 7, NOW, migrate=False),
        outlooks.forecast(tenant, str(package), 7, NOW),
        moving.find(tenant, str(package), str(uuid4())),
        moving.find(tenant, str(package), "x"),
    ):
        with pytest.raises(NotFound):
            await work
    with pytest.raises(Invalid):
        await moving.move(tenant, str(package), 1, Wanted(["s"] * 10_001), NOW)


async def test_a_late_commit_of_the_old_revision_does_not_harm_the_new_tree(tenant: UUID) -> None:
    package = await make_package(tenant, sequenced("a", "b"))
    player = await opened(tenant, package)
    await step(player, Request.START)
    await done(player, "a")
    await step(player, Request.CHOICE, "b")
    await step(player, Request.SUSPEND_ALL)
    await add_revision(tenant, package, sequenced("a", "c"))
    await moving.move(tenant, str(package), 2, EVERYTHING, NOW)

    late = {"cmi.completion_status": "completed"}
    await player.send(late, sco="b", flags={"terminate": True, "late": True})

    found = await sessions.find(tenant, "s1", NOW)
    results = {each.id: each.result.completion_status for each in found.parts.activities}
    assert results == {"a": "completed", "c": "not_attempted"}
    assert ("b", True) in await states(player) or ("b", False) in await states(player)
