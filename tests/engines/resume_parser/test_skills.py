"""Skills by the taxonomy: order, evidence, and what is none."""

from evenhand.engines.resume_parser import parse_resume

from .sheets import plain, sheet


class TestReadSkills:
    def test_puts_the_listed_ones_first_and_quotes_them_there(self) -> None:
        document = sheet(
            "## EXPERIENCE\n** Engineer >> 2020 – 2021\nAcme Corp\n• Docker, Python\n\n## SKILLS\nGo, Python"
        )

        parsed = parse_resume(document)

        assert [skill["name"] for skill in parsed.resume["skills"]][:3] == ["Go", "Python", "Docker"]
        assert parsed.resume["skills"][1] == {"name": "Python", "keywords": []}
        assert parsed.evidence["/skills/1/name"].start > document.text.index("SKILLS")
        assert parsed.evidence["/skills/1/name"].confidence > parsed.evidence["/skills/2/name"].confidence

    def test_sees_no_skill_in_an_address_an_employer_or_a_language(self) -> None:
        names = parse_resume(
            plain("Alice Example\nalice@python.example\n\nLANGUAGES\nEnglish\n\nEXPERIENCE\nClerk, Docker Inc., 2019")
        ).resume.get("skills", [])

        assert not {"Python", "English", "Docker"} & {skill["name"] for skill in names}

    def test_names_a_skill_once(self) -> None:
        names = [
            skill["name"] for skill in parse_resume(plain("SKILLS\nPython, python3, PYTHON, Питон")).resume["skills"]
        ]

        assert len(names) == len(set(names))
