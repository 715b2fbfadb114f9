"""A commit together with what it meets, and what that makes of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.playing.commit_request import CommitRequest
from services.tokens import CommitClaims
from services.tracking import learner_keys


@dataclass(frozen=True, slots=True)
class Situation:
    """A commit and the rows it meets; ``row`` is an answer to READ."""

    request: CommitRequest
    claims: CommitClaims
    row: Any
    body_hash: str
    now: datetime
    idle: timedelta

    @property
    def is_writer(self) -> bool:
        return self.row["writer_id"] == self.claims.launch_id

    @property
    def is_present(self) -> bool:
        """It belongs to the attempt that the session is at."""
        return self.row["attempt"] == self.row["attempts"]

    @property
    def is_late(self) -> bool:
        return self.claims.expired or self.request.flags.late

    @property
    def is_older(self) -> bool:
        return self.request.seq <= self.row["applied_seq"]

    @property
    def reached(self) -> int:
        return max(self.request.seq, self.row["applied_seq"])

    @property
    def is_after_end(self) -> bool:
        """The bridge says of all that belongs to an ended visit that the visit has ended."""
        return self.row["terminated"] and not self.request.flags.terminate and not self.is_older

    @property
    def ends(self) -> bool:
        ended = self.request.flags.terminate or bool(self.row["terminated"])
        return ended and not self.is_after_end

    @property
    def may_renew(self) -> bool:
        return self.is_writer and not self.claims.expired and self.row["ended_at"] is None


def learner_of(row: Any) -> str:
    """Whose data, shared by their courses, the commit has a hand in; asked for in turn only."""
    return learner_keys.key_of(row["user_id"], row["dispatch_id"])
