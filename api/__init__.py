"""The API: what a customer's server talks to."""

from quart import Quart
from quart.json.provider import DefaultJSONProvider

from api import addresses, documentation, elsewhere, errors, headers, health, openapi, rates
from api.admin import audit as admin_audit
from api.admin.keys import routes as admin_keys
from api.admin.plans import routes as admin_plans
from api.admin.tenants import routes as admin_tenants
from api.converters import Rest
from api.customer.audit import routes as customer_audit
from api.customer.dispatches import routes as customer_dispatches
from api.customer.keys import routes as customer_keys
from api.customer.session import routes as customer_session
from api.customer.session import throttle
from api.customer.settings import routes as customer_settings
from api.customer.usage import routes as customer_usage
from api.customer.users import routes as customer_users
from api.guides import routes as guides
from api.requests import ApiRequest, PacedConnection
from api.v1.dispatches import handing_out as dispatch_packages
from api.v1.dispatches import results as dispatch_results
from api.v1.dispatches import routes as dispatches
from api.v1.dispatches import seats as dispatch_seats
from api.v1.dispatches import stats as dispatch_stats
from api.v1.learners import erasures
from api.v1.learners import routes as learners
from api.v1.packages import downloads, versions
from api.v1.packages import routes as packages
from api.v1.reports import interactions
from api.v1.reports import routes as reports
from api.v1.sessions import attempting, creating, launching, living
from api.v1.sessions import routes as sessions
from api.v1.uploads import importing, multipart, progress
from api.v1.uploads import routes as uploads
from api.v1.webhooks import routes as webhooks
from services.settings import Settings

BLUEPRINTS = (
    health.bp,
    documentation.bp,
    guides.bp,
    packages.bp,
    versions.bp,
    uploads.bp,
    multipart.bp,
    importing.bp,
    progress.bp,
    downloads.bp,
    launching.bp,
    creating.bp,
    attempting.bp,
    living.bp,
    sessions.bp,
    learners.bp,
    erasures.bp,
    reports.bp,
    interactions.bp,
    dispatches.bp,
    dispatch_stats.bp,
    dispatch_seats.bp,
    dispatch_results.bp,
    dispatch_packages.bp,
    webhooks.bp,
    customer_usage.bp,
    customer_dispatches.bp,
    customer_session.entrance,
    customer_session.bp,
    customer_users.bp,
    customer_keys.bp,
    customer_settings.bp,
    customer_audit.bp,
    admin_plans.bp,
    admin_tenants.bp,
    admin_keys.bp,
    admin_audit.bp,
    elsewhere.bp,
)


def create_app(settings: Settings) -> Quart:
    """Everything on the base URL's origin; no static files."""
    app = Quart(__name__, static_folder=None)
    app.request_class = ApiRequest
    app.asgi_http_class = PacedConnection
    # Every reader of a body has a limit of its own.
    app.config["MAX_CONTENT_LENGTH"] = None
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.url_map.strict_slashes = False
    app.url_map.converters["rest"] = Rest
    headers.install(app, settings)
    openapi.install(app, settings.base_url)
    errors.install(app)
    rates.install(app, settings)
    throttle.install(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    addresses.install(app)
    if isinstance(app.json, DefaultJSONProvider):
        app.json.sort_keys = False
    return app
