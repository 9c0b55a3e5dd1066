"""E-mail, telephone and web addresses."""

import pytest

from evenhand.engines.documents import Document, Link
from evenhand.engines.resume_parser.contact import find_email, find_phone, find_urls, first_url
from evenhand.engines.resume_parser.span import Span

EMPTY = Document("txt", "", (), (), 1)


def phone(text: str, region: str | None = None) -> str | None:
    found = find_phone([Span(text, 0)], region)
    return found.value if found else None


class TestFindPhone:
    @pytest.mark.parametrize(
        ("text", "region", "expected"),
        [
            ("+44 20 7946 0958", None, "+442079460958"),
            ("(+1) 312-555-0123", None, "+13125550123"),
            ("(312) 555-0123", "US", "+13125550123"),
            ("(718) 555–0100", None, "+17185550100"),
            ("312.555.0177", "US", "+13125550177"),
            ("8 (912) 345-67-89", None, "+79123456789"),
            ("8-905-555-12-34", "RU", "+79055551234"),
            ("+7 (495) 555-01-02, доб. 12", "RU", "+74955550102"),
            ("0161 496 0345", "GB", "+441614960345"),
            ("029 2018 0642", "GB", "+442920180642"),  # a year stands in it, and it is no date
            ("Tel: 0113 496 0123 Mobile: 07700 900123", "GB", "+441134960123"),
        ],
    )
    def test_gives_e164_where_the_country_is_known(self, text: str, region: str | None, expected: str) -> None:
        assert phone(text, region) == expected

    def test_keeps_a_labelled_number_as_written_where_it_is_not(self) -> None:
        assert phone("Tel: 0161 496 0345") == "0161 496 0345"
        assert phone("0161 496 0345") is None

    @pytest.mark.parametrize(
        "text",
        [
            "03/2015 - 12/2018",
            "2015 – 2018",
            "01.09.2019 – 31.08.2021",
            "ID 4111 1111 1111 1111 1111",
            "12345",
            "4.5/5.0",
        ],
    )
    def test_takes_no_dates_or_other_digits_for_a_number(self, text: str) -> None:
        assert phone(text, "US") is None

    def test_points_at_the_digits(self) -> None:
        found = find_phone([Span("Tel. +7 916 555-01-23", 100)], None)

        assert found is not None
        assert (found.start, found.end) == (105, 121)


class TestFindEmail:
    @pytest.mark.parametrize(
        "text", ["alice@example.com", "Write: alice@example.com.", "<alice@example.com>", "alice@example.com|+1 312"]
    )
    def test_finds_the_address_and_no_more(self, text: str) -> None:
        found = find_email(EMPTY, [Span(text, 0)])

        assert found is not None
        assert found.value == "alice@example.com"

    def test_takes_the_first_of_several(self) -> None:
        found = find_email(EMPTY, [Span("a.b+c@mail.example.co.uk or d@example.com", 0)])

        assert found is not None
        assert found.value == "a.b+c@mail.example.co.uk"

    @pytest.mark.parametrize("text", ["@alice", "alice@", "alice@example", "see example.com"])
    def test_finds_none_where_none_is(self, text: str) -> None:
        assert find_email(EMPTY, [Span(text, 0)]) is None

    def test_takes_it_from_a_link_as_a_last_resort(self) -> None:
        document = Document("pdf", "E-mail", (), (Link(0, 6, "mailto:alice@example.com"),), 1)
        found = find_email(document, [Span("E-mail", 0)])

        assert found is not None
        assert (found.value, found.start, found.end) == ("alice@example.com", 0, 6)


class TestFindUrls:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("www.example.com", ["www.example.com"]),
            ("see https://example.com/a?b=c.", ["https://example.com/a?b=c"]),
            ("example.dev | github.com/alice", ["example.dev", "github.com/alice"]),
            ("alice@example.com", []),
            ("Node.js, ASP.NET, p. 4", []),
        ],
    )
    def test_finds_sites_and_not_mail_or_names_of_tools(self, text: str, expected: list[str]) -> None:
        assert [url.text for url in find_urls(Span(text, 0))] == expected

    def test_adds_the_scheme_that_was_not_written(self) -> None:
        found = first_url(Span("www.example.com", 0))

        assert found is not None
        assert found.value == "https://www.example.com"
