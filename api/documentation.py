"""The API's documentation: the OpenAPI document, and a page to read and try it."""

import asyncio
import importlib.resources
from typing import Any

import yaml
from quart import Blueprint, Response, current_app, jsonify

from api import openapi, postman
from services.errors import NotFound

_SWAGGER = importlib.resources.files("swagger_ui_bundle") / "vendor" / "swagger-ui-4.15.5"
YAML = "LECTERN_OPENAPI_YAML"
_FILES = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lectern API</title>
<link rel="icon" href="/api/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">
<style>
nav { padding: 1rem 1.25rem 0; font: 1rem/1.5 sans-serif; }
nav a { color: #1d4ed8; }
</style>
</head>
<body>
<nav aria-label="Documentation"><a href="/docs">Lectern guides</a></nav>
<main id="docs"></main>
<noscript>The same as a file: <a href="/api/docs/openapi.json">openapi.json</a></noscript>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script type="module" src="/api/docs/assets/start.js"></script>
</body>
</html>
"""
# The bundled page knows OpenAPI 3.0 only; what we use of 3.1 reads the same under that name.
_START = """\
const answer = await fetch("/api/docs/openapi.json");
const spec = await answer.json();
SwaggerUIBundle({
  spec: { ...spec, openapi: "3.0.3" },
  dom_id: "#docs",
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
"""


class _Plain(yaml.SafeDumper):
    """Writes repeated parts out: not every reader of YAML knows references."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


bp = Blueprint("documentation", __name__, url_prefix="/api/docs")


@bp.get("")
async def page() -> Response:
    response = Response(_PAGE, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@bp.get("/assets/<name>")
async def asset(name: str) -> Response:
    if name == "start.js":
        return _kept(_START.encode(), "text/javascript")
    if name not in _FILES:
        raise NotFound
    return _kept((_SWAGGER / name).read_bytes(), _FILES[name])


@bp.get("/openapi.json")
@bp.get("/openapi")
async def as_json() -> Response:
    return jsonify(openapi.document(current_app))


@bp.get("/openapi.yaml")
async def as_yaml() -> Response:
    """Written once: it takes seconds, in which nobody else would be answered."""
    if YAML not in current_app.extensions:
        document = openapi.document(current_app)
        current_app.extensions[YAML] = await asyncio.to_thread(_as_yaml, document)
    return Response(current_app.extensions[YAML], content_type="application/yaml; charset=utf-8")


def _as_yaml(document: dict[str, Any]) -> str:
    return yaml.dump(document, Dumper=_Plain, sort_keys=False, allow_unicode=True)


@bp.get("/postman-collection.json")
async def as_postman() -> Response:
    response = jsonify(postman.collection(openapi.document(current_app)))
    response.headers["Content-Disposition"] = 'attachment; filename="lectern.postman.json"'
    return response


def _kept(content: bytes, kind: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
