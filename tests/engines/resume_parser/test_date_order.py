from evenhand.engines.resume_parser.date_order import date_order, settle_dates
from evenhand.engines.resume_parser.draft import GUESS, Leaf


class TestDateOrder:
    def test_is_told_by_one_date_that_reads_one_way(self) -> None:
        assert date_order("04/01/2016 - 30/06/2017", "US") == ("day", 0.95)
        assert date_order("04/01/2016 - 06/30/2017", "FR") == ("month", 0.95)

    def test_is_told_by_the_country_where_no_date_tells(self) -> None:
        assert date_order("04/01/2016", "US") == ("month", 0.8)
        assert date_order("04/01/2016", "FR") == ("day", 0.8)

    def test_is_not_told_where_dates_disagree_or_the_country_does(self) -> None:
        assert date_order("30/06/2017 and 06/30/2017", "US") is None
        assert date_order("04/01/2016", "CA") is None
        assert date_order("04/01/2016", None) is None


class TestSettleDates:
    def test_makes_a_year_the_date_that_stands_there(self) -> None:
        leaf = Leaf("2016", 5, 15, GUESS)

        assert settle_dates({"startDate": leaf}, "from 04/01/2016", ("day", 0.8)) == {
            "startDate": Leaf("2016-01-04", 5, 15, 0.8)
        }

    def test_leaves_years_and_impossible_days(self) -> None:
        year, impossible = Leaf("2016", 0, 4, GUESS), Leaf("2016", 5, 15, GUESS)

        assert settle_dates([year, impossible], "2016 04/41/2016", ("month", 0.8)) == [year, impossible]
