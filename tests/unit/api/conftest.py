"""The API on a real database and a real local store, and courses to feed it."""

import io
import re
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from jsonschema import Draft202012Validator
from lectern_limits import UNLIMITED
from quart import Quart, Response, request
from quart.typing import TestClientProtocol as Client

import api
from api import openapi, rates
from models.tenant import Scope
from services import settings
from services.accounts import api_keys
from services.keyring import Keyring
from services.ports import Ports, install
from services.settings import Settings
from services.storage.local import LocalStore

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="FIRE-1" version="1.0"
    xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="ORG">
    <organization identifier="ORG"><title>{title}</title>
      <item identifier="ITEM-1" identifierref="RES-1"><title>{title}</title></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="RES-1" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/>
    </resource>
  </resources>
</manifest>
"""

CourseZip = Callable[..., bytes]


@dataclass(frozen=True, slots=True)
class Account:
    """A tenant and a key of it with all the scopes that a tenant has."""

    tenant_id: UUID
    key: str

    @property
    def headers(self) -> dict[str, str]:
        return {"X-API-Key": self.key}


@pytest.fixture
def course_zip() -> CourseZip:
    def build(title: str = "Fire safety", **files: str) -> bytes:
        content = {
            "imsmanifest.xml": MANIFEST.format(title=title),
            "index.html": "<title>Course</title>",
            **files,
        }
        return zipped({name: text for name, text in content.items() if text})

    return build


def zipped(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


@pytest.fixture
def configuration(tmp_path: Path) -> Settings:
    return settings.read({"LECTERN_DATA_DIR": str(tmp_path), "LECTERN_PORT": "3001", **UNLIMITED})


@pytest.fixture
async def store(configuration: Settings) -> AsyncIterator[LocalStore]:
    kept = LocalStore(
        configuration.data_dir / "storage",
        configuration.base_url,
        Keyring(b"s" * 32).key("storage"),
    )
    yield kept
    await kept.close()


@pytest.fixture
async def app(database: str, configuration: Settings, store: LocalStore) -> AsyncIterator[Quart]:
    """Every answer it gives is held against the OpenAPI document."""
    install(Ports(configuration, Keyring(b"s" * 32), store))
    made = api.create_app(configuration)
    wrong = hold_against_the_document(made)
    yield made
    assert wrong == []


def hold_against_the_document(app: Quart) -> list[str]:
    document = openapi.document(app)
    wrong: list[str] = []

    async def check(response: Response) -> Response:
        rule = request.url_rule
        path = re.sub(r"<(?:[^:>]*:)?([^>]+)>", r"{\1}", rule.rule) if rule else ""
        documented = document["paths"].get(path, {}).get(request.method.lower())
        # A method that an address does not have is no operation.
        if documented is not None and response.status_code != 405:
            problem = await disagreement(document, documented, response)
            if problem:
                wrong.append(f"{request.method} {path} {response.status_code}: {problem}")
        return response

    # The first one registered is the last to see an answer.
    app.after_request_funcs[None].insert(0, check)
    return wrong


async def disagreement(
    document: dict[str, Any], documented: dict[str, Any], response: Response
) -> str:
    told = documented["responses"].get(str(response.status_code))
    if told is None:
        return "status is not documented"
    wanted = told["headers"].keys() - rates.HEADERS.keys() - rates.RETRY_AFTER.keys()
    missing = sorted(name for name in wanted if name not in response.headers)
    kind = response.mimetype
    if missing or kind not in told["content"]:
        return f"headers {missing} are missing, or the type {kind} is not documented"
    if kind != "application/json":
        return ""
    schema = {**told["content"][kind]["schema"], "components": document["components"]}
    validator: Any = Draft202012Validator(schema)
    found = validator.iter_errors(await response.get_json())
    return "; ".join(error.message for error in found)


@pytest.fixture
def client(app: Quart) -> Client:
    return app.test_client()


@pytest.fixture
async def acme(tenant: UUID) -> Account:
    return await account(tenant)


@pytest.fixture
async def rival(other_tenant: UUID) -> Account:
    return await account(other_tenant)


async def account(tenant_id: UUID, *scopes: str) -> Account:
    wanted = scopes or [scope for scope in Scope if scope is not Scope.PLATFORM]
    made = await api_keys.create(tenant_id, "test key", wanted, expires_at=None)
    return Account(tenant_id, made.key)


@pytest.fixture
def key_with(tenant: UUID) -> Callable[..., Any]:
    async def make(*scopes: str) -> Account:
        return await account(tenant, *scopes)

    return make


Upload = Callable[..., Any]


@pytest.fixture
def stored(client: Client, store: LocalStore) -> Upload:
    """Announce and store an archive, as upload-url and the PUT would; gives its storage_path."""

    async def put(who: Account, content: bytes, filename: str = "course.zip") -> str:
        announced = {"filename": filename, "file_size": len(content)}
        answer = await client.post(
            "/api/v1/packages/upload-url", json=announced, headers=who.headers
        )
        path: str = (await answer.get_json())["storage_path"]
        await store.write(path, _once(content), len(content))
        return path

    return put


@pytest.fixture
def package(client: Client, stored: Upload, course_zip: CourseZip) -> Upload:
    """A processed package; gives its id."""

    async def make(who: Account, **course: str) -> str:
        path = await stored(who, course_zip(**course))
        answer = await client.post(
            "/api/v1/packages/process", json={"storage_path": path}, headers=who.headers
        )
        assert answer.status_code == 201, await answer.get_data(as_text=True)
        made: str = (await answer.get_json())["package_id"]
        return made

    return make


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def anything() -> str:
    return str(uuid4())


@pytest.fixture
def call(client: Client) -> Callable[..., Any]:
    """One request to /api/v1 as JSON; gives status and body."""

    async def ask(
        who: Account, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, Any]]:
        anyhow: Any = client
        sent = {} if body is None else {"json": body}
        answer = await anyhow.open(
            f"/api/v1{path}", method=method, headers={**who.headers, **headers}, **sent
        )
        return answer.status_code, await answer.get_json()

    return ask
