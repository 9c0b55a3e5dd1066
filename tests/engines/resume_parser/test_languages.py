"""Languages and levels, wherever they are listed."""

import pytest

from evenhand.engines.resume_parser import parse_resume

from .sheets import plain, sheet


def languages(text: str) -> list[tuple[str, str | None]]:
    found = parse_resume(plain(f"Alice Example\n\nLANGUAGES\n{text}")).resume.get("languages", [])
    return [(language["language"], language.get("fluency")) for language in found]


class TestReadLanguages:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("English (native), French (B2)", [("English", "native"), ("French", "B2")]),
            ("English – Fluent, Spanish – Native", [("English", "Fluent"), ("Spanish", "Native")]),
            ("English, fluent; German, basic", [("English", "fluent"), ("German", "basic")]),
            ("Fluent in Spanish", [("Spanish", "Fluent")]),
            ("German: mother tongue", [("German", "mother tongue")]),
            ("Korean, English, Japanese", [("Korean", None), ("English", None), ("Japanese", None)]),
            ("Русский — родной, английский — B2", [("Русский", "родной"), ("английский", "B2")]),
            ("Английский — B2 — Средне-продвинутый", [("Английский", "B2 — Средне-продвинутый")]),
            ("Китайский: HSK 5", [("Китайский", "HSK 5")]),
            ("TypeScript, Go", []),
        ],
    )
    def test_pairs_a_language_with_its_level(self, text: str, expected: list[tuple[str, str | None]]) -> None:
        assert languages(text) == expected

    def test_finds_them_under_a_label_among_the_skills(self) -> None:
        resume = parse_resume(
            sheet("## SKILLS\nDevOps >> AWS, Docker\nLanguages >> Korean, English\nTools >> Git")
        ).resume

        assert [language["language"] for language in resume["languages"]] == ["Korean", "English"]

    def test_takes_no_programming_languages(self) -> None:
        resume = parse_resume(plain("Alice\n\nSKILLS\nLanguages: TypeScript, Python, Go\nTools: Docker")).resume

        assert "languages" not in resume
