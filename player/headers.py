"""What the shell tells browsers: strict for itself, generous only towards the course's origin."""

from collections.abc import Iterable

from services.settings import LABEL, Settings

KEPT = "public, max-age=31536000, immutable"
SHARED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A course in a window of its own finds the API through its opener.
    "Cross-Origin-Opener-Policy": "unsafe-none",
    "Origin-Agent-Cluster": "?1",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_DELEGATED = (
    *("autoplay", "fullscreen", "picture-in-picture", "encrypted-media"),
    *("clipboard-write", "unload"),
)
_OFF = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer"),
    *("microphone", "midi", "payment", "serial", "usb"),
)


def shell(settings: Settings, frame_ancestors: Iterable[str], label: str) -> dict[str, str]:
    """For the shell's page; no ``X-Frame-Options``, which cannot list sites."""
    return {
        "Content-Security-Policy": _policy(settings, frame_ancestors),
        "Permissions-Policy": _permissions(_delegates(settings, label)),
    }


def _policy(settings: Settings, frame_ancestors: Iterable[str]) -> str:
    ancestors = tuple(frame_ancestors)
    content = settings.content_origin.replace(LABEL, "*")
    rules = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        f"frame-src {content}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    # An asterisk would keep out the pages of apps, whose schemes are their own [CSP 6.7.2.8].
    if "*" not in ancestors:
        rules.append(" ".join(("frame-ancestors 'self'", *ancestors)))
    return "; ".join(rules)


def _delegates(settings: Settings, label: str) -> str:
    """Without a token the course is not known yet; the frame names its one origin by itself."""
    if settings.content_is_isolated and not label:
        return "*"
    return f'(self "{settings.content_origin_for(label)}")'


def _permissions(delegates: str) -> str:
    delegated = [f"{name}={delegates}" for name in _DELEGATED]
    return ", ".join([*delegated, *(f"{name}=()" for name in _OFF)])
