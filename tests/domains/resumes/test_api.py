"""Resumes over the API."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.applicants import RESUME, make_resume
from tests.client import Client
from tests.domains.resumes.test_pages import TEXT
from tests.people import Cast, refusal_of

from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


class TestUpload:
    async def test_is_read_in_the_background_with_evidence_for_each_field(
        self, client_of: ClientOf, cast: Cast, run_background: Callable[[], Awaitable[int]]
    ) -> None:
        program = await client_of(cast.mira)
        answer = await program.post("/api/v1/resumes", files={"file": ("mira.txt", TEXT)})
        assert (answer.status_code, answer.json()["state"]) == (202, "stored")
        address = answer.headers["location"]
        assert (await program.get(f"{address}/profile")).json()["code"] == "resume_not_ready"
        await run_background()
        assert (await program.get(address)).json()["state"] == "ready"
        profile = (await program.get(f"{address}/profile")).json()
        assert profile["resume"]["basics"]["email"] == "mira.sandoval@example.org"
        assert profile["evidence"]
        for span in profile["evidence"].values():
            assert profile["text"][span["start"] : span["end"]] == span["text"]

    async def test_asks_for_the_file_field(self, client_of: ClientOf, cast: Cast) -> None:
        answer = await (await client_of(cast.mira)).post("/api/v1/resumes", data={"other": "x"})
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": "file", "message": "Fill this in."}]


class TestProfile:
    async def test_tells_what_it_adds_up_to_and_from_which_fields(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        text = RESUME.replace(
            "- Ran them in Docker.", "- Ran them in Docker.\n\nCook, Elm House\nMay 2017 - March 2020"
        )
        resume = await make_resume(house, cast.mira, text=text)
        program = await client_of(cast.mira)
        profile = (await program.get(f"/api/v1/resumes/{resume.id}/profile")).json()
        found = profile["overview"]
        assert (found["region"]["value"], found["region"]["basis"]) == ("EMEA", "country")
        assert found["region"]["pointers"][0] in profile["evidence"]
        [gap] = found["gaps"]
        assert (gap["start"], gap["end"], gap["months"]) == ("2020-04", "2020-12", 9)
        assert (gap["after"], gap["before"]) == ("/work/1", "/work/0")

    async def test_is_corrected_confirmed_and_taken_back(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        resume = await make_resume(house, cast.mira)
        program = await client_of(cast.mira)
        address = f"/api/v1/resumes/{resume.id}/profile"
        entries = (await program.get(address)).json()["entries"]
        job = next(one for one in entries if one["section"] == "work")
        body = {"values": {"name": "Elsewhere", "startDate": "2020"}, "seen": job["seen"]}
        changed = (await program.patch(f"{address}/work/{job['key']}", json=body)).json()
        assert changed["resume"]["work"][0]["name"] == "Elsewhere"
        assert {pointer: own["read"] for pointer, own in changed["own"].items()} == {
            "/work/0/name": "Depotline",
            "/work/0/startDate": "2021-01",
        }
        assert changed["experience"]["jobs"] == 1
        assert (await program.patch(f"{address}/work/{job['key']}", json=body)).status_code == 200
        stale = await program.patch(f"{address}/work/{job['key']}", json={**body, "values": {"name": "Other"}})
        assert (stale.status_code, stale.json()["code"]) == (409, "entry_changed")
        assert stale.json()["now"]["name"] == "Elsewhere"
        correction = changed["own"]["/work/0/name"]["id"]
        undone = (await program.delete(f"/api/v1/resumes/{resume.id}/corrections/{correction}")).json()
        assert undone["resume"]["work"][0]["name"] == "Depotline"

    async def test_takes_an_entry_once_and_lets_it_go(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        resume = await make_resume(house, cast.mira)
        program = await client_of(cast.mira)
        address = f"/api/v1/resumes/{resume.id}/profile"
        new = {"section": "languages", "values": {"language": "Dutch"}, "id": "00000000-0000-0000-0000-000000000007"}
        for _ in range(2):
            answer = await program.post(address, json=new)
        assert (answer.status_code, answer.json()["resume"]["languages"]) == (201, [{"language": "Dutch"}])
        key = next(one["key"] for one in answer.json()["entries"] if one["added"])
        gone = (await program.delete(f"{address}/languages/{key}")).json()
        assert ("languages" in gone["resume"], gone["removed"][0]["words"]) == (False, ["Dutch"])

    async def test_changes_skills(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        resume = await make_resume(house, cast.mira)
        program = await client_of(cast.mira)
        address = f"/api/v1/resumes/{resume.id}/profile"
        refused = await program.post(f"{address}/skills", json={"add": ["Pyhton"]})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "add")
        found = (await program.post(f"{address}/skills", json={"add": ["Kotlin"], "remove": ["python"]})).json()
        assert [one["skill_id"] for one in found["own_skills"]] == ["kotlin"]
        assert "python" not in {one["skill_id"] for one in found["skills"]}
        assert (await program.post(f"{address}/confirm", json={})).status_code == 200

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"values": {"startDate": "soon"}}, "startDate"),
            ({"values": {"salary": "1"}}, "salary"),
            ({"values": {"name": "x" * 1_000_000}}, "values.name"),
            ({"values": {str(number): "x" for number in range(1_000)}}, "values"),
            ({"values": {"name": 7}}, "values.name"),
            ({}, "values"),
        ],
    )
    async def test_refuses_what_cannot_be_kept(
        self, client_of: ClientOf, cast: Cast, house: House, body: dict[str, Any], field: str
    ) -> None:
        resume = await make_resume(house, cast.mira)
        program = await client_of(cast.mira)
        entries = (await program.get(f"/api/v1/resumes/{resume.id}/profile")).json()["entries"]
        key = next(one["key"] for one in entries if one["section"] == "work")
        answer = await program.patch(f"/api/v1/resumes/{resume.id}/profile/work/{key}", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)

    async def test_is_nobody_elses_to_correct(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        resume = await make_resume(house, cast.mira)
        address = f"/api/v1/resumes/{resume.id}"
        for outsider in (cast.noor, cast.charlie, cast.alice):
            program = await client_of(outsider)
            changed = await program.patch(f"{address}/profile/basics/-", json={"values": {"name": "X"}})
            assert changed.status_code == refusal_of(outsider)
            assert (await program.post(f"{address}/default")).status_code == refusal_of(outsider)
            assert (await program.post(f"{address}/read-again")).status_code == refusal_of(outsider)


class TestDefault:
    async def test_is_chosen_and_kept_from_deletion(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        first = await make_resume(house, cast.mira)
        second = await make_resume(house, cast.mira, text=RESUME + "\nKotlin")
        program = await client_of(cast.mira)
        refused = await program.delete(f"/api/v1/resumes/{first.id}")
        assert (refused.status_code, refused.json()["code"]) == (409, "resume_is_default")
        assert (await program.post(f"/api/v1/resumes/{second.id}/default")).json()["is_default"]
        assert (await program.delete(f"/api/v1/resumes/{first.id}")).status_code == 204


class TestReadAgain:
    async def test_is_done_in_the_background(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: Callable[[], Awaitable[int]]
    ) -> None:
        resume = await make_resume(house, cast.mira)
        program = await client_of(cast.mira)
        for _ in range(2):
            asked = await program.post(f"/api/v1/resumes/{resume.id}/read-again")
            assert (asked.status_code, asked.json()["again"], asked.json()["state"]) == (202, "asked", "ready")
        await run_background()
        assert (await program.get(f"/api/v1/resumes/{resume.id}")).json()["again"] == ""
