"""What the front doors reach for: settings, keys and the file store, installed at start."""

from dataclasses import dataclass

from services.keyring import Keyring
from services.settings import Settings
from services.storage.store import ContentStore


@dataclass(frozen=True, slots=True)
class Ports:
    settings: Settings
    keyring: Keyring
    store: ContentStore


class _Installed:
    ports: Ports | None = None


def install(ports: Ports) -> None:
    _Installed.ports = ports


def ports() -> Ports:
    if _Installed.ports is None:
        raise RuntimeError("the ports are installed when the application starts")
    return _Installed.ports
