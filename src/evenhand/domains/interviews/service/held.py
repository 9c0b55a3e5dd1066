"""A person's interviews and practice as they take them away: questions, answers, and the scores they were shown.

Gold answers are in none of it. Of scores that a company has not released it says only that they exist.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import (
    Answer,
    Interview,
    InterviewQuestion,
    Practice,
    PracticeAnswer,
    PracticeQuestion,
    Rating,
)
from evenhand.domains.interviews.queries import ratings as rating_queries
from evenhand.domains.interviews.queries.interviews import OwnRow
from evenhand.domains.interviews.service import practice as practising
from evenhand.domains.interviews.service import scorecards, writing
from evenhand.domains.interviews.service.ratings import open_detail
from evenhand.engines.grading import DIMENSIONS
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.db import Session
from evenhand.kit.held import Holding, Item
from evenhand.kit.permissions import Actor, Role
from evenhand.kit.words import say

MOST = 10_000
_SITTING = (
    "status",
    "started_at",
    "completed_at",
    "minutes_each",
    "extra_asked",
    "pause",
    "counted_at",
    "rest_until",
)
_INTERVIEW = ("invited_at", "expires_at", "extra_given", "released_at", "scored_at")


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Every interview and practice of a person."""
    interviews: list[Item] = []
    answers: list[Item] = []
    scores: list[Item] = []
    ratings: list[Item] = []
    rows = await queries.own_interviews(session, person_id=person_id, limit=MOST)
    spoken = await queries.said_in(session, interview_ids=[row.interview.id for row in rows])
    shown = [row.interview.id for row in rows if row.interview.released_at]  # none before the scorecard was
    rated = await rating_queries.ratings_in(session, interview_ids=shown)
    for row in rows:
        interviews.append(_interview(row))
        try:
            key = await vault.key(person_id, row.interview.org_id)
        except KeyDestroyed:
            continue
        answers += _answers(row, spoken.get(row.interview.id, []), key)
        scores += await _scores(session, row, vault=vault)
        ratings += _ratings(row, rated.get(row.interview.id, []), key)
    return [
        Holding("interviews", "interviews", interviews),
        Holding("interview_answers", "interviews", answers),
        Holding("interview_scores", "scores", scores),
        Holding("interview_ratings", "scores", ratings),
        *await _practised(session, person_id=person_id, vault=vault),
    ]


def _interview(row: OwnRow) -> Item:
    one = row.interview
    return Item(
        title=row.job_title,
        at=one.invited_at,
        href=f"/interviews/{one.id}",
        holder=row.company,
        source=say("The company, by inviting you"),
        values={
            "interview_id": one.id,
            "application_id": one.application_id,
            "job": row.job_title,
            "company": row.company,
            **{name: getattr(one, name) for name in (*_INTERVIEW, *_SITTING)},
        },
    )


def _answers(row: OwnRow, spoken: Iterable[tuple[InterviewQuestion, Answer]], key: DataKey) -> list[Item]:
    one = row.interview
    return [
        Item(
            title=row.job_title,
            note=question.text,
            holder=row.company,
            at=answer.answered_at,
            source=say("The question by the company, the answer by you"),
            values={
                "interview_id": one.id,
                "job": row.job_title,
                "company": row.company,
                **_said(question, answer, key),
            },
        )
        for question, answer in spoken
    ]


def _said(
    question: InterviewQuestion | PracticeQuestion, answer: Answer | PracticeAnswer, key: DataKey
) -> dict[str, Any]:
    return {
        "number": question.position,
        "question": question.text,
        "kind": question.kind,
        "skill": question.skill_id,
        "difficulty": question.difficulty,
        "spent_ms": question.spent_ms,
        "answer": writing.typed(answer, key),
        "declined": answer.declined,
        "saved_at": answer.saved_at,
        "answered_at": answer.answered_at,
        "other_draft": writing.typed_elsewhere(answer, key),
        "other_draft_at": answer.other_at,
    }


async def _scores(session: Session, row: OwnRow, *, vault: Vault) -> list[Item]:
    one = row.interview
    if one.status != "scored":
        return []
    about: Mapping[str, Any] = {"interview_id": one.id, "job": row.job_title, "company": row.company}
    if one.released_at is None:
        note = say("There are scores. The company has not shown them to you yet. You may ask for them.")
        return [
            Item(
                title=row.job_title,
                note=note,
                at=one.scored_at,
                holder=row.company,
                source=say("Our built-in engine, from your answers"),
                act=None if one.asked_at else (say("Ask to see them"), f"/interviews/{one.id}"),
                values={**about, "released": False, "note": note},
            )
        ]
    card = await scorecards.of(session, one, reader=one.person_id, vault=vault, with_gold=False)
    plain = card.model_dump(exclude={"ratings"})
    return [
        Item(
            title=row.job_title,
            note=say("The whole scorecard with its evidence, as the company sees it"),
            at=one.released_at,
            href=f"/interviews/{one.id}/scorecard",
            holder=row.company,
            source=say(
                "Our built-in engine %(version)s by rubric %(rubric)s, from your answers",
                version=card.made.version,
                rubric=card.made.rubric,
            ),
            act=(say("Contest it"), f"/interviews/{one.id}/scorecard#contest"),
            values={**about, "released": True, **plain},
        )
    ]


def _ratings(row: OwnRow, rated: Iterable[Rating], key: DataKey) -> list[Item]:
    """How people rated it, earlier ratings too."""
    one: Interview = row.interview
    return [
        Item(
            title=row.job_title,
            note=say("A rating by a person"),
            at=rating.at,
            href=f"/interviews/{one.id}/scorecard",
            holder=row.company,
            source=say("Somebody at the company, from your answers"),
            values={
                "interview_id": one.id,
                "job": row.job_title,
                "company": row.company,
                "at": rating.at,
                "before_seeing_the_engine": rating.before,
                "overall": rating.overall,
                **{name: getattr(rating, name) for name in DIMENSIONS},
                **open_detail(rating, key),
            },
        )
        for rating in rated
    ]


async def _practised(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    practices: list[Item] = []
    answers: list[Item] = []
    scores: list[Item] = []
    spoken = await queries.practised_in(session, person_id=person_id)
    for row in await queries.own_practices(session, person_id=person_id, limit=MOST):
        title = practising.summary(row).title
        about: Mapping[str, Any] = {"practice_id": row.id, "title": title}
        practices.append(_practice(row, title, about))
        answers += await _practice_answers(row, title, about, spoken.get(row.id, []), vault=vault)
        actor = Actor(person_id=person_id, role=Role.CANDIDATE)
        shown = await practising.shown(session, actor=actor, practice_id=row.id, vault=vault)
        if shown.card:
            scores.append(
                Item(
                    title=title,
                    at=row.scored_at,
                    href=f"/practice/{row.id}",
                    source=say("Our built-in engine, from your answers"),
                    values={**about, **shown.card.model_dump()},
                )
            )
    return [
        Holding("practices", "practice", practices),
        Holding("practice_answers", "practice", answers),
        Holding("practice_scores", "practice", scores),
    ]


def _practice(row: Practice, title: str, about: Mapping[str, Any]) -> Item:
    return Item(
        title=title,
        at=row.created_at,
        href=f"/practice/{row.id}",
        source=say("You, by practising"),
        values={**about, "created_at": row.created_at, **{name: getattr(row, name) for name in _SITTING}},
    )


async def _practice_answers(
    row: Practice,
    title: str,
    about: Mapping[str, Any],
    spoken: Iterable[tuple[PracticeQuestion, PracticeAnswer]],
    *,
    vault: Vault,
) -> list[Item]:
    key = await vault.key(row.person_id, row.person_id)
    return [
        Item(
            title=title,
            note=question.text,
            at=answer.answered_at,
            source=say("The question from our library, the answer by you"),
            values={**about, **_said(question, answer, key)},
        )
        for question, answer in spoken
    ]
