"""What a dispatch is at a moment: open to learners, or why not."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from models.dispatch import Dispatch


class Status(StrEnum):
    """Where several hold, the first of ``revoked``, ``paused``, ``expired``, ``exhausted``."""

    ACTIVE = "active"
    PAUSED = "paused"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"
    REVOKED = "revoked"


# The same as ``status_of``, for lists; ``{}`` is the moment.
COLUMN: Final = f"""CASE
  WHEN revoked_at IS NOT NULL THEN '{Status.REVOKED}'
  WHEN paused THEN '{Status.PAUSED}'
  WHEN expires_at <= {{}} THEN '{Status.EXPIRED}'
  WHEN registration_count >= registration_limit OR license_count >= license_limit
    THEN '{Status.EXHAUSTED}'
  ELSE '{Status.ACTIVE}' END"""


def status_of(dispatch: Dispatch, now: datetime) -> Status:
    if dispatch.revoked_at is not None:
        return Status.REVOKED
    if dispatch.paused:
        return Status.PAUSED
    if dispatch.expires_at is not None and dispatch.expires_at <= now:
        return Status.EXPIRED
    return Status.EXHAUSTED if _is_exhausted(dispatch) else Status.ACTIVE


def _is_exhausted(dispatch: Dispatch) -> bool:
    """Whether nobody new gets in; who has a place goes on."""
    registrations = dispatch.registration_limit
    licenses = dispatch.license_limit
    return (registrations is not None and dispatch.registration_count >= registrations) or (
        licenses is not None and dispatch.license_count >= licenses
    )
