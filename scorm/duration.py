"""Durations between seconds and the notations of SCORM 1.2 and of ISO 8601."""

import re
from typing import Final

_TIMESPAN: Final = re.compile("([0-9]{2,4}):([0-9]{2}):([0-9]{2}(?:[.][0-9]{1,2})?)")
_CLOCK: Final = re.compile("(?:([0-9]{1,6}):)?([0-9]{1,4}):([0-9]{1,3}(?:[.,][0-9]*)?)")
_PERIOD: Final = re.compile(
    "P(?=.)(?:([0-9]+)Y)?(?:([0-9]+)M)?()(?:([0-9]+)D)?"
    "(?:T(?=.)(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:[.][0-9]{1,2})?)S)?)?"
)
_LENIENT_PERIOD: Final = re.compile(
    "P(?=.*[0-9])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?"
    "(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:[.,][0-9]*)?)S)?)?",
    re.IGNORECASE,
)
# The conformance suite counts a year as 365 days and a month as this many seconds.
_PERIOD_SECONDS: Final = (31_536_000, 2_628_029, 604_800, 86_400, 3_600, 60, 1)
_CLOCK_SECONDS: Final = (3_600, 60, 1)
# The longest that HHHH:MM:SS.ss can say, and a bound for nonsense such as 10^30 years.
_LONGEST_TIMESPAN: Final = "9999:99:99.99"
_LONGEST_SECONDS: Final = 3.2e10


def _total(texts: tuple[str | None, ...], weights: tuple[int, ...]) -> float:
    parts = [float((text or "0").replace(",", ".")) for text in texts]
    seconds = sum(part * weight for part, weight in zip(parts, weights, strict=True))
    return min(round(seconds, 2), _LONGEST_SECONDS)


def parse_timespan(text: str, *, tolerant: bool = False) -> float | None:
    """Seconds of a ``CMITimespan``, or None. Tolerant: ``1:2:3``, ``2:03`` and periods as well."""
    match = (_CLOCK if tolerant else _TIMESPAN).fullmatch(text.strip() if tolerant else text)
    if match:
        return _total(match.groups(), _CLOCK_SECONDS)
    return _period(text, tolerant) if tolerant else None


def parse_period(text: str, *, tolerant: bool = False) -> float | None:
    """Seconds of an ISO 8601 duration, or None. Tolerant also reads weeks and timespans."""
    seconds = _period(text, tolerant)
    if seconds is not None or not tolerant:
        return seconds
    match = _CLOCK.fullmatch(text.strip())
    return _total(match.groups(), _CLOCK_SECONDS) if match else None


def _period(text: str, tolerant: bool) -> float | None:
    pattern = _LENIENT_PERIOD if tolerant else _PERIOD
    match = pattern.fullmatch(text.strip() if tolerant else text)
    return _total(match.groups(), _PERIOD_SECONDS) if match else None


def _clock(seconds: float) -> tuple[int, int, int, int]:
    """Hours, minutes, seconds and hundredths."""
    hundredths = max(0, round(seconds * 100))
    whole, hundredths = divmod(hundredths, 100)
    minutes, whole = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, whole, hundredths


def format_timespan(seconds: float) -> str:
    hours, minutes, whole, hundredths = _clock(seconds)
    if hours > 9999:
        return _LONGEST_TIMESPAN
    fraction = f".{hundredths:02d}" if hundredths else ""
    return f"{hours:04d}:{minutes:02d}:{whole:02d}{fraction}"


def format_period(seconds: float) -> str:
    hours, minutes, whole, hundredths = _clock(seconds)
    fraction = f".{hundredths:02d}" if hundredths else ""
    return f"PT{hours}H{minutes}M{whole}{fraction}S"
