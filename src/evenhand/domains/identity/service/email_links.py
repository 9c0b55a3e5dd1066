"""Links in mails that prove an address: promised with the act that needs one, made when the mail is written."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.identity import queries
from evenhand.domains.identity.events import EmailLinkAsked
from evenhand.domains.identity.models import EmailLink, Person
from evenhand.domains.identity.service.sign_ins import TOKEN_BYTES, token_hash
from evenhand.kit.background import publish
from evenhand.kit.crypto import Signer, Vault
from evenhand.kit.db import Session, place
from evenhand.kit.ids import new_id

EMAIL_LINK_LASTS = timedelta(hours=48)
"""Longer than a link for a password: it lets nobody in, and mails are read the next day."""


@dataclass(frozen=True)
class MadeLink:
    """A link to send: the address it proves, its token, and whether another address is in use until then."""

    address: str
    token: str
    replaces: bool
    """Whether a proven address gives way to this one, so that its owner ought to hear of it."""


async def promise_link(
    session: Session, person: Person, address: str, *, vault: Vault, signer: Signer, now: datetime
) -> None:
    """Have a link sent to this address; the last one is not good any more."""
    await queries.forget_email_link(session, person_id=person.id)
    key = await vault.key(person.id, person.id)
    ask_id = new_id()
    link = EmailLink(
        person_id=person.id,
        ask_id=ask_id,
        email_index=signer.email_index(address),
        email_sealed=key.seal_text(address, place(EmailLink.email_sealed, person.id)),
        expires_at=now + EMAIL_LINK_LASTS,
    )
    session.add(link)
    await session.flush()
    await publish(session, EmailLinkAsked(ask_id=ask_id, person_id=person.id))


async def make_link(session: Session, *, ask_id: UUID, person_id: UUID, vault: Vault) -> MadeLink | None:
    """The link that was promised; None where it was made already, or another took its place."""
    person = await queries.person_to_change(session, person_id=person_id)
    link = await queries.email_link(session, person_id=person_id)
    if person is None or link is None or link.ask_id != ask_id or link.token_hash is not None:
        return None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link.token_hash = token_hash(token)
    await session.flush()
    address = await open_address(link, vault=vault)
    changes = link.email_index != person.email_index
    return MadeLink(address, token, replaces=changes and person.verified_at is not None)


async def open_address(link: EmailLink, *, vault: Vault) -> str:
    """The address a link goes to."""
    key = await vault.key(link.person_id, link.person_id)
    return key.open_text(link.email_sealed, place(EmailLink.email_sealed, link.person_id))
