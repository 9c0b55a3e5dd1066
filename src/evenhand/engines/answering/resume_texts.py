"""A resume as texts to look things up in: each entry by its own words and by what it is asked for with."""

from collections.abc import Iterator, Mapping
from typing import Any

from evenhand.engines.answering.passages import Source

KIND = "resume"
_CUES = {
    "basics": "contact phone number email mail address city live reach контакт телефон номер почта адрес город живу",
    "summary": "summary profile introduce myself person коротко о себе представиться рассказать",
    "work": "work job employer company position role experience career работа работал работаю должность компания опыт",
    "volunteer": "volunteer work волонтёр волонтёрство",
    "education": "education study studied school university degree diploma учёба учился училась образование вуз диплом",
    "skills": "skill know use technology tool method навык умею знаю владею технология",
    "languages": "language speak язык говорю владею знаю",
    "projects": "project проект",
    "certificates": "certificate certified licence сертификат удостоверение",
    "publications": "publication article paper wrote публикация статья",
    "awards": "award prize награда премия",
}
"""What is asked with, in the languages we answer in. They are compared without their endings."""
_FIELDS = {
    "work": ("position", "name", "location"),
    "volunteer": ("position", "organization"),
    "education": ("studyType", "area", "institution"),
    "languages": ("language", "fluency"),
    "projects": ("name", "description"),
    "certificates": ("name", "issuer", "date"),
    "publications": ("name", "publisher", "releaseDate"),
    "awards": ("title", "awarder", "date"),
}


def resume_sources(title: str, resume: Mapping[str, Any]) -> list[Source]:
    """The entries of a JSON Resume, each a source of its own under the same title. Raises nothing."""
    return [Source(KIND, title, text, cues=cues) for text, cues in _texts(resume) if text]


def _texts(resume: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    basics = resume.get("basics") or {}
    place = basics.get("location") or {}
    contact = [basics.get("name"), basics.get("label"), basics.get("email"), basics.get("phone"), place.get("city")]
    yield _joined(contact), _CUES["basics"]
    yield str(basics.get("summary") or ""), _CUES["summary"]
    for section, fields in _FIELDS.items():
        entries = [one for one in resume.get(section) or [] if isinstance(one, Mapping)]
        if section == "languages":  # a line each would crowd out everything else
            yield _joined([_joined([one.get(field) for field in fields], " – ") for one in entries]), _CUES[section]
            continue
        for one in entries:
            head = _joined([one.get(field) for field in fields])
            dates = _joined([one.get("startDate"), one.get("endDate")], " – ")
            yield _joined([head, dates], " · "), _CUES[section]
            where = str(one.get("name") or one.get("organization") or "")
            for highlight in one.get("highlights") or []:
                yield _joined([where, highlight], ": "), ""
    skills = [str(one.get("name") or "") for one in resume.get("skills") or [] if isinstance(one, Mapping)]
    yield _joined(skills), _CUES["skills"]


def _joined(values: list[Any], mark: str = ", ") -> str:
    return mark.join(str(one).strip() for one in values if one and str(one).strip())
