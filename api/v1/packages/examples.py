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
    "tags": [],
    "custom_metadata": {},
    "created_at": CREATED,
    "updated_at": UPDATED,
}

EXAMPLES: dict[str, Any] = {
    "PackageList": {
        "packages": [_package],
        "count": 42,
        "pagination": {"page": 1, "limit": 20, "total": 42, "total_pages": 3},
    },
    "Package": _package,
    "PackageUpdate": {
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
