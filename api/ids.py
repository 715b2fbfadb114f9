"""Ids in addresses."""

from uuid import UUID

from services.errors import NotFound


def known(text: str, missing: type[NotFound]) -> UUID:
    """What is no id at all is answered like one that is not known."""
    try:
        return UUID(text)
    except ValueError:
        raise missing from None
