"""Questions, their history and their figures, as those who prepare interviews see them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question, QuestionEdition
from evenhand.domains.interviews.rules import reasons
from evenhand.domains.interviews.rules import statistics as rules
from evenhand.domains.interviews.rules.editions import changed_fields
from evenhand.domains.interviews.rules.questions import FEWEST_APPROVED
from evenhand.domains.interviews.rules.topics import skill_name
from evenhand.domains.interviews.schemas.questions import (
    DimensionOut,
    EditionOut,
    QuestionOut,
    SetSummary,
    StatisticsOut,
)
from evenhand.domains.interviews.service.questions.access import written
from evenhand.engines.grading import DIMENSIONS
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.kit.words import Sentence, say

_MADE = frozenset({"skill_name", "generated", "why"})
_SECONDS = Decimal(60)


def shown(question: Question, place: reasons.Place | None = None) -> QuestionOut:
    """A question for those who prepare interviews; `place` is its place among those about the same skill."""
    said = reasons.why(question.why, place)
    return QuestionOut(
        **{name: getattr(question, name) for name in QuestionOut.model_fields if name not in _MADE},
        skill_name=skill_name(question.skill_id),
        generated=bool(question.library_id),
        why=_joined(said),
    )


def _joined(said: Sequence[Sentence]) -> str:
    if len(said) == 2:
        return say("%(first)s %(second)s", first=said[0], second=said[1])
    return said[0] if said else ""


def shown_all(rows: Sequence[Question]) -> list[QuestionOut]:
    """The questions of one set."""
    places = reasons.places(rows)
    return [shown(row, places.get(row.id)) for row in rows]


def summary(row: queries.SetRow) -> SetSummary:
    """A set, counted."""
    return SetSummary(
        id=row.set.id,
        job_id=row.set.job_id,
        job_title=row.job_title,
        approved=row.approved,
        waiting=row.waiting,
        rejected=row.rejected,
        people=row.people,
        blocks=row.approved < FEWEST_APPROVED and row.people > 0 and row.job_status == "open",
        created_at=row.set.created_at,
    )


def counts(rows: Iterable[Question]) -> dict[str, int]:
    """How many questions there are in each state; an approved one of which another edition waits counts twice."""
    found = list(rows)
    return {
        "approved": sum(1 for row in found if row.status == "approved"),
        "draft": sum(1 for row in found if row.waiting is not None),
        "rejected": sum(1 for row in found if row.status == "rejected"),
    }


async def history(session: Session, *, actor: Actor, question: Question, vault: Vault) -> list[EditionOut]:
    """Every edition of a question, the newest first: who wrote and who reviewed it, and which fields it changed."""
    rows = await queries.editions(session, org_id=actor.organisation, question_id=question.id)
    people = {one for row in rows for one in (row.written_by, row.reviewed_by) if one}
    contacts = await identity.contacts(session, ids=sorted(people), vault=vault)
    names = {person_id: contact.name for person_id, contact in contacts.items()}
    return [_edition(row, before, names) for row, before in zip(rows, [*rows[1:], None], strict=True)]


def _edition(row: QuestionEdition, before: QuestionEdition | None, names: Mapping[UUID, str]) -> EditionOut:
    return EditionOut(
        number=row.number,
        status=row.status,
        note=row.note,
        written_by=names.get(row.written_by, "") if row.written_by else "",
        written_at=row.written_at,
        reviewed_by=names.get(row.reviewed_by, "") if row.reviewed_by else "",
        reviewed_at=row.reviewed_at,
        changed=changed_fields(before.contents, row.contents) if before else [],
        contents=written(row),
    )


async def statistics(session: Session, *, actor: Actor, questions: Sequence[Question]) -> dict[UUID, StatisticsOut]:
    """How the edition of each question that is asked now does in interviews, by one query for all of them."""
    figures = await queries.statistics(session, org_id=actor.organisation, question_ids=[one.id for one in questions])
    found = {(one.question_id, one.edition): one for one in figures}
    return {one.id: _statistics(one, found.get((one.id, one.edition))) for one in questions}


def _statistics(question: Question, found: queries.Figures | None) -> StatisticsOut:
    if found is None:
        found = queries.Figures(question.id, question.edition, 0, 0, 0, 0, None, None, means={}, spreads={})
    settled = found.answered + found.declined
    is_enough = found.graded >= rules.FEWEST_FOR_MEANS
    discrimination = found.discrimination if found.graded >= rules.FEWEST_FOR_DISCRIMINATION else None
    dimensions = {
        name: DimensionOut(
            dimension=name,
            mean=rules.rounded(found.means.get(name)) if is_enough else None,
            spread=rules.rounded(found.spreads.get(name)) if is_enough else None,
        )
        for name in ("overall", *DIMENSIONS)
    }
    has_time = found.answered >= rules.FEWEST_FOR_MEANS and found.seconds is not None
    declined_rate = rules.rate(found.declined, settled) if settled >= rules.FEWEST_FOR_MEANS else None
    overall = dimensions.pop("overall")
    return StatisticsOut(
        question_id=question.id,
        edition=question.edition,
        asked=found.asked,
        answered=found.answered,
        declined=found.declined,
        declined_rate=declined_rate,
        graded=found.graded,
        overall=overall,
        dimensions=list(dimensions.values()),
        discrimination=rules.rounded(discrimination, "0.01"),
        minutes=rules.rounded(Decimal(str(found.seconds)) / _SECONDS) if has_time else None,
        remarks=rules.remarks(
            graded=found.graded,
            overall=overall.mean,
            declined_rate=declined_rate,
            settled=settled,
            discrimination=rules.rounded(discrimination, "0.01"),
        ),
    )
