"""What the head of an entry says, with places, addresses and labels set aside."""

import pytest

from evenhand.engines.resume_parser.facts import Facts, read_facts, take_places_by_habit
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import sheet


def facts_of(markup: str) -> Facts:
    return read_facts(rows_of(sheet(markup)))


class TestReadFacts:
    @pytest.mark.parametrize(
        ("markup", "core", "place"),
        [
            ("Acme Corp >> Austin, TX\nEngineer >> 2020 – 2021", ["Acme Corp", "Engineer"], "Austin, TX"),
            ("Acme (Berlin) — Engineer · Full-time", ["Acme", "Engineer"], "Berlin"),
            ("Engineer, Acme Ltd, Remote (2 yrs 3 mos)", ["Engineer, Acme Ltd"], "Remote"),
            ("Sales Director, UK & Ireland", ["Sales Director, UK & Ireland"], None),
        ],
    )
    def test_sets_places_and_employment_aside(self, markup: str, core: list[str], place: str | None) -> None:
        facts = facts_of(markup)

        assert [fact.span.text for fact in facts.core] == core
        assert (facts.location.span.text if facts.location else None) == place

    def test_takes_an_address_on_the_web_for_the_employers(self) -> None:
        facts = facts_of("Acme, www.acme.example")

        assert facts.url is not None
        assert facts.url.value == "https://www.acme.example"
        assert [fact.span.text for fact in facts.core] == ["Acme"]

    def test_reads_labels_and_drops_those_no_field_holds(self) -> None:
        facts = facts_of("Company: Acme\nPosition: Clerk\nTeam size: 12")

        assert facts.employer is not None
        assert facts.title is not None
        assert (facts.employer.text, facts.title.text, facts.core) == ("Acme", "Clerk", [])


class TestTakePlacesByHabit:
    def test_takes_an_unknown_town_where_others_name_a_known_city(self) -> None:
        known, unknown = facts_of("Grand Hospital, Stockholm"), facts_of("Lakeside Clinic, Hedemora")

        take_places_by_habit([known, unknown])

        assert unknown.location is not None
        assert unknown.location.span.text == "Hedemora"

    def test_takes_no_team_behind_a_title_for_a_town(self) -> None:
        known, team = facts_of("Grand Hospital, Stockholm"), facts_of("Vice President, Research")

        take_places_by_habit([known, team])

        assert team.location is None
