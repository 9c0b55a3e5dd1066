"""Grading an answer, keeping the grade sealed, opening it, and making it once more."""

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from evenhand.domains.evaluation import queries
from evenhand.domains.evaluation.models import Score
from evenhand.domains.evaluation.rules import Inputs, Replay
from evenhand.domains.evaluation.rules import score as figure
from evenhand.engines.grading import DIMENSIONS, Difference, Grade, grade
from evenhand.engines.grading import replay as replay_grade
from evenhand.kit.crypto import Vault
from evenhand.kit.db import IntegrityError, Session, place, violated
from evenhand.kit.ids import new_id

_GRADE: TypeAdapter[Grade] = TypeAdapter(Grade)


def grade_answer(inputs: Inputs) -> Grade:
    """Grade one answer with the built-in engine. It computes for some milliseconds: call it in a thread."""
    return grade(
        question=inputs.question,
        gold=[inputs.gold],
        answer=inputs.answer,
        key_points=inputs.key_points,
        red_flags=inputs.red_flags,
    )


async def keep(
    session: Session,
    *,
    org_id: UUID,
    person_id: UUID,
    subject_id: UUID,
    group_id: UUID,
    made: Grade,
    vault: Vault,
    now: datetime,
) -> Score:
    """Keep a grade sealed under the person's key at this organisation. The first one kept for an answer stays."""
    key = await vault.key(person_id, org_id)
    plain = made.to_dict()
    score_id = new_id()
    row = Score(
        id=score_id,
        org_id=org_id,
        person_id=person_id,
        subject_id=subject_id,
        group_id=group_id,
        label=made.label,
        overall=None if made.overall is None else Decimal(str(made.overall)),
        grade_sealed=key.seal_json(plain, place(Score.grade_sealed, score_id)),
        manifest=plain["manifest"],
        seal=made.seal,
        created_at=now,
        **{name: figure(made, name) for name in DIMENSIONS},
    )
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        known = await queries.score(session, org_id=org_id, subject_id=subject_id)
        if known and violated(error, "uq_score_subject_id"):
            return known
        raise
    return row


async def replace(session: Session, score: Score, made: Grade, *, vault: Vault) -> None:
    """Put another grade of the same answer in the place of the one that was kept; who asked for that says so."""
    key = await vault.key(score.person_id, score.org_id)
    plain = made.to_dict()
    score.label, score.seal, score.manifest = made.label, made.seal, plain["manifest"]
    score.overall = None if made.overall is None else Decimal(str(made.overall))
    score.grade_sealed = key.seal_json(plain, place(Score.grade_sealed, score.id))
    for name in DIMENSIONS:
        setattr(score, name, figure(made, name))
    await session.flush()


async def open_grade(score: Score, *, vault: Vault) -> Grade:
    """The grade with its spans and quotes. Raises KeyDestroyed once the person was erased."""
    return _GRADE.validate_python(await _opened(score, vault=vault))


async def _opened(score: Score, *, vault: Vault) -> Any:
    key = await vault.key(score.person_id, score.org_id)
    return key.open_json(score.grade_sealed, place(Score.grade_sealed, score.id))


async def scores(session: Session, *, org_id: UUID, group_id: UUID) -> dict[UUID, Score]:
    """The scores of one interview by the answer they are about."""
    return (await queries.scores(session, org_id=org_id, group_ids=[group_id])).get(group_id, {})


async def replay(score: Score, inputs: Inputs, *, vault: Vault) -> Replay:
    """Grade again from the stored inputs, keeping nothing, and say what is not the same."""
    stored = await _opened(score, vault=vault)
    found = await asyncio.to_thread(
        replay_grade,
        stored,
        question=inputs.question,
        gold=[inputs.gold],
        answer=inputs.answer,
        key_points=inputs.key_points,
        red_flags=inputs.red_flags,
    )
    if stored["seal"] != score.seal:  # the row names another seal than the grade it holds
        found = (*found, Difference("/seal", score.seal, stored["seal"]))
    return Replay(seal=score.seal, differences=found)
