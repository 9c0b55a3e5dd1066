"""How long somebody has worked, and how that is said."""

from datetime import date

import pytest

from evenhand.domains.resumes import rules

TODAY = date(2026, 11, 21)


class TestYearsAndMonths:
    @pytest.mark.parametrize(
        ("months", "words"),
        [(0, "0 months"), (1, "1 month"), (12, "1 year"), (25, "2 years 1 month"), (74, "6 years 2 months")],
    )
    def test_says_it_as_a_person_would(self, months: int, words: str) -> None:
        assert rules.years_and_months(months) == words


class TestExperience:
    def test_counts_what_jobs_share_once_and_says_so(self) -> None:
        found = rules.experience(
            [
                {"position": "Engineer", "name": "Depotline", "startDate": "2020-01", "endDate": "2021-12"},
                {"position": "Tutor", "name": "Evening school", "startDate": "2021-07", "endDate": "2022-06"},
                {"position": "Waiter", "name": "Café Noord"},
            ],
            today=TODAY,
        )
        assert (found.months, found.overlap, found.undated) == (30, 6, 1)
        assert [job.months for job in found.jobs] == [24, 12]
        assert found.sentence == "2 years 6 months from 2 jobs, overlaps counted once"

    def test_says_nothing_of_overlaps_where_there_are_none(self) -> None:
        found = rules.experience([{"position": "Engineer", "startDate": "2020-01", "endDate": "2020-12"}], today=TODAY)
        assert found.sentence == "1 year from 1 job"

    def test_says_that_nothing_is_counted_without_dates(self) -> None:
        found = rules.experience([{"position": "Engineer"}], today=TODAY)
        assert (found.months, found.sentence) == (0, "No job with dates, so nothing is counted")
