"""What a fresh installation needs to be tried: a tenant, a key, and a course to play."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import structlog

from models.package import Package
from models.tenant import Scope, Tenant
from services import database, sample
from services.accounts import api_keys, tenants
from services.errors import Forbidden, Unauthorized
from services.packages import packages
from services.playing import launch
from services.playing.launch import LaunchRequest
from services.ports import Ports

log = structlog.get_logger("lectern")
LOCAL_TENANT = "Local"
LEARNER = "sample-learner"
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Links:
    """What `lectern serve` prints; empty where there is nothing to show."""

    launch_url: str = ""
    api_key: str = ""


async def prepare(ports: Ports, now: datetime) -> Links:
    """On a database of our own: tenant, key and sample course, made once and then found."""
    await _bootstrap(ports)
    if ports.settings.database_url:
        return Links()
    tenant = await tenants.named(LOCAL_TENANT) or await tenants.create(LOCAL_TENANT)
    key = await _local_key(ports.settings.data_dir / "api-key", tenant.id, now)
    package_id = await _sample_package(ports, tenant.id, now)
    return Links(await launch_link(ports, tenant.id, package_id, now), key)


async def import_course(ports: Ports, path: Path, now: datetime) -> tuple[Package, str]:
    """Import a ZIP from disk for the local tenant; its package and a link to play it."""
    tenant = await tenants.named(LOCAL_TENANT) or await tenants.create(LOCAL_TENANT)
    package = await packages.import_archive(
        ports.store, packages.Arrival(tenant.id, path.name, "lectern serve"), _file(path), now
    )
    return package, await launch_link(ports, tenant.id, package.id, now)


async def launch_link(ports: Ports, tenant_id: UUID, package_id: UUID, now: datetime) -> str:
    """A link to this learner's one session of the package, so that the next one resumes."""
    request = LaunchRequest(
        user_id=LEARNER, session_id=f"local-{package_id}", learner_name="Learner, Sample"
    )
    launched = await launch.launch(tenant_id, package_id, request, now, ports)
    return launched.launch_url


async def _bootstrap(ports: Ports) -> None:
    settings = ports.settings
    if not settings.bootstrap_api_key:
        return
    name = settings.bootstrap_tenant or LOCAL_TENANT
    tenant = await tenants.named(name) or await tenants.create(name)
    # One that was revoked since stays so.
    if not await api_keys.is_known(settings.bootstrap_api_key):
        await api_keys.create(
            tenant.id, "bootstrap", list(Scope), expires_at=None, key=settings.bootstrap_api_key
        )


async def _local_key(path: Path, tenant_id: UUID, now: datetime) -> str:
    """Kept beside the database it opens: who reads one file can read the other."""
    key = await asyncio.to_thread(_read, path)
    try:
        await api_keys.authenticate(key, now)
    except Unauthorized:
        # Enough for everything that the guides show.
        scopes = [Scope.READ, Scope.WRITE, Scope.DELETE, Scope.ADMIN]
        made = await api_keys.create(tenant_id, "local", [*scopes], expires_at=None)
        await asyncio.to_thread(_write_private, path, made.key)
        return made.key
    except Forbidden:
        log.warning("the local tenant is suspended")
    return key


def _read(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


async def _sample_package(ports: Ports, tenant_id: UUID, now: datetime) -> UUID:
    async with database.tenant_scope(tenant_id):
        known = await Package.filter(tenant_id=tenant_id, title=sample.TITLE).first()
    if known is not None:
        return known.id
    arrival = packages.Arrival(tenant_id, "sample.zip", "lectern")
    package = await packages.import_archive(ports.store, arrival, _bytes(sample.build()), now)
    return package.id


async def _bytes(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _file(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


async def tenant_for_operator(wanted: str) -> Tenant:
    """The tenant an operator named, made if it is new; the only one when none was named."""
    if wanted:
        return await tenants.named(wanted) or await tenants.create(wanted)
    known = await tenants.everyone()
    return known[0] if known else await tenants.create(LOCAL_TENANT)
