"""Resumes and applications for tests: read and sent through the services, as a candidate's would be."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from evenhand.domains.applications import service
from evenhand.domains.applications.models import Application
from evenhand.domains.jobs.models import Job
from evenhand.domains.resumes import service as resumes
from evenhand.domains.resumes.models import Resume
from evenhand.engines.documents import Document, read_document
from evenhand.engines.resume_parser import ParsedResume, parse_resume
from evenhand.engines.skills import SkillMention, find_skills
from evenhand.wiring import House
from tests.people import NOW, Member

RESUME = """{name}
Backend engineer
Utrecht, Netherlands
{first}@example.org

Experience
Backend engineer, Depotline
January 2021 - Present
- Built services in Python and PostgreSQL that keep parcels honest.
- Ran them in Docker.

Education
Utrecht University, MSc Computer Science
2015 - 2017
"""
LETTER = "Berths are bigger parcels, and the people waiting for them are colder."


@cache
def _read(text: str) -> tuple[Document, ParsedResume, list[SkillMention]]:
    document = read_document(text.encode(), filename="resume.txt")
    return document, parse_resume(document), find_skills(document.text)


async def make_resume(house: House, member: Member, *, text: str = RESUME, name: str = "backend.txt") -> Resume:
    """A resume that has been read."""
    words = text.format(name=member.name, first=member.email.partition("@")[0])
    document, parsed, skills = _read(words)
    async with house.database.transaction() as session:
        resume = await resumes.upload(
            session,
            actor=member.actor,
            file_name=name,
            content=words.encode(),
            vault=house.vault,
            files=house.files,
            now=NOW,
        )
        await resumes.keep_profile(
            session,
            person_id=member.id,
            resume_id=resume.id,
            document=document,
            parsed=parsed,
            skills=skills,
            vault=house.vault,
            now=NOW,
        )
    return resume


async def make_application(
    house: House, member: Member, job: Job, *, text: str = RESUME, letter: str = LETTER, now: datetime = NOW
) -> Application:
    """An application with a resume of its own."""
    resume = await make_resume(house, member, text=text)
    async with house.database.transaction() as session:
        return await service.apply(
            session,
            actor=member.actor,
            job_id=job.id,
            resume_id=resume.id,
            letter=letter,
            vault=house.vault,
            files=house.files,
            now=now,
        )


async def change_skills(
    house: House, member: Member, resume: Resume, *, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> None:
    """The person adds names of skills to a resume of theirs, or takes ids out."""
    async with house.database.transaction() as session:
        await resumes.change_skills(
            session,
            actor=member.actor,
            resume_id=resume.id,
            add=list(add),
            remove=list(remove),
            vault=house.vault,
            now=NOW,
        )
