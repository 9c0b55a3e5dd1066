"""Finding open jobs: words, filters, counts, pages."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.openings import make_draft, make_job
from tests.people import NOW, Cast

from evenhand.domains.jobs import queries, rules, service
from evenhand.domains.jobs.schemas import JobSearch
from evenhand.kit.cursor import BadCursor
from evenhand.kit.db import Session
from evenhand.wiring import House

FIRST_DAY = rules.first_day_left(NOW)


async def titles(session: Session, **search: Any) -> list[str]:
    found, _ = await service.search_jobs(session, JobSearch(**search), cursor="", limit=50, now=NOW)
    return [job.title for job in found]


@pytest.fixture
async def harbour(house: House, cast: Cast) -> None:
    """A few open jobs of two companies, one a day, so that their order is known."""
    jobs: list[tuple[Any, dict[str, Any]]] = [
        (cast.bob, {"title": "Backend engineer", "salary_period": "year"}),
        (cast.bob, {"title": "Crane operator", "work_mode": "on_site", "department": "Port operations",
                    "description": "Lift steel. No engineer needed.", "required_skills": [], "optional_skills": [],
                    "salary_min": 3450, "salary_max": 4100, "salary_period": "month", "level": "junior"}),
        (cast.bob, {"title": "Разработчик мобильных приложений", "language": "ru", "city": "Рига", "department": "Софт",
                    "country_code": "LV", "description": "Пишем приложение для швартовщиков на Kotlin.",
                    "required_skills": ["kotlin"], "optional_skills": [], "salary_min": None, "salary_max": None}),
        (cast.charlie, {"title": "IT administrator", "work_mode": "remote", "city": "", "country_code": "",
                        "employment_type": "PART_TIME", "department": "", "salary_min": 20, "salary_max": 24.5,
                        "salary_period": "hour", "required_skills": ["linux"], "optional_skills": [],
                        "description": "Keep the lights on.", "level": "senior"}),
    ]  # fmt: skip
    for day, (member, fields) in enumerate(jobs):
        await make_job(house, member, now=NOW + timedelta(days=day - 9), **fields)


class TestOpenJobs:
    async def test_shows_the_newest_first_and_neither_drafts_nor_closed_ones(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        first = await make_job(house, cast.bob, title="First")
        await make_job(house, cast.charlie, title="Second", now=NOW + timedelta(minutes=1))
        await make_draft(house, cast.bob, title="Draft")
        assert await titles(session) == ["Second", "First"]
        await service.close_job(session, actor=cast.bob.actor, job_id=first.id, now=NOW)
        assert await titles(session) == ["Second"]

    async def test_a_deadline_that_passed_takes_a_job_off_the_list(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        await make_job(house, cast.bob, deadline=NOW.date())
        later = JobSearch()
        assert (await service.search_jobs(session, later, cursor="", limit=9, now=NOW))[0]
        assert not (await service.search_jobs(session, later, cursor="", limit=9, now=NOW + timedelta(days=2)))[0]

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({"company": "outside-test"}, ["IT administrator"]),
            ({"country": "lv"}, ["Разработчик мобильных приложений"]),
            ({"country": "LV", "city": "рига"}, ["Разработчик мобильных приложений"]),
            ({"country": "NL", "city": "Рига"}, []),
            ({"work_mode": "remote"}, ["IT administrator"]),
            ({"level": "junior"}, ["Crane operator"]),
            ({"employment_type": "PART_TIME"}, ["IT administrator"]),
            ({"department": "Port operations"}, ["Crane operator"]),
            ({"language": "ru"}, ["Разработчик мобильных приложений"]),
            ({"salary": 49_000}, ["IT administrator", "Crane operator", "Backend engineer"]),
            ({"salary": 49_500}, ["IT administrator", "Backend engineer"]),
            ({"salary": 51_000}, ["Backend engineer"]),
            ({"salary": 1, "currency": "USD"}, []),
            ({"level": "junior", "work_mode": "remote"}, []),
        ],
    )
    async def test_each_filter_narrows(
        self, session: Session, harbour: None, filters: dict[str, Any], expected: list[str]
    ) -> None:
        assert await titles(session, **filters) == expected


class TestFoundJobs:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("engineers", ["Backend engineer", "Crane operator"]),  # the title counts more than the description
            ("backend engin", ["Backend engineer"]),  # the last word may be unfinished
            ("postgres", ["Backend engineer"]),  # an alias of a skill
            ('"steel lift"', []),
            ('"lift steel"', ["Crane operator"]),
            ("engineer -crane", ["Backend engineer"]),
            ("crane or admin", ["Crane operator", "IT administrator"]),
            ("разработчики", ["Разработчик мобильных приложений"]),
            ("швартовщ", ["Разработчик мобильных приложений"]),
            ("kotlin", ["Разработчик мобильных приложений"]),
            ("-приложения", ["IT administrator", "Crane operator", "Backend engineer"]),
            ("IT", ["IT administrator"]),  # a word that the text search leaves out
            ("nothing like this", []),
        ],
    )
    async def test_reads_words_in_the_language_of_the_job(
        self, session: Session, harbour: None, words: str, expected: list[str]
    ) -> None:
        assert sorted(await titles(session, q=words)) == sorted(expected)

    async def test_puts_the_best_answer_first(self, session: Session, harbour: None) -> None:
        assert (await titles(session, q="engineer"))[0] == "Backend engineer"

    async def test_words_and_filters_narrow_together(self, session: Session, harbour: None) -> None:
        assert await titles(session, q="engineer", level="junior") == ["Crane operator"]

    @pytest.mark.parametrize(
        "words", ["'", '"', "\\", "a & b | !c <-> (", ":*", "c++", "%_", "\x00", "--", "or", "&&", "ё" * 200, "a b:*"]
    )
    async def test_any_words_are_an_answer_and_never_an_error(
        self, session: Session, harbour: None, words: str
    ) -> None:
        assert isinstance(await titles(session, q=words), list)


class TestPages:
    async def all_pages(self, session: Session, search: JobSearch) -> list[list[UUID]]:
        pages, cursor = [], ""
        while True:
            found, following = await service.search_jobs(session, search, cursor=cursor, limit=2, now=NOW)
            pages.append([job.id for job in found])
            if following is None:
                return pages
            cursor = following

    @pytest.mark.parametrize("words", ["", "backend"])
    async def test_each_job_stands_on_one_page(self, session: Session, house: House, cast: Cast, words: str) -> None:
        made = [(await make_job(house, cast.bob)).id for _ in range(5)]
        pages = await self.all_pages(session, JobSearch(q=words))
        assert [len(page) for page in pages] == [2, 2, 1]
        assert [job_id for page in pages for job_id in page] == made[::-1]  # all else equal, the newest first

    async def test_refuses_the_cursor_of_the_other_order(self, session: Session, house: House, cast: Cast) -> None:
        for _ in range(3):
            await make_job(house, cast.bob)
        _, by_day = await service.search_jobs(session, JobSearch(), cursor="", limit=1, now=NOW)
        with pytest.raises(BadCursor):
            await service.search_jobs(session, JobSearch(q="backend"), cursor=by_day or "", limit=1, now=NOW)


class TestCountOpen:
    async def test_counts_choices_under_the_other_filters(self, session: Session, harbour: None) -> None:
        counts = await queries.count_open(session, search=JobSearch(country="NL"), first_day=FIRST_DAY)
        assert (counts.total, counts.complete) == (2, True)
        assert counts.choices["work_mode"] == [("hybrid", 1), ("on_site", 1), ("remote", 0)]
        assert counts.choices["location"] == [("LV/Рига", 1), ("NL/Rotterdam", 2)]

    async def test_says_how_many_there_would_be_without_a_filter(self, session: Session, harbour: None) -> None:
        search = JobSearch(work_mode="remote", level="junior", salary=1)
        counts = await queries.count_open(session, search=search, first_day=FIRST_DAY)
        assert counts.total == 0
        assert counts.without == {"work_mode": 1, "level": 1, "salary": 0}

    async def test_counts_within_the_words(self, session: Session, harbour: None) -> None:
        counts = await queries.count_open(session, search=JobSearch(q="engineer"), first_day=FIRST_DAY)
        assert counts.total == 2

    async def test_stops_counting_where_it_would_cost_everybody(
        self, session: Session, harbour: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "COUNTED_JOBS", 2)
        counts = await queries.count_open(session, search=JobSearch(), first_day=FIRST_DAY)
        assert (counts.total, counts.complete) == (3, False)


class TestOwnJobs:
    async def test_shows_drafts_of_this_organisation_only(self, session: Session, house: House, cast: Cast) -> None:
        draft, job = await make_draft(house, cast.bob), await make_job(house, cast.bob)
        await make_draft(house, cast.charlie)
        mine = await queries.own_jobs(session, org_id=cast.bob.org_id, limit=9)
        assert [row.job.id for row in mine] == [job.id, draft.id]
        drafts = await queries.own_jobs(session, org_id=cast.bob.org_id, status="draft", limit=9)
        assert [row.job.id for row in drafts] == [draft.id]
        assert await queries.own_counts(session, org_id=cast.bob.org_id) == {"draft": 1, "open": 1}


class TestJobsAskingFor:
    async def test_puts_the_most_in_common_first_and_keeps_to_its_limit(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        one = await make_job(house, cast.bob, required_skills=["docker"], optional_skills=[])
        two = await make_job(house, cast.charlie, required_skills=["python"], optional_skills=["docker"])
        await make_job(house, cast.charlie, required_skills=["kotlin"], optional_skills=[])
        wanted = ["python", "docker"]
        found = await queries.jobs_asking_for(session, skill_ids=wanted, first_day=FIRST_DAY, limit=9)
        assert [row.job.id for row in found] == [two.id, one.id]
        assert len(await queries.jobs_asking_for(session, skill_ids=wanted, first_day=FIRST_DAY, limit=1)) == 1
        assert await queries.jobs_asking_for(session, skill_ids=[], first_day=FIRST_DAY, limit=9) == []
