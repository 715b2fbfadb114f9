"""One of everything that a tenant can have, made through the API, by the names of its ids."""

import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from lectern_courses import LAZY_PAGE, Course, Sco
from quart.datastructures import FileStorage
from quart.typing import TestClientProtocol as Client

from services.storage.store import ContentStore


@dataclass(slots=True)
class Estate:
    """What one tenant has. Every text in it holds ``mark``, so that it is known wherever it shows.

    ``ids`` are by the names that parameters and fields give them.
    """

    client: Client
    headers: dict[str, str]
    mark: str
    store: ContentStore
    ids: dict[str, str] = field(default_factory=dict[str, str])

    async def send(self, method: str, path: str, **how: Any) -> dict[str, Any]:
        anyhow: Any = self.client
        answer = await anyhow.open(path, method=method, headers=self.headers, **how)
        body: dict[str, Any] = await answer.get_json()
        assert answer.status_code < 300, f"{method} {path}: {body}"
        return body


async def _package(estate: Estate) -> str:
    file = FileStorage(
        io.BytesIO(_archive(estate)), f"{estate.mark}.zip", content_type="application/zip"
    )
    made = await estate.send("POST", "/api/v1/packages", form={}, files={"file": file})
    return str(made["package_id"])


async def _session(estate: Estate) -> str:
    path = f"/api/v1/packages/{estate.ids['package_id']}/launch"
    names = {"user_id": estate.ids["user_id"], "learner_name": f"Name {estate.mark}"}
    return str((await estate.send("POST", path, json=names))["session_id"])


async def _user(estate: Estate) -> str:
    return f"user-{estate.mark}"


async def _webhook(estate: Estate) -> str:
    sent = {"url": "http://127.0.0.1:9/hook", "description": estate.mark}
    return str((await estate.send("POST", "/api/v1/webhooks", json=sent))["id"])


async def _upload(estate: Estate) -> str:
    return str((await _ticket(estate))["upload_id"])


async def _storage_path(estate: Estate) -> str:
    """With its bytes, ready to be processed."""
    path = str((await _ticket(estate))["storage_path"])
    content = _archive(estate)
    await estate.store.write(path, _once(content), len(content))
    return path


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _ticket(estate: Estate) -> dict[str, Any]:
    sent = {"filename": f"{estate.mark}.zip", "file_size": len(_archive(estate))}
    return await estate.send("POST", "/api/v1/packages/upload-url", json=sent)


def _archive(estate: Estate) -> bytes:
    title = f"Course {estate.mark}"
    return Course(title, [Sco("a", title)], {"index.html": LAZY_PAGE}).archive()


async def _erasure(estate: Estate) -> str:
    """Of somebody else: what the other ids name stays."""
    path = f"/api/v1/packages/{estate.ids['package_id']}/launch"
    await estate.send("POST", path, json={"user_id": "gone"})
    return str((await estate.send("DELETE", "/api/v1/learners/gone"))["erasure_id"])


async def _migration(estate: Estate) -> str:
    path = f"/api/v1/packages/{estate.ids['package_id']}/versions/1/migrate"
    return str((await estate.send("POST", path, json={}))["id"])


async def _dispatch(estate: Estate) -> str:
    sent = {
        "package_id": estate.ids["package_id"],
        "dispatch_name": f"Dispatch {estate.mark}",
        "client_name": estate.mark,
    }
    return str((await estate.send("POST", "/api/v1/dispatches", json=sent))["dispatch"]["id"])


async def _api_key(estate: Estate) -> str:
    sent = {"name": f"Key {estate.mark}", "scopes": ["read"]}
    return str((await estate.send("POST", "/api/customer/api-keys", json=sent))["id"])


async def _member(estate: Estate) -> str:
    sent = {"email": f"{estate.mark}@example.com", "name": estate.mark, "role": "viewer"}
    return str((await estate.send("POST", "/api/customer/users", json=sent))["id"])


# In an order in which each finds what it needs.
MAKERS: dict[str, Callable[[Estate], Awaitable[str]]] = {
    "user_id": _user,
    "package_id": _package,
    "session_id": _session,
    "migration_id": _migration,
    "dispatch_id": _dispatch,
    "webhook_id": _webhook,
    "upload_id": _upload,
    "storage_path": _storage_path,
    "erasure_id": _erasure,
    "api_key_id": _api_key,
    "member_id": _member,
}


async def furnish(
    client: Client, headers: dict[str, str], mark: str, store: ContentStore
) -> Estate:
    estate = Estate(client, headers, mark, store)
    for name, make in MAKERS.items():
        estate.ids[name] = await make(estate)
    return estate
