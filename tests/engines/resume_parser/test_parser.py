"""The whole parser: evidence for everything, the same answer every time, and no input that hurts."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.engines.documents import Document, Line, Link
from evenhand.engines.resume_parser import VERSION, parse_resume

from .schema import faults, unproven
from .sheets import Box, Sheet, plain, sheet

ALICE = """
# Alice Example
Backend Developer
alice@example.com | +1 212 555 0123 | New York, NY

## Experience
** Backend Developer >> Jan 2020 – Present
Acme Corp, New York, NY
• Wrote services in Python and Go

## Skills
Python, Go, PostgreSQL
"""
# A resume's worth of time for every kilobyte would be far too much for a text at the limit.
SLOWEST_SECONDS = 60.0  # of processor time; a second is usual, with the square of the length it would be an hour
LIMIT = 400_000


class TestParseResume:
    def test_quotes_the_place_of_every_value(self) -> None:
        document = sheet(ALICE)

        parsed = parse_resume(document)

        assert unproven(parsed, document.text) == []
        proof = parsed.evidence["/work/0/startDate"]
        assert (proof.text, proof.page) == ("Jan 2020", 1)
        assert parsed.resume["work"][0]["startDate"] == "2020-01"

    def test_gives_pages_their_numbers(self) -> None:
        parsed = parse_resume(sheet(ALICE.replace("## Skills", "---\n## Skills")))

        assert parsed.evidence["/skills/0/name"].page == 2
        assert parsed.evidence["/basics/name"].page == 1

    def test_says_the_same_every_time(self) -> None:
        document = Document.from_dict(sheet(ALICE).to_dict())

        assert parse_resume(document) == parse_resume(sheet(ALICE))
        assert parse_resume(document).version == VERSION

    def test_reads_every_job_of_a_long_resume(self) -> None:
        markup = ALICE + "\n".join(
            f"** Engineer >> Mar {year} – Dec {year}\nEmployer {year} Ltd, Boston, MA\n"
            + "• Rebuilt the billing pipeline in Python, cut its latency by 40% and taught the team to run it\n" * 6
            for year in range(2019, 2003, -1)
        ).join(["\n## Work Experience\n", "\n"])
        assert len(parse_resume(sheet(markup)).resume["work"]) == 17

    def test_knows_the_language_of_a_mixed_text(self) -> None:
        assert parse_resume(plain("Опыт работы с Python, Django, PostgreSQL, Kubernetes")).language == "ru"
        assert parse_resume(plain("Senior developer from Москва with ten years in logistics")).language == "en"
        assert parse_resume(plain("12345")).language == "en"

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Досвід роботи: інженер, керувала проєктами та їх бюджетом", "uk"),
            ("Leitung eines Teams und Planung der Dienste für die Station mit 32 Betten", "de"),
            ("Prise en charge des patients et formation des stagiaires dans le service", "fr"),
            ("Mantenimiento de los cuadros y de las grúas con el equipo del puerto", "es"),
            ("Manutenção dos equipamentos e formação da equipa para uma nova linha", "pt"),
            ("Gestione delle classi e dei progetti con il gruppo della scuola", "it"),
            ("Opieka nad pacjentami oraz praca na bloku dla dorosłych po zabiegach", "pl"),
            ("Verantwoordelijk voor het team en de planning van een afdeling met zorg", "nl"),
        ],
    )
    def test_knows_other_languages_by_their_small_words(self, text: str, language: str) -> None:
        assert parse_resume(plain(text)).language == language

    def test_reads_nothing_into_a_letter(self) -> None:
        letter = """
        Dear Charlie,

        thank you for the invitation of 12 May 2021. We met Bob at the university in 2019, and he told us about
        the engineers who work with you. We would like to come in June 2022.
        """

        parsed = parse_resume(plain(letter))

        assert "work" not in parsed.resume
        assert "education" not in parsed.resume

    def test_leaves_out_what_it_cannot_tell(self) -> None:
        parsed = parse_resume(plain("Experience\n\nDid several things here and there for many people over the years."))

        assert parsed.resume.get("work") is None
        assert parsed.resume.get("basics") is None

    def test_reads_a_document_without_lines(self) -> None:
        assert parse_resume(Document("txt", "", (), (), 1)).resume == {}

    def test_takes_a_column_beside_the_header_for_what_it_is(self) -> None:
        page = Sheet()
        page.column("## CONTACT\nbob@example.com\nBerlin, Germany\n\n## SKILLS\nPython", Box(left=40, right=200))
        page.column(
            "# Bob Beispiel\nData Engineer\n\n## EXPERIENCE\n** Data Engineer >> 2020 – Present\nWaldbank AG, Berlin",
            Box(left=230, right=550),
        )

        resume = parse_resume(page.document()).resume

        assert resume["basics"]["name"] == "Bob Beispiel"
        assert resume["basics"]["label"] == "Data Engineer"
        assert resume["work"][0]["name"] == "Waldbank AG"

    def test_goes_on_with_a_column_over_the_page(self) -> None:
        page = Sheet()
        page.column("# Bob Beispiel\n\n## EXPERIENCE\n** Analyst >> 2020 – 2022\nWaldbank AG", Box(right=350))
        page.column("## SKILLS\nPython", Box(left=400, right=550))
        page.column("** Trainee >> 2018 – 2020\nSeekasse AG", Box(right=350, page=2))

        work = parse_resume(page.document()).resume["work"]

        assert [role["name"] for role in work] == ["Waldbank AG", "Seekasse AG"]

    def test_takes_the_contacts_behind_links(self) -> None:
        text = "Alice Example\nWrite to me | LinkedIn"
        lines = tuple(
            Line(row, text.index(row), text.index(row) + len(row), 1, 0, 0, 0, 0, 0, False) for row in text.split("\n")
        )
        links = (
            Link(14, 25, "mailto:alice@example.com?subject=Hello"),
            Link(28, 36, "https://www.linkedin.com/in/alice-example/"),
        )

        basics = parse_resume(Document("docx", text, lines, links, 1)).resume["basics"]

        assert basics["email"] == "alice@example.com"
        assert basics["profiles"][0]["username"] == "alice-example"


HOSTILE = {
    "one word": "a" * LIMIT,
    "letters apart": "a " * (LIMIT // 2),
    "digits": "1" * LIMIT,
    "ranges": "Jan 2020 - " * (LIMIT // 11),
    "commas": "a, " * (LIMIT // 3),
    "dots": "a." * (LIMIT // 2),
    "addresses": "a@b.c" * (LIMIT // 5),
    "at signs": "a@" * (LIMIT // 2),
    "dashes": "-" * LIMIT,
    "spaces": "x" + " " * (LIMIT - 2) + "y",
    "brackets": "(" * (LIMIT // 2) + ")" * (LIMIT // 2),
    "telephones": "+1 (312) 555-0123 " * (LIMIT // 18),
    "tabs": "a\t" * (LIMIT // 2),
    "networks": "Github:// " * (LIMIT // 10),
    "quotes": "«" * LIMIT,
    "years": "2020" * (LIMIT // 4),
    "date rows": "Jan 2020 - Feb 2021\n" * (LIMIT // 20),
    "items": "• did a thing in Python 2020\n" * (LIMIT // 29),
    "headings": "Experience\n" * (LIMIT // 11),
    "short rows": "ab\n" * (LIMIT // 3),
    "roles": "Experience\n" + "Engineer, Acme, Berlin, Jan 2020 - Present\n" * (LIMIT // 44),
    "studies": "Education\n" + "BSc, University of Leeds, Berlin, 2020\n" * (LIMIT // 40),
}


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
    def test_is_read_in_time_that_grows_with_its_length_only(self, text: str) -> None:
        document = plain(text)
        started = time.process_time()

        parsed = parse_resume(document)

        assert time.process_time() - started < SLOWEST_SECONDS
        assert faults(parsed.resume) == []
        assert unproven(parsed, document.text) == []

    @given(
        st.lists(
            st.one_of(
                st.sampled_from(
                    [
                        "## Experience",
                        "** Engineer >> 2019 – 2021",
                        "Acme, Inc.",
                        "• Item (",
                        "## Образование",
                        "20XX –",
                        "## Berufserfahrung",
                        "septembre 2009 – février",
                        "** Pielęgniarka >> od 03.2019 r.",
                        "Tarn Énergies SARL, 81000 Albi",
                        "Dr. María del Carmen d’Astier",
                        "## Освіта",
                        "з 2019 р. по теперішній час",
                        "## Publications",
                        "ГБУЗ «Больница\t03.2019 – н. в.",
                        "Работа № 21»",
                    ]
                ),
                st.text(
                    alphabet=st.characters(codec="utf-8", exclude_characters="\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
                )
                .map(str.strip)
                .filter(bool),
            ),
            max_size=14,
        )
    )
    @settings(max_examples=150, deadline=None)
    def test_never_breaks_the_shape_or_the_evidence(self, rows: list[str]) -> None:
        for document in (sheet("\n".join(rows)), plain("\n".join(rows))):
            parsed = parse_resume(document)

            assert faults(parsed.resume) == []
            assert unproven(parsed, document.text) == []
