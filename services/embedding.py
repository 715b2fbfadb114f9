"""Which sites may show a course: the grammar of allowed domains, and what follows from them."""

import ipaddress
import re
from collections.abc import Iterable
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from services.errors import Invalid

MOST_DOMAINS: Final = 50
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_SCHEMES = {"http": 80, "https": 443}


def normalized(domains: Iterable[str]) -> list[str]:
    """Lower case, A-labels, duplicates dropped; raises Invalid for what is no plain host."""
    found = list(dict.fromkeys(_domain(text) for text in domains))
    if len(found) > MOST_DOMAINS:
        raise Invalid.field("allowed_domains", f"at most {MOST_DOMAINS} entries")
    return found


def frame_ancestors(domains: Iterable[str]) -> tuple[str, ...]:
    """Sources for the header of that name, beside our own; no domains at all means every site.

    Browsers check the whole chain of ancestors, so the entries of portals count as well.
    """
    return tuple(source for domain in domains for source in _sources(domain)) or ("*",)


def admits(domains: list[str], ancestors: Iterable[str]) -> bool:
    """Whether every page around the player is on the list; a port counts only when listed."""
    return not domains or all(
        any(_matches(domain, ancestor) for domain in domains) for ancestor in ancestors
    )


def origins_of(address: str) -> list[str]:
    """That of a web address; none where it is not one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return []
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def _domain(text: str) -> str:
    host, _, port = text.strip().partition(":")
    bare = host.removeprefix("*.")
    name = _ascii(bare)
    labels = name.split(".")
    wrong = (
        not all(_LABEL.fullmatch(label) for label in labels)
        or len(name) > 253
        or _is_address(name)
        or (":" in text and not (_PORT.fullmatch(port) and int(port) < 65_536))
        or (bare != host and _is_public_suffix(name))
    )
    if wrong:
        raise Invalid.field(
            "allowed_domains",
            f"{text[:80]!r} is not a host such as lms.example.com, *.example.com or host:8443",
        )
    wildcard = "*." if bare != host else ""
    return f"{wildcard}{name}:{port}" if port else f"{wildcard}{name}"


def _ascii(host: str) -> str:
    try:
        return host.lower().encode("idna").decode() if not host.isascii() else host.lower()
    except UnicodeError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        # A last label of digits makes browsers read the whole name as an IPv4 address.
        return name.rpartition(".")[2].isdigit()
    return True


def _is_public_suffix(name: str) -> bool:
    return name == "localhost" or _suffixes().is_public(name)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=True)


def _sources(domain: str) -> list[str]:
    source = domain if ":" in domain else f"{domain}:*"
    host = domain.partition(":")[0]
    schemes = ["https", "http"] if _is_local(host) else ["https"]
    return [f"{scheme}://{source}" for scheme in schemes]


def _is_local(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def _matches(domain: str, ancestor: str) -> bool:
    try:
        parts = urlsplit(ancestor)
    except ValueError:
        return False
    host, _, port = domain.partition(":")
    name = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_local(name)):
        return False
    if port and int(port) != _port(ancestor):
        return False
    return name.endswith(host[1:]) if host.startswith("*.") else name == host


def _port(origin: str) -> int:
    parts = urlsplit(origin)
    try:
        return parts.port or _SCHEMES[parts.scheme]
    except ValueError:
        return 0
