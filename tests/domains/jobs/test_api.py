"""Jobs over the API."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.client import Client
from tests.openings import job_fields, make_draft, make_job
from tests.people import Cast

from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


class TestSearch:
    async def test_is_open_to_everybody_and_pages(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        for _ in range(3):
            await make_job(house, cast.bob)
        await make_draft(house, cast.bob)
        client = await client_of()
        first = (await client.get("/api/v1/jobs?q=backend&level=middle&limit=2")).json()
        second = (await client.get(f"/api/v1/jobs?q=backend&level=middle&limit=2&cursor={first['next']}")).json()
        ids = [item["id"] for item in first["items"] + second["items"]]
        assert (len(ids), len(set(ids)), second["next"]) == (3, 3, None)
        assert first["items"][0]["salary_min"] == 62000
        assert first["items"][0]["company"]["slug"] == "harbour-test"

    @pytest.mark.parametrize(
        "query",
        ["limit=0", "limit=101", "cursor=nonsense", "level=wizard", "salary=-1", "country=XX", "q=" + "x" * 201],
    )
    async def test_refuses_what_is_malformed(self, client_of: ClientOf, query: str) -> None:
        answer = await (await client_of()).get(f"/api/v1/jobs?{query}")
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


class TestOne:
    async def test_shows_open_and_closed_jobs_and_no_draft(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job, draft = await make_job(house, cast.bob), await make_draft(house, cast.bob)
        staff, visitor = await client_of(cast.bob), await client_of()
        assert (await visitor.get(f"/api/v1/jobs/{job.id}")).json()["takes_applications"] is True
        assert (await staff.post(f"/api/v1/jobs/{job.id}/close")).json()["status"] == "closed"
        assert (await visitor.get(f"/api/v1/jobs/{job.id}")).json()["takes_applications"] is False
        for client in (visitor, staff):
            assert (await client.get(f"/api/v1/jobs/{draft.id}")).json()["code"] == "job_not_found"


class TestOwnList:
    async def test_shows_the_callers_organisation_with_drafts(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        draft, job = await make_draft(house, cast.bob), await make_job(house, cast.bob)
        await make_draft(house, cast.charlie)
        client = await client_of(cast.erin)
        body = (await client.get("/api/v1/organisation/jobs?limit=1")).json()
        rest = (await client.get(f"/api/v1/organisation/jobs?limit=1&cursor={body['next']}")).json()
        assert [item["id"] for item in body["items"] + rest["items"]] == [str(job.id), str(draft.id)]
        drafts = (await client.get("/api/v1/organisation/jobs?status=draft")).json()["items"]
        assert [item["id"] for item in drafts] == [str(draft.id)]
        assert (await client.get("/api/v1/organisation/jobs?status=lost")).status_code == 422

    async def test_is_for_those_who_hire(self, client_of: ClientOf, cast: Cast) -> None:
        assert (await (await client_of()).get("/api/v1/organisation/jobs")).status_code == 401
        assert (await (await client_of(cast.mira)).get("/api/v1/organisation/jobs")).status_code == 403


class TestCreate:
    async def test_writes_a_draft(self, client_of: ClientOf, cast: Cast) -> None:
        client = await client_of(cast.bob)
        answer = await client.post("/api/v1/jobs", json=job_fields(required_skills=["Postgres", "python"]))
        assert answer.status_code == 201
        body = answer.json()
        assert (body["status"], body["version"]) == ("draft", 1)
        assert [skill["id"] for skill in body["required_skills"]] == ["postgresql", "python"]
        assert (await client.get(answer.headers["location"])).json() == body

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"required_skills": ["Phyton"]}, "required_skills", "Did you mean Python?"),
            ({"title": "x" * 161}, "title", "at most 160"),
            ({"description": "x" * 20_001}, "description", "at most 20,000"),
            ({"salary_min": 10, "salary_max": 9}, "salary_max", "Write 10 or more"),
            ({"salary_currency": "EURO"}, "salary_currency", "at most 3"),
            ({"salary_currency": "XXX"}, "salary_currency", "three letters"),
            ({"salary_min": 0.001}, "salary_min", ""),
            ({"country_code": "EU"}, "country_code", "Choose a country"),
            ({"deadline": "2020-02-30"}, "deadline", "Write a date"),
            ({"nonsense": 1}, "nonsense", "not known"),
        ],
    )
    async def test_refuses_with_a_sentence_for_each_field(
        self, client_of: ClientOf, cast: Cast, changes: dict[str, Any], field: str, sentence: str
    ) -> None:
        answer = await (await client_of(cast.bob)).post("/api/v1/jobs", json=job_fields(**changes))
        assert answer.status_code == 422
        errors = {error["field"]: error["message"] for error in answer.json()["errors"]}
        assert sentence in errors[field]

    async def test_refuses_a_deadline_that_has_passed(self, client_of: ClientOf, cast: Cast) -> None:
        answer = await (await client_of(cast.bob)).post("/api/v1/jobs", json=job_fields(deadline="2020-01-01"))
        assert (answer.status_code, answer.json()["code"]) == (422, "deadline_passed")
        assert answer.json()["errors"][0]["field"] == "deadline"

    async def test_survives_text_no_database_can_hold(self, client_of: ClientOf, cast: Cast) -> None:
        client = await client_of(cast.bob)
        raw = '{"title": "A\\u0000b\\ud800", "description": "c\\u0000", "work_mode": "remote", '
        raw += '"employment_type": "FULL_TIME", "level": "lead"}'
        answer = await client.post("/api/v1/jobs", content=raw, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.json()["title"]) == (201, "Ab")


class TestChange:
    async def test_changes_what_is_sent_and_keeps_the_rest(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        client = await client_of(cast.bob)
        sent = {"version": job.version, "title": "Renamed", "salary_min": None, "optional_skills": []}
        body = (await client.patch(f"/api/v1/jobs/{job.id}", json=sent)).json()
        assert (body["title"], body["salary_min"], body["salary_max"]) == ("Renamed", None, 78000)
        assert (body["optional_skills"], body["city"], body["version"]) == ([], "Rotterdam", job.version + 1)

    async def test_refuses_a_version_that_someone_else_replaced(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        client = await client_of(cast.bob)
        await client.patch(f"/api/v1/jobs/{job.id}", json={"version": job.version, "title": "First"})
        answer = await client.patch(f"/api/v1/jobs/{job.id}", json={"version": job.version, "title": "Second"})
        assert (answer.status_code, answer.json()["code"]) == (409, "job_changed")

    async def test_refuses_parts_that_do_not_fit_together(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        sent = {"version": job.version, "salary_max": 100}
        answer = await (await client_of(cast.bob)).patch(f"/api/v1/jobs/{job.id}", json=sent)
        assert answer.status_code == 422
        assert answer.json()["errors"] == [
            {"field": "salary_max", "message": "Write 62,000 or more, or lower the other end."}
        ]

    async def test_another_organisations_job_is_not_there(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        outsider = await client_of(cast.charlie)
        assert (await outsider.get(f"/api/v1/organisation/jobs/{job.id}")).status_code == 404
        answer = await outsider.patch(f"/api/v1/jobs/{job.id}", json={"version": job.version, "title": "Mine"})
        assert answer.status_code == 404
        for act in ("publish", "close"):
            assert (await outsider.post(f"/api/v1/jobs/{job.id}/{act}")).status_code == 404
        assert (await (await client_of()).get(f"/api/v1/jobs/{job.id}")).json()["title"] == "Backend engineer"


class TestPublishAndClose:
    async def test_can_be_repeated_without_harm(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        draft = await make_draft(house, cast.bob)
        client = await client_of(cast.alice)
        for act, state in (("publish", "open"), ("publish", "open"), ("close", "closed"), ("close", "closed")):
            answer = await client.post(f"/api/v1/jobs/{draft.id}/{act}")
            assert (answer.status_code, answer.json()["status"]) == (200, state)
        assert answer.json()["version"] == 3

    async def test_a_draft_cannot_be_closed(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        draft = await make_draft(house, cast.bob)
        answer = await (await client_of(cast.bob)).post(f"/api/v1/jobs/{draft.id}/close")
        assert (answer.status_code, answer.json()["code"]) == (409, "job_not_published")

    async def test_are_for_recruiters(self, client_of: ClientOf, cast: Cast) -> None:
        for act in ("publish", "close"):
            assert (await (await client_of(cast.erin)).post(f"/api/v1/jobs/{uuid4()}/{act}")).status_code == 403


class TestSkills:
    async def test_tells_required_from_nice_to_have(self, client_of: ClientOf, cast: Cast) -> None:
        advert = {"title": "Nurse", "description": "Wound care is a must.\n\nNice to have:\n- triage"}
        body = (await (await client_of(cast.bob)).post("/api/v1/jobs/skills", json=advert)).json()
        asked = {one["skill"]["id"]: (one["need"], one["cue"] and one["cue"]["text"]) for one in body["items"]}
        assert asked == {
            "wound-care": ("required", "is a must"),
            "triage": ("optional", "Nice to have"),
        }
        text = f"{advert['title']}\n\n{advert['description']}"
        assert all(text[m["start"] : m["end"]] == m["text"] for one in body["items"] for m in one["mentions"])
        assert body["taxonomy"]

    async def test_is_for_recruiters(self, client_of: ClientOf, cast: Cast) -> None:
        assert (await (await client_of(cast.erin)).post("/api/v1/jobs/skills", json={})).status_code == 403
