"""How many requests came in the present window: in this process, or shared by all through Redis."""

import math
import time
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

import structlog
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.errors import StorageError
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from services import database
from services.quotas import quotas
from services.quotas.plans import Rate
from services.settings import Settings, SettingsError

ALLOWANCE_SECONDS: Final = 5.0
REDIS_PATIENCE: Final = 0.5
REDIS_PAUSE: Final = 2.0
# A window that another process opened: Redis tells its end in whole seconds, rounded.
REDIS_ROUNDING: Final = 0.5
MOST_ENDS: Final = 50_000
MEMORIES: Final = 256
Kind = Rate | Literal["failed", "dispatch", "password"]
log = structlog.get_logger("lectern.rates")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a subject stands after a request; its window goes until ``end``, in Unix time."""

    limit: int
    used: int
    end: float

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    @property
    def reset(self) -> int:
        """The first full second after the window."""
        return math.ceil(self.end)

    def retry_after(self, now: float) -> int:
        return max(1, math.ceil(self.end - now))


class Windows:
    """Counts in windows that begin with the first request; Redis makes them everybody's.

    While Redis cannot be reached nothing is counted, so that nobody is refused for its sake.
    """

    def __init__(self, redis_url: str, seconds: int) -> None:
        self._seconds = seconds
        self._ends: dict[str, float] = {}
        self._away_until = 0.0
        self._pool = _pool(redis_url) if redis_url else None
        self._storages = _storages(redis_url, self._pool)

    async def hit(self, kind: Kind, subject: str, limit: int) -> Standing | None:
        """Count one request; None when counting is impossible right now."""
        if time.time() < self._away_until:
            return None
        key = f"{kind}/{subject}"
        try:
            storage = self._storage_of(key)
            used = await storage.incr(key, self._seconds)
            end = await self._end(storage, key, used)
        except (StorageError, OSError) as failure:
            self._away_until = time.time() + REDIS_PAUSE
            log.warning("rate limits are off: Redis cannot be reached", reason=str(failure))
            return None
        return Standing(limit, used, end)

    async def forgive(self, kind: Kind, subject: str) -> None:
        """Begin anew to count."""
        key = f"{kind}/{subject}"
        try:
            await self._storage_of(key).clear(key)
        except (StorageError, OSError) as failure:
            log.warning("a count is left as it is", reason=str(failure))

    async def works(self) -> bool:
        """Whether requests are counted: always, unless Redis shall do it and does not answer."""
        if self._pool is None:
            return True
        try:
            return await self._storages[0].check()
        except (StorageError, OSError):
            return False

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.aclose()

    def _storage_of(self, key: str) -> Storage:
        return self._storages[hash(key) % len(self._storages)]

    async def _end(self, storage: Storage, key: str, used: int) -> float:
        """Asked for once in a window: every answer in it names the same moment."""
        now = time.time()
        end = now + self._seconds if used == 1 else self._ends.get(key, 0.0)
        if end <= now:
            end = await storage.get_expiry(key)
            end += REDIS_ROUNDING if self._pool is not None else 0
        if len(self._ends) >= MOST_ENDS:
            self._ends.clear()
        self._ends[key] = end
        return end


def _pool(redis_url: str) -> ConnectionPool:
    try:
        return ConnectionPool.from_url(  # pyright: ignore[reportUnknownMemberType]
            redis_url,
            socket_timeout=REDIS_PATIENCE,
            socket_connect_timeout=REDIS_PATIENCE,
            retry=Retry(NoBackoff(), 1),
        )
    except ValueError as problem:
        raise SettingsError(
            f"LECTERN_REDIS_URL is {redis_url!r}; it must look like redis://host:6379/0."
        ) from problem


def _storages(redis_url: str, pool: ConnectionPool | None) -> list[Storage]:
    if pool is None:
        # Each looks through all it holds for what is over, with every request: so let it hold few.
        return [MemoryStorage() for _ in range(MEMORIES)]
    made: Any = RedisStorage
    shared: Storage = made(
        redis_url,
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="lectern:rates",
        connection_pool=pool,
    )
    return [shared]


class RateLimits:
    """What the settings, the plan and the tenant's own terms allow, counted."""

    def __init__(self, settings: Settings) -> None:
        self.windows = Windows(settings.redis_url, settings.rate_limit_window_seconds)
        self.window_seconds = settings.rate_limit_window_seconds
        self._failed = settings.rate_limit_failed
        self._defaults = {
            Rate.READ: settings.rate_limit_read,
            Rate.WRITE: settings.rate_limit_write,
            Rate.UPLOAD: settings.rate_limit_upload,
            Rate.PART: settings.rate_limit_part,
        }
        self._known: dict[UUID, tuple[float, dict[Rate, int]]] = {}

    async def count(self, tenant_id: UUID, rate: Rate) -> Standing | None:
        """None where nothing is limited."""
        if not self._defaults[rate]:
            return None
        limit = (await self.limits_of(tenant_id))[rate]
        return await self.windows.hit(rate, str(tenant_id), limit) if limit else None

    async def count_failure(self, address: str) -> Standing | None:
        """Somebody without a valid key."""
        if not self._failed:
            return None
        return await self.windows.hit("failed", address, self._failed)

    async def limits_of(self, tenant_id: UUID) -> dict[Rate, int]:
        """Remembered for some seconds; a class that the settings switch off stays off."""
        until, limits = self._known.get(tenant_id, (0.0, {}))
        if until > time.monotonic():
            return limits
        async with database.tenant_scope(tenant_id) as connection:
            allowance = await quotas.look(connection, tenant_id)
        limits = {
            rate: allowance.rates.get(rate, default) if default else 0
            for rate, default in self._defaults.items()
        }
        self._known[tenant_id] = (time.monotonic() + ALLOWANCE_SECONDS, limits)
        return limits

    def forget(self, tenant_id: UUID) -> None:
        """Its plan was changed."""
        self._known.pop(tenant_id, None)
