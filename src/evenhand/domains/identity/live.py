"""How a socket knows its caller: by the session cookie of its handshake."""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from evenhand.domains.identity import queries, service
from evenhand.kit.clock import utc_now
from evenhand.kit.csrf import session_cookie
from evenhand.kit.db import Session
from evenhand.kit.permissions import NOBODY, Actor
from evenhand.kit.settings import Settings


async def caller_by_handshake(environ: Mapping[str, Any], session: Session, *, settings: Settings) -> Actor:
    """The actor behind the cookie a socket was opened with, or NOBODY."""
    try:
        cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        return NOBODY
    morsel = cookies.get(session_cookie(settings))
    if morsel is None:
        return NOBODY
    found = await queries.caller_by_session(session, token_hash=service.token_hash(morsel.value), now=utc_now())
    return found.actor if found else NOBODY
