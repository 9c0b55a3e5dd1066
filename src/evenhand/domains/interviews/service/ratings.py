"""Rating an interview as a person: kept beside the engine's grades, with who, when, and whether before seeing them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from evenhand.domains.applications import service as applications
from evenhand.domains.applications.service.access import SOMEONE
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.consents import service as consents
from evenhand.domains.evaluation.rules import mean
from evenhand.domains.evaluation.rules.figures import DIMENSION_WORDS, weighted
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview, Rating
from evenhand.domains.interviews.queries import ratings as rating_queries
from evenhand.domains.interviews.rules.ratings import far_apart
from evenhand.domains.interviews.rules.topics import topic
from evenhand.domains.interviews.schemas.ratings import AnswerRatingOut, RatedOut, RatingIn, RatingOut, WordsOut
from evenhand.domains.interviews.service.inviting import NotScoredYet
from evenhand.domains.interviews.service.scoring import said
from evenhand.domains.interviews.service.seals import seal_of
from evenhand.domains.interviews.service.taking import InterviewNotFound
from evenhand.domains.jobs import queries as job_queries
from evenhand.engines.grading import DIMENSIONS
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict, Invalid
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say


class NothingRated(Invalid):
    """A rating without a single figure."""

    code, message = "nothing_rated", say("Rate at least one of the four dimensions.")


class RateFirst(Conflict):
    """The job asks people to rate before they are shown the engine's figures."""

    code = "rate_first"
    message = say("For this job people rate first. The engine's figures are shown once you have given yours.")


async def rate(
    session: Session, *, actor: Actor, interview_id: UUID, given: RatingIn, vault: Vault, now: datetime
) -> Rating:
    """Rate an interview that is graded. The same rating sent twice is one; another one replaces it and keeps it.

    Raises InterviewNotFound, NotScoredYet and NothingRated.
    """
    interview = await queries.interview(session, org_id=actor.organisation, interview_id=interview_id, lock=True)
    if interview is None:
        raise InterviewNotFound
    if interview.status != "scored":
        raise NotScoredYet
    asked = {one.position for one in await queries.asked(session, org_id=interview.org_id, interview_id=interview.id)}
    detail = {
        "comment": given.comment,
        "answers": [one.model_dump(mode="json") for one in given.answers if one.number in asked and _says(one)],
    }
    figures = _over_all(given)
    if all(value is None for value in figures.values()):
        raise NothingRated(errors=[{"field": "relevance", "message": NothingRated.message}])
    key = await _key(interview, vault=vault)
    known = (await rating_queries.ratings(session, org_id=interview.org_id, interview_ids=[interview.id])).get(
        interview.id, []
    )
    mine = [one for one in known if one.rater_id == actor.person]
    if mine and _figures(mine[-1]) == figures and open_detail(mine[-1], key) == detail:
        return mine[-1]
    rating_id = new_id()
    rating = Rating(
        id=rating_id,
        org_id=interview.org_id,
        interview_id=interview.id,
        person_id=interview.person_id,
        rater_id=actor.person,
        **figures,
        overall=weighted(figures),
        detail_sealed=key.seal_json(detail, place(Rating.detail_sealed, rating_id)),
        before=not await applications.has_seen_scores(session, actor=actor, application_id=interview.application_id),
        seal=await seal_of(session, interview),
        at=now,
    )
    session.add(rating)
    await session.flush()
    seen = "rated-first" if rating.before else "scores-seen"
    audit.record(
        session, Act.INTERVIEW_RATED, actor=actor, about=(Object.INTERVIEW, interview.id), reason=seen, now=now
    )
    return rating


def _says(one: Any) -> bool:
    return bool(one.comment) or one.figured


def _over_all(given: RatingIn) -> dict[str, Decimal | None]:
    """What was said of the whole; where nothing was, the means over the answers."""
    found: dict[str, Decimal | None] = {}
    for name in DIMENSIONS:
        whole: Decimal | None = getattr(given, name)
        each = [value for one in given.answers if (value := getattr(one, name)) is not None]
        found[name] = mean([whole]) if whole is not None else mean(each)
    return found


def open_detail(row: Rating, key: DataKey) -> Any:
    """The words of a rating, as `rate` keeps them."""
    return key.open_json(row.detail_sealed, place(Rating.detail_sealed, row.id))


def _figures(row: Rating) -> dict[str, Decimal | None]:
    return {name: getattr(row, name) for name in DIMENSIONS}


async def _key(interview: Interview, *, vault: Vault) -> DataKey:
    try:
        return await vault.key(interview.person_id, interview.org_id)
    except KeyDestroyed as error:
        raise InterviewNotFound from error


async def must_rate_first(session: Session, interviews: Sequence[Interview], *, actor: Actor) -> set[UUID]:
    """The interviews whose figures this member is not shown yet."""
    blind = await job_queries.rated_first(
        session, org_id=actor.organisation, job_ids=[one.job_id for one in interviews]
    )
    everywhere = bool(interviews) and (await identity.house_rules(session, org_id=actor.organisation)).rate_first
    asked = [one.id for one in interviews if everywhere or one.job_id in blind]
    if not asked:
        return set()
    done = await rating_queries.rated_by(
        session, org_id=actor.organisation, person_id=actor.person, interview_ids=asked
    )
    return set(asked) - done


class FiguresWithheld(Conflict):
    """The candidate took back that software may grade their answers."""

    code = "figures_withheld"
    message = say("The applicant took back their agreement to figures made by software, so they are not shown.")


async def withheld(session: Session, interviews: Sequence[Interview]) -> set[UUID]:
    """The interviews whose figures nobody is shown, since the candidate took back their agreement."""
    agreed = await consents.allowing(
        session, person_ids={one.person_id for one in interviews}, purpose=consents.Purpose.INTERVIEW
    )
    return {one.id for one in interviews if one.person_id not in agreed}


async def ratings_of(
    session: Session, interview: Interview, *, engine: Mapping[str, Decimal | None], reader: UUID, vault: Vault
) -> list[RatingOut]:
    """How each person rates the interview now, the first to rate first. `engine`: its figures, to compare with."""
    rows = (await rating_queries.ratings(session, org_id=interview.org_id, interview_ids=[interview.id])).get(
        interview.id, []
    )
    if not rows:
        return []
    key = await _key(interview, vault=vault)
    names = await identity.contacts(session, ids=[row.rater_id for row in rows if row.rater_id], vault=vault)
    latest = {row.rater_id or row.id: row for row in rows}
    return [
        _out(
            row,
            open_detail(row, key),
            rater=names[row.rater_id].name if row.rater_id in names else SOMEONE,
            earlier=sum(1 for one in rows if one.rater_id and one.rater_id == row.rater_id) - 1 if row.rater_id else 0,
            engine=engine,
            reader=reader,
        )
        for row in latest.values()
    ]


def _out(
    row: Rating, detail: dict[str, Any], *, rater: str, earlier: int, engine: Mapping[str, Decimal | None], reader: UUID
) -> RatingOut:
    figures = _figures(row)
    return RatingOut(
        rater=rater,
        rater_id=row.rater_id,
        own=row.rater_id == reader,
        at=row.at,
        before=row.before,
        overall=None if row.overall is None else float(row.overall),
        dimensions=_rated(figures),
        comment=detail["comment"],
        answers=[
            AnswerRatingOut(
                number=one["number"],
                dimensions=_rated({name: one[name] for name in DIMENSIONS}),
                comment=one["comment"],
            )
            for one in detail["answers"]
        ],
        earlier=earlier,
        apart=far_apart(figures, engine, rater=rater),
    )


def _rated(figures: Mapping[str, Decimal | float | None]) -> list[RatedOut]:
    return [
        RatedOut(name=name, label=DIMENSION_WORDS[name], score=None if value is None else float(value))
        for name, value in figures.items()
    ]


async def words_of(session: Session, interview: Interview, *, vault: Vault) -> list[WordsOut]:
    """Questions and answers without any figure, for whoever rates first. Raises InterviewNotFound once erased."""
    try:
        spoken = await said(session, interview, vault=vault)
    except KeyDestroyed as error:
        raise InterviewNotFound from error
    return [
        WordsOut(
            number=one.question.position,
            question=one.question.text,
            topic=topic(one.question.kind, one.question.skill_id),
            answer=one.text,
            declined=one.answer.declined,
            gold=one.question.gold,
        )
        for one in spoken
    ]
