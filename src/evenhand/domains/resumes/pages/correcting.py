"""Correcting a profile in place: a small form instead of an entry, and acts of one button."""

import re
from datetime import datetime
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from evenhand.domains.resumes import rules, service
from evenhand.domains.resumes.pages.profile import NO_ENTRY, Editing, control, profile_page, typed
from evenhand.domains.resumes.pages.resumes import mine, routes
from evenhand.domains.resumes.rules.periods import parts
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.words import say

KEPT = say("Changed in another tab in the meantime. What you wrote is kept below; saving again takes it.")
GONE = say("This entry is not there any more. What you wrote is kept below; saving adds it as a new entry.")
WRITE_YEAR = say("Write the year with four digits, for example 2021.")
_YEAR = re.compile(r"\d{4}", re.ASCII)


def _back(resume_id: UUID, section: str, entry: str = "") -> Response:
    """To the profile, with the focus where the correction was. Htmx follows and takes the piece it needs from it."""
    at = f"{section}-{entry}" if entry else section
    return RedirectResponse(f"/resumes/{resume_id}?at={at}#c-{section}", status_code=303)


def _values(
    section: rules.SectionSpec, sent: FormData, current: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What the controls say, as field texts, and errors that only the form can have."""
    found: dict[str, str] = {}
    errors: dict[str, str] = {}
    for one in section.fields:
        if one.kind != "date":
            found[one.key] = _text(sent, control(one.key)).replace("\r\n", "\n")
            continue
        year, month = _text(sent, f"{one.key}.year").strip(), _text(sent, f"{one.key}.month")
        before = current.get(one.key, "")
        if (month or year) and not _YEAR.fullmatch(year):
            errors[one.key] = WRITE_YEAR
        if (year, month) == parts(before):  # the day, which the form does not ask for, stays
            found[one.key] = before
        else:
            found[one.key] = f"{year}-{month.zfill(2)}" if year and month else year
    return found, errors


def _text(sent: FormData, name: str) -> str:
    value = sent.get(name, "")
    return value if isinstance(value, str) else ""


@routes.get("/{resume_id}/edit/{section}/{entry}", permission=Permission.RESUMES_OWN)
async def edit(
    request: Request,
    resume_id: UUID,
    section: str,
    entry: str,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> Response:
    """The profile with a form in the place of one entry."""
    resume = await mine(session, actor, resume_id)
    opened = await service.open_resume(resume, vault=vault)
    current = service.current_entry(opened, section, "" if entry == NO_ENTRY else entry)
    editing = Editing(section, current.key, typed(current.section, current.values), seen=current.seen)
    return await profile_page(request, session, resume, opened, vault=vault, now=now, editing=editing)


@routes.post("/{resume_id}/edit/{section}/{entry}", permission=Permission.RESUMES_OWN)
async def save(
    request: Request,
    resume_id: UUID,
    section: str,
    entry: str,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> Response:
    """Keep what was typed. After a refusal it stands in the form again."""
    key = "" if entry == NO_ENTRY else entry
    sent = await request.form()
    spec = service.section_named(section)
    opened = await service.open_resume(await mine(session, actor, resume_id), vault=vault)
    try:
        current = service.current_entry(opened, section, key)
    except service.EntryNotFound:
        values, _ = _values(spec, sent, {})
        editing = Editing(section, new_id().hex, typed(spec, values), new=True, notice=GONE)
        return await _refused(request, session, actor, resume_id, editing, vault=vault, now=now, status=409)
    values, errors = _values(spec, sent, current.values)
    editing = Editing(section, key, _as_typed(spec, sent), seen=_text(sent, "seen"), errors=errors)
    try:
        if not errors:
            await service.change(
                session,
                actor=actor,
                resume_id=resume_id,
                section=section,
                entry=key,
                values=values,
                seen=editing.seen,
                vault=vault,
                now=now,
            )
            return _back(resume_id, section, key)
    except service.EntryRefused as refusal:
        editing = _with_errors(editing, refusal)
    except service.EntryChanged as changed:
        editing = _as_stale(editing, spec, values, changed)
        return await _refused(request, session, actor, resume_id, editing, vault=vault, now=now, status=409)
    return await _refused(request, session, actor, resume_id, editing, vault=vault, now=now)


def _as_typed(section: rules.SectionSpec, sent: FormData) -> dict[str, str]:
    names = typed(section, {})
    return {name: _text(sent, name).replace("\r\n", "\n") for name in names}


def _with_errors(editing: Editing, refusal: service.EntryRefused) -> Editing:
    errors = {item["field"]: item["message"] for item in refusal.details["errors"]}
    return Editing(editing.section, editing.entry, editing.values, seen=editing.seen, new=editing.new, errors=errors)


def _as_stale(
    editing: Editing, section: rules.SectionSpec, values: dict[str, str], changed: service.EntryChanged
) -> Editing:
    """The form as it was typed, and what each field that differs has become in the meantime."""
    now: dict[str, str] = changed.details["now"]
    differ = [one for one in section.fields if now[one.key] != values.get(one.key, now[one.key])]
    return Editing(
        editing.section,
        editing.entry,
        editing.values,
        seen=changed.details["seen"],
        stale=tuple(
            (one.label, rules.in_words(now[one.key]) if one.kind == "date" else now[one.key]) for one in differ
        ),
        notice=KEPT,
    )


async def _refused(
    request: Request,
    session: Session,
    actor: Actor,
    resume_id: UUID,
    editing: Editing,
    *,
    vault: Vault,
    now: datetime,
    status: int = 422,
) -> Response:
    resume = await mine(session, actor, resume_id)
    opened = await service.open_resume(resume, vault=vault)
    return await profile_page(request, session, resume, opened, vault=vault, now=now, editing=editing, status=status)


@routes.get("/{resume_id}/add/{section}", permission=Permission.RESUMES_OWN)
async def new_entry(
    request: Request, resume_id: UUID, section: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The profile with an empty form at the end of a section."""
    resume = await mine(session, actor, resume_id)
    opened = await service.open_resume(resume, vault=vault)
    spec = service.section_named(section)
    if not spec.many:
        raise service.EntryNotFound
    editing = Editing(section, new_id().hex, typed(spec, {}), new=True)
    return await profile_page(request, session, resume, opened, vault=vault, now=now, editing=editing)


@routes.post("/{resume_id}/add/{section}", permission=Permission.RESUMES_OWN)
async def add(
    request: Request, resume_id: UUID, section: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Add an entry. The form brings its key, so that two clicks add it once."""
    sent = await request.form()
    spec = service.section_named(section)
    values, errors = _values(spec, sent, {})
    editing = Editing(section, _entry_key(sent), _as_typed(spec, sent), new=True, errors=errors)
    try:
        if not errors:
            key = await service.add(
                session,
                actor=actor,
                resume_id=resume_id,
                section=section,
                values=values,
                entry=editing.entry,
                vault=vault,
                now=now,
            )
            return _back(resume_id, section, key)
    except service.EntryRefused as refusal:
        editing = _with_errors(editing, refusal)
    return await _refused(request, session, actor, resume_id, editing, vault=vault, now=now)


def _entry_key(sent: FormData) -> str:
    """The key a form brings; a new one where it is none of ours."""
    try:
        return UUID(hex=_text(sent, "entry")).hex
    except ValueError:
        return new_id().hex


@routes.post("/{resume_id}/remove", permission=Permission.RESUMES_OWN)
async def remove(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Take an entry out of the profile; it can be put back."""
    sent = await request.form()
    section, entry = _text(sent, "section"), _text(sent, "entry")
    await service.remove(session, actor=actor, resume_id=resume_id, section=section, entry=entry, vault=vault, now=now)
    return _back(resume_id, section)


@routes.post("/{resume_id}/confirm", permission=Permission.RESUMES_OWN)
async def confirm(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Say that a guess was right, or without a field that all of them were."""
    sent = await request.form()
    section, entry = _text(sent, "section"), _text(sent, "entry")
    keys = [key for key in sent.getlist("key") if isinstance(key, str)]
    await service.confirm(
        session,
        actor=actor,
        resume_id=resume_id,
        section=section or None,
        entry=entry,
        keys=keys,
        vault=vault,
        now=now,
    )
    return _back(resume_id, section or "basics", entry)


@routes.post("/{resume_id}/undo", permission=Permission.RESUMES_OWN)
async def undo(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Back to what was read."""
    sent = await request.form()
    ids = [one for one in sent.getlist("id") if isinstance(one, str)]
    await service.undo(session, actor=actor, resume_id=resume_id, ids=ids, vault=vault, now=now)
    return _back(resume_id, _text(sent, "section") or "basics", _text(sent, "entry"))


@routes.post("/{resume_id}/keep", permission=Permission.RESUMES_OWN)
async def keep(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Make an entry of one's own of one that the file does not have any more."""
    sent = await request.form()
    section, entry = _text(sent, "section"), _text(sent, "entry")
    await service.keep_lost(
        session, actor=actor, resume_id=resume_id, section=section, entry=entry, vault=vault, now=now
    )
    return _back(resume_id, section)


@routes.get("/{resume_id}/skills", permission=Permission.RESUMES_OWN)
async def edit_skills(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The profile with a form in the place of its skills."""
    resume = await mine(session, actor, resume_id)
    opened = await service.open_resume(resume, vault=vault)
    form = {"gone": frozenset[str](), "add": "", "error": None, "as_written": False}
    return await profile_page(request, session, resume, opened, vault=vault, now=now, skills_form=form)


@routes.post("/{resume_id}/skills", permission=Permission.RESUMES_OWN)
async def save_skills(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Take away the skills that were unchecked, add those that were named."""
    sent = await request.form()
    shown, kept = (frozenset(str(one) for one in sent.getlist(name)) for name in ("shown", "kept"))
    added, as_written = _text(sent, "skills"), _text(sent, "as_written") == "1"
    try:
        await service.change_skills(
            session,
            actor=actor,
            resume_id=resume_id,
            remove=shown - kept,
            add=[added],
            as_written=as_written,
            vault=vault,
            now=now,
        )
    except service.EntryRefused as refusal:
        resume = await mine(session, actor, resume_id)
        opened = await service.open_resume(resume, vault=vault)
        error = refusal.details["errors"][0]["message"]
        form = {"gone": shown - kept, "add": added, "error": error, "as_written": as_written}
        return await profile_page(
            request, session, resume, opened, vault=vault, now=now, skills_form=form, status=refusal.status
        )
    return _back(resume_id, "skills")
