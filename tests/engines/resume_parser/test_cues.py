"""How much a text looks like a title, and like an organisation."""

import pytest

from evenhand.engines.resume_parser.cues import employer_score, is_employment_type, title_score


class TestTitleScore:
    @pytest.mark.parametrize(
        "text",
        [
            "Senior Software Engineer",
            "Engineer II",
            "Director of Claims",
            "Software Engineer, Payments",
            "Head Chef",
            "Инженер-конструктор",
            "Python-разработчик",
            "Старший менеджер по продажам",
            "Врач-терапевт участковый",
        ],
    )
    def test_is_high_for_a_title(self, text: str) -> None:
        assert title_score(text) >= 0.9

    @pytest.mark.parametrize(
        "text", ["Acme Corp", "ООО «Ромашка»", "Kasa", "Harbor Coffee", "Customer Center", "Python", ""]
    )
    def test_is_low_for_anything_else(self, text: str) -> None:
        assert title_score(text) <= 0.2

    def test_gives_an_unlisted_trade_a_little_by_its_ending(self) -> None:
        assert 0.2 < title_score("Claims Adjuster") < 0.9
        assert 0.2 < title_score("намотчик") < 0.9


class TestEmployerScore:
    @pytest.mark.parametrize(
        "text",
        [
            "Acme Cloud, Inc.",
            "Omnious. Co., Ltd.",
            "Windkraft AG",
            "ООО «Ромашка»",
            "ПАО Северобанк",
            "SoftWare GmbH (Berlin)",
        ],
    )
    def test_is_full_for_a_legal_form(self, text: str) -> None:
        assert employer_score(text) == 1.0

    def test_counts_words_of_organisations(self) -> None:
        assert employer_score("Meridian Insurance Group") >= 0.7
        assert employer_score("Банк Волга") >= 0.7
        assert employer_score("Студия «Полюс»") >= 0.7

    @pytest.mark.parametrize("text", ["Software Engineer", "Working as a nurse in Leeds", "Инженер"])
    def test_is_low_for_a_title(self, text: str) -> None:
        assert employer_score(text) <= 0.4


class TestIsEmploymentType:
    def test_knows_how_somebody_is_employed(self) -> None:
        assert is_employment_type("Full-time")
        assert is_employment_type("Полная занятость")
        assert not is_employment_type("Full-stack developer")
