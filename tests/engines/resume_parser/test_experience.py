"""Months of work: merged, counted once, open ends until today."""

from datetime import date

import pytest

from evenhand.engines.resume_parser import months_of_experience

TODAY = date(2024, 6, 15)


def months(*roles: tuple[str, str | None]) -> int:
    work = [{"startDate": start} | ({"endDate": end} if end is not None else {}) for start, end in roles]
    return months_of_experience(work, today=TODAY)


class TestMonthsOfExperience:
    def test_counts_both_the_first_and_the_last_month(self) -> None:
        assert months(("2020-01", "2020-03")) == 3
        assert months(("2020-01", "2020-01")) == 1
        assert months(("2020-01-20", "2020-02-10")) == 2

    def test_counts_months_that_roles_share_once(self) -> None:
        assert months(("2020-01", "2020-12"), ("2020-07", "2021-06")) == 18
        assert months(("2020-01", "2020-12"), ("2020-03", "2020-05")) == 12
        assert months(("2019-01", "2019-06"), ("2019-06", "2019-12")) == 12

    def test_does_not_depend_on_the_order(self) -> None:
        roles = [("2022-03", "2022-09"), ("2015-01", "2016-12"), ("2016-06", "2018-02")]

        assert months(*roles) == months(*reversed(roles)) == 38 + 7

    def test_leaves_gaps_out(self) -> None:
        assert months(("2018-01", "2018-06"), ("2020-01", "2020-06")) == 12

    @pytest.mark.parametrize("end", [None, "", "present", "Present"])
    def test_goes_on_until_today_without_an_end(self, end: str | None) -> None:
        assert months(("2024-01", end)) == 6

    def test_takes_a_bare_year_for_its_middle(self) -> None:
        assert months(("2019", "2021")) == 24
        assert months(("2021", "2021")) == 6
        assert months(("2023", None)) == 12

    @pytest.mark.parametrize(
        "role", [("", "2020-01"), ("someday", "2020-01"), ("2021-05", "2020-01"), ("2030-01", None)]
    )
    def test_counts_nothing_where_the_dates_make_no_sense(self, role: tuple[str, str]) -> None:
        assert months(role) == 0

    def test_does_not_count_the_future(self) -> None:
        assert months(("2024-05", "2027-01")) == 2

    def test_reads_a_missing_start_as_unknown(self) -> None:
        assert months_of_experience([{"name": "Acme"}, {}], today=TODAY) == 0
