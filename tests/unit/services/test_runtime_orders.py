"""Commits in any order, repeated and held back, against a model that fits on a page."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.session import ScoState
from services import database
from services.errors import Resync
from services.tracking.results import state_of
from tests.lectern_records import Player, make_package, opened, session_of

ELEMENTS = ("cmi.core.lesson_location", "cmi.suspend_data", "cmi.core.score.raw")
STATUS = "cmi.core.lesson_status"
RANK = {"not_attempted": 0, "incomplete": 1, "completed": 2}


@dataclass(frozen=True)
class Body:
    """What a bridge sends under one number: everything it changed since ``base``."""

    seq: int
    base: int
    patch: dict[str, str]


@dataclass
class Model:
    """For each element the word of the highest number counts, whenever it arrives."""

    applied: int = 0
    said: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    seconds: float = 0.0
    known: set[int] = field(default_factory=set[int])

    def take(self, body: Body) -> bool:
        if body.seq not in self.known and body.base > self.applied:
            return False
        self.known.add(body.seq)
        self.applied = max(self.applied, body.seq)
        self.seconds = max(self.seconds, body.seq * 10.0)
        for element, value in body.patch.items():
            if body.seq > self.said.get(element, (0, ""))[0]:
                self.said[element] = (body.seq, value)
        return True

    @property
    def values(self) -> dict[str, str]:
        return {element: value for element, (_, value) in self.said.items()}


@st.composite
def histories(draw: st.DrawFn) -> list[Body]:
    """Bodies of one visit, and the order in which the network hands them over."""
    steps = draw(st.integers(2, 7))
    changed = [
        draw(st.dictionaries(st.sampled_from(ELEMENTS), st.integers(0, 99).map(str), max_size=3))
        for _ in range(steps)
    ]
    bodies: list[Body] = []
    for seq in range(1, steps + 1):
        base = draw(st.integers(0, seq - 1))
        patch: dict[str, str] = {}
        for step in changed[base:seq]:
            patch |= step
        patch[STATUS] = "completed" if seq > steps // 2 else "incomplete"
        bodies.append(Body(seq, base, patch))
    return draw(st.lists(st.sampled_from(bodies), min_size=1, max_size=steps * 3))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(arrivals=histories())
async def test_any_order_ends_where_the_model_ends(tenant: UUID, arrivals: list[Body]) -> None:
    player = await opened(tenant, await make_package(tenant), session_id=uuid4().hex)
    model = Model()
    best = 0

    for body in arrivals:
        assert await _sent(player, body) == model.take(body)
        session = await session_of(player)
        rank = RANK[session.completion_status]
        assert rank >= best
        best = rank

    async with database.tenant_scope(tenant):
        state = await ScoState.get_or_none(session_key=player.opened.session.key)
    assert state_of(state.cmi if state else None) == model.values
    assert (await session_of(player)).time_spent == model.seconds


async def _sent(player: Player, body: Body) -> bool:
    """Whether it was taken; a gap is the only thing that may be refused here."""
    try:
        answer = await player.send(
            body.patch, seq=body.seq, base=body.base, t={"sco": body.seq * 10}
        )
    except Resync:
        return False
    return answer.applied >= body.seq
