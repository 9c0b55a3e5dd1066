"""The people of one's organisation: members and invitations."""

from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.identity import service
from evenhand.domains.identity.api.people import INVITE_RATE, INVITE_RATE_PER_ADDRESS, INVITE_RATE_PER_ORGANISATION
from evenhand.domains.identity.schemas import ROLES, InvitationIn, RoleChange
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Signing, Transaction
from evenhand.kit.permissions import ORGANISATION_ROLES, Actor, Permission, Role
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/staff/people")

DONE = {
    "invited": say("The invitation is on its way."),
    "withdrawn": say("The invitation is withdrawn. Its link does not work any more."),
    "role": say("The role is changed. It counts from their next click."),
    "removed": say("They do not belong to your organisation any more. Their account stays theirs."),
}


@routes.get("", permission=Permission.MEMBERS_MANAGE)
async def show_people(
    request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now, done: str = ""
) -> Response:
    """Who belongs to the organisation, who is invited, and the form to invite somebody."""
    return await _page(request, actor, session, vault, now, blank(InvitationIn, {"role": Role.RECRUITER}), done=done)


@routes.post("/invitations", permission=Permission.MEMBERS_MANAGE, rate=INVITE_RATE)
async def invite(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    rates: Limits,
    now: Now,
) -> Response:
    """Invite an address."""
    form = await read_form(request, InvitationIn)
    if form.value:
        await rates.hit(INVITE_RATE_PER_ORGANISATION, str(actor.organisation))
        await rates.hit(INVITE_RATE_PER_ADDRESS, signer.email_index(form.value.email).hex())
        try:
            await service.invite(session, form.value, actor=actor, vault=vault, signer=signer, now=now)
        except (service.AlreadyMember, service.AlreadyInvited) as refusal:
            form.refuse("email", refusal.text)
        else:
            return go_to(request, "/staff/people?done=invited")
    return await _page(request, actor, session, vault, now, form, status=422)


@routes.post("/invitations/{invitation_id}/again", permission=Permission.MEMBERS_MANAGE, rate=INVITE_RATE)
async def invite_again(
    request: Request,
    invitation_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    rates: Limits,
    now: Now,
) -> Response:
    """Send the mail again, with a new link."""
    await rates.hit(INVITE_RATE_PER_ORGANISATION, str(actor.organisation))
    await rates.hit(INVITE_RATE_PER_ADDRESS, str(invitation_id))
    await service.invite_again(session, actor=actor, invitation_id=invitation_id, vault=vault, signer=signer, now=now)
    return go_to(request, "/staff/people?done=invited")


@routes.post("/invitations/{invitation_id}/withdraw", permission=Permission.MEMBERS_MANAGE)
async def withdraw(
    request: Request, invitation_id: UUID, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """Take an invitation back."""
    await service.withdraw_invitation(session, actor=actor, invitation_id=invitation_id, now=now)
    return go_to(request, "/staff/people?done=withdrawn")


@routes.post("/{member_id}/role", permission=Permission.MEMBERS_MANAGE)
async def change_role(
    request: Request, member_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Give somebody another role."""
    form = await read_form(request, RoleChange)
    if form.value is None:
        return await _page(request, actor, session, vault, now, blank(InvitationIn), status=422)
    await service.change_role(session, actor=actor, member_id=member_id, role=Role(form.value.role), now=now)
    return go_to(request, "/staff/people?done=role" if member_id != actor.person_id else "/")


@routes.get("/{member_id}/remove", permission=Permission.MEMBERS_MANAGE)
async def remove_form(
    request: Request, member_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """Ask before somebody is taken out."""
    found = [one for one in await service.members(session, actor=actor, vault=vault) if one.id == member_id]
    if not found:
        raise service.MemberNotFound
    return page(request, "identity/remove_member.html", {"member": found[0]})


@routes.post("/{member_id}/remove", permission=Permission.MEMBERS_MANAGE)
async def remove(request: Request, member_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Take somebody out of the organisation."""
    await service.remove_member(session, actor=actor, member_id=member_id, now=now)
    return go_to(request, "/staff/people?done=removed" if member_id != actor.person_id else "/")


async def _page(
    request: Request,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    form: Form[InvitationIn],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    context = {
        "form": form,
        "members": await service.members(session, actor=actor, vault=vault),
        "invitations": await service.invitations(session, actor=actor, vault=vault, now=now),
        "roles": [(role, ROLES[role]) for role in ORGANISATION_ROLES],
        "toasts": [{"text": DONE[done], "kind": "good"}] if done in DONE else [],
    }
    return page(request, "identity/people.html", context, status=status)
