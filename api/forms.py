"""Multipart forms whose file goes straight to where it is kept, however large it is."""

from collections.abc import AsyncIterator, Awaitable, Callable

from quart import request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from services.errors import FileTooLarge, MissingFile, Refusal

FILE_FIELD = "file"
MOST_PARTS = 20
MOST_FIELD_BYTES = 64 * 1024
# Headers of a part must fit in here, as must what was read ahead of the parser.
MOST_BUFFERED_BYTES = 1024 * 1024

KeepFile = Callable[[str, AsyncIterator[bytes]], Awaitable[None]]


class MalformedForm(Refusal):
    """The multipart form cannot be read."""

    code = "BAD_REQUEST"


async def receive(keep: KeepFile) -> dict[str, str]:
    """The text fields of the request's form.

    The part named "file" is handed to ``keep`` while it comes in; raises MissingFile when there
    is none, and MalformedForm.
    """
    fields: dict[str, str] = {}
    kept = False
    events = _events(request.mimetype_params.get("boundary", ""))
    async for event in events:
        if isinstance(event, File) and event.name == FILE_FIELD and not kept:
            await keep(event.filename, _data(events))
            kept = True
        elif isinstance(event, Field):
            text = await _text(events)
            # A part may have no name, or one that cannot be read: it is none of ours.
            if event.name:
                fields[event.name] = text
    if not kept:
        raise MissingFile
    return fields


async def _events(boundary: str) -> AsyncIterator[Event]:
    if request.mimetype != "multipart/form-data" or not boundary:
        raise MissingFile("Send the ZIP in a multipart/form-data form, as the part named file.")
    decoder = MultipartDecoder(boundary.encode(), MOST_BUFFERED_BYTES, max_parts=MOST_PARTS)
    try:
        async for received in request.body:
            decoder.receive_data(received)
            for event in _ready(decoder):
                yield event
        decoder.receive_data(None)
        for event in _ready(decoder):
            yield event
    except ValueError as problem:
        raise MalformedForm from problem
    except RequestEntityTooLarge as problem:
        raise MalformedForm("The form has too many parts, or a part is too large.") from problem


def _ready(decoder: MultipartDecoder) -> list[Event]:
    events: list[Event] = []
    while not isinstance(event := decoder.next_event(), NeedData | Epilogue):
        events.append(event)
    return events


async def _data(events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    """The bytes of the part that was just begun."""
    async for event in events:
        if isinstance(event, Data):
            yield event.data
            if not event.more_data:
                return
    raise MalformedForm


async def _text(events: AsyncIterator[Event]) -> str:
    whole = bytearray()
    async for data in _data(events):
        whole += data
        if len(whole) > MOST_FIELD_BYTES:
            raise FileTooLarge("A field of the form is too long.", limit=MOST_FIELD_BYTES)
    return whole.decode(errors="replace").replace("\0", "")
