"""A date that two rows of a table share."""

from evenhand.engines.documents import Document
from evenhand.engines.resume_parser.broken_dates import rejoin_broken_dates
from evenhand.engines.resume_parser.entries import read_dates
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import plain, sheet

Read = tuple[list[tuple[str | None, str | None]], list[str]]


def read(document: Document) -> list[Read]:
    """Of each row, from and to when, and what it says besides."""
    found: list[Read] = []
    for row in rejoin_broken_dates(rows_of(document)):
        dated = read_dates(row)
        ends = [(period.start_leaf(), period.end_leaf()) for period in dated.periods]
        when = [(begin.value if begin else None, end.value if end else None) for begin, end in ends]
        found.append((when, [part.text for part in dated.rest]))
    return found


WHOLE: list[Read] = [([("2008-09", "2015-05")], ["Ward nurse"]), ([], ["Northgate Hospital"])]


class TestRejoinBrokenDates:
    def test_takes_a_date_out_of_the_rows_it_stands_beside(self) -> None:
        assert read(sheet("September 2008 – May Ward nurse\n2015 >> Northgate Hospital")) == WHOLE
        assert read(sheet("September 2008 – May >> Ward nurse\n2015 >> Northgate Hospital")) == WHOLE
        assert read(plain("Ward nurse >> September 2008 – May\nNorthgate Hospital >> 2015")) == WHOLE

    def test_keeps_what_else_the_rows_say(self) -> None:
        rows = read(sheet("сентябрь 2008 – май Электрик >> Омск\n2015 г. >> ООО «Ток» >> 6 человек"))

        assert rows == [([("2008-09", "2015-05")], ["Электрик", "Омск"]), ([], ["ООО «Ток»", "6 человек"])]

    def test_leaves_nothing_of_a_row_that_said_only_the_year(self) -> None:
        assert read(sheet("September 2008 – May Ward nurse\n2015\nNorthgate Hospital")) == WHOLE

    def test_proves_the_end_with_all_from_the_month_to_the_year(self) -> None:
        document = sheet("September 2008 – May Ward nurse\n2015 >> Northgate Hospital")
        [period] = rejoin_broken_dates(rows_of(document))[0].dates
        end = period.end_leaf()

        assert end is not None
        assert document.text[end.start : end.end] == "May Ward nurse\n2015"

    def test_leaves_rows_alone_that_share_no_date(self) -> None:
        for rows in (
            "September 2008 – May 2015 Ward nurse\n2016 >> Northgate Hospital",
            "September 2008 – May Ward nurse\nNorthgate Hospital",
            "September 2008 – May Ward nurse\n2015 – 2016 >> Northgate Hospital",
            "September 2008 – May Ward nurse\nMay 2015 >> Northgate Hospital",
            "September 2018 – May Ward nurse\n2015 >> Northgate Hospital",
            "September 2008 – May Ward nurse\n\n2015 >> Northgate Hospital",
            "The 2008 – May edition of it\n2015 >> Northgate Hospital",
        ):
            document = sheet(rows)
            assert rejoin_broken_dates(rows_of(document)) == rows_of(document), rows
