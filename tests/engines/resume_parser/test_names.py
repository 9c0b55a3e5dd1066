"""Names: what may be one, in which case, and where on the page it is found."""

import pytest

from evenhand.engines.resume_parser.names import find_name, is_name_like, latin, readable
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import plain, sheet


def named(markup: str, hints: str = "") -> str | None:
    rows = rows_of(sheet(markup))
    found = find_name(rows, rows, hints)
    return found.value if found else None


class TestIsNameLike:
    @pytest.mark.parametrize(
        "text",
        [
            "Alice Example",
            "Jean-Luc de la Tour",
            "Robert O'Neil",
            "Иванов Пётр Сергеевич",
            "Nguyễn Văn An",
            "J. R. Doe",
            "ANNA LI",
        ],
    )
    def test_accepts_a_name(self, text: str) -> None:
        assert is_name_like(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Work Experience",
            "Curriculum Vitae",
            "Резюме",
            "Software Engineer",
            "Ведущий бухгалтер",
            "New York",
            "Austin, TX",
            "12 Elm Street",
            "Elm Street",
            "alice@example.com",
            "Acme Holdings Ltd",
            "ООО «Ромашка»",
            "likes long walks",
            "A",
            "One Two Three Four Five Six",
        ],
    )
    def test_refuses_everything_else(self, text: str) -> None:
        assert not is_name_like(text)


class TestReadable:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("ROWAN BECKETT", "Rowan Beckett"),
            ("ANNA-MARIA O'BRIEN", "Anna-Maria O'Brien"),
            ("LUDWIG VAN DER BERG", "Ludwig van der Berg"),
            ("MCDONALD ANN", "McDonald Ann"),
            ("ИВАНОВ ПЁТР", "Иванов Пётр"),
            ("Alice McExample", "Alice McExample"),
        ],
    )
    def test_gives_capitals_their_usual_case(self, written: str, expected: str) -> None:
        assert readable(written) == expected


class TestFindName:
    def test_takes_the_largest_line(self) -> None:
        assert named("Product Studio\n# Alice Example\nDesigner\n\nplain words here") == "Alice Example"

    def test_takes_the_one_under_the_papers_own_title(self) -> None:
        assert named("## CURRICULUM VITAE\nAlice Example\nBerlin") == "Alice Example"
        assert named("Resume of Alice Example\nBerlin") == "Alice Example"

    def test_takes_what_a_label_names(self) -> None:
        assert named("Анкета\nФИО: Иванов Иван Иванович\nТелефон: 1") == "Иванов Иван Иванович"

    def test_joins_a_name_set_in_two_rows(self) -> None:
        assert named("# Alice\n# Example\nplain words here\nmore plain words") == "Alice Example"

    def test_leaves_letters_after_a_name_out(self) -> None:
        assert named("# Alice Example, PhD, MBA\nplain words") == "Alice Example"

    def test_puts_set_apart_letters_together(self) -> None:
        assert named("# A L I C E   E X A M P L E\nplain words") == "Alice Example"

    def test_takes_none_where_nothing_is_one(self) -> None:
        assert named("## SUMMARY\nI write software that works.\n## SKILLS\nPython, Go") is None
        rows = rows_of(plain("Senior Developer\nBerlin, Germany\nalice@example.com"))
        assert find_name(rows, rows, "alice") is None

    def test_prefers_the_one_that_is_in_the_address(self) -> None:
        rows = rows_of(plain("Green Valley\nAlice Example\nalice.example@mail.example"))
        found = find_name(rows, rows, "alice.example")

        assert found is not None
        assert found.value == "Alice Example"


class TestLatin:
    def test_spells_cyrillic_as_addresses_do(self) -> None:
        assert latin("Щербаков") == "scherbakov"
        assert latin("Юлия") == "yuliya"
