"""Packages, sessions and open players, as rows of a real database."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec

from models.package import Package, Revision
from models.session import Session
from scorm.edition import Edition
from scorm.packaging.manifest import Item, Manifest, Organization
from services import database, settings, tokens
from services.keyring import Keyring
from services.packages import manifests
from services.playing import launch, opening, runtime
from services.playing.commit_request import decode
from services.playing.launch import Launched, LaunchRequest
from services.playing.opening import Entrance, Opened
from services.playing.runtime import Answer
from services.settings import Settings

KEYRING = Keyring(b"only for tests, and long enough for them")
ISSUER = tokens.CommitIssuer(KEYRING, timedelta(minutes=15))
SETTINGS = settings.read({"LECTERN_DATA_DIR": str(Path("/nowhere"))})
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
IDLE = timedelta(days=1)


@dataclass(frozen=True)
class Signing:
    settings: Settings = SETTINGS
    keyring: Keyring = KEYRING


def sco(identifier: str = "sco", **fields: Any) -> Item:
    defaults: dict[str, Any] = {
        "title": identifier.title(),
        "href": f"{identifier}.html",
        "sco": True,
    }
    return Item(identifier=identifier, **{**defaults, **fields})


def manifest(*items: Item, edition: Edition = Edition.SCORM_12) -> Manifest:
    organization = Organization(identifier="org", title="Course", items=items or (sco(),))
    return Manifest(edition=edition, identifier="m", title="Course", organizations=(organization,))


async def make_package(tenant: UUID, course: Manifest | None = None, strict: bool = False) -> UUID:
    course = course or manifest()
    async with database.tenant_scope(tenant):
        package = await Package.create(tenant_id=tenant, title="Course", current_revision=1)
        await Revision.create(
            tenant_id=tenant,
            package_id=package.id,
            number=1,
            edition=course.edition,
            title=course.title,
            launch_href=course.launch_href,
            sco_count=course.sco_count,
            strict=strict,
            manifest=manifests.dump(course),
            report="{}",
            storage_key=f"tenants/{tenant}/uploads/{package.id}.zip",
            file_size_bytes=1,
            etag="e",
            original_filename="c.zip",
            uploaded_by="",
        )
    return package.id


async def launched(tenant: UUID, package: UUID, now: datetime = NOW, **fields: Any) -> Launched:
    wish: dict[str, Any] = {"user_id": "ada", "session_id": "s1", **fields}
    return await launch.launch(tenant, package, LaunchRequest(**wish), now, Signing())


async def opened(tenant: UUID, package: UUID, now: datetime = NOW, **fields: Any) -> "Player":
    link = await launched(tenant, package, now, **fields)
    entrance = Entrance(link.token, link.session.id)
    return Player(await opening.redeem(entrance, now, KEYRING), now)


async def session_of(player: "Player") -> Session:
    session = player.opened.session
    async with database.tenant_scope(session.tenant_id):
        return await Session.get(key=session.key)


@dataclass
class Player:
    """What a bridge knows: its launch, and the numbers of its commits."""

    opened: Opened
    now: datetime
    seq: int = 0
    base: int = 0
    expired: bool = False

    @property
    def claims(self) -> tokens.CommitClaims:
        session = self.opened.session
        return tokens.CommitClaims(
            session.tenant_id,
            session.key,
            self.opened.launch.id,
            session.label,
            self.now + timedelta(minutes=15),
            self.expired,
        )

    async def send(self, patch: dict[str, Any], **fields: Any) -> Answer:
        """The next commit unless ``seq`` says otherwise."""
        self.seq = fields.get("seq", self.seq + 1)
        body = {
            **{"token": "", "launch": str(self.opened.launch.id), "seq": self.seq},
            **{"base": self.base, "sco": "sco", "patch": patch},
            **fields,
        }
        request = decode(msgspec.json.encode(body))
        return await runtime.commit(request, self.claims, self.now, IDLE)

    def later(self, **delta: float) -> "Player":
        return replace(self, now=self.now + timedelta(**delta))


def unknown() -> UUID:
    return uuid4()
