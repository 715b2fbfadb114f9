"""Structured logs: one JSON line per event, with the request's id and without secrets."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_FIELDS = re.compile(
    r"token|authorization|api[_-]?key|secret|password|handle|cookie", re.IGNORECASE
)
SECRET_TEXTS = re.compile(
    r"(?P<head>token=|Bearer\s+|X-Api-Key:\s*|/~)[\w.~+/=-]{6,}"
    r"|scorm_(?:live|test)_[\w-]+|whsec_[\w+/=-]+|eyJ[\w-]+\.[\w-]+\.[\w-]+",
    re.IGNORECASE,
)
HIDDEN = "[hidden]"


def configure(*, json_lines: bool | None = None) -> None:
    """To standard error; for a person at a terminal in colour, else as JSON."""
    as_json = not sys.stderr.isatty() if json_lines is None else json_lines
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide credentials, whether they come as a field or inside a text such as a URL."""
    for name, value in event.items():
        if SECRET_FIELDS.search(name):
            event[name] = HIDDEN
        elif isinstance(value, str):
            event[name] = SECRET_TEXTS.sub(_hide, value)
    return event


def _hide(match: "re.Match[str]") -> str:
    return f"{match.group('head') or ''}{HIDDEN}"
