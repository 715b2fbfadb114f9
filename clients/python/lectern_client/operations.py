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

    def list_tenant_api_keys(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        tenant_id: str | None = None,
    ) -> types.ApiKeyList:
        """List the API keys of a tenant.

        Newest first, revoked ones as well; never the keys themselves.
        """
        return self.call(
            "GET",
            "/api/admin/api-keys",
            {},
            query={"page": page, "limit": limit, "tenant_id": tenant_id},
        )

    def create_tenant_api_key(
        self,
        body: types.AdminApiKeyCreate,
    ) -> types.ApiKeyCreated:
        """Create an API key for a tenant.

        The answer shows the key, this once. A key of the platform gives every scope of a
        tenant.
        """
        return self.call("POST", "/api/admin/api-keys", {}, body=body)

    def revoke_tenant_api_key(
        self,
        api_key_id: str,
        *,
        tenant_id: str | None = None,
    ) -> types.ApiKeyRevoked:
        """Revoke an API key of a tenant.

        It is refused from the next request on. This cannot be undone.
        """
        return self.call(
            "DELETE",
            "/api/admin/api-keys/{api_key_id}",
            {"api_key_id": api_key_id},
            query={"tenant_id": tenant_id},
        )

    def list_tenant_audit_entries(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        tenant_id: str | None = None,
        action: str | None = None,
        actor: str | None = None,
        from_: str | None = None,
        to: str | None = None,
    ) -> types.AuditList:
        """Read the record of a tenant.

        Who did what, when, and from where; newest first.
        """
        return self.call(
            "GET",
            "/api/admin/audit",
            {},
            query={
                "page": page,
                "limit": limit,
                "tenant_id": tenant_id,
                "action": action,
                "actor": actor,
                "from": from_,
                "to": to,
            },
        )

    def list_tenant_audit_entries_as_csv(
        self,
        *,
        tenant_id: str | None = None,
        action: str | None = None,
        actor: str | None = None,
        from_: str | None = None,
        to: str | None = None,
    ) -> AbstractContextManager[Download]:
        """Read the record of a tenant.

        Who did what, when, and from where; newest first.
        """
        return self.download(
            "GET",
            "/api/admin/audit",
            {},
            query={
                "tenant_id": tenant_id,
                "action": action,
                "actor": actor,
                "from": from_,
                "to": to,
                "format": "csv",
            },
        )

    def verify_tenant_audit(
        self,
        *,
        tenant_id: str | None = None,
    ) -> types.AuditVerification:
        """Verify the record of a tenant.

        Follows the chain of hashes from the beginning, and tells where it breaks.
        """
        return self.call("GET", "/api/admin/audit/verification", {}, query={"tenant_id": tenant_id})

    def list_plans(
        self,
    ) -> types.PlanList:
        """List plans.

        What each allows, in the order of the file they are written in.
        """
        return self.call("GET", "/api/admin/plans", {})

    def list_tenants(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        tenant_id: str | None = None,
        status: Literal["active", "suspended"] | None = None,
    ) -> types.TenantList:
        """List tenants.

        Newest first. Without the scope of the platform, your own alone.
        """
        return self.call(
            "GET",
            "/api/admin/tenants",
            {},
            query={"page": page, "limit": limit, "tenant_id": tenant_id, "status": status},
        )

    def create_tenant(
        self,
        body: types.TenantCreate,
    ) -> types.AdminTenant:
        """Create a tenant.

        Give it a key next: POST /api/admin/api-keys with its id.
        """
        return self.call("POST", "/api/admin/tenants", {}, body=body)

    def read_tenant(
        self,
        tenant_id: str,
    ) -> types.AdminTenant:
        """Read a tenant.

        Read a tenant.
        """
        return self.call("GET", "/api/admin/tenants/{tenant_id}", {"tenant_id": tenant_id})

    def update_tenant(
        self,
        tenant_id: str,
        body: types.TenantUpdate,
    ) -> types.AdminTenant:
        """Change a tenant.

        Suspending it takes effect with the next request, and ends with status active.
        """
        return self.call(
            "PATCH", "/api/admin/tenants/{tenant_id}", {"tenant_id": tenant_id}, body=body
        )

    def assign_plan(
        self,
        tenant_id: str,
        body: types.PlanAssignment,
    ) -> types.TenantPlan:
        """Move a tenant to a plan.

        Replaces the plan and everything that the tenant had other than its plan. What is stored
        stays and works on; only what goes beyond the new limits is refused. Rate limits follow
        within seconds.
        """
        return self.call(
            "PUT", "/api/admin/tenants/{tenant_id}/plan", {"tenant_id": tenant_id}, body=body
        )

    def list_api_keys(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
    ) -> types.ApiKeyList:
        """List API keys.

        Newest first, revoked ones as well; never the keys themselves.
        """
        return self.call("GET", "/api/customer/api-keys", {}, query={"page": page, "limit": limit})

    def create_api_key(
        self,
        body: types.ApiKeyCreate,
    ) -> types.ApiKeyCreated:
        """Create an API key.

        The answer shows the key, this once. Nobody gives a key a scope that they lack.
        """
        return self.call("POST", "/api/customer/api-keys", {}, body=body)

    def read_api_key(
        self,
        api_key_id: str,
    ) -> types.ApiKey:
        """Read an API key.

        What may be told of it: never the key itself.
        """
        return self.call("GET", "/api/customer/api-keys/{api_key_id}", {"api_key_id": api_key_id})

    def update_api_key(
        self,
        api_key_id: str,
        body: types.ApiKeyUpdate,
    ) -> types.ApiKey:
        """Change an API key.

        Its name or its scopes, from the next request on; the key stays the same.
        """
        return self.call(
            "PATCH", "/api/customer/api-keys/{api_key_id}", {"api_key_id": api_key_id}, body=body
        )

    def revoke_api_key(
        self,
        api_key_id: str,
    ) -> types.ApiKeyRevoked:
        """Revoke an API key.

        It is refused from the next request on. This cannot be undone.
        """
        return self.call(
            "DELETE", "/api/customer/api-keys/{api_key_id}", {"api_key_id": api_key_id}
        )

    def rotate_api_key(
        self,
        api_key_id: str,
        body: types.ApiKeyRotation,
    ) -> types.ApiKeyRotated:
        """Rotate an API key.

        Makes a key of the same name, scopes and term. The old one works until the overlap is
        over.
        """
        return self.call(
            "POST",
            "/api/customer/api-keys/{api_key_id}/rotate",
            {"api_key_id": api_key_id},
            body=body,
        )

    def list_audit_entries(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        action: str | None = None,
        actor: str | None = None,
        from_: str | None = None,
        to: str | None = None,
    ) -> types.AuditList:
        """Read the record.

        Who did what, when, and from where; newest first. Nothing in it can be changed or
        removed.
        """
        return self.call(
            "GET",
            "/api/customer/audit",
            {},
            query={
                "page": page,
                "limit": limit,
                "action": action,
                "actor": actor,
                "from": from_,
                "to": to,
            },
        )

    def list_audit_entries_as_csv(
        self,
        *,
        action: str | None = None,
        actor: str | None = None,
        from_: str | None = None,
        to: str | None = None,
    ) -> AbstractContextManager[Download]:
        """Read the record.

        Who did what, when, and from where; newest first. Nothing in it can be changed or
        removed.
        """
        return self.download(
            "GET",
            "/api/customer/audit",
            {},
            query={"action": action, "actor": actor, "from": from_, "to": to, "format": "csv"},
        )

    def verify_audit(
        self,
    ) -> types.AuditVerification:
        """Verify the record.

        Every entry holds the hash of the one before: follows this chain from the beginning, and
        tells where it breaks if somebody has changed or removed an entry.
        """
        return self.call("GET", "/api/customer/audit/verification", {})

    def create_own_dispatch(
        self,
        body: types.CreateDispatchRequest,
    ) -> types.DispatchResponse:
        """Create a dispatch, with a key or signed in.

        The same as POST /api/v1/dispatches.
        """
        return self.call("POST", "/api/customer/dispatches", {}, body=body)

    def list_own_dispatches(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        package_id: str | None = None,
        status: Literal["active", "exhausted", "expired", "paused", "revoked"] | None = None,
        search: str | None = None,
        sort: Literal[
            "created_at",
            "updated_at",
            "dispatch_name",
            "registration_count",
            "-created_at",
            "-updated_at",
            "-dispatch_name",
            "-registration_count",
        ]
        | None = None,
        order: Literal["asc", "desc"] | None = None,
    ) -> types.DispatchList:
        """List dispatches, with a key or signed in.

        The same as GET /api/v1/dispatches.
        """
        return self.call(
            "GET",
            "/api/customer/dispatches",
            {},
            query={
                "page": page,
                "limit": limit,
                "package_id": package_id,
                "status": status,
                "search": search,
                "sort": sort,
                "order": order,
            },
        )

    def read_own_dispatch(
        self,
        dispatch_id: str,
    ) -> types.DispatchResponse:
        """Read a dispatch, with a key or signed in.

        The same as GET /api/v1/dispatches/{dispatch_id}.
        """
        return self.call(
            "GET", "/api/customer/dispatches/{dispatch_id}", {"dispatch_id": dispatch_id}
        )

    def download_own_shell_package(
        self,
        dispatch_id: str,
        *,
        scorm_version: Literal["1.2", "2004", "2004 3rd Edition", "2004 4th Edition"] | None = None,
        test: bool | None = None,
    ) -> AbstractContextManager[Download]:
        """Download the shell package, with a key or signed in.

        The same as GET /api/v1/dispatches/{dispatch_id}/zip.
        """
        return self.download(
            "GET",
            "/api/customer/dispatches/{dispatch_id}/zip",
            {"dispatch_id": dispatch_id},
            query={"scorm_version": scorm_version, "test": test},
        )

    def create_user_session(
        self,
        body: types.SignIn,
    ) -> types.Identity:
        """Sign in.

        Sets the cookie `lectern` (with https `__Host-lectern`), which lives for a week at most,
        and for eight hours without use. Nobody is told whether an address is known.
        """
        return self.call("POST", "/api/customer/session", {}, body=body)

    def read_user_session(
        self,
    ) -> types.Identity:
        """Ask who you are.

        Also tells the `csrf_token` again.
        """
        return self.call("GET", "/api/customer/session", {})

    def delete_user_session(
        self,
    ) -> types.SignedOut:
        """Sign out.

        The cookie is worth nothing from now on, wherever it was copied to.
        """
        return self.call("DELETE", "/api/customer/session", {})

    def exchange_identity_token(
        self,
        body: types.IdentityToken,
    ) -> types.Identity:
        """Sign in with an identity token.

        Of the OpenID provider that the operator has named, for somebody whose verified e-mail
        address belongs to a user.
        """
        return self.call("POST", "/api/customer/session/oidc", {}, body=body)

    def change_password(
        self,
        body: types.PasswordChange,
    ) -> types.Identity:
        """Change your password.

        Ends every other session of yours.
        """
        return self.call("POST", "/api/customer/session/password", {}, body=body)

    def read_settings(
        self,
    ) -> types.TenantSettings:
        """Read the settings.

        Secrets are only told to be there.
        """
        return self.call("GET", "/api/customer/settings", {})

    def update_settings(
        self,
        body: types.TenantSettingsUpdate,
    ) -> types.TenantSettings:
        """Change the settings.

        They count for launches and answers from now on.
        """
        return self.call("PATCH", "/api/customer/settings", {}, body=body)

    def read_usage(
        self,
    ) -> types.Usage:
        """Read the usage.

        What the workspace uses, what its plan allows, and how much of that is in use. Storage
        and packages count as they are now; learners, launches and requests within the calendar
        month.
        """
        return self.call("GET", "/api/customer/usage", {})

    def list_users(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
    ) -> types.TenantUserList:
        """List people.

        Who may sign in to this tenant, in the order in which they came. Learners are no users.
        """
        return self.call("GET", "/api/customer/users", {}, query={"page": page, "limit": limit})

    def create_user(
        self,
        body: types.UserCreate,
    ) -> types.TenantUser:
        """Add somebody.

        The first owner may be made by every administrator, further ones by an owner. Somebody
        who has an account with another tenant is added by an operator.
        """
        return self.call("POST", "/api/customer/users", {}, body=body)

    def read_user(
        self,
        member_id: str,
    ) -> types.TenantUser:
        """Read who somebody is.

        Read who somebody is.
        """
        return self.call("GET", "/api/customer/users/{member_id}", {"member_id": member_id})

    def update_user(
        self,
        member_id: str,
        body: types.UserUpdate,
    ) -> types.TenantUser:
        """Change somebody.

        A role counts from the next request on. Name and password of somebody who works for
        several tenants cannot be changed here. One owner always remains.
        """
        return self.call(
            "PATCH", "/api/customer/users/{member_id}", {"member_id": member_id}, body=body
        )

    def remove_user(
        self,
        member_id: str,
    ) -> types.UserRemoved:
        """Remove somebody.

        Ends their sessions at once. The last owner cannot be removed.
        """
        return self.call("DELETE", "/api/customer/users/{member_id}", {"member_id": member_id})

    def check_health(
        self,
    ) -> types.Health:
        """Check the service.

        Needs no key; a key that is sent is tried, and auth tells whether it is valid. Answers
        503 in the same shape when something is out of order.
        """
        return self.call("GET", "/api/health", {})

    def create_dispatch(
        self,
        body: types.CreateDispatchRequest,
    ) -> types.DispatchResponse:
        """Create a dispatch.

        It is handed to another system as a link or as a shell package. Whoever opens it plays
        the current revision of the package, unless one is named. Limits, end, domains and
        password are looked at whenever it is opened, so changing them needs no new link.
        """
        return self.call("POST", "/api/v1/dispatches", {}, body=body)

    def list_dispatches(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        package_id: str | None = None,
        status: Literal["active", "exhausted", "expired", "paused", "revoked"] | None = None,
        search: str | None = None,
        sort: Literal[
            "created_at",
            "updated_at",
            "dispatch_name",
            "registration_count",
            "-created_at",
            "-updated_at",
            "-dispatch_name",
            "-registration_count",
        ]
        | None = None,
        order: Literal["asc", "desc"] | None = None,
    ) -> types.DispatchList:
        """List dispatches.

        Newest first unless sorted otherwise; filters are combined. What opens a dispatch is
        shown by reading it alone.
        """
        return self.call(
            "GET",
            "/api/v1/dispatches",
            {},
            query={
                "page": page,
                "limit": limit,
                "package_id": package_id,
                "status": status,
                "search": search,
                "sort": sort,
                "order": order,
            },
        )

    def read_dispatch(
        self,
        dispatch_id: str,
    ) -> types.DispatchResponse:
        """Read a dispatch.

        With the token and the link that open it.
        """
        return self.call("GET", "/api/v1/dispatches/{dispatch_id}", {"dispatch_id": dispatch_id})

    def update_dispatch(
        self,
        dispatch_id: str,
        body: types.DispatchUpdate,
    ) -> types.DispatchResponse:
        """Change a dispatch.

        From the next launch on, with the links and shell packages that are out there. A limit
        below what is counted takes nobody's place. One that was revoked stays as it is.
        """
        return self.call(
            "PATCH", "/api/v1/dispatches/{dispatch_id}", {"dispatch_id": dispatch_id}, body=body
        )

    def revoke_dispatch(
        self,
        dispatch_id: str,
    ) -> types.DispatchRevoked:
        """Revoke a dispatch.

        Every link and shell package of it is dead from now on, for those who are in the course
        as well; what they have done so far is kept. The dispatch and its results stay. This
        cannot be undone; a second time changes nothing.
        """
        return self.call("DELETE", "/api/v1/dispatches/{dispatch_id}", {"dispatch_id": dispatch_id})

    def download_dispatch(
        self,
        dispatch_id: str,
        *,
        scorm_version: Literal["1.2", "2004", "2004 3rd Edition", "2004 4th Edition"] | None = None,
        test: bool | None = None,
    ) -> AbstractContextManager[Download]:
        """Download the shell package, under another name.

        The same as GET /api/v1/dispatches/{dispatch_id}/zip.
        """
        return self.download(
            "GET",
            "/api/v1/dispatches/{dispatch_id}/download",
            {"dispatch_id": dispatch_id},
            query={"scorm_version": scorm_version, "test": test},
        )

    def read_dispatch_embed(
        self,
        dispatch_id: str,
    ) -> types.DispatchEmbed:
        """Read how to embed a dispatch.

        A snippet for a page of the client, for where there is no LMS, and a link that checks
        the connection.
        """
        return self.call(
            "GET", "/api/v1/dispatches/{dispatch_id}/embed", {"dispatch_id": dispatch_id}
        )

    def generate_dispatch(
        self,
        dispatch_id: str,
    ) -> types.DispatchQueued:
        """Build the shell package.

        In the background, where it is checked like an upload; `zip_status` tells how that went.
        A download needs no build beforehand.
        """
        return self.call(
            "POST", "/api/v1/dispatches/{dispatch_id}/generate", {"dispatch_id": dispatch_id}
        )

    def read_dispatch_ledger(
        self,
        dispatch_id: str,
        *,
        page: int | None = None,
        limit: int | None = None,
    ) -> types.Ledger:
        """Read the ledger of a dispatch.

        Every change of its counts, with the counts behind it. Lines are never changed, and they
        add up to the counts of the dispatch.
        """
        return self.call(
            "GET",
            "/api/v1/dispatches/{dispatch_id}/ledger",
            {"dispatch_id": dispatch_id},
            query={"page": page, "limit": limit},
        )

    def list_dispatch_registrations(
        self,
        dispatch_id: str,
        *,
        page: int | None = None,
        limit: int | None = None,
        state: Literal["accepted", "none", "pending", "refused"] | None = None,
    ) -> types.RegistrationList:
        """List the registrations of a dispatch.

        Each record that it has led to, with what the other system has accepted of it, and why
        the record was begun.
        """
        return self.call(
            "GET",
            "/api/v1/dispatches/{dispatch_id}/registrations",
            {"dispatch_id": dispatch_id},
            query={"page": page, "limit": limit, "state": state},
        )

    def renew_dispatch(
        self,
        dispatch_id: str,
    ) -> types.DispatchRenewed:
        """Renew a dispatch.

        Its registrations begin at 0 again, and whoever comes back counts anew. Records and
        licenses stay as they are. A second time changes nothing.
        """
        return self.call(
            "POST", "/api/v1/dispatches/{dispatch_id}/renew", {"dispatch_id": dispatch_id}
        )

    def rotate_dispatch_token(
        self,
        dispatch_id: str,
    ) -> types.DispatchResponse:
        """Rotate the token of a dispatch.

        Every link and shell package handed out before opens nothing any more; hand out new
        ones. Who is in the course goes on.
        """
        return self.call(
            "POST", "/api/v1/dispatches/{dispatch_id}/rotate-token", {"dispatch_id": dispatch_id}
        )

    def list_dispatch_seats(
        self,
        dispatch_id: str,
        *,
        page: int | None = None,
        limit: int | None = None,
        search: str | None = None,
        licensed: bool | None = None,
    ) -> types.SeatList:
        """List the learners of a dispatch.

        Everybody who has opened it, connection checks aside; who came last is first.
        """
        return self.call(
            "GET",
            "/api/v1/dispatches/{dispatch_id}/seats",
            {"dispatch_id": dispatch_id},
            query={"page": page, "limit": limit, "search": search, "licensed": licensed},
        )

    def release_dispatch_seat(
        self,
        dispatch_id: str,
        user_id: str,
    ) -> types.Seat:
        """Give back a learner's license.

        Their record stays, and so does the registration. When they come back they need a free
        license. Whoever holds none is left as they are, so that it can be asked for again.
        Encode the id as one part of the address: a slash in it is `%2F`.
        """
        return self.call(
            "DELETE",
            "/api/v1/dispatches/{dispatch_id}/seats/{user_id}",
            {"dispatch_id": dispatch_id, "user_id": user_id},
        )

    def read_dispatch_stats(
        self,
        dispatch_id: str,
        *,
        from_: str | None = None,
        to: str | None = None,
    ) -> types.DispatchStats:
        """Read the figures of a dispatch.

        Over the sessions begun in the period, whatever came of them later; previews and
        connection checks aside.
        """
        return self.call(
            "GET",
            "/api/v1/dispatches/{dispatch_id}/stats",
            {"dispatch_id": dispatch_id},
            query={"from": from_, "to": to},
        )

    def download_shell_package(
        self,
        dispatch_id: str,
        *,
        scorm_version: Literal["1.2", "2004", "2004 3rd Edition", "2004 4th Edition"] | None = None,
        test: bool | None = None,
    ) -> AbstractContextManager[Download]:
        """Download the shell package.

        A ZIP that any LMS imports as a SCORM course. It opens the dispatch, and hands results
        back to the LMS; the course itself stays here. The same dispatch gives the same bytes
        until its title, its token or the product changes.
        """
        return self.download(
            "GET",
            "/api/v1/dispatches/{dispatch_id}/zip",
            {"dispatch_id": dispatch_id},
            query={"scorm_version": scorm_version, "test": test},
        )

    def list_erasures(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        status: Literal["completed", "failed", "queued", "running"] | None = None,
    ) -> types.ErasureList:
        """List erasures.

        Newest first. Whom they were about is told nowhere.
        """
        return self.call(
            "GET", "/api/v1/erasures", {}, query={"page": page, "limit": limit, "status": status}
        )

    def read_erasure(
        self,
        erasure_id: str,
    ) -> types.Erasure:
        """Read an erasure.

        Read an erasure.
        """
        return self.call("GET", "/api/v1/erasures/{erasure_id}", {"erasure_id": erasure_id})

    def read_certificate(
        self,
        erasure_id: str,
    ) -> types.ErasureCertificate:
        """Read the certificate of an erasure.

        What was removed and when, signed. It does not say of whom: who knows the id can compute
        its HMAC and compare.
        """
        return self.call(
            "GET", "/api/v1/erasures/{erasure_id}/certificate", {"erasure_id": erasure_id}
        )

    def list_learners(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        search: str | None = None,
        sort: Literal[
            "user_id", "last_activity", "sessions", "-user_id", "-last_activity", "-sessions"
        ]
        | None = None,
        order: Literal["asc", "desc"] | None = None,
    ) -> types.LearnerList:
        """List learners.

        Everybody who has a session, previews aside. Who was active last comes first.
        """
        return self.call(
            "GET",
            "/api/v1/learners",
            {},
            query={"page": page, "limit": limit, "search": search, "sort": sort, "order": order},
        )

    def read_learner(
        self,
        user_id: str,
    ) -> types.LearnerDetail:
        """Read a learner.

        Over all their sessions, and what they did in each package. Encode the id as one part of
        the address: a slash in it is `%2F`.
        """
        return self.call("GET", "/api/v1/learners/{user_id}", {"user_id": user_id})

    def update_learner(
        self,
        user_id: str,
        body: types.LearnerUpdate,
    ) -> types.LearnerDetail:
        """Change what a learner is called.

        In all their sessions. Results stay as they are.
        """
        return self.call("PATCH", "/api/v1/learners/{user_id}", {"user_id": user_id}, body=body)

    def erase_learner(
        self,
        user_id: str,
    ) -> types.ErasureQueued:
        """Erase a learner.

        Removes all their sessions with everything recorded in them, in the background; players
        that are open lose their record. Asked again while it is under way, the answer names the
        same erasure. This cannot be undone.
        """
        return self.call("DELETE", "/api/v1/learners/{user_id}", {"user_id": user_id})

    def list_packages(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        search: str | None = None,
        tag: list[str] | str | None = None,
        version: Literal["1.2", "2004"] | None = None,
        status: Literal["failed", "processing", "ready"] | None = None,
        sort: Literal[
            "title",
            "created_at",
            "updated_at",
            "file_size_bytes",
            "-title",
            "-created_at",
            "-updated_at",
            "-file_size_bytes",
        ]
        | None = None,
        order: Literal["asc", "desc"] | None = None,
        fields: str | None = None,
    ) -> types.PackageList:
        """List packages.

        Newest first unless sorted otherwise; filters are combined. A page past the end is
        empty.
        """
        return self.call(
            "GET",
            "/api/v1/packages",
            {},
            query={
                "page": page,
                "limit": limit,
                "search": search,
                "tag": tag,
                "version": version,
                "status": status,
                "sort": sort,
                "order": order,
                "fields": fields,
            },
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

    def import_package(
        self,
        body: types.ImportRequest,
    ) -> types.ProcessingStarted:
        """Import a package from an address.

        We fetch the ZIP and process it, both in the background. A connection that breaks is
        taken up again if the server names an ETag or a date.
        """
        return self.call("POST", "/api/v1/packages/import", {}, body=body)

    def abort_multipart(
        self,
        body: types.AbortRequest,
    ) -> types.MultipartAborted:
        """Give up an upload in parts.

        Its parts go at once. Without this they go a day after the last link's end.
        """
        return self.call("POST", "/api/v1/packages/multipart/abort", {}, body=body)

    def complete_multipart(
        self,
        body: types.CompleteRequest,
    ) -> types.MultipartCompleted:
        """Complete an upload in parts.

        Makes one file of the parts; process its `storage_path` next. A repetition answers the
        same.
        """
        return self.call("POST", "/api/v1/packages/multipart/complete", {}, body=body)

    def begin_multipart(
        self,
        body: types.MultipartRequest,
    ) -> types.MultipartUpload:
        """Begin an upload in parts.

        For files above 100 MB: a part that breaks off is sent again by itself. Every part but
        the last has 5 MiB or more.
        """
        return self.call("POST", "/api/v1/packages/multipart/init", {}, body=body)

    def create_part_url(
        self,
        body: types.PartUrlRequest,
    ) -> types.PartUrl:
        """Get a link for one part.

        PUT the bytes to `url` and keep the `ETag` of the answer. Parts may come in any order
        and side by side; a part that is sent again replaces the earlier one.
        """
        return self.call("POST", "/api/v1/packages/multipart/part-url", {}, body=body)

    def process_package(
        self,
        body: types.ProcessPackageRequest,
    ) -> types.ProcessPackageResponse:
        """Process an upload.

        Makes a package of it, or a new revision of `package_id`. Processing one upload again
        gives the same answer and makes nothing new. With `validate_only` it only reports (200).
        With `async` the answer comes at once (202), and the upload tells how far the work is.
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

    def list_uploads(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        status: Literal[
            "issued", "receiving", "received", "processing", "completed", "failed", "aborted"
        ]
        | None = None,
    ) -> types.UploadList:
        """List uploads.

        Newest first, of every kind. What nobody processed is gone a day after its links ended.
        """
        return self.call(
            "GET",
            "/api/v1/packages/uploads",
            {},
            query={"page": page, "limit": limit, "status": status},
        )

    def read_upload(
        self,
        upload_id: str,
    ) -> types.UploadState:
        """Read an upload.

        How far it is, which parts came, and in the end its package or what is wrong with the
        file.
        """
        return self.call("GET", "/api/v1/packages/uploads/{upload_id}", {"upload_id": upload_id})

    def read_package(
        self,
        package_id: str,
    ) -> types.Package:
        """Read a package.

        With the number of its sessions and revisions.
        """
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

        With all its revisions, sessions and dispatches and all their data: what was handed out
        of it opens nothing any more. This cannot be undone.
        """
        return self.call("DELETE", "/api/v1/packages/{package_id}", {"package_id": package_id})

    def create_package_dispatch(
        self,
        package_id: str,
        body: types.CreatePackageDispatchRequest,
    ) -> types.DispatchResponse:
        """Create a dispatch of this package.

        The same as creating a dispatch, for keys that do nothing else.
        """
        return self.call(
            "POST",
            "/api/v1/packages/{package_id}/dispatches",
            {"package_id": package_id},
            body=body,
        )

    def download_package(
        self,
        package_id: str,
        *,
        revision: int | None = None,
    ) -> AbstractContextManager[Download]:
        """Download the original ZIP.

        Byte for byte as it was uploaded; a single byte range is served as such.
        """
        return self.download(
            "GET",
            "/api/v1/packages/{package_id}/download",
            {"package_id": package_id},
            query={"revision": revision},
        )

    def launch_package(
        self,
        package_id: str,
        body: types.LaunchPackageRequest,
    ) -> types.PackageLaunchResponse:
        """Launch a package.

        Begins a session (201), or goes on with the one of this `session_id` (200). Ask for the
        link when the learner presses Play, and open it as it is. Nothing is recorded in the
        modes `browse` and `review`.
        """
        return self.call(
            "POST", "/api/v1/packages/{package_id}/launch", {"package_id": package_id}, body=body
        )

    def read_migration(
        self,
        package_id: str,
        migration_id: str,
    ) -> types.PackageMigration:
        """Read how far a migration has come.

        Read how far a migration has come.
        """
        return self.call(
            "GET",
            "/api/v1/packages/{package_id}/migrations/{migration_id}",
            {"package_id": package_id, "migration_id": migration_id},
        )

    def preview_package(
        self,
        package_id: str,
        body: types.PreviewPackageRequest,
    ) -> types.PackageLaunchResponse:
        """Preview a package.

        A link to try a course, of any revision, that leaves nothing behind: its session is in
        no list, report or event, counts for no quota, and is removed a day after it expires.
        """
        return self.call(
            "POST", "/api/v1/packages/{package_id}/preview", {"package_id": package_id}, body=body
        )

    def read_report(
        self,
        package_id: str,
        *,
        revision: int | None = None,
    ) -> types.PackageReport:
        """Read the validation report.

        What is worth knowing about the course: faults, what was repaired on the way in, and
        advice.
        """
        return self.call(
            "GET",
            "/api/v1/packages/{package_id}/report",
            {"package_id": package_id},
            query={"revision": revision},
        )

    def list_versions(
        self,
        package_id: str,
    ) -> types.PackageVersions:
        """List the revisions of a package.

        Every upload processed under the same `package_id` is one; sessions keep theirs.
        """
        return self.call(
            "GET", "/api/v1/packages/{package_id}/versions", {"package_id": package_id}
        )

    def activate_version(
        self,
        package_id: str,
        revision: str,
        body: types.ActivateVersion,
    ) -> types.VersionActivated:
        """Make a revision the current one.

        An earlier one as well as a later one: new sessions and dispatches play it at once.
        Sessions stay on the revision they have, unless `migrate_sessions` is true; then
        `migration` tells how far that has come.
        """
        return self.call(
            "POST",
            "/api/v1/packages/{package_id}/versions/{revision}/activate",
            {"package_id": package_id, "revision": revision},
            body=body,
        )

    def forecast_version(
        self,
        package_id: str,
        revision: str,
    ) -> types.VersionForecast:
        """Foresee what moving sessions would mean.

        For every session on another revision: whether all parts that it has data of have a
        place in this one. Changes nothing.
        """
        return self.call(
            "GET",
            "/api/v1/packages/{package_id}/versions/{revision}/forecast",
            {"package_id": package_id, "revision": revision},
        )

    def migrate_sessions(
        self,
        package_id: str,
        revision: str,
        body: types.MigrateSessions,
    ) -> types.PackageMigration:
        """Move sessions to a revision.

        Up to a few hundred at once, with 200; more of them in the background, with 202. Read
        the migration again to see how far it is. A session whose course is open is moved at its
        next launch.
        """
        return self.call(
            "POST",
            "/api/v1/packages/{package_id}/versions/{revision}/migrate",
            {"package_id": package_id, "revision": revision},
            body=body,
        )

    def report_dispatches(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
    ) -> types.DispatchesReport:
        """Report by dispatch.

        What came of the sessions that began in the period through a dispatch.
        """
        return self.call(
            "GET",
            "/api/v1/reports/dispatches",
            {},
            query={
                "page": page,
                "limit": limit,
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
            },
        )

    def report_dispatches_as_csv(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
        bom: bool | None = None,
    ) -> AbstractContextManager[Download]:
        """Report by dispatch.

        What came of the sessions that began in the period through a dispatch.
        """
        return self.download(
            "GET",
            "/api/v1/reports/dispatches",
            {},
            query={
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
                "bom": bom,
                "format": "csv",
            },
        )

    def report_interactions(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
        detail: bool | None = None,
    ) -> types.InteractionsReport:
        """Report on questions.

        What learners answered to each question of the courses, over all attempts of the
        sessions begun in the period, and how often they were right. With `detail` every answer
        on its own.
        """
        return self.call(
            "GET",
            "/api/v1/reports/interactions",
            {},
            query={
                "page": page,
                "limit": limit,
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
                "detail": detail,
            },
        )

    def report_interactions_as_csv(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
        bom: bool | None = None,
        detail: bool | None = None,
    ) -> AbstractContextManager[Download]:
        """Report on questions.

        What learners answered to each question of the courses, over all attempts of the
        sessions begun in the period, and how often they were right. With `detail` every answer
        on its own.
        """
        return self.download(
            "GET",
            "/api/v1/reports/interactions",
            {},
            query={
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
                "bom": bom,
                "detail": detail,
                "format": "csv",
            },
        )

    def report_learners(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
    ) -> types.LearnersReport:
        """Report by learner.

        What came of the sessions begun in the period.
        """
        return self.call(
            "GET",
            "/api/v1/reports/learners",
            {},
            query={
                "page": page,
                "limit": limit,
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
            },
        )

    def report_learners_as_csv(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
        bom: bool | None = None,
    ) -> AbstractContextManager[Download]:
        """Report by learner.

        What came of the sessions begun in the period.
        """
        return self.download(
            "GET",
            "/api/v1/reports/learners",
            {},
            query={
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
                "bom": bom,
                "format": "csv",
            },
        )

    def report_packages(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
    ) -> types.PackagesReport:
        """Report by package.

        What came of the sessions begun in the period.
        """
        return self.call(
            "GET",
            "/api/v1/reports/packages",
            {},
            query={
                "page": page,
                "limit": limit,
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
            },
        )

    def report_packages_as_csv(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
        bom: bool | None = None,
    ) -> AbstractContextManager[Download]:
        """Report by package.

        What came of the sessions begun in the period.
        """
        return self.download(
            "GET",
            "/api/v1/reports/packages",
            {},
            query={
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
                "bom": bom,
                "format": "csv",
            },
        )

    def report_sessions(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
    ) -> types.SessionsReport:
        """Report session by session.

        Those begun in the period, newest first.
        """
        return self.call(
            "GET",
            "/api/v1/reports/sessions",
            {},
            query={
                "page": page,
                "limit": limit,
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
            },
        )

    def report_sessions_as_csv(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
        bom: bool | None = None,
    ) -> AbstractContextManager[Download]:
        """Report session by session.

        Those begun in the period, newest first.
        """
        return self.download(
            "GET",
            "/api/v1/reports/sessions",
            {},
            query={
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
                "bom": bom,
                "format": "csv",
            },
        )

    def report_summary(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
    ) -> types.SummaryReport:
        """Report in a few figures.

        Over all sessions begun in the period, whatever came of them later; by day and by
        package. As CSV: the days.
        """
        return self.call(
            "GET",
            "/api/v1/reports/summary",
            {},
            query={
                "page": page,
                "limit": limit,
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
            },
        )

    def report_summary_as_csv(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        package_id: str | None = None,
        dispatch_id: str | None = None,
        user_id: str | None = None,
        bom: bool | None = None,
    ) -> AbstractContextManager[Download]:
        """Report in a few figures.

        Over all sessions begun in the period, whatever came of them later; by day and by
        package. As CSV: the days.
        """
        return self.download(
            "GET",
            "/api/v1/reports/summary",
            {},
            query={
                "from": from_,
                "to": to,
                "package_id": package_id,
                "dispatch_id": dispatch_id,
                "user_id": user_id,
                "bom": bom,
                "format": "csv",
            },
        )

    def create_session(
        self,
        body: types.CreateSessionRequest,
    ) -> types.Session:
        """Create a session.

        Without launching it: for assigning courses ahead of time, and for moving records here
        from another system. An `initial_state` is checked by the edition of the package, and
        the next launch goes on exactly there. A `session_id` that exists is answered as it is
        (200) for the same package and learner, and refused for others.
        """
        return self.call("POST", "/api/v1/sessions", {}, body=body)

    def list_sessions(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        package_id: str | None = None,
        user_id: str | None = None,
        completion_status: Literal["completed", "incomplete", "not attempted", "not_attempted"]
        | None = None,
        success_status: Literal["failed", "passed", "unknown"] | None = None,
        status: Literal["active", "expired", "terminated"] | None = None,
        package_revision: int | None = None,
        dispatch_id: str | None = None,
        updated_since: str | None = None,
        created_from: str | None = None,
        created_to: str | None = None,
        search: str | None = None,
        sort: Literal[
            "created_at",
            "updated_at",
            "completed_at",
            "launched_at",
            "score",
            "time_spent_seconds",
            "user_id",
            "-created_at",
            "-updated_at",
            "-completed_at",
            "-launched_at",
            "-score",
            "-time_spent_seconds",
            "-user_id",
        ]
        | None = None,
        order: Literal["asc", "desc"] | None = None,
        fields: str | None = None,
    ) -> types.SessionList:
        """List sessions.

        Newest first unless sorted otherwise; filters are combined. A page past the end is
        empty.
        """
        return self.call(
            "GET",
            "/api/v1/sessions",
            {},
            query={
                "page": page,
                "limit": limit,
                "package_id": package_id,
                "user_id": user_id,
                "completion_status": completion_status,
                "success_status": success_status,
                "status": status,
                "package_revision": package_revision,
                "dispatch_id": dispatch_id,
                "updated_since": updated_since,
                "created_from": created_from,
                "created_to": created_to,
                "search": search,
                "sort": sort,
                "order": order,
                "fields": fields,
            },
        )

    def read_sessions(
        self,
        body: types.SessionBatchRequest,
    ) -> types.SessionBatch:
        """Read many sessions.

        In the order of the ids, each once, as they look in the list.
        """
        return self.call("POST", "/api/v1/sessions/batch", {}, body=body)

    def launch_external(
        self,
        body: types.ExternalLaunchRequest,
    ) -> types.PackageLaunchResponse:
        """Launch with a token of your own.

        For systems that sign their users in with JWTs: the token's `sub` is the learner, `name`
        and `email` are taken over. Which secret or keys it is checked with is a setting of the
        tenant. A token with a `jti` is accepted once. Without a `session_id`, the learner goes
        on with the latest session of this package that is not completed.
        """
        return self.call("POST", "/api/v1/sessions/external", {}, body=body)

    def import_sessions(
        self,
        body: types.ImportSessionsRequest,
    ) -> types.ImportSessionsResponse:
        """Import many sessions.

        Each is created by itself or not at all, and the answer says which. Send the same
        request again after a failure: what is there already stays as it is.
        """
        return self.call("POST", "/api/v1/sessions/import", {}, body=body)

    def delete_session(
        self,
        session_id: str,
    ) -> types.SessionDeleted:
        """Delete a session.

        With everything that was recorded in it. A window that has it open can store nothing
        more.
        """
        return self.call("DELETE", "/api/v1/sessions/{session_id}", {"session_id": session_id})

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
        409, and read again. Without either, the last write wins, unless the workspace's
        `require_version` asks for one.

        In a SCORM 2004 course of several activities, data go to the activity that is open or
        was last and are rolled up through the activity tree; they are refused while none was
        opened. A completion, success or score that you state is that of the whole course, and
        holds until the learner does better.
        """
        return self.call(
            "PUT", "/api/v1/sessions/{session_id}", {"session_id": session_id}, body=body
        )

    def list_attempts(
        self,
        session_id: str,
        *,
        page: int | None = None,
        limit: int | None = None,
    ) -> types.AttemptList:
        """List attempts.

        All attempts of a learner side by side, the present one first, with the results of their
        activities.
        """
        return self.call(
            "GET",
            "/api/v1/sessions/{session_id}/attempts",
            {"session_id": session_id},
            query={"page": page, "limit": limit},
        )

    def start_attempt(
        self,
        session_id: str,
        body: types.StartAttemptRequest,
    ) -> types.AttemptDetail:
        """Begin a new attempt.

        The result so far is kept beside it (201). Where nothing has come of the present attempt
        yet, there is nothing to replace (200). While a learner has the course open, this needs
        `force`.
        """
        return self.call(
            "POST", "/api/v1/sessions/{session_id}/attempts", {"session_id": session_id}, body=body
        )

    def read_attempt(
        self,
        session_id: str,
        attempt: str,
    ) -> types.AttemptDetail:
        """Read an attempt.

        With the data that the course stored in it.
        """
        return self.call(
            "GET",
            "/api/v1/sessions/{session_id}/attempts/{attempt}",
            {"session_id": session_id, "attempt": attempt},
        )

    def read_history(
        self,
        session_id: str,
        *,
        page: int | None = None,
        limit: int | None = None,
        calls: bool | None = None,
    ) -> types.SessionHistory:
        """Read what a course stored, and when.

        Every commit with its elements and values, newest first: what support needs to say what
        happened. Changes through the API are in the tenant's audit log.
        """
        return self.call(
            "GET",
            "/api/v1/sessions/{session_id}/history",
            {"session_id": session_id},
            query={"page": page, "limit": limit, "calls": calls},
        )

    def list_launches(
        self,
        session_id: str,
        *,
        page: int | None = None,
        limit: int | None = None,
    ) -> types.SessionLaunchList:
        """List the launches of a session.

        When the player was opened, for how long, and how it ended; newest first.
        """
        return self.call(
            "GET",
            "/api/v1/sessions/{session_id}/launches",
            {"session_id": session_id},
            query={"page": page, "limit": limit},
        )

    def reactivate_session(
        self,
        session_id: str,
        body: types.SessionStepRequest,
    ) -> types.SessionUpdated:
        """Reactivate a session.

        One that was locked, or has expired, can be changed and launched again.
        """
        return self.call(
            "POST",
            "/api/v1/sessions/{session_id}/reactivate",
            {"session_id": session_id},
            body=body,
        )

    def reset_session(
        self,
        session_id: str,
        body: types.ResetSessionRequest,
    ) -> types.SessionUpdated:
        """Reset a session.

        As if the course had never been opened: results, data and attempts are removed for good.
        A window that has it open can store nothing more.
        """
        return self.call(
            "POST", "/api/v1/sessions/{session_id}/reset", {"session_id": session_id}, body=body
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

    def terminate_session(
        self,
        session_id: str,
        body: types.SessionStepRequest,
    ) -> types.SessionUpdated:
        """Lock a session.

        Its results stay as they are: it cannot be launched, and neither a window nor an update
        changes it, until it is reactivated.
        """
        return self.call(
            "POST", "/api/v1/sessions/{session_id}/terminate", {"session_id": session_id}, body=body
        )

    def create_webhook(
        self,
        body: types.WebhookCreate,
    ) -> types.WebhookWithSecret:
        """Create a webhook.

        Without event types it asks for all of them. Keep the `secret` of this answer: it is not
        shown again.
        """
        return self.call("POST", "/api/v1/webhooks", {}, body=body)

    def list_webhooks(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
    ) -> types.WebhookList:
        """List webhooks.

        Newest first. A page past the end is empty.
        """
        return self.call("GET", "/api/v1/webhooks", {}, query={"page": page, "limit": limit})

    def list_event_types(
        self,
    ) -> types.EventTypes:
        """List event types.

        Everything that a webhook can ask for, each with the JSON schema of its body and an
        example.
        """
        return self.call("GET", "/api/v1/webhooks/event-types", {})

    def read_webhook(
        self,
        webhook_id: str,
    ) -> types.Webhook:
        """Read a webhook.

        Its secret is never shown.
        """
        return self.call("GET", "/api/v1/webhooks/{webhook_id}", {"webhook_id": webhook_id})

    def replace_webhook(
        self,
        webhook_id: str,
        body: types.WebhookReplace,
    ) -> types.Webhook:
        """Replace a webhook.

        What is left out gets the value that a new webhook would have; only the secret stays.
        """
        return self.call(
            "PUT", "/api/v1/webhooks/{webhook_id}", {"webhook_id": webhook_id}, body=body
        )

    def update_webhook(
        self,
        webhook_id: str,
        body: types.WebhookUpdate,
    ) -> types.Webhook:
        """Change a webhook.

        Switch it off with `active`, for instance.
        """
        return self.call(
            "PATCH", "/api/v1/webhooks/{webhook_id}", {"webhook_id": webhook_id}, body=body
        )

    def delete_webhook(
        self,
        webhook_id: str,
    ) -> types.WebhookDeleted:
        """Delete a webhook.

        Delete a webhook.
        """
        return self.call("DELETE", "/api/v1/webhooks/{webhook_id}", {"webhook_id": webhook_id})

    def rotate_webhook_secret(
        self,
        webhook_id: str,
        body: types.SecretRotation,
    ) -> types.WebhookWithSecret:
        """Rotate the secret of a webhook.

        The old secret counts beside the new one until `previous_secret_valid_until`, so that
        receivers can change over.
        """
        return self.call(
            "POST",
            "/api/v1/webhooks/{webhook_id}/rotate-secret",
            {"webhook_id": webhook_id},
            body=body,
        )
