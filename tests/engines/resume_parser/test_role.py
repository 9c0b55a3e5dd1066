"""Title and employer, whichever way round, and who shares an employer."""

import pytest

from evenhand.engines.resume_parser.role import read_roles
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import plain, sheet


def pairs(markup: str) -> list[tuple[str | None, str | None]]:
    return [
        (role.title.text if role.title else None, role.employer.text if role.employer else None)
        for role in read_roles(rows_of(sheet(markup)))
    ]


class TestReadRoles:
    @pytest.mark.parametrize(
        "row",
        [
            "Engineer, Acme Corp, 2020 – 2021",
            "Acme Corp, Engineer, 2020 – 2021",
            "Engineer at Acme Corp (2020 – 2021)",
            "Engineer @ Acme Corp (2020 – 2021)",
            "Engineer | Acme Corp | 2020 – 2021",
            "Acme Corp — Engineer >> 2020 – 2021",
            "Engineer / Acme Corp / 2020 – 2021",
            "2020 – 2021: Engineer, Acme Corp",
            "Acme Corp · Engineer · Full-time · 2020 – 2021 · 1 yr",
        ],
    )
    def test_reads_one_row_in_any_order(self, row: str) -> None:
        assert pairs(row) == [("Engineer", "Acme Corp")]

    def test_lets_the_plain_entries_tell_the_order_of_the_others(self) -> None:
        markup = (
            "Engineer\nAcme Corp\n2020 – 2021\n• x\n\n"
            "Self Employed\nFabrikam\n2018 – 2020\n• x\n\n"
            "Clerk\nBolt Ltd\n2016\n• x"
        )

        assert pairs(markup) == [("Engineer", "Acme Corp"), ("Self Employed", "Fabrikam"), ("Clerk", "Bolt Ltd")]

    def test_gives_roles_under_one_employer_that_employer(self) -> None:
        markup = (
            "** Acme Corp\nManager >> 2020 – 2021\n• x\nEngineer >> 2018 – 2020\n• x\n\n"
            "** Bolt Ltd\nClerk >> 2016 – 2018"
        )

        assert pairs(markup) == [("Manager", "Acme Corp"), ("Engineer", "Acme Corp"), ("Clerk", "Bolt Ltd")]

    def test_does_not_count_the_employers_own_dates_as_a_role(self) -> None:
        markup = "** Acme Corp >> 2015 – 2021\nManager >> 2018 – 2021\n• x\nEngineer >> 2015 – 2018\n• x"

        assert pairs(markup) == [("Manager", "Acme Corp"), ("Engineer", "Acme Corp")]

    def test_takes_what_labels_say(self) -> None:
        assert pairs("Company: Plum\nPosition: Fixer of things\nPeriod: 2020 – 2021") == [("Fixer of things", "Plum")]
        assert pairs("Должность: Мастер\nОрганизация: Завод\n2010 – 2012") == [("Мастер", "Завод")]

    def test_finds_a_title_below_what_the_employer_does(self) -> None:
        roles = read_roles(
            rows_of(plain("2020 – 2021\nООО «Краски»\n- Производство красок\nГлавный бухгалтер\n- Отчётность"))
        )

        assert roles[0].title is not None
        assert roles[0].title.text == "Главный бухгалтер"

    def test_keeps_commas_inside_a_title(self) -> None:
        assert pairs("** VP, Engineering, Solarwerk GmbH, Berlin (2020–present)") == [
            ("VP, Engineering", "Solarwerk GmbH")
        ]
