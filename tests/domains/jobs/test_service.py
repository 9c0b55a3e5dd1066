"""Writing, publishing, closing and reopening jobs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from tests.openings import job_fields, make_draft, make_job
from tests.people import NOW, Cast

from evenhand.domains.jobs import service
from evenhand.domains.jobs.events import JobClosed
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.schemas import JobIn
from evenhand.kit.db import Session
from evenhand.wiring import House

TODAY = NOW.date()


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


class TestEditJob:
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

        monkeypatch.setattr(service, "publish", publish)
        job = await make_job(house, cast.bob)
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


class TestRequireOpen:
    async def test_refuses_a_closed_job_with_the_day_it_closed(
        self, session: Session, cast: Cast, house: House
    ) -> None:
        job = await make_job(house, cast.bob)
        await service.close_job(session, actor=cast.bob.actor, job_id=job.id, now=NOW)
        with pytest.raises(service.JobIsClosed, match="closed on 21 November"):
            await service.require_open(session, job_id=job.id, now=NOW)

    async def test_a_deadline_lasts_until_its_day_is_over_everywhere(
        self, session: Session, cast: Cast, house: House
    ) -> None:
        job = await make_job(house, cast.bob, deadline=TODAY)
        midnight = NOW.replace(hour=0) + timedelta(days=1)
        assert await service.require_open(session, job_id=job.id, now=midnight + timedelta(hours=11, minutes=59))
        with pytest.raises(service.JobIsClosed):
            await service.require_open(session, job_id=job.id, now=midnight + timedelta(hours=12))

    async def test_a_draft_is_not_there(self, session: Session, cast: Cast, house: House) -> None:
        draft = await make_draft(house, cast.bob)
        with pytest.raises(service.JobNotFound):
            await service.require_open(session, job_id=draft.id, now=NOW)


class TestPublicJob:
    async def test_shows_a_closed_job_and_hides_a_draft(self, session: Session, cast: Cast, house: House) -> None:
        job, draft = await make_job(house, cast.bob), await make_draft(house, cast.bob)
        await service.close_job(session, actor=cast.bob.actor, job_id=job.id, now=NOW)
        shown = await service.public_job(session, job_id=job.id, now=NOW)
        assert (shown.status, shown.takes_applications, shown.closed_on) == ("closed", False, TODAY)
        for hidden in (draft.id, uuid4()):
            with pytest.raises(service.JobNotFound):
                await service.public_job(session, job_id=hidden, now=NOW)


class TestOwnJob:
    async def test_shows_a_draft_to_its_organisation_only(self, session: Session, cast: Cast, house: House) -> None:
        draft = await make_draft(house, cast.bob)
        shown = await service.own_job(session, actor=cast.alice.actor, job_id=draft.id, now=NOW)
        assert shown.version == 1
        with pytest.raises(service.JobNotFound):
            await service.own_job(session, actor=cast.charlie.actor, job_id=draft.id, now=NOW)


class TestSimilarJobs:
    async def test_offers_open_jobs_with_the_same_skills_the_most_in_common_first(
        self, session: Session, cast: Cast, house: House
    ) -> None:
        closed = await make_job(house, cast.bob, department="")
        one = await make_job(house, cast.charlie, title="One in common", required_skills=["docker"], optional_skills=[])
        both = await make_job(house, cast.charlie, title="Both", required_skills=["postgresql", "python"])
        await make_job(house, cast.charlie, title="None", required_skills=["first-aid"], optional_skills=[])
        await make_draft(house, cast.charlie, title="Draft")
        found = await service.similar_jobs(session, job_id=closed.id, now=NOW)
        assert [job.id for job in found] == [both.id, one.id]


async def test_the_search_column_names_skills_by_their_aliases(session: Session, cast: Cast, house: House) -> None:
    job = await make_job(house, cast.bob, required_skills=["kubernetes"], optional_skills=[])
    found = await session.scalar(
        text("SELECT search @@ to_tsquery('english', 'k8s') FROM job WHERE id = :id"), {"id": job.id}
    )
    assert found is True
