"""Resumes for the tests, as text, and reviews of them."""

from dataclasses import replace

from evenhand.engines.documents import Document, Hidden
from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.plain import read_plain
from evenhand.engines.resume_parser import parse_resume
from evenhand.engines.reviewing import Review, facts_of, review
from evenhand.engines.skills import find_skills

GOOD = """Nadia Kowal
Accountant
nadia.kowal@example.com · +48 601 555 010 · Gdańsk, Poland

Summary
Accountant for small manufacturers; month-end close, payroll and VAT.

Experience

Senior accountant, Brightwater Pumps
Jan 2019 – Present
• Closed the books of three companies in four working days instead of nine.
• Prepared payroll for 120 people in Excel and SAP.
• Reduced late invoices by 35% with a weekly reminder.
• Introduced a shared checklist for internal audit and trained two colleagues in it.

Accountant, Amber Foods
Mar 2015 – Dec 2018
• Reconciled 14 bank accounts daily and filed VAT returns.
• Wrote the handbook for accounts payable that the company still uses.

Education
BSc Accounting, University of Gdańsk
2011 – 2014

Skills
Accounting, Payroll, SAP, Microsoft Excel, VAT, Internal audit, Bank reconciliation, Accounts payable

Languages
Polish – native
English – C1
"""
PLAIN = """Nadia Kowal
nadia.kowal@example.com

Experience

Accountant, Amber Foods
Mar 2015 – Dec 2018
• Responsible for managing payroll for 120 people.
• Various tasks with invoices, etc.
• I was in the finance team and my colleagues and I had a lot to do with very many documents \
of all kinds that came in each and every day from everywhere and then had to be sorted by us.
"""
RUSSIAN = """Вера Лаптева
Бухгалтер
vera.lapteva@example.com, +7 912 555-01-01
Казань, Россия

Опыт работы

Главный бухгалтер, ООО «Ромашка»
Январь 2019 — настоящее время
• Сократила закрытие месяца с девяти дней до четырёх.
• Отвечала за подготовку отчётности для трёх компаний.
• Внедрила электронный документооборот, 120 сотрудников.

Образование
Казанский университет, экономика, 2014

Навыки
1С, Excel, бухгалтерский учёт
"""


def document_of(text: str, *, hidden: tuple[Hidden, ...] = ()) -> Document:
    """A plain text as a document."""
    read = read_plain(text.encode(), Limits())
    return replace(read, hidden=(*read.hidden, *hidden))


def review_of(document: Document) -> Review:
    """The review of what the parser reads from it."""
    parsed = parse_resume(document)
    return review(
        facts_of(
            document=document,
            resume=parsed.resume,
            evidence=parsed.evidence,
            skills=find_skills(document.text),
            language=parsed.language,
        )
    )
