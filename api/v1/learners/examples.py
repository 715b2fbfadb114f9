"""Learners and erasures as the documentation shows them."""

from typing import Any

from api.example_facts import CREATED, PACKAGE, TENANT, TITLE, UPDATED

ERASURE = "a3d5e7f9-1b2c-4d3e-8f4a-5b6c7d8e9f01"

PARAMETERS: dict[str, dict[str, Any]] = {
    "erasure_id": {"description": "The id of an erasure.", "example": ERASURE},
    "search": {"example": "ada"},
}

_figures = {
    "sessions": 3,
    "completed": 2,
    "passed": 2,
    "failed": 0,
    "avg_score_scaled": 0.85,
    "total_time_seconds": 5400,
}
_summary = {
    "user_id": "user-123",
    "name": "Ada Lovelace",
    "email": "ada@example.com",
    **_figures,
    "first_activity_at": CREATED,
    "last_activity_at": UPDATED,
}
_page = {"page": 1, "limit": 20, "total": 1, "total_pages": 1}
_counts = {"sessions": 3, "launches": 7, "commits": 214, "events": 19}
_erasure = {
    "id": ERASURE,
    "erasure_id": ERASURE,
    "status": "completed",
    "counts": _counts,
    "problem": None,
    "requested_at": CREATED,
    "started_at": CREATED,
    "completed_at": UPDATED,
}

EXAMPLES: dict[str, Any] = {
    "LearnerList": {"learners": [_summary], "pagination": _page},
    "LearnerDetail": {
        **_summary,
        "packages": [
            {
                "package_id": PACKAGE,
                "package_title": TITLE,
                **_figures,
                "last_activity_at": UPDATED,
            }
        ],
    },
    "LearnerUpdate": {"name": "Ada King", "email": "ada.king@example.com"},
    "ErasureQueued": {"erasure_id": ERASURE, "status": "queued"},
    "ErasureList": {"erasures": [_erasure], "pagination": _page},
    "Erasure": _erasure,
    "ErasureCertificate": {
        "erasure_id": ERASURE,
        "tenant_id": TENANT,
        "subject": {
            "algorithm": "HMAC-SHA256",
            "key": "bGVjdGVybiBleGFtcGxlIGtleSBvZiAzMiBieXRlcyE",
            "digest": "5f0c7d6c2a3e4b1f9d8e7c6b5a4938275f0c7d6c2a3e4b1f9d8e7c6b5a493827",
        },
        "removed": _counts,
        "made_nameless": {"active_learners": 2},
        "requested_by": {"kind": "key", "id": TENANT, "name": "Learning portal"},
        "requested_at": CREATED,
        "started_at": CREATED,
        "completed_at": UPDATED,
        "signature": {
            "jws": "eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl",
            "public_key": {
                "kty": "OKP",
                "crv": "Ed25519",
                "alg": "EdDSA",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            },
        },
    },
}
