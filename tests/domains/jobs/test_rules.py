"""When a job takes applications, and counting."""

from datetime import UTC, date, datetime, timedelta

import pytest

from evenhand.domains.jobs import rules
from evenhand.domains.jobs.rules import AlikeJobs
from evenhand.kit.countries import countries

NOW = datetime(2026, 12, 13, 11, 59, tzinfo=UTC)
DAY = date(2026, 12, 12)


class TestTakesApplications:
    @pytest.mark.parametrize(
        ("status", "deadline", "expected"),
        [
            ("open", None, True),
            ("open", DAY, True),
            ("open", DAY - timedelta(days=1), False),
            ("draft", None, False),
            ("closed", None, False),
        ],
    )
    def test_until_the_deadlines_day_is_over_everywhere(
        self, status: str, deadline: date | None, expected: bool
    ) -> None:
        assert rules.takes_applications(status, deadline, NOW) is expected

    def test_no_longer_once_it_is_over_in_the_last_zone(self) -> None:
        assert not rules.takes_applications("open", DAY, NOW + timedelta(minutes=1))


class TestClosedOn:
    @pytest.mark.parametrize(
        ("status", "deadline", "closed_at", "expected"),
        [
            ("draft", DAY - timedelta(days=9), None, None),
            ("open", DAY, None, None),
            ("open", DAY - timedelta(days=9), None, DAY - timedelta(days=9)),
            ("closed", None, NOW, NOW.date()),
            ("closed", DAY - timedelta(days=9), NOW, DAY - timedelta(days=9)),
            ("closed", DAY + timedelta(days=9), NOW, NOW.date()),
        ],
    )
    def test_is_the_first_reason(
        self, status: str, deadline: date | None, closed_at: datetime | None, expected: date | None
    ) -> None:
        assert rules.closed_on(status, deadline, closed_at, NOW) == expected


class TestCountJobs:
    def test_a_facets_own_filter_does_not_narrow_its_choices(self) -> None:
        jobs = [
            AlikeJobs(1, {"level": "senior", "work_mode": "remote"}, {"level": True, "work_mode": True}),
            AlikeJobs(2, {"level": "junior", "work_mode": "remote"}, {"level": False, "work_mode": True}),
            AlikeJobs(1, {"level": "junior", "work_mode": "on_site"}, {"level": False, "work_mode": False}),
        ]
        counts = rules.count_jobs(jobs, complete=True)
        assert counts.total == 1
        assert counts.choices["level"] == [("junior", 2), ("senior", 1)]
        assert counts.choices["work_mode"] == [("on_site", 0), ("remote", 1)]
        assert counts.without == {"level": 3, "work_mode": 1}

    def test_nothing_counts_as_nothing(self) -> None:
        counts = rules.count_jobs([], complete=True)
        assert (counts.total, set(counts.choices), counts.without) == (0, set(rules.FACETS), {})


class TestCountries:
    def test_are_countries_by_name(self) -> None:
        names = countries()
        assert names["NL"] == "Netherlands"
        assert list(names.values()) == sorted(names.values())
        assert not names.keys() & {"EU", "UN", "ZZ", "001"}


class TestCurrencies:
    def test_are_in_use_today(self) -> None:
        assert {"EUR", "USD", "RUB", "KZT"} <= set(rules.currencies())
        assert not {"DEM", "XXX", "XAU"} & set(rules.currencies())
