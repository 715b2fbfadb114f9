"""One method per operation of the API.

Generated from the OpenAPI document by `make clients`; change that instead.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import BinaryIO, Literal

from lectern_client import types
from lectern_client.transport import Download, Transport


class Operations(Transport):
    """Names and words are those of the API's reference."""

    def check_health(
        self,
    ) -> types.Health:
        """Check the service.

        Needs no key; a key that is sent is tried, and auth tells whether it is valid. Answers
        503 in the same shape when something is out of order.
        """
        return self.call("GET", "/api/health", {})

    def list_packages(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        tenant_id: str | None = None,
        fields: str | None = None,
    ) -> types.PackageList:
        """List packages.

        Newest first. A page past the end is empty.
        """
        return self.call(
            "GET",
            "/api/v1/packages",
            {},
            query={"page": page, "limit": limit, "tenant_id": tenant_id, "fields": fields},
        )

    def upload_package(
        self,
        file: BinaryIO,
        filename: str,
        fields: Mapping[str, str] | None = None,
    ) -> types.UploadedPackage:
        """Upload a package in one request.

        Above 100 MB prefer upload-url: a broken connection means starting again here.
        """
        return self.send_form(
            "POST", "/api/v1/packages", {}, file=file, filename=filename, fields=fields
        )

    def process_package(
        self,
        body: types.ProcessPackageRequest,
    ) -> types.ProcessPackageResponse:
        """Process an upload.

        Makes a package of it, or a new revision of `package_id`. Processing one upload again
        gives the same answer and makes nothing new. With `validate_only` it only reports (200).
        """
        return self.call("POST", "/api/v1/packages/process", {}, body=body)

    def upload_package_directly(
        self,
        file: BinaryIO,
        filename: str,
        fields: Mapping[str, str] | None = None,
    ) -> types.UploadedPackage:
        """Upload a package in one request (second address).

        The same as POST /api/v1/packages.
        """
        return self.send_form(
            "POST", "/api/v1/packages/upload", {}, file=file, filename=filename, fields=fields
        )

    def create_upload_url(
        self,
        body: types.UploadUrlRequest,
    ) -> types.UploadUrl:
        """Get a link to upload to.

        PUT the bytes of the ZIP to `presigned_url` with `required_put_headers`, then process
        the `storage_path`.
        """
        return self.call("POST", "/api/v1/packages/upload-url", {}, body=body)

    def read_package(
        self,
        package_id: str,
    ) -> types.Package:
        """Read a package."""
        return self.call("GET", "/api/v1/packages/{package_id}", {"package_id": package_id})

    def update_package(
        self,
        package_id: str,
        body: types.PackageUpdate,
    ) -> types.Package:
        """Describe a package.

        Changes what you say about it; what its manifest says stays under `metadata`.
        """
        return self.call(
            "PATCH", "/api/v1/packages/{package_id}", {"package_id": package_id}, body=body
        )

    def delete_package(
        self,
        package_id: str,
    ) -> types.PackageDeleted:
        """Delete a package.

        With all its revisions, all its sessions and all their data. This cannot be undone.
        """
        return self.call("DELETE", "/api/v1/packages/{package_id}", {"package_id": package_id})

    def download_package(
        self,
        package_id: str,
        *,
        revision: int | None = None,
        tenant_id: str | None = None,
    ) -> AbstractContextManager[Download]:
        """Download the original ZIP.

        Byte for byte as it was uploaded; a single byte range is served as such.
        """
        return self.download(
            "GET",
            "/api/v1/packages/{package_id}/download",
            {"package_id": package_id},
            query={"revision": revision, "tenant_id": tenant_id},
        )

    def launch_package(
        self,
        package_id: str,
        body: types.LaunchPackageRequest,
    ) -> types.PackageLaunchResponse:
        """Launch a package.

        Begins a session (201), or goes on with the one of this `session_id` (200). Ask for the
        link when the learner presses Play, and open it as it is.
        """
        return self.call(
            "POST", "/api/v1/packages/{package_id}/launch", {"package_id": package_id}, body=body
        )

    def read_report(
        self,
        package_id: str,
        *,
        revision: int | None = None,
        tenant_id: str | None = None,
    ) -> types.PackageReport:
        """Read the validation report.

        What is worth knowing about the course: faults, what was repaired on the way in, and
        advice.
        """
        return self.call(
            "GET",
            "/api/v1/packages/{package_id}/report",
            {"package_id": package_id},
            query={"revision": revision, "tenant_id": tenant_id},
        )

    def list_versions(
        self,
        package_id: str,
        *,
        tenant_id: str | None = None,
    ) -> types.PackageVersions:
        """List the revisions of a package.

        Every upload processed under the same `package_id` is one; sessions keep theirs.
        """
        return self.call(
            "GET",
            "/api/v1/packages/{package_id}/versions",
            {"package_id": package_id},
            query={"tenant_id": tenant_id},
        )

    def list_sessions(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        tenant_id: str | None = None,
        package_id: str | None = None,
        user_id: str | None = None,
        completion_status: Literal["completed", "incomplete", "not attempted", "not_attempted"]
        | None = None,
        success_status: Literal["failed", "passed", "unknown"] | None = None,
    ) -> types.SessionList:
        """List sessions.

        Newest first; filters are combined. A page past the end is empty.
        """
        return self.call(
            "GET",
            "/api/v1/sessions",
            {},
            query={
                "page": page,
                "limit": limit,
                "tenant_id": tenant_id,
                "package_id": package_id,
                "user_id": user_id,
                "completion_status": completion_status,
                "success_status": success_status,
            },
        )

    def read_session(
        self,
        session_id: str,
    ) -> types.Session:
        """Read a session.

        With the data that the course stored, the results of its activities, their objectives
        and the answers of the learner. The fields stand at the top level and, once more, under
        `session`.
        """
        return self.call("GET", "/api/v1/sessions/{session_id}", {"session_id": session_id})

    def update_session(
        self,
        session_id: str,
        body: types.SessionUpdate,
    ) -> types.SessionUpdated:
        """Change a session.

        Send the `version` you read, or its ETag as If-Match: if somebody was faster you get
        409, and read again. Without either, the last write wins.

        In a SCORM 2004 course of several activities, data go to the activity that is open or
        was last and are rolled up through the activity tree; they are refused while none was
        opened. A completion, success or score that you state is that of the whole course, and
        holds until the learner does better.
        """
        return self.call(
            "PUT", "/api/v1/sessions/{session_id}", {"session_id": session_id}, body=body
        )

    def read_sequencing(
        self,
        session_id: str,
    ) -> types.SessionSequencing:
        """Read where a learner stands in the course.

        The activity tree as the player sees it at this moment: for every activity and every
        control whether it can be used, and if not, why; and what the latest requests led to.
        """
        return self.call(
            "GET", "/api/v1/sessions/{session_id}/sequencing", {"session_id": session_id}
        )
