"""Under which name a learner's data stand that all their courses share."""

from uuid import UUID

from models.session import Session


def key_of(user_id: str, dispatch_id: UUID | None) -> str:
    """Whom another system names means nothing here: its learners share with each other at most
    what they reach within one dispatch, and never with our own learner of that name.
    """
    return user_id if dispatch_id is None else f"dispatch:{dispatch_id}:{user_id}"


def key_for(session: Session) -> str:
    return key_of(session.user_id, session.dispatch_id)
