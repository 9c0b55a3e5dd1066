"""A resume as it is sent: JSON Resume to PDF in one of two templates, and to DOCX."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from .docx import new_document, written
from .paper import printable
from .pdf import typeset

CvTemplate = Literal["classic", "modern"]
CV_TEMPLATES: tuple[CvTemplate, ...] = get_args(CvTemplate)

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "work": "Experience",
        "volunteer": "Volunteering",
        "projects": "Projects",
        "education": "Education",
        "skills": "Skills",
        "languages": "Languages",
        "certificates": "Certificates",
        "awards": "Awards",
        "publications": "Publications",
        "present": "present",
    },
    "ru": {
        "work": "Опыт работы",
        "volunteer": "Волонтёрство",
        "projects": "Проекты",
        "education": "Образование",
        "skills": "Навыки",
        "languages": "Языки",
        "certificates": "Сертификаты",
        "awards": "Награды",
        "publications": "Публикации",
        "present": "настоящее время",
    },
}
_ENTRIES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("work", ("position",), ("name", "location")),
    ("volunteer", ("position",), ("organization", "location")),
    ("projects", ("name",), ("entity",)),
    ("education", ("studyType", "area"), ("institution", "location")),
    ("certificates", ("name",), ("issuer",)),
    ("awards", ("title",), ("awarder",)),
    ("publications", ("name",), ("publisher",)),
)


def cv_pdf(resume: Mapping[str, Any], *, template: CvTemplate = "classic", language: str = "en") -> bytes:
    """A JSON Resume on A4. What it leaves out is left out; nothing is invented. Raises TypesettingFailed."""
    values = {"resume": _prepared(resume), "words": _words(language), "language": language}
    return typeset(f"cv_{template}", printable(values))


def _words(language: str) -> Mapping[str, str]:
    return _WORDS.get(language, _WORDS["en"])


def _prepared(resume: Mapping[str, Any]) -> dict[str, Any]:
    """Roles that have begun and not ended go on; what is no object of JSON Resume is left out."""
    prepared = {name: value for name, value in resume.items() if value}
    if not isinstance(prepared.get("basics", {}), Mapping):
        del prepared["basics"]
    for name in ("work", "volunteer", "projects", "education"):
        entries = prepared.get(name)
        if isinstance(entries, Sequence) and not isinstance(entries, str):
            running = name in {"work", "volunteer"}
            prepared[name] = [
                {**one, "goes_on": running and bool(one.get("startDate")) and not one.get("endDate")}
                for one in entries
                if isinstance(one, Mapping)
            ]
    return prepared


def cv_docx(resume: Mapping[str, Any], *, language: str = "en") -> bytes:
    """The same as a document that can be edited further."""
    values: dict[str, Any] = printable(_prepared(resume))
    said, basics = _words(language), values.get("basics", {})
    document = new_document(str(basics.get("name") or ""), language)
    if basics.get("name"):
        document.add_heading(str(basics["name"]), level=0)
    for line in (basics.get("label"), " · ".join(ways(basics)), basics.get("summary")):
        if line:
            document.add_paragraph(str(line))
    for section, titles, seconds in _ENTRIES:
        entries = values.get(section) or []
        if entries:
            document.add_heading(said[section], level=1)
        for entry in entries:
            _entry(document, entry, titles, seconds, present=said["present"])
        if section == "education":
            _skills_and_languages(document, values, said)
    return written(document)


def ways(basics: Mapping[str, Any]) -> list[str]:
    """How somebody is reached, and where they are."""
    location = basics.get("location")
    place = location if isinstance(location, Mapping) else {}
    city = ", ".join(str(place[key]) for key in ("city", "region", "countryCode") if place.get(key))
    links = [str(one.get("url") or "") for one in basics.get("profiles") or () if isinstance(one, Mapping)]
    return [str(one) for one in (basics.get("email"), basics.get("phone"), city, basics.get("url"), *links) if one]


def _entry(
    document: Any, entry: Mapping[str, Any], titles: Sequence[str], seconds: Sequence[str], *, present: str
) -> None:
    title = ", ".join(str(entry[key]) for key in titles if entry.get(key))
    second = ", ".join(str(entry[key]) for key in seconds if entry.get(key))
    end = entry.get("endDate") or (present if entry.get("goes_on") else "")
    dates = (entry.get("startDate") or entry.get("date") or entry.get("releaseDate"), end)
    when = " – ".join(dict.fromkeys(_when(str(one)) for one in dates if one))  # a year alone is said once
    document.add_heading(title or second, level=2)
    beneath = " · ".join(one for one in (second if title else "", when) if one)
    if beneath:
        document.add_paragraph(beneath)
    for text in (entry.get("summary"), entry.get("description")):
        if text:
            document.add_paragraph(str(text))
    for point in entry.get("highlights") or ():
        document.add_paragraph(str(point), style="List Bullet")


def _when(date: str) -> str:
    parts = date.split("-")
    return f"{parts[1]}.{parts[0]}" if len(parts) > 1 and len(parts[0]) == 4 else date


def _skills_and_languages(document: Any, values: Mapping[str, Any], said: Mapping[str, str]) -> None:
    skills = [one for one in values.get("skills") or () if isinstance(one, Mapping)]
    if skills:
        document.add_heading(said["skills"], level=1)
        plain = [str(one.get("name") or "") for one in skills if not one.get("keywords")]
        if any(plain):
            document.add_paragraph(", ".join(filter(None, plain)))
        for one in skills:
            if one.get("keywords"):
                document.add_paragraph(f"{one.get('name') or ''}: {', '.join(map(str, one['keywords']))}")
    languages = [one for one in values.get("languages") or () if isinstance(one, Mapping)]
    if languages:
        document.add_heading(said["languages"], level=1)
        for one in languages:
            document.add_paragraph(" – ".join(str(one[key]) for key in ("language", "fluency") if one.get(key)))
