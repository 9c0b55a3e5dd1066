"""One's own resume against jobs, with a real resume and a real database."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.applicants import make_resume
from tests.openings import make_draft, make_job
from tests.people import NOW, Cast

from evenhand.domains.jobs.service import JobNotFound
from evenhand.domains.matching import service
from evenhand.domains.resumes.service import ResumeNotFound
from evenhand.kit.cursor import BadCursor
from evenhand.kit.db import Session
from evenhand.wiring import House

TEXT = """Mira Candidate
Utrecht, Netherlands
mira@example.org

Experience
Backend developer, Parcel Depot
March 2021 - October 2026
Built services in Python and PostgreSQL.

Skills
Python, PostgreSQL, Docker
"""


async def ranked(session: Session, house: House, cast: Cast, *, cursor: str = "", limit: int = 9) -> service.Ranking:
    return await service.rank(
        session, actor=cast.mira.actor, resume_id=None, cursor=cursor, limit=limit, vault=house.vault, now=NOW
    )


class TestCompare:
    async def test_rests_on_words_that_stand_in_the_text(self, session: Session, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python", "kotlin"], optional_skills=[])
        found = await service.compare(
            session, actor=cast.mira.actor, job_id=job.id, resume_id=None, vault=house.vault, now=NOW
        )
        assert (found.match.found_required, found.match.missing_required) == (("python",), ("kotlin",))
        spans = found.match.mentions["python"]
        assert spans
        assert all(found.document.text[span.start : span.end] == span.text == "Python" for span in spans)

    async def test_compares_the_default_resume_or_the_one_named(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        old = await make_resume(house, cast.mira, text=TEXT, name="old.txt")
        new = await make_resume(house, cast.mira, text=TEXT + "\nKotlin", name="new.txt")
        job = await make_job(house, cast.bob)
        for given, expected in ((None, old.id), (new.id, new.id)):
            found = await service.compare(
                session, actor=cast.mira.actor, job_id=job.id, resume_id=given, vault=house.vault, now=NOW
            )
            assert found.resume_id == expected

    async def test_says_what_to_do_without_a_resume(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        with pytest.raises(service.NoResume, match="Upload a resume first"):
            await service.compare(
                session, actor=cast.mira.actor, job_id=job.id, resume_id=None, vault=house.vault, now=NOW
            )

    async def test_another_persons_resume_is_not_there(self, session: Session, house: House, cast: Cast) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        for member in (cast.noor, cast.bob, cast.charlie):
            with pytest.raises(ResumeNotFound):
                await service.compare(
                    session, actor=member.actor, job_id=job.id, resume_id=resume.id, vault=house.vault, now=NOW
                )

    async def test_a_draft_is_not_there(self, session: Session, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        draft = await make_draft(house, cast.bob)
        for job_id in (draft.id, uuid4()):
            with pytest.raises(JobNotFound):
                await service.compare(
                    session, actor=cast.mira.actor, job_id=job_id, resume_id=None, vault=house.vault, now=NOW
                )


class TestRank:
    async def test_puts_the_better_answer_first_and_the_newer_among_equals(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        half = await make_job(house, cast.bob, required_skills=["python", "kotlin"], optional_skills=[])
        whole = await make_job(house, cast.bob, required_skills=["python"], optional_skills=[])
        newer = await make_job(
            house, cast.charlie, required_skills=["python"], optional_skills=[], now=NOW + timedelta(hours=1)
        )
        await make_job(house, cast.bob, required_skills=["kotlin"], optional_skills=[])
        await make_draft(house, cast.bob)
        found = await ranked(session, house, cast)
        assert [one.job.id for one in found.items] == [newer.id, whole.id, half.id]
        assert (found.total, found.next) == (3, None)

    async def test_each_job_stands_on_one_page(self, session: Session, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        made = {(await make_job(house, cast.bob, required_skills=["python"])).id for _ in range(5)}
        seen: list[UUID] = []
        cursor: str | None = ""
        while cursor is not None:
            found = await ranked(session, house, cast, cursor=cursor, limit=2)
            seen += [one.job.id for one in found.items]
            cursor = found.next
        assert len(seen) == 5
        assert set(seen) == made

    async def test_leaves_out_what_can_no_longer_be_applied_for(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        long_ago = NOW - timedelta(days=30)
        await make_job(house, cast.bob, deadline=long_ago.date(), now=long_ago)
        assert (await ranked(session, house, cast)).items == []

    async def test_refuses_a_cursor_that_was_not_made_here(self, session: Session, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        with pytest.raises(BadCursor):
            await ranked(session, house, cast, cursor="nonsense")

    async def test_says_what_to_do_without_a_resume(self, session: Session, house: House, cast: Cast) -> None:
        with pytest.raises(service.NoResume):
            await ranked(session, house, cast)
