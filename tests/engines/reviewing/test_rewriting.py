"""Rewrites say the same more directly, and provably nothing else."""

import pytest

from evenhand.engines.reviewing import rewrite, unsupported_words


class TestRewrite:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Responsible for managing payroll for 200 people.", "Managed payroll for 200 people."),
            ("I was responsible for the stock of 3 shops, etc.", "Handled the stock of 3 shops"),
            ("Duties included answering phones on a daily basis", "Answered phones daily"),
            ("I developed a billing tool", "Developed a billing tool"),
            (
                "Redesigned the checkout, increasing conversion by 12%.",
                "Increased conversion by 12% by redesigning the checkout.",
            ),
            ("Successfully helped to develop various tools", "Helped to develop tools"),
        ],
    )
    def test_begins_with_what_was_done(self, before: str, after: str) -> None:
        made = rewrite(before, "en")
        assert made is not None
        assert made[0] == after
        assert not unsupported_words(before, after, "en")

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Отвечал за разработку модулей учёта", "Разработка модулей учёта"),
            ("Занималась подбором персонала для 12 магазинов", "Подбор персонала для 12 магазинов"),
            ("Успешно внедрила учёт на ежедневной основе", "Внедрила учёт ежедневно"),
        ],
    )
    def test_does_so_in_russian(self, before: str, after: str) -> None:
        made = rewrite(before, "ru")
        assert made is not None
        assert made[0] == after

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Managed payroll for 200 people.", "en"),
            ("Responsible for", "en"),
            ("Занималась подбором и обучением персонала", "ru"),
            ("Verantwortlich für die Lohnabrechnung", "de"),
            ("", "en"),
        ],
    )
    def test_leaves_alone_what_it_cannot_say_better(self, text: str, language: str) -> None:
        assert rewrite(text, language) is None


class TestUnsupportedWords:
    def test_finds_every_added_word_and_number(self) -> None:
        assert unsupported_words("Managed 3 shops", "Managed 30 shops across Europe", "en") == (
            "30",
            "across",
            "Europe",
            "3",
        )

    def test_finds_a_lost_number(self) -> None:
        assert unsupported_words("Managed 3 shops in 2 towns", "Managed 3 shops", "en") == ("2",)

    def test_finds_a_lost_hedge_or_negation(self) -> None:
        assert unsupported_words("Helped develop a tool", "Developed a tool", "en") == ("helped",)
        assert unsupported_words("Участвовал в разработке", "В разработке", "ru") == ("участвовал",)
        assert unsupported_words("Did not miss a deadline", "Did miss a deadline", "en") == ("not",)

    def test_takes_other_forms_of_the_same_verb_only(self) -> None:
        assert not unsupported_words("Responsible for leading a team", "Led a team", "en")
        assert unsupported_words("Responsible for a team", "Led a team", "en") == ("Led",)

    def test_takes_words_as_they_are_where_there_is_no_list(self) -> None:
        assert not unsupported_words("Leitung der Abteilung", "Leitung Abteilung", "de")
        assert unsupported_words("Leitung der Abteilung", "Abteilung geleitet", "de") == ("geleitet",)
