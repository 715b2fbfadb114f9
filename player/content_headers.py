"""The headers of everything on the content origins, and what a browser already has."""

import re
from collections.abc import Iterable
from functools import lru_cache

from player.asgi import Headers
from services.packages.grants import ContentPolicy, Grant

_SOURCE = re.compile(r"\*|(https?:|[a-z][a-z0-9.+-]*://)?[A-Za-z0-9.*-]*(:(\d+|\*))?|'self'")

# Every answer, whatever it holds: nothing is sniffed, and other origins cannot embed it as a
# resource. The referrer of a video embed is the origin alone, so the path capability stays here.
SHARED: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
PAGE: Headers = [
    (b"cross-origin-opener-policy", b"unsafe-none"),
    (b"origin-agent-cluster", b"?1"),
]
NEVER_KEPT = (b"cache-control", b"no-store")
KEPT = (b"cache-control", b"private, max-age=31536000, immutable")
PLAIN_TEXT = (b"content-type", b"text/plain; charset=utf-8")
VARIES = (b"vary", b"accept-encoding")


def policy(grant: Grant, shell_origin: str) -> bytes:
    """The Content-Security-Policy of pages: who may frame them, and for some, what they load.

    Empty where anything may: an asterisk would keep out the pages of apps, whose schemes are
    their own [CSP 6.7.2.8].
    """
    rules: list[str] = []
    if grant.policy is ContentPolicy.LOCKED:
        hosts = " ".join(
            ["'self' 'unsafe-inline' 'unsafe-eval' data: blob:", *_sources(grant.approved_hosts)]
        )
        rules.append(f"default-src {hosts}")
    if "*" not in grant.frame_ancestors:
        ancestors = " ".join(["'self'", shell_origin, *_sources(grant.frame_ancestors)])
        rules.append(f"frame-ancestors {ancestors}")
    return "; ".join(rules).encode("ascii")


def restricted(policy: bytes) -> Headers:
    return [(b"content-security-policy", policy)] if policy else []


def _sources(given: Iterable[str]) -> list[str]:
    """Only what is a source by its form: a separator inside one would write another rule."""
    return [source for source in given if source and _SOURCE.fullmatch(source)]


@lru_cache(maxsize=512)
def accepts_gzip(header: bytes) -> bool:
    """Whether Accept-Encoding names gzip, or anything, with a weight above zero."""
    weights: dict[bytes, bool] = {}
    for part in header.lower().split(b","):
        coding, _, parameters = part.partition(b";")
        weights[coding.strip()] = not re.fullmatch(rb"\s*q\s*=\s*0(\.0*)?\s*", parameters)
    return weights.get(b"gzip", weights.get(b"x-gzip", weights.get(b"*", False)))


def has(if_none_match: bytes, tags: Iterable[bytes]) -> bool:
    """Weak comparison, as If-None-Match wants it. [RFC 9110 13.1.2]"""
    if if_none_match.strip() == b"*":
        return True
    given = {tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")}
    return not given.isdisjoint(tags)
