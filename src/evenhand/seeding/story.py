"""The demo's story: who applied, was moved, invited and answered, told in the order in which it happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.demo.shapes import Answer, Application, DemoContent, Interview, Move, Note, Question, QuestionSet
from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import service as applications
from evenhand.domains.applications.models import Application as ApplicationRow
from evenhand.domains.consents import service as consents
from evenhand.domains.consents.rules import NOTICES
from evenhand.domains.interviews.schemas.questions import QuestionIn
from evenhand.domains.interviews.service import inviting, questions, taking
from evenhand.domains.resumes import queries as resume_queries
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.seeding.accounts import SeedingRefused
from evenhand.wiring import House

INVITED_BEFORE = timedelta(hours=20)
NEXT_TO_REVIEW = ("site-reliability-engineer", "product-designer", "voditel-pogruzchika")
"""Openings whose generated questions wait for an expert."""


def staff_of(what: DemoContent, people: dict[str, Actor], opening: str) -> tuple[Actor, Actor]:
    """A recruiter and an expert of the opening's employer."""
    employer = next(one.organisation for one in what.openings if one.slug == opening)
    members = next(one.members for one in what.organisations if one.slug == employer)
    by_role = {member.role: people[member.slug] for member in reversed(members)}
    return by_role["recruiter"], by_role["expert"]


Event = Application | Move | Note | Interview


@dataclass(frozen=True)
class Story:
    """What is needed to tell it: everybody by slug, and the openings' ids by slug."""

    house: House
    session: Session
    what: DemoContent
    people: dict[str, Actor]
    jobs: dict[str, UUID]

    async def tell(self) -> None:
        """Everything, once: it is made in one transaction, so one application that is there is all of it."""
        if await self._is_told():
            return
        for one in self.what.question_sets:
            await self._prepare(one)
        for slug in NEXT_TO_REVIEW:
            recruiter, _ = staff_of(self.what, self.people, slug)
            now = self._first_moment()
            await questions.generate(self.session, actor=recruiter, job_id=self.jobs[slug], now=now)
        for when, application, event in sorted(self._events(), key=lambda one: one[0]):
            await self._happen(when, application, event)

    async def _is_told(self) -> bool:
        first = self.what.applications[0]
        return bool(await self._application(first))

    def _first_moment(self) -> datetime:
        return min(one.when for one in self.what.applications)

    def _events(self) -> Iterator[tuple[datetime, Application, Event]]:
        interviews = {(held.candidate, one.opening): held for one in self.what.question_sets for held in one.interviews}
        for application in self.what.applications:
            yield application.when, application, application
            for note in application.notes:
                yield note.when, application, note
            for move in application.moves:
                yield move.when, application, move
            if held := interviews.get((application.candidate, application.opening)):
                yield held.started - INVITED_BEFORE, application, held

    async def _happen(self, when: datetime, application: Application, event: Event) -> None:
        match event:
            case Application():
                await self._apply(event)
            case Note():
                await applications.add_note(
                    self.session,
                    actor=self.people[event.by],
                    application_id=(await self._found(application)).id,
                    text=event.text,
                    vault=self.house.vault,
                    now=when,
                )
            case Move():
                await self._move(await self._found(application), event)
            case Interview():
                await self._interview(await self._found(application), event, invited=when)

    async def _application(self, one: Application) -> ApplicationRow | None:
        return await application_queries.own_application_for(
            self.session, person_id=self.people[one.candidate].person, job_id=self.jobs[one.opening]
        )

    async def _found(self, one: Application) -> ApplicationRow:
        found = await self._application(one)
        if found is None:
            raise SeedingRefused(f"The demo's application of {one.candidate} for {one.opening} was removed.")
        return found

    async def _apply(self, one: Application) -> None:
        candidate = self.people[one.candidate]
        resume = await resume_queries.ready_resume(self.session, person_id=candidate.person)
        if resume is None:
            raise SeedingRefused(
                f"The demo resume of {one.candidate} could not be read. Look at the log, then start again."
            )
        await applications.apply(
            self.session,
            actor=candidate,
            job_id=self.jobs[one.opening],
            resume_id=resume.id,
            letter=one.letter,
            vault=self.house.vault,
            files=self.house.files,
            now=one.when,
        )

    async def _move(self, application: ApplicationRow, step: Move) -> None:
        if step.by == "candidate":
            await applications.withdraw(
                self.session,
                actor=Actor(application.person_id),
                application_id=application.id,
                reason=step.words,
                vault=self.house.vault,
                now=step.when,
            )
            return
        await applications.move(
            self.session,
            actor=self.people[step.by],
            application_id=application.id,
            to=step.stage,
            version=application.version,
            reason=step.words,
            vault=self.house.vault,
            now=step.when,
        )

    async def _prepare(self, one: QuestionSet) -> None:
        """An expert writes the questions and approves them."""
        _, expert = staff_of(self.what, self.people, one.opening)
        prepared = self._first_moment()
        for asked in one.questions:
            question = await questions.write(
                self.session, _question(asked), actor=expert, job_id=self.jobs[one.opening], now=prepared
            )
            await questions.approve(
                self.session, actor=expert, question_id=question.id, version=question.version, now=prepared
            )

    async def _interview(self, application: ApplicationRow, held: Interview, *, invited: datetime) -> None:
        """Invite, and answer as much as there are answers for."""
        one = next(one for one in self.what.question_sets if self.jobs[one.opening] == application.job_id)
        recruiter, _ = staff_of(self.what, self.people, one.opening)
        interview = await inviting.invite(
            self.session, actor=recruiter, application_id=application.id, vault=self.house.vault, now=invited
        )
        answers = {answer.question: answer for answer in held.answers}
        by_text = {asked.text: answers.get(asked.id) for asked in one.questions}
        candidate, now = Actor(application.person_id), held.started
        if held.answers:  # whoever has not begun is asked when they do
            version = NOTICES["interview"][-1].version
            await consents.give(self.session, actor=candidate, name="interview", version=version, now=now)
        else:
            return
        room = await taking.state_for(self.session, actor=candidate, interview_id=interview.id, vault=self.house.vault)
        while room.question and (given := by_text[room.question.text]):
            now += timedelta(seconds=given.seconds)
            await self._answer(candidate, interview.id, room.question.id, given, now=now)
            room = await taking.state_for(
                self.session, actor=candidate, interview_id=interview.id, vault=self.house.vault
            )

    async def _answer(
        self, candidate: Actor, interview_id: UUID, question_id: UUID, given: Answer, *, now: datetime
    ) -> None:
        vault = self.house.vault
        if given.quality == "declined":
            await taking.decline(
                self.session, actor=candidate, interview_id=interview_id, question_id=question_id, vault=vault, now=now
            )
            return
        await taking.answer(
            self.session,
            actor=candidate,
            interview_id=interview_id,
            question_id=question_id,
            text=given.text,
            vault=vault,
            now=now,
        )


def _question(one: Question) -> QuestionIn:
    return QuestionIn(
        text=one.text,
        kind=one.kind,
        skill_id=one.skill_id,
        difficulty=one.difficulty,
        gold=one.gold,
        key_points=list(one.key_points),
        red_flags=list(one.red_flags),
    )
