"""Dispatches, from the database to the wire."""

from datetime import datetime
from typing import Any

from api.v1.dispatches.shapes import Dispatch, DispatchEmbed, ListedDispatch
from api.wire import stamp, stamp_if
from models import dispatch as models
from services.dispatches import links
from services.dispatches.dispatches import Handed
from services.dispatches.status import status_of
from services.ports import Ports


def present(row: models.Dispatch, ports: Ports, now: datetime) -> Dispatch:
    token = links.token_for(ports.keyring, row)
    url = links.launch_url(ports.settings, token)
    whole = _shown(row, ports.settings.base_url, now)
    return Dispatch(**whole, token=token, launch_url=url, launchUrl=url)


def listed(row: models.Dispatch, ports: Ports, now: datetime) -> Any:
    return ListedDispatch(**_shown(row, ports.settings.base_url, now))


def embed(handed: Handed, ports: Ports) -> DispatchEmbed:
    row = handed.dispatch
    url = links.launch_url(ports.settings, links.token_for(ports.keyring, row))
    test = links.launch_url(ports.settings, links.token_for(ports.keyring, row, test=True))
    return DispatchEmbed(
        dispatch_id=str(row.id),
        launch_url=url,
        embed_html=links.embed_html(url, handed.package.title),
        test_url=test,
    )


def _shown(row: models.Dispatch, base_url: str, now: datetime) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "dispatch_id": str(row.id),
        "tenant_id": str(row.tenant_id),
        "package_id": str(row.package_id),
        "packageId": str(row.package_id),
        "package_revision": row.revision,
        "dispatch_name": row.name,
        "label": row.name,
        "client_name": row.client_name,
        "destination": row.destination,
        "registration_limit": row.registration_limit,
        "registration_count": row.registration_count,
        "license_limit": row.license_limit,
        "license_count": row.license_count,
        "track_licenses": row.track_licenses,
        "allowed_domains": row.allowed_domains,
        "has_password": bool(row.password_hash),
        "expires_at": stamp_if(row.expires_at),
        "status": str(status_of(row, now)),
        "accepts_new_learners": row.accepts_new,
        "scorm_version": row.standard.partition(" ")[0],
        "edition": str(row.standard),
        "window": str(row.window),
        "identity": str(row.identity),
        "retake": str(row.retake),
        "hides_learners": row.hides_learners,
        "zip_status": str(row.zip_status),
        "zip_url": f"{base_url}/api/v1/dispatches/{row.id}/zip",
        "revoked_at": stamp_if(row.revoked_at),
        "created_at": stamp(row.created_at),
        "updated_at": stamp(row.updated_at),
    }
