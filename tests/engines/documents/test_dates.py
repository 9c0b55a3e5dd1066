import pytest

from evenhand.engines.documents.dates import is_date


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
