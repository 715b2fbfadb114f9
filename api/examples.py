"""One example of every structure and parameter, as the documentation shows it."""

from typing import Any

from api.admin.keys import examples as admin_keys
from api.admin.plans import examples as admin_plans
from api.admin.tenants import examples as admin_tenants
from api.customer.audit import examples as customer_audit
from api.customer.keys import examples as customer_keys
from api.customer.session import examples as customer_session
from api.customer.settings import examples as customer_settings
from api.customer.usage import examples as customer_usage
from api.customer.users import examples as customer_users
from api.example_facts import PACKAGE, SESSION, TENANT, UPDATED
from api.v1.dispatches import examples as dispatches
from api.v1.dispatches import figures_examples as dispatch_figures
from api.v1.learners import examples as learners
from api.v1.packages import examples as packages
from api.v1.reports import examples as reports
from api.v1.sessions import examples as sessions
from api.v1.uploads import examples as uploads
from api.v1.webhooks import examples as webhooks

PARAMETERS: dict[str, dict[str, Any]] = {
    "package_id": {"description": "The id of a package.", "example": PACKAGE},
    "session_id": {"description": "The id of a session.", "example": SESSION},
    "migration_id": {
        "description": "The id of a migration.",
        "example": "3f2b1a90-7c4d-4e8f-9a6b-5d0c1e2f3a4b",
    },
    "tenant_id": {"description": "The id of a tenant.", "example": TENANT},
    "status": {"description": "Only what is in this state."},
    "package_revision": {"description": "Only with this revision.", "example": 1},
    "tag": {"example": "safety"},
    "version": {"description": "Only with this version of SCORM."},
    "user_id": {"description": "Your name for a learner.", "example": "user-123"},
    "completion_status": {"description": "Only with this completion.", "example": "completed"},
    "success_status": {"description": "Only with this success.", "example": "passed"},
    "fields": {"example": "id,title,version"},
    "attempt": {"description": "Number of an attempt, from 1.", "example": 1},
    "calls": {"example": False},
    "revision": {"description": "Number of a revision; else the current one.", "example": 1},
    **dispatches.PARAMETERS,
    **dispatch_figures.PARAMETERS,
    **webhooks.PARAMETERS,
    **learners.PARAMETERS,
    **reports.PARAMETERS,
    **uploads.PARAMETERS,
    **customer_users.PARAMETERS,
    **customer_keys.PARAMETERS,
    **customer_audit.PARAMETERS,
}


EXAMPLES: dict[str, Any] = {
    "Health": {
        "status": "healthy",
        "service": "scorm-api",
        "version": "1.5.0",
        "timestamp": UPDATED,
        "checks": {
            "database": True,
            "storage": True,
            "queue": True,
            "isolation": True,
            "rate_limits": True,
        },
    },
    **packages.EXAMPLES,
    **uploads.EXAMPLES,
    **sessions.EXAMPLES,
    **dispatches.EXAMPLES,
    **dispatch_figures.EXAMPLES,
    **webhooks.EXAMPLES,
    **learners.EXAMPLES,
    **reports.EXAMPLES,
    **customer_usage.EXAMPLES,
    **customer_session.EXAMPLES,
    **customer_users.EXAMPLES,
    **customer_keys.EXAMPLES,
    **customer_settings.EXAMPLES,
    **customer_audit.EXAMPLES,
    **admin_plans.EXAMPLES,
    **admin_tenants.EXAMPLES,
    **admin_keys.EXAMPLES,
}
