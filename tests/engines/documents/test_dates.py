import pytest

from evenhand.engines.documents.dates import is_date, is_open_date


class TestIsDate:
    @pytest.mark.parametrize(
        "text",
        [
            "2019",
            "2019 – 2021",
            "Jan 2020 - Present",
            "03/2021 – Present",
            "Expected Graduation: June 2016",
            "Summer 2013, 2014",
            "August 20XX – March 20XX",
            "(2 years) 2019",
            "март 2019 — настоящее время",
            "01.2019 – н. в.",
            "2015 – 2019 гг.",
            "сентябрь 2018",
        ],
    )
    def test_knows_a_date_or_a_span_of_dates(self, text: str) -> None:
        assert is_date(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Berlin",
            "Engineer 2019",
            "MSc, 2015",
            "312-555-0190",
            "Present",
            "24/7 support",
            "Python 3.11",
            "",
            "ГОСТ 2019",
        ],
    )
    def test_knows_what_is_more_or_less_than_a_date(self, text: str) -> None:
        assert not is_date(text)


class TestIsOpenDate:
    @pytest.mark.parametrize("text", ["Январь 2010 —", "2019 -", "Jan 2020 – "])
    def test_knows_a_span_that_goes_on(self, text: str) -> None:
        assert is_open_date(text)

    @pytest.mark.parametrize("text", ["2019 – 2021", "2019", "Engineer -", "—"])
    def test_knows_what_is_complete_or_no_date(self, text: str) -> None:
        assert not is_open_date(text)
