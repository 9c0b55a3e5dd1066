"""What counts as naming a skill, and what only looks like it."""

import pytest

from evenhand.engines.skills import find_skills


def found(text: str) -> list[str]:
    return [mention.skill_id for mention in find_skills(text)]


class TestFindSkills:
    @pytest.mark.parametrize(
        ("text", "skills"),
        [
            ("C++, C# and .NET", ["cpp", "csharp", "dotnet"]),
            ("Node.js / NodeJS / node js", ["nodejs", "nodejs", "nodejs"]),
            ("CI/CD with GitLab", ["ci-cd", "git"]),
            ("React Native", ["react-native"]),
            ("Опыт с Питоном и юнит-тестами", ["python", "software-testing"]),
            ("Java-разработчик", ["java"]),
        ],
    )
    def test_finds_names_by_their_whole_words(self, text: str, skills: list[str]) -> None:
        assert found(text) == skills

    @pytest.mark.parametrize(
        "text",
        ["a go to market plan", "express ideas clearly", "Rust never sleeps", "get things done", "Javanese", "R&D"],
    )
    def test_leaves_ordinary_words_alone(self, text: str) -> None:
        assert found(text) == []

    def test_gives_offsets_in_the_text_as_it_was_written(self) -> None:
        text = "İstanbul, Ёлка: ПИТОН и e\u0308 PostgreSQL"
        assert [text[m.start : m.end] for m in find_skills(text)] == ["ПИТОН", "PostgreSQL"]
        assert all(m.text == text[m.start : m.end] for m in find_skills(text))
