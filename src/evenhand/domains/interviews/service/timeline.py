"""Everything that happened to an application, for those who hire: steps, interview, ratings, notes, mails, looks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import service as applications
from evenhand.domains.applications.models import Application, Look, Note
from evenhand.domains.applications.service import Step
from evenhand.domains.applications.service.access import SOMEONE
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview, Rating
from evenhand.domains.interviews.queries import ratings as rating_queries
from evenhand.domains.notifications import service as notifications
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.kit.words import Sentence, say

Kind = Literal["step", "interview", "rating", "note", "mail", "look"]
MOST_NOTES = 500
LOOKED: Mapping[str, Sentence] = {
    "resume": say("Looked at the resume"),
    "match": say("Looked at the match"),
    "file": say("Downloaded the resume"),
    "scorecard": say("Looked at the scorecard"),
    "comparison": say("Compared with others"),
}
WRITTEN: Mapping[str, Sentence] = {
    "application-received": say("Mail: the application has arrived"),
    "application-moved": say("Mail: the step"),
    "interview-invited": say("Mail: the invitation"),
    "interview-received": say("Mail: the answers have arrived"),
    "interview-released": say("Mail: the scorecard"),
}
SENDING: Mapping[str, Sentence] = {
    "queued": say("On its way"),
    "sent": say("Handed over"),
    "failed": say("No server took it"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `words` are a person's, `note` is ours, `saw` the seal of a scorecard they had seen."""

    kind: Kind
    title: Sentence
    by: str
    at: datetime
    words: str = ""
    note: Sentence | None = None
    saw: str = ""
    href: str = ""


async def timeline(session: Session, *, actor: Actor, application_id: UUID, vault: Vault, now: datetime) -> list[Entry]:
    """What happened to an application the actor's organisation received, the newest first.

    Raises ApplicationNotFound. What figures say stays on the scorecard.
    """
    org_id = actor.organisation
    row = await applications.received_application(session, org_id=org_id, application_id=application_id)
    applications.note_read(session, actor=actor, application_id=row.id, part="history", now=now)
    hidden = await applications.names_hidden(session, actor=actor)
    steps = await applications.history(session, row, hidden=hidden(row), vault=vault)
    interview = await queries.interview_of_application(session, org_id=org_id, application_id=row.id)
    notes = await application_queries.notes(session, org_id=org_id, application_id=row.id, limit=MOST_NOTES)
    looks = await application_queries.looks(session, org_id=org_id, application_id=row.id)
    found = await rating_queries.ratings(session, org_id=org_id, interview_ids=[interview.id] if interview else [])
    rated = [one for rows in found.values() for one in rows]
    names = await _names(session, interview, notes, looks, rated, vault=vault)
    mails = await notifications.caused(session, person_id=row.person_id, causes=_causes(row, steps, interview))
    entries = [
        *(_step(one) for one in steps),
        *(_interview(interview, names, called=steps[-1].by) if interview else ()),
        *(_rating(one, names) for one in rated),
        *(_note(one, names, row) for one in notes),
        *(Entry("mail", WRITTEN[one.kind], "", one.created_at, note=SENDING[one.state]) for one in mails),
        *(_look(one, names) for one in looks),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


async def _names(
    session: Session,
    interview: Interview | None,
    notes: Iterable[Note],
    looks: Iterable[Look],
    rated: Iterable[Rating],
    *,
    vault: Vault,
) -> Mapping[UUID | None, str]:
    people = {
        *(one.author_id for one in notes),
        *(one.person_id for one in looks),
        *(one.rater_id for one in rated),
        *((interview.invited_by, interview.released_by) if interview else ()),
    }
    found = await identity.contacts(session, ids=[one for one in people if one], vault=vault)
    return {person_id: contact.name for person_id, contact in found.items()}


def _causes(row: Application, steps: Iterable[Step], interview: Interview | None) -> list[tuple[str, UUID]]:
    causes = [("application-received", row.id), *(("application-moved", step.id) for step in steps)]
    if interview:
        causes.append(("interview-invited", uuid5(interview.id, interview.expires_at.isoformat())))
        causes += [("interview-received", interview.id), ("interview-released", interview.id)]
    return causes


def _step(step: Step) -> Entry:
    if not step.from_stage:
        title = say("Applied")
    elif step.undone:
        title = say("Undone: back to %(stage)s", stage=step.label)
    elif step.stage in ("rejected", "withdrawn"):
        title = say("Rejected") if step.stage == "rejected" else say("Withdrawn")
    else:
        title = say("Moved to %(stage)s", stage=step.label)
    return Entry("step", title, step.by, step.at, words=step.reason, saw=step.saw)


def _interview(one: Interview, names: Mapping[UUID | None, str], *, called: str) -> Iterable[Entry]:
    yield Entry("interview", say("Invited to the interview"), names.get(one.invited_by, SOMEONE), one.invited_at)
    if one.started_at:
        yield Entry("interview", say("Began the interview"), called, one.started_at)
    if one.completed_at:
        yield Entry("interview", say("Answered every question"), called, one.completed_at)
    if one.scored_at:
        note = say("By the built-in engine. It decides nothing.")
        yield Entry("interview", say("Answers graded"), "", one.scored_at, note=note)
    if one.released_at:
        by = names.get(one.released_by, SOMEONE)
        yield Entry("interview", say("Scorecard shown to the applicant"), by, one.released_at)


def _rating(one: Rating, names: Mapping[UUID | None, str]) -> Entry:
    note = say("Before seeing the engine's figures") if one.before else say("After seeing the engine's figures")
    return Entry("rating", say("Rated the interview"), names.get(one.rater_id, SOMEONE), one.at, note=note)


def _note(one: Note, names: Mapping[UUID | None, str], row: Application) -> Entry:
    address = f"/staff/applications/{row.id}/notes"
    return Entry("note", say("Wrote a note"), names.get(one.author_id, SOMEONE), one.at, href=address)


def _look(one: Look, names: Mapping[UUID | None, str]) -> Entry:
    again = None if one.last_at == one.first_at else say("The last time on %(at)s", at=one.last_at)
    return Entry("look", LOOKED[one.what], names.get(one.person_id, SOMEONE), one.first_at, note=again, saw=one.mark)
