"""The skills of one resume or one advert with their levels, as one JSON object. Needs no server and no settings."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from evenhand.cli.lines import FAILED_SOME, batch, opened, write
from evenhand.engines.documents import DocumentRefused, read_document
from evenhand.engines.resume_parser import months_of_experience, parse_resume
from evenhand.engines.skills import posting_skills, resume_skills


def skill_levels(file: Path | None, *, of: str, as_of: date) -> None:
    """Read a file of any format, or text from standard input. The exit status is 1 when it could not be read."""
    with batch():
        with opened(file) as stream:
            content = stream.read()
        found = levels_of(content, name=file.name if file else "text.txt", of=of, as_of=as_of)
        write(found)
    raise SystemExit(FAILED_SOME if "error" in found else 0)


def levels_of(content: bytes, *, name: str, of: str, as_of: date) -> Mapping[str, Any]:
    """What `engines.skills` says of a "resume" or an "advert"; roles that go on end on the day `as_of`."""
    try:
        document = read_document(content, filename=name)
    except DocumentRefused as refusal:
        return {"error": refusal.message}
    if of == "advert":
        return posting_skills(document.text).to_dict()
    parsed = parse_resume(document)
    found = resume_skills(
        document.text,
        resume=parsed.resume,
        evidence=parsed.evidence,
        months_of=lambda roles: months_of_experience(roles, today=as_of),
    )
    return {**found.to_dict(), "as_of": as_of.isoformat()}
