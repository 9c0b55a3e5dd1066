"""What the page of a job's questions shows: the list, and one question beside it with its forms, history, figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.evaluation.rules.figures import DIMENSION_WORDS
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question
from evenhand.domains.interviews.pages.questions.fields import empty_fields, stored_fields, typed_fields
from evenhand.domains.interviews.rules import questions as rules
from evenhand.domains.interviews.rules.editions import EDITION_STATUS, FIELD_WORDS, Change, changes
from evenhand.domains.interviews.rules.questions import (
    DIFFICULTIES,
    DIFFICULTY_WORDS,
    FEWEST_APPROVED,
    KIND_WORDS,
    KINDS,
)
from evenhand.domains.interviews.rules.topics import skill_name, topic
from evenhand.domains.interviews.schemas.questions import (
    MOST_POINTS,
    QuestionForm,
    QuestionIn,
    QuestionOut,
    Rejection,
    StatisticsOut,
    Trial,
    Wish,
)
from evenhand.domains.interviews.schemas.scorecard import TrialOut
from evenhand.domains.interviews.service import questions
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.service import JobNotFound
from evenhand.domains.skills.rules import named
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.words import Sentence, say, say_many
from evenhand.web.forms import Form, blank
from evenhand.web.marks import Span, mark_spans
from evenhand.web.navigation import navigation
from evenhand.web.pages import page

STATUS: Mapping[str, tuple[Sentence, str]] = {
    "approved": (say("Approved"), "good"),
    "draft": (say("To review"), "open"),
    "rejected": (say("Rejected"), ""),
}
CHANGE_WAITS = (say("Change to review"), "open")
_MOST_COUNTED = 4  # digits of a number in an address


@dataclass
class View:
    """What is shown beside the list: the question chosen, the forms as they were sent, and a trial."""

    chosen: Question | None = None
    form: Form[QuestionForm] | None = None
    rejection: Form[Rejection] = field(default_factory=lambda: blank(Rejection))
    trial: Form[Trial] = field(default_factory=lambda: blank(Trial))
    graded: TrialOut | None = None
    is_new: bool = False
    asked_for: bool = True
    wish: Form[Wish] = field(default_factory=lambda: blank(Wish, {"count": rules.GENERATED, "mix": "level"}))


@dataclass(frozen=True)
class Desk:
    """Who looks at the questions of which job, and by what means."""

    request: Request
    job_id: UUID
    actor: Actor
    session: Session
    vault: Vault

    async def job(self) -> Job:
        """The job. Raises JobNotFound, also for another organisation's."""
        opening = await job_queries.own_job(self.session, org_id=self.actor.organisation, job_id=self.job_id)
        if opening is None:
            raise JobNotFound
        return opening.job

    async def question(self, question_id: UUID) -> Question:
        """A question of this job. Raises QuestionNotFound, also for one of another job."""
        found = await queries.set_of_job(self.session, org_id=self.actor.organisation, job_id=self.job_id)
        if found is None:
            raise questions.QuestionNotFound
        return await questions.get(self.session, actor=self.actor, question_id=question_id, set_id=found.id)

    async def rows(self) -> Sequence[Question]:
        """The questions of the job in their order."""
        org_id = self.actor.organisation
        found = await queries.set_of_job(self.session, org_id=org_id, job_id=self.job_id)
        return await queries.questions(self.session, org_id=org_id, set_id=found.id) if found else []

    async def show(self, view: View, *, act: str = "", status: int | None = None) -> Response:
        """List and question. `act` is the button that was pressed, where it leads to no other page."""
        job = await self.job()
        rows = await self.rows()
        if not view.asked_for and rows:
            view.chosen = next((row for row in rows if row.waiting), rows[0])
        said = await questions.newest(self.session, view.chosen) if view.chosen else None
        fields, errors = _fields(view, said, act)
        errors += [
            {"id": f"f-{name}", "message": text}
            for form in (view.rejection, view.trial, view.wish)
            for name, text in form.errors.items()
        ]
        places = {one.id: one for one in questions.shown_all(rows)}
        about = await self._about(view.chosen, said) if view.chosen and said else {}
        context = {
            "job": job,
            "items": [_item(row, view) for row in rows],
            "counts": questions.counts(rows),
            "fewest": FEWEST_APPROVED,
            "uncovered": [skill_name(one) for one in rules.uncovered(_skills(job), rows)] if rows else [],
            "chosen": _chosen(places[view.chosen.id], view.chosen) if view.chosen else None,
            "place": _place(rows, view.chosen, self.job_id),
            "is_new": view.is_new,
            "asked_for": view.asked_for,
            "fields": fields,
            "errors": errors,
            "page_errors": errors,
            "kinds": [(kind, KIND_WORDS[kind]) for kind in KINDS],
            "difficulties": [(one, DIFFICULTY_WORDS[one]) for one in DIFFICULTIES],
            "mixes": list(rules.MIX_WORDS.items()),
            "skills": _skill_choices(job, str(fields.get("skill_id", ""))),
            "most_points": MOST_POINTS,
            "rejection": view.rejection,
            "trial": view.trial,
            "wish": view.wish,
            "graded": view.graded,
            "marked": _marked(view),
            "may_review": self.actor.may(Permission.QUESTIONS_REVIEW),
            "may_generate": self.actor.may(Permission.QUESTIONS_GENERATE),
            "toasts": toasts(self.request),
            "nav": navigation(self.actor, "/staff/questions"),
            "clash": _clash(view, said) if status == 409 else [],
            **about,
        }
        if status is None:
            status = 422 if errors else 200
        return page(self.request, "interviews/review.html", context, status=status)

    async def _about(self, chosen: Question, said: QuestionIn) -> dict[str, Any]:
        """The history and the figures of the question chosen, and what a waiting edition changes."""
        made = await questions.history(self.session, actor=self.actor, question=chosen, vault=self.vault)
        figures = await questions.statistics(self.session, actor=self.actor, questions=[chosen])
        older = [*made[1:], None]
        waits = chosen.status == "approved" and chosen.waiting is not None
        asked = questions.contents(chosen)
        return {
            "history": [
                {
                    "number": one.number,
                    "label": EDITION_STATUS[one.status][0],
                    "badge": EDITION_STATUS[one.status][1],
                    "note": one.note,
                    "written_by": one.written_by,
                    "written_at": one.written_at,
                    "reviewed_by": one.reviewed_by,
                    "reviewed_at": one.reviewed_at,
                    "fields": [FIELD_WORDS[name] for name in one.changed],
                    "changes": changes(before.contents.model_dump(), one.contents.model_dump()) if before else [],
                }
                for one, before in zip(made, older, strict=True)
            ],
            "figures": shown_figures(figures[chosen.id]),
            "changes": changes(asked.model_dump(), said.model_dump()) if waits else [],
            "asked": asked if waits else None,
            "shown": said,
            "dimension_words": DIMENSION_WORDS,
        }


def shown_figures(figures: StatisticsOut) -> StatisticsOut | None:
    """Nothing for a question that was never asked."""
    return figures if figures.asked else None


def _skills(job: Job) -> list[str]:
    return list(dict.fromkeys([*job.required_skills, *job.optional_skills]))


def badge_of(row: Question) -> tuple[Sentence, str]:
    """The state of a question in a word."""
    return CHANGE_WAITS if row.status == "approved" and row.waiting else STATUS[row.status]


def _item(row: Question, view: View) -> dict[str, Any]:
    label, kind = badge_of(row)
    return {
        "id": row.id,
        "text": row.text,
        "topic": topic(row.kind, row.skill_id),
        "difficulty": DIFFICULTY_WORDS[row.difficulty],
        "label": label,
        "kind": kind,
        "current": view.chosen is not None and view.chosen.id == row.id,
    }


def _chosen(shown: QuestionOut, row: Question) -> dict[str, Any]:
    label, kind = badge_of(row)
    return {
        **{name: getattr(shown, name) for name in type(shown).model_fields},
        "label": label,
        "badge": kind,
        "is_copy": row.copied_from is not None,
        "is_change": row.status == "approved" and row.waiting is not None,
        "topic": topic(row.kind, row.skill_id),
        "difficulty_label": DIFFICULTY_WORDS[row.difficulty],
    }


def _place(rows: Sequence[Question], chosen: Question | None, job_id: UUID) -> dict[str, Any] | None:
    """Where the question stands in the list, and the next one, for narrow screens."""
    ids = [row.id for row in rows]
    if chosen is None or chosen.id not in ids:
        return None
    here = ids.index(chosen.id)
    following = ids[here + 1] if here + 1 < len(ids) else None
    return {
        "number": here + 1,
        "total": len(ids),
        "next": f"/staff/jobs/{job_id}/questions/{following}" if following else None,
    }


def _fields(view: View, said: QuestionIn | None, act: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    if view.form is not None:
        return typed_fields(view.form, act)
    if view.is_new:
        return empty_fields(), []
    return (stored_fields(said, view.chosen.version), []) if view.chosen and said else ({}, [])


def _clash(view: View, said: QuestionIn | None) -> list[Change]:
    """What is saved now against what was typed, after someone else was faster."""
    if view.form is None or view.form.value is None or said is None:
        return []
    return changes(view.form.value.question.model_dump(), said.model_dump())


def _skill_choices(job: Job, current: str) -> list[tuple[str, str]]:
    """The skills of the job, and the one the question is about."""
    return [(skill.id, skill_name(skill.id)) for skill in named([*_skills(job), *([current] if current else [])])]


def _marked(view: View) -> Any:
    if view.graded is None:
        return None
    return mark_spans(
        view.trial.values["answer"],
        [
            Span(one.start, one.end, number=one.number, kind="against" if one.status == "contradicted" else "")
            for one in view.graded.points
            if one.start is not None and one.end is not None
        ],
    )


_SAID: Mapping[str, Sentence] = {
    "save": say("Saved. It waits to be approved."),
    "approve": say("Approved. It can be asked now."),
    "reject": say("Rejected. It is not asked."),
}


def toasts(request: Request) -> list[dict[str, str]]:
    """What was done just before, as the address says it."""
    given = request.query_params
    said: list[Sentence] = [_SAID[done]] if (done := given.get("done", "")) in _SAID else []
    if (added := _number(given.get("added"))) is not None:
        made = say_many("%(count)s question added.", "%(count)s questions added.", added)
        said.append(made if added else say("Nothing to add: the set is complete."))
    if approved := _number(given.get("approved")):
        said.append(say_many("%(count)s question approved.", "%(count)s questions approved.", approved))
    if rejected := _number(given.get("rejected")):
        said.append(say_many("%(count)s question rejected.", "%(count)s questions rejected.", rejected))
    if changed := _number(given.get("changed")):
        said.append(
            say_many(
                "%(count)s question was left as it is: someone else changed it meanwhile. Look at it again.",
                "%(count)s questions were left as they are: someone else changed them meanwhile. Look at them again.",
                changed,
            )
        )
    return [{"text": one, "kind": "good"} for one in said]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < _MOST_COUNTED else None
