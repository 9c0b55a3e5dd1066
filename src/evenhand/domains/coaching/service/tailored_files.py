"""A resume and a letter for a job as files."""

import asyncio
import json
from typing import Literal, get_args

from evenhand.domains.coaching.rules import tailoring as rules
from evenhand.domains.coaching.service.tailoring import Shown, TailoringNotFound
from evenhand.engines.typesetting import (
    CV_TEMPLATES,
    CvTemplate,
    MadeFile,
    cv_docx,
    cv_pdf,
    letter_docx,
    letter_pdf,
)

FileName = Literal["cv.pdf", "cv.docx", "cv.txt", "cv.json", "letter.pdf", "letter.docx", "letter.txt"]
FILES: tuple[FileName, ...] = get_args(FileName)
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}


async def file_of(shown: Shown, name: str, *, template: str = "classic") -> MadeFile:
    """One of the files; typesetting computes for a while, so it does that in a thread.

    Raises TailoringNotFound for another name, and before anything was made.
    """
    made, wanted = shown.made, next((one for one in FILES if one == name), None)
    if made is None or wanted is None:
        raise TailoringNotFound
    looks: CvTemplate = next((one for one in CV_TEMPLATES if one == template), "classic")
    resume = rules.finished(made, shown.edits)
    match wanted:
        case "cv.pdf":
            content = await asyncio.to_thread(cv_pdf, resume, template=looks, language=made.language)
        case "cv.docx":
            content = await asyncio.to_thread(cv_docx, resume, language=made.language)
        case "cv.txt":
            content = rules.plain(resume).encode()
        case "cv.json":
            content = json.dumps(resume, ensure_ascii=False, indent=2).encode()
        case "letter.pdf":
            content = await asyncio.to_thread(letter_pdf, rules.letter(made, shown.edits))
        case "letter.docx":
            content = await asyncio.to_thread(letter_docx, rules.letter(made, shown.edits))
        case "letter.txt":
            content = (rules.letter_text(made, shown.edits) + "\n").encode()
    title = f"{shown.job.title} – {shown.job.company.name}, {wanted}"
    return MadeFile(title, MEDIA_TYPES[wanted.rpartition(".")[2]], content)
