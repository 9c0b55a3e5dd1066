"""The seal of a whole scorecard: what decisions and ratings name as the grades they stand beside."""

import hashlib
from collections.abc import Iterable

from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.kit.db import Session


def seal_over(seals: Iterable[str]) -> str:
    """SHA-256 over the seals of the answers, in the order of their questions."""
    return hashlib.sha256("".join(seals).encode()).hexdigest()


async def seal_of(session: Session, interview: Interview) -> str:
    """The same for an interview as it is stored."""
    scores = await evaluation.scores(session, org_id=interview.org_id, group_id=interview.id)
    answers = await queries.answers(session, org_id=interview.org_id, interview_id=interview.id)
    questions = await queries.asked(session, org_id=interview.org_id, interview_id=interview.id)
    graded = [answers[one.id].id for one in questions if one.id in answers]
    return seal_over(scores[one].seal for one in graded if one in scores)
