"""One example of every structure, as the documentation shows it."""

from typing import Any

from api import session_examples

TENANT = "7d1f0f5a-3f0e-4a86-9b7e-0d2f6d1c9a10"
PACKAGE = "0b9a3f52-9f0b-4c39-8f1e-6f2a1d7c5e44"
UPLOAD = "c1f4a0de-5d0f-4f0c-9a55-0f3b7a1e2d66"
SESSION = "5b1c9f7e-2a4d-4e6b-8c3f-7d9e0a1b2c3d"
STORAGE_PATH = f"tenants/{TENANT}/uploads/{UPLOAD}.zip"
CREATED = "2026-11-21T09:00:00.000Z"
UPDATED = "2026-11-21T09:45:12.345Z"
LATER = "2026-11-22T09:45:12.345Z"
TITLE = "Fire safety at work"
BASE = "https://lectern.example.com"
CONTENT = f"{BASE}/content/{PACKAGE}"

PARAMETERS: dict[str, dict[str, Any]] = {
    "package_id": {"description": "The id of a package.", "example": PACKAGE},
    "session_id": {"description": "The id of a session.", "example": SESSION},
    "tenant_id": {"example": TENANT},
    "user_id": {"description": "Your name for a learner.", "example": "user-123"},
    "completion_status": {"description": "Only with this completion.", "example": "completed"},
    "success_status": {"description": "Only with this success.", "example": "passed"},
    "fields": {"example": "id,title,version"},
    "revision": {"description": "Number of a revision; else the current one.", "example": 1},
}

_finding = {
    "severity": "warning",
    "rule": "MISSING_FILE",
    "message": "The manifest names images/logo.png, which is not in the ZIP.",
    "advice": "Add the file to the ZIP under exactly this name, or export again.",
    "file": "imsmanifest.xml",
    "line": 42,
}
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
    "report": [_finding],
    "package_id": PACKAGE,
    "package": _processed_package,
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
_summary = {
    "id": SESSION,
    "session_id": SESSION,
    "package_id": PACKAGE,
    "tenant_id": TENANT,
    "user_id": "user-123",
    "learner_name": "Ada Lovelace",
    "completion_status": "completed",
    "success_status": "passed",
    "score": {"scaled": 0.85, "raw": 85.0, "min": 0.0, "max": 100.0},
    "progress_measure": None,
    "attempts": 1,
    "time_spent_seconds": 2700,
    "session_time": "PT45M",
    "status": "active",
    "version": 3,
    "package": {"id": PACKAGE, "title": TITLE, "version": "1.2"},
    "package_revision": 1,
    "dispatch_id": None,
    "created_at": CREATED,
    "updated_at": UPDATED,
    "launched_at": CREATED,
    "completed_at": UPDATED,
    "expires_at": LATER,
}
_detail = {
    **_summary,
    "cmi_data": {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "85"},
    "suspend_data": "",
    "location": "",
    **session_examples.PARTS,
}
_launch_url = f"{BASE}/player/{SESSION}?token=eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"

EXAMPLES: dict[str, Any] = {
    "Health": {
        "status": "healthy",
        "service": "scorm-api",
        "version": "1.5.0",
        "timestamp": UPDATED,
        "checks": {"database": True, "storage": True, "queue": True, "isolation": True},
    },
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
    "PackageReport": {"package_id": PACKAGE, "revision": 1, "findings": [_finding]},
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
    "LaunchPackageRequest": {"user_id": "user-123", "learner_name": "Ada Lovelace"},
    "PackageLaunchResponse": {
        "launch_url": _launch_url,
        "player_url": _launch_url,
        "launch_token": _launch_url.partition("=")[2],
        "package_id": PACKAGE,
        "session_id": SESSION,
        "user_id": "user-123",
        "learner_id": "user-123",
        "content_type": "scorm",
        "storage_backend": "local",
        "expires_in_seconds": 14_400,
        "expires_at": LATER,
        "resumed": False,
        "attempts": 1,
        "version": 1,
    },
    "SessionList": {
        "sessions": [_summary],
        "pagination": {"page": 1, "limit": 20, "total": 1, "total_pages": 1},
    },
    "Session": {**_detail, "session": _detail},
    "SessionSequencing": session_examples.sequencing(SESSION, UPDATED),
    "SessionUpdate": {
        "cmi_data": {"cmi.core.lesson_status": "passed"},
        "score": {"raw": 85.0, "min": 0.0, "max": 100.0},
        "version": 2,
    },
    "SessionUpdated": {
        "success": True,
        "session_id": SESSION,
        "updated_at": UPDATED,
        "version": 3,
        "session": _detail,
    },
}
