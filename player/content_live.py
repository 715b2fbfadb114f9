"""Who may read what right now: grants and their archives, remembered for a moment."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from player import content_headers
from services.packages.archives import Archive, Archives
from services.packages.grants import Grant

# Revoking a launch must be felt within two seconds, on single files too.
_REMEMBERED_SECONDS = 1.0
_REMEMBERED_GRANTS = 4096

Resolve = Callable[[str, str], Awaitable[Grant | None]]
FindByLabel = Callable[[str], Awaitable[Grant | None]]


@dataclass(frozen=True, slots=True)
class Live:
    grant: Grant
    archive: Archive
    policy: bytes
    until: float

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() < self.until


class LiveGrants:
    def __init__(
        self, resolve: Resolve, find_by_label: FindByLabel, archives: Archives, shell_origin: str
    ) -> None:
        self._resolve = resolve
        self._find_by_label = find_by_label
        self._archives = archives
        self._shell_origin = shell_origin
        self._known: dict[tuple[str, str], Live] = {}

    async def find(self, label: str, ct: str) -> Live | None:
        """``ct`` empty asks for whatever is open on the label's origin."""
        live = self._known.get((label, ct))
        if live is not None and live.is_fresh:
            return live
        return await self._ask(label, ct)

    async def _ask(self, label: str, ct: str) -> Live | None:
        self._known.pop((label, ct), None)
        grant = await (self._resolve(ct, label) if ct else self._find_by_label(label))
        if grant is None or not _is_good(grant, label):
            return None
        live = Live(
            grant=grant,
            archive=await self._archives.open(grant),
            policy=content_headers.policy(grant, self._shell_origin),
            until=time.monotonic() + _REMEMBERED_SECONDS,
        )
        while len(self._known) >= _REMEMBERED_GRANTS:
            self._known.pop(next(iter(self._known)))
        self._known[label, ct] = live
        return live


def _is_good(grant: Grant, label: str) -> bool:
    """Without a label in the host name every course shares one origin, and the path decides."""
    return grant.label == (label or grant.label) and grant.expires_at > datetime.now(UTC)
