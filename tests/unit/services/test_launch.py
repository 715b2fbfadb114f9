"""Launch links and their redemption: one session per id, one writer per session."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

import pytest

from models.launch import Launch, LaunchTicket, Mode
from models.session import Session, SessionStatus
from services import database
from services.errors import (
    DomainNotAllowed,
    DuplicateEntry,
    Invalid,
    InvalidToken,
    PackageNotFound,
    SessionExpired,
    TokenExpired,
)
from services.packages import content_access
from services.playing import opening
from services.playing.opening import Entrance
from services.sessions import sessions
from tests.lectern_records import KEYRING, NOW, launched, make_package, opened, session_of

STATUS = "cmi.core.lesson_status"


@pytest.fixture
async def package(tenant: UUID) -> UUID:
    return await make_package(tenant)


async def test_a_link_leads_to_the_session_with_a_token(tenant: UUID, package: UUID) -> None:
    link = await launched(tenant, package, session_id="a b/c")

    parts = urlsplit(link.launch_url)
    assert unquote(parts.path) == "/player/a b/c"
    assert parts.query == f"token={link.token}"
    assert (link.resumed, link.expires_in_seconds) == (False, 14_400)
    assert link.expires_at == NOW + timedelta(seconds=14_400)


@pytest.mark.parametrize(("asked", "given"), [(1, 60), (600, 600), (10**6, 86_400), (-5, 60)])
async def test_the_life_of_a_link_is_kept_within_bounds(
    tenant: UUID, package: UUID, asked: int, given: int
) -> None:
    assert (await launched(tenant, package, ttl_seconds=asked)).expires_in_seconds == given


async def test_the_same_learner_goes_on_with_the_same_session(tenant: UUID, package: UUID) -> None:
    first = await launched(tenant, package)
    second = await launched(tenant, package)

    assert second.resumed
    assert second.session.key == first.session.key


async def test_a_session_of_another_learner_or_package_is_taken(
    tenant: UUID, package: UUID
) -> None:
    await launched(tenant, package)

    with pytest.raises(DuplicateEntry):
        await launched(tenant, package, user_id="eve")
    with pytest.raises(DuplicateEntry) as refused:
        await launched(tenant, await make_package(tenant))
    assert refused.value.details["category"] == "CONFLICT"


async def test_two_tenants_may_use_one_session_id(
    tenant: UUID, other_tenant: UUID, package: UUID
) -> None:
    mine = await launched(tenant, package)
    theirs = await launched(other_tenant, await make_package(other_tenant))

    assert not theirs.resumed
    assert mine.session.label != theirs.session.label


async def test_another_tenants_package_is_not_found(other_tenant: UUID, package: UUID) -> None:
    with pytest.raises(PackageNotFound):
        await launched(other_tenant, package)


async def test_twenty_launches_at_once_make_one_session(tenant: UUID, package: UUID) -> None:
    links = await asyncio.gather(*(launched(tenant, package) for _ in range(20)))

    async with database.tenant_scope(tenant):
        assert await Session.filter(tenant_id=tenant).count() == 1
    assert len({link.session.key for link in links}) == 1
    assert [link.resumed for link in links].count(False) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"user_id": ""},
        {"user_id": "x" * 256},
        {"user_id": "a\x00b"},
        {"session_id": ""},
        {"session_id": "x" * 256},
        {"session_id": ".."},
        {"return_url": "javascript:alert(1)"},
        {"return_url": "https://"},
        {"return_url": "/relative"},
        {"allowed_domains": ["https://lms.test"]},
        {"allowed_domains": ["*.com"]},
        {"allowed_domains": ["*.github.io"]},
        {"allowed_domains": ["*"]},
        {"allowed_domains": ["lms.test; script-src *"]},
        {"allowed_domains": ["lms.test/path"]},
        {"allowed_domains": ["10.0.0.1"]},
        {"allowed_domains": ["user@lms.test"]},
        {"allowed_domains": [f"h{n}.test" for n in range(51)]},
    ],
)
async def test_what_cannot_be_meant_is_refused(
    tenant: UUID, package: UUID, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        await launched(tenant, package, **wrong)


async def test_opening_keeps_hashes_only_and_fences_the_window_before(
    tenant: UUID, package: UUID
) -> None:
    first = (await opened(tenant, package)).opened
    second = (await opened(tenant, package)).opened

    async with database.tenant_scope(tenant):
        session = await Session.get(key=first.session.key)
        fenced = await Launch.get(id=first.launch.id)
        current = await Launch.get(id=second.launch.id)
    assert (session.writer_id, session.previous_id) == (second.launch.id, first.launch.id)
    assert fenced.superseded_at == NOW
    assert second.handle not in {current.handle_hash, current.ct_hash}
    assert await opening_of(second.handle, second.launch.id, tenant) == second.launch.id
    with pytest.raises(InvalidToken):
        await opening_of(first.handle, second.launch.id, tenant)


async def opening_of(handle: str, launch_id: UUID, tenant: UUID) -> UUID:
    async with database.tenant_scope(tenant):
        return (await opening.held(launch_id, handle, NOW)).id


async def test_of_twenty_windows_opened_at_once_the_last_one_writes(
    tenant: UUID, package: UUID
) -> None:
    link = await launched(tenant, package)
    entrance = Entrance(link.token, link.session.id)

    windows = await asyncio.gather(*(opening.redeem(entrance, NOW, KEYRING) for _ in range(20)))

    async with database.tenant_scope(tenant):
        session = await Session.get(key=link.session.key)
        current = await Launch.filter(superseded_at__isnull=True)
    assert [launch.id for launch in current] == [session.writer_id]
    assert len({window.launch.id for window in windows}) == 20


async def test_a_link_opens_at_most_twenty_times(tenant: UUID, package: UUID) -> None:
    link = await launched(tenant, package)
    entrance = Entrance(link.token, link.session.id)
    for _ in range(20):
        await opening.redeem(entrance, NOW, KEYRING)

    with pytest.raises(TokenExpired):
        await opening.redeem(entrance, NOW, KEYRING)


async def test_looking_at_a_link_uses_nothing_up(tenant: UUID, package: UUID) -> None:
    link = await launched(tenant, package)

    for _ in range(30):
        await opening.look(KEYRING, link.token, link.session.id, NOW)

    async with database.tenant_scope(tenant):
        assert (await LaunchTicket.get(session_key=link.session.key)).redemptions_left == 20
        assert await Launch.all().count() == 0


async def test_a_token_opens_its_own_session_only(tenant: UUID, package: UUID) -> None:
    link = await launched(tenant, package)

    with pytest.raises(InvalidToken):
        await opening.redeem(Entrance(link.token, "s2"), NOW, KEYRING)


@pytest.mark.parametrize(
    ("ancestors", "fits"),
    [
        ((), True),
        (("https://partner.test",), True),
        (("https://partner.test:8443",), True),
        (("https://a.b.partner.test",), True),
        (("https://lms.test:8443", "https://partner.test"), True),
        (("https://lms.test",), False),
        (("https://evilpartner.test",), False),
        (("https://partner.test.evil.test",), False),
        (("http://partner.test",), False),
        (("https://partner.test", "https://portal.test"), False),
        (("null",), False),
    ],
)
async def test_the_pages_around_the_player_must_all_be_allowed(
    tenant: UUID, package: UUID, ancestors: tuple[str, ...], fits: bool
) -> None:
    domains = ["Partner.test", "*.partner.test", "lms.test:8443"]
    link = await launched(tenant, package, allowed_domains=domains)
    entrance = Entrance(link.token, link.session.id, ancestors)

    if fits:
        assert await opening.redeem(entrance, NOW, KEYRING)
        return
    with pytest.raises(DomainNotAllowed) as refused:
        await opening.redeem(entrance, NOW, KEYRING)
    assert refused.value.details["seen"] == list(ancestors)


async def test_a_completed_course_opens_to_look_back(tenant: UUID, package: UUID) -> None:
    player = await opened(tenant, package)
    await player.send({STATUS: "completed"}, flags={"terminate": True})

    again = (await opened(tenant, package)).opened

    assert (again.launch.mode, again.launch.attempt) == (Mode.REVIEW, 1)


async def test_a_course_left_without_an_end_resumes_although_completed(
    tenant: UUID, package: UUID
) -> None:
    player = await opened(tenant, package)
    await player.send({STATUS: "completed"})

    assert (await opened(tenant, package)).opened.launch.mode == Mode.NORMAL


async def test_a_new_attempt_begins_once_however_often_the_page_is_reloaded(
    tenant: UUID, package: UUID
) -> None:
    player = await opened(tenant, package)
    await player.send({STATUS: "completed"}, flags={"terminate": True})

    link = await launched(tenant, package, new_attempt=True)
    entrance = Entrance(link.token, link.session.id)
    windows = await asyncio.gather(*(opening.redeem(entrance, NOW, KEYRING) for _ in range(5)))

    session = await session_of(player)
    assert {window.launch.attempt for window in windows} == {2}
    assert (session.attempts, session.completion_status) == (2, "not_attempted")


async def test_an_expired_session_opens_after_a_new_launch_only(
    tenant: UUID, package: UUID
) -> None:
    link = await launched(tenant, package, ttl_seconds=86_400)
    later = NOW + timedelta(hours=24, seconds=10)
    await sessions.expire(tenant, later)

    with pytest.raises(SessionExpired):
        await opening.redeem(Entrance(link.token, link.session.id), later, KEYRING)

    again = await launched(tenant, package, now=later)
    assert again.resumed
    assert again.session.status == SessionStatus.ACTIVE
    await opening.redeem(Entrance(again.token, again.session.id), later, KEYRING)


async def test_the_path_capability_reads_its_own_origin_only(tenant: UUID, package: UUID) -> None:
    player = (await opened(tenant, package, allowed_domains=["lms.test"])).opened
    label = player.launch.label
    async with database.tenant_scope(tenant):
        # The clock of these tests stands still, the one of content does not.
        await Launch.filter(id=player.launch.id).update(
            content_expires_at=NOW + timedelta(days=36_500)
        )

    grant = await content_access.resolve(player.ct, label)

    assert grant is not None
    assert grant.frame_ancestors == ("https://lms.test:*",)
    assert await content_access.resolve(player.ct, "z" * 26) is None
    assert await content_access.resolve(uuid4().hex, label) is None
    assert await content_access.resolve("", label) is None
    by_label = await content_access.find_by_label(label)
    assert by_label is not None
    shared = await content_access.resolve(player.ct, "")
    assert shared is not None
    assert shared.revision_id == grant.revision_id
