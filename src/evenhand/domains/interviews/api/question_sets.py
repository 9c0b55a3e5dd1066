"""The questions of a job over the API: generated, written, reused, edited, reviewed, tried out, and how they do."""

from uuid import UUID

from fastapi import Response

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.rules.questions import uncovered
from evenhand.domains.interviews.schemas.questions import (
    Approval,
    EditionOut,
    NewSet,
    QuestionIn,
    QuestionOut,
    QuestionPatch,
    QuestionSetOut,
    Rejection,
    Reuse,
    Review,
    Reviewed,
    SetSummary,
    StatisticsOut,
    Trial,
    Wish,
)
from evenhand.domains.interviews.schemas.scorecard import TrialOut
from evenhand.domains.interviews.service import grades, questions
from evenhand.domains.jobs import queries as job_queries
from evenhand.kit.cursor import DEFAULT_LIMIT, Cursor, Limit, Page, cut, from_cursor
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/question-sets", tag="question sets")


@routes.post("", permission=Permission.QUESTIONS_GENERATE, response_model=QuestionSetOut, status_code=201)
async def generate(
    body: NewSet, response: Response, actor: CurrentActor, session: Transaction, now: Now
) -> QuestionSetOut:
    """Make the set of a job, or fill the one it has up. Nothing that a person worked on is changed."""
    wish = Wish(count=body.count, mix=body.mix)
    made = await questions.generate(session, actor=actor, job_id=body.job_id, now=now, wish=wish)
    response.headers["Location"] = f"/api/v1/question-sets/{made.set.id}"
    return await _whole(session, actor, made.set.id)


@routes.get("", permission=Permission.QUESTIONS_READ, response_model=Page[SetSummary])
async def list_sets(
    actor: CurrentActor,
    session: Transaction,
    job_id: UUID | None = None,
    cursor: Cursor = "",
    limit: Limit = DEFAULT_LIMIT,
) -> Page[SetSummary]:
    """The organisation's sets, the newest first; with `job_id` the one of that job."""
    after = from_cursor(cursor, UUID)
    rows = await queries.sets(
        session, org_id=actor.organisation, job_id=job_id, before=after[0] if after else None, limit=limit + 1
    )
    shown, following = cut(rows, limit, lambda row: (row.set.id,))
    return Page(items=[questions.summary(row) for row in shown], next=following)


@routes.get("/{set_id}", permission=Permission.QUESTIONS_READ, response_model=QuestionSetOut)
async def get_set(set_id: UUID, actor: CurrentActor, session: Transaction) -> QuestionSetOut:
    """One set with its questions and gold answers."""
    return await _whole(session, actor, set_id)


@routes.post("/{set_id}/review", permission=Permission.QUESTIONS_REVIEW, response_model=Reviewed)
async def review(set_id: UUID, body: Review, actor: CurrentActor, session: Transaction, now: Now) -> Reviewed:
    """Approve several questions, or reject them for one reason. Those changed meanwhile are named and left alone."""
    await questions.get_set(session, actor=actor, set_id=set_id)
    return await questions.review_many(
        session, body.questions, act=body.act, actor=actor, set_id=set_id, note=body.note, now=now
    )


@routes.post("/{set_id}/reuse", permission=Permission.QUESTIONS_GENERATE, response_model=QuestionSetOut)
async def reuse(set_id: UUID, body: Reuse, actor: CurrentActor, session: Transaction, now: Now) -> QuestionSetOut:
    """Copy approved questions of other sets of the organisation into this one, each once."""
    found = (await questions.get_set(session, actor=actor, set_id=set_id)).set
    await questions.reuse(session, actor=actor, job_id=found.job_id, question_ids=body.questions, now=now)
    return await _whole(session, actor, set_id)


@routes.get("/{set_id}/statistics", permission=Permission.QUESTIONS_READ, response_model=list[StatisticsOut])
async def statistics(set_id: UUID, actor: CurrentActor, session: Transaction) -> list[StatisticsOut]:
    """How the questions of a set do in interviews: figures over all answers, none about a person."""
    await questions.get_set(session, actor=actor, set_id=set_id)
    rows = await queries.questions(session, org_id=actor.organisation, set_id=set_id)
    return list((await questions.statistics(session, actor=actor, questions=rows)).values())


@routes.post("/{set_id}/questions", permission=Permission.QUESTIONS_REVIEW, response_model=QuestionOut, status_code=201)
async def write(set_id: UUID, body: QuestionIn, actor: CurrentActor, session: Transaction, now: Now) -> QuestionOut:
    """Write a question by hand. It waits to be approved like any other."""
    found = (await questions.get_set(session, actor=actor, set_id=set_id)).set
    return questions.shown(await questions.write(session, body, actor=actor, job_id=found.job_id, now=now))


@routes.get("/{set_id}/questions/{question_id}", permission=Permission.QUESTIONS_READ, response_model=QuestionOut)
async def get_question(set_id: UUID, question_id: UUID, actor: CurrentActor, session: Transaction) -> QuestionOut:
    """One question, as it is asked."""
    return questions.shown(await questions.get(session, actor=actor, question_id=question_id, set_id=set_id))


@routes.get(
    "/{set_id}/questions/{question_id}/history", permission=Permission.QUESTIONS_READ, response_model=list[EditionOut]
)
async def history(
    set_id: UUID, question_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> list[EditionOut]:
    """Every edition of a question, the newest first."""
    question = await questions.get(session, actor=actor, question_id=question_id, set_id=set_id)
    return await questions.history(session, actor=actor, question=question, vault=vault)


@routes.patch("/{set_id}/questions/{question_id}", permission=Permission.QUESTIONS_REVIEW, response_model=QuestionOut)
async def edit(
    set_id: UUID, question_id: UUID, body: QuestionPatch, actor: CurrentActor, session: Transaction, now: Now
) -> QuestionOut:
    """Change a question: a further edition that waits for a review. An approved one is asked until then as it was."""
    kept = await questions.get(session, actor=actor, question_id=question_id, set_id=set_id)
    change = body.applied_to(await questions.newest(session, kept))
    return questions.shown(
        await questions.edit(session, change, actor=actor, question_id=question_id, version=body.version, now=now)
    )


@routes.post(
    "/{set_id}/questions/{question_id}/approve",
    permission=Permission.QUESTIONS_REVIEW,
    response_model=QuestionOut,
)
async def approve(
    set_id: UUID, question_id: UUID, body: Approval, actor: CurrentActor, session: Transaction, now: Now
) -> QuestionOut:
    """Agree that the newest edition of a question may be asked."""
    await questions.get(session, actor=actor, question_id=question_id, set_id=set_id)
    return questions.shown(
        await questions.approve(session, actor=actor, question_id=question_id, version=body.version, now=now)
    )


@routes.post(
    "/{set_id}/questions/{question_id}/reject", permission=Permission.QUESTIONS_REVIEW, response_model=QuestionOut
)
async def reject(
    set_id: UUID, question_id: UUID, body: Rejection, actor: CurrentActor, session: Transaction, now: Now
) -> QuestionOut:
    """Say that the edition that waits is not asked, and why; where none waits, that the question is asked no more."""
    await questions.get(session, actor=actor, question_id=question_id, set_id=set_id)
    return questions.shown(
        await questions.reject(
            session, actor=actor, question_id=question_id, version=body.version, note=body.note, now=now
        )
    )


@routes.post("/{set_id}/questions/{question_id}/try", permission=Permission.QUESTIONS_REVIEW, response_model=TrialOut)
async def try_out(
    set_id: UUID, question_id: UUID, body: Trial, actor: CurrentActor, session: Transaction, rates: Limits
) -> TrialOut:
    """Grade a made-up answer on the newest edition as it is saved. Nothing is kept."""
    await rates.hit(questions.TRIAL_RATE, str(actor.person))
    await questions.get(session, actor=actor, question_id=question_id, set_id=set_id)
    return grades.trial(await questions.try_out(session, actor=actor, question_id=question_id, answer=body.answer))


async def _whole(session: Session, actor: Actor, set_id: UUID) -> QuestionSetOut:
    row = await questions.get_set(session, actor=actor, set_id=set_id)
    rows = await queries.questions(session, org_id=actor.organisation, set_id=set_id)
    opening = await job_queries.own_job(session, org_id=actor.organisation, job_id=row.set.job_id)
    skills = [*opening.job.required_skills, *opening.job.optional_skills] if opening else []
    return QuestionSetOut(
        **questions.summary(row).model_dump(),
        uncovered=uncovered(skills, rows),
        questions=questions.shown_all(rows),
    )
