"""Notices, and what the caller agreed to, over the API."""

from evenhand.domains.consents import service
from evenhand.domains.consents.rules import Notice, Purpose
from evenhand.domains.consents.schemas import Agreeing, ConsentList, ConsentOut, NoticeOut
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import tell

routes = Routes(kind="api", tag="privacy")


@routes.get("/notices/{purpose}", permission=Permission.ANYONE, response_model=NoticeOut)
async def get_notice(purpose: str) -> NoticeOut:
    """The notice of a purpose as it stands now."""
    return _notice(*service.notice(purpose))


@routes.get("/notices/{purpose}/{version}", permission=Permission.ANYONE, response_model=NoticeOut)
async def get_earlier_notice(purpose: str, version: int) -> NoticeOut:
    """One version of a notice. What somebody once agreed to stays readable."""
    return _notice(*service.notice(purpose, version))


def _notice(purpose: Purpose, notice: Notice) -> NoticeOut:
    return NoticeOut(
        purpose=purpose.value,
        version=notice.version,
        since=notice.since,
        paragraphs=[tell(one) for one in notice.paragraphs],
    )


@routes.get("/my-consents", permission=Permission.ACCOUNT_USE, response_model=ConsentList)
async def list_consents(actor: CurrentActor, session: Transaction) -> ConsentList:
    """Every purpose, and whether the caller allows it."""
    found = await service.standings(session, person_id=actor.person)
    return ConsentList(items=[_standing(one) for one in found])


@routes.put("/my-consents/{purpose}", permission=Permission.ACCOUNT_USE, status_code=204, response_model=None)
async def give(purpose: str, body: Agreeing, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Agree, having read this version of the notice. It counts from the next act on."""
    await service.give(session, actor=actor, name=purpose, version=body.notice, now=now)


@routes.delete("/my-consents/{purpose}", permission=Permission.ACCOUNT_USE, status_code=204, response_model=None)
async def withdraw(purpose: str, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Take it back. It counts from the next act on, also for work that waits in the background."""
    await service.withdraw(session, actor=actor, name=purpose, now=now)


def _standing(one: service.Standing) -> ConsentOut:
    return ConsentOut(
        purpose=one.purpose.value,
        title=tell(one.topic.title),
        what=tell(one.topic.what),
        basis=one.topic.basis,
        used=one.used,
        allowed=one.allowed,
        notice=one.notice.version if one.notice else None,
        agreed_to=one.newest.notice if one.newest else None,
        at=one.newest.at if one.newest else None,
    )
