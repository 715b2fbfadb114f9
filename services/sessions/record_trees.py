"""The activity tree behind a record: that of its own attempt, whatever a player shows."""

from datetime import datetime
from typing import cast

from services.database import raw_connection
from services.holding import Held
from services.playing.guide2004 import take_open
from services.sessions.sco_states import Record
from services.tracking import learner_keys, sequencer
from services.tracking.sequencer import Registration, Standing


def registration_of(record: Record) -> Registration:
    session = record.session
    return Registration(
        session.tenant_id,
        session.key,
        session.key,
        record.attempt,
        learner_keys.key_for(session),
        counts=True,
    )


async def standing_of(record: Record, now: datetime) -> Standing:
    """As it is at this moment, to look at; for courses of SCORM 2004 alone."""
    connection = cast(Held, raw_connection(record.connection))
    registration = registration_of(record)
    standing = await sequencer.load(connection, registration, record.course, now, hold=False)
    take_open(standing, record.states, moves=False)
    return standing
