"""The pages of those who hire."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from tests.client import Client
from tests.openings import job_fields, make_draft, make_job
from tests.people import Cast

from evenhand.domains.jobs import queries, service
from evenhand.domains.jobs.schemas import JobIn, OwnJob
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Session
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


def typed(**changes: Any) -> dict[str, Any]:
    """A job as a browser sends it: text, and skills in one field."""
    fields = job_fields(**changes)
    for name in ("required_skills", "optional_skills"):
        fields[name] = ", ".join(fields[name]) if isinstance(fields[name], list) else fields[name]
    return fields


async def saved(house: House, cast: Cast, job_id: UUID) -> OwnJob:
    """The job as a fresh session finds it."""
    async with house.database.transaction() as session:
        return await service.own_job(session, actor=cast.bob.actor, job_id=job_id, now=utc_now())


class TestListJobs:
    async def test_shows_the_organisations_jobs_by_state(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        await make_job(house, cast.bob, title="Open one")
        await make_draft(house, cast.bob, title="Draft one")
        await make_draft(house, cast.charlie, title="Foreign one")
        client = await client_of(cast.bob)
        html = (await client.get("/staff/jobs")).text
        assert ("Open one" in html, "Draft one" in html, "Foreign one" in html) == (True, True, False)
        html = (await client.get("/staff/jobs?status=draft")).text
        assert ("Open one" in html, "Draft one" in html) == (False, True)

    async def test_leaves_a_place_for_the_number_of_applicants(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        job, draft = await make_job(house, cast.bob), await make_draft(house, cast.bob)
        html = (await (await client_of(cast.bob)).get("/staff/jobs")).text
        assert f'<span id="applicants-{job.id}">' in html
        assert f"applicants-{draft.id}" not in html
        assert f'hx-get="/staff/applicant-counts?job={job.id}"' in html
        assert "applicants-" not in (await (await client_of(cast.erin)).get("/staff/jobs")).text

    async def test_older_jobs_are_a_page_away(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        for number in range(21):
            await make_draft(house, cast.bob, title=f"Job {number:02}")
        client = await client_of(cast.bob)
        first = (await client.get("/staff/jobs?status=draft")).text
        following = re.search(r'href="(/staff/jobs\?status=draft&amp;cursor=[^"]+)"', first)
        assert following
        second = (await client.get(following.group(1).replace("&amp;", "&"))).text
        assert ("Job 00" in first, "Job 00" in second, "Job 20" in second) == (False, True, False)

    async def test_tells_newcomers_how_to_start(self, client_of: ClientOf, cast: Cast) -> None:
        assert 'href="/staff/jobs/new"' in (await (await client_of(cast.bob)).get("/staff/jobs")).text
        assert 'href="/staff/jobs/new"' not in (await (await client_of(cast.erin)).get("/staff/jobs")).text


class TestCreate:
    async def send(self, client: Client, job_id: str, **changes: Any) -> Any:
        return await client.submit("/staff/jobs", {"job_id": job_id, **typed(**changes)})

    async def form_id(self, client: Client) -> str:
        found = re.search(r'name="job_id" value="([0-9a-f-]+)"', (await client.get("/staff/jobs/new")).text)
        assert found
        return found.group(1)

    async def test_saves_a_draft_and_shows_it_however_often_it_is_sent(
        self, client_of: ClientOf, cast: Cast, session: Session
    ) -> None:
        client = await client_of(cast.bob)
        job_id = await self.form_id(client)
        for _ in range(2):
            answer = await self.send(client, job_id, required_skills="Python; Postgres")
            assert (answer.status_code, answer.headers["location"]) == (303, f"/staff/jobs/{job_id}")
        rows = await queries.own_jobs(session, org_id=cast.bob.org_id, limit=9)
        assert [(str(row.job.id), row.job.required_skills) for row in rows] == [(job_id, ["python", "postgresql"])]
        assert (await client.get(f"/staff/jobs/{job_id}")).status_code == 200

    async def test_cannot_take_over_another_organisations_job(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        answer = await self.send(await client_of(cast.charlie), str(job.id), title="Taken over")
        assert answer.status_code == 409

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"title": " "}, "Fill this in."),
            ({"required_skills": "Phyton"}, "Did you mean Python?"),
            ({"salary_max": "1000"}, "Write 62,000 or more, or lower the other end."),
            ({"salary_currency": ""}, "Choose the currency of the salary."),
            ({"salary_min": "much"}, "Write a number."),
            ({"country_code": ""}, "Say in which country the work is done, or choose remote."),
            ({"experience_max_years": "1"}, "Write 3 or more, or leave it empty."),
            ({"openings": "0"}, "Write 1 or more."),
            ({"deadline": "2020-01-01"}, "This day has passed."),
            ({"work_mode": ""}, "Fill this in."),
        ],
    )
    async def test_keeps_what_was_typed_beside_what_is_wrong(
        self, client_of: ClientOf, cast: Cast, changes: dict[str, Any], sentence: str
    ) -> None:
        client = await client_of(cast.bob)
        job_id = await self.form_id(client)
        answer = await self.send(client, job_id, **{"department": "Kept department", **changes})
        assert answer.status_code == 422
        assert answer.text.count(sentence) == 2  # in the summary and beside the field
        assert 'value="Kept department"' in answer.text
        assert "<title>Error:" in answer.text

    async def test_is_for_recruiters(self, client_of: ClientOf, cast: Cast) -> None:
        answer = await (await client_of(cast.erin)).submit("/staff/jobs", typed())
        assert answer.status_code == 403


class TestEdit:
    async def test_starts_from_what_is_saved_and_saves_it(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob, salary_min=8.6, salary_max=9.9, salary_period="hour")
        client = await client_of(cast.bob)
        html = (await client.get(f"/staff/jobs/{job.id}/edit")).text
        assert 'value="8.60"' in html
        assert 'value="Python, PostgreSQL"' in html
        answer = await client.submit(f"/staff/jobs/{job.id}/edit", {"version": job.version, **typed(title="Renamed")})
        assert answer.status_code == 303
        after = await saved(house, cast, job.id)
        assert (after.title, after.version) == ("Renamed", job.version + 1)

    async def test_what_someone_else_saved_is_replaced_only_knowingly(
        self, client_of: ClientOf, house: House, cast: Cast, session: Session
    ) -> None:
        job = await make_job(house, cast.bob)
        change = JobIn.model_validate(job_fields(title="Alice was here"))
        await service.edit_job(
            session, change, actor=cast.alice.actor, job_id=job.id, version=job.version, now=utc_now()
        )
        client = await client_of(cast.bob)
        sent = {"version": job.version, **typed(title="Bob was here")}
        first = await client.submit(f"/staff/jobs/{job.id}/edit", sent)
        assert first.status_code == 409
        assert 'value="Bob was here"' in first.text
        version = re.search(r'name="version" value="(\d+)"', first.text)
        assert version
        second = await client.submit(f"/staff/jobs/{job.id}/edit", {**sent, "version": version.group(1)})
        assert second.status_code == 303
        assert (await saved(house, cast, job.id)).title == "Bob was here"

    async def test_another_organisations_job_is_not_there(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        client = await client_of(cast.charlie)
        for path in ("", "/edit", "/publish", "/close", "/reopen"):
            assert (await client.get(f"/staff/jobs/{job.id}{path}")).status_code == 404
        for path in ("/edit", "/publish", "/close", "/reopen"):
            assert (await client.submit(f"/staff/jobs/{job.id}{path}", typed())).status_code == 404


class TestAct:
    async def test_publishes_closes_and_reopens_after_asking(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        draft = await make_draft(house, cast.bob)
        client = await client_of(cast.bob)
        for act, state in (("publish", "open"), ("close", "closed"), ("reopen", "open")):
            assert f'data-dialog="{act}"' in (await client.get(f"/staff/jobs/{draft.id}")).text
            asked = await client.get(f"/staff/jobs/{draft.id}/{act}")
            assert f'action="/staff/jobs/{draft.id}/{act}"' in asked.text
            for _ in range(2):
                assert (await client.submit(f"/staff/jobs/{draft.id}/{act}")).status_code == 303
            assert (await saved(house, cast, draft.id)).status == state

    async def test_says_why_a_draft_cannot_be_closed(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        draft = await make_draft(house, cast.bob)
        answer = await (await client_of(cast.bob)).submit(f"/staff/jobs/{draft.id}/close")
        assert answer.status_code == 409
        assert "nobody can apply for it yet" in answer.text

    async def test_an_expert_reads_and_changes_nothing(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        draft = await make_draft(house, cast.bob)
        client = await client_of(cast.erin)
        html = (await client.get(f"/staff/jobs/{draft.id}")).text
        assert "/publish" not in html
        assert (await client.submit(f"/staff/jobs/{draft.id}/publish")).status_code == 403


class TestSuggest:
    ADVERT = "Requirements:\n- Python, strong SQL\n- Docker would be a plus\nWe offer\n- English courses"

    async def test_fills_in_what_the_text_asks_for(self, client_of: ClientOf, cast: Cast) -> None:
        client = await client_of(cast.bob)
        fields = typed(description=self.ADVERT, required_skills="Python", optional_skills="")
        answer = await client.submit("/staff/jobs/suggest", fields)
        assert answer.status_code == 200
        assert 'name="required_skills" type="text" value="Python, Back-end development, SQL"' in answer.text
        assert 'name="optional_skills" type="text" value="Docker"' in answer.text
        assert "Added from your text" in answer.text
        assert "a plus" in answer.text

    async def test_says_so_when_there_is_nothing_to_add(self, client_of: ClientOf, cast: Cast) -> None:
        client = await client_of(cast.bob)
        fields = typed(title="", description="We are nice.", required_skills="", optional_skills="")
        html = (await client.submit("/staff/jobs/suggest", fields)).text
        assert "No further skill of our list was found" in html

    async def test_keeps_nothing_of_a_job_that_is_edited(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_draft(house, cast.bob)
        client = await client_of(cast.bob)
        before = await saved(house, cast, job.id)
        fields = typed(description=self.ADVERT, version=str(before.version), title="Elsewhere")
        html = (await client.submit(f"/staff/jobs/{job.id}/suggest", fields)).text
        assert f'name="version" value="{before.version}"' in html
        assert (await saved(house, cast, job.id)).title == before.title
        stranger = await client_of(cast.charlie)
        answer = await stranger.submit(f"/staff/jobs/{job.id}/suggest", fields)
        assert answer.status_code == 404

    @pytest.mark.parametrize(
        "fields", [{}, {"title": "x" * 5_000, "description": "Go, " * 9_000, "required_skills": "\0,;"}]
    )
    async def test_takes_whatever_is_in_the_form(self, client_of: ClientOf, cast: Cast, fields: dict[str, str]) -> None:
        answer = await (await client_of(cast.bob)).submit("/staff/jobs/suggest", fields)
        assert answer.status_code == 200
