"""The short sections: skills, languages, certificates, awards, projects, interests."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from evenhand.engines.resume_parser import parse_resume
from evenhand.engines.resume_parser.awards import read_awards
from evenhand.engines.resume_parser.certificates import read_certificates
from evenhand.engines.resume_parser.draft import Branch, grow
from evenhand.engines.resume_parser.interests import read_interests
from evenhand.engines.resume_parser.projects import read_projects
from evenhand.engines.resume_parser.rows import Row, rows_of

from .sheets import plain, sheet


def read(reader: Callable[[Sequence[Row]], list[Branch]], markup: str) -> list[dict[str, Any]]:
    document = sheet(markup)
    grown, _ = grow(document, reader(rows_of(document)))
    return grown or []


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


class TestReadCertificates:
    @pytest.mark.parametrize(
        ("row", "expected"),
        [
            ("• CKA, 2021", {"name": "CKA", "date": "2021"}),
            ("2023 >> Rope Access, Heights Ltd", {"name": "Rope Access", "date": "2023", "issuer": "Heights Ltd"}),
            (
                "Rope Access — Heights Ltd — May 2023",
                {"name": "Rope Access", "date": "2023-05", "issuer": "Heights Ltd"},
            ),
            ("• First Aid, Red Trust (exp. 2026)", {"name": "First Aid", "issuer": "Red Trust"}),
            ("• AWS Certified – Associate, 2022", {"name": "AWS Certified – Associate", "date": "2022"}),
        ],
    )
    def test_reads_what_when_and_by_whom(self, row: str, expected: dict[str, str]) -> None:
        assert read(read_certificates, row) == [expected]

    def test_takes_the_issuer_from_the_row_below(self) -> None:
        expected = [{"name": "Rope Access", "date": "2023", "issuer": "Heights Ltd"}]

        assert read(read_certificates, "** Rope Access >> 2023\nHeights Ltd") == expected
        assert read(read_certificates, "Rope Access >> 2023\nIssued by Heights Ltd") == expected

    def test_joins_a_wrapped_item(self) -> None:
        assert (
            len(read(read_certificates, "• A certificate with a rather long name that goes on\n   and on, 2020")) == 1
        )


class TestReadAwards:
    def test_reads_cells_in_any_order(self) -> None:
        assert read(read_awards, "2014 >> top 5/250 >> Harvest Fellow") == [
            {"title": "Harvest Fellow", "date": "2014", "summary": "top 5/250"}
        ]
        assert read(read_awards, "2021 >> 2nd Place, Night Run >> Las Vegas, U.S.A") == [
            {"title": "2nd Place, Night Run", "date": "2021"}
        ]

    def test_takes_the_organisation_after_the_comma(self) -> None:
        assert read(read_awards, "• Innovation Prize, Acme Corp, 2023") == [
            {"title": "Innovation Prize", "date": "2023", "awarder": "Acme Corp"}
        ]

    def test_leaves_group_labels_out(self) -> None:
        assert [award["title"] for award in read(read_awards, "International\n2021 >> Cup\n2020 >> Medal")] == [
            "Cup",
            "Medal",
        ]


class TestReadProjects:
    def test_reads_name_tools_dates_and_items(self) -> None:
        assert read(read_projects, "** Seat Finder | React, Go >> Jan 2024 – Mar 2024\n• Finds seats") == [
            {
                "name": "Seat Finder",
                "description": "React, Go",
                "highlights": ["Finds seats"],
                "startDate": "2024-01",
                "endDate": "2024-03",
            }
        ]

    def test_reads_one_project_an_item(self) -> None:
        assert read(read_projects, "• Opentrace: a tracing library, 2021\n• Birdlog: counts birds") == [
            {
                "name": "Opentrace",
                "description": "a tracing library, 2021",
                "startDate": "2021",
                "endDate": "2021",
            },
            {"name": "Birdlog", "description": "counts birds"},
        ]


class TestReadInterests:
    def test_takes_a_list_and_leaves_sentences(self) -> None:
        assert read(read_interests, "Sailing, board games · beekeeping.") == [
            {"name": "Sailing"},
            {"name": "board games"},
            {"name": "beekeeping"},
        ]
        assert read(read_interests, "I like to walk in the hills with my two old dogs") == []


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
