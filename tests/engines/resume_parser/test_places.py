"""Places: what is one, and what its parts are."""

import pytest

from evenhand.engines.resume_parser.places import read_place, region_code, trailing_place
from evenhand.engines.resume_parser.span import Span

Parts = tuple[str | None, str | None, str | None]


def parts(text: str) -> Parts | None:
    place = read_place(Span(text, 0))
    if place is None:
        return None
    return place.city.text if place.city else None, place.region.text if place.region else None, place.country


class TestReadPlace:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Austin, TX", ("Austin", "TX", "US")),
            ("Toronto, ON, Canada", ("Toronto", "ON", "CA")),
            ("Seoul, S.Korea", ("Seoul", None, "KR")),
            ("London, UK", ("London", None, "GB")),
            ("Cardiff, Wales, UK", ("Cardiff", "Wales", "GB")),
            ("Zurich.", ("Zurich", None, "CH")),
            ("Berlin", ("Berlin", None, "DE")),
            ("Singapore", (None, None, "SG")),
            ("California", (None, "California", "US")),
            ("New York", ("New York", None, "US")),
            ("Tbilisi, Georgia", ("Tbilisi", None, "GE")),
            ("Atlanta, Georgia", ("Atlanta", "Georgia", "US")),
            ("Москва", ("Москва", None, "RU")),
            ("г. Москва", ("Москва", None, "RU")),
            ("г.Казань, Республика Татарстан", ("Казань", "Республика Татарстан", "RU")),
            ("Россия, Москва", ("Москва", None, "RU")),
            ("г. Искитим", ("Искитим", None, None)),
            ("Адрес: Москва", ("Москва", None, "RU")),
        ],
    )
    def test_reads_city_region_and_country(self, text: str, expected: Parts) -> None:
        assert parts(text) == expected

    def test_reads_an_address_with_its_postal_code(self) -> None:
        place = read_place(Span("123 Example Way, Springfield, IL 62701", 0))

        assert place is not None
        assert place.address is not None
        assert place.postal is not None
        assert (place.address.text, place.postal.text) == ("123 Example Way", "62701")

    @pytest.mark.parametrize("text", ["Remote", "Удалённо", "Hybrid"])
    def test_knows_work_from_anywhere(self, text: str) -> None:
        place = read_place(Span(text, 0))

        assert place is not None
        assert place.remote

    @pytest.mark.parametrize(
        "text", ["Seoul, S.Korea & LA, U.S.A", "Palo Alto, CA / Ithaca, NY", "Greater Boston Area"]
    )
    def test_takes_several_places_or_an_area_as_one(self, text: str) -> None:
        assert parts(text) == (None, None, None)

    @pytest.mark.parametrize(
        "text",
        [
            "Business Administration",
            "ETH Zurich, Switzerland",
            "Maison Tremblay — Montreal, QC",
            "Python, Go",
            "CA",
            "IN",
            "Facebook Page",
            "4567 Main Street City, ST 98052",
            "Sales Director, UK & Ireland",
            "ГБУЗ «Поликлиника № 4», г. Пермь",
            "moscow mule",
            "",
        ],
    )
    def test_takes_nothing_else_for_a_place(self, text: str) -> None:
        assert parts(text) is None


class TestTrailingPlace:
    @pytest.mark.parametrize(
        ("text", "head", "place"),
        [
            ("Acme Corp, Austin, TX", "Acme Corp", "Austin, TX"),
            ("University of La Verne, La Verne, CA", "University of La Verne", "La Verne, CA"),
            ("ООО «Ромашка», Москва", "ООО «Ромашка»", "Москва"),
            ("Senior Engineer, Berlin", "Senior Engineer", "Berlin"),
            ("Acme, Inc., Remote", "Acme, Inc.", "Remote"),
        ],
    )
    def test_parts_what_stands_before_from_the_place(self, text: str, head: str, place: str) -> None:
        found = trailing_place(Span(text, 10))

        assert found is not None
        assert (found[0].text, found[1].span.text) == (head, place)
        assert found[0].start == 10

    @pytest.mark.parametrize("text", ["Acme Cloud, Inc.", "IC, Technical Lead, TLM", "Austin, TX"])
    def test_finds_none_where_none_is(self, text: str) -> None:
        found = trailing_place(Span(text, 0))

        assert found is None or found[0].text == ""


class TestRegionCode:
    def test_counts_codes_only_in_capitals(self) -> None:
        assert region_code("TX") == region_code("texas") == "US"
        assert region_code("tx") is None
        assert region_code("ON") == "CA"
