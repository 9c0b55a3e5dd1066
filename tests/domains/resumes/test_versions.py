"""Versions: each new file is the next one, the same bytes are the same one, and no number is given twice."""

from collections.abc import Awaitable, Callable

from sqlalchemy import text
from tests.applicants import RESUME, change_skills, make_application, make_resume
from tests.client import Client
from tests.openings import make_job
from tests.people import Cast, Member

from evenhand.domains.applications import service as applications
from evenhand.domains.resumes import queries, service
from evenhand.kit.erasing import Whose
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
OTHER = RESUME.replace("Depotline", "Quayside")
THIRD = RESUME.replace("Depotline", "Wharf")


async def numbers(house: House, member: Member) -> tuple[list[int], int]:
    """Which versions somebody has, and the last number that was given."""
    async with house.database.transaction() as session:
        rows = await queries.resumes(session, person_id=member.id)
        return sorted(row.number for row in rows), await queries.last_number(session, person_id=member.id)


class TestNumbers:
    async def test_count_the_files_of_one_person(self, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira)
        await make_resume(house, cast.noor)
        await make_resume(house, cast.mira, text=OTHER)
        assert await numbers(house, cast.mira) == ([1, 2], 2)
        assert await numbers(house, cast.noor) == ([1], 1)

    async def test_stay_for_the_same_bytes_under_another_name(self, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira)
        again = await make_resume(house, cast.mira, name="cv_final_2.txt")
        assert again.number == 1
        assert await numbers(house, cast.mira) == ([1], 1)

    async def test_stay_for_the_same_bytes_that_were_refused_once(self, house: House, cast: Cast) -> None:
        first = await make_resume(house, cast.mira)
        async with house.database.transaction() as session:
            await session.execute(text("UPDATE resume SET state = 'refused' WHERE id = :id"), {"id": first.id})
        again = await make_resume(house, cast.mira)
        assert again.id != first.id
        assert again.number == 1

    async def test_are_never_given_again(self, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira)
        second = await make_resume(house, cast.mira, text=OTHER)
        async with house.database.transaction() as session:
            await service.delete(session, actor=cast.mira.actor, resume_id=second.id)
        assert (await make_resume(house, cast.mira, text=THIRD)).number == 3
        assert (await make_resume(house, cast.mira, text=OTHER)).number == 4  # the same words, sent anew
        assert await numbers(house, cast.mira) == ([1, 3, 4], 4)

    async def test_begin_anew_only_once_everything_is_erased(self, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira)
        async with house.database.transaction() as session:
            await queries.erase(session, whose=Whose(cast.mira.id, cast.mira.id, part="resumes"))
        assert await numbers(house, cast.mira) == ([], 0)


class TestShown:
    async def test_on_the_pages_and_over_the_api_with_its_day(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        first = await make_resume(house, cast.mira)
        second = await make_resume(house, cast.mira, text=OTHER)
        await change_skills(house, cast.mira, second, add=["Kotlin"])
        client = await client_of(cast.mira)
        listed = (await client.get("/resumes")).text
        assert "Version 1 of 2" in listed
        assert "Version 2 of 2" in listed
        page = (await client.get(f"/resumes/{second.id}")).text
        for words in ("Version 2 of 2", "uploaded on 21 November 2026", "1 correction"):
            assert words in page
        one = (await client.get(f"/api/v1/resumes/{first.id}")).json()
        assert (one["number"], one["versions"]) == (1, 2)
        items = (await client.get("/api/v1/resumes")).json()["items"]
        assert [(item["number"], item["versions"]) for item in items] == [(2, 2), (1, 2)]

    async def test_in_the_export(self, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira)
        async with house.database.transaction() as session:
            (holding, *_) = await service.held(session, person_id=cast.mira.id, vault=house.vault)
        assert [item.values["number"] for item in holding.items] == [1]

    async def test_to_the_company_that_was_sent_it_and_to_its_person(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        await make_resume(house, cast.mira)
        application = await make_application(house, cast.mira, await make_job(house, cast.bob), text=OTHER)
        async with house.database.transaction() as session:
            row = await applications.own_application(session, person_id=cast.mira.id, application_id=application.id)
            assert row.resume_id
            await session.execute(text("UPDATE resume SET is_default = false"))
            await service.delete(session, actor=cast.mira.actor, resume_id=row.resume_id)
        recruiter, candidate = await client_of(cast.bob), await client_of(cast.mira)
        assert "version 2" in (await recruiter.get(f"/staff/applications/{application.id}")).text
        assert "version 2" in (await candidate.get(f"/applications/{application.id}")).text
        for client in (recruiter, candidate):
            body = (await client.get(f"/api/v1/applications/{application.id}")).json()
            assert (body["resume_version"], body["for_job"]) == (2, False)
            assert "versions" not in body
