"""Reading a scorecard with the words each figure rests on, and grading an interview once more to compare."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from evenhand.domains.applications import service as applications
from evenhand.domains.applications.service.access import SOMEONE
from evenhand.domains.evaluation import rules as evaluation_rules
from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.evaluation.models import Score
from evenhand.domains.evaluation.rules import Graded, Overall, words
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.rules import taking
from evenhand.domains.interviews.schemas.scorecard import (
    AnswerReplay,
    DifferenceOut,
    DimensionOut,
    FindingOut,
    GradedAnswer,
    Made,
    ProposalOut,
    ReplayOut,
    Scorecard,
    TopicOut,
)
from evenhand.domains.interviews.service.contests import contests_of
from evenhand.domains.interviews.service.decided import decided
from evenhand.domains.interviews.service.grades import graded_answer, overall_dimensions
from evenhand.domains.interviews.service.inviting import NotScoredYet
from evenhand.domains.interviews.service.ratings import (
    FiguresWithheld,
    RateFirst,
    must_rate_first,
    ratings_of,
    withheld,
)
from evenhand.domains.interviews.service.scoring import Said, said
from evenhand.domains.interviews.service.seals import seal_over
from evenhand.domains.interviews.service.taking import InterviewNotFound
from evenhand.engines.grading import DEFAULT_RUBRIC, Difference, Grade
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import NotFound
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import say

REPLAY_RATE = Rate("replay", times=30, seconds=600)


class ScorecardNotReleased(NotFound):
    """The company has not shown it to the candidate."""

    code = "scorecard_not_released"
    message = say("The company has not shown you this scorecard. You get a mail when it does.")


@dataclass(frozen=True)
class _Scored:
    """An answer with its score and its grade, opened."""

    said: Said
    score: Score
    grade: Grade

    @property
    def graded(self) -> Graded:
        return self.said.graded(self.grade)


async def received(session: Session, *, actor: Actor, interview_id: UUID) -> Interview:
    """One interview of the caller's organisation. Raises InterviewNotFound."""
    interview = await queries.interview(session, org_id=actor.organisation, interview_id=interview_id)
    if interview is None:
        raise InterviewNotFound
    return interview


async def scorecard(session: Session, *, actor: Actor, interview_id: UUID, vault: Vault, now: datetime) -> Scorecard:
    """The scorecard as the company sees it. Raises InterviewNotFound, NotScoredYet and RateFirst."""
    interview = await received(session, actor=actor, interview_id=interview_id)
    return await shown(session, interview, actor=actor, vault=vault, now=now)


async def shown(session: Session, interview: Interview, *, actor: Actor, vault: Vault, now: datetime) -> Scorecard:
    """The scorecard of an interview of the actor's organisation; that they were shown it is written down.

    Raises NotScoredYet, FiguresWithheld, and RateFirst where the job asks for their own rating before.
    """
    if await withheld(session, [interview]):
        raise FiguresWithheld
    if interview.id in await must_rate_first(session, [interview], actor=actor):
        raise RateFirst(href=f"/staff/applications/{interview.application_id}/interview", label=say("Rate it"))
    card = await of(session, interview, reader=actor.person, vault=vault, with_gold=True)
    if await applications.names_hidden(session, actor=actor):
        row = await applications.received_application(
            session, org_id=actor.organisation, application_id=interview.application_id
        )
        card = _veiled(card, await applications.veil_for(session, row, actor=actor, vault=vault))
    await applications.note_look(
        session,
        actor=actor,
        application_id=interview.application_id,
        what="scorecard",
        mark=card.made.seal,
        now=now,
    )
    return card


def _veiled(card: Scorecard, veil: applications.Veil) -> Scorecard:
    """With dots over the applicant's name wherever they wrote it; every span keeps its place."""
    answers = [
        one.model_copy(
            update={
                "answer": veil(one.answer),
                "points": [point.model_copy(update={"text": veil(point.text)}) for point in one.points],
            }
        )
        for one in card.answers
    ]
    found = {
        name: [one.model_copy(update={"text": veil(one.text)}) for one in getattr(card, name)]
        for name in ("strengths", "gaps")
    }
    contests = [one.model_copy(update={"words": veil(one.words)}) for one in card.contests]
    return card.model_copy(update={"answers": answers, "contests": contests, **found})


async def own_scorecard(session: Session, *, actor: Actor, interview_id: UUID, vault: Vault) -> Scorecard:
    """The same for the candidate once it was released, without gold answers.

    Raises InterviewNotFound and ScorecardNotReleased.
    """
    interview = await queries.own_interview(session, person_id=actor.person, interview_id=interview_id)
    if interview is None:
        raise InterviewNotFound
    if interview.released_at is None:
        raise ScorecardNotReleased
    return await of(session, interview, reader=actor.person, vault=vault, with_gold=False)


async def of(session: Session, interview: Interview, *, reader: UUID, vault: Vault, with_gold: bool) -> Scorecard:
    """The scorecard of an interview that is scored. Raises NotScoredYet, and InterviewNotFound once it was erased."""
    if interview.status != "scored":
        raise NotScoredYet
    scored = await _scored(session, interview, vault=vault)
    together = evaluation_rules.overall([one.grade for one in scored])
    stands = await _stands(session, interview, together, vault=vault)
    graded = [one.graded for one in scored]
    return Scorecard(
        interview_id=interview.id,
        application_id=interview.application_id,
        job_id=interview.job_id,
        completed_at=interview.completed_at,
        scored_at=interview.scored_at,
        minutes=taking.minutes(interview.started_at, interview.completed_at),
        overall=None if stands.overall is None else float(stands.overall),
        dimensions=stands.dimensions,
        decided_by=stands.by,
        engine_overall=None if together.overall is None else float(together.overall),
        engine_dimensions=overall_dimensions(together),
        thresholds=[DEFAULT_RUBRIC.next_round, DEFAULT_RUBRIC.select],
        remarks=[one for one in (words.left_out(together), words.of_answers(together)) if one],
        proposal=_proposal(interview, together, scored, decided_by=stands.by),
        answers=[_shown(one, with_gold=with_gold) for one in scored],
        strengths=[FindingOut.model_validate(asdict(one)) for one in evaluation_rules.strengths(graded)],
        gaps=[FindingOut.model_validate(asdict(one)) for one in evaluation_rules.gaps(graded)],
        topics=[TopicOut.model_validate(asdict(one)) for one in evaluation_rules.topics(graded)],
        made=_made(scored),
        ratings=await ratings_of(session, interview, engine=together.dimensions, reader=reader, vault=vault),
        released_at=interview.released_at,
        contests=await contests_of(session, interview, vault=vault),
    )


async def _scored(session: Session, interview: Interview, *, vault: Vault) -> list[_Scored]:
    scores = await evaluation.scores(session, org_id=interview.org_id, group_id=interview.id)
    try:
        return [
            _Scored(one, score, await evaluation.open_grade(score, vault=vault))
            for one in await said(session, interview, vault=vault)
            if (score := scores.get(one.answer.id))
        ]
    except KeyDestroyed as error:
        raise InterviewNotFound from error


async def graded(session: Session, interview: Interview) -> tuple[int, int]:
    """How many answers have their score, and how many there are."""
    scores = await evaluation.scores(session, org_id=interview.org_id, group_id=interview.id)
    return len(scores), len(await queries.asked(session, org_id=interview.org_id, interview_id=interview.id))


@dataclass(frozen=True)
class _Stands:
    """The figures that stand, and the name of the person who gave them; no name: the engine's."""

    overall: Decimal | None
    dimensions: list[DimensionOut]
    by: str = ""


async def _stands(session: Session, interview: Interview, together: Overall, *, vault: Vault) -> _Stands:
    engine = overall_dimensions(together)
    found = (await decided(session, org_id=interview.org_id, interview_ids=[interview.id])).get(interview.id)
    if found is None:
        return _Stands(together.overall, engine)
    names = await identity.contacts(session, ids=[found.by], vault=vault) if found.by else {}
    by = names[found.by].name if found.by in names else SOMEONE
    return _Stands(interview.overall, found.dimensions(engine), by)


def _proposal(interview: Interview, together: Overall, scored: Sequence[_Scored], *, decided_by: str) -> ProposalOut:
    if decided_by:
        name = interview.proposal
        why = say("%(name)s gave these figures when answering a contest. They stand.", name=decided_by)
        return ProposalOut(name=name, label=words.PROPOSAL_WORDS[name], why=why)
    silent = [one.said.question.position for one in scored if one.grade.overall is None]
    name = together.proposal
    return ProposalOut(name=name, label=words.PROPOSAL_WORDS[name], why=words.why(together, silent=silent))


def _shown(one: _Scored, *, with_gold: bool) -> GradedAnswer:
    question = one.said.question
    return graded_answer(
        one.graded,
        answer_id=one.said.answer.id,
        question=question.text,
        kind=question.kind,
        difficulty=question.difficulty,
        answer=one.said.text,
        declined=one.said.answer.declined,
        gold=question.gold if with_gold else None,
    )


def _made(scored: Sequence[_Scored]) -> Made:
    """What made the scores. All answers of an interview are graded by one engine unless it was replaced in between."""
    manifests = [one.grade.manifest for one in scored]
    return Made(
        engine=_each(one.engine for one in manifests),
        version=_each(one.version for one in manifests),
        rubric=_each(one.rubric["version"] for one in manifests),
        model=_each(one.model["name"] for one in manifests),
        seal=seal_over(one.score.seal for one in scored),
    )


def _each(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


async def replay(session: Session, *, actor: Actor, interview_id: UUID, vault: Vault) -> ReplayOut:
    """Grade every answer again from what is stored and compare the seals. Keeps nothing."""
    interview = await received(session, actor=actor, interview_id=interview_id)
    if interview.status != "scored":
        raise NotScoredYet
    if await withheld(session, [interview]):
        raise FiguresWithheld
    if interview.id in await must_rate_first(session, [interview], actor=actor):
        raise RateFirst
    answers = []
    for one in await _scored(session, interview, vault=vault):
        again = await evaluation.replay(one.score, one.said.inputs, vault=vault)
        answers.append(
            AnswerReplay(
                number=one.said.question.position,
                same=again.same,
                seal=again.seal,
                again=again.again,
                differences=[
                    DifferenceOut(where=part.where, before=_plain(part.stored), after=_plain(part.fresh))
                    for part in sorted(again.differences, key=_cause_first)
                ],
            )
        )
    return ReplayOut(same=all(one.same for one in answers), answers=answers)


def _plain(value: Any) -> str:
    return "–" if value is None else str(value)


def _cause_first(part: Difference) -> bool:
    """What went in comes before what came out of it."""
    return not part.where.startswith("/manifest")
