"""What someone looks for, as it stands in an address."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from evenhand.domains.jobs.schemas import JobSearch


class TestLenient:
    def test_splits_a_place_into_country_and_city(self) -> None:
        search = JobSearch.lenient({"location": "NL/Rotterdam"})
        assert (search.country, search.city, search.location) == ("NL", "Rotterdam", "NL/Rotterdam")

    def test_keeps_what_can_be_understood(self) -> None:
        search = JobSearch.lenient({"q": "python", "level": "wizard", "salary": "a lot", "country": "Narnia"})
        assert search == JobSearch(q="python")

    @example({"salary": "40000", "currency": ""})
    @given(some.dictionaries(some.sampled_from([*JobSearch.model_fields, "location", "x"]), some.text(max_size=300)))
    def test_any_address_is_some_search(self, sent: dict[str, Any]) -> None:
        search = JobSearch.lenient(sent)
        assert JobSearch.lenient(dict(parse_qsl(search.query()[1:]))) == search.model_copy(
            update={} if search.salary else {"currency": "EUR"}
        )


class TestWithout:
    @pytest.mark.parametrize("name", sorted(JobSearch.model_fields.keys() - {"country", "city", "currency"}))
    def test_takes_one_filter_away(self, name: str) -> None:
        full = JobSearch(
            q="a",
            company="b",
            country="NL",
            city="c",
            work_mode="remote",
            level="lead",
            employment_type="INTERN",
            department="d",
            language="ru",
            salary=1,
            currency="USD",
        )
        assert len(full.in_use) == 9
        assert full.without(name).in_use == [one for one in full.in_use if one != name]

    def test_a_place_is_one_filter(self) -> None:
        assert JobSearch(country="NL", city="Rotterdam").without("location") == JobSearch()


class TestLastWord:
    @pytest.mark.parametrize(
        ("words", "last"),
        [("backend engin", "engin"), ("разраб", "разраб"), ("c++", ""), ('"berth plan', ""), ("a", ""), ("-java", "")],
    )
    def test_is_the_word_still_being_typed(self, words: str, last: str) -> None:
        assert JobSearch(q=words).last_word == last
