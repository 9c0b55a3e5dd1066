"""Practice over the API. It is taken under /interviews/{id}, by its own id: answers, draft and acts are the same."""

from uuid import UUID

from fastapi import Response

from evenhand.domains.interviews.schemas.practice import PracticeIn, PracticeOut, PracticeSummary
from evenhand.domains.interviews.service import practice
from evenhand.kit.cursor import DEFAULT_LIMIT, Cursor, Limit, Page
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/practices", tag="practice")


@routes.post("", permission=Permission.INTERVIEWS_TAKE, response_model=PracticeSummary, status_code=201)
async def start(
    body: PracticeIn,
    response: Response,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> PracticeSummary:
    """Prepare a practice for a job, or for skills and a level. Nobody else ever sees it."""
    await rates.hit(practice.START_RATE, str(actor.person))
    made = await practice.start(session, body, actor=actor, vault=vault, now=now)
    response.headers["Location"] = f"/api/v1/practices/{made.id}"
    return practice.summary(made)


@routes.get("", permission=Permission.INTERVIEWS_TAKE, response_model=Page[PracticeSummary])
async def list_practices(
    actor: CurrentActor, session: Transaction, cursor: Cursor = "", limit: Limit = DEFAULT_LIMIT
) -> Page[PracticeSummary]:
    """The caller's practices, the newest first."""
    items, following = await practice.own_list(session, actor=actor, cursor=cursor, limit=limit)
    return Page(items=items, next=following)


@routes.get("/{practice_id}", permission=Permission.INTERVIEWS_TAKE, response_model=PracticeOut)
async def get_practice(practice_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys) -> PracticeOut:
    """One practice, with its scorecard once it is graded."""
    return await practice.shown(session, actor=actor, practice_id=practice_id, vault=vault)


@routes.post("/{practice_id}/grade", permission=Permission.INTERVIEWS_TAKE, response_model=PracticeSummary)
async def grade(practice_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> PracticeSummary:
    """Have the grading tried again that was given up."""
    return practice.summary(await practice.ask_again(session, actor=actor, practice_id=practice_id, now=now))


@routes.delete("/{practice_id}", permission=Permission.INTERVIEWS_TAKE, status_code=204)
async def delete(practice_id: UUID, actor: CurrentActor, session: Transaction) -> None:
    """Take a practice away with everything in it."""
    await practice.delete(session, actor=actor, practice_id=practice_id)
