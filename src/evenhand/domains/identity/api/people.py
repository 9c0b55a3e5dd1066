"""Who belongs to one's organisation and who is invited to it, over the API; and accepting an invitation."""

from uuid import UUID

from evenhand.domains.identity import service
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.schemas import (
    InvitationIn,
    InvitationOut,
    InvitationSignUp,
    InvitationToken,
    MemberOut,
    RoleChange,
    Tokens,
)
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Limits, Now, Signing, Transaction
from evenhand.kit.permissions import Permission, Role
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes
from evenhand.kit.words import reader

routes = Routes(kind="api", tag="organisation")

INVITE_RATE = Rate("invite", times=60, seconds=3600)
INVITE_RATE_PER_ORGANISATION = Rate("invite-organisation", times=100, seconds=86400)
INVITE_RATE_PER_ADDRESS = Rate("invite-address", times=5, seconds=86400)
LINK_RATE = Rate("invitation-link", times=30, seconds=900)


@routes.get("/organisation/members", permission=Permission.MEMBERS_MANAGE, response_model=list[MemberOut])
async def members(actor: CurrentActor, session: Transaction, vault: Keys) -> list[MemberOut]:
    """Everyone who belongs to the caller's organisation."""
    return await service.members(session, actor=actor, vault=vault)


@routes.put(
    "/organisation/members/{member_id}/role",
    permission=Permission.MEMBERS_MANAGE,
    status_code=204,
    response_model=None,
)
async def change_role(member_id: UUID, change: RoleChange, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Give somebody another role. The last administrator keeps theirs."""
    await service.change_role(session, actor=actor, member_id=member_id, role=Role(change.role), now=now)


@routes.delete(
    "/organisation/members/{member_id}", permission=Permission.MEMBERS_MANAGE, status_code=204, response_model=None
)
async def remove_member(member_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Take somebody out of the organisation; their account stays theirs. Not the last administrator."""
    await service.remove_member(session, actor=actor, member_id=member_id, now=now)


@routes.get("/organisation/invitations", permission=Permission.MEMBERS_MANAGE, response_model=list[InvitationOut])
async def invitations(actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> list[InvitationOut]:
    """Who is invited and has not accepted yet."""
    return await service.invitations(session, actor=actor, vault=vault, now=now)


@routes.post(
    "/organisation/invitations",
    permission=Permission.MEMBERS_MANAGE,
    rate=INVITE_RATE,
    status_code=201,
    response_model=InvitationOut,
)
async def invite(
    wanted: InvitationIn,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    rates: Limits,
    now: Now,
) -> InvitationOut:
    """Invite an address, in a role. The mail's link is good once, for seven days."""
    await rates.hit(INVITE_RATE_PER_ORGANISATION, str(actor.organisation))
    await rates.hit(INVITE_RATE_PER_ADDRESS, signer.email_index(wanted.email).hex())
    return await service.invite(session, wanted, actor=actor, vault=vault, signer=signer, now=now)


@routes.post(
    "/organisation/invitations/{invitation_id}/again",
    permission=Permission.MEMBERS_MANAGE,
    rate=INVITE_RATE,
    response_model=InvitationOut,
)
async def invite_again(
    invitation_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    rates: Limits,
    now: Now,
) -> InvitationOut:
    """Send an invitation anew; the link sent before is dead."""
    await rates.hit(INVITE_RATE_PER_ORGANISATION, str(actor.organisation))
    await rates.hit(INVITE_RATE_PER_ADDRESS, str(invitation_id))
    return await service.invite_again(
        session, actor=actor, invitation_id=invitation_id, vault=vault, signer=signer, now=now
    )


@routes.delete(
    "/organisation/invitations/{invitation_id}",
    permission=Permission.MEMBERS_MANAGE,
    status_code=204,
    response_model=None,
)
async def withdraw(invitation_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Take an invitation back; its link is dead."""
    await service.withdraw_invitation(session, actor=actor, invitation_id=invitation_id, now=now)


@routes.post(
    "/auth/invitations/accept",
    permission=Permission.ACCOUNT_USE,
    rate=LINK_RATE,
    status_code=204,
    response_model=None,
    tags=["auth"],
)
async def accept(body: InvitationToken, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Join an organisation by the token of a link, as the account whose address was invited. Sign in anew to act."""
    await service.accept_invitation(session, token=body.token, actor=actor, now=now)


@routes.post(
    "/auth/invitations/sign-up",
    permission=Permission.ANYONE,
    rate=LINK_RATE,
    status_code=201,
    response_model=Tokens,
    tags=["auth"],
)
async def sign_up(
    new: InvitationSignUp,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    settings: CurrentSettings,
    passwords: PasswordCheck,
    now: Now,
) -> Tokens:
    """Make the account of an invited address, join its organisation and sign in."""
    actor = await service.accept_by_sign_up(
        session, new, vault=vault, signer=signer, passwords=passwords, now=now, locale=reader().tag
    )
    return await service.issue_tokens(session, actor=actor, signer=signer, settings=settings, now=now)
