"""Founding an organisation: whoever has an account and a proved address, as its first administrator."""

from datetime import datetime

from evenhand.domains.identity import queries
from evenhand.domains.identity.models import Organisation
from evenhand.domains.identity.schemas import NewOrganisation
from evenhand.domains.identity.service.acting import put_on
from evenhand.domains.identity.service.people import found_organisation, join_organisation, slug_of
from evenhand.domains.identity.service.verification import require_verified
from evenhand.kit.db import IntegrityError, Session, violated
from evenhand.kit.errors import Conflict
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor, Role
from evenhand.kit.settings import Settings
from evenhand.kit.words import say


class FoundingClosed(Conflict):
    """The operator keeps founding to themselves."""

    code = "founding_closed"
    message = say("Whoever runs this installation makes new organisations. Ask them, or a colleague to invite you.")


async def found(
    session: Session, new: NewOrganisation, *, actor: Actor, settings: Settings, now: datetime
) -> Organisation:
    """Found an organisation and act for it in this browser. One of the caller's own with that name is that one.

    Raises FoundingClosed, EmailUnverified, and OutsideAll for a platform administrator.
    """
    if not settings.founding:
        raise FoundingClosed
    await require_verified(session, person_id=actor.person)
    await queries.person_to_change(session, person_id=actor.person)  # pressed twice is one organisation
    belongs = await queries.memberships(session, person_id=actor.person)
    known = await queries.organisations(session, ids=[one.org_id for one in belongs])
    row = next((one for one in known.values() if one.name == new.name), None)
    if row is None:
        row = await _made(session, new, now=now)
        await join_organisation(session, person_id=actor.person, org_id=row.id, role=Role.ADMIN, by=actor, now=now)
    await put_on(session, actor=actor, org_id=row.id)
    return row


async def _made(session: Session, new: NewOrganisation, *, now: datetime) -> Organisation:
    """The organisation; where its address is taken by a namesake, or would be empty, with a few letters behind."""
    slug = slug_of(new.name) or "company"
    try:
        async with session.begin_nested():
            return await found_organisation(session, name=new.name, about=new.about, slug=slug, now=now)
    except IntegrityError as error:
        if not violated(error, "uq_organisation_slug"):
            raise
    slug = f"{slug[:100]}-{new_id().hex[-8:]}"
    return await found_organisation(session, name=new.name, about=new.about, slug=slug, now=now)
