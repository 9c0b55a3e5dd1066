"""What is found in a text, and where."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engines.skills import find_skills

RESUME = """Alice Example — Senior backend engineer
Python, FastAPI, PostgreSQL, Docker, Kubernetes, CI/CD, Go, Redis, AWS
Built event-driven services with Kafka; led code reviews; A/B testing with the product team.
Опыт: разработка микросервисов на Питоне, администрирование Linux, английский язык (B2).
"""


def found(text: str) -> list[str]:
    return [mention.skill_id for mention in find_skills(text)]


class TestFindSkills:
    @pytest.mark.parametrize(
        ("text", "skills"),
        [
            ("C++, C# and .NET; C++17 too", ["cpp", "csharp", "dotnet", "cpp"]),
            ("Node.js / NodeJS / node js", ["nodejs", "nodejs", "nodejs"]),
            ("CI/CD, CI / CD, CI CD", ["ci-cd", "ci-cd", "ci-cd"]),
            ("A/B testing", ["ab-testing"]),
            ("ASP.NET Core", ["aspnet"]),
            ("P&L ownership", ["financial-analysis"]),
            ("micro-\nservices and machine\nlearning", ["microservices", "machine-learning"]),
            ("Java-разработчик, SQL-запросы", ["java", "sql"]),
            ("driver's licence", ["driving"]),
        ],
    )
    def test_reads_names_with_signs_in_them(self, text: str, skills: list[str]) -> None:
        assert found(text) == skills

    @pytest.mark.parametrize(
        ("text", "skills"),
        [
            ("React Native", ["react-native"]),
            ("Spring Boot", ["spring"]),
            ("Ruby on Rails", ["ruby-on-rails"]),
            ("Microsoft Azure DevOps", ["azure"]),
            ("data warehouse", ["data-warehousing"]),
        ],
    )
    def test_prefers_the_longest_name(self, text: str, skills: list[str]) -> None:
        assert found(text) == skills

    @pytest.mark.parametrize(
        "text", ["Javanese", "pythonic", "gitara", "SQLish", "mysqlx", "Dockerhubber", "питонский"]
    )
    def test_wants_whole_words(self, text: str) -> None:
        assert found(text) == []

    @pytest.mark.parametrize(
        ("text", "skills"),
        [
            ("ведение складского учёта", ["inventory-management"]),
            ("опыт бухгалтерского учета", ["accounting"]),
            ("навык электромонтажных работ", ["electrical-installation"]),
            ("занимаюсь уходом за пожилыми людьми", ["elderly-care"]),
            ("управляю вилочным погрузчиком", ["forklift"]),
            ("Холодных звонков не боюсь", ["cold-calling"]),
            ("сверки: акты сверок", ["bank-reconciliation"]),
        ],
    )
    def test_follows_russian_inflection(self, text: str, skills: list[str]) -> None:
        assert found(text) == skills

    def test_gives_offsets_in_the_text_as_it_was_written(self) -> None:
        text = "İstanbul, Ёлка: ПИТОН и e\u0308 Postgre\u00adSQL; складской учёт, складской учет"
        mentions = find_skills(text)
        assert [m.text for m in mentions] == ["ПИТОН", "Postgre\u00adSQL", "складской учёт", "складской учет"]
        assert all(m.text == text[m.start : m.end] for m in mentions)

    def test_reads_decomposed_letters(self) -> None:
        assert found("складско\u0438\u0306 уче\u0308т") == ["inventory-management"]

    @given(st.text(st.sampled_from("Go,R C++. Python-React/Spark&\n'İёЁи\u0306 складской учёт"), max_size=80))
    def test_never_overlaps_nor_leaves_the_text(self, text: str) -> None:
        reached = 0
        for mention in find_skills(text):
            assert reached <= mention.start < mention.end <= len(text)
            assert mention.text == text[mention.start : mention.end]
            reached = mention.end

    def test_says_the_same_every_time(self) -> None:
        assert find_skills(RESUME) == find_skills(RESUME)

    def test_reads_a_resume_whole(self) -> None:
        assert found(RESUME) == [
            *(
                "backend-development",
                "python",
                "fastapi",
                "postgresql",
                "docker",
                "kubernetes",
                "ci-cd",
                "go",
                "redis",
                "aws",
            ),
            *("kafka", "code-review", "ab-testing", "microservices", "python", "linux", "english"),
        ]

    @pytest.mark.parametrize("hostile", ["Go, ", "a@", "a.b", "A ", "C+", "www", "и\u0306", "Excel in "])
    def test_takes_time_in_proportion_to_the_text(self, hostile: str) -> None:
        text = hostile * (160_000 // len(hostile))
        started = time.process_time()
        find_skills(text)
        assert time.process_time() - started < 20  # it takes well under one; with its square it would take minutes
