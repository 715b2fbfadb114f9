"""Packages as the documentation shows them."""

from typing import Any

from api.example_facts import CONTENT, CREATED, PACKAGE, STORAGE_PATH, TENANT, TITLE, UPDATED

FINDING: dict[str, Any] = {
    "severity": "warning",
    "rule": "MISSING_FILE",
    "message": "The manifest names images/logo.png, which is not in the ZIP.",
    "advice": "Add the file to the ZIP under exactly this name, or export again.",
    "file": "imsmanifest.xml",
    "line": 42,
}
_package: dict[str, Any] = {
    "id": PACKAGE,
    "package_id": PACKAGE,
    "tenant_id": TENANT,
    "title": TITLE,
    "version": "1.2",
    "scorm_version": "1.2",
    "edition": "1.2",
    "current_revision": 1,
    "strict": False,
    "launch_url": f"{CONTENT}/index_lms.html",
    "manifest_url": f"{CONTENT}/imsmanifest.xml",
    "storage_path": STORAGE_PATH,
    "file_size_bytes": 5_242_880,
    "original_filename": "fire-safety.zip",
    "uploaded_by": "user-123",
    "content_type": "scorm",
    "status": "ready",
    "error": None,
    "integrity": "verified",
    "corrupt_paths": [],
    "metadata": {
        "description": "What to do when it burns.",
        "sco_count": 12,
        "identifier": "FIRE-1",
        "schema": "ADL SCORM",
        "schemaversion": "1.2",
    },
    "description": None,
    "duration": "PT45M",
    "duration_seconds": 2700,
    "tags": ["safety"],
    "custom_metadata": {},
    "session_count": 128,
    "revision_count": 1,
    "created_at": CREATED,
    "updated_at": UPDATED,
}

_migration: dict[str, Any] = {
    "id": "3f2b1a90-7c4d-4e8f-9a6b-5d0c1e2f3a4b",
    "migration_id": "3f2b1a90-7c4d-4e8f-9a6b-5d0c1e2f3a4b",
    "package_id": PACKAGE,
    "revision": 2,
    "status": "completed",
    "total": 128,
    "moved": 126,
    "waiting": 2,
    "skipped": 0,
    "started_over": 0,
    "lost": [{"identifier": "ITEM-7", "sessions": 3}],
    "created_at": CREATED,
    "updated_at": UPDATED,
    "finished_at": UPDATED,
}

EXAMPLES: dict[str, Any] = {
    "ActivateVersion": {"migrate_sessions": True},
    "VersionActivated": {
        "success": True,
        "package": {**_package, "current_revision": 2, "revision_count": 2},
        "current_revision": 2,
        "migration": _migration,
    },
    "MigrateSessions": {"only": "keeps"},
    "PackageMigration": _migration,
    "VersionForecast": {
        "package_id": PACKAGE,
        "revision": 2,
        "total": 128,
        "running": 2,
        "fates": {"keeps": 125, "loses": 3, "starts_over": 0},
        "by_completion_status": {"completed": 100, "incomplete": 28},
        "lost": [{"identifier": "ITEM-7", "sessions": 3}],
        "sessions": [
            {
                "session_id": "5b1c9f7e-2a4d-4e6b-8c3f-7d9e0a1b2c3d",
                "revision": 1,
                "fate": "loses",
                "loses": ["ITEM-7"],
                "completion_status": "incomplete",
                "running": False,
            }
        ],
    },
    "PackageList": {
        "packages": [{name: _package[name] for name in _package if not name.endswith("_count")}],
        "count": 42,
        "pagination": {"page": 1, "limit": 20, "total": 42, "total_pages": 3},
    },
    "Package": _package,
    "PackageUpdate": {
        "title": "Fire safety",
        "description": "For everybody on site.",
        "duration": "45m",
        "tags": ["safety"],
        "custom_metadata": {"department": "facilities"},
    },
    "PackageVersions": {
        "package_id": PACKAGE,
        "current_revision": 1,
        "versions": [
            {
                "revision": 1,
                "version": "1.2",
                "title": TITLE,
                "file_size_bytes": 5_242_880,
                "original_filename": "fire-safety.zip",
                "uploaded_by": "user-123",
                "storage_path": STORAGE_PATH,
                "launch_url": f"{CONTENT}/index_lms.html",
                "created_at": CREATED,
                "is_current": True,
            }
        ],
        "count": 1,
    },
    "PackageDeleted": {"success": True, "package_id": PACKAGE},
    "PackageReport": {"package_id": PACKAGE, "revision": 1, "findings": [FINDING]},
}
