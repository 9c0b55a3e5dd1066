"""Fills an empty database with the demo, through the services that people use; interrupted, it goes on where it was.

The content is in `evenhand.demo`. Everything is made as its people would make it: they sign up, publish, upload, apply,
move and answer, each at their own time.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from pydantic import SecretStr

from evenhand import demo as content
from evenhand.demo.shapes import Candidate, DemoContent, Member, Opening
from evenhand.domains.applications import queries as application_queries
from evenhand.domains.identity import queries as identity_queries
from evenhand.domains.identity import service as identity
from evenhand.domains.identity.schemas import SignUp
from evenhand.domains.interviews import queries as interview_queries
from evenhand.domains.interviews.background.grading import grade_answers
from evenhand.domains.interviews.events import InterviewCompleted
from evenhand.domains.interviews.service import inviting
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.jobs import service as jobs
from evenhand.domains.jobs.schemas import JobIn
from evenhand.domains.resumes import queries as resume_queries
from evenhand.domains.resumes import service as resumes
from evenhand.domains.resumes.background import read_resume
from evenhand.domains.resumes.events import ResumeUploaded
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Session
from evenhand.kit.passwords import Passwords
from evenhand.kit.permissions import Actor, Role
from evenhand.seeding.accounts import SeedingRefused
from evenhand.seeding.story import Story, staff_of
from evenhand.wiring import House

DEMO_PASSWORD: Final = "evenhand demo"  # noqa: S105 - said aloud at every start of the demo
MORNING = time(9)
RELEASED_AFTER = timedelta(hours=21)


async def demo_belongs_here(house: House, *, today: date) -> bool:
    """Whether the database is empty or holds the demo already."""
    async with house.database.transaction() as session:
        if not await identity_queries.anyone_at_all(session):
            return True
        first = content.load(today).organisations[0]
        return await identity_queries.organisation_by_slug(session, slug=first.slug) is not None


async def demo(house: House, *, say: Callable[[str], None]) -> None:
    """Make whatever of the demo is not there yet, and print its sign-ins. Raises SeedingRefused.

    A demo that people have changed since is theirs: what they removed or renamed does not come back.
    """
    now = utc_now()
    if not await demo_belongs_here(house, today=now.date()):
        raise SeedingRefused("The database holds other people already. The demo fills only an empty one.")
    what = content.load(now.date())
    try:
        await _make_what_is_missing(house, what, now=now, say=say)
    except _Changed:
        say("The demo was changed since it was made, and is left as it is.")
    _say_sign_ins(what, say)


class _Changed(Exception):
    """Something of the demo was removed or renamed."""


async def _make_what_is_missing(house: House, what: DemoContent, *, now: datetime, say: Callable[[str], None]) -> None:
    people = await _known_people(house, what)
    if people is None:
        say("Filling the demo: eight employers, a hundred openings, two dozen candidates …")
        people = await _make_people_and_jobs(house, what, now=now)
    await _upload_resumes(house, what, people)
    async with house.database.transaction() as session:
        jobs_by_slug = await job_ids(session, what, people)
        story = Story(house=house, session=session, what=what, people=people, jobs=jobs_by_slug)
        await story.tell()
    await _grade_and_release(house, what, people, jobs_by_slug)


async def _known_people(house: House, what: DemoContent) -> dict[str, Actor] | None:
    """Everyone by slug, or None when nobody has been made. Raises _Changed when somebody is missing."""
    members = [(member.slug, member.email) for one in what.organisations for member in one.members]
    addresses = [*members, *((one.slug, one.email) for one in what.candidates)]
    people = {}
    async with house.database.transaction() as session:
        for slug, email in addresses:
            person = await identity_queries.person_by_email(session, email_index=house.signer.email_index(email))
            if person:
                people[slug] = await identity.actor_of(session, person_id=person.id)
        if not people and not await identity_queries.anyone_at_all(session):
            return None
    if len(people) < len(addresses):
        raise _Changed
    return people


async def _make_people_and_jobs(house: House, what: DemoContent, *, now: datetime) -> dict[str, Actor]:
    """Accounts, organisations and openings: all of them or none."""
    people: dict[str, Actor] = {}
    passwords = _HashedOnce()
    early = now - timedelta(days=90)
    async with house.database.transaction() as session:
        for one in what.candidates:
            people[one.slug] = await _sign_up(house, session, one, passwords=passwords, now=early)
        for company in what.organisations:
            organisation = await identity.found_organisation(
                session, name=company.name, about=company.about, slug=company.slug, now=early
            )
            for member in company.members:
                actor = await _sign_up(house, session, member, passwords=passwords, now=early)
                role = Role(member.role)
                await identity.join_organisation(
                    session, person_id=actor.person, org_id=organisation.id, role=role, now=early
                )
                people[member.slug] = Actor(actor.person, organisation.id, role)
            recruiter = next(member.slug for member in company.members if member.role == "recruiter")
            for opening in what.openings:
                if opening.organisation == company.slug:
                    await _publish(session, opening, actor=people[recruiter], now=now)
    return people


class _HashedOnce(Passwords):
    """Everybody in the demo has the same password, so the work of hiding it is done once."""

    _known: str | None = None

    async def hash(self, password: str) -> str:
        self._known = self._known or await super().hash(password)
        return self._known


async def _sign_up(
    house: House, session: Session, who: Member | Candidate, *, passwords: Passwords, now: datetime
) -> Actor:
    person = await identity.sign_up(
        session,
        SignUp(name=who.name, email=who.email, password=SecretStr(DEMO_PASSWORD)),
        vault=house.vault,
        signer=house.signer,
        passwords=passwords,
        now=now,
        locale=who.locale,
        verified=True,
    )
    return Actor(person.id, role=Role.CANDIDATE)


async def _publish(session: Session, opening: Opening, *, actor: Actor, now: datetime) -> None:
    new = JobIn(
        title=opening.title,
        description=opening.description,
        language=opening.language,
        department=opening.department,
        work_mode=opening.work_mode,
        city=opening.city,
        country_code=opening.country,
        employment_type=opening.employment_type,
        level=opening.level,
        salary_min=_money(opening.salary.min),
        salary_max=_money(opening.salary.max),
        salary_currency=opening.salary.currency,
        salary_period=opening.salary.period,
        experience_min_years=opening.experience_years.min,
        experience_max_years=opening.experience_years.max,
        openings=opening.openings,
        deadline=opening.deadline,
        required_skills=list(opening.required_skills),
        optional_skills=list(opening.optional_skills),
    )
    published = datetime.combine(opening.published, MORNING, now.tzinfo)
    job = await jobs.create_job(session, new, actor=actor, now=published)
    await jobs.publish_job(session, actor=actor, job_id=job.id, now=published)
    if opening.closed:
        closed = datetime.combine(opening.closed, MORNING, now.tzinfo)
        await jobs.close_job(session, actor=actor, job_id=job.id, now=closed)


def _money(amount: float) -> Decimal:
    return Decimal(str(amount))


async def _upload_resumes(house: House, what: DemoContent, people: dict[str, Actor]) -> None:
    """Each candidate's file, read at once so that what follows can use it."""
    for one in what.candidates:
        actor = people[one.slug]
        async with house.database.transaction() as session:
            if await resume_queries.ready_resume(session, person_id=actor.person):
                continue
            resume = await resumes.upload(
                session,
                actor=actor,
                file_name=one.file_name,
                content=one.content(),
                vault=house.vault,
                files=house.files,
                now=utc_now(),
            )
        fact = ResumeUploaded(resume_id=resume.id, person_id=actor.person)
        await read_resume(fact, database=house.database, vault=house.vault, files=house.files, clock=utc_now)


async def _grade_and_release(
    house: House, what: DemoContent, people: dict[str, Actor], jobs_by_slug: dict[str, UUID]
) -> None:
    """Grade at once what the worker would grade in a moment; then show what the story says was shown."""
    both = [(one, held) for one in what.question_sets for held in one.interviews]
    for asked, held in both:
        async with house.database.transaction() as session:
            application = await application_queries.own_application_for(
                session, person_id=people[held.candidate].person, job_id=jobs_by_slug[asked.opening]
            )
            interview = application and await interview_queries.interview_of_application(
                session, org_id=application.org_id, application_id=application.id
            )
        if not interview or len(held.answers) < len(asked.questions):
            continue
        if interview.status != "scored":
            fact = InterviewCompleted(**inviting.about(interview))
            await grade_answers(fact, database=house.database, vault=house.vault, clock=utc_now)
        if held.released and interview.released_at is None:
            recruiter, _ = staff_of(what, people, asked.opening)
            async with house.database.transaction() as session:
                shown = held.started + RELEASED_AFTER
                await inviting.release(session, actor=recruiter, interview_id=interview.id, now=shown)


async def job_ids(session: Session, what: DemoContent, people: dict[str, Actor]) -> dict[str, UUID]:
    """The demo's jobs by slug: a title is there once in an organisation. Raises _Changed."""
    found: dict[str, UUID] = {}
    for company in what.organisations:
        recruiter = next(people[member.slug] for member in company.members if member.role == "recruiter")
        rows = await job_queries.own_jobs(session, org_id=recruiter.organisation, status=None, before=None, limit=100)
        titles = {row.job.title: row.job.id for row in rows}
        for one in what.openings:
            if one.organisation == company.slug:
                if one.title not in titles:
                    raise _Changed
                found[one.slug] = titles[one.title]
    return found


def _say_sign_ins(what: DemoContent, say: Callable[[str], None]) -> None:
    say(f"Demo sign-ins, all with the password “{DEMO_PASSWORD}”:")
    first = next(one for one in what.candidates if one.slug == what.applications[0].candidate)
    say(f"  {'candidate':<10} {first.email}")
    for member in what.organisations[0].members:
        say(f"  {member.role:<10} {member.email}  ({what.organisations[0].name})")
