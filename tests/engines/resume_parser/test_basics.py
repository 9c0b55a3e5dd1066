"""What the top of a resume says about the person."""

from typing import Any

import pytest

from evenhand.engines.resume_parser import parse_resume
from evenhand.engines.resume_parser.basics import main_country
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import plain, sheet


def basics(markup: str) -> dict[str, Any]:
    found = parse_resume(sheet(markup)).resume.get("basics", {})
    assert isinstance(found, dict)
    return found


class TestReadBasics:
    @pytest.mark.parametrize(
        ("row", "label"),
        [
            ("Data Engineer", "Data Engineer"),
            ("DevOps Engineer · Software Architect", "DevOps Engineer · Software Architect"),
            ("QA engineer | Berlin, Germany | alice@example.com", "QA engineer"),
            ("Желаемая должность: Бухгалтер", "Бухгалтер"),
            ("“Engineer your own luck.”", None),
            ("Berlin, Germany", None),
            ("Engineer since 2009", None),
        ],
    )
    def test_takes_a_title_under_the_name_for_the_headline(self, row: str, label: str | None) -> None:
        assert basics(f"# Alice Example\n{row}\n\n## Skills\nPython and more plain words").get("label") == label

    def test_takes_sentences_under_the_name_for_the_summary(self) -> None:
        said = "Backend engineer who enjoys slow, careful work on systems that must not lose money."

        assert basics(f"# Alice Example\n{said}\n\n## Skills\nPython")["summary"] == said

    @pytest.mark.parametrize(
        "row",
        [
            "“Be the change that you want to see in the world, or at least be on time.”",
            "Гражданство: Россия, есть разрешение на работу: Россия, Беларусь, Казахстан, Армения",
        ],
    )
    def test_takes_no_motto_or_labelled_facts_for_it(self, row: str) -> None:
        assert "summary" not in basics(f"# Alice Example\n{row}\n\n## Skills\nPython")

    def test_prefers_a_summary_to_an_objective(self) -> None:
        found = basics("# Alice Example\n\n## Objective\nA quiet job.\n\n## Summary\nI write tests first.")

        assert found["summary"] == "I write tests first."

    def test_finds_contacts_in_a_row_parted_by_commas(self) -> None:
        found = basics("# Полина Жукова\np.zhukova@example.ru, +7 999 555 44 33, Томск\n\n## Навыки\nГит")

        assert (found["email"], found["phone"]) == ("p.zhukova@example.ru", "+79995554433")
        assert found["location"] == {"city": "Томск", "countryCode": "RU"}

    def test_finds_an_address_at_the_foot_of_the_page(self) -> None:
        found = basics("# Alice Example\n\n## Skills\nPython\n\nwrite to alice@example.com")

        assert found["email"] == "alice@example.com"


class TestMainCountry:
    def test_is_the_one_most_places_are_in(self) -> None:
        assert main_country(rows_of(plain("Acme, Austin, TX | x\nAustin, TX\nDenver, CO\nLondon, UK"))) == "US"

    def test_is_none_where_places_disagree_or_lack(self) -> None:
        assert main_country(rows_of(plain("Austin, TX\nLondon, UK"))) is None
        assert main_country(rows_of(plain("nowhere"))) is None
