"""Shell packages: built when somebody wants one, and in the background to know they are sound."""

import asyncio
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog

from models.dispatch import Dispatch, Standard, ZipStatus
from scorm.packaging.examine import examine
from scorm.packaging.findings import Report
from services import database, jobs
from services.dispatches import dispatches, links, shell_package
from services.dispatches.dispatches import Handed
from services.dispatches.shell_package import Shell
from services.errors import DispatchNotActive, DispatchNotFound
from services.playing.registering import Signing

JOB: Final = "build_dispatch"
log = structlog.get_logger("lectern.dispatches")


@dataclass(frozen=True, slots=True)
class Wish:
    """Another standard than that of the dispatch, or the package that checks the connection."""

    standard: Standard | None = None
    test: bool = False


@dataclass(frozen=True, slots=True)
class ShellPackage:
    """A ZIP, and what to call it."""

    content: bytes
    file_name: str


async def ask(tenant_id: UUID, dispatch_id: str) -> Dispatch:
    """Raises DispatchNotFound, DispatchNotActive."""
    async with database.tenant_scope(tenant_id) as connection:
        dispatch = await dispatches.held(tenant_id, dispatch_id)
        dispatches.refuse_revoked(dispatch)
        dispatch.zip_status = ZipStatus.QUEUED
        await dispatch.save(update_fields=["zip_status"])
        payload = {"tenant_id": str(tenant_id), "dispatch_id": str(dispatch.id)}
        await jobs.enqueue(connection, JOB, payload)
    return dispatch


async def build(tenant_id: UUID, dispatch_id: str, wish: Wish, signing: Signing) -> ShellPackage:
    """The same wish gives the same bytes. Raises DispatchNotFound, DispatchNotActive."""
    handed = await dispatches.find_usable(tenant_id, dispatch_id)
    return await asyncio.to_thread(_built, handed, wish, signing)


async def run(tenant_id: UUID, dispatch_id: str, signing: Signing) -> None:
    """What ``ask`` has put off; nothing is left to do where the dispatch is gone meanwhile."""
    try:
        made = await build(tenant_id, dispatch_id, Wish(), signing)
    except (DispatchNotFound, DispatchNotActive):
        return
    report = _report(made.content)
    if not report.ok:
        rules = [one.rule for one in report.errors]
        log.error("a shell package is not sound", dispatch_id=dispatch_id, rules=rules)
    status = ZipStatus.READY if report.ok else ZipStatus.FAILED
    async with database.tenant_scope(tenant_id):
        mine = Dispatch.filter(tenant_id=tenant_id, id=dispatches.dispatch_key(dispatch_id))
        await mine.filter(revoked_at__isnull=True).update(zip_status=status)


def _built(handed: Handed, wish: Wish, signing: Signing) -> ShellPackage:
    dispatch, package = handed.dispatch, handed.package
    standard = wish.standard or dispatch.standard
    shell = Shell(
        dispatch_id=str(dispatch.id),
        title=package.title,
        standard=standard,
        token=links.token_for(signing.keyring, dispatch, test=wish.test),
        player_origin=signing.settings.player_origin,
        window=dispatch.window,
        hides_learners=dispatch.hides_learners,
        test=wish.test,
    )
    name = shell_package.file_name(dispatch.name, standard, test=wish.test)
    return ShellPackage(shell_package.build(shell), name)


def _report(content: bytes) -> Report:
    """As of an upload."""

    def read(offset: int, length: int, /) -> bytes:
        return content[offset : offset + length]

    return examine(read, len(content), lambda _index: True).report
