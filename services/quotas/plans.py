"""Plans as an operator writes them: what each allows, and what of it a tenant has otherwise."""

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from services.errors import Invalid
from services.settings import SettingsError

DEFAULT_PLAN = "enterprise"
PACKAGED = Path(__file__).with_name("plans.toml")
MOST = 2**63 - 1
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_PLACE = re.compile(r"(?P<problem>.*?)(?: - at `\$\.?(?P<place>[\w.]*)`)?", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(.+?)`")

Amount = Annotated[int, Meta(ge=0, le=MOST)]


class Resource(StrEnum):
    STORAGE = "storage_bytes"
    PACKAGES = "packages"
    LEARNERS = "active_learners"
    LAUNCHES = "launches"

    @property
    def is_monthly(self) -> bool:
        return self in {Resource.LEARNERS, Resource.LAUNCHES}


class CapMode(StrEnum):
    """Whether what goes beyond the limit is refused, or only told of."""

    HARD = "hard"
    SOFT = "soft"


class Rate(StrEnum):
    """The kinds of requests that are counted apart."""

    READ = "read"
    WRITE = "write"
    UPLOAD = "upload"
    PART = "part"


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """How much of something, and what happens beyond it."""

    limit: Amount
    mode: CapMode = CapMode.HARD


class RateTerms(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Requests a minute; 0 for no limit."""

    read: Amount | UnsetType = UNSET
    write: Amount | UnsetType = UNSET
    upload: Amount | UnsetType = UNSET
    part: Amount | UnsetType = UNSET


class Terms(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What may be used; null is unlimited, and what is not named is as elsewhere."""

    storage_bytes: Limit | UnsetType | None = UNSET
    packages: Limit | UnsetType | None = UNSET
    active_learners: Limit | UnsetType | None = UNSET
    launches: Limit | UnsetType | None = UNSET
    rate_limits: RateTerms | UnsetType = UNSET

    def of(self, resource: Resource) -> Limit | UnsetType | None:
        return getattr(self, resource)


class Plan(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One plan of the file."""

    label: Annotated[str, Meta(min_length=1, max_length=100)]


class Allowance(Struct, frozen=True):
    """What one tenant may use in the end: its plan, changed by its own terms."""

    plan: str
    label: str
    limits: Mapping[Resource, Limit]
    rates: Mapping[Rate, int]


_installed: dict[str, Plan] = {}


def install(path: str) -> None:
    """From here on the plans of this file hold; raises SettingsError when it cannot be used."""
    found = read(Path(path).expanduser() if path else PACKAGED)
    _installed.clear()
    _installed.update(found)


def everyone() -> Mapping[str, Plan]:
    """All plans by their names, in the order of the file."""
    return _installed or _packaged()


def read(path: Path) -> dict[str, Plan]:
    try:
        text = path.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as failure:
        raise SettingsError(f"LECTERN_PLANS_FILE cannot be read: {failure}.") from failure
    except tomllib.TOMLDecodeError as failure:
        raise SettingsError(
            f"LECTERN_PLANS_FILE {path} is no TOML: {failure}. Mend that line."
        ) from failure
    plans = {name: _plan(path, text, name, terms) for name, terms in found.items()}
    if DEFAULT_PLAN not in plans:
        raise SettingsError(
            f'LECTERN_PLANS_FILE {path} has no plan "{DEFAULT_PLAN}", which new tenants are on: '
            f"add a line [{DEFAULT_PLAN}] and a label."
        )
    return plans


def allowance(name: str, own: Terms) -> Allowance:
    """A tenant on a plan that is gone from the file is held to its own terms alone."""
    plan = everyone().get(name) or Plan(label=name)
    limits: dict[Resource, Limit] = {}
    for resource in Resource:
        chosen = own.of(resource)
        limit = plan.of(resource) if chosen is UNSET else chosen
        if isinstance(limit, Limit):
            limits[resource] = limit
    return Allowance(name, plan.label, limits, {**_rates(plan), **_rates(own)})


def own_terms(stored: Any) -> Terms:
    """Raises Invalid, naming the field, for what are no terms."""
    try:
        return msgspec.convert(stored, Terms)
    except msgspec.ValidationError as problem:
        told, place = _told(problem)
        raise Invalid.field(f"limits.{place}".rstrip("."), told) from problem


def _rates(terms: Terms) -> dict[Rate, int]:
    if terms.rate_limits is UNSET:
        return {}
    found = msgspec.to_builtins(terms.rate_limits)
    return {rate: found[rate] for rate in Rate if rate in found}


@cache
def _packaged() -> dict[str, Plan]:
    return read(PACKAGED)


def _plan(path: Path, text: str, name: str, terms: Any) -> Plan:
    if not _NAME.fullmatch(name):
        line = _line(text, name, "")
        raise SettingsError(
            f"LECTERN_PLANS_FILE {path}, line {line}: {name!r} cannot name a plan; use up to 64 "
            "small letters, digits, - and _."
        )
    try:
        return msgspec.convert(terms, Plan)
    except msgspec.ValidationError as problem:
        told, place = _told(problem)
        line = _line(text, name, place.partition(".")[0])
        raise SettingsError(
            f"LECTERN_PLANS_FILE {path}, line {line}: {place or name}: {told}. The file that comes "
            f"with Lectern shows how a plan is written: {PACKAGED}"
        ) from problem


def _told(problem: msgspec.ValidationError) -> tuple[str, str]:
    """What a decoder complains of, and where."""
    found = _PLACE.fullmatch(str(problem))
    told, place = (found["problem"], found["place"] or "") if found else (str(problem), "")
    unknown = _UNKNOWN.fullmatch(told)
    if unknown:
        return "is not known here", f"{place}.{unknown[1]}".lstrip(".")
    return told, place


def _line(text: str, plan: str, field: str) -> int:
    """Where a field of a plan stands, else where the plan begins."""
    begins = field_at = 0
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*[\"']?([^\]\"'.\s]+)", line)
        if header and begins and header[1] != plan:
            break
        if header and header[1] == plan:
            begins = begins or number
            field_at = number if field and re.search(rf"\.\s*{field}\s*\]", line) else field_at
        elif begins and field and re.match(rf"\s*{field}\b", line):
            field_at = number
    return field_at or begins or 1
