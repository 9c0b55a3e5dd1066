"""Moving several people in one act, and taking an act back before anyone was told."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.applicants import make_application
from tests.openings import make_job
from tests.people import NOW, Cast, Member

from evenhand.domains.applications import queries, rules, service
from evenhand.domains.applications.models import Application
from evenhand.domains.applications.service import Chosen, Outcome
from evenhand.domains.jobs.models import Job
from evenhand.domains.notifications import queries as mails
from evenhand.domains.notifications import service as notifications
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.wiring import House

RunBackground = Callable[[], Awaitable[int]]
REASON = "This job needs three years of building services."


@pytest.fixture
async def job(house: House, cast: Cast) -> Job:
    return await make_job(house, cast.bob)


@pytest.fixture
async def people(house: House, cast: Cast, job: Job) -> list[Application]:
    return [await make_application(house, member, job) for member in (cast.mira, cast.noor, cast.charlie)]


async def many(
    house: House, by: Member, job: Job, people: Sequence[Application], to: Any, *, reason: str = "", at: datetime = NOW
) -> Outcome:
    async with house.database.transaction() as session:
        return await service.move_many(
            session,
            actor=by.actor,
            job_id=job.id,
            chosen=[Chosen(one.id, 1) for one in people],
            to=to,
            reason=reason,
            vault=house.vault,
            now=at,
        )


async def one(house: House, by: Member, application: Application, to: Any, *, at: datetime = NOW) -> Application:
    async with house.database.transaction() as session:
        current = await service.received_application(session, org_id=application.org_id, application_id=application.id)
        return await service.move(
            session,
            actor=by.actor,
            application_id=application.id,
            to=to,
            version=current.version,
            vault=house.vault,
            now=at,
        )


async def undo(house: House, by: Member, act_id: Any, *, at: datetime = NOW) -> Outcome:
    async with house.database.transaction() as session:
        return await service.undo(session, actor=by.actor, act_id=act_id, vault=house.vault, now=at)


async def stages(session: Session, people: Sequence[Application]) -> list[str]:
    session.expire_all()
    return [
        (await service.received_application(session, org_id=row.org_id, application_id=row.id)).stage for row in people
    ]


async def subjects(house: House, member: Member) -> list[str]:
    async with house.database.transaction() as session:
        rows = await mails.mails(session, person_id=member.id, limit=20)
        opened = [await notifications.open_words(row, vault=house.vault) for row in reversed(rows)]
    return [words.subject for words in opened if words and "has your application" not in words.subject]


class TestMoveMany:
    async def test_moves_everyone_in_one_act(
        self, session: Session, house: House, cast: Cast, job: Job, people: list[Application]
    ) -> None:
        outcome = await many(house, cast.bob, job, people, "review")
        assert len(outcome.moved) == 3
        assert outcome.refused == []
        assert await stages(session, people) == ["review"] * 3
        moves = await queries.moves_of_act(session, org_id=job.org_id, act_id=outcome.act_id, person_id=cast.bob.id)
        assert {move.application_id for move in moves} == {row.id for row in people}

    async def test_says_of_each_who_stayed_why(
        self, session: Session, house: House, cast: Cast, job: Job, people: list[Application]
    ) -> None:
        await one(house, cast.alice, people[0], "interview")
        await house.vault.destroy(cast.charlie.id, job.org_id)
        elsewhere = await make_application(house, cast.mira, await make_job(house, cast.bob, title="Another"))
        outcome = await many(house, cast.bob, job, [*people, elsewhere], "review", reason="Good letter.")
        assert [row.id for row in outcome.moved] == [people[1].id]
        assert {(refused.name, refused.why) for refused in outcome.refused} == {
            ("Mira Candidate", "Not moved: someone else moved this card a moment ago."),
            (
                "Someone whose data was erased",
                "What was received with this application has been erased. Only its stages are left.",
            ),
            ("Someone whose data was erased", "This application is not here. It may have been erased."),
        }
        assert await stages(session, [*people, elsewhere]) == ["interview", "review", "applied", "applied"]

    async def test_rejects_with_one_reason_and_a_mail_each(
        self, house: House, cast: Cast, job: Job, people: list[Application], run_background: RunBackground
    ) -> None:
        await many(house, cast.bob, job, people[:2], "rejected", reason=REASON)
        await run_background()
        for member in (cast.mira, cast.noor):
            assert await subjects(house, member) == ["Backend engineer at Harbour Test: a decision"]
        assert await subjects(house, cast.charlie) == []

    @pytest.mark.parametrize("reason", ["", " short   "])
    async def test_rejects_nobody_without_a_reason(
        self, session: Session, house: House, cast: Cast, job: Job, people: list[Application], reason: str
    ) -> None:
        with pytest.raises(service.ReasonNeeded, match="Each of the 3 people will be able to read it"):
            await many(house, cast.bob, job, people, "rejected", reason=reason)
        assert await stages(session, people) == ["applied"] * 3

    async def test_sent_twice_happens_once(
        self, session: Session, house: House, cast: Cast, job: Job, people: list[Application]
    ) -> None:
        for _ in range(2):
            assert (await many(house, cast.bob, job, people, "review")).refused == []
        for row in people:
            assert len(await queries.moves(session, org_id=job.org_id, application_id=row.id)) == 1

    async def test_moves_nobody_of_another_organisation(
        self, session: Session, house: House, cast: Cast, job: Job, people: list[Application]
    ) -> None:
        outcome = await many(house, cast.charlie, job, people, "review")
        assert outcome.moved == []
        assert {refused.name for refused in outcome.refused} == {"Someone whose data was erased"}
        assert await stages(session, people) == ["applied"] * 3


class TestUndo:
    async def test_is_a_recorded_move_back(
        self, session: Session, house: House, cast: Cast, job: Job, people: list[Application]
    ) -> None:
        outcome = await many(house, cast.bob, job, people, "review")
        back = await undo(house, cast.bob, outcome.act_id, at=NOW + timedelta(seconds=5))
        assert [row.stage for row in back.moved] == ["applied"] * 3
        steps = await queries.moves(session, org_id=job.org_id, application_id=people[0].id)
        assert [(step.from_stage, step.to_stage, step.by_person_id) for step in steps] == [
            ("applied", "review", cast.bob.id),
            ("review", "applied", cast.bob.id),
        ]
        assert steps[1].undoes == steps[0].id

    @pytest.mark.parametrize(
        ("after", "told"),
        [
            (rules.UNDONE_QUIETLY, []),
            (
                rules.UNDONE_QUIETLY + timedelta(seconds=1),
                [f"Backend engineer at Harbour Test: {stage}" for stage in ("Interview", "Applied")],
            ),
        ],
    )
    async def test_within_a_short_time_nobody_was_ever_told(
        self,
        house: House,
        cast: Cast,
        people: list[Application],
        run_background: RunBackground,
        after: timedelta,
        told: list[str],
    ) -> None:
        await one(house, cast.bob, people[0], "interview")
        async with house.database.transaction() as session:
            step = await queries.last_move(session, org_id=people[0].org_id, application_id=people[0].id)
        assert step
        await undo(house, cast.bob, step.act_id, at=NOW + after)
        await run_background()
        assert await subjects(house, cast.mira) == told

    async def test_twice_happens_once(
        self, session: Session, house: House, cast: Cast, job: Job, people: list[Application]
    ) -> None:
        outcome = await many(house, cast.bob, job, people, "review")
        for _ in range(2):
            assert (await undo(house, cast.bob, outcome.act_id)).refused == []
        assert len(await queries.moves(session, org_id=job.org_id, application_id=people[0].id)) == 2

    async def test_leaves_whoever_was_moved_on_since(
        self, session: Session, house: House, cast: Cast, job: Job, people: list[Application]
    ) -> None:
        outcome = await many(house, cast.bob, job, people, "review")
        await one(house, cast.alice, people[1], "task")
        back = await undo(house, cast.bob, outcome.act_id)
        assert [refused.name for refused in back.refused] == ["Noor Candidate"]
        assert await stages(session, people) == ["applied", "task", "applied"]

    async def test_never_touches_a_rejection(
        self, house: House, cast: Cast, job: Job, people: list[Application]
    ) -> None:
        rejected = await many(house, cast.bob, job, people, "rejected", reason=REASON)
        with pytest.raises(service.MoveNotAllowed, match="cannot be undone with a click"):
            await undo(house, cast.bob, rejected.act_id)

    @pytest.mark.parametrize("name", ["alice", "charlie"])
    async def test_is_for_the_one_who_acted(
        self, house: House, cast: Cast, job: Job, people: list[Application], name: str
    ) -> None:
        outcome = await many(house, cast.bob, job, people, "review")
        for act_id in (outcome.act_id, new_id()):
            with pytest.raises(service.MoveNotFound):
                await undo(house, getattr(cast, name), act_id)


class TestNumber:
    async def test_counts_the_applicants_of_each_job(self, house: House, cast: Cast, people: list[Application]) -> None:
        assert [row.number for row in people] == [1, 2, 3]
        assert (await make_application(house, cast.mira, await make_job(house, cast.alice))).number == 1
