"""Storing, refusing and deleting resumes."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tests.applicants import RESUME, make_resume
from tests.conftest import QUICK_PASSWORDS
from tests.people import NOW, Cast, Member, make_cast

from evenhand.domains.resumes import queries, service
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.service import storing
from evenhand.kit.db import Session
from evenhand.kit.settings import Settings
from evenhand.wiring import House


class TestUpload:
    async def test_of_files_sent_at_once_each_is_kept_once_and_never_more_than_there_is_room_for(
        self, own_database: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(storing, "MOST_RESUMES", 2)
        house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
        mira = (await make_cast(house)).mira

        async def click(content: bytes) -> Resume:
            async with house.database.transaction() as session:
                return await service.upload(
                    session,
                    actor=mira.actor,
                    file_name="mira.txt",
                    content=content,
                    vault=house.vault,
                    files=house.files,
                    now=NOW,
                )

        same = await asyncio.gather(*(click(b"Mira, engineer") for _ in range(4)))
        assert len({resume.id for resume in same}) == 1
        more = await asyncio.gather(*(click(b"Mira, %d" % number) for number in range(3)), return_exceptions=True)
        assert sum(isinstance(answer, service.TooManyResumes) for answer in more) == 2
        async with house.database.transaction() as session:
            kept = {str(resume.id) for resume in await queries.resumes(session, person_id=mira.id)}
        await house.database.close()
        stored = {path.name for path in (settings.data_dir / "files" / "people" / str(mira.id)).iterdir()}
        assert len(kept) == 2
        assert stored == kept


class PowerCut(Exception):
    """Whatever keeps a transaction from being committed."""


async def still_there_after_a_power_cut(
    house: House, cast: Cast, act: Callable[[Session, Resume], Awaitable[None]]
) -> None:
    """Do something to a resume, but for the commit: it is as it was, and so is its file."""
    content = b"Mira, engineer"
    async with house.database.transaction() as session:
        resume = await service.upload(
            session,
            actor=cast.mira.actor,
            file_name="mira.txt",
            content=content,
            vault=house.vault,
            files=house.files,
            now=NOW,
        )

    async def interrupted() -> None:
        async with house.database.transaction() as session:
            await act(session, resume)
            raise PowerCut

    with pytest.raises(PowerCut):
        await interrupted()
    async with house.database.transaction() as session:
        found = await queries.resume(session, person_id=cast.mira.id, resume_id=resume.id)
        assert found
        await session.refresh(found)
        assert found.state == "stored"
        assert await service.open_file(found, vault=house.vault, files=house.files) == content


class TestRefuse:
    async def test_leaves_the_file_until_it_is_committed(self, house: House, cast: Cast) -> None:
        """Deleted before, the file would be missing when the resume is read again."""

        async def refuse(session: Session, resume: Resume) -> None:
            await service.refuse(
                session, person_id=cast.mira.id, resume_id=resume.id, code="damaged", message="Damaged."
            )

        await still_there_after_a_power_cut(house, cast, refuse)


class TestDelete:
    async def test_leaves_the_file_until_it_is_committed(self, house: House, cast: Cast) -> None:
        """Deleted before, there would be a resume whose file is missing."""

        async def delete(session: Session, resume: Resume) -> None:
            await service.delete(session, actor=cast.mira.actor, resume_id=resume.id)

        await still_there_after_a_power_cut(house, cast, delete)


async def _default_of(session: Session, member: Member) -> list[str]:
    rows = await queries.resumes(session, person_id=member.id)
    for row in rows:
        await session.refresh(row)
    return [str(row.id) for row in rows if row.is_default]


class TestSetDefault:
    async def test_the_first_one_is_and_another_can_be_made_so(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        first = await make_resume(house, cast.mira, name="one.txt")
        second = await make_resume(house, cast.mira, text=RESUME + "\nKotlin", name="two.txt")
        assert await _default_of(session, cast.mira) == [str(first.id)]
        for _ in range(2):
            await service.set_default(session, actor=cast.mira.actor, resume_id=second.id)
        assert await _default_of(session, cast.mira) == [str(second.id)]
        ready = await queries.ready_resume(session, person_id=cast.mira.id)
        assert ready
        assert ready.id == second.id

    async def test_refuses_one_that_was_not_read_and_another_persons(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        await make_resume(house, cast.mira)
        unread = await service.upload(
            session,
            actor=cast.mira.actor,
            file_name="new.txt",
            content=b"Mira, engineer",
            vault=house.vault,
            files=house.files,
            now=NOW,
        )
        with pytest.raises(service.ResumeNotReady):
            await service.set_default(session, actor=cast.mira.actor, resume_id=unread.id)
        for member in (cast.noor, cast.charlie):
            with pytest.raises(service.ResumeNotFound):
                await service.set_default(session, actor=member.actor, resume_id=unread.id)

    async def test_passes_on_when_the_default_cannot_be_read(self, session: Session, house: House, cast: Cast) -> None:
        sent = [
            await service.upload(
                session,
                actor=cast.mira.actor,
                file_name="mira.txt",
                content=content,
                vault=house.vault,
                files=house.files,
                now=NOW,
            )
            for content in (b"Mira, engineer", b"Mira, still an engineer")
        ]
        await service.refuse(session, person_id=cast.mira.id, resume_id=sent[0].id, code="damaged", message="Damaged.")
        assert await _default_of(session, cast.mira) == [str(sent[1].id)]


class TestDeleteDefault:
    async def test_is_refused_while_there_is_another(self, session: Session, house: House, cast: Cast) -> None:
        first = await make_resume(house, cast.mira, name="one.txt")
        second = await make_resume(house, cast.mira, text=RESUME + "\nKotlin", name="two.txt")
        with pytest.raises(service.ResumeIsDefault, match="Make another one the default first"):
            await service.delete(session, actor=cast.mira.actor, resume_id=first.id)
        await service.delete(session, actor=cast.mira.actor, resume_id=second.id)
        await service.delete(session, actor=cast.mira.actor, resume_id=first.id)
        assert list(await queries.resumes(session, person_id=cast.mira.id)) == []
