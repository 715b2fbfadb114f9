"""How others get to a dispatch: its token, its link, and a snippet for a page of theirs."""

from html import escape
from typing import Final

from models.dispatch import Dispatch
from services import tokens
from services.keyring import Keyring
from services.settings import Settings
from services.tokens import DispatchClaims

# The referrer is named so that a list of allowed domains can be checked in every browser.
_EMBED: Final = (
    '<iframe src="{url}" title="{title}" width="100%" height="720" style="border: 0" '
    'allow="autoplay; fullscreen" referrerpolicy="strict-origin-when-cross-origin"></iframe>'
)


def token_for(keyring: Keyring, dispatch: Dispatch, *, test: bool = False) -> str:
    """The same row always gives the same token; a ``test`` one opens the connection check."""
    claims = DispatchClaims(
        tenant_id=dispatch.tenant_id,
        dispatch_id=dispatch.id,
        token_id=dispatch.token_id,
        issued_at=dispatch.token_at,
        test=test,
    )
    return tokens.sign_dispatch(keyring, claims)


def launch_url(settings: Settings, token: str) -> str:
    return f"{settings.base_url}/player/dispatch/{token}"


def embed_html(url: str, title: str) -> str:
    return _EMBED.format(url=escape(url), title=escape(title))
