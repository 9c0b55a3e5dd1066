"""How questions do in interviews: figures over many answers, and nothing about anyone alone."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

import pytest
from tests.interviewing import make_questions
from tests.openings import make_job
from tests.people import NOW, Cast, make_member

from evenhand.domains.applications.models import Application
from evenhand.domains.evaluation.models import Score
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Answer, Interview, InterviewQuestion, Question
from evenhand.domains.interviews.rules import statistics as rules
from evenhand.domains.interviews.schemas.questions import StatisticsOut
from evenhand.domains.interviews.service import questions as service
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Role
from evenhand.wiring import House

Points = Sequence[float | None]


async def held(
    session: Session, job: Job, asked: Sequence[Question], points: Points, person_id: UUID, *, edition: int = 1
) -> None:
    """An interview that was graded: a figure for each question, None where it was declined."""
    application = Application(
        id=new_id(),
        org_id=job.org_id,
        job_id=job.id,
        person_id=person_id,
        stage="interview",
        summary_sealed=b"sealed",
        received_sealed=b"sealed",
        object_key="",
        skill_ids=[],
        experience_months=0,
        applied_at=NOW,
        moved_at=NOW,
    )
    session.add(application)
    await session.flush()
    interview = Interview(
        id=new_id(),
        org_id=job.org_id,
        job_id=job.id,
        application_id=application.id,
        person_id=person_id,
        status="scored",
        invited_at=NOW,
        expires_at=NOW,
        started_at=NOW,
        proposal="",
    )
    session.add(interview)
    await session.flush()
    for place, (question, figure) in enumerate(zip(asked, points, strict=True), 1):
        row = InterviewQuestion(
            id=new_id(),
            org_id=job.org_id,
            interview_id=interview.id,
            position=place,
            question_id=question.id,
            edition=edition,
            kind=question.kind,
            skill_id=question.skill_id,
            difficulty=question.difficulty,
            text=question.text,
            gold=question.gold,
            key_points=question.key_points,
            red_flags=question.red_flags,
            spent_ms=place * 60_000,
        )
        session.add(row)
        await session.flush()
        answer = Answer(
            id=new_id(),
            org_id=job.org_id,
            interview_id=interview.id,
            question_id=row.id,
            person_id=person_id,
            text_sealed=b"sealed",
            declined=figure is None,
            saved_at=NOW,
            answered_at=NOW,
        )
        session.add(answer)
        session.add(_score(job, person_id, interview.id, answer.id, figure))
    await session.flush()


def _score(job: Job, person_id: UUID, interview_id: UUID, answer_id: UUID, figure: float | None) -> Score:
    value = None if figure is None else Decimal(str(figure))
    return Score(
        id=new_id(),
        org_id=job.org_id,
        person_id=person_id,
        subject_id=answer_id,
        group_id=interview_id,
        label="correct",
        relevance=value,
        completeness=value,
        accuracy=value,
        clarity=None,
        overall=value,
        grade_sealed=b"sealed",
        manifest={},
        seal="0" * 64,
        created_at=NOW,
    )


async def figures(session: Session, cast: Cast, question: Question) -> StatisticsOut:
    return (await service.statistics(session, actor=cast.bob.actor, questions=[question]))[question.id]


async def crowd(house: House, count: int) -> list[UUID]:
    """So many candidates: one has one application for a job."""
    return [(await make_member(house, f"Person{number} Example", None, Role.CANDIDATE)).id for number in range(count)]


class TestStatistics:
    async def test_counts_what_was_asked_answered_and_declined(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        asked = await make_questions(house, cast.erin, job, 3)
        people = await crowd(house, 6)
        for place, person in enumerate(people):
            await held(session, job, asked, [None if place < 2 else 4.0 + place, 7.0, 5.0], person)
        found = await figures(session, cast, asked[0])
        assert (found.asked, found.answered, found.declined, found.graded) == (6, 4, 2, 4)
        assert found.declined_rate == Decimal("0.33")
        other = await figures(session, cast, asked[1])
        assert (other.overall.mean, other.overall.spread) == (Decimal("7.0"), Decimal("0.0"))
        assert (other.minutes, other.discrimination) == (Decimal("2.0"), None)
        unknown = {one.dimension: one.mean for one in other.dimensions}
        assert (unknown["relevance"], unknown["clarity"]) == (Decimal("7.0"), None)

    async def test_shows_no_figure_of_a_few(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        asked = await make_questions(house, cast.erin, job, 3)
        for person in await crowd(house, rules.FEWEST_FOR_MEANS - 1):
            await held(session, job, asked, [3.0, 7.0, 5.0], person)
        found = await figures(session, cast, asked[0])
        assert found.asked == rules.FEWEST_FOR_MEANS - 1
        assert {found.overall.mean, found.minutes, found.declined_rate, found.discrimination} == {None}
        assert found.remarks == ["Not enough answers yet: 4 so far, figures are shown from 5."]

    async def test_says_how_a_question_goes_with_the_rest_from_ten_interviews_on(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        asked = await make_questions(house, cast.erin, job, 3)
        people = await crowd(house, rules.FEWEST_FOR_DISCRIMINATION)
        for place, person in enumerate(people[:-1]):
            await held(session, job, asked, [float(place), place * 0.5 + 2, place * 0.5 + 3], person)
        assert (await figures(session, cast, asked[0])).discrimination is None
        await held(session, job, asked, [9.0, 6.5, 7.5], people[-1])
        assert (await figures(session, cast, asked[0])).discrimination == Decimal("1.00")
        said = (await figures(session, cast, asked[0])).remarks
        assert "Those who do well here do well in the rest of the interview too." in said

    async def test_is_of_the_edition_that_is_asked_now(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        asked = await make_questions(house, cast.erin, job, 3)
        first, second = await crowd(house, 2)
        await held(session, job, asked, [3.0, 7.0, 5.0], first)
        await held(session, job, asked, [3.0, 7.0, 5.0], second, edition=2)
        assert (await figures(session, cast, asked[0])).asked == 1
        rows = await queries.statistics(session, org_id=job.org_id, question_ids=[asked[0].id])
        assert sorted((row.edition, row.asked) for row in rows) == [(1, 1), (2, 1)]

    async def test_is_nobody_elses(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        asked = await make_questions(house, cast.erin, job, 3)
        await held(session, job, asked, [3.0, 7.0, 5.0], cast.mira.id)
        assert await queries.statistics(session, org_id=cast.charlie.org_id, question_ids=[asked[0].id]) == []


class TestRemarks:
    @pytest.mark.parametrize(
        ("overall", "declined", "discrimination", "word"),
        [
            ("9.0", "0.1", "0.5", "tells little apart"),
            ("2.0", "0.1", "0.5", "Check the key points"),
            ("6.0", "0.5", "0.5", "do not know an answer"),
            ("6.0", "0.1", "0.05", "says little about the rest"),
            ("6.0", "0.1", "0.4", "do well in the rest"),
        ],
    )
    def test_say_what_to_look_at(self, overall: str, declined: str, discrimination: str, word: str) -> None:
        said = rules.remarks(
            graded=12,
            overall=Decimal(overall),
            declined_rate=Decimal(declined),
            settled=20,
            discrimination=Decimal(discrimination),
        )
        assert any(word in sentence for sentence in said)
