"""Fixed addresses beside ids: what stands at `/packages/upload` is no package of that name."""

from quart import Quart, Response, request
from werkzeug.exceptions import MethodNotAllowed


def install(app: Quart) -> None:
    """Call it when all routes are there."""
    fixed: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if "<" not in rule.rule:
            fixed.setdefault(rule.rule.rstrip("/"), set()).update(rule.methods or ())

    async def only_its_own_methods() -> Response | None:
        methods = fixed.get(request.path.rstrip("/"))
        if methods is None or (request.method in methods and request.method != "OPTIONS"):
            return None
        if request.method == "OPTIONS":
            return Response(b"", headers={"Allow": ", ".join(sorted(methods))})
        raise MethodNotAllowed(sorted(methods))

    app.before_request(only_its_own_methods)
