"""The profile beside the text it was read from, with the place where one of its entries is being corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.resumes import queries, rules, service
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.pages.resumes import mine, routes, row_of
from evenhand.domains.resumes.rules.periods import parts
from evenhand.kit.countries import countries
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.web.marks import Span, mark_spans
from evenhand.web.pages import page

NO_ENTRY = "-"
"""Stands in an address for the key of contact and summary, which have none."""


@dataclass(frozen=True)
class Editing:
    """The form in place of one entry: what was typed, by name of its control, and what is wrong with it.

    `stale` says what the entry has become in the meantime, as label and text; `entry` of a new one is made beforehand,
    so that a form sent twice adds it once.
    """

    section: str
    entry: str
    values: Mapping[str, str]
    seen: str = ""
    new: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    stale: tuple[tuple[str, str], ...] = ()
    notice: str = ""

    @property
    def error_list(self) -> list[dict[str, str]]:
        """The errors for the summary above the form."""
        return [{"id": f"f-{control(key)}", "message": text} for key, text in self.errors.items()]


def control(key: str) -> str:
    """The name of a field's control: ids and names in a form hold no slash."""
    return key.replace("/", ".")


def typed(section: rules.SectionSpec, values: Mapping[str, str]) -> dict[str, str]:
    """An entry as the controls of its form show it: a date is a year and a month."""
    found: dict[str, str] = {}
    for one in section.fields:
        text = values.get(one.key, "")
        if one.kind == "date":
            found[f"{one.key}.year"], found[f"{one.key}.month"] = parts(text)
        else:
            found[control(one.key)] = text
    return found


@routes.get("/{resume_id}", permission=Permission.RESUMES_OWN)
async def show_resume(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The profile beside its text once it is read; until then how far reading has come."""
    resume = await mine(session, actor, resume_id)
    if resume.state != "ready":
        row = await row_of(session, resume, vault=vault)
        return page(request, "resumes/reading.html", {"resume": row, "steps": len(rules.STEPS) - 1})
    opened = await service.open_resume(resume, vault=vault)
    return await profile_page(request, session, resume, opened, vault=vault, now=now)


async def profile_page(
    request: Request,
    session: Session,
    resume: Resume,
    opened: service.OpenResume,
    *,
    vault: Vault,
    now: datetime,
    editing: Editing | None = None,
    skills_form: Mapping[str, object] | None = None,
    status: int = 200,
) -> Response:
    """The page, with a form in the place of what is being corrected."""
    row = await row_of(session, resume, vault=vault)
    sections = opened.sections()
    corrected = opened.corrected
    unsure = rules.unsure_fields(sections)
    context = {
        "resume": row,
        "corrected": len(opened.corrections),
        "sections": sections,
        "specs": rules.SECTIONS,
        "skills": rules.first_mentions(corrected.skills),
        "known_skills": rules.known_skills(rules.skill_levels(corrected, opened.document, today=now.date())),
        "own_skills": corrected.own_skills,
        "removed": _by_section(corrected.removed),
        "lost": [(one, rules.SECTIONS[one.section]) for one in corrected.lost],
        "experience": rules.experience(corrected.resume.get("work", []), today=now.date()),
        "standing": rules.standing(corrected.resume, corrected.evidence, today=now.date()),
        "unsure": [field for _, _, field in unsure],
        "text": mark_spans(opened.document.text, _spans(sections, corrected)),
        "recognised": opened.document.recognised,
        "unread_pages": opened.document.pictures,
        "unseen_pages": opened.document.layered,
        "not_read": rules.not_read(opened.document),
        "editing": editing,
        "skills_form": skills_form,
        "default_name": await _default_name(session, resume, vault=vault),
        "months": [(str(number), name) for number, name in enumerate(rules.MONTHS, start=1)],
        "country_codes": list(countries()),
        "no_entry": NO_ENTRY,
        "at": request.query_params.get("at", ""),
        "page_errors": bool((editing and editing.errors) or (skills_form and skills_form.get("error"))),
    }
    return page(request, "resumes/profile.html", context, status=status)


def _by_section(removed: tuple[rules.Removed, ...]) -> dict[str, list[rules.Removed]]:
    found: dict[str, list[rules.Removed]] = {}
    for one in removed:
        found.setdefault(one.section, []).append(one)
    return found


def _spans(sections: list[rules.Section], corrected: rules.Corrected) -> list[Span]:
    return [
        Span(span.start, span.end, id=mark_id, href=href, kind=kind)
        for mark_id, href, kind, span in rules.marks(sections, corrected.skills)
    ]


async def _default_name(session: Session, resume: Resume, *, vault: Vault) -> str:
    """What matching and applying begin with, where that is another resume."""
    if resume.is_default:
        return ""
    first = await queries.ready_resume(session, person_id=resume.person_id)
    return await service.file_name(first, vault=vault) if first and first.id != resume.id else ""
