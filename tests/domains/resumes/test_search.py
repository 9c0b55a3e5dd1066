"""Looking for words in one's own resumes."""

from collections.abc import Awaitable, Callable

from tests.applicants import RESUME, make_resume
from tests.client import Client
from tests.people import Cast
from tests.statements import statements

from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
NURSE = RESUME.replace("Backend engineer", "Nurse").replace("in Python and PostgreSQL", "by hand")


class TestSearch:
    async def test_finds_text_corrections_and_names_of_files_over_the_api(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        engineer = await make_resume(house, cast.mira)
        nurse = await make_resume(house, cast.mira, text=NURSE, name="ward.txt")
        program = await client_of(cast.mira)

        async def ids(query: str) -> list[str]:
            answer = await program.get("/api/v1/resumes", params={"q": query})
            return [one["id"] for one in answer.json()["items"]]

        assert await ids("") == [str(nurse.id), str(engineer.id)]
        assert await ids("python postgres") == [str(engineer.id)]
        assert await ids("WARD") == [str(nurse.id)]
        assert await ids("astronaut") == []
        new = {"section": "languages", "values": {"language": "Esperanto"}}
        await program.post(f"/api/v1/resumes/{nurse.id}/profile", json=new)
        assert await ids("esperanto nurse") == [str(nurse.id)]
        answer = await program.get("/api/v1/resumes", params={"q": "parcels"})
        [place] = answer.json()["items"][-1]["found"]
        assert [place["text"][start:end] for start, end in place["marks"]] == ["parcels"]
        assert (await program.get("/api/v1/resumes", params={"q": "x" * 121})).status_code == 422

    async def test_marks_the_words_on_the_page(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        await make_resume(house, cast.mira)
        browser = await client_of(cast.mira)
        assert 'name="q"' not in (await browser.get("/resumes")).text  # nothing to choose from
        await make_resume(house, cast.mira, text=NURSE.replace("honest", "<b>honest</b>"), name="ward.txt")
        assert 'name="q"' in (await browser.get("/resumes")).text
        page = (await browser.get("/resumes?q=nurse+honest")).text
        assert "<mark>Nurse</mark>" in page
        assert "&lt;b&gt;<mark>honest</mark>" in page
        assert "backend.txt" not in page
        none = (await browser.get("/resumes?q=astronaut")).text
        assert "None of your resumes holds these words." in none
        assert '<ul class="list">' not in none

    async def test_shows_nobody_the_words_of_another(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        await make_resume(house, cast.mira)
        noor = await client_of(cast.noor)
        assert (await noor.get("/api/v1/resumes", params={"q": "python"})).json()["items"] == []
        assert "PostgreSQL" not in (await noor.get("/resumes?q=python")).text

    async def test_asks_for_resumes_once_however_many_there_are(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        for number in range(3):
            await make_resume(house, cast.mira, text=f"{RESUME}\nNumber {number}")
        program = await client_of(cast.mira)
        with statements() as sent:
            answer = await program.get("/api/v1/resumes", params={"q": "python"})
        assert len(answer.json()["items"]) == 3
        assert sum("FROM resume " in one for one in sent) == 1
