"""The certificate of an erasure: what was removed and when, signed, and never of whom in words."""

import base64
from datetime import UTC, datetime
from typing import Any, Final

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from models.erasure import KINDS, Erasure, ErasureStatus
from services import subjects
from services.errors import NotReady
from services.keyring import Keyring

PURPOSE: Final = "erasure-certificate"
TYPE: Final = "lectern-erasure-certificate+jwt"
ALGORITHM: Final = "EdDSA"
# Kept, with a name that leads to nobody in the learner's place.
NAMELESS: Final = ("active_learners", "dispatch_seats")


def certify(erasure: Erasure, keyring: Keyring) -> dict[str, Any]:
    """The same every time, but for the signing key; raises NotReady until all is removed."""
    if erasure.status != ErasureStatus.COMPLETED or erasure.finished_at is None:
        raise NotReady("The erasure is not completed yet.", reason=str(erasure.status))
    content = _content(erasure, keyring)
    signer = Ed25519PrivateKey.from_private_bytes(keyring.key(PURPOSE))
    public = signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signed = jwt.encode(content, signer, ALGORITHM, headers={"typ": TYPE})
    key = {"kty": "OKP", "crv": "Ed25519", "alg": ALGORITHM, "x": _text(public)}
    return content | {"signature": {"jws": signed, "public_key": key}}


def _content(erasure: Erasure, keyring: Keyring) -> dict[str, Any]:
    counts = counts_of(erasure)
    return {
        "erasure_id": str(erasure.id),
        "tenant_id": str(erasure.tenant_id),
        "subject": {
            "algorithm": "HMAC-SHA256",
            "key": _text(subjects.key_of(keyring, erasure.tenant_id)),
            "digest": erasure.subject,
        },
        "removed": {kind: counts.get(kind, 0) for kind in KINDS},
        "made_nameless": {kind: counts.get(kind, 0) for kind in NAMELESS},
        "requested_by": {
            "kind": erasure.actor_kind,
            "id": erasure.actor_id,
            "name": erasure.actor_name,
        },
        "requested_at": _moment(erasure.created_at),
        "started_at": _moment(erasure.started_at or erasure.created_at),
        "completed_at": _moment(erasure.finished_at or erasure.created_at),
    }


def counts_of(erasure: Erasure) -> dict[str, int]:
    return msgspec.json.decode(erasure.counts, type=dict[str, int])


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _text(octets: bytes) -> str:
    """Base64 as JSON Web Keys write it. [RFC 7515 2]"""
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
