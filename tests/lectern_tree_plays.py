"""Sequenced courses on the real database: built from activities, played by requests."""

from typing import Any
from uuid import UUID

from lectern_sequencing import written

from scorm.sequencing.definition import ActivityDefinition, ControlModes, Sequencing, TreeDefinition
from services.playing import delivery
from services.playing.delivery import Step, Wish
from services.tracking.contents import Request
from tests.lectern_records import ISSUER, Player, make_package, opened

FLOW = ControlModes(flow=True)


def part(name: str, **given: Any) -> ActivityDefinition:
    """Something to open."""
    return ActivityDefinition(
        identifier=name, title=f"Part {name}", deliverable=True, sequencing=Sequencing(**given)
    )


def block(name: str, *children: ActivityDefinition, **given: Any) -> ActivityDefinition:
    shaped: dict[str, Any] = {"modes": FLOW, **given}
    sequencing = Sequencing(**shaped)
    return ActivityDefinition(
        identifier=name, title=f"Block {name}", sequencing=sequencing, children=children
    )


async def course_of(tenant: UUID, *children: ActivityDefinition, **given: Any) -> UUID:
    """A package whose organization is the block "course"."""
    manifest, report = written(TreeDefinition(root=block("course", *children, **given))).read()
    assert report.ok
    return await make_package(tenant, manifest)


async def play(tenant: UUID, *children: ActivityDefinition, **given: Any) -> Player:
    return await opened(tenant, await course_of(tenant, *children, **given))


async def ask(player: Player, request: Request = Request.START, target: str = "") -> Step:
    launch = player.opened.launch
    wish = Wish(request, target)
    return await delivery.step(launch.id, player.opened.handle, wish, player.now, ISSUER)


async def do(player: Player, name: str, *, last: bool = True, **elements: str) -> None:
    """What content of a part records; ``last``: and then it terminates."""
    patch = {f"cmi.{name.replace('__', '.')}": value for name, value in elements.items()}
    flags = {"terminate": True} if last else {}
    await player.send(patch, sco=name, flags=flags)
