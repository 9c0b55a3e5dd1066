"""The pages everybody may read."""

import json
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from tests.client import Client
from tests.openings import make_draft, make_job
from tests.people import NOW, Cast

from evenhand.domains.jobs import queries, service
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Session
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
ROW = re.compile(r'<a class="cover" href="/jobs/([0-9a-f-]{36})"')


def rows(html: str) -> list[str]:
    return ROW.findall(html)


class TestFrontDoor:
    @pytest.mark.parametrize(("who", "where"), [("mira", "/home"), ("bob", "/home"), ("erin", "/staff/questions")])
    async def test_leads_everyone_to_their_work(self, client_of: ClientOf, cast: Cast, who: str, where: str) -> None:
        answer = await (await client_of(getattr(cast, who))).get("/")
        assert (answer.status_code, answer.headers["location"]) == (303, where)

    async def test_shows_visitors_the_open_jobs(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        answer = await (await client_of()).get("/")
        assert (answer.status_code, rows(answer.text)) == (200, [str(job.id)])


class TestListJobs:
    async def test_is_open_to_everybody_and_sets_no_cookie(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        await make_draft(house, cast.bob)
        answer = await (await client_of()).get("/jobs")
        assert (answer.status_code, rows(answer.text)) == (200, [str(job.id)])
        assert "set-cookie" not in answer.headers
        assert "€62,000 – 78,000" in answer.text

    async def test_keeps_filters_in_links_that_take_one_away(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        await make_job(house, cast.bob)
        html = (await (await client_of()).get("/jobs?q=backend&work_mode=hybrid&location=NL/Rotterdam")).text
        assert 'href="/jobs?location=NL%2FRotterdam&amp;work_mode=hybrid" aria-label="Remove filter: “backend”"' in html
        assert "1 role matches" in html

    async def test_says_which_filter_to_drop_when_nothing_matches(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        for _ in range(2):
            await make_job(house, cast.bob)
        html = (await (await client_of()).get("/jobs?q=backend&level=middle&work_mode=remote")).text
        assert "No open role matches all 3 filters." in html
        assert "Without “Remote” there are 2." in html

    async def test_claims_no_more_than_was_counted(
        self, client_of: ClientOf, house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "COUNTED_JOBS", 1)
        for minute, level in enumerate(("junior", "middle", "middle")):
            await make_job(house, cast.bob, level=level, now=NOW + timedelta(minutes=minute))
        client = await client_of()
        assert "At least 2 roles" in (await client.get("/jobs")).text
        unseen = (await client.get("/jobs?level=junior")).text
        assert (len(rows(unseen)), "At least 0" in unseen) == (1, False)
        assert "is not enough" not in (await client.get("/jobs?level=lead")).text

    async def test_a_link_with_filters_nobody_knows_still_opens(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        answer = await (await client_of()).get("/jobs?level=wizard&salary=lots&location=XX&country=123&currency=%00")
        assert (answer.status_code, rows(answer.text)) == (200, [str(job.id)])

    async def test_the_next_page_goes_on_where_this_one_ends(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        made = [str((await make_job(house, cast.bob, now=NOW + timedelta(minutes=n))).id) for n in range(22)]
        client = await client_of()
        first = await client.get("/jobs?level=middle")
        following = re.search(r'<a class="btn[^"]*" href="([^"]*cursor=[^"]*)"', first.text)
        assert following
        second = await client.get(following.group(1).replace("&amp;", "&"))
        assert rows(first.text) + rows(second.text) == made[::-1]

    async def test_refuses_a_cursor_that_was_not_made_here(self, client_of: ClientOf) -> None:
        assert (await (await client_of()).get("/jobs?cursor=nonsense")).status_code == 422

    async def test_an_empty_house_says_so(self, client_of: ClientOf) -> None:
        assert "No role is open here today." in (await (await client_of()).get("/jobs")).text


class TestCareers:
    async def test_shows_one_company_by_department(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        mine = await make_job(house, cast.bob, department="Finance")
        first = await make_job(house, cast.bob, department="Engineering")
        last = await make_job(house, cast.bob, department="")
        await make_job(house, cast.charlie)
        html = (await (await client_of()).get("/companies/harbour-test")).text
        assert rows(html) == [str(job.id) for job in (first, mine, last)]
        assert "Harbour Test hires with Evenhand" in html

    async def test_an_unknown_company_is_not_there(self, client_of: ClientOf) -> None:
        for slug in ("nobody", "%00", "..%5c", "a" * 500):
            assert (await (await client_of()).get(f"/companies/{slug}")).status_code == 404


class TestShowJob:
    async def test_shows_the_advert_as_prose_and_the_way_to_apply(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        html = (await (await client_of()).get(f"/jobs/{job.id}")).text
        assert "<h2>What you would do</h2>" in html
        assert f'href="/jobs/{job.id}/apply"' in html
        assert f'href="/sign-in?next=/jobs/{job.id}"' in html
        assert f'hx-get="/jobs/{job.id}/match"' not in html

    async def test_asks_for_the_match_where_there_is_someone_to_compare(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        assert f'hx-get="/jobs/{job.id}/match"' in (await (await client_of(cast.mira)).get(f"/jobs/{job.id}")).text

    async def test_holds_the_posting_for_search_engines_and_lets_nothing_out_of_it(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        hostile = "</script><script>alert(1)</script>"
        job = await make_job(house, cast.bob, title=hostile, description=f"{hostile} & more")
        html = (await (await client_of()).get(f"/jobs/{job.id}")).text
        assert "<script>alert" not in html
        posting = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])
        assert (posting["@type"], posting["title"]) == ("JobPosting", hostile)
        assert posting["baseSalary"]["value"] == {
            "@type": "QuantitativeValue",
            "unitText": "YEAR",
            "minValue": 62000.0,
            "maxValue": 78000.0,
        }

    async def test_a_closed_job_says_when_and_shows_others(
        self, client_of: ClientOf, house: House, cast: Cast, session: Session
    ) -> None:
        job, other = await make_job(house, cast.bob), await make_job(house, cast.charlie)
        now = utc_now()
        await service.close_job(session, actor=cast.bob.actor, job_id=job.id, now=now)
        html = (await (await client_of()).get(f"/jobs/{job.id}")).text
        assert f"This job closed on {now.day} {now:%B}." in html
        assert rows(html) == [str(other.id)]
        assert "/apply" not in html
        assert "application/ld+json" not in html
        assert '<meta name="robots" content="noindex">' in html

    async def test_those_who_hire_for_it_can_edit_it_and_do_not_apply(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        mine = (await (await client_of(cast.bob)).get(f"/jobs/{job.id}")).text
        others = (await (await client_of(cast.charlie)).get(f"/jobs/{job.id}")).text
        assert (f"/staff/jobs/{job.id}" in mine, "/apply" in mine) == (True, False)
        assert (f"/staff/jobs/{job.id}" in others, "/apply" in others) == (False, False)
        assert "choose in your account for whom you act" in others
        candidate = (await (await client_of(cast.mira)).get(f"/jobs/{job.id}")).text
        assert (f"/staff/jobs/{job.id}" in candidate, "/apply" in candidate) == (False, True)

    @pytest.mark.parametrize("who", [None, "mira", "bob", "charlie"])
    async def test_a_draft_is_not_there_for_anyone(
        self, client_of: ClientOf, house: House, cast: Cast, who: str | None
    ) -> None:
        draft = await make_draft(house, cast.bob)
        client = await client_of(getattr(cast, who) if who else None)
        assert (await client.get(f"/jobs/{draft.id}")).status_code == 404
