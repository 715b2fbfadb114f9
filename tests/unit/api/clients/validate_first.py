"""Validates an upload, looks at its manifest, and only then processes it.

Env: API_URL, API_KEY, TENANT_ID. usage: validate_first.py course.zip
"""

import json
import os
import sys
from pathlib import Path

import httpx

course = Path(sys.argv[1])
content = course.read_bytes()
tenant = os.environ["TENANT_ID"]
api = httpx.Client(
    base_url=f"{os.environ['API_URL']}/api/v1",
    headers={"Authorization": f"Bearer {os.environ['API_KEY']}"},
)

announced = {
    "tenant_id": tenant,
    "uploaded_by": "user-123",
    "filename": course.name,
    "file_size": len(content),
}
ticket = api.post("/packages/upload-url", json=announced).raise_for_status().json()
httpx.put(
    ticket["presigned_url"], headers=ticket["required_put_headers"], content=content
).raise_for_status()

order = {
    "tenant_id": tenant,
    "storage_path": ticket["storage_path"],
    "original_filename": course.name,
    "uploaded_by": "user-123",
}
looked = api.post("/packages/process", json={**order, "validate_only": True})
manifest = looked.raise_for_status().json()["manifest"]
if not manifest["title"] or manifest["version"] not in {"1.2", "2004"}:
    sys.exit(f"this manifest will not do: {manifest}")
made = api.post("/packages/process", json={**order, "validate_only": False})
package = made.raise_for_status().json()["package"]
sys.stdout.write(json.dumps({"manifest": manifest, "package_id": package["package_id"]}))
