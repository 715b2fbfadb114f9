"""Reports, put into the shapes of the wire."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar, cast
from uuid import UUID

import msgspec

from api import wire
from api.v1.reports.shapes import ReportPeriod
from services.reports import cells
from services.reports.wanted import Wanted

Shape = TypeVar("Shape", bound=msgspec.Struct)


def period(which: Wanted) -> ReportPeriod:
    return ReportPeriod(begins=wire.stamp_if(which.begins), ends=wire.stamp_if(which.ends))


def rows(found: list[dict[str, Any]], shape: type[Shape]) -> list[Shape]:
    return [row(each, shape) for each in found]


def row(found: Mapping[str, Any], shape: type[Shape]) -> Shape:
    """The columns that the shape has."""
    shown = {name: plain(found[name]) for name in shape.__struct_fields__}
    return msgspec.convert(shown, shape)


def plain(value: Any) -> Any:
    """Times and ids in their texts, and texts without control characters."""
    if isinstance(value, str):
        return cells.shown(value)
    if isinstance(value, datetime):
        return wire.stamp(value)
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, list):
        return [plain(each) for each in cast(list[Any], value)]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in cast(dict[str, Any], value).items()}
    return value
