"""Roles as the schema has them."""

from evenhand.engines.resume_parser.rows import rows_of
from evenhand.engines.resume_parser.work import read_volunteer, read_work

from .sheets import plain, sheet


class TestReadWork:
    def test_writes_one_entry_for_each_period_of_a_role(self) -> None:
        work = read_work(rows_of(sheet("Samsara Ltd >> Oslo, Norway\nTester >> Sep. 2013, Mar. 2011 – Oct. 2011\n• x")))

        assert len(work) == 2

    def test_leaves_out_an_entry_without_title_and_employer(self) -> None:
        assert read_work(rows_of(plain("2019 – 2021\n\n2017 – 2019"))) == []


class TestReadVolunteer:
    def test_names_the_organisation_as_the_schema_does(self) -> None:
        [entry] = read_volunteer(rows_of(sheet("** Tutor >> 2020 – 2021\nOpen School, Leeds")))

        assert isinstance(entry, dict)
        assert {"organization", "position", "startDate", "endDate"} <= entry.keys()
        assert "location" not in entry
