"""How well a resume's skills are known, and by which words."""

import hashlib
import json
import time
from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engines.documents import read_document
from evenhand.engines.resume_parser import months_of_experience, parse_resume
from evenhand.engines.skills import ResumeSkills, SkillMention, find_skills, resume_skills

TODAY = date(2026, 11, 1)
RESUME = """Mira Example
mira@python.example

Summary
Expert in Python and PostgreSQL. No experience with Kubernetes. Fluent English.

Experience
Backend engineer, Depotline
January 2021 - Present
- Built services in Python and PostgreSQL that keep parcels honest.
- Reduced the cost of AWS by 35% with Terraform.
Developer, Harbour
2018 - 2020
- Wrote Java and Python.

Skills
Excel (advanced), Docker – basic, Go, Rust, Swift; Linux
Languages: German: B2, French A2

Certificates
AWS Certified Solutions Architect, 2022
"""


class _Place(NamedTuple):
    start: int
    end: int


def read(text: str) -> ResumeSkills:
    document = read_document(text.encode(), filename="resume.txt")
    parsed = parse_resume(document)
    return resume_skills(
        document.text,
        resume=parsed.resume,
        evidence=parsed.evidence,
        months_of=lambda roles: months_of_experience(roles, today=TODAY),
    )


def level(text: str, skill_id: str) -> int | None:
    found = resume_skills(text).get(skill_id)
    return found.level if found else None


class TestResumeSkills:
    @pytest.mark.parametrize(
        ("skill_id", "expected", "months", "kinds"),
        [
            ("python", 4, 95, ["stated", "used", "used"]),
            ("terraform", 3, 71, ["result", "used"]),
            ("aws", 4, 71, ["certificate", "result", "used"]),
            ("java", 2, 24, ["used"]),
            ("excel", 3, 0, ["stated"]),
            ("docker", 1, 0, ["stated"]),
            ("linux", 1, 0, ["named"]),
            ("kubernetes", 0, 0, ["denied"]),
            ("english", 4, 0, ["stated"]),
            ("german", 3, 0, ["stated"]),
            ("french", 1, 0, ["stated"]),
        ],
    )
    def test_says_how_well_how_long_and_why(self, skill_id: str, expected: int, months: int, kinds: list[str]) -> None:
        found = read(RESUME).get(skill_id)
        assert found is not None
        assert (found.level, found.months, [one.kind for one in found.evidence]) == (expected, months, kinds)

    def test_rests_on_words_of_the_text(self) -> None:
        text = read_document(RESUME.encode(), filename="resume.txt").text
        for skill in read(RESUME).skills:
            assert skill.evidence
            assert all(one.text == text[one.start : one.end] != "" for one in skill.evidence)

    def test_quotes_what_was_said(self) -> None:
        found = {skill.skill_id: skill.evidence[0].text for skill in read(RESUME).skills}
        assert found["excel"] == "Excel (advanced)"
        assert found["postgresql"] == "Expert in Python and PostgreSQL"
        assert found["kubernetes"] == "No experience with Kubernetes"

    def test_counts_a_month_once(self) -> None:
        one, other = "Engineer, Acme\n2018 - 2020\n- Wrote Java\n", "Engineer, Other\n2018 - 2020\n- Java, Python\n"
        found = read(f"Al Example\n\nExperience\n{one}{other}").get("java")
        assert found is not None
        assert (found.months, len(found.evidence)) == (24, 2)

    def test_sees_no_skill_in_an_address_or_the_name_of_an_employer(self) -> None:
        found = read("Al Example\nal@python.example\n\nExperience\nClerk, Docker Inc., 2019 - 2021\n- Filing letters\n")
        assert found.get("docker") is None

    def test_leaves_out_what_the_person_took_away(self) -> None:
        text = "Python, Docker"
        kept = [one for one in _mentions(text) if one.skill_id != "docker"]
        assert [skill.skill_id for skill in resume_skills(text, mentions=kept).skills] == ["python"]

    @pytest.mark.parametrize(
        ("text", "skill_id", "expected"),
        [
            ("Владею свободно английским языком, Excel — уверенный пользователь", "excel", 2),
            ("Свободно владею английским языком", "english", 4),
            ("Английский язык: B1", "english", 2),
            ("Базовые знания Docker и Kubernetes", "kubernetes", 1),
            ("Отличное знание Excel, Word и 1С:Бухгалтерия", "onec-accounting", 3),
            ("Знаком с Terraform", "terraform", 1),
            ("не работал с Docker", "docker", 0),
            ("Эксперт в Python", "python", 3),
            ("Working knowledge of wound care", "wound-care", 2),
            ("Proficient in TIG welding", "welding", 3),
            ("Advanced life support", "cpr", 1),
            ("Python (5 years), Docker", "python", 3),
            ("8+ years of Java", "java", 3),
            ("10 years in the firm. Java", "java", 1),
            ("Certified Kubernetes Administrator", "kubernetes", 2),
            ("Strong leadership of a choir; Python", "python", 1),
        ],
    )
    def test_reads_what_people_say_of_themselves(self, text: str, skill_id: str, expected: int) -> None:
        assert level(text, skill_id) == expected

    def test_says_a_level_of_a_list_only_where_it_is_one(self) -> None:
        assert (level("Advanced Excel, Word", "excel"), level("Advanced Excel, Word", "word")) == (3, 1)
        assert level("Advanced knowledge of Excel, Word", "word") == 3
        assert level("Expert in Python. Docker", "docker") == 1

    def test_reads_a_level_that_stands_apart_from_its_language(self) -> None:
        text = "Python Spanish\n\nNative"
        places = {"/languages/0/language": _Place(7, 14), "/languages/0/fluency": _Place(16, 22)}
        found = resume_skills(
            text, evidence=places, mentions=[SkillMention("spanish", "Spanish", "languages", 7, 14, "Spanish")]
        )
        assert [(one.level, one.evidence[0].text) for one in found.skills] == [(4, "Native")]

    def test_believes_whoever_says_basic(self) -> None:
        text = RESUME.replace("Expert in Python and PostgreSQL", "Basic Python")
        found = read(text).get("python")
        assert found is not None
        assert (found.level, found.months) == (1, 95)

    def test_finds_no_result_in_the_figure_of_a_name(self) -> None:
        text = "Al Example\n\nExperience\nEngineer, Acme\n2024 - 2025\n- Improved scripts in Python 3\n"
        found = read(text).get("python")
        assert found is not None
        assert [one.kind for one in found.evidence] == ["used"]

    def test_gives_one_hash_in_a_hundred_replays(self) -> None:
        hashes = {hashlib.sha256(json.dumps(read(RESUME).to_dict()).encode()).hexdigest() for _ in range(100)}
        assert len(hashes) == 1

    def test_names_the_versions_that_decide(self) -> None:
        found = read(RESUME).to_dict()
        assert found["version"]
        assert len(found["taxonomy"]) == 12

    @given(st.text(st.sampled_from("Python expert (basic), 5 years Go–no experience•\n;."), max_size=120))
    def test_never_raises_and_never_leaves_the_text(self, text: str) -> None:
        for skill in resume_skills(text).skills:
            assert all(one.text == text[one.start : one.end] for one in skill.evidence)
            assert 0 <= skill.level <= 4

    @pytest.mark.parametrize(
        "hostile", ["expert in Python, ", "Python (basic) ", "5 years ", "no experience in Go and "]
    )
    def test_takes_time_in_proportion_to_the_text(self, hostile: str) -> None:
        started = time.process_time()
        resume_skills(hostile * (60_000 // len(hostile)))
        assert time.process_time() - started < 20  # about one; with its square it would take minutes


def _mentions(text: str) -> list[SkillMention]:
    return find_skills(text)
