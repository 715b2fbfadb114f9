"""A learner's id where only a trace of it may stay: a keyed hash that tells nothing by itself."""

import hashlib
import hmac
from typing import Final
from uuid import UUID

from services.keyring import Keyring

PURPOSE: Final = "learner"


def key_of(keyring: Keyring, tenant_id: UUID) -> bytes:
    """One for each tenant, so that hashes of two of them cannot be compared."""
    return hmac.digest(keyring.key(PURPOSE), tenant_id.bytes, hashlib.sha256)


def of(keyring: Keyring, tenant_id: UUID, user_id: str) -> str:
    """HMAC-SHA256 of the id in UTF-8, in hexadecimal."""
    key = key_of(keyring, tenant_id)
    return hmac.digest(key, user_id.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()
