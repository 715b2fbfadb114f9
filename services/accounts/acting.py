"""Who acts: a key, a signed-in user, an operator, or the product itself."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

Kind = Literal["key", "user", "operator", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """``address`` is where the request came from, ``request_id`` its name in our logs."""

    kind: Kind
    id: str = ""
    name: str = ""
    address: str = ""
    request_id: str = ""


SYSTEM = Actor("system")
OPERATOR = Actor("operator", name="command line")

_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def current() -> Actor:
    return _actor.get()


def become(actor: Actor) -> None:
    """For the rest of this task, and of the tasks that it starts."""
    _actor.set(actor)


@contextmanager
def acting(actor: Actor) -> Generator[None]:
    """For a while, as a job that does one person's work among others."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)
