"""Papers and resumes as PDF and DOCX: every word arrives, none is markup, the same content is the same bytes."""

from io import BytesIO

import docx
import pypdfium2
import pytest

from evenhand.engines.typesetting import (
    CV_TEMPLATES,
    Bullets,
    CvTemplate,
    Facts,
    Letter,
    Meter,
    Paper,
    Paragraph,
    Section,
    Table,
    cv_docx,
    cv_pdf,
    letter_docx,
    letter_pdf,
    paper_docx,
    paper_pdf,
)

MARKUP = '#import "/etc/passwd" *bold* _it_ $x^2$ <label> @ref \\ `raw` = heading {{ 1 }} ]'
PAPER = Paper(
    title="Разбор резюме",
    lead="Made by rules.",
    note="Evenhand, reviewing 1",
    language="ru",
    sections=[
        Section("Оценка", [Meter("Ясность", 0.7, "70 из 100"), Meter("Регион", None, "не известно")]),
        Section(
            "Words",
            [
                Paragraph(MARKUP),
                Paragraph("Led a team of four", "quote"),
                Bullets(["first point", "second point"]),
                Bullets(["step one"], ordered=True),
                Facts([("Engine", "reviewing")]),
                Table(["Rule", "Points"], [["Dates", "8"], ["Length", "3"]], [3, 1]),
                Paragraph("bell\x07 and \ud800 half"),
                Paragraph("w" * 300),
            ],
            level=2,
        ),
    ],
)
RESUME = {
    "basics": {
        "name": "Ольга O’Neill",
        "label": MARKUP,
        "email": "olga@example.com",
        "phone": "+46 70 174 06 17",
        "location": {"city": "Riga", "countryCode": "LV"},
        "profiles": [{"network": "GitHub", "username": "olga", "url": "https://github.com/olga"}],
        "summary": "Writes servers.",
    },
    "work": [
        {
            "name": "Vantory",
            "position": "Engineer",
            "startDate": "2021-03",
            "highlights": ["Cut costs by 12%", "Wrote #the runbook"],
        },
        {"name": "Postal", "position": "Developer", "startDate": "2018", "endDate": "2021-02"},
    ],
    "education": [{"institution": "RTU", "studyType": "MSc", "area": "Mathematics", "endDate": "2017"}],
    "skills": [{"name": "Python", "keywords": []}, {"name": "Data", "keywords": ["SQL", "Kafka"]}],
    "languages": [{"language": "Latvian", "fluency": "B2"}],
    "certificates": [{"name": "CKA", "issuer": "CNCF", "date": "2022-05"}],
}
SAID = [
    "Ольга O’Neill",
    "Engineer",
    "Vantory",
    "Cut costs by 12%",
    "03.2021",
    "RTU",
    "SQL, Kafka",
    "B2",
    "CKA",
    "github.com/olga",
]


def text_of_pdf(content: bytes) -> str:
    """All text of a PDF, line ends as spaces."""
    with pypdfium2.PdfDocument(content) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    return " ".join(" ".join(pages).split())


def text_of_docx(content: bytes) -> str:
    """All text of a DOCX, tables and footers too."""
    read = docx.Document(BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in read.paragraphs), *cells, read.sections[0].footer.paragraphs[0].text])


class TestPaperPdf:
    def test_holds_every_word_and_no_markup(self) -> None:
        text = text_of_pdf(paper_pdf(PAPER))
        for words in ("Разбор резюме", "70 из 100", "не известно", "second point", "Engine", "Dates", MARKUP):
            assert words in text

    def test_is_the_same_bytes_for_the_same_content(self) -> None:
        assert paper_pdf(PAPER) == paper_pdf(PAPER)

    def test_keeps_long_words_on_the_page(self) -> None:
        with pypdfium2.PdfDocument(paper_pdf(PAPER)) as pdf:
            width = pdf[0].get_width()
            page = pdf[0].get_textpage()
            assert all(page.get_charbox(index)[2] <= width for index in range(page.count_chars()))


class TestPaperDocx:
    def test_holds_every_word_and_real_headings(self) -> None:
        content = paper_docx(PAPER)
        text = text_of_docx(content)
        for words in ("Разбор резюме", "70 из 100", "second point", "Engine", "Dates", MARKUP, "Evenhand, reviewing 1"):
            assert words in text
        styles = {one.style.name for one in docx.Document(BytesIO(content)).paragraphs if one.style}
        assert {"Title", "Heading 1", "Heading 2", "List Bullet", "List Number", "Quote"} <= styles

    def test_is_the_same_bytes_for_the_same_content(self) -> None:
        assert paper_docx(PAPER) == paper_docx(PAPER)


class TestCvPdf:
    @pytest.mark.parametrize("template", CV_TEMPLATES)
    def test_holds_the_whole_resume(self, template: CvTemplate) -> None:
        text = text_of_pdf(cv_pdf(RESUME, template=template))
        for words in (*SAID, "present", "Wrote #the runbook"):
            assert words in text

    @pytest.mark.parametrize("template", CV_TEMPLATES)
    def test_takes_a_resume_with_nothing_in_it(self, template: CvTemplate) -> None:
        assert cv_pdf({}, template=template).startswith(b"%PDF")
        assert cv_pdf({"basics": None, "work": [{}], "skills": [{"name": "x"}]}, template=template).startswith(b"%PDF")

    def test_says_its_headings_in_russian(self) -> None:
        text = text_of_pdf(cv_pdf(RESUME, language="ru"))
        assert "ОПЫТ РАБОТЫ" in text
        assert "настоящее время" in text


class TestCvDocx:
    def test_holds_the_whole_resume(self) -> None:
        text = text_of_docx(cv_docx(RESUME))
        for words in SAID:
            assert words in text

    def test_takes_a_resume_with_nothing_in_it(self) -> None:
        assert cv_docx({"work": [{}], "basics": None}).startswith(b"PK")


LETTER = Letter(
    sender="Ольга O’Neill",
    ways=["olga@example.com", "Riga, LV"],
    recipient="Harbour & Sons",
    subject=MARKUP,
    paragraphs=["Dear hiring team,", "Kind regards,\nОльга O’Neill"],
)


class TestLetter:
    @pytest.mark.parametrize("kind", ["pdf", "docx"])
    def test_holds_every_word_and_no_markup(self, kind: str) -> None:
        made = letter_pdf(LETTER) if kind == "pdf" else letter_docx(LETTER)
        text = text_of_pdf(made) if kind == "pdf" else text_of_docx(made)
        for words in ("Ольга O’Neill", "olga@example.com", "Riga, LV", "Harbour & Sons", MARKUP, "Kind regards,"):
            assert words in text
        assert made == (letter_pdf(LETTER) if kind == "pdf" else letter_docx(LETTER))

    def test_needs_no_head(self) -> None:
        bare = Letter("", [], "", "A job", ["Words."])
        assert "Words." in text_of_pdf(letter_pdf(bare))
        assert "Words." in text_of_docx(letter_docx(bare))
