"""How well a profile's skills are known, in words."""

from datetime import date

from evenhand.domains.resumes.rules import Known, Reading, correct, known_skills, skill_levels
from evenhand.engines.documents import read_document
from evenhand.engines.resume_parser import parse_resume
from evenhand.engines.skills import find_skills

TODAY = date(2026, 11, 1)
TEXT = """Al Example

Experience
Engineer, Acme
January 2021 - Present
- Cut costs by 30% with Python

Skills
Docker (basic), Excel
"""


def known(text: str = TEXT, *, without: str = "") -> dict[str, Known]:
    document = read_document(text.encode(), filename="cv.txt")
    parsed = parse_resume(document)
    skills = [one for one in find_skills(document.text) if one.skill_id != without]
    profile = correct(Reading(parsed.resume, parsed.evidence, skills), [])
    return {one.skill_id: one for one in known_skills(skill_levels(profile, document, today=TODAY))}


class TestKnownSkills:
    def test_says_how_well_and_by_which_words(self) -> None:
        python = known()["python"]
        assert (str(python.level), python.months) == ("Proficient", 71)
        assert [(str(why), words) for why, words in python.reasons] == [
            ("a result with a figure", "Cut costs by 30% with Python"),
            ("used at work for 5 years 11 months", "Python"),
        ]

    def test_tells_what_is_only_named_from_what_is_said_to_be_basic(self) -> None:
        assert str(known()["excel"].level) == "Named, no more"
        assert str(known()["docker"].level) == "Basic"

    def test_leaves_out_what_the_person_took_away(self) -> None:
        assert "docker" not in known(without="docker")
