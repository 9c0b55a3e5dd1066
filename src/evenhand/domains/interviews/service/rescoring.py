"""Makes the scores of an interview once more from what is stored, and keeps nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.evaluation.rules import Inputs, Replay
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.queries import rescoring
from evenhand.domains.interviews.service import scoring
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session


@dataclass(frozen=True)
class Rescored:
    """One score made once more: the sealed grade, the texts it rests on, and what came out."""

    score_id: UUID
    number: int
    stored: Mapping[str, Any]
    texts: Inputs
    replay: Replay


@dataclass(frozen=True)
class Found:
    """An interview with scores; `score_id` is the one that was asked for, None for all of them."""

    org_id: UUID
    interview_id: UUID
    score_id: UUID | None = None


async def organisations(session: Session) -> Sequence[UUID]:
    """The organisations that have scores."""
    return await rescoring.scoring_organisations(session)


async def interviews(session: Session, *, org_id: UUID) -> list[Found]:
    """All interviews of an organisation that have scores."""
    return [Found(org_id, one) for one in await rescoring.graded_interviews(session, org_id=org_id)]


async def find(session: Session, *, some_id: UUID) -> Found | None:
    """The interview that has this id, or whose score has it, at whichever organisation."""
    for org_id in await organisations(session):
        if await queries.interview(session, org_id=org_id, interview_id=some_id):
            return Found(org_id, some_id)
        interview_id = await rescoring.interview_of_score(session, org_id=org_id, score_id=some_id)
        if interview_id:
            return Found(org_id, interview_id, some_id)
    return None


async def rescore(session: Session, found: Found, *, vault: Vault) -> list[Rescored] | None:
    """Every score asked for, in the order of the questions; None once the person was erased."""
    interview = await queries.interview(session, org_id=found.org_id, interview_id=found.interview_id)
    if interview is None:
        return []
    scores = await evaluation.scores(session, org_id=found.org_id, group_id=found.interview_id)
    made = []
    try:
        for one in await scoring.said(session, interview, vault=vault):
            score = scores.get(one.answer.id)
            if score is None or found.score_id not in {None, score.id}:
                continue
            stored = (await evaluation.open_grade(score, vault=vault)).to_dict()
            replay = await evaluation.replay(score, one.inputs, vault=vault)
            made.append(Rescored(score.id, one.question.position, stored, one.inputs, replay))
    except KeyDestroyed:
        return None
    return made
