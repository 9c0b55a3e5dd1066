"""Comparing two to four applicants for one job: what of the wishes each meets, how each answered the same questions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import service as applications
from evenhand.domains.applications.rules import LABELS
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.schemas.boards import Filters
from evenhand.domains.interviews.schemas.comparing import AskedOut, ComparedOut, ComparisonOut
from evenhand.domains.interviews.schemas.scorecard import Scorecard
from evenhand.domains.interviews.service import scorecards
from evenhand.domains.interviews.service.boards import board
from evenhand.domains.interviews.service.cards import Card
from evenhand.domains.interviews.service.ratings import must_rate_first, withheld
from evenhand.domains.jobs.models import Job
from evenhand.domains.matching.schemas import MatchOut
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Invalid
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

FEWEST, MOST = 2, 4


class ChooseSeveral(Invalid):
    """One person cannot be compared, and a fifth finds no room beside the others."""

    code, message = "choose_several", say("Choose two to four people to compare.")


async def compare(
    session: Session, *, actor: Actor, job: Job, ids: Sequence[UUID], vault: Vault, now: datetime
) -> ComparisonOut:
    """Those of the job's applicants side by side; whoever did not apply for it is left out.

    Who asks for nobody gets nobody. That the actor was shown their scorecards is kept. Raises ChooseSeveral.
    """
    if not ids:
        return ComparisonOut(people=[], questions=[])
    wanted = list(dict.fromkeys(ids))
    known = {
        card.applicant.id: card
        for card in (await board(session, actor=actor, job=job, filters=Filters(stage=list(LABELS)), vault=vault)).cards
    }
    cards = [known[one] for one in wanted if one in known and not known[one].applicant.erased]
    if not FEWEST <= len(cards) <= MOST:
        raise ChooseSeveral(href=f"/staff/jobs/{job.id}/pipeline", label=say("Back to the board"))
    shown = await _scorecards(session, cards, actor=actor, vault=vault, now=now)
    for card in cards:
        await applications.note_look(session, actor=actor, application_id=card.applicant.id, what="comparison", now=now)
    return ComparisonOut(
        people=[_person(card, shown.get(card.applicant.id)) for card in cards],
        questions=_questions(cards, shown),
    )


async def _scorecards(
    session: Session, cards: Sequence[Card], *, actor: Actor, vault: Vault, now: datetime
) -> dict[UUID, Scorecard]:
    ids = [card.applicant.id for card in cards]
    found = await queries.interviews_for(session, org_id=actor.organisation, application_ids=ids)
    scored = [row for row in found.values() if row.status == "scored"]
    blind = await must_rate_first(session, scored, actor=actor) | await withheld(session, scored)
    return {
        row.application_id: await scorecards.shown(session, row, actor=actor, vault=vault, now=now)
        for row in scored
        if row.id not in blind
    }


def _person(card: Card, shown: Scorecard | None) -> ComparedOut:
    one = card.applicant
    plain = {name: getattr(one, name) for name in ComparedOut.model_fields if hasattr(one, name)}
    return ComparedOut(
        **{
            **plain,
            "match": MatchOut.of(one.match),
            "skill_ids": sorted(one.skill_ids),
            "interview": card.interview,
            "dimensions": shown.dimensions if shown else [],
            "ratings": shown.ratings if shown else [],
        }
    )


def _questions(cards: Sequence[Card], shown: dict[UUID, Scorecard]) -> list[AskedOut]:
    """The same words are the same question, whatever number it had."""
    found: dict[str, AskedOut] = {}
    for card in cards:
        for answer in shown[card.applicant.id].answers if card.applicant.id in shown else ():
            one = found.setdefault(
                answer.question,
                AskedOut(
                    question=answer.question,
                    topic=answer.topic,
                    answers={other.applicant.id: None for other in cards},
                ),
            )
            one.answers[card.applicant.id] = answer
    return list(found.values())
