"""Writing, publishing, closing and reopening jobs."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.conftest import QUICK_PASSWORDS
from tests.openings import job_fields, make_draft, make_job
from tests.people import NOW, Cast, Member, make_cast

from evenhand.domains.jobs import queries, service
from evenhand.domains.jobs.events import JobClosed
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.schemas import JobIn
from evenhand.domains.jobs.service import writing
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.settings import Settings
from evenhand.wiring import House

TODAY = NOW.date()


@pytest.fixture
async def house_of_its_own(own_database: str, settings: Settings) -> AsyncIterator[House]:
    """The product on a database in which several transactions can be open at once."""
    house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
    yield house
    await house.database.close()


def written(**changes: Any) -> JobIn:
    return JobIn.model_validate(job_fields(**changes))


async def edited(session: Session, cast: Cast, job: Job, version: int, **changes: Any) -> Job:
    return await service.edit_job(
        session, written(**changes), actor=cast.bob.actor, job_id=job.id, version=version, now=NOW
    )


class TestCreateJob:
    async def test_makes_a_draft_of_the_callers_organisation(self, session: Session, cast: Cast) -> None:
        job = await service.create_job(session, written(), actor=cast.bob.actor, now=NOW)
        assert (job.status, job.org_id, job.created_by, job.version) == ("draft", cast.alice.org_id, cast.bob.id, 1)
        assert job.required_skills == ["python", "postgresql"]

    async def test_refuses_a_deadline_nobody_could_meet(self, session: Session, cast: Cast) -> None:
        with pytest.raises(service.DeadlinePassed):
            await service.create_job(
                session, written(deadline=TODAY - timedelta(days=2)), actor=cast.bob.actor, now=NOW
            )

    async def test_the_same_form_four_times_at_once_is_one_job(self, house_of_its_own: House) -> None:
        house = house_of_its_own
        cast, job_id = await make_cast(house), new_id()

        async def click(member: Member) -> Job:
            async with house.database.transaction() as session:
                return await service.create_job(session, written(), actor=member.actor, now=NOW, job_id=job_id)

        jobs = await asyncio.gather(*(click(cast.bob) for _ in range(4)))
        assert {job.id for job in jobs} == {job_id}
        with pytest.raises(service.JobExists):
            await click(cast.charlie)


class TestEditJob:
    async def test_of_two_changes_to_one_version_the_later_is_refused(self, house_of_its_own: House) -> None:
        """A page has read the job already when it takes the lock: what it read must not count."""
        house = house_of_its_own
        cast = await make_cast(house)
        job = await make_draft(house, cast.bob)
        async with house.database.transaction() as later:
            seen = await queries.own_job(later, org_id=cast.bob.org_id, job_id=job.id)
            assert seen
            async with house.database.transaction() as sooner:
                await edited(sooner, cast, job, seen.job.version, title="The first")
            with pytest.raises(service.JobChanged):
                await edited(later, cast, job, 1, title="The second")

    async def test_saves_and_counts_the_version(self, session: Session, cast: Cast, house: House) -> None:
        job = await make_job(house, cast.bob)
        after = await edited(session, cast, job, job.version, title="Platform engineer")
        assert (after.title, after.version) == ("Platform engineer", job.version + 1)

    async def test_refuses_what_was_read_before_someone_else_saved(
        self, session: Session, cast: Cast, house: House
    ) -> None:
        job = await make_job(house, cast.bob)
        await edited(session, cast, job, job.version, title="First")
        with pytest.raises(service.JobChanged):
            await edited(session, cast, job, job.version, title="Second")

    async def test_the_same_form_sent_twice_changes_once(self, session: Session, cast: Cast, house: House) -> None:
        job = await make_job(house, cast.bob)
        first = await edited(session, cast, job, job.version, title="First")
        again = await edited(session, cast, job, job.version, title="First")
        assert again.version == first.version

    async def test_keeps_a_deadline_that_has_passed_since(self, session: Session, cast: Cast, house: House) -> None:
        job = await make_job(house, cast.bob, deadline=TODAY)
        later = NOW + timedelta(days=9)
        change = written(deadline=TODAY, title="Renamed")
        after = await service.edit_job(
            session, change, actor=cast.bob.actor, job_id=job.id, version=job.version, now=later
        )
        assert after.title == "Renamed"

    async def test_refuses_a_new_deadline_that_has_passed(self, session: Session, cast: Cast, house: House) -> None:
        job = await make_job(house, cast.bob)
        with pytest.raises(service.DeadlinePassed):
            await edited(session, cast, job, job.version, deadline=TODAY - timedelta(days=2))

    async def test_another_organisations_job_is_not_there(self, session: Session, cast: Cast, house: House) -> None:
        job = await make_job(house, cast.bob)
        with pytest.raises(service.JobNotFound):
            await service.edit_job(
                session, written(), actor=cast.charlie.actor, job_id=job.id, version=job.version, now=NOW
            )


class TestPublishJob:
    async def test_opens_a_draft_once(self, session: Session, cast: Cast, house: House) -> None:
        draft = await make_draft(house, cast.bob)
        job = await service.publish_job(session, actor=cast.alice.actor, job_id=draft.id, now=NOW)
        again = await service.publish_job(session, actor=cast.bob.actor, job_id=draft.id, now=NOW + timedelta(hours=1))
        assert (again.status, again.published_at, again.version) == ("open", NOW, job.version)

    async def test_refuses_a_deadline_that_passed_while_it_was_a_draft(
        self, session: Session, cast: Cast, house: House
    ) -> None:
        draft = await make_draft(house, cast.bob, deadline=TODAY)
        with pytest.raises(service.DeadlinePassed):
            await service.publish_job(session, actor=cast.bob.actor, job_id=draft.id, now=NOW + timedelta(days=3))

    async def test_another_organisations_draft_is_not_there(self, session: Session, cast: Cast, house: House) -> None:
        draft = await make_draft(house, cast.bob)
        with pytest.raises(service.JobNotFound):
            await service.publish_job(session, actor=cast.charlie.actor, job_id=draft.id, now=NOW)


class TestCloseJob:
    async def test_tells_the_followers_once(
        self, session: Session, cast: Cast, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: list[object] = []

        async def publish(_session: Session, fact: object) -> None:
            told.append(fact)

        job = await make_job(house, cast.bob)
        monkeypatch.setattr(writing, "publish", publish)
        for _ in range(2):
            closed = await service.close_job(session, actor=cast.bob.actor, job_id=job.id, now=NOW)
        assert (closed.status, closed.closed_at) == ("closed", NOW)
        assert told == [JobClosed(job_id=job.id, org_id=cast.bob.org_id)]

    async def test_refuses_a_draft(self, session: Session, cast: Cast, house: House) -> None:
        draft = await make_draft(house, cast.bob)
        with pytest.raises(service.JobNotPublished):
            await service.close_job(session, actor=cast.bob.actor, job_id=draft.id, now=NOW)

    async def test_another_organisations_job_is_not_there(self, session: Session, cast: Cast, house: House) -> None:
        job = await make_job(house, cast.bob)
        with pytest.raises(service.JobNotFound):
            await service.close_job(session, actor=cast.charlie.actor, job_id=job.id, now=NOW)


class TestReopenJob:
    async def test_takes_applications_again_in_its_old_place(self, session: Session, cast: Cast, house: House) -> None:
        job = await make_job(house, cast.bob)
        await service.close_job(session, actor=cast.bob.actor, job_id=job.id, now=NOW + timedelta(days=1))
        after = await service.reopen_job(session, actor=cast.bob.actor, job_id=job.id, now=NOW + timedelta(days=2))
        assert (after.status, after.published_at, after.closed_at) == ("open", NOW, None)
        assert await service.require_open(session, job_id=job.id, now=NOW + timedelta(days=2))

    async def test_refuses_a_draft(self, session: Session, cast: Cast, house: House) -> None:
        draft = await make_draft(house, cast.bob)
        with pytest.raises(service.JobNotPublished):
            await service.reopen_job(session, actor=cast.bob.actor, job_id=draft.id, now=NOW)


async def test_the_search_column_names_skills_by_their_aliases(session: Session, cast: Cast, house: House) -> None:
    job = await make_job(house, cast.bob, required_skills=["kubernetes"], optional_skills=[])
    found = await session.scalar(
        text("SELECT search @@ to_tsquery('english', 'k8s') FROM job WHERE id = :id"), {"id": job.id}
    )
    assert found is True
