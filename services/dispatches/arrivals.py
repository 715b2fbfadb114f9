"""Who comes from another system: what its page told of them, made fit to be kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from uuid import uuid4

from models.dispatch import Dispatch
from models.launch import Mode
from services import embedding
from services.errors import DomainNotAllowed, Invalid

LONGEST_USER_ID: Final = 200
LONGEST_NAME: Final = 255
LONGEST_EMAIL: Final = 320
LONGEST_ORIGIN: Final = 300
MOST_ANCESTORS: Final = 20
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_ORIGIN: Final = re.compile(r"https?://[a-z0-9._\[\]:-]+")
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43,128}")
# What browsers call the origin of a page that has none; nothing can be sent to it.
_NO_ORIGIN: Final = "null"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """``binding`` is what their own system kept for us, ``remembered`` what the browser did.
    ``proposed`` is the secret that the page has made for a new record; repeated, when an answer was
    lost, it leads to that record.

    ``host`` is the origin of the page that opened ours, ``ancestors`` those of the pages around.
    ``standard`` is empty where no learning system was found.
    """

    token: str
    user_id: str = ""
    name: str = ""
    email: str = ""
    binding: str = ""
    remembered: str = ""
    proposed: str = ""
    password: str = ""
    ancestors: Sequence[str] = field(default_factory=tuple[str, ...])
    host: str = ""
    referrer: str = ""
    standard: str = ""
    mode: Mode = Mode.NORMAL

    @property
    def learner(self) -> str:
        """Empty for who has no name; a digest where the name is none that could be kept."""
        told = self.user_id.strip()
        if told in {".", ".."} or len(told) > LONGEST_USER_ID or _UNPRINTABLE.search(told):
            return f"sha256:{sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()}"
        return told

    @property
    def learner_name(self) -> str:
        return _UNPRINTABLE.sub(" ", self.name).strip()[:LONGEST_NAME]

    @property
    def learner_email(self) -> str:
        """Half an address would be somebody else's."""
        told = _UNPRINTABLE.sub(" ", self.email).strip()
        return told if len(told) <= LONGEST_EMAIL else ""

    @property
    def relay_host(self) -> str:
        return "" if self.host == _NO_ORIGIN else self.host


def checked_host(host: str) -> str:
    """Raises Invalid for what is no origin of a page."""
    text = host.strip().lower()
    fits = text in {"", _NO_ORIGIN} or _ORIGIN.fullmatch(text)
    if not fits or len(text) > LONGEST_ORIGIN:
        raise Invalid.field("host", "must be an origin such as https://lms.example.com")
    return text


def checked_proposal(secret: str) -> str:
    """Raises Invalid for what could be guessed."""
    if secret and not _SECRET.fullmatch(secret):
        raise Invalid.field("proposed", "must be 43 to 128 characters of base64url")
    return secret


def check_place(dispatch: Dispatch, who: Arriving) -> None:
    """Every page that was named must be on the list; without any, the one that led here must.

    Raises DomainNotAllowed.
    """
    domains = dispatch.allowed_domains
    if not domains:
        return
    named = [text for text in (*who.ancestors, who.host) if text]
    pages = named or embedding.origins_of(who.referrer)
    seen = [text[:LONGEST_ORIGIN] for text in pages[:MOST_ANCESTORS]]
    if not seen or len(named) > MOST_ANCESTORS or not embedding.admits(domains, seen):
        raise DomainNotAllowed(reason="domain", allowed=domains, seen=seen)


def nobody() -> str:
    """A name for who has none, kept with what their system keeps for us."""
    return f"anonymous-{uuid4()}"
