"""Files made by real writers, read by the documents engine and then by the parser."""

import io
from typing import Any

import docx
import fpdf
import pytest
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Pt
from playwright.sync_api import sync_playwright
from tests.browsers import chromium

from evenhand.engines.documents import read_document
from evenhand.engines.resume_parser import parse_resume

from .schema import faults, unproven


def parse(content: bytes) -> dict[str, Any]:
    document = read_document(content)
    parsed = parse_resume(document)
    assert faults(parsed.resume) == []
    assert unproven(parsed, document.text) == []
    return parsed.resume


def roles(resume: dict[str, Any]) -> list[tuple[Any, ...]]:
    keys = ("position", "name", "location", "startDate", "endDate")
    return [tuple(role.get(key) for key in keys) for role in resume.get("work", ())]


def studies(resume: dict[str, Any]) -> list[tuple[Any, ...]]:
    keys = ("institution", "studyType", "area", "startDate", "endDate")
    return [tuple(study.get(key) for key in keys) for study in resume.get("education", ())]


class TestFpdf:
    def test_is_read_with_dates_at_the_right_margin(self) -> None:
        pdf = fpdf.FPDF()
        pdf.add_page()

        def row(left: str, right: str = "", style: str = "", size: float = 11) -> None:
            pdf.set_font("helvetica", style, size)
            pdf.cell(130, 6, left)
            pdf.cell(60, 6, right, align="R", new_x="LMARGIN", new_y="NEXT")

        row("Hannah Whitcombe", style="B", size=22)
        row("hannah@example.org | 01632 960 123 | Bristol, United Kingdom", size=9)
        for heading, entries in {
            "Experience": [
                ("Senior Archivist", "May 2019 - Present", "Severn County Records, Bristol"),
                ("Archive Assistant", "Sep 2015 - Apr 2019", "Museum of the Tide, Cardiff"),
            ],
            "Education": [("MA Archives and Records Management", "2014 - 2015", "University of Liverpool")],
        }.items():
            pdf.ln(4)
            row(heading, style="B", size=14)
            for title, when, where in entries:
                row(title, when, style="B")
                row(where)
                if heading == "Experience":
                    row(f"{chr(149)} Catalogued the {where.split()[0]} papers")
                pdf.ln(2)

        resume = parse(bytes(pdf.output()))

        assert resume["basics"]["name"] == "Hannah Whitcombe"
        assert resume["basics"]["phone"] == "+441632960123"
        assert roles(resume) == [
            ("Senior Archivist", "Severn County Records", "Bristol", "2019-05", None),
            ("Archive Assistant", "Museum of the Tide", "Cardiff", "2015-09", "2019-04"),
        ]
        assert studies(resume) == [
            ("University of Liverpool", "MA", "Archives and Records Management", "2014", "2015"),
        ]


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class TestDocx:
    def test_is_read_in_russian_with_tab_stops_and_lists(self) -> None:
        file = docx.Document()
        file.add_heading("Виктор Зайцев", 0)
        file.add_paragraph("Системный администратор")
        file.add_paragraph("Тел.: +7 (343) 555-12-34, e-mail: v.zaitsev@example.ru, г. Екатеринбург")
        file.add_heading("Опыт работы", 1)
        for employer, when, title, items in [
            (
                "ООО «Уралтелеком»",
                "апрель 2019 – н.в.",
                "Системный администратор",
                ["Администрирование Linux", "Zabbix"],
            ),
            ("ЗАО «Исеть-Сервис»", "июнь 2014 – март 2019", "Техник", ["Поддержка пользователей"]),
        ]:
            paragraph = file.add_paragraph()
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(430), WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run(employer).bold = True
            paragraph.add_run(f"\t{when}")
            file.add_paragraph(title)
            for item in items:
                file.add_paragraph(item, style="List Bullet")
        file.add_heading("Образование", 1)
        file.add_paragraph("Уральский государственный колледж связи, 2011–2014")
        file.add_paragraph("Среднее профессиональное, Сети связи")

        resume = parse(_saved(file))

        assert resume["basics"]["name"] == "Виктор Зайцев"
        assert resume["basics"]["phone"] == "+73435551234"
        assert resume["basics"]["location"] == {"city": "Екатеринбург", "countryCode": "RU"}
        assert roles(resume) == [
            ("Системный администратор", "ООО «Уралтелеком»", None, "2019-04", None),
            ("Техник", "ЗАО «Исеть-Сервис»", None, "2014-06", "2019-03"),
        ]
        assert resume["work"][0]["highlights"] == ["Администрирование Linux", "Zabbix"]
        assert studies(resume) == [
            ("Уральский государственный колледж связи", "Среднее профессиональное", "Сети связи", "2011", "2014"),
        ]

    def test_is_read_from_a_table_of_dates_and_facts(self) -> None:
        file = docx.Document()
        file.add_paragraph().add_run("Emily Carter").bold = True
        file.add_paragraph("emily.carter@example.com | +1 206-555-0143 | Seattle, WA")
        file.add_heading("Experience", 1)
        table = file.add_table(rows=0, cols=2)
        for when, facts in [
            ("2020 – Present", "Office Manager\nLantern Books, Seattle, WA\nKeep the shop, the rota and the accounts."),
            ("2016 – 2020", "Receptionist\nPuget Dental, Tacoma, WA\nFront desk and bookings."),
        ]:
            left, right = table.add_row().cells
            left.text, right.text = when, facts

        resume = parse(_saved(file))

        assert resume["basics"]["name"] == "Emily Carter"
        assert roles(resume) == [
            ("Office Manager", "Lantern Books", "Seattle, WA", "2020", None),
            ("Receptionist", "Puget Dental", "Tacoma, WA", "2016", "2020"),
        ]
        assert resume["work"][1]["summary"] == "Front desk and bookings."


JOB_BOARD = """<meta charset=utf-8><style>body{font:12px Arial} td{vertical-align:top;padding:4px 12px 4px 0}
.l{width:130px} h1{font-size:26px;margin:0} h2{font-size:15px} b{font-size:13px}</style>
<h1>Громова Алиса Викторовна</h1><p>+7 (981) 555-43-21 — предпочитаемый способ связи<br>a.gromova@example.ru</p>
<p>Проживает: Санкт-Петербург</p><h2>Опыт работы — 6 лет 1 месяц</h2><table>
<tr><td class=l>Май 2021 —<br>настоящее время<br>3 года 7 месяцев<td><b>ООО «Невский Код»</b><br>Санкт-Петербург
<br>Информационные технологии, интернет<ul><li>Разработка программ</li></ul><b>Старший frontend-разработчик</b>
<p>Разрабатываю интерфейсы личного кабинета, отвечаю за доступность и скорость загрузки страниц.</p></tr>
<tr><td class=l>Ноябрь 2018 —<br>Апрель 2021<br>2 года 6 месяцев<td><b>Студия «Полюс»</b><br>Санкт-Петербург
<br><b>Верстальщик</b><p>Верстала сайты по макетам, настраивала сборку и помогала дизайнерам с анимациями.</p></tr>
</table><h2>Образование</h2><table><tr><td class=l>2018<td><b>Санкт-Петербургский государственный университет</b>
<br>Математико-механический факультет, Прикладная информатика</tr></table><h2>Навыки</h2><table>
<tr><td class=l>Знание языков<td>Русский — Родной<br>Английский — B2 — Средне-продвинутый</tr></table>"""
SIDEBAR = """<meta charset=utf-8><style>body{font:11px Arial;margin:0} .w{display:flex} .s{width:200px;padding:20px}
.m{flex:1;padding:20px} h1{font-size:24px;margin:0} h2{font-size:14px;text-transform:uppercase} h3{font-size:12px;
margin:6px 0 0} p{margin:2px 0} .d{float:right}</style><div class=w><div class=s><h2>Контакты</h2><p>Казань</p>
<p>+7 917 555-12-12</p><p>r.valeev@example.com</p><h2>Языки</h2><p>Татарский — родной</p><p>Английский — B1</p>
<h2>Образование</h2><h3>КФУ</h3><p>Бакалавр, Программная инженерия</p><p>2014 – 2018</p></div><div class=m>
<h1>Рустам Валеев</h1><p>Android-разработчик</p><h2>Опыт работы</h2><h3>Android-разработчик
<span class=d>март 2021 — настоящее время</span></h3><p>Банк «Кабан», Казань</p><ul><li>Переписал экран переводов</li>
</ul><h3>Младший Android-разработчик <span class=d>июль 2018 — февраль 2021</span></h3><p>ООО «Доставим», Казань</p>
<ul><li>Разрабатывал приложение курьера</li></ul></div></div>"""


def _printed(html: str) -> bytes:
    program = chromium()
    assert program, "These tests need a Chromium. Run scripts/install-chromium."
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*flags, "--disable-sync", "--no-first-run"])
        page = browser.new_page()
        page.set_content(html)
        content = page.pdf(format="A4")
        browser.close()
    return content


@pytest.mark.browser
class TestChromium:
    def test_prints_a_job_board_with_dates_in_the_margin(self) -> None:
        resume = parse(_printed(JOB_BOARD))

        assert roles(resume) == [
            ("Старший frontend-разработчик", "ООО «Невский Код»", "Санкт-Петербург", "2021-05", None),
            ("Верстальщик", "Студия «Полюс»", "Санкт-Петербург", "2018-11", "2021-04"),
        ]
        assert studies(resume) == [
            ("Санкт-Петербургский государственный университет", None, "Прикладная информатика", None, "2018"),
        ]
        assert [language["language"] for language in resume["languages"]] == ["Русский", "Английский"]

    def test_prints_a_sidebar_before_the_name(self) -> None:
        resume = parse(_printed(SIDEBAR))

        assert resume["basics"]["name"] == "Рустам Валеев"
        assert resume["basics"]["label"] == "Android-разработчик"
        assert roles(resume) == [
            ("Android-разработчик", "Банк «Кабан»", "Казань", "2021-03", None),
            ("Младший Android-разработчик", "ООО «Доставим»", "Казань", "2018-07", "2021-02"),
        ]
        assert studies(resume) == [("КФУ", "Бакалавр", "Программная инженерия", "2014", "2018")]
