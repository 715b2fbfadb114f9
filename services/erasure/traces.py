"""What a learner's id looks like inside of texts that others have frozen."""

import json
from collections.abc import Iterator
from typing import Any, cast

import msgspec


def told_of(user_id: str) -> str:
    """As an event names the learner: inside of another JSON string it could not stand like this."""
    return f'"user_id":{msgspec.json.encode(user_id).decode()}'


def names(payload: bytes, user_id: str) -> bool:
    """Whether a job is about this learner."""
    try:
        found = json.loads(payload)
    except ValueError:
        return False
    return user_id in _texts(found)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in cast(dict[str, Any], value).values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in cast(list[Any], value):
            yield from _texts(inner)
