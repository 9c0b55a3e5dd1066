"""A person's account as they take it away."""

from typing import Any
from uuid import UUID

from evenhand.domains.identity import queries
from evenhand.domains.identity.queries import external, invitations, keys
from evenhand.domains.identity.service.contacts import open_contact
from evenhand.domains.identity.service.email_links import open_address
from evenhand.domains.identity.service.invitations import open_invited
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.held import Holding, Item
from evenhand.kit.words import say


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """A person's account, where they belong, and how they are signed in. Nothing in it lets anybody in."""
    person = (await queries.people(session, ids=[person_id]))[person_id]
    contact = await open_contact(person_id, person.contact_sealed, vault=vault)
    second = await queries.second_step(session, person_id=person_id)
    account = Item(
        title=contact.name,
        note=contact.email,
        at=person.created_at,
        href="/account",
        source=say("You, when you signed up"),
        values={
            "id": person.id,
            "name": contact.name,
            "email": contact.email,
            "language": person.locale,
            "reminders": person.reminders,
            "notice_version": person.notice_version,
            "platform_admin": person.platform_admin,
            "created_at": person.created_at,
            "verified_at": person.verified_at,
            "leaving_at": person.leaving_at,
            "next_email": await _next_email(session, person_id=person_id, vault=vault),
            "second_step_since": second.confirmed_at if second else None,
            "password": say("Kept only as a hash, which is in no export"),
        },
    )
    return [
        Holding("account", "account", [account]),
        Holding("memberships", "members", await _belonging(session, person_id=person_id)),
        Holding("invitations", "invitations", await _invited(session, email_index=person.email_index, vault=vault)),
        Holding("external_identities", "sign_ins", await _vouched(session, person_id=person_id)),
        Holding("sign_ins", "sign_ins", await _signed_in(session, person_id=person_id)),
    ]


async def _next_email(session: Session, *, person_id: UUID, vault: Vault) -> str | None:
    """The address a link was sent to, until it is opened."""
    link = await queries.email_link(session, person_id=person_id)
    return await open_address(link, vault=vault) if link else None


async def _belonging(session: Session, *, person_id: UUID) -> list[Item]:
    rows = await queries.memberships(session, person_id=person_id)
    companies = await queries.organisations(session, ids=[row.org_id for row in rows])
    return [
        Item(
            title=companies[row.org_id].name,
            at=row.created_at,
            holder=companies[row.org_id].name,
            source=say("The company"),
            values={"company": companies[row.org_id].name, "role": row.role, "created_at": row.created_at},
        )
        for row in rows
    ]


async def _invited(session: Session, *, email_index: bytes, vault: Vault) -> list[Item]:
    found = await invitations.to_address(session, email_index=email_index)
    companies = await queries.organisations(session, ids=[row.org_id for row in found])
    return [
        Item(
            title=companies[row.org_id].name,
            at=row.asked_at,
            holder=companies[row.org_id].name,
            source=say("The company"),
            values={
                "company": companies[row.org_id].name,
                "role": row.role,
                "email": await open_invited(row, vault=vault),
                "asked_at": row.asked_at,
                "sent_at": row.sent_at,
                "expires_at": row.expires_at,
            },
        )
        for row in found
    ]


_KINDS = {"browser": say("In a browser"), "program": say("By a program"), "key": say("By a key for a program")}


async def _vouched(session: Session, *, person_id: UUID) -> list[Item]:
    return [
        Item(
            title=row.issuer,
            at=row.created_at,
            source=say("You, by signing in"),
            values={"issuer": row.issuer, "created_at": row.created_at},
        )
        for row in await external.identities(session, person_id=person_id)
    ]


async def _signed_in(session: Session, *, person_id: UUID) -> list[Item]:
    browsers: list[dict[str, Any]] = [
        {
            "kind": "browser",
            "browser": row.browser,
            "system": row.system,
            "created_at": row.created_at,
            "seen_at": row.seen_at,
            "expires_at": row.expires_at,
        }
        for row in await queries.all_web_sessions(session, person_id=person_id)
    ]
    programs: list[dict[str, Any]] = [
        {
            "kind": "program",
            "created_at": row.created_at,
            "used_at": row.used_at,
            "expires_at": row.expires_at,
        }
        for row in await queries.all_refresh_tokens(session, person_id=person_id)
    ]
    made: list[dict[str, Any]] = [
        {
            "kind": "key",
            "name": row.name,
            "prefix": row.prefix,
            "scopes": row.scopes,
            "created_at": row.created_at,
            "last_used_at": row.last_used_at,
            "expires_at": row.expires_at,
            "revoked_at": row.revoked_at,
        }
        for row in await keys.of_person(session, person_id=person_id)
    ]
    return [
        Item(
            title=_KINDS[one["kind"]],
            at=one["created_at"],
            source=say("You, by signing in"),
            values=one,
        )
        for one in [*browsers, *programs, *made]
    ]
