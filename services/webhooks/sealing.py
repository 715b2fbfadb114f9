"""Secrets as they are kept: encrypted, and of no use in any other row."""

import base64
import os
from uuid import UUID

from services.keyring import Keyring

PURPOSE = "webhook"
SECRET_BYTES = 32
# The mark of Standard Webhooks: what follows is the key in base64.
PREFIX = "whsec_"


def mint() -> str:
    return PREFIX + base64.b64encode(os.urandom(SECRET_BYTES)).decode()


def seal(keyring: Keyring, webhook_id: UUID, secret: str) -> str:
    return keyring.seal(PURPOSE, webhook_id, secret)


def unseal(keyring: Keyring, webhook_id: UUID, sealed: str) -> str:
    return keyring.unseal(PURPOSE, webhook_id, sealed)
