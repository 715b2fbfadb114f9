"""A local store behind its upload door, in a process of its own whose memory can be watched."""

import sys
from pathlib import Path

import uvicorn

from player.storage_put import StorageDoor
from services.storage.local import LocalStore

SECRET = b"storage-secret-of-the-tests-1234"


def main() -> None:
    root, port = Path(sys.argv[1]), int(sys.argv[2])
    store = LocalStore(root, f"http://127.0.0.1:{port}", SECRET)
    door = StorageDoor(store, SECRET)
    uvicorn.run(door, host="127.0.0.1", port=port, log_level="error", lifespan="off", ws="none")


if __name__ == "__main__":
    main()
