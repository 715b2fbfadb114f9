"""Uploads as the documentation shows them."""

from typing import Any

from api.example_facts import (
    BASE,
    CONTENT,
    CREATED,
    LATER,
    PACKAGE,
    STORAGE_PATH,
    TITLE,
    UPDATED,
    UPLOAD,
)
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

_etags = ['"7a9c-18a1f0c2-500000"', '"7a9d-18a1f0d9-12c400"']
_state: dict[str, Any] = {
    "upload_id": UPLOAD,
    "status": "receiving",
    "stage": "waiting",
    "percent": 0,
    "filename": "fire-safety.zip",
    "uploaded_by": "user-123",
    "storage_path": STORAGE_PATH,
    "file_size_bytes": 6_472_704,
    "bytes_received": 5_242_880,
    "part_size": 5_242_880,
    "total_parts": 2,
    "package_id": None,
    "revision": None,
    "error": None,
    "expires_at": LATER,
    "created_at": CREATED,
    "updated_at": UPDATED,
}
_started = {
    "upload_id": UPLOAD,
    "status": "processing",
    "storage_path": STORAGE_PATH,
    "file_size_bytes": 5_242_880,
    "package_id": PACKAGE,
    "package": {
        "id": PACKAGE,
        "package_id": PACKAGE,
        "status": "processing",
        "title": "fire-safety",
        "current_revision": 0,
    },
}

PARAMETERS: dict[str, dict[str, Any]] = {
    "upload_id": {"description": "The id of an upload.", "example": UPLOAD},
}

EXAMPLES: dict[str, Any] = {
    "UploadState": {
        **_state,
        "parts": [{"part_number": 1, "size": 5_242_880, "etag": _etags[0]}],
    },
    "UploadList": {
        "uploads": [_state],
        "pagination": {"page": 1, "limit": 20, "total": 1, "total_pages": 1},
    },
    "ProcessingStarted": _started,
    "ImportRequest": {
        "url": "https://files.example.com/fire-safety.zip",
        "uploaded_by": "user-123",
    },
    "MultipartRequest": {
        "filename": "fire-safety.zip",
        "file_size": 6_472_704,
        "uploaded_by": "user-123",
    },
    "MultipartUpload": {
        "upload_id": UPLOAD,
        "storage_path": STORAGE_PATH,
        "part_size": 5_242_880,
        "total_parts": 2,
    },
    "PartUrlRequest": {"upload_id": UPLOAD, "part_number": 1},
    "PartUrl": {
        "part_number": 1,
        "url": f"{BASE}/storage/{STORAGE_PATH}?expires=1795255200&upload=5f0c&part=1",
        "expires_in": 3600,
    },
    "CompleteRequest": {
        "upload_id": UPLOAD,
        "parts": [{"part_number": number, "etag": etag} for number, etag in enumerate(_etags, 1)],
    },
    "MultipartCompleted": {
        "success": True,
        "upload_id": UPLOAD,
        "storage_path": STORAGE_PATH,
        "file_size_bytes": 6_472_704,
        "etag": '"7a9e-18a1f0ff-62c400"',
        "parts": 2,
    },
    "AbortRequest": {"upload_id": UPLOAD},
    "MultipartAborted": {"success": True, "upload_id": UPLOAD},
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
