"""Accounts on public sites over the API. Nobody but the caller sees any of it."""

from fastapi import Request

from evenhand.domains.footprint import service
from evenhand.domains.footprint.rules.suggesting import Suggestion
from evenhand.domains.footprint.schemas import AccountIn, FootprintOut, LinkOut, SuggestionOut
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import tell

routes = Routes(kind="api", prefix="/footprint", tag="footprint")


def sources(request: Request) -> list[str]:
    """The sources that may be asked."""
    return sorted(request.app.state.public_sites)


async def _out(request: Request, session: Session, actor: Actor, vault: Vault) -> FootprintOut:
    shown = await service.shown(session, actor=actor, on=sources(request), vault=vault)
    return FootprintOut(
        on=list(shown.on),
        allowed=shown.allowed,
        links=[_link(one) for one in shown.links],
        suggestions=[_suggestion(one) for one in shown.suggestions],
        dismissed=[_suggestion(one) for one in shown.dismissed],
        resume_id=shown.resume_id,
    )


def _suggestion(one: Suggestion) -> SuggestionOut:
    return SuggestionOut(skill_id=one.skill_id, skill=tell(one.skill), sentence=one.sentence, url=one.url)


def _link(one: service.ShownLink) -> LinkOut:
    return LinkOut.model_validate(
        {
            "source": one.source,
            "account": one.account.name,
            "site": one.account.site,
            "url": one.account.url,
            "state": one.state,
            "next_at": one.next_at,
            "looked_at": one.looked_at,
            "proved_at": one.proved_at,
            "code": one.code,
            "found": one.found,
        }
    )


@routes.get("", permission=Permission.RESUMES_OWN, response_model=FootprintOut)
async def get_footprint(request: Request, actor: CurrentActor, session: Transaction, vault: Keys) -> FootprintOut:
    """The caller's accounts, what was found there and when, and what they may want to take from it."""
    return await _out(request, session, actor, vault)


@routes.put(
    "/{source}",
    permission=Permission.RESUMES_OWN,
    rate=service.LOOK_RATE,
    status_code=202,
    response_model=FootprintOut,
)
async def link(
    request: Request,
    source: str,
    body: AccountIn,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> FootprintOut:
    """Name an account: it is looked at in the background. Another one named before is let go."""
    on = sources(request)
    await service.link(session, actor=actor, source=source, typed=body.account, on=on, vault=vault, now=now)
    return await _out(request, session, actor, vault)


@routes.post(
    "/{source}/look",
    permission=Permission.RESUMES_OWN,
    rate=service.LOOK_RATE,
    status_code=202,
    response_model=FootprintOut,
)
async def look_again(
    request: Request, source: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> FootprintOut:
    """Have an account looked at again, also for the code that proves it. Poll with GET."""
    await service.look_again(session, actor=actor, source=source, on=sources(request), now=now)
    return await _out(request, session, actor, vault)


@routes.put("/dismissed/{skill_id}", permission=Permission.RESUMES_OWN, response_model=FootprintOut)
async def dismiss(
    request: Request, skill_id: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> FootprintOut:
    """Let a suggestion rest: it stays dismissed when the accounts are looked at again."""
    await service.dismiss(session, actor=actor, skill_id=skill_id, on=sources(request), vault=vault, now=now)
    return await _out(request, session, actor, vault)


@routes.delete("/dismissed/{skill_id}", permission=Permission.RESUMES_OWN, response_model=FootprintOut)
async def restore(
    request: Request, skill_id: str, actor: CurrentActor, session: Transaction, vault: Keys
) -> FootprintOut:
    """Bring a suggestion back."""
    await service.restore(session, actor=actor, skill_id=skill_id)
    return await _out(request, session, actor, vault)


@routes.delete("/{source}", permission=Permission.RESUMES_OWN, status_code=204, response_model=None)
async def unlink(source: str, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Take an account away, and all that was found there."""
    await service.unlink(session, actor=actor, source=source, now=now)
