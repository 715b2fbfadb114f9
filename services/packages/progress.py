"""How far the processing of an upload is, for whoever asks; it never goes back."""

import asyncio
from typing import Final
from uuid import UUID

from models.package import PROGRESS, Stage
from services import database

# Told no more often than this, however fast it goes.
PAUSE_SECONDS: Final = 0.25
DONE: Final = 100


class Progress:
    """Of one upload; ``percent`` is where it stands."""

    def __init__(self, tenant_id: UUID, upload_id: UUID, percent: int = 0) -> None:
        self.percent = percent
        self._tenant_id = tenant_id
        self._upload_id = upload_id
        self._told_at = 0.0

    async def reach(self, stage: Stage, percent: int, bytes_received: int = 0) -> None:
        """A stage of the work has begun."""
        if percent > self.percent:
            self.percent = percent
            async with database.tenant_scope(self._tenant_id) as connection:
                await connection.execute_query(
                    PROGRESS,
                    [self._tenant_id, self._upload_id, stage.value, percent, bytes_received],
                )

    async def move(self, stage: Stage, percent: int, bytes_received: int = 0) -> None:
        """Within a stage: said once in a while."""
        now = asyncio.get_running_loop().time()
        if percent > self.percent and now - self._told_at >= PAUSE_SECONDS:
            self._told_at = now
            await self.reach(stage, percent, bytes_received)


def between(start: int, end: int, done: int, whole: int) -> int:
    """The percent that stands for so much of a stage."""
    return start + (end - start) * min(done, whole) // max(whole, 1)
