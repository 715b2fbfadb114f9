"""Leading a learner through a SCORM 1.2 course: prerequisites, and one part after the other."""

from dataclasses import dataclass
from datetime import datetime

from models.session import ScoState
from services.playing import visits
from services.playing.visits import Delivered, Place
from services.tracking import contents
from services.tracking.contents import Controls, End, Request, Standing, TocEntry


@dataclass(frozen=True, slots=True)
class Guide12:
    place: Place
    states: dict[str, ScoState]

    @property
    def _standing(self) -> Standing:
        shown = {name: visits.status_of(each) for name, each in self.states.items()}
        current = self.place.launch.current_sco or self.place.session.current_sco
        return Standing(shown, current)

    def toc(self) -> list[TocEntry]:
        return contents.toc(self.place.course, self._standing)

    def controls(self) -> Controls:
        return contents.controls(self.place.course, self._standing)

    def valid(self) -> dict[str, object]:
        return {}

    async def move(self, request: Request, target: str, now: datetime) -> Delivered | None:
        led = contents.follow(self.place.course, self._standing, request, target)
        if isinstance(led, End):
            await visits.end(self.place, led, now)
            return None
        if led is None:
            return None
        return Delivered(led, await visits.begin(self.place, self.states, led, now), talks=led.sco)
