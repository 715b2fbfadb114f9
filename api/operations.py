"""What a route takes, gives and may refuse: checked on every call, and told in the OpenAPI file."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

import msgspec
import quart_schema
from msgspec import Struct
from msgspec.structs import fields
from quart import request
from quart.typing import RouteCallable
from quart_schema import DataSource, RequestSchemaValidationError

from models.tenant import Scope
from services.errors import Invalid, Refusal
from services.quotas.plans import Rate

FACTS = "_lectern_operation"
SCOPES: dict[str, tuple[Scope, ...]] = {
    "GET": (Scope.READ,),
    "HEAD": (Scope.READ,),
    "POST": (Scope.WRITE,),
    "PUT": (Scope.WRITE,),
    "PATCH": (Scope.WRITE,),
    "DELETE": (Scope.DELETE, Scope.ADMIN),
}
View = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """``media`` is set where the answer is not JSON, ``form`` where the body is a form.

    ``also`` names the types in which a request may ask for a JSON answer instead.

    ``scopes`` (any of them will do) and ``rate`` (what it is counted as) are set where the method
    alone tells the wrong ones.

    With several ``statuses``, each is answered in the same shape. ``accepted`` is the shape of 202,
    where work goes on in the background and Location says where to ask after it.
    """

    answer: type[Struct] | None = None
    statuses: tuple[int, ...] = (200,)
    accepted: type[Struct] | None = None
    query: type[Struct] | None = None
    body: type[Struct] | None = None
    form: type[Struct] | None = None
    refusals: tuple[type[Refusal], ...] = ()
    media: str = ""
    also: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    public: bool = False
    scopes: tuple[Scope, ...] = ()
    rate: Rate | None = None


def operation(facts: Operation) -> Callable[[View], RouteCallable]:
    """The view gets ``query_args`` and ``data`` as the structures named here."""

    def decorate(view: View) -> RouteCallable:
        checked: Any = view
        schema = cast(Any, quart_schema)
        if facts.query is not None:
            checked = schema.validate_querystring(facts.query)(checked)
            checked = _without_null(checked, facts.query)
        if facts.body is not None:
            checked = schema.document_request(facts.body)(_with_body(checked, facts.body))
        if facts.form is not None:
            checked = schema.document_request(facts.form, source=DataSource.FORM_MULTIPART)(checked)
        for status in facts.statuses if facts.answer is not None else ():
            # What may also come as a file can be told, but not held against one structure.
            told = schema.document_response if facts.also else schema.validate_response
            checked = told(facts.answer, status)(checked)
        if facts.accepted is not None:
            checked = schema.validate_response(facts.accepted, 202)(checked)
        setattr(checked, FACTS, facts)
        return cast(RouteCallable, checked)

    return decorate


def _with_body(view: View, model: type[Struct]) -> View:
    """The body as it is: a number in a text is no number."""

    @wraps(view)
    async def checked(*args: Any, **kwargs: Any) -> Any:
        given = await request.get_json()
        try:
            data = _read(given, model)
        except msgspec.ValidationError as problem:
            raise RequestSchemaValidationError(problem) from problem
        return await view(*args, data=data, **kwargs)

    return checked


def _read(given: Any, model: type[Struct]) -> Struct:
    try:
        return msgspec.convert(given, model)
    except msgspec.ValidationError:
        # To JSON Schema 5.0 is an integer, and some programs write them so.
        return msgspec.convert(_whole(given), model)


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(inner) for name, inner in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in cast(list[Any], value)]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _without_null(view: View, model: type[Struct]) -> View:
    """Whoever asks for `status=null` means a status, and must not get everything instead."""
    kinds = {field.encode_name: field.type for field in fields(model)}
    empty = {name for name, kind in kinds.items() if _is_nothing(kind)}

    @wraps(view)
    async def checked(*args: Any, **kwargs: Any) -> Any:
        for name in empty & set(request.args):
            if any(text.lower() == "null" for text in request.args.getlist(name)):
                raise Invalid.field(name, "leave it out instead of asking for null")
        return await view(*args, **kwargs)

    return checked


def _is_nothing(kind: Any) -> bool:
    """Whether a query's text null is read as none at all."""
    try:
        return msgspec.convert("null", kind, strict=False) is None
    except msgspec.ValidationError:
        return False


def required_scopes(view: object, method: str) -> tuple[Scope, ...]:
    """What the view says itself, else what its method says."""
    facts: Operation | None = getattr(view, FACTS, None)
    return (facts.scopes if facts else ()) or SCOPES.get(method, ())
