"""Who a session is for, said in one object or in fields of their own."""

from typing import Annotated, Protocol
from uuid import UUID

from msgspec import Meta, Struct

from services.errors import Invalid
from services.playing.registering import Registrant

Name = Annotated[str, Meta(max_length=255)]
Email = Annotated[str, Meta(max_length=320)]
Registration = Annotated[str, Meta(extra_json_schema={"format": "uuid"})]
# Without control characters, which is told here and looked at where sessions begin.
_PRINTABLE = {"pattern": r"^[^\u0000-\u001f\u007f]+$"}
UserId = Annotated[str, Meta(min_length=1, max_length=255, extra_json_schema=_PRINTABLE)]
SessionId = Annotated[
    str,
    Meta(min_length=1, max_length=255, pattern=r"^[^/\\\u0000-\u001f\u007f]+$"),
]


class GivenLearner(Struct, kw_only=True):
    """A learner; ``name`` counts more than its parts."""

    id: Annotated[UserId | None, Meta(description="The same as user_id.")] = None
    name: Name | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    email: Email | None = None


class SessionLearner(Struct, kw_only=True):
    """The learner of a session."""

    id: str
    name: str
    email: str


class Wish(Protocol):
    """The fields of a request that say who it is about."""

    @property
    def user_id(self) -> str | None: ...

    @property
    def learner(self) -> GivenLearner | None: ...

    @property
    def learner_name(self) -> str | None: ...

    @property
    def learner_email(self) -> str | None: ...

    @property
    def session_id(self) -> str | None: ...

    @property
    def registration(self) -> str | None: ...


def registrant(wish: Wish) -> Registrant:
    """Raises Invalid."""
    learner = wish.learner or GivenLearner()
    user_id = wish.user_id if wish.user_id is not None else learner.id
    if user_id is None:
        raise Invalid.field("user_id", "is required, or learner.id")
    if learner.id not in {None, user_id}:
        raise Invalid.field("learner.id", "is another than user_id")
    parts = " ".join(filter(None, [learner.first_name, learner.last_name]))
    return Registrant(
        user_id,
        wish.session_id,
        learner.name or parts or wish.learner_name or "",
        learner.email or wish.learner_email or "",
        _registration(wish.registration),
    )


def _registration(given: str | None) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError as problem:
        raise Invalid.field("registration", "must be a UUID") from problem
