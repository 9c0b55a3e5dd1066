"""Sign-ins, on the pages and on the API: beginning, going on, being listed, ending."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act
from evenhand.domains.identity import queries
from evenhand.domains.identity.models import RefreshToken, WebSession
from evenhand.domains.identity.rules import browser_of, device, system_of
from evenhand.domains.identity.schemas import SignInOut, Tokens
from evenhand.kit.crypto import Signer
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor, Role
from evenhand.kit.settings import Settings
from evenhand.kit.words import say

ACCESS_TOKEN = "access"  # noqa: S105 - the name of a purpose
TOKEN_BYTES = 32
SEEN_STEP = timedelta(hours=1)
"""How exactly it is known when a sign-in was last used; finer would be a write at every request, and a diary."""


class SessionEnded(AppError):
    """A refresh token that expired, was used already or was revoked."""

    status, code, message = 401, "session_ended", say("This sign-in has ended. Sign in again.")


class SignInNotFound(NotFound):
    """No such sign-in of the caller."""

    code, message = "sign_in_not_found", say("This sign-in has ended already.")


async def start_web_session(
    session: Session, *, actor: Actor, settings: Settings, now: datetime, agent: str = ""
) -> str:
    """Sign in on the pages: a fresh token for the cookie, of which only the hash is kept.

    `agent` is what the browser says of itself.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        WebSession(
            token_hash=token_hash(token),
            id=new_id(),
            person_id=actor.person,
            org_id=actor.org_id,
            browser=browser_of(agent),
            system=system_of(agent),
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(days=settings.session_days),
        )
    )
    await session.flush()
    return token


async def renew_web_session(session: Session, *, actor: Actor) -> str | None:
    """Another token for the sign-in the caller asks by, so that a copy of its cookie is worth nothing; None where that
    is none on the pages."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    known = actor.sign_in_id and await queries.renew_web_session(
        session, person_id=actor.person, sign_in_id=actor.sign_in_id, token_hash=token_hash(token)
    )
    return token if known else None


async def end_web_session(session: Session, *, token: str) -> None:
    """Sign out on the pages. A session that is gone already is fine."""
    await queries.end_web_session(session, token_hash=token_hash(token))


async def note_seen(session: Session, *, caller: queries.Caller, now: datetime) -> None:
    """Remember about when a sign-in on the pages was last used."""
    sign_in_id = caller.actor.sign_in_id
    if sign_in_id and caller.seen_at and caller.seen_at <= now - SEEN_STEP:
        await queries.note_seen(
            session, sign_in_id=sign_in_id, person_id=caller.actor.person, before=now - SEEN_STEP, now=now
        )


async def issue_tokens(
    session: Session,
    *,
    actor: Actor,
    signer: Signer,
    settings: Settings,
    now: datetime,
    family_id: UUID | None = None,
) -> Tokens:
    """An access token and the next refresh token of a family (a new family at sign-in)."""
    family = family_id or new_id()
    refresh = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        RefreshToken(
            id=new_id(),
            family_id=family,
            person_id=actor.person,
            org_id=actor.org_id,
            token_hash=token_hash(refresh),
            created_at=now,
            expires_at=now + timedelta(days=settings.refresh_token_days),
        )
    )
    await session.flush()
    lifetime = timedelta(minutes=settings.access_token_minutes)
    claims = {"sub": str(actor.person), "org": str(actor.org_id) if actor.org_id else None, "sid": str(family)}
    return Tokens(
        access_token=signer.token(ACCESS_TOKEN, claims, now=now, lifetime=lifetime),
        refresh_token=refresh,
        expires_in=int(lifetime.total_seconds()),
    )


async def refresh_tokens(
    session: Session, *, token: str, signer: Signer, settings: Settings, now: datetime
) -> Tokens | None:
    """Exchange a refresh token for the next pair.

    A token that was used before means that someone else has a copy: the whole family ends, and the answer is
    None instead of an exception so that this ending is committed.
    """
    row = await queries.refresh_token(session, token_hash=token_hash(token))
    if row is None:
        raise SessionEnded
    await queries.person_to_change(session, person_id=row.person_id)  # not while their sign-ins are being ended
    row = await queries.refresh_token(session, token_hash=token_hash(token), lock=True)
    if row is None or row.expires_at <= now:
        raise SessionEnded
    if row.used_at is not None:
        await queries.end_sign_in(session, person_id=row.person_id, sign_in_id=row.family_id)
        thief_or_owner = Actor(row.person_id, row.org_id)
        audit.record(session, Act.TOKEN_REUSED, actor=thief_or_owner, now=now)
        return None
    row.used_at = now
    actor = Actor(person_id=row.person_id, org_id=row.org_id, role=Role.CANDIDATE)
    return await issue_tokens(session, actor=actor, signer=signer, settings=settings, now=now, family_id=row.family_id)


async def revoke_tokens(session: Session, *, token: str, now: datetime) -> None:
    """Sign out an API client: its family ends, and with it the access tokens that were made for it."""
    row = await queries.refresh_token(session, token_hash=token_hash(token))
    if row:
        await queries.person_to_change(session, person_id=row.person_id)
        await queries.end_sign_in(session, person_id=row.person_id, sign_in_id=row.family_id)
        audit.record(session, Act.SIGNED_OUT, actor=Actor(row.person_id, row.org_id), now=now)


def token_hash(token: str) -> bytes:
    """What is stored of a random token: SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).digest()


async def sign_ins(session: Session, *, actor: Actor, now: datetime) -> list[SignInOut]:
    """Where a person is signed in: the sign-in they ask by first, then the one used last."""
    found = [
        SignInOut(
            id=row.id,
            kind="pages",
            device=device(row.browser, row.system),
            since=row.created_at,
            last_used=_about(row.seen_at),
            current=row.id == actor.sign_in_id,
        )
        for row in await queries.web_sessions(session, person_id=actor.person, now=now)
    ]
    for family_id, began, went_on in await queries.token_families(session, person_id=actor.person, now=now):
        found.append(
            SignInOut(
                id=family_id,
                kind="api",
                device=say("A program that uses the API"),
                since=began,
                last_used=_about(went_on),
                current=family_id == actor.sign_in_id,
            )
        )
    return sorted(found, key=lambda one: (one.current, one.last_used, one.id), reverse=True)


def _about(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


async def end_sign_in(session: Session, *, actor: Actor, sign_in_id: UUID, now: datetime) -> None:
    """End one sign-in of the caller, wherever it is. Raises SignInNotFound."""
    await queries.person_to_change(session, person_id=actor.person)
    if not await queries.end_sign_in(session, person_id=actor.person, sign_in_id=sign_in_id):
        raise SignInNotFound
    audit.record(session, Act.SIGN_IN_ENDED, actor=actor, now=now)


async def end_other_sign_ins(session: Session, *, actor: Actor, now: datetime) -> None:
    """End every sign-in of the caller on pages and API but the one they ask by."""
    await queries.person_to_change(session, person_id=actor.person)
    await queries.end_sign_ins(session, person_id=actor.person, but=actor.sign_in_id)
    audit.record(session, Act.SIGN_INS_ENDED, actor=actor, now=now)
