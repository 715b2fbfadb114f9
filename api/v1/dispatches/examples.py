"""Dispatches as the documentation shows them."""

from typing import Any

from api.example_facts import BASE, CREATED, DISPATCH, PACKAGE, TENANT, UPDATED

_OPENER = "eyJhbGciOiJIUzI1NiIs… (shortened)"
_URL = f"{BASE}/player/dispatch/{_OPENER}"
_LISTED: dict[str, Any] = {
    "id": DISPATCH,
    "dispatch_id": DISPATCH,
    "tenant_id": TENANT,
    "package_id": PACKAGE,
    "packageId": PACKAGE,
    "package_revision": None,
    "dispatch_name": "Fire safety for Northwind",
    "label": "Fire safety for Northwind",
    "client_name": "Northwind",
    "destination": "northwind-lms",
    "registration_limit": 100,
    "registration_count": 12,
    "license_limit": None,
    "license_count": 0,
    "track_licenses": False,
    "allowed_domains": ["lms.example.com", "*.lms.example.com"],
    "has_password": False,
    "expires_at": "2027-11-21T09:00:00.000Z",
    "status": "active",
    "accepts_new_learners": True,
    "scorm_version": "1.2",
    "edition": "1.2",
    "window": "frame",
    "identity": "bound",
    "retake": "review",
    "hides_learners": False,
    "zip_status": "ready",
    "zip_url": f"{BASE}/api/v1/dispatches/{DISPATCH}/zip",
    "revoked_at": None,
    "created_at": CREATED,
    "updated_at": UPDATED,
}
_DISPATCH = {**_LISTED, "token": _OPENER, "launch_url": _URL, "launchUrl": _URL}
_TERMS: dict[str, Any] = {
    "dispatch_name": "Fire safety for Northwind",
    "client_name": "Northwind",
    "destination": "northwind-lms",
    "registration_limit": 100,
    "expires_in_hours": 8760,
    "allowed_domains": ["lms.example.com", "*.lms.example.com"],
}

PARAMETERS: dict[str, dict[str, Any]] = {
    "dispatch_id": {"description": "The id of a dispatch.", "example": DISPATCH},
    "scorm_version": {"example": "1.2"},
    "test": {"example": False},
}
EXAMPLES: dict[str, Any] = {
    "CreateDispatchRequest": {"package_id": PACKAGE, **_TERMS},
    "CreatePackageDispatchRequest": _TERMS,
    "DispatchUpdate": {"registration_limit": 250, "status": "paused"},
    "DispatchResponse": {"dispatch": _DISPATCH},
    "DispatchList": {
        "dispatches": [_LISTED],
        "count": 1,
        "pagination": {"page": 1, "limit": 20, "total": 1, "total_pages": 1},
    },
    "DispatchRevoked": {"dispatch_id": DISPATCH, "status": "revoked"},
    "DispatchQueued": {
        "dispatch_id": DISPATCH,
        "success": True,
        "message": "Dispatch generation queued.",
    },
    "DispatchEmbed": {
        "dispatch_id": DISPATCH,
        "launch_url": _URL,
        "embed_html": f'<iframe src="{_URL}" title="Fire safety for Northwind" …></iframe>',
        "test_url": _URL,
    },
}
