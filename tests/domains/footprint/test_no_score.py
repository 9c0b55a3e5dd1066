"""Public work moves no score and reaches no company: with it and without it, everything is the same."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from sqlalchemy import text
from tests.applicants import RESUME, make_application
from tests.client import Client
from tests.conftest import run_queue
from tests.domains.applications.test_blind import FEWEST_ROUTES, paths
from tests.domains.footprint.conftest import Sites
from tests.domains.footprint.test_telling import QUESTION, told
from tests.interviewing import GOOD, make_interview, take
from tests.openings import make_job
from tests.people import NOW, Cast

from evenhand.domains.coaching.queries import reviews as review_queries
from evenhand.domains.coaching.service import reviews
from evenhand.domains.coaching.service.reviews import open_review
from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.interviews.models import Interview
from evenhand.domains.jobs.models import Job
from evenhand.domains.matching import service as matching
from evenhand.domains.resumes.models import Resume
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
PLANTED = "octo-mira"
FIGURES = ("label", "relevance", "completeness", "accuracy", "clarity", "overall", "manifest", "seal")


async def scores(house: House, cast: Cast, interview: Interview) -> dict[str, Any]:
    """Everything that is computed about Mira, made anew."""
    about: dict[str, Any] = {"actor": cast.mira.actor, "vault": house.vault, "now": NOW}
    async with house.database.transaction() as session:
        await session.execute(text("UPDATE resume_review SET review_sealed = NULL"))
        resume = (await session.execute(text("SELECT id FROM resume ORDER BY id LIMIT 1"))).scalar_one()
        await reviews.ask(session, actor=cast.mira.actor, resume_id=resume, now=NOW)
    await run_queue(house)
    async with house.database.transaction() as session:
        match = (await matching.compare(session, job_id=interview.job_id, resume_id=None, **about)).match
        ranking = await matching.rank(session, resume_id=None, cursor="", limit=10, **about)
        row = await review_queries.review(session, person_id=cast.mira.id, resume_id=resume)
        review = await open_review(row, vault=house.vault) if row else None
        kept = await session.get_one(Resume, resume)
    assert review
    return {
        "match": repr(match),
        "ranking": repr(ranking),
        "review": json.dumps(review.to_dict(), default=str),
        "skills": kept.skill_ids,
    }


async def grades(house: House, interview: Interview) -> list[list[Any]]:
    """What the engine said of each answer of an interview, the seal included."""
    async with house.database.transaction() as session:
        found = await evaluation.scores(session, org_id=interview.org_id, group_id=interview.id)
    return [[getattr(one, name) for name in FIGURES] for one in sorted(found.values(), key=lambda one: one.seal)]


async def furnished(house: House, cast: Cast) -> Interview:
    job: Job = await make_job(house, cast.bob)
    application = await make_application(house, cast.mira, job, text=RESUME)
    interview = await make_interview(house, cast, application=application)
    await take(house, cast.mira, interview, [GOOD, None, GOOD])
    await run_queue(house)
    return interview


async def look(sites: Sites, cast: Cast) -> None:
    """Rust in six repositories and twelve answers, which the job would like."""
    await sites.link(cast.mira, "github", PLANTED)
    await sites.link(cast.mira, "stackexchange", "22656")
    await sites.work()
    assert [one.state for one in (await sites.shown(cast.mira)).links] == ["ready", "ready"]
    assert (await sites.shown(cast.mira)).suggestions


async def ask_the_coach(sites: Sites, cast: Cast) -> None:
    """Public work told to the coach, who quotes it."""
    answer = await told(sites, cast, QUESTION)
    assert {one.kind for one in answer.sources} == {"footprint"}


class TestPublicWork:
    async def test_moves_match_ranking_review_and_grades_by_nothing(self, sites: Sites, cast: Cast) -> None:
        interview = await furnished(sites.house, cast)
        before = await scores(sites.house, cast, interview)
        await look(sites, cast)
        await ask_the_coach(sites, cast)
        assert await scores(sites.house, cast, interview) == before

    async def test_moves_no_grade(self, sites: Sites, cast: Cast) -> None:
        before = await grades(sites.house, await furnished(sites.house, cast))
        await look(sites, cast)
        assert before
        assert await grades(sites.house, await furnished(sites.house, cast)) == before

    async def test_is_on_no_page_and_in_no_answer_for_a_company(
        self, sites: Sites, cast: Cast, api: FastAPI, client_of: ClientOf
    ) -> None:
        interview = await furnished(sites.house, cast)
        await look(sites, cast)
        await ask_the_coach(sites, cast)
        addresses = [*paths(api, interview), "/footprint", "/api/v1/footprint"]
        assert len(addresses) > FEWEST_ROUTES
        for reader in (cast.bob, cast.alice):
            client = await client_of(reader)
            for path in addresses:
                answer = await client.get(path)
                said = (answer.text + str(answer.headers)).casefold()
                assert PLANTED not in said, (reader.name, path)
                assert "stackoverflow" not in said, (reader.name, path)
