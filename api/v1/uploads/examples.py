"""Uploads as the documentation shows them."""

from typing import Any

from api.example_facts import BASE, CONTENT, PACKAGE, STORAGE_PATH, TITLE, UPDATED, UPLOAD
from api.v1.packages.examples import FINDING

_manifest = {
    "title": TITLE,
    "version": "1.2",
    "launch_url": "index_lms.html",
    "sco_count": 12,
    "description": "What to do when it burns.",
    "duration": "PT45M",
}
_processed_package: dict[str, Any] = {
    "id": PACKAGE,
    "package_id": PACKAGE,
    "title": TITLE,
    "version": "1.2",
    "launch_url": f"/api/v1/content/{PACKAGE}/index_lms.html",
    "current_revision": 1,
}
_processed = {
    "upload_id": UPLOAD,
    "manifest": _manifest,
    "file_size_bytes": 5_242_880,
    "storage_path": STORAGE_PATH,
    "validation_only": False,
    "report": [FINDING],
    "package_id": PACKAGE,
    "package": _processed_package,
}

EXAMPLES: dict[str, Any] = {
    "UploadUrlRequest": {
        "filename": "fire-safety.zip",
        "file_size": 5_242_880,
        "uploaded_by": "user-123",
    },
    "UploadUrl": {
        "upload_id": UPLOAD,
        "presigned_url": f"{BASE}/storage/{STORAGE_PATH}?expires=1795255200&signature=0f1e2d",
        "required_put_headers": {"Content-Type": "application/zip"},
        "storage_path": STORAGE_PATH,
        "method": "PUT",
        "expires_in": 3600,
        "expires_at": UPDATED,
        "max_bytes": 5_242_880,
    },
    "ProcessPackageRequest": {
        "storage_path": STORAGE_PATH,
        "original_filename": "fire-safety.zip",
        "uploaded_by": "user-123",
        "validate_only": False,
    },
    "ProcessPackageResponse": _processed,
    "UploadForm": {"file": "(the bytes of the ZIP)", "uploaded_by": "user-123"},
    "UploadedPackage": {
        **_processed,
        "id": PACKAGE,
        "title": TITLE,
        "version": "1.2",
        "launch_url": f"{CONTENT}/index_lms.html",
        "manifest_url": f"{CONTENT}/imsmanifest.xml",
        "current_revision": 1,
    },
}
