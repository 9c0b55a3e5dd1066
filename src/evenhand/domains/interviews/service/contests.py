"""Contesting a score, and answering: by a named person, with the figures before and after."""

import asyncio
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from evenhand.domains.applications.service.access import SOMEONE
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.evaluation import rules as evaluation_rules
from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.identity import queries as identity_queries
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.events import ContestAnswered, ScoreContested
from evenhand.domains.interviews.models import Contest, Interview
from evenhand.domains.interviews.queries import contests as contest_queries
from evenhand.domains.interviews.queries import ratings as rating_queries
from evenhand.domains.interviews.rules import contests as rules
from evenhand.domains.interviews.schemas.contests import ContestAnswerIn, ContestIn, ContestOut
from evenhand.domains.interviews.schemas.ratings import RatingIn
from evenhand.domains.interviews.service import ratings, scoring
from evenhand.domains.interviews.service.inviting import about
from evenhand.domains.interviews.service.rooms import InterviewNotFound
from evenhand.domains.interviews.service.seals import seal_of
from evenhand.engines.grading import DIMENSIONS
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict, Invalid
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import ROLE_PERMISSIONS, Actor, Permission, Role
from evenhand.kit.words import say


class NothingToContest(Conflict):
    """No score was shown yet."""

    code, message = "nothing_to_contest", say("There is no score to contest yet. You get a mail once there is.")


class AlreadyContested(Conflict):
    """Once for each score."""

    code = "already_contested"
    message = say("You contested this score already. It waits for an answer, or was answered.")


class NothingContested(Conflict):
    """Nothing waits for an answer."""

    code, message = "nothing_contested", say("No contest of this score waits for an answer.")


class FiguresNotUsed(Invalid):
    """Figures of one's own came with an outcome that would drop them."""

    code = "figures_not_used"
    message = say("These figures would not be used. Choose “A person's rating stands instead”, or leave them empty.")


class SomebodyElse(Conflict):
    """The only one who rated it is not the one to judge that."""

    code = "somebody_else"
    message = say("You alone rated this interview, so a colleague has to answer.")


async def contest(
    session: Session, *, actor: Actor, interview_id: UUID, given: ContestIn, vault: Vault, now: datetime
) -> Contest:
    """Contest the score of one's own interview, once it was shown. The same words sent twice are one contest.

    Raises InterviewNotFound, NothingToContest and AlreadyContested.
    """
    interview = await queries.own_interview(session, person_id=actor.person, interview_id=interview_id, lock=True)
    if interview is None:
        raise InterviewNotFound
    if interview.released_at is None or interview.status != "scored":
        raise NothingToContest
    key = await _key(interview, vault=vault)
    seal = await seal_of(session, interview)
    for known in await contest_queries.contests(session, org_id=interview.org_id, interview_id=interview.id):
        if not known.outcome or known.seal == seal:
            if not known.outcome and _words(known, key) == given.words:
                return known
            raise AlreadyContested
    contest_id = new_id()
    row = Contest(
        id=contest_id,
        org_id=interview.org_id,
        interview_id=interview.id,
        person_id=interview.person_id,
        seal=seal,
        words_sealed=key.seal_text(given.words, place(Contest.words_sealed, contest_id)),
        at=now,
        due_at=now + rules.ANSWERED_WITHIN,
        outcome="",
        before=interview.overall,
    )
    session.add(row)
    await session.flush()
    await publish(session, ScoreContested(**about(interview), contest_id=row.id))
    audit.record(
        session,
        Act.SCORE_CONTESTED,
        actor=actor,
        about=(Object.INTERVIEW, interview.id),
        org_id=interview.org_id,
        after={"overall": _figure(interview.overall)},
        now=now,
    )
    return row


async def answer(
    session: Session, *, actor: Actor, interview_id: UUID, given: ContestAnswerIn, vault: Vault, now: datetime
) -> Contest:
    """Answer the contest that waits: keep the score, have the engine grade again, or rate it oneself.

    Raises InterviewNotFound, NothingContested, SomebodyElse, FiguresNotUsed, NothingRated, and NotAgreed where nothing
    may be graded.
    """
    interview = await queries.interview(session, org_id=actor.organisation, interview_id=interview_id, lock=True)
    if interview is None:
        raise InterviewNotFound
    found = await contest_queries.contests(session, org_id=interview.org_id, interview_id=interview.id)
    row = next((one for one in found if not one.outcome), None)
    if row is None:
        raise NothingContested
    await _check_answerer(session, interview, actor=actor)
    if given.outcome != "rated" and given.figured:
        raise FiguresNotUsed
    key = await _key(interview, vault=vault)
    before = interview.overall
    if given.outcome == "regraded":
        await _regrade(session, interview, vault=vault)
    elif given.outcome == "rated":
        await _rate(session, interview, given, actor=actor, vault=vault, now=now)
    row.outcome, row.answered_by, row.answered_at = given.outcome, actor.person, now
    row.answer_sealed = key.seal_text(given.words, place(Contest.answer_sealed, row.id))
    row.before, row.after = before, interview.overall
    await session.flush()
    await publish(session, ContestAnswered(**about(interview), contest_id=row.id))
    audit.record(
        session,
        Act.CONTEST_ANSWERED,
        actor=actor,
        about=(Object.INTERVIEW, interview.id),
        reason=given.outcome,
        before={"overall": _figure(before)},
        after={"overall": _figure(interview.overall)},
        now=now,
    )
    return row


async def _check_answerer(session: Session, interview: Interview, *, actor: Actor) -> None:
    if interview.person_id == actor.person:
        raise SomebodyElse
    rated = (await rating_queries.ratings(session, org_id=interview.org_id, interview_ids=[interview.id])).get(
        interview.id, []
    )
    members = await identity_queries.members(session, org_id=interview.org_id)
    others = {
        one
        for one, role in members.items()
        if one not in {actor.person, interview.person_id}
        and Permission.INTERVIEWS_RELEASE in ROLE_PERMISSIONS[Role(role)]
    }
    raters = {one.rater_id for one in rated if one.rater_id}
    if not rules.may_answer(actor.person, raters=raters, others=others):
        raise SomebodyElse


async def _regrade(session: Session, interview: Interview, *, vault: Vault) -> None:
    """Grade every answer again from what is stored; a grade whose seal is another takes the place of the one before."""
    if not await scoring.may_be_scored(session, interview.person_id):
        raise scoring.NotAgreed
    scores = await evaluation.scores(session, org_id=interview.org_id, group_id=interview.id)
    grades = []
    for one in await scoring.said(session, interview, vault=vault):
        made = await asyncio.to_thread(evaluation.grade_answer, one.inputs)
        grades.append(made)
        score = scores.get(one.answer.id)
        if score and score.seal != made.seal:
            await evaluation.replace(session, score, made, vault=vault)
    together = evaluation_rules.overall(grades)
    interview.overall, interview.proposal = together.overall, together.proposal


async def _rate(
    session: Session, interview: Interview, given: ContestAnswerIn, *, actor: Actor, vault: Vault, now: datetime
) -> None:
    """The answerer's own figures stand instead of the engine's, which are kept beside them."""
    figures = {name: getattr(given, name) for name in DIMENSIONS}
    rating = await ratings.rate(
        session,
        actor=actor,
        interview_id=interview.id,
        given=RatingIn(**figures, comment=given.words),
        vault=vault,
        now=now,
    )
    interview.overall = rating.overall
    interview.proposal = evaluation_rules.propose(rating.overall, answers=1, with_evidence=1)


def _figure(value: Decimal | None) -> str:
    return "none" if value is None else f"{value:.1f}"


async def _key(interview: Interview, *, vault: Vault) -> DataKey:
    try:
        return await vault.key(interview.person_id, interview.org_id)
    except KeyDestroyed as error:
        raise InterviewNotFound from error


def _words(row: Contest, key: DataKey) -> str:
    return key.open_text(row.words_sealed, place(Contest.words_sealed, row.id))


async def contests_of(session: Session, interview: Interview, *, vault: Vault) -> list[ContestOut]:
    """Every contest of an interview's scores, for both sides, the first one first."""
    rows = await contest_queries.contests(session, org_id=interview.org_id, interview_id=interview.id)
    if not rows:
        return []
    key = await _key(interview, vault=vault)
    people = [row.answered_by for row in rows if row.answered_by]
    names = await identity.contacts(session, ids=people, vault=vault)
    return [
        ContestOut(
            id=row.id,
            words=_words(row, key),
            seal=row.seal,
            at=row.at,
            due_at=row.due_at,
            outcome=row.outcome or None,
            outcome_label=rules.OUTCOME_WORDS.get(row.outcome),
            answer=key.open_text(row.answer_sealed, place(Contest.answer_sealed, row.id)) if row.answer_sealed else "",
            answered_by=(names[row.answered_by].name if row.answered_by in names else SOMEONE) if row.outcome else "",
            answered_at=row.answered_at,
            before=None if row.before is None else float(row.before),
            after=None if row.after is None or not row.outcome else float(row.after),
        )
        for row in rows
    ]
