"""Cookies of the pages, and the proof that a form was sent from one of them.

The proof is a keyed hash of the session cookie, or of a random visitor cookie where nobody has signed in yet (so
that signing someone in to another account by a forged form fails too). It needs no storage and dies with its cookie.
"""

import secrets

from fastapi import Request, Response

from evenhand.kit.crypto import Signer
from evenhand.kit.errors import AppError
from evenhand.kit.settings import Settings
from evenhand.kit.words import say

FIELD = "csrf_token"
HEADER = "x-csrf-token"
PURPOSE = "csrf"
VISITOR_DAYS = 1


class StaleForm(AppError):
    """The form's proof does not belong to this browser's session."""

    status, code = 403, "stale_form"
    message = say("This form has been open too long, or you signed in elsewhere. Load the page again and repeat.")


def session_cookie(settings: Settings) -> str:
    """The name of the session cookie; the __Host- prefix makes browsers refuse one set by a sibling domain."""
    return "__Host-evenhand" if settings.secure_cookies else "evenhand"


def visitor_cookie(settings: Settings) -> str:
    """The name of the cookie that binds forms of someone who has not signed in."""
    return session_cookie(settings) + "_visitor"


def set_cookie(response: Response, name: str, value: str, *, settings: Settings, days: int) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send along."""
    response.set_cookie(
        name, value, max_age=days * 86400, path="/", secure=settings.secure_cookies, httponly=True, samesite="lax"
    )


def token_for(request: Request, *, form: bool) -> tuple[str, str | None]:
    """The CSRF token of a page, and the value of a visitor cookie to set if the page needs one.

    Someone signed in always gets a token. A visitor gets one only on a page with a `form`, so that reading the
    public pages sets no cookie at all.
    """
    settings: Settings = request.app.state.settings
    subject = _subject(request, settings)
    fresh = None
    if subject is None and form:
        subject = fresh = secrets.token_urlsafe(24)
    if subject is None:
        return "", None
    signer: Signer = request.app.state.signer
    return signer.proof(PURPOSE, subject), fresh


async def check(request: Request) -> None:
    """Refuse an unsafe request without the proof of its own cookie. Raises StaleForm."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise StaleForm
    subject = _subject(request, request.app.state.settings)
    proof = request.headers.get(HEADER) or (await request.form()).get(FIELD)
    signer: Signer = request.app.state.signer
    if subject is None or not isinstance(proof, str) or not signer.proves(PURPOSE, subject, proof):
        raise StaleForm


def _subject(request: Request, settings: Settings) -> str | None:
    cookies = request.cookies
    return cookies.get(session_cookie(settings)) or cookies.get(visitor_cookie(settings))
