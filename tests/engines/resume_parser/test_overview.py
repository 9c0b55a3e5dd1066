"""Region, seniority and the months nobody says anything about: what each rests on, and what is not guessed."""

from datetime import date
from typing import Any

import pytest

from evenhand.engines.resume_parser import REGIONS, gaps_between, overview, parse_resume, region_of
from evenhand.engines.resume_parser.overview import find_region, find_seniority
from evenhand.kit.countries import countries

from .sheets import sheet

TODAY = date(2026, 11, 1)
Job = dict[str, Any]


def job(position: str, start: str = "", end: str = "") -> Job:
    return {"position": position} | ({"startDate": start} if start else {}) | ({"endDate": end} if end else {})


class TestRegionOf:
    def test_knows_every_country(self) -> None:
        assert {code for code in countries() if region_of(code) not in REGIONS} == set()

    @pytest.mark.parametrize(
        ("country", "region"),
        [("DE", "EMEA"), ("kz", "EMEA"), ("BR", "AMER"), ("IN", "APAC"), ("EG", "MENA"), ("KE", "SSA"), ("", None)],
    )
    def test_puts_countries_where_employers_do(self, country: str, region: str | None) -> None:
        assert region_of(country) == region


class TestFindRegion:
    @pytest.mark.parametrize(
        ("basics", "value", "basis"),
        [
            ({"location": {"countryCode": "MA", "workplace": "remote"}, "phone": "+4930901820"}, "MENA", "country"),
            ({"location": {"workplace": "remote"}, "phone": "+4930901820"}, "remote", "remote"),
            ({"phone": "+254 20 222 2222", "email": "a@mail.de"}, "SSA", "phone"),
            ({"phone": "030 901820", "email": "a@mail.example.co.uk"}, "EMEA", "email"),
        ],
    )
    def test_goes_by_the_surest_that_is_said(self, basics: dict[str, Any], value: str, basis: str) -> None:
        found = find_region(basics)
        assert found is not None
        assert (found.value, found.basis) == (value, basis)

    @pytest.mark.parametrize("email", ["a@mail.io", "a@mail.com", "a@mail", ""])
    def test_makes_nothing_of_domains_that_are_bought_anywhere(self, email: str) -> None:
        assert find_region({"email": email}) is None

    @pytest.mark.parametrize("line", ["alice@example.org | Remote", "alice@example.org\nУдалённо"])
    def test_reads_that_somebody_works_from_anywhere(self, line: str) -> None:
        parsed = parse_resume(
            sheet(f"# Alice Example\n{line}\n\n## Experience\n** Nurse >> 2019 – 2021\nSt Anne Clinic")
        )
        found = overview(parsed.resume, today=TODAY).region
        assert found is not None
        assert (found.value, parsed.evidence[found.pointers[0]].text.casefold()[:3]) in {
            ("remote", "rem"),
            ("remote", "уда"),
        }


class TestFindSeniority:
    @pytest.mark.parametrize(
        ("title", "level"),
        [
            ("Senior Staff Nurse", "senior"),
            ("Trainee Accountant", "intern"),
            ("Head of Nursing", "lead"),
            ("Staff Software Engineer", "lead"),
            ("Chief Financial Officer", "executive"),
            ("Junior-разработчик", "junior"),
            ("Старшая медицинская сестра", "lead"),
            ("Ведущий бухгалтер", "senior"),
            ("Стажёр", "intern"),
        ],
    )
    def test_goes_by_the_words_of_the_present_title(self, title: str, level: str) -> None:
        found = find_seniority([job("Cook", "2010", "2012"), job(title, "2020-01")], today=TODAY)
        assert found is not None
        assert (found.value, found.basis, found.pointers) == (level, "title", ("/work/1/position",))

    @pytest.mark.parametrize(("start", "level"), [("2025-12", "junior"), ("2023-02", "middle"), ("2012", "senior")])
    def test_goes_by_the_years_where_the_title_says_nothing(self, start: str, level: str) -> None:
        for title in ("Electrician", "Assistant to the Director", "Staff Nurse", "Помощник руководителя"):
            found = find_seniority([job(title, start)], today=TODAY)
            assert found is not None
            assert (found.value, found.basis) == (level, "years")

    def test_says_nothing_without_work(self) -> None:
        assert find_seniority([], today=TODAY) is None
        assert find_seniority([job("Cook")], today=TODAY) is None


class TestGapsBetween:
    def test_states_whole_months_and_the_jobs_around_them(self) -> None:
        work = [job("Nurse", "2021-09"), job("Carer", "2018-01", "2020-12")]
        [gap] = gaps_between({"work": work}, today=TODAY)
        assert (gap.start, gap.end, gap.months, gap.after, gap.before) == (
            "2021-01",
            "2021-08",
            8,
            "/work/1",
            "/work/0",
        )

    def test_tells_what_else_the_resume_says_of_the_time(self) -> None:
        work = [job("Nurse", "2021-09"), job("Carer", "2018-01", "2020-12")]
        studies = [
            {"institution": "A", "startDate": "2014", "endDate": "2017"},
            {"startDate": "2021", "endDate": "2021"},
        ]
        [gap] = gaps_between({"work": work, "education": studies}, today=TODAY)
        assert gap.meanwhile == ("/education/1",)

    def test_goes_on_until_today_after_the_last_job(self) -> None:
        [gap] = gaps_between({"work": [job("Nurse", "2018-01", "2026-05")]}, today=TODAY)
        assert (gap.end, gap.months, gap.before) == ("2026-11", 6, "")

    @pytest.mark.parametrize(
        "work",
        [
            [job("Nurse", "2020-03"), job("Carer", "2018-01", "2019-12")],  # two months are a change of jobs
            [job("Nurse", "2020"), job("Carer", "2017", "2019")],  # the years may touch
            [job("Nurse", "2022"), job("Carer", "2017", "2019"), job("Cook")],  # when the cook cooked is not said
            [
                job("Nurse", "2024-01"),
                job("Carer", "2010", "2026-01"),
                job("Cook", "2012", "2013"),
            ],  # lie in one another
            [],
        ],
    )
    def test_states_none_that_is_not_sure(self, work: list[Job]) -> None:
        assert gaps_between({"work": work}, today=TODAY) == ()
