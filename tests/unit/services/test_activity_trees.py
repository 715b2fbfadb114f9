"""The state of an activity tree: one text for each attempt, gone with its session."""

from uuid import UUID, uuid4

import pytest

from models.session import Session
from services import database
from services.database import raw_connection
from services.tracking import activity_trees
from services.tracking.activity_trees import Owner, Stored
from tests.lectern_records import NOW, Player, make_package, opened


@pytest.fixture
async def player(tenant: UUID) -> Player:
    return await opened(tenant, await make_package(tenant))


async def write(owner: Owner, stored: Stored) -> None:
    async with database.tenant_scope(owner.tenant_id) as connection:
        await activity_trees.write(raw_connection(connection), owner, stored, NOW)


async def read(owner: Owner) -> Stored | None:
    async with database.tenant_scope(owner.tenant_id) as connection:
        return await activity_trees.read(
            raw_connection(connection), owner.tenant_id, owner.key, owner.attempt
        )


def owner_of(player: Player, key: UUID | None = None, attempt: int = 1) -> Owner:
    session = player.opened.session
    return Owner(session.tenant_id, session.key, key or session.key, attempt)


async def test_the_latest_state_replaces_the_one_before(player: Player) -> None:
    owner = owner_of(player)
    assert await read(owner) is None

    await write(owner, Stored('{"v": 1}'))
    await write(owner, Stored('{"v": 2}', '{"completion_status": "completed"}'))

    assert await read(owner) == Stored('{"v": 2}', '{"completion_status": "completed"}')


async def test_attempts_and_looking_launches_have_trees_of_their_own(player: Player) -> None:
    await write(owner_of(player), Stored("first"))
    await write(owner_of(player, attempt=2), Stored("second"))
    await write(owner_of(player, key=player.opened.launch.id), Stored("looking"))

    assert await read(owner_of(player)) == Stored("first")
    assert await read(owner_of(player, attempt=2)) == Stored("second")
    assert await read(owner_of(player, key=player.opened.launch.id)) == Stored("looking")
    assert await read(owner_of(player, key=uuid4())) is None


async def test_trees_go_with_their_session(tenant: UUID, player: Player) -> None:
    looking = owner_of(player, key=player.opened.launch.id)
    await write(owner_of(player), Stored("first"))
    await write(looking, Stored("looking"))

    async with database.tenant_scope(tenant):
        await Session.filter(tenant_id=tenant, key=looking.session_key).delete()

    assert await read(owner_of(player)) is None
    assert await read(looking) is None


async def test_a_state_of_a_large_course_is_kept_whole(player: Player) -> None:
    large = Stored("".join(chr(0x4E00 + n % 20_000) for n in range(500_000)))

    await write(owner_of(player), large)

    assert await read(owner_of(player)) == large
