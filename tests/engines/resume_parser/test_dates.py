"""Dates and periods as people write them, in English and Russian."""

import pytest

from evenhand.engines.resume_parser.dates import Period, complete, find_periods, without_dates
from evenhand.engines.resume_parser.span import Span


def periods(text: str) -> list[Period]:
    return find_periods(Span(text, 0))


def read(text: str) -> list[tuple[str | None, str | None]]:
    return [
        (begin.value if (begin := period.start_leaf()) else None, end.value if (end := period.end_leaf()) else None)
        for period in periods(text)
    ]


RANGES = {
    "Jan 2020 – Present": ("2020-01", None),
    "2015-09 / 2019-02": ("2015-09", "2019-02"),
    "2019-03 / present": ("2019-03", None),
    "2015-02 … 2019-04": ("2015-02", "2019-04"),
    "January 2025-Current": ("2025-01", None),
    "2021 - PRESENT": ("2021", None),
    "Sept 2019 to date": ("2019-09", None),
    "01/2020 - 12/2021": ("2020-01", "2021-12"),
    "01/2020—present": ("2020-01", None),
    "2020-01 – 2021-03": ("2020-01", "2021-03"),
    "2018/04 - 2022/03": ("2018-04", "2022-03"),
    "2019 – 2021": ("2019", "2021"),
    "2015–18": ("2015", "2018"),
    "03/15 - 12/18": ("2015-03", "2018-12"),
    "Jan '19 - Mar '20": ("2019-01", "2020-03"),
    "Jan – Mar 2020": ("2020-01", "2020-03"),
    "Q3 2020 - Q1 2021": ("2020-07", "2021-03"),
    "Fall 2013 – Spring 2014": ("2013-09", "2014-05"),
    "from 2018 to 2020": ("2018", "2020"),
    "since May 2019": ("2019-05", None),
    "2022 -": ("2022", None),
    "Mar. 2016 - Exp. Jun. 2017": ("2016-03", "2017-06"),
    "AUGUST 2017 - JULY 2019": ("2017-08", "2019-07"),
    "3 June 2019 – 15 July 2020": ("2019-06-03", "2020-07-15"),
    "янв. 2020 — н. в.": ("2020-01", None),
    "03.2022 – по настоящее время": ("2022-03", None),
    "01.2020-н/в": ("2020-01", None),
    "с 03.2022 по н.в.": ("2022-03", None),
    "с 2019 г.": ("2019", None),
    "с 2015 по 2018 год": ("2015", "2018"),
    "2018 - 2020 гг.": ("2018", "2020"),
    "Сентябрь 2015 — май 2018": ("2015-09", "2018-05"),
    "1 сентября 2019 г. – 30 июня 2021 г.": ("2019-09-01", "2021-06-30"),
    "12.03.2019 - 01.02.2020": ("2019-03-12", "2020-02-01"),
    "2020 — по сей день": ("2020", None),
    "лето 2020": ("2020-06", "2020-08"),
}


class TestFindPeriods:
    @pytest.mark.parametrize(("text", "expected"), RANGES.items())
    def test_reads_a_range(self, text: str, expected: tuple[str | None, str | None]) -> None:
        assert read(text) == [expected]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Graduated 1995", "1995"),
            ("Expected Graduation: June 2016", "2016-06"),
            ("Grad. May 2011| Kolkata, India", "2011-05"),
            ("May 2014", "2014-05"),
            ("05/13/2020", "2020-05-13"),
            ("13.05.2020", "2020-05-13"),
            ("31.02.2020", "2020-02"),
            ("2009-12", "2009-12"),
            ("год окончания: 2018", "2018"),
        ],
    )
    def test_reads_a_single_moment(self, text: str, expected: str) -> None:
        assert read(text) == [(expected, expected)]
        assert periods(text)[0].single

    def test_keeps_the_year_alone_where_day_and_month_could_be_swapped(self) -> None:
        assert read("05/06/2020") == [("2020", "2020")]

    def test_takes_a_season_for_its_months_but_winter_for_its_year(self) -> None:
        assert read("Summer 2018") == [("2018-06", "2018-08")]
        assert read("Winter 2018") == [("2018", "2018")]

    def test_sees_a_placeholder_as_a_period_without_values(self) -> None:
        assert read("August 20XX – March 20XX") == [(None, None)]

    def test_reads_a_list_as_periods_of_their_own(self) -> None:
        assert read("Sep. 2013, Mar. 2011 - Oct. 2011") == [("2013-09", "2013-09"), ("2011-03", "2011-10")]

    def test_joins_two_months_whose_dash_was_lost(self) -> None:
        [period] = periods("Mar. 2010  Aug. 2017")

        assert not period.single
        assert read("Mar. 2010  Aug. 2017") == [("2010-03", "2017-08")]

    @pytest.mark.parametrize(
        "text",
        [
            "2200+ GitHub stars",
            "$2000 saved",
            "now leading a team of engineers",
            "room 20195",
            "the 2020% rise",
            "10.2020.3",
        ],
    )
    def test_sees_no_date_in_other_numbers(self, text: str) -> None:
        assert read(text) == []

    def test_does_not_make_a_range_that_ends_before_it_begins(self) -> None:
        assert all(period.single for period in periods("May 2020 – Jan 2018"))

    def test_points_at_each_date_in_the_document(self) -> None:
        span = Span("Acme, Jan 2020 – Mar 2021", 100)
        [period] = find_periods(span)
        begin, end = period.start_leaf(), period.end_leaf()

        assert begin is not None
        assert end is not None
        assert span.text[begin.start - 100 : begin.end - 100] == "Jan 2020"
        assert span.text[end.start - 100 : end.end - 100] == "Mar 2021"

    def test_is_less_sure_of_a_season(self) -> None:
        season, month = periods("Summer 2018")[0].start_leaf(), periods("May 2018")[0].start_leaf()

        assert season is not None
        assert month is not None
        assert season.confidence < month.confidence


class TestWithoutDates:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Staff Engineer, Jan 2020 – Mar 2023", ["Staff Engineer"]),
            ("Сентябрь 2015 — май 2018 (2 года 9 месяцев)", []),
            ("January 2020 - Present (3 years 2 months)", []),
            ("BSc (2012 – 2016)", ["BSc"]),
            ("Dec 2014 | Ithaca, NY", ["Ithaca, NY"]),
            ("5 years 3 months", []),
        ],
    )
    def test_leaves_what_is_said_besides(self, text: str, expected: list[str]) -> None:
        span = Span(text, 0)

        assert [part.text for part in without_dates(span, find_periods(span))] == expected


class TestComplete:
    def test_closes_a_period_with_the_date_that_begins_the_next_row(self) -> None:
        closed = complete(periods("Сентябрь 2016 —")[0], periods("Февраль 2020")[0])

        assert closed is not None
        end = closed.end_leaf()
        assert end is not None
        assert end.value == "2020-02"

    def test_leaves_it_open_when_the_next_row_says_present(self) -> None:
        closed = complete(periods("Январь 2020 —")[0], periods("настоящее время")[0])

        assert closed is not None
        assert closed.open
        assert closed.end_leaf() is None

    def test_does_not_touch_a_period_that_has_its_end(self) -> None:
        assert complete(periods("2015 – 2016")[0], periods("2020")[0]) is None
