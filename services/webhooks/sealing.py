"""Secrets as they are kept: encrypted, and of no use in any other row."""

import base64
import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.keyring import Keyring

PURPOSE = "webhook"
NONCE_BYTES = 12
SECRET_BYTES = 32
# The mark of Standard Webhooks: what follows is the key in base64.
PREFIX = "whsec_"


def mint() -> str:
    return PREFIX + base64.b64encode(os.urandom(SECRET_BYTES)).decode()


def seal(keyring: Keyring, webhook_id: UUID, secret: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    box = AESGCM(keyring.key(PURPOSE))
    sealed = box.encrypt(nonce, secret.encode(), webhook_id.bytes)
    return base64.b64encode(nonce + sealed).decode()


def unseal(keyring: Keyring, webhook_id: UUID, sealed: str) -> str:
    whole = base64.b64decode(sealed)
    box = AESGCM(keyring.key(PURPOSE))
    return box.decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], webhook_id.bytes).decode()
