"""The right to read the files of one package revision on one content origin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ContentPolicy(StrEnum):
    """What a course may load: anything, or only what it brings along and approved hosts."""

    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Grant:
    """``frame_ancestors`` are CSP sources beyond 'self' and the shell; ``("*",)`` is anywhere.

    ``media`` names, by path, the side objects that hold inflated audio and video.
    """

    label: str
    tenant_id: UUID
    revision_id: UUID
    key: str
    size: int
    etag_seed: str
    frame_ancestors: tuple[str, ...]
    expires_at: datetime
    policy: ContentPolicy = ContentPolicy.OPEN
    approved_hosts: tuple[str, ...] = ()
    media: Mapping[str, str] = field(default_factory=dict[str, str])
