"""Applying: what the organisation receives, and what is refused."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.applicants import LETTER, make_application, make_resume
from tests.conftest import QUICK_PASSWORDS
from tests.openings import make_draft, make_job
from tests.people import NOW, Cast, make_cast

from evenhand.domains.applications import service
from evenhand.domains.applications.models import Application
from evenhand.domains.applications.service.applying import ResumeNotUsable
from evenhand.domains.jobs import service as jobs
from evenhand.domains.resumes import queries as resume_queries
from evenhand.domains.resumes import service as resumes
from evenhand.kit.crypto import file_place
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.settings import Settings
from evenhand.wiring import House


async def apply(
    session: Session, house: House, cast: Cast, job_id: UUID, resume_id: UUID, **changes: Any
) -> Application:
    given = {"actor": cast.mira.actor, "letter": LETTER, "now": NOW, **changes}
    return await service.apply(
        session, job_id=job_id, resume_id=resume_id, vault=house.vault, files=house.files, **given
    )


class TestApply:
    async def test_hands_over_a_copy_that_stays_when_the_original_is_deleted(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        resume = await make_resume(house, cast.mira)
        application = await apply(session, house, cast, job.id, resume.id)
        await resumes.delete(session, actor=cast.mira.actor, resume_id=resume.id)
        received = await service.open_received(application, vault=house.vault)
        assert (received.letter, received.file_name, received.kind) == (LETTER, "backend.txt", "txt")
        assert received.profile.resume["basics"]["name"] == "Mira Candidate"
        assert received.profile.document.text.startswith("Mira Candidate\nBackend engineer")
        assert {mention.skill_id for mention in received.profile.skills} >= {"python", "postgresql", "docker"}
        assert received.profile.evidence["/basics/email"].text == "mira@example.org"
        key = await house.vault.key(cast.mira.id, cast.bob.org_id)
        content = await house.files.get(application.object_key)
        assert key.open(content, file_place(application.object_key)).startswith(b"Mira Candidate")

    async def test_keeps_plain_only_what_ranking_needs(self, session: Session, house: House, cast: Cast) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        assert set(application.skill_ids) >= {"python", "postgresql"}
        assert application.experience_months == 71
        assert application.stage == "applied"
        for sealed in (application.summary_sealed, application.received_sealed):
            assert b"Mira" not in sealed
            assert b"parcels" not in sealed
        assert b"Mira" not in await house.files.get(application.object_key)

    async def test_gives_lists_name_address_and_city(self, session: Session, house: House, cast: Cast) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        summary = await service.open_summary(application, vault=house.vault)
        assert summary == service.Summary(name="Mira Candidate", email="mira@example.org", city="Utrecht")

    async def test_refuses_a_second_application_with_the_day_and_the_way_to_the_first(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob, now=NOW - timedelta(days=30))
        first = await make_application(house, cast.mira, job, now=NOW - timedelta(days=18))
        with pytest.raises(service.AlreadyApplied) as refusal:
            await apply(session, house, cast, job.id, first.resume_id or new_id())
        assert refusal.value.text == ("You have already applied for this job, on 3 November.")
        assert refusal.value.details["href"] == f"/applications/{first.id}"

    async def test_refuses_a_second_application_after_withdrawing_too(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        first = await make_application(house, cast.mira, job)
        await service.withdraw(session, actor=cast.mira.actor, application_id=first.id, vault=house.vault, now=NOW)
        with pytest.raises(service.AlreadyApplied):
            await apply(session, house, cast, job.id, first.resume_id or new_id())

    async def test_says_applied_before_it_says_closed(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        first = await make_application(house, cast.mira, job)
        await jobs.close_job(session, actor=cast.bob.actor, job_id=job.id, now=NOW)
        with pytest.raises(service.AlreadyApplied):
            await apply(session, house, cast, job.id, first.resume_id or new_id())

    async def test_refuses_a_closed_job_with_its_day(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        resume = await make_resume(house, cast.mira)
        await jobs.close_job(session, actor=cast.bob.actor, job_id=job.id, now=NOW)
        with pytest.raises(jobs.JobIsClosed, match="closed on 21 November"):
            await apply(session, house, cast, job.id, resume.id, now=NOW + timedelta(days=1))

    async def test_refuses_after_the_deadline(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob, deadline=NOW.date())
        resume = await make_resume(house, cast.mira)
        with pytest.raises(jobs.JobIsClosed):
            await apply(session, house, cast, job.id, resume.id, now=NOW + timedelta(days=2))

    async def test_refuses_a_draft_as_if_it_were_not_there(self, session: Session, house: House, cast: Cast) -> None:
        draft = await make_draft(house, cast.bob)
        resume = await make_resume(house, cast.mira)
        for job_id in (draft.id, new_id()):
            with pytest.raises(jobs.JobNotFound):
                await apply(session, house, cast, job_id, resume.id)

    async def test_refuses_someone_elses_resume_as_if_it_were_not_there(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        other = await make_resume(house, cast.noor)
        with pytest.raises(resumes.ResumeNotFound):
            await apply(session, house, cast, job.id, other.id)

    async def test_refuses_those_who_hire_for_the_company_and_takes_them_elsewhere(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        resume = await make_resume(house, cast.erin)
        own, other = await make_job(house, cast.bob), await make_job(house, cast.charlie)
        with pytest.raises(service.HiresHere):
            await apply(session, house, cast, own.id, resume.id, actor=cast.erin.actor)
        taken = await apply(session, house, cast, other.id, resume.id, actor=cast.erin.actor)
        assert taken.org_id == cast.charlie.org_id

    @pytest.mark.parametrize(
        ("state", "refusal"),
        [("stored", resumes.ResumeNotReady), ("reading", resumes.ResumeNotReady), ("refused", ResumeNotUsable)],
    )
    async def test_refuses_a_resume_that_was_not_read(
        self, session: Session, house: House, cast: Cast, state: str, refusal: type[Exception]
    ) -> None:
        job = await make_job(house, cast.bob)
        resume = await make_resume(house, cast.mira)
        (await session.merge(resume)).state = state
        await session.flush()
        with pytest.raises(refusal):
            await apply(session, house, cast, job.id, resume.id)

    async def test_of_four_in_the_same_moment_one_is_taken_and_nothing_is_left_of_the_others(
        self, own_database: str, settings: Settings
    ) -> None:
        """A double click in two tabs, each in a transaction of its own: whoever commits first has applied."""
        house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
        cast = await make_cast(house)
        job = await make_job(house, cast.bob)
        resume = await make_resume(house, cast.mira)

        async def click() -> Application:
            async with house.database.transaction() as session:
                return await apply(session, house, cast, job.id, resume.id)

        answers = await asyncio.gather(*(click() for _ in range(4)), return_exceptions=True)
        await house.database.close()
        taken = [answer for answer in answers if isinstance(answer, Application)]
        refused = [answer for answer in answers if isinstance(answer, service.AlreadyApplied)]
        assert (len(taken), len(refused)) == (1, 3), answers
        assert {refusal.details["application_id"] for refusal in refused} == {str(taken[0].id)}
        received = settings.data_dir / "files" / "organisations" / str(cast.bob.org_id) / "applications"
        assert [path.name for path in received.iterdir()] == [str(taken[0].id)]


class TestCustody:
    async def test_when_the_organisations_key_is_destroyed_it_can_open_nothing_and_the_person_still_can(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        application = await make_application(house, cast.mira, job)
        await service.add_note(
            session, actor=cast.bob.actor, application_id=application.id, text="Call her", vault=house.vault, now=NOW
        )
        await house.vault.destroy(cast.mira.id, cast.bob.org_id)
        for opening in (service.open_summary, service.open_received):
            with pytest.raises(service.ApplicationErased):
                await opening(application, vault=house.vault)
        with pytest.raises(service.ApplicationErased):
            await service.list_notes(
                session,
                actor=cast.bob.actor,
                application_id=application.id,
                limit=10,
                vault=house.vault,
                now=NOW,
            )
        resume = await resume_queries.ready_resume(session, person_id=cast.mira.id, resume_id=application.resume_id)
        assert resume
        own = await resumes.open_profile(resume, vault=house.vault)
        assert own.resume["basics"]["name"] == "Mira Candidate"

    async def test_another_organisation_holds_a_copy_of_its_own(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        first = await make_application(house, cast.mira, await make_job(house, cast.bob))
        second = await make_application(house, cast.mira, await make_job(house, cast.charlie))
        await house.vault.destroy(cast.mira.id, cast.bob.org_id)
        with pytest.raises(service.ApplicationErased):
            await service.open_received(first, vault=house.vault)
        assert (await service.open_received(second, vault=house.vault)).letter == LETTER
