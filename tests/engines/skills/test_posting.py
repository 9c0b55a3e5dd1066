"""What an advert asks for, and how much it wants it."""

import hashlib
import json
import time

import pytest

from evenhand.engines.skills import Level, posting_skills

ADVERT = """Senior backend engineer
About us
We use Salesforce and love good communication skills.

## What you will do
Build services in Go and PostgreSQL.

## Requirements
- 5+ years of Python, strong knowledge of SQL
- Docker is required, Terraform would be a plus
- Basic Kubernetes; ideally AWS

## Nice to have
- Kafka, Redis
- Linux is a must

We offer
English courses, driving licence
"""
RUSSIAN = """Бухгалтер
Обязанности:
- ведение бухгалтерского учёта, сверки
Требования:
- опыт от 3 лет, отличное знание Excel и 1С:Бухгалтерия
- желательно знание английского языка
- базовые знания SQL будут плюсом
Будет плюсом:
- МСФО, SAP
Условия: офис, обучение Python
"""


def need(text: str, skill_id: str) -> str:
    found = posting_skills(text).get(skill_id)
    assert found is not None, skill_id
    return found.need


class TestPostingSkills:
    def test_tells_required_from_nice_to_have_and_from_what_is_only_mentioned(self) -> None:
        found = posting_skills(ADVERT)
        assert {"go", "postgresql", "python", "sql", "docker", "kubernetes", "linux"} <= set(found.ids("required"))
        assert found.ids("optional") == ["terraform", "aws", "kafka", "redis"]
        assert found.ids("mentioned") == ["salesforce", "communication", "driving"]

    def test_reads_russian_adverts(self) -> None:
        found = posting_skills(RUSSIAN)
        assert found.ids("required") == ["accounting", "excel", "onec-accounting"]
        assert found.ids("optional") == ["english", "sql", "ifrs", "sap"]
        assert found.ids("mentioned") == ["python"]
        excel, sql = found.get("excel"), found.get("sql")
        assert excel is not None
        assert sql is not None
        assert (excel.level, sql.level) == (Level.PROFICIENT, Level.BASIC)

    def test_says_how_well_and_how_long_by_the_words_of_the_advert(self) -> None:
        found = {skill.skill_id: skill for skill in posting_skills(ADVERT).skills}
        assert (found["python"].level, found["python"].years) == (Level.PROFICIENT, 5)
        assert (found["sql"].level, found["kubernetes"].level) == (Level.PROFICIENT, Level.BASIC)
        assert found["go"].level is None
        assert found["sql"].level_words[0].text == "strong knowledge of SQL"

    def test_names_the_words_that_decide(self) -> None:
        found = {skill.skill_id: skill.cue.text for skill in posting_skills(ADVERT).skills if skill.cue}
        assert (found["terraform"], found["kafka"], found["salesforce"]) == ("a plus", "Nice to have", "About us")

    def test_rests_on_words_of_the_text(self) -> None:
        for text in (ADVERT, RUSSIAN):
            for skill in posting_skills(text).skills:
                spans = [*skill.mentions, *skill.level_words, *([skill.cue] if skill.cue else [])]
                assert skill.mentions
                assert all(one.text == text[one.start : one.end] != "" for one in spans)

    @pytest.mark.parametrize(
        ("text", "skill_id", "expected"),
        [
            ("Python required, Rust preferred", "rust", "optional"),
            ("Python required, Rust preferred", "python", "required"),
            ("Must have: Python, Docker", "docker", "required"),
            ("Nice to have: Docker, Kafka", "kafka", "optional"),
            ("**Nice to have**\nDocker", "docker", "optional"),
            ("Preferred qualifications:\n* Docker", "docker", "optional"),
            ("Requirements:\n- Nice to have: Docker\n- Kafka", "kafka", "required"),
            ("Requirements:\n- Nice to have: Docker\n- Kafka", "docker", "optional"),
            ("Nice to have:\n- Kafka\nRequirements\n- Docker", "docker", "required"),
            ("What would be nice\nKafka. Experience with Docker is preferred but not required.", "docker", "optional"),
            ("We look for a nurse. Wound care is essential.", "wound-care", "required"),
            ("Forklift licence preferred", "forklift", "optional"),
            ("Опыт с Docker приветствуется", "docker", "optional"),
            ("Обязательно: водительские права", "driving", "required"),
            ("Docker a plus. Later: we run Docker, it is required.", "docker", "required"),
            ("Python", "python", "required"),
        ],
    )
    def test_goes_by_the_nearest_words(self, text: str, skill_id: str, expected: str) -> None:
        assert need(text, skill_id) == expected

    @pytest.mark.parametrize("text", ["", "We go to market with a can-do attitude.", "Express your ideas!"])
    def test_asks_for_nothing_where_nothing_is_named(self, text: str) -> None:
        assert posting_skills(text).skills == ()

    def test_gives_one_hash_in_a_hundred_replays(self) -> None:
        hashes = {
            hashlib.sha256(json.dumps(posting_skills(ADVERT + RUSSIAN).to_dict()).encode()).hexdigest()
            for _ in range(100)
        }
        assert len(hashes) == 1

    @pytest.mark.parametrize("hostile", ["must have Python, ", "Optional:\n", "a plus Go and ", "Skills:\n- Go\n"])
    def test_takes_time_in_proportion_to_the_text(self, hostile: str) -> None:
        started = time.process_time()
        posting_skills(hostile * (60_000 // len(hostile)))
        assert time.process_time() - started < 20  # about one; with its square it would take minutes
