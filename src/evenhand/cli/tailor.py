"""Fitting a resume to an advert from files: no server, no database, no settings."""

import json
import re
from dataclasses import asdict
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from evenhand.cli.lines import batch, named, refuse, tell, write
from evenhand.engines.documents import DocumentRefused, Limits, read_document
from evenhand.engines.resume_parser import parse_resume
from evenhand.engines.tailoring import VERSION, Advert, Letter, tailor, write_letter
from evenhand.engines.typesetting import CvTemplate, cv_docx, cv_pdf

MOST_BYTES = 1_000_000  # of an advert
_BREAK = re.compile(r"<\s*(?:br|/p|/li|/h\d|/div)[^>]*>", re.IGNORECASE)
_ITEM = re.compile(r"<\s*li[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def run(file: Path, job: Path, *, output: Path | None, template: CvTemplate, today: date) -> None:
    """Print one JSON object: the tailored JSON Resume, what was changed, and the letter with the source of each
    sentence. With `output`, also write cv.pdf, cv.docx, cv.json and letter.txt into that folder."""
    with batch():
        advert = read_advert(job)
        try:
            document = read_document(_bytes(file, Limits().bytes), filename=file.name, limits=Limits())
        except DocumentRefused as refusal:
            refuse(f"{named(file)} cannot be read: {refusal.message}")
        parsed = parse_resume(document)
        language = "ru" if parsed.language == "ru" else "en"
        made = tailor(parsed.resume, advert, language=language)
        letter = write_letter(parsed.resume, advert, language=language, today=today)
        if output is not None:
            _save(output, made.resume, letter, template, language)
        if letter.short:
            tell(f"The resume holds enough for {letter.words} words of a letter; nothing was invented to fill it.")
        spans = {pointer: asdict(span) for pointer, span in parsed.evidence.items()}
        write(
            {
                "file": str(file),
                "version": VERSION,
                "resume": made.resume,
                "origins": made.origins,
                "evidence": {one: spans[one] for one in sorted(set(made.origins.values())) if one in spans},
                "changes": [asdict(one) for one in made.changes],
                "letter": {
                    "text": letter.text,
                    "words": letter.words,
                    "paragraphs": [[asdict(one) for one in part] for part in letter.paragraphs],
                },
            }
        )


def read_advert(path: Path) -> Advert:
    """A JobPosting of schema.org as JSON, or a text whose first line is the title."""
    text = _bytes(path, MOST_BYTES).decode("utf-8", "replace").removeprefix("\ufeff").strip()
    if not text:
        refuse(f"{named(path)} is empty. Give the advert as text, or as a JobPosting of schema.org.")
    if not text.startswith(("{", "[")):
        title, _, rest = text.partition("\n")
        return _advert(title.strip(" #"), "", rest.strip() or title)
    try:
        posting = _posting(json.loads(text))
    except (ValueError, RecursionError):
        posting = None
    if posting is None:
        refuse(f"{named(path)} holds no JobPosting with a title.")
    employer = posting.get("hiringOrganization")
    company = employer.get("name") if isinstance(employer, dict) else employer
    skills = posting.get("skills")
    skills = ", ".join(str(one) for one in skills) if isinstance(skills, list) else skills
    wanted = [posting.get("description"), posting.get("qualifications"), skills]
    said = "\n\n".join(_plain(one) for one in wanted if isinstance(one, str))
    return _advert(str(posting["title"]), str(company or ""), said)


def _posting(value: Any) -> dict[str, Any] | None:
    """The first JobPosting in what JSON-LD may be: an object, a list, a graph."""
    if isinstance(value, list):
        return next((found for one in value if (found := _posting(one))), None)
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("title"), str) and value["title"].strip():
        return value
    return _posting(value.get("@graph"))


def _advert(title: str, company: str, text: str) -> Advert:
    language = "ru" if _CYRILLIC.search(text) else "en"
    unnamed = "вашей компании" if language == "ru" else "your company"
    return Advert(title, company.strip() or unnamed, text, language)


def _plain(text: str) -> str:
    return unescape(_TAG.sub("", _ITEM.sub("- ", _BREAK.sub("\n", text)))).strip()


def _bytes(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        refuse(f"{named(path)} is too large.")
    return content


def _save(folder: Path, resume: dict[str, Any], letter: Letter, template: CvTemplate, language: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cv.pdf").write_bytes(cv_pdf(resume, template=template, language=language))
    (folder / "cv.docx").write_bytes(cv_docx(resume, language=language))
    (folder / "cv.json").write_text(json.dumps(resume, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (folder / "letter.txt").write_text(letter.text + "\n", encoding="utf-8")
