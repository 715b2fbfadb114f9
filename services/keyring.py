"""One root secret, and a separate key for each thing that is signed."""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.settings import Settings

LABEL_LENGTH = 26
NONCE_BYTES = 12


class Keyring:
    def __init__(self, root: bytes) -> None:
        self._root = root
        self._derived: dict[str, bytes] = {}

    def key(self, purpose: str) -> bytes:
        """32 bytes for one purpose (``launch``, ``commit``, ``label``, ``storage``)."""
        if purpose not in self._derived:
            kdf = HKDF(hashes.SHA256(), length=32, salt=None, info=f"lectern/{purpose}".encode())
            self._derived[purpose] = kdf.derive(self._root)
        return self._derived[purpose]

    def label(self, tenant_id: UUID, session_key: UUID) -> str:
        """The DNS label of a session's content origin: stable, and not to be guessed."""
        digest = hmac.digest(self.key("label"), tenant_id.bytes + session_key.bytes, hashlib.sha256)
        return base64.b32encode(digest).decode().lower()[:LABEL_LENGTH]

    def seal(self, purpose: str, owner: UUID, text: str) -> str:
        """Encrypted, and of no use in any other row."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.key(purpose)).encrypt(nonce, text.encode(), owner.bytes)
        return base64.b64encode(nonce + sealed).decode()

    def unseal(self, purpose: str, owner: UUID, sealed: str) -> str:
        whole = base64.b64decode(sealed)
        box = AESGCM(self.key(purpose))
        return box.decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], owner.bytes).decode()


def open_keyring(settings: Settings) -> Keyring:
    """The configured secret, else the one kept in the data directory, made at first start."""
    if settings.secret_key:
        return Keyring(settings.secret_key.encode())
    path = settings.data_dir / "secret.key"
    if not path.exists():
        _create(path)
    return Keyring(path.read_bytes())


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        # Another process may have been first: link refuses, and its secret stands.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
