"""Storing resumes."""

import asyncio

import pytest
from tests.conftest import QUICK_PASSWORDS
from tests.people import NOW, make_cast

from evenhand.domains.resumes import queries, service
from evenhand.domains.resumes.models import Resume
from evenhand.kit.settings import Settings
from evenhand.wiring import House


class TestUpload:
    async def test_of_files_sent_at_once_each_is_kept_once_and_never_more_than_there_is_room_for(
        self, own_database: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(service, "MOST_RESUMES", 2)
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
