"""Addresses that others give us to call: read strictly, resolved once, public or refused."""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final

from publicsuffixlist import PublicSuffixList

from services.errors import Invalid

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]

LONGEST: Final = 2048
RESOLVE_SECONDS: Final = 5
PORTS: Final = {443, 8443}
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}

# Nothing but what RFC 3986 allows, and no part that parsers disagree about: no user, no backslash,
# no escape or letter beyond ASCII in the host, no fragment.
_URL: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<rest>(?:/(?:[a-z0-9._~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*)?"
    r"(?:\?(?:[a-z0-9._~!$&'()*+,;=:@/?\[\]|^`{}\"<>-]|%[0-9a-f]{2})*)?)",
    re.IGNORECASE | re.ASCII,
)
_LABEL: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?")
_FIRST_LETTER: Final = re.compile(r"[a-z]")
_QUAD: Final = re.compile(r"(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}")
_HOUSE_NAMES: Final = frozenset(
    {
        *("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp"),
        *("private", "test", "invalid", "example", "onion", "arpa"),
    }
)

_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_MAPPED: Final = IPv6Network("::ffff:0:0/96")
_COMPATIBLE: Final = IPv6Network("::/96")
_NAT64: Final = IPv6Network("64:ff9b::/96")
# Newer than the tables of some Python versions, or left out of them.
_NOT_PUBLIC: Final = tuple(
    ip_network(text)
    for text in (
        *("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16"),
    )
)
_PRIVATE: Final = tuple(
    ip_network(text)
    for text in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
        *("::1/128", "fc00::/7"),
    )
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An address that reads as one; nobody has asked yet where its host lives."""

    url: str = field(repr=False)
    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Target(Parsed):
    """An address that may be called, at no other than these IP addresses."""

    addresses: tuple[str, ...]


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system, once. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


async def checked(
    url: str, allow_private: bool, *, name: str = "url", ask: Resolve = resolve
) -> Target:
    """The target of an address that is ours to call; raises Invalid for the field ``name``.

    ``allow_private`` is for development: http, any port, and the machine's own network.
    """
    parsed = parse(url, allow_private, name=name)
    literal = parsed.host.strip("[]")
    if parsed.host != literal or _QUAD.fullmatch(literal):
        answers = [literal]
    else:
        answers = await _answers(parsed, name, ask)
    if not all(is_allowed(answer, allow_private) for answer in answers):
        raise Invalid.field(name, "leads to an address that is not public")
    return Target(parsed.url, parsed.scheme, parsed.host, parsed.port, tuple(answers))


def parse(url: str, allow_private: bool, *, name: str = "url") -> Parsed:
    """Everything that can be said without asking; raises Invalid."""
    found = _URL.fullmatch(url) if len(url) <= LONGEST else None
    if found is None:
        raise Invalid.field(
            name, "must look like https://host/path: without user, fragment or bare IP address"
        )
    scheme, host = found["scheme"].lower(), found["host"].lower()
    port = int(found["port"] or _DEFAULT_PORTS[scheme])
    if port > 65_535:
        raise Invalid.field(name, "has a port that does not exist")
    if not allow_private:
        if scheme != "https":
            raise Invalid.field(name, "must begin with https://")
        if port not in PORTS:
            raise Invalid.field(name, "may use port 443 or 8443 only")
    if not _is_host(host, allow_private):
        raise Invalid.field(name, "must name a public host, such as files.example.com")
    named = host if found["port"] is None else f"{host}:{port}"
    return Parsed(f"{scheme}://{named}{found['rest']}", scheme, host, port)


def is_allowed(text: str, allow_private: bool = False) -> bool:
    """Whether an answer of the resolver may be connected to."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.scope_id:
        return False
    inner = _unwrapped(address)
    return all(_is_public(one) or (allow_private and _is_private(one)) for one in inner)


async def _answers(parsed: Parsed, name: str, ask: Resolve) -> list[str]:
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            answers = await ask(parsed.host, parsed.port)
    except (OSError, UnicodeError, TimeoutError) as problem:
        raise Invalid.field(name, "names a host that cannot be found") from problem
    if not answers:
        raise Invalid.field(name, "names a host that cannot be found")
    return list(dict.fromkeys(answers))


def _is_host(host: str, allow_private: bool) -> bool:
    if host.startswith("["):
        return allow_private and _is_address(host[1:-1])
    if _QUAD.fullmatch(host):
        return allow_private and _is_address(host)
    labels = host.split(".")
    # The last label of a name begins with a letter, that of an odd spelling of an address does not.
    if len(host) > 253 or not all(_LABEL.fullmatch(one) for one in labels):
        return False
    if not _FIRST_LETTER.match(labels[-1]):
        return False
    return allow_private or (labels[-1] not in _HOUSE_NAMES and _is_registered(host))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_registered(host: str) -> bool:
    """Whether somebody could have registered it: a name below a public suffix."""
    return _suffixes().privatesuffix(host) is not None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def _unwrapped(address: Address) -> list[Address]:
    """The addresses that are meant: those inside it if it carries any, else itself."""
    if isinstance(address, IPv4Address):
        return [address]
    last = IPv4Address(int(address) & 0xFFFF_FFFF)
    if address in _MAPPED or address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return [last]
    if address.sixtofour is not None:
        return [address.sixtofour]
    # ISATAP: the interface identifier says that an IPv4 address follows.
    if (int(address) >> 32) & 0xFDFF_FFFF == 0x0000_5EFE:
        return [address, last]
    return [*(address.teredo or (address,))]


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not _within(address, _NOT_PUBLIC)


def _is_private(address: Address) -> bool:
    return _within(address, _PRIVATE)


def _within(address: Address, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    return any(address.version == one.version and address in one for one in networks)
