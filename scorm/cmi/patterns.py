"""The forms that values take, as regular expressions that Python and JavaScript both read.

For each form: what the book allows, and what lenient mode allows as well. They must match the
whole value. Classes are spelled out: digits and white space differ between the two languages.
"""

import re
from functools import cache
from typing import Final

_REAL: Final = "([0-9]+([.][0-9]*)?|[.][0-9]+)"
_ANY: Final = r"[\s\S]+"
_CLOCK: Final = "([0-9]{1,6}:)?[0-9]{1,4}:[0-9]{1,3}([.,][0-9]*)?"
_LENIENT_PERIOD: Final = (
    "[Pp](?=[^ ]*[0-9])([0-9]+[Yy])?([0-9]+[Mm])?([0-9]+[Ww])?([0-9]+[Dd])?"
    "([Tt]([0-9]+[Hh])?([0-9]+[Mm])?([0-9]+([.,][0-9]*)?[Ss])?)?"
)
_PERIOD: Final = (
    "P(?=[^ ])([0-9]+Y)?([0-9]+M)?([0-9]+D)?"
    "(T(?=[^ ])([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]{1,2})?S)?)?"
)
# The conformance suite allows a zone only behind fractions of a second, and years 1970 to 2038.
_TIMESTAMP: Final = (
    "(19[7-9][0-9]|20[0-2][0-9]|203[0-8])(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])"
    "(T([01][0-9]|2[0-3])(:[0-5][0-9](:[0-5][0-9]([.][0-9]{1,2}"
    "(Z|[+-]([01][0-9]|2[0-3])(:[0-5][0-9])?)?)?)?)?)?)?)?"
)
_LENIENT_TIMESTAMP: Final = (
    "[0-9]{4}(-[0-9]{1,2}(-[0-9]{1,2}([Tt ][0-9]{1,2}(:[0-9]{1,2}(:[0-9]{1,2}([.,][0-9]*)?)?)?"
    " ?(Z|z|[+-][0-9]{1,2}(:?[0-9]{2})?)?)?)?)?"
)
_LONG: Final = r"(?![Uu][Rr][Nn]:)[\s\S]*[^ \t\r\n][\s\S]*|[Uu][Rr][Nn]:[^: \t\r\n]+:[^ \t\r\n]+"
_REQUESTS: Final = "_none_|continue|previous|exit|exitAll|abandon|abandonAll|suspendAll"
_NO_JUMP: Final = f"{_REQUESTS}|[{{]target=[^{{}}]+[}}]choice"
_JUMP: Final = f"{_NO_JUMP}|[{{]target=[^{{}}]+[}}]jump"

PATTERNS: Final[dict[str, tuple[str, str]]] = {
    "real": (f"-?{_REAL}", f" *[+-]?{_REAL}([eE][+-]?[0-9]+)? *"),
    "integer": ("-?[0-9]+", " *[+-]?[0-9]+([.]0*)? *"),
    "identifier": (r"[^ \t\r\n]+", _ANY),
    "timespan": ("[0-9]{2,4}:[0-9]{2}:[0-9]{2}([.][0-9]{1,2})?", f"{_CLOCK}|{_LENIENT_PERIOD}"),
    "time": (
        "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,2})?",
        f"[0-9]{{1,2}}:[0-9]{{1,2}}(:[0-9]{{1,2}}([.,][0-9]*)?)?( ?[AaPp][Mm])?"
        f"|{_LENIENT_TIMESTAMP}",
    ),
    "duration": (_PERIOD, f"{_LENIENT_PERIOD}|{_CLOCK}"),
    "timestamp": (_TIMESTAMP, _LENIENT_TIMESTAMP),
    "long": (_LONG, _ANY),
    "short": (r'[^ \t\r\n{}\[\]<>"\\^`|]+', _ANY),
    "request": (_JUMP, _JUMP),
    "request3": (_NO_JUMP, _NO_JUMP),
}


@cache
def matcher(name: str, strict: bool) -> re.Pattern[str]:
    return re.compile(PATTERNS[name][0 if strict else 1])
