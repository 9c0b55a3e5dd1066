"""Interviews over the API: inviting and reading for the company, taking for the candidate."""

from uuid import UUID

from fastapi import Response

from evenhand.domains.interviews.schemas.contests import ContestAnswerIn, ContestIn
from evenhand.domains.interviews.schemas.ratings import RatingIn
from evenhand.domains.interviews.schemas.scorecard import (
    InterviewForStaff,
    InterviewSummary,
    Invitation,
    ReplayOut,
    Scorecard,
)
from evenhand.domains.interviews.schemas.taking import ActIn, AnswerIn, Draft, ExtraTime, RoomState, Saved
from evenhand.domains.interviews.service import (
    contests,
    inviting,
    listing,
    pacing,
    ratings,
    releasing,
    scorecards,
    scoring,
    taking,
)
from evenhand.kit.cursor import DEFAULT_LIMIT, Cursor, Limit, Page
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/interviews", tag="interviews")


@routes.post("", permission=Permission.INTERVIEWS_INVITE, response_model=InterviewForStaff, status_code=201)
async def invite(
    body: Invitation, response: Response, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> InterviewForStaff:
    """Invite an applicant. Inviting again returns the interview there is, with new time where its time was over."""
    interview = await inviting.invite(
        session,
        actor=actor,
        application_id=body.application_id,
        minutes_each=body.minutes_each,
        vault=vault,
        now=now,
    )
    response.headers["Location"] = f"/api/v1/interviews/{interview.id}"
    return await listing.received_interview(session, actor=actor, interview_id=interview.id, vault=vault, now=now)


@routes.get("", permission=Permission.INTERVIEWS_READ, response_model=Page[InterviewSummary])
async def list_interviews(
    actor: CurrentActor, session: Transaction, vault: Keys, cursor: Cursor = "", limit: Limit = DEFAULT_LIMIT
) -> Page[InterviewSummary]:
    """The organisation's interviews for those who hire, the caller's own for a candidate; the newest first."""
    if actor.org_id:
        items, following = await listing.received_interviews(
            session, actor=actor, cursor=cursor, limit=limit, vault=vault
        )
    else:
        items, following = await listing.own_interviews(session, actor=actor, cursor=cursor, limit=limit)
    return Page(items=items, next=following)


@routes.get(
    "/{interview_id}",
    permission=Permission.INTERVIEWS_READ,
    response_model=RoomState | InterviewForStaff,
    responses={409: {}},
)
async def get_interview(
    interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> RoomState | InterviewForStaff:
    """The room of one's own interview, or one that the organisation holds, with the scorecard once it is scored."""
    if actor.org_id is None:
        return await taking.state_for(session, actor=actor, interview_id=interview_id, vault=vault)
    return await listing.received_interview(session, actor=actor, interview_id=interview_id, vault=vault, now=now)


@routes.post(
    "/{interview_id}/answers",
    permission=Permission.INTERVIEWS_TAKE,
    response_model=RoomState,
    responses={410: {}},
)
async def answer(
    interview_id: UUID, body: AnswerIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> RoomState:
    """Answer or decline the current question. It is stored before this replies; sent twice it counts once."""
    if body.declined:
        return await taking.decline(
            session,
            actor=actor,
            interview_id=interview_id,
            question_id=body.question_id,
            review=body.review,
            vault=vault,
            now=now,
        )
    return await taking.answer(
        session,
        actor=actor,
        interview_id=interview_id,
        question_id=body.question_id,
        text=body.text,
        review=body.review,
        vault=vault,
        now=now,
    )


@routes.post(
    "/{interview_id}/acts", permission=Permission.INTERVIEWS_TAKE, response_model=RoomState, responses={410: {}}
)
async def act(
    interview_id: UUID, body: ActIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> RoomState:
    """Pause and go on, stop the clock for five minutes, choose extra time, change an answer in the review, finish."""
    return await pacing.act(
        session,
        actor=actor,
        interview_id=interview_id,
        act=body.act,
        question_id=body.question_id,
        extra=body.extra,
        vault=vault,
        now=now,
    )


@routes.put("/{interview_id}/draft", permission=Permission.INTERVIEWS_TAKE, response_model=Saved, responses={410: {}})
async def save_draft(
    interview_id: UUID, body: Draft, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Saved:
    """Keep words that are not sent yet. They are never scored."""
    return await taking.save_draft(
        session,
        actor=actor,
        interview_id=interview_id,
        question_id=body.question_id,
        text=body.text,
        vault=vault,
        now=now,
    )


@routes.get(
    "/{interview_id}/scorecard",
    permission=Permission.INTERVIEWS_READ,
    response_model=Scorecard,
    responses={409: {}},
)
async def get_scorecard(
    interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Scorecard:
    """Every figure with its evidence: for the company once it is scored, for the candidate once it was released."""
    if actor.org_id is None:
        return await scorecards.own_scorecard(session, actor=actor, interview_id=interview_id, vault=vault)
    return await scorecards.scorecard(session, actor=actor, interview_id=interview_id, vault=vault, now=now)


@routes.post("/{interview_id}/ratings", permission=Permission.INTERVIEWS_REVIEW, response_model=Scorecard)
async def rate(
    interview_id: UUID, body: RatingIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Scorecard:
    """Rate the interview as a person; answers with the scorecard, whose figures may be shown from then on."""
    await ratings.rate(session, actor=actor, interview_id=interview_id, given=body, vault=vault, now=now)
    return await scorecards.scorecard(session, actor=actor, interview_id=interview_id, vault=vault, now=now)


@routes.post("/{interview_id}/ask", permission=Permission.INTERVIEWS_TAKE, status_code=204, response_model=None)
async def ask_for_scorecard(interview_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Ask to be shown the scorecard. It waits on the first page of those who may show it, and they get a mail."""
    await releasing.ask(session, actor=actor, interview_id=interview_id, now=now)


@routes.post("/{interview_id}/contest", permission=Permission.INTERVIEWS_TAKE, response_model=Scorecard)
async def contest(
    interview_id: UUID, body: ContestIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Scorecard:
    """Say what is wrong with a score that was shown, once for each. A named person has to answer by `due_at`."""
    await contests.contest(session, actor=actor, interview_id=interview_id, given=body, vault=vault, now=now)
    return await scorecards.own_scorecard(session, actor=actor, interview_id=interview_id, vault=vault)


@routes.post(
    "/{interview_id}/contest/answer", permission=Permission.INTERVIEWS_RELEASE, response_model=InterviewForStaff
)
async def answer_contest(
    interview_id: UUID, body: ContestAnswerIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> InterviewForStaff:
    """Answer: keep the score, have the engine grade again, or rate it oneself. The candidate reads it with the name."""
    await contests.answer(session, actor=actor, interview_id=interview_id, given=body, vault=vault, now=now)
    return await listing.received_interview(session, actor=actor, interview_id=interview_id, vault=vault, now=now)


@routes.post("/{interview_id}/grade", permission=Permission.INTERVIEWS_REVIEW, response_model=InterviewForStaff)
async def grade(
    interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> InterviewForStaff:
    """Have the grading tried again that was given up or takes too long. Asking twice grades nothing twice."""
    await scoring.ask_again(session, actor=actor, interview_id=interview_id, now=now)
    return await listing.received_interview(session, actor=actor, interview_id=interview_id, vault=vault, now=now)


@routes.post("/{interview_id}/extra-time", permission=Permission.INTERVIEWS_INVITE, status_code=204)
async def give_extra_time(interview_id: UUID, body: ExtraTime, actor: CurrentActor, session: Transaction) -> None:
    """Give the candidate more time for each question. It stands on no scorecard and in no list."""
    await inviting.give_extra_time(session, actor=actor, interview_id=interview_id, extra=body.extra)


@routes.post("/{interview_id}/release", permission=Permission.INTERVIEWS_RELEASE, response_model=InterviewForStaff)
async def release(
    interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> InterviewForStaff:
    """Show the candidate the scorecard."""
    await inviting.release(session, actor=actor, interview_id=interview_id, now=now)
    return await listing.received_interview(session, actor=actor, interview_id=interview_id, vault=vault, now=now)


@routes.post("/{interview_id}/replay", permission=Permission.INTERVIEWS_REVIEW, response_model=ReplayOut)
async def replay(
    interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, rates: Limits
) -> ReplayOut:
    """Grade again from what is stored and compare the seals. Nothing is kept."""
    await rates.hit(scorecards.REPLAY_RATE, str(actor.person))
    return await scorecards.replay(session, actor=actor, interview_id=interview_id, vault=vault)
