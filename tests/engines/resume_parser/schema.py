"""The shape of JSON Resume 1.0, as far as the parser fills it, checked by hand: keys, types and date forms."""

import re
from collections.abc import Mapping
from typing import Any

from evenhand.engines.resume_parser import ParsedResume

TEXT = "text"
DATE = "date"
URL = "url"
TEXTS = [TEXT]
_ROLE = {"position": TEXT, "url": URL, "startDate": DATE, "endDate": DATE, "summary": TEXT, "highlights": TEXTS}
RESUME: Mapping[str, Any] = {
    "basics": {
        "name": TEXT,
        "label": TEXT,
        "email": TEXT,
        "phone": TEXT,
        "url": URL,
        "summary": TEXT,
        "location": {"address": TEXT, "postalCode": TEXT, "city": TEXT, "countryCode": TEXT, "region": TEXT}
        | {"workplace": TEXT},  # ours: "remote"
        "profiles": [{"network": TEXT, "username": TEXT, "url": URL}],
    },
    "work": [{"name": TEXT, "location": TEXT, "description": TEXT, **_ROLE}],
    "volunteer": [{"organization": TEXT, **_ROLE}],
    "education": [
        {
            "institution": TEXT,
            "url": URL,
            "area": TEXT,
            "studyType": TEXT,
            "startDate": DATE,
            "endDate": DATE,
            "score": TEXT,
            "courses": TEXTS,
        }
    ],
    "awards": [{"title": TEXT, "date": DATE, "awarder": TEXT, "summary": TEXT}],
    "certificates": [{"name": TEXT, "date": DATE, "url": URL, "issuer": TEXT}],
    "publications": [{"name": TEXT, "publisher": TEXT, "releaseDate": DATE, "url": URL, "summary": TEXT}],
    "skills": [{"name": TEXT, "level": TEXT, "keywords": TEXTS}],
    "languages": [{"language": TEXT, "fluency": TEXT}],
    "interests": [{"name": TEXT, "keywords": TEXTS}],
    "projects": [
        {
            "name": TEXT,
            "description": TEXT,
            "highlights": TEXTS,
            "keywords": TEXTS,
            "startDate": DATE,
            "endDate": DATE,
            "url": URL,
            "roles": TEXTS,
            "entity": TEXT,
            "type": TEXT,
        }
    ],
}
_PARTIAL_DATE = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_FORMS = {TEXT: re.compile(r"\S[\s\S]*"), DATE: _PARTIAL_DATE, URL: re.compile(r"https?://\S+")}


def faults(value: Any, shape: Any = RESUME, at: str = "") -> list[str]:
    """What of `value` is not as the schema has it; empty for a valid resume."""
    if isinstance(shape, Mapping):
        if not isinstance(value, dict):
            return [f"{at} is not an object"]
        extra = [f"{at}/{key} is not in the schema" for key in value.keys() - shape.keys()]
        return extra + [
            fault for key in value.keys() & shape.keys() for fault in faults(value[key], shape[key], f"{at}/{key}")
        ]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at} is not a list"]
        return [fault for index, item in enumerate(value) for fault in faults(item, shape[0], f"{at}/{index}")]
    if not isinstance(value, str) or not _FORMS[shape].fullmatch(value):
        return [f"{at} is no {shape}: {value!r}"]
    return []


def leaves(value: Any, at: str = "") -> list[str]:
    """JSON Pointers of every text in `value`."""
    if isinstance(value, dict):
        return [pointer for key, below in value.items() for pointer in leaves(below, f"{at}/{key}")]
    if isinstance(value, list):
        return [pointer for index, below in enumerate(value) for pointer in leaves(below, f"{at}/{index}")]
    return [at]


def unproven(parsed: ParsedResume, text: str) -> list[str]:
    """Leaves without evidence, and evidence that does not stand in the text it quotes."""
    missing = sorted(set(leaves(parsed.resume)) ^ parsed.evidence.keys())
    wrong = [
        pointer
        for pointer, proof in parsed.evidence.items()
        if proof.text != text[proof.start : proof.end] or not proof.text or not 0 < proof.confidence <= 1
    ]
    return missing + wrong
