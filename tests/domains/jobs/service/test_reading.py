"""Reading jobs: who sees which, and which takes applications."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.openings import make_draft, make_job
from tests.people import NOW, Cast

from evenhand.domains.jobs import service
from evenhand.kit.db import Session
from evenhand.wiring import House

TODAY = NOW.date()


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
