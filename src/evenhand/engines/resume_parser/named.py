"""A resume whose file names its own values (JSON Resume): taken as they are, each with its place in the text."""

import re
from typing import Any

from evenhand.engines.documents import Document

from .parsed import Evidence

_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$")
_DATES = ("startDate", "endDate", "date", "releaseDate")


def read_named(document: Document) -> tuple[dict[str, Any], dict[str, Evidence]]:
    """JSON Resume and evidence. A date that is none is left out; entries keep their order, without gaps."""
    resume: dict[str, Any] = {"basics": {}}
    evidence: dict[str, Evidence] = {}
    indexes: dict[str, dict[str, int]] = {}
    for one in document.named:
        text = document.text[one.start : one.end]
        steps = one.pointer.split("/")[1:]
        if steps[-1] in _DATES and not _DATE.match(text):
            continue
        pointer = ""
        here: Any = resume
        for place, step in enumerate(steps[:-1]):
            if isinstance(here, list):
                number = indexes.setdefault(pointer, {}).setdefault(step, len(here))
                if number == len(here):
                    here.append({})
                pointer += f"/{number}"
                here = here[number]
            else:
                pointer += f"/{step}"
                here = here.setdefault(step, [] if steps[place + 1].isdigit() else {})
        last = steps[-1]
        if isinstance(here, list):
            last = str(len(here))
            here.append(text)
        else:
            here[last] = text
        evidence[f"{pointer}/{last}"] = Evidence(document.page_at(one.start), one.start, one.end, text, 1.0)
    for skill in resume.get("skills", ()):
        skill.setdefault("keywords", [])
    return resume, evidence
