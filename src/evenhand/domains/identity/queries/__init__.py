"""Every SELECT about people and organisations. Credentials are looked up by hash, people by id or blind index."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, delete, exists, func, select, update

from evenhand.domains.identity.events import InvitationOver
from evenhand.domains.identity.models import (
    ApiKey,
    EmailLink,
    ExternalIdentity,
    Invitation,
    Membership,
    Organisation,
    PasswordReset,
    Person,
    RefreshToken,
    SecondStep,
    WebSession,
)
from evenhand.kit.background import publish
from evenhand.kit.db import Session, locked
from evenhand.kit.erasing import Erased, Whose, delete_rows
from evenhand.kit.permissions import Actor, Role


@dataclass(frozen=True)
class Caller:
    """A recognised person: the actor of the guards, and what the header of a page shows."""

    actor: Actor
    contact_sealed: bytes
    organisation: Organisation | None
    verified: bool
    seen_at: datetime | None = None  # of a sign-in on the pages: when it was last noted that it is used


async def caller_by_session(session: Session, *, token_hash: bytes, now: datetime) -> Caller | None:
    """Who signed in with this session, if it has not expired."""
    query = (
        select(Person, Organisation, Membership.role, SecondStep.confirmed_at, WebSession.id, WebSession.seen_at)
        .select_from(WebSession)
        .join(Person, Person.id == WebSession.person_id)
        .outerjoin(
            Membership, (Membership.person_id == WebSession.person_id) & (Membership.org_id == WebSession.org_id)
        )
        .outerjoin(Organisation, Organisation.id == Membership.org_id)
        .outerjoin(SecondStep, SecondStep.person_id == Person.id)
        .where(WebSession.token_hash == token_hash, WebSession.expires_at > now)
    )
    row = (await session.execute(query)).one_or_none()
    return caller_of(*row[:4], sign_in_id=row[4], seen_at=row[5]) if row else None


async def caller_by_family(session: Session, *, person_id: UUID, org_id: UUID | None, family_id: UUID) -> Caller | None:
    """A person as they are today, while the family of their tokens lasts: a sign-in that was ended is ended at once."""
    query = _today(person_id, org_id).where(
        exists().where(RefreshToken.family_id == family_id, RefreshToken.person_id == person_id)
    )
    row = (await session.execute(query)).one_or_none()
    return caller_of(*row, sign_in_id=family_id) if row else None


async def caller_by_id(session: Session, *, person_id: UUID, org_id: UUID | None) -> Caller | None:
    """A person as they are today: a role that was taken away since the token was made is not there any more."""
    row = (await session.execute(_today(person_id, org_id))).one_or_none()
    return caller_of(*row) if row else None


def _today(person_id: UUID, org_id: UUID | None) -> Select[Person, Organisation, str, datetime | None]:
    return (
        select(Person, Organisation, Membership.role, SecondStep.confirmed_at)
        .outerjoin(Membership, (Membership.person_id == Person.id) & (Membership.org_id == org_id))
        .outerjoin(Organisation, Organisation.id == Membership.org_id)
        .outerjoin(SecondStep, SecondStep.person_id == Person.id)
        .where(Person.id == person_id)
    )


def caller_of(
    person: Person,
    organisation: Organisation | None,
    role: str | None,
    second_step: datetime | None,
    *,
    sign_in_id: UUID | None = None,
    seen_at: datetime | None = None,
) -> Caller:
    """The caller that these rows make."""
    actor = Actor(
        person_id=person.id,
        org_id=organisation.id if organisation else None,
        role=Role(role) if role else outside(person),
        language=person.locale,
        sign_in_id=sign_in_id,
        set_up_first=organisation is not None and organisation.second_step and second_step is None,
    )
    return Caller(actor, person.contact_sealed, organisation, person.verified_at is not None, seen_at)


def outside(person: Person) -> Role:
    """What somebody is who acts for no organisation."""
    return Role.PLATFORM if person.platform_admin else Role.CANDIDATE


async def person_by_email(session: Session, *, email_index: bytes) -> Person | None:
    """The account behind an address."""
    return (await session.scalars(select(Person).where(Person.email_index == email_index))).one_or_none()


async def person_to_change(session: Session, *, person_id: UUID) -> Person | None:
    """One person, locked: whatever changes the ways in to an account happens one after the other."""
    query = locked(select(Person).where(Person.id == person_id), key_share=True)
    return (await session.scalars(query)).one_or_none()


async def people(session: Session, *, ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Several people by id, for the names beside what they did."""
    rows = await session.scalars(select(Person).where(Person.id.in_(set(ids))))
    return {person.id: person for person in rows}


async def memberships(session: Session, *, person_id: UUID) -> Sequence[Membership]:
    """Where a person belongs, the oldest first."""
    query = select(Membership).where(Membership.person_id == person_id).order_by(Membership.created_at)
    return (await session.scalars(query)).all()


async def members(session: Session, *, org_id: UUID) -> dict[UUID, Role]:
    """Everyone who belongs to an organisation, with their role there."""
    query = select(Membership.person_id, Membership.role).where(Membership.org_id == org_id)
    return {person_id: Role(role) for person_id, role in await session.execute(query)}


async def organisation(session: Session, *, org_id: UUID, lock: bool = False) -> Organisation | None:
    """One organisation. `lock` keeps two from changing it at once."""
    query = select(Organisation).where(Organisation.id == org_id)
    return (await session.scalars(locked(query, key_share=True) if lock else query)).one_or_none()


async def organisations(session: Session, *, ids: Sequence[UUID]) -> dict[UUID, Organisation]:
    """Several organisations by id."""
    rows = await session.scalars(select(Organisation).where(Organisation.id.in_(set(ids))))
    return {row.id: row for row in rows}


async def organisation_by_slug(session: Session, *, slug: str) -> Organisation | None:
    """One organisation by the name in its address."""
    return (await session.scalars(select(Organisation).where(Organisation.slug == slug))).one_or_none()


async def refresh_token(session: Session, *, token_hash: bytes, lock: bool = False) -> RefreshToken | None:
    """A link of a refresh chain. `lock` keeps two clients from using it at once."""
    query = select(RefreshToken).where(RefreshToken.token_hash == token_hash)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def end_web_session(session: Session, *, token_hash: bytes) -> None:
    """Forget a sign-in on the pages, whoever else is just doing the same."""
    await session.execute(delete(WebSession).where(WebSession.token_hash == token_hash))


async def reset_by_token(session: Session, *, token_hash: bytes, now: datetime) -> PasswordReset | None:
    """The link with this token, if it has not run out. Read anew, in case it was used a moment ago."""
    query = select(PasswordReset).where(PasswordReset.token_hash == token_hash, PasswordReset.expires_at > now)
    return (await session.scalars(query.execution_options(populate_existing=True))).one_or_none()


async def reset_of(session: Session, *, person_id: UUID) -> PasswordReset | None:
    """The latest link of a person."""
    return await session.get(PasswordReset, person_id)


async def forget_reset(session: Session, *, person_id: UUID) -> None:
    """No link of this person's is good any more."""
    await session.execute(delete(PasswordReset).where(PasswordReset.person_id == person_id))


async def second_step(session: Session, *, person_id: UUID) -> SecondStep | None:
    """What somebody has to show after their password, or is about to set up. Read anew."""
    return await session.get(SecondStep, person_id, populate_existing=True)


async def forget_second_step(session: Session, *, person_id: UUID) -> None:
    """Nothing but the password is asked of somebody any more."""
    await session.execute(delete(SecondStep).where(SecondStep.person_id == person_id))


async def email_link(session: Session, *, person_id: UUID) -> EmailLink | None:
    """The link that a person was last promised."""
    return await session.get(EmailLink, person_id, populate_existing=True)


async def email_link_by_token(session: Session, *, token_hash: bytes, now: datetime) -> EmailLink | None:
    """The link with this token, if it has not run out. Read anew, in case it was used a moment ago."""
    query = select(EmailLink).where(EmailLink.token_hash == token_hash, EmailLink.expires_at > now)
    return (await session.scalars(query.execution_options(populate_existing=True))).one_or_none()


async def forget_email_link(session: Session, *, person_id: UUID) -> None:
    """No such link of this person's is good any more."""
    await session.execute(delete(EmailLink).where(EmailLink.person_id == person_id))


async def forget_email_change(session: Session, *, person_id: UUID, email_index: bytes) -> None:
    """No link to another address than this one is good any more."""
    other = EmailLink.email_index != email_index
    await session.execute(delete(EmailLink).where(EmailLink.person_id == person_id, other))


async def close_resets(session: Session, *, person_id: UUID, ask_id: UUID, token_hash: bytes, now: datetime) -> None:
    """No link that was asked for up to now is good, nor will be: also one whose mail is still being written."""
    await forget_reset(session, person_id=person_id)
    session.add(PasswordReset(person_id=person_id, ask_id=ask_id, token_hash=token_hash, expires_at=now))
    await session.flush()


async def renew_web_session(session: Session, *, person_id: UUID, sign_in_id: UUID, token_hash: bytes) -> bool:
    """Give a sign-in on the pages another token; whether there is that sign-in."""
    mine = update(WebSession).where(WebSession.id == sign_in_id, WebSession.person_id == person_id)
    renewed = await session.scalars(mine.values(token_hash=token_hash).returning(WebSession.id))
    return bool(renewed.all())


async def note_seen(session: Session, *, sign_in_id: UUID, person_id: UUID, before: datetime, now: datetime) -> None:
    """Note that a sign-in is used, unless that was noted since `before`. Never waits for another request."""
    mine = select(WebSession.token_hash).where(
        WebSession.id == sign_in_id, WebSession.person_id == person_id, WebSession.seen_at <= before
    )
    free = locked(mine, skip_locked=True).scalar_subquery()
    await session.execute(update(WebSession).where(WebSession.token_hash == free).values(seen_at=now))


async def web_sessions(session: Session, *, person_id: UUID, now: datetime) -> Sequence[WebSession]:
    """A person's sign-ins on the pages that have not run out."""
    query = select(WebSession).where(WebSession.person_id == person_id, WebSession.expires_at > now)
    return (await session.scalars(query)).all()


async def token_families(
    session: Session, *, person_id: UUID, now: datetime
) -> Sequence[Row[UUID, datetime, datetime]]:
    """A person's sign-ins on the API that have not run out: the family, when it began and when it last went on."""
    query = (
        select(RefreshToken.family_id, func.min(RefreshToken.created_at), func.max(RefreshToken.created_at))
        .where(RefreshToken.person_id == person_id)
        .group_by(RefreshToken.family_id)
        .having(func.bool_or(RefreshToken.used_at.is_(None) & (RefreshToken.expires_at > now)))
    )
    return (await session.execute(query)).all()


async def end_sign_in(session: Session, *, person_id: UUID, sign_in_id: UUID) -> bool:
    """Forget one sign-in of a person, on the pages or on the API; whether there was one."""
    pages = delete(WebSession).where(WebSession.person_id == person_id, WebSession.id == sign_in_id)
    tokens = delete(RefreshToken).where(RefreshToken.person_id == person_id, RefreshToken.family_id == sign_in_id)
    ended = [
        *await session.scalars(pages.returning(WebSession.id)),
        *await session.scalars(tokens.returning(RefreshToken.id)),
    ]
    return bool(ended)


async def end_sign_ins(session: Session, *, person_id: UUID, but: UUID | None = None) -> None:
    """Forget a person's sign-ins on pages and API, all or all but one."""
    await session.execute(
        delete(WebSession).where(WebSession.person_id == person_id, WebSession.id.is_distinct_from(but))
    )
    await session.execute(
        delete(RefreshToken).where(RefreshToken.person_id == person_id, RefreshToken.family_id.is_distinct_from(but))
    )


async def platform_admins(session: Session) -> Sequence[Person]:
    """Everyone who looks after the installation; locked, so that the last one is not taken away twice at once."""
    query = select(Person).where(Person.platform_admin).order_by(Person.created_at, Person.id)
    return (await session.scalars(locked(query, key_share=True))).all()


async def organisations_counted(session: Session) -> Sequence[Row[Organisation, int]]:
    """Every organisation with how many belong to it, by name. For the platform admin, who sees no more of it."""
    query = (
        select(Organisation, func.count(Membership.person_id))
        .outerjoin(Membership, Membership.org_id == Organisation.id)
        .group_by(Organisation.id)
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return (await session.execute(query)).all()


async def accounts(session: Session) -> int:
    """How many accounts there are."""
    return await session.scalar(select(func.count()).select_from(Person)) or 0


async def anyone_at_all(session: Session) -> bool:
    """Whether there is any account yet."""
    return (await session.scalar(select(Person.id).limit(1))) is not None


async def all_web_sessions(session: Session, *, person_id: UUID) -> Sequence[WebSession]:
    """A person's sign-ins on the pages, those that have run out too, the latest first."""
    query = select(WebSession).where(WebSession.person_id == person_id).order_by(WebSession.created_at.desc())
    return (await session.scalars(query)).all()


async def all_refresh_tokens(session: Session, *, person_id: UUID) -> Sequence[RefreshToken]:
    """A person's sign-ins by programs, link by link, the latest first."""
    query = select(RefreshToken).where(RefreshToken.person_id == person_id).order_by(RefreshToken.expires_at.desc())
    return (await session.scalars(query)).all()


async def admins(session: Session, *, org_id: UUID, lock: bool = False) -> list[UUID]:
    """The administrators of an organisation. `lock`: nobody becomes or stops being one until the end."""
    query = select(Membership).where(Membership.org_id == org_id, Membership.role == Role.ADMIN)
    query = query.order_by(Membership.person_id)
    return [row.person_id for row in await session.scalars(locked(query) if lock else query)]


async def drop_expired(session: Session, *, before: datetime) -> list[Erased]:
    """Sign-ins and links that ran out before then."""
    tables = (WebSession, RefreshToken, PasswordReset, EmailLink)
    return [await delete_rows(session, table, table.expires_at < before) for table in tables]


async def shut_out(session: Session, *, person_id: UUID) -> list[Erased]:
    """Take away whatever would let a person in."""
    tables = (WebSession, RefreshToken, PasswordReset, EmailLink, SecondStep, ApiKey, ExternalIdentity)
    return [await delete_rows(session, table, table.person_id == person_id) for table in tables]


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """Where a person belongs and what lets them in. The person's own row goes last, by `erase_person`."""
    if not whose.account:
        return []
    return [
        *await shut_out(session, person_id=whose.person_id),
        await delete_rows(session, Membership, Membership.person_id == whose.person_id),
        await _erase_invitations(session, person_id=whose.person_id),
    ]


async def _erase_invitations(session: Session, *, person_id: UUID) -> Erased:
    """Invitations that wait for the person's address, with the keys of their own."""
    address = select(Person.email_index).where(Person.id == person_id).scalar_subquery()
    gone = await delete_rows(session, Invitation, Invitation.email_index == address)
    for one in gone.ids:
        await publish(session, InvitationOver(invitation_id=UUID(one)))
    return gone


async def erase_person(session: Session, *, person_id: UUID, keep: bool) -> Erased:
    """Delete a person's row. With `keep` it stays, for what still refers to it, as nobody: a mere number."""
    if not keep:
        return await delete_rows(session, Person, Person.id == person_id)
    nobody = {
        "email_index": secrets.token_bytes(32),
        "contact_sealed": b"",
        "password_hash": "",
        "locale": "en",
        "reminders": False,
        "notice_version": "",
    }
    change = update(Person).where(Person.id == person_id).values(nobody).returning(Person.id)
    rows = (await session.scalars(change, execution_options={"synchronize_session": False})).all()
    return Erased("person", tuple(str(row) for row in rows), "contact_sealed")
