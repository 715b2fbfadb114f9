"""CMI data as clients send it, made flat: dotted element names with texts."""

from typing import Any, cast

from services.errors import Invalid

MOST_ELEMENTS = 10_000
LONGEST_NAME = 255
# Above, a float no longer knows its last digits.
EXACT_BELOW = 2**53


def flatten(given: dict[str, Any]) -> dict[str, str | None]:
    """Nested objects and lists become dotted names; None removes an element."""
    flat: dict[str, str | None] = {}
    waiting: list[tuple[str, Any]] = list(given.items())
    for name, value in waiting:
        if isinstance(value, dict):
            waiting += [(f"{name}.{key}", v) for key, v in cast(dict[str, Any], value).items()]
        elif isinstance(value, list):
            waiting += [(f"{name}.{n}", v) for n, v in enumerate(cast(list[Any], value))]
        else:
            _check_name(name)
            flat[name] = text_of(value)
    if len(flat) > MOST_ELEMENTS:
        raise Invalid.field("cmi_data", f"has more than {MOST_ELEMENTS} elements")
    return flat


def text_of(value: str | float | None) -> str | None:
    """Numbers and booleans as the data model writes them."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    is_whole = value == int(value) and abs(value) < EXACT_BELOW
    return str(int(value)) if is_whole else repr(value)


def _check_name(name: str) -> None:
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid.field("cmi_data", f"{name[:40]!r} is not the name of an element")
