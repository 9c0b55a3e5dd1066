"""Where one entry ends and the next begins."""

from evenhand.engines.resume_parser.entries import read_dates, split_entries
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import plain, sheet


def heads(markup: str) -> list[list[str]]:
    return [[row.text.replace("\t", " | ") for row in entry.head] for entry in split_entries(rows_of(sheet(markup)))]


class TestSplitEntries:
    def test_finds_heads_above_and_below_the_dates(self) -> None:
        above = "** Acme\nEngineer >> 2020 – 2021\n• one\n\n** Bolt\nClerk >> 2018 – 2020\n• two"
        below = "** Engineer >> 2020 – 2021\nAcme\n• one\n\n** Clerk >> 2018 – 2020\nBolt\n• two"

        assert heads(above) == [["Acme", "Engineer | 2020 – 2021"], ["Bolt", "Clerk | 2018 – 2020"]]
        assert heads(below) == [["Engineer | 2020 – 2021", "Acme"], ["Clerk | 2018 – 2020", "Bolt"]]

    def test_parts_entries_without_bodies_by_how_the_first_is_built(self) -> None:
        assert heads(
            "** Acme\nEngineer >> 2020 – 2021\n** Bolt\nClerk >> 2018 – 2020\n** Core\nCook >> 2016 – 2018"
        ) == [
            ["Acme", "Engineer | 2020 – 2021"],
            ["Bolt", "Clerk | 2018 – 2020"],
            ["Core", "Cook | 2016 – 2018"],
        ]

    def test_leaves_a_place_below_the_dates_with_its_entry(self) -> None:
        below = "** Acme\nEngineer >> 2020 – 2021\nLeeds, UK\nClerk >> 2018 – 2020\nYork, UK"
        above = "** Acme\nLeeds, UK\nEngineer >> 2020 – 2021\nYork, UK\nClerk >> 2018 – 2020"

        assert heads(below) == [
            ["Acme", "Engineer | 2020 – 2021", "Leeds, UK"],
            ["Clerk | 2018 – 2020", "York, UK"],
        ]
        assert heads(above) == [
            ["Acme", "Leeds, UK", "Engineer | 2020 – 2021"],
            ["York, UK", "Clerk | 2018 – 2020"],
        ]

    def test_joins_dates_that_stand_on_two_rows(self) -> None:
        [entry] = split_entries(rows_of(sheet("Март 2020 — >> Завод\nМай 2021 >> Омск\nСлесарь")))
        [period] = entry.periods
        end = period.end_leaf()

        assert end is not None
        assert end.value == "2021-05"

    def test_takes_dated_list_items_for_entries_where_nothing_else_is_dated(self) -> None:
        assert len(split_entries(rows_of(plain("- Acme, 2019 – 2021\n- Bolt, 2017 – 2019")))) == 2

    def test_cuts_an_undated_section_by_type_and_gaps(self) -> None:
        assert heads("** Acme\n• one\n** Bolt\n• two") == [["Acme"], ["Bolt"]]

    def test_begins_an_undated_entry_after_a_dated_one(self) -> None:
        assert heads("** Acme >> 2020 – 2021\n• one\n** Bolt\n• two") == [["Acme | 2020 – 2021"], ["Bolt"]]

    def test_sees_no_entry_in_prose(self) -> None:
        assert split_entries(rows_of(plain("I have worked in many places and for many people since 2010."))) == []


class TestReadDates:
    def test_parts_dates_from_what_else_a_row_says(self) -> None:
        dated = read_dates(rows_of(sheet("Engineer, 2020 – 2021 >> Berlin"))[0])

        assert len(dated.periods) == 1
        assert [part.text for part in dated.rest] == ["Engineer", "Berlin"]
