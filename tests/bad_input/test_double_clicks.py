"""A double click on every button: whatever a page's form does, sent twice at the same moment it does once.

Each case has a copy of one database in which there is something to do for every form. What a form changes when it is
sent once, in rows and versions of every table, is what it may change when it is sent twice.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx2 import Response
from scripts.docs import walk
from sqlalchemy import text
from structlog.testing import capture_logs

from evenhand.domains.applications import service as applications
from evenhand.domains.applications.models import Application
from evenhand.domains.coaching.schemas.chat import MessageIn, ThreadIn
from evenhand.domains.coaching.schemas.plans import TaskIn
from evenhand.domains.coaching.service import chat, plans, reports, tailoring
from evenhand.domains.consents import service as consents
from evenhand.domains.footprint import service as footprint
from evenhand.domains.identity import queries
from evenhand.domains.identity import service as identity
from evenhand.domains.identity.schemas import ApiKeyIn, EmailChange, InvitationIn, SecondStepChange
from evenhand.domains.identity.service import api_keys, second_step_setup, second_steps
from evenhand.domains.interviews.schemas.contests import ContestIn
from evenhand.domains.interviews.schemas.practice import PracticeIn
from evenhand.domains.interviews.service import contests, inviting
from evenhand.domains.interviews.service import practice as practising
from evenhand.domains.jobs import service as jobs
from evenhand.domains.jobs.models import Job
from evenhand.domains.matching import service as matching
from evenhand.domains.privacy import service as privacy
from evenhand.domains.resumes import service as resumes
from evenhand.domains.resumes.models import Resume
from evenhand.external.oidc import Entered
from evenhand.kit.background import FollowerTable
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Database, Session, make_engine
from evenhand.kit.ids import new_id
from evenhand.kit.issuers import Issuer
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import SAFE_METHODS
from evenhand.kit.settings import Settings
from evenhand.main import create_api
from evenhand.wiring import House
from tests.applicants import LETTER, make_application, make_resume
from tests.bad_input.aftermath import rows, speaks_plainly
from tests.client import Client
from tests.conftest import QUICK_PASSWORDS, RolledBack, new_database, on_database, run_queue
from tests.domains.privacy.erasures import make_erasure
from tests.interviewing import GOOD, asked, make_interview, make_question, question_fields, take
from tests.openings import job_fields, make_draft, make_job
from tests.people import NOW, PASSWORD, Cast, Member, agree, make_cast
from tests.second_steps import code_of

AFTER_BOTH = {200, 204, 303, 401, 403, 404, 409, 422}  # the second may be told that it is done, or gone


@dataclass(frozen=True)
class Click:
    """Who presses it, and what their form sends. Braces in values are filled with ids of the place."""

    who: str
    fields: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)  # where the button is about another one than usual
    file: str = ""
    page: str = ""  # where the form is, if not at its own address
    again: str = ""  # the table in which the second leaves a row of its own, as it should


QUESTION = {name: value for name, value in question_fields().items() if name != "key_points"}
JOB = {name: str(value) for name, value in job_fields().items() if not isinstance(value, list)}
DAYS = {"start_date": "2026-12-01", "end_date": "2026-12-31"}
ELSEWHERE = Entered("https://id.example", "mira|1")
CLICKS: dict[str, Click] = {
    "/account/data/erase": Click("noor", {"password": PASSWORD}),
    "/account/data/erasures/{erasure_id}/cancel": Click("mira"),
    "/account/consents/{purpose}/give": Click("noor", {"notice": "1"}, {"purpose": "stopped"}),
    "/account/consents/{purpose}/withdraw": Click("mira", ids={"purpose": "agreed"}),
    "/account/acting": Click("bob"),
    "/account/connect/{provider}/end": Click("mira"),
    "/account/data/export": Click("mira"),
    "/staff/retention": Click("alice", {"rejected": "12"}),
    "/staff/applications/{application_id}/custody/erase": Click("alice", {"reason": "mistake"}),
    "/staff/applications/{application_id}/custody/hold": Click("alice", {"reason": "claim"}),
    "/staff/applications/{application_id}/custody/hold/lift": Click("alice", ids={"application_id": "held_id"}),
    "/account/email": Click("mira", {"email": "elsewhere@example.org", "current_password": PASSWORD}),
    "/account/email/link": Click("noor"),
    "/account/language": Click("mira", {"language": "ru"}),
    "/account/password": Click("mira", {"current_password": PASSWORD, "new_password": "another horse battery"}),
    "/account/reminders": Click("mira", {"reminders": "1"}),
    "/account/sign-ins/end": Click("mira"),
    "/account/sign-ins/{sign_in_id}/end": Click("mira"),
    "/account/second-step": Click("noor"),
    "/account/second-step/confirm": Click("mira", {"code": "{app_code}", "current_password": PASSWORD}),
    "/account/second-step/off": Click("erin", {"code": "{erins_code}", "current_password": PASSWORD}),
    "/account/second-step/recovery-codes": Click("erin", {"code": "{erins_code}", "current_password": PASSWORD}),
    "/account/second-step/rule": Click("alice", {"required": "on"}, again="audit_entry"),
    "/applications/{application_id}/withdraw": Click("mira", {"reason": "I have moved."}),
    "/chat": Click("noor", {"job_id": "{job_id}"}),
    "/chat/{chat_id}": Click("mira", {"text": "What about a gap?"}, {"chat_id": "quiet_chat_id"}),
    "/chat/{chat_id}/about": Click("mira", {"title": "Another title"}),
    "/chat/{chat_id}/delete": Click("mira"),
    "/chat/{chat_id}/messages/{message_id}/stop": Click("mira", page="/chat/{chat_id}"),
    "/confirm-email": Click("mira", {"token": "{email_token}"}),
    "/footprint/dismissed/{skill_id}": Click("mira", page="/footprint"),
    "/footprint/dismissed/{skill_id}/restore": Click("mira", page="/footprint"),
    "/footprint/{source}": Click("noor", {"account": "octo-noor"}, page="/footprint"),
    "/footprint/{source}/look": Click("mira", page="/footprint"),
    "/footprint/{source}/unlink": Click("mira", page="/footprint"),
    "/forgot-password": Click("", {"email": "mira@example.org"}, again="pgqueuer"),
    "/interviews/{interview_id}": Click(
        "noor", {"question_id": "{asked_id}", "text": GOOD}, {"interview_id": "running_id"}
    ),
    "/invitation": Click("mira", {"token": "{invitation}"}),
    "/invitation/sign-up": Click(
        "",
        {"token": "{invitation_new}", "name": "Tess Newcomer", "password": PASSWORD},
        page="/invitation?token={invitation_new}",
    ),
    "/interviews/{interview_id}/ask": Click("mira"),
    "/interviews/{interview_id}/contest": Click(
        "mira", {"words": "The second answer says so."}, {"interview_id": "shown_id"}
    ),
    "/jobs/{job_id}/apply": Click("mira", {"resume_id": "{resume_id}", "letter": LETTER}, {"job_id": "other_job_id"}),
    "/jobs/{job_id}/gap": Click("mira", ids={"job_id": "closed_id"}),
    "/jobs/{job_id}/gap/plan": Click("mira", ids={"job_id": "closed_id"}, page="/plan"),
    "/jobs/{job_id}/tailor": Click("mira"),
    "/jobs/{job_id}/tailor/edit/{part}": Click("mira", {"text": "Built services."}, {"job_id": "closed_id"}),
    "/jobs/{job_id}/save": Click("mira", ids={"job_id": "other_job_id"}),
    "/jobs/{job_id}/unsave": Click("mira", ids={"job_id": "closed_id"}),
    "/organisations/new": Click("mira", {"name": "Quay & Sons", "about": "Ropes."}),
    "/practice": Click("noor", {"job_id": "{job_id}"}),
    "/practice/{practice_id}": Click("mira", {"question_id": "{practice_question_id}", "text": GOOD}),
    "/practice/{practice_id}/delete": Click("mira"),
    "/practice/{practice_id}/grade": Click("mira"),
    "/reset-password": Click("mira", {"token": "{reset}", "new_password": "another horse battery"}),
    "/resumes": Click("mira", file="A quite new resume\nalice@example.org\n\nSkills\nPython\n"),
    "/resumes/{resume_id}/add/{section}": Click(
        "mira", {"name": "First aid", "entry": "01a1fe8e128c70ebb85816f6e8f7c434"}
    ),
    "/resumes/{resume_id}/again": Click("mira"),
    "/resumes/{resume_id}/confirm": Click("mira"),
    "/plan": Click("mira", {"id": str(UUID(int=7)), "title": "Read one book", **DAYS}),
    "/plan/{task_id}": Click("mira", {"title": "Read two books", **DAYS}, page="/plan"),
    "/plan/{task_id}/tick": Click("mira", {"done": "1"}, page="/plan"),
    "/plan/{task_id}/delete": Click("mira", page="/plan"),
    "/resumes/{resume_id}/report": Click("mira"),
    "/resumes/{resume_id}/report/wordings": Click("mira", page="/resumes/{resume_id}/report"),
    "/resumes/{resume_id}/report/plan": Click("mira", page="/resumes/{resume_id}/report"),
    "/resumes/{resume_id}/review": Click("mira"),
    "/resumes/{resume_id}/default": Click("mira", ids={"resume_id": "spare_resume_id"}),
    "/resumes/{resume_id}/delete": Click("mira", ids={"resume_id": "spare_resume_id"}),
    "/resumes/{resume_id}/edit/{section}/{entry}": Click(
        "mira",
        {"name": "Depotline", "position": "Backend developer", "startDate.year": "2021", "seen": "{seen}"},
        {"section": "at_work"},
    ),
    "/resumes/{resume_id}/keep": Click("mira", {"section": "work", "entry": "none"}),
    "/resumes/{resume_id}/link": Click("mira"),
    "/resumes/{resume_id}/remove": Click("mira", {"section": "work", "entry": "{entry}"}),
    "/resumes/{resume_id}/skills": Click("mira", {"skills": "Kotlin"}),
    "/resumes/{resume_id}/undo": Click("mira", {"section": "work", "id": "{correction}"}),
    "/sign-in": Click("", {"email": "mira@example.org", "password": PASSWORD}, again="web_session"),
    "/sign-in/code": Click("", {"ticket": "{ticket}", "code": "{erins_code}"}),
    "/sign-out": Click("mira"),
    "/sign-up": Click("", {"name": "New Person", "email": "new@example.org", "password": PASSWORD}),
    "/staff/applications/{application_id}/interview/contest": Click(
        "bob",
        {"outcome": "rated", "relevance": "8", "words": "It says so, in other words."},
        {"application_id": "contested_id"},
    ),
    "/staff/applications/{application_id}/interview/extra-time": Click(
        "bob", {"extra": "50"}, {"application_id": "away_id"}
    ),
    "/staff/applications/{application_id}/interview/grade": Click("bob", again="pgqueuer"),  # graded once all the same
    "/staff/applications/{application_id}/interview/invite": Click("bob", ids={"application_id": "fresh_id"}),
    "/staff/applications/{application_id}/interview/rate": Click(
        "bob", {"relevance": "4", "comment": "Knows the trade."}, {"application_id": "graded_id"}
    ),
    "/staff/applications/{application_id}/interview/release": Click("bob", ids={"application_id": "graded_id"}),
    "/staff/applications/{application_id}/interview/replay": Click("bob", ids={"application_id": "graded_id"}),
    "/staff/applications/{application_id}/move": Click(
        "bob", {"to": "review", "version": "1"}, {"application_id": "fresh_id"}
    ),
    "/staff/applications/{application_id}/notes": Click("bob", {"text": "Ask about nights."}),
    "/staff/applications/{application_id}/notes/{note_id}": Click(
        "bob", {"text": "Ask about mornings.", "version": "1"}
    ),
    "/staff/applications/{application_id}/notes/{note_id}/delete": Click("bob", {"version": "1"}),
    "/staff/applications/{application_id}/reject": Click(
        "bob",
        {"version": "1", "reason": "The work is by hand, and the letter says why not."},
        {"application_id": "fresh_id"},
    ),
    "/staff/jobs": Click("bob", {**JOB, "job_id": "01a1fe8e-128c-70eb-b858-16f6e8f7c434"}),
    "/staff/jobs/{job_id}/close": Click("bob", {"version": "2"}),
    "/staff/jobs/{job_id}/edit": Click("bob", {**JOB, "title": "Another title", "version": "2"}),
    "/staff/jobs/{job_id}/pipeline/move": Click("bob", {"to": "review", "chosen": "{fresh_id}.1"}),
    "/staff/jobs/{job_id}/pipeline/reject": Click(
        "bob", {"chosen": "{fresh_id}.1", "reason": "The work is by hand, and the letter says why not."}
    ),
    "/staff/jobs/{job_id}/publish": Click("bob", {"version": "1"}, {"job_id": "draft_id"}),
    "/staff/jobs/{job_id}/questions/earlier": Click("bob", {"pick": "{earlier_id}"}, {"job_id": "other_job_id"}),
    "/staff/jobs/{job_id}/questions/generate": Click("bob", {"count": "5", "mix": "level"}, {"job_id": "other_job_id"}),
    "/staff/jobs/{job_id}/questions/new": Click("erin", {**QUESTION, "key_points": "Roll back first"}),
    "/staff/jobs/{job_id}/questions/several": Click("erin", {"pick": "{question_id}:1", "act": "approve"}),
    "/staff/jobs/{job_id}/questions/{question_id}": Click(
        "erin", {**QUESTION, "key_points": "Roll back first", "gold": "Another answer.", "version": "1"}
    ),
    "/staff/jobs/{job_id}/questions/{question_id}/reject": Click("erin", {"version": "1", "note": "Asks for trivia."}),
    "/staff/jobs/{job_id}/questions/{question_id}/try": Click("erin", {"answer": GOOD}),
    "/staff/jobs/{job_id}/reopen": Click("bob", {"version": "3"}, {"job_id": "closed_id"}),
    "/staff/people/invitations": Click("alice", {"email": "another@example.org", "role": "expert"}),
    "/staff/people/invitations/{invitation_id}/again": Click("alice"),
    "/staff/people/invitations/{invitation_id}/withdraw": Click("alice"),
    "/staff/people/{member_id}/remove": Click("alice"),
    "/staff/people/{member_id}/role": Click("alice", {"role": "expert"}),
    "/staff/jobs/suggest": Click("bob", JOB, page="/staff/jobs/new"),
    "/staff/jobs/{job_id}/suggest": Click("bob", {**JOB, "version": "2"}, page="/staff/jobs/{job_id}/edit"),
    "/staff/keys": Click("bob", {"name": "Export", "scopes": "jobs:read", "days": "90"}, again="api_key"),
    "/staff/keys/{key_id}/revoke": Click("bob"),
    "/staff/moves/undo": Click("bob", {"act": "{act_id}"}),
    "/staff/rules": Click("alice", {"rate_first": "1", "release": "scored"}),
    "/staff/names": Click("bob", {"hidden": "1", "back": "/staff/jobs"}),
}


@dataclass
class Place:
    """A database in which there is something to do for every form."""

    house: House
    api: FastAPI
    url: str
    name: str
    cast: Cast
    ids: dict[str, str]


@pytest.fixture(scope="module")
async def place(worker: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    name = f"clicks_{worker}"
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("clicks"),
        environment="development",
        issuers=(Issuer(key="main", name="Main", issuer=ELSEWHERE.issuer, client_id="evenhand"),),
        _env_file=None,
    )
    async with new_database(name) as url:
        house = House.build(settings, database_url=url, passwords=QUICK_PASSWORDS)
        cast = await make_cast(house)
        ids = {key: str(value) for key, value in (await _furnish(house, cast)).items()}
        await house.database.close()  # or it could not be copied
        yield Place(house, create_api(house), url, name, cast, ids)


async def _furnish(house: House, cast: Cast) -> dict[str, UUID | str]:
    graded = await make_interview(house, cast)
    async with house.database.transaction() as session:
        reported = (await session.get_one(Application, graded.application_id)).resume_id
        assert reported
        await reports.ask(session, actor=cast.mira.actor, resume_id=reported, now=NOW)
    await take(house, cast.mira, graded, [GOOD, None, GOOD])
    await run_queue(house)
    shown, contested = [
        await make_interview(
            house, cast, application=await make_application(house, cast.mira, await make_job(house, cast.bob))
        )
        for _ in range(2)
    ]
    for one in (shown, contested):
        await take(house, cast.mira, one, [GOOD, None, GOOD])
    await run_queue(house)
    async with house.database.transaction() as session:
        for one in (shown, contested):
            await inviting.release(session, actor=cast.bob.actor, interview_id=one.id, now=NOW)
        wrong = ContestIn(words="The first answer says so.")
        await contests.contest(
            session, actor=cast.mira.actor, interview_id=contested.id, given=wrong, vault=house.vault, now=NOW
        )
    job = await make_job(house, cast.bob, title="Site reliability engineer")
    interview = await make_interview(house, cast, application=await make_application(house, cast.mira, job))
    await take(house, cast.mira, interview, [GOOD, None, GOOD])
    job = await _job(house, interview.job_id)
    earlier = await make_question(house, cast.erin, job)
    waiting = await make_question(house, cast.erin, job, approved=False, text="What do you look at first, and why?")
    fresh = await make_application(house, cast.noor, job)
    moved = await make_application(house, cast.noor, await _job(house, graded.job_id))
    other_job = await make_job(house, cast.bob, title="Data engineer")
    elsewhere = await make_job(house, cast.bob, title="Platform engineer")
    running = await make_interview(house, cast, application=await make_application(house, cast.noor, elsewhere))
    draft = await make_draft(house, cast.bob, title="Crane operator")
    closed = await make_job(house, cast.bob, title="Welder")
    spare = await make_resume(
        house, cast.mira, name="spare.txt", text="{name}\n{first}@example.org\n\nSkills\nPython\n"
    )
    async with house.database.transaction() as session:
        await jobs.close_job(session, actor=cast.bob.actor, job_id=closed.id, now=NOW)
        await tailoring.ask(session, actor=cast.mira.actor, job_id=closed.id, now=NOW)
        await matching.save(session, actor=cast.mira.actor, job_id=closed.id, now=NOW)
        await consents.withdraw(session, actor=cast.noor.actor, name="processing", now=NOW)
        for member in (cast.mira, cast.noor):
            await agree(session, member.actor, "footprint")
        await footprint.link(
            session,
            actor=cast.mira.actor,
            source="github",
            typed="octo-mira",
            on=["github"],
            vault=house.vault,
            now=utc_now(),
        )
        await session.execute(text("UPDATE footprint_link SET state = 'ready'"))
        note = await applications.add_note(
            session,
            actor=cast.bob.actor,
            application_id=interview.application_id,
            text="Call.",
            vault=house.vault,
            now=utc_now(),
        )
        act = new_id()
        await applications.move(
            session,
            actor=cast.bob.actor,
            application_id=moved.id,
            to="review",
            version=moved.version,
            act_id=act,
            vault=house.vault,
            now=utc_now(),
        )
        wanted = PracticeIn(job_id=interview.job_id)
        practice = await practising.start(session, wanted, actor=cast.mira.actor, vault=house.vault, now=NOW)
        about: dict[str, Any] = {"actor": cast.mira.actor, "vault": house.vault, "now": utc_now()}
        planned = await plans.add(session, TaskIn(title="Read a book"), **about)
        quiet = await chat.start(session, ThreadIn(job_id=interview.job_id), **about)
        talk = await chat.start(session, ThreadIn(), **about)
        _, answer = await chat.put(session, MessageIn(text="What about a gap?"), thread_id=talk.id, **about)
        away = await identity.issue_tokens(
            session, actor=cast.mira.actor, signer=house.signer, settings=house.settings, now=utc_now()
        )
        index = house.signer.email_index(cast.mira.email)
        made = await identity.make_reset(session, ask_id=new_id(), email_index=index, now=utc_now())
        assert made
        change = EmailChange(email="next@example.org", current_password=PASSWORD)
        for member in (cast.noor, cast.mira):
            await identity.ask_for_other_email(
                session,
                change,
                actor=member.actor,
                passwords=house.passwords,
                vault=house.vault,
                signer=house.signer,
                now=utc_now(),
            )
            link = await queries.email_link(session, person_id=member.id)
            assert link
            made_link = await identity.make_link(session, ask_id=link.ask_id, person_id=member.id, vault=house.vault)
            assert made_link
            email_token = made_link.token
        await identity.connect(session, ELSEWHERE, actor=cast.mira.actor, signer=house.signer, now=NOW)
        invitations = [
            await identity.invite(
                session,
                InvitationIn.model_validate({"email": email, "role": "expert"}),
                actor=cast.alice.actor,
                vault=house.vault,
                signer=house.signer,
                now=utc_now() - timedelta(hours=1),
            )
            for email in (cast.mira.email, "tess@example.org")
        ]
        rows_of = await session.execute(text("SELECT id, ask_id FROM invitation"))
        links = {row[0]: row[1] for row in rows_of}
        new = ApiKeyIn(name="Export", scopes=[Permission.JOBS_READ])
        key, _ = await api_keys.make_key(session, new, actor=cast.bob.actor, now=utc_now())
        app_code = code_of(
            (await second_step_setup.begin(session, actor=cast.mira.actor, vault=house.vault, now=utc_now())).secret
        )
        erins_code, ticket = await _with_second_step(house, session, cast.erin)
        sign_in = house.signer.read(identity.ACCESS_TOKEN, away.access_token, now=utc_now())["sid"]
        taken = await session.get_one(Application, interview.application_id)
        assert taken.resume_id
        resume = await session.get_one(Resume, taken.resume_id)
        entry = (await resumes.open_resume(resume, vault=house.vault)).corrected.keys["work"][0]
        await resumes.change(
            session,
            actor=cast.mira.actor,
            resume_id=resume.id,
            section="work",
            entry=entry,
            values={"position": "Engineer"},
            vault=house.vault,
            now=NOW,
        )
        opened = await resumes.open_resume(resume, vault=house.vault)
        erasure = await make_erasure(session, house, cast.mira)
        await privacy.set_hold(
            session, actor=cast.alice.actor, application_id=fresh.id, reason="claim", ends_on=None, now=utc_now()
        )
    return {
        "job_id": interview.job_id,
        "part": "work-0",
        "application_id": interview.application_id,
        "interview_id": interview.id,
        "running_id": running.id,
        "away_id": running.application_id,
        "asked_id": (await asked(house, running))[0].id,
        "question_id": waiting.id,
        "fresh_id": fresh.id,
        "other_job_id": other_job.id,
        "draft_id": draft.id,
        "closed_id": closed.id,
        "resume_id": taken.resume_id,
        "spare_resume_id": spare.id,
        "note_id": note.id,
        "source": "github",
        "skill_id": "rust",
        "task_id": planned.id,
        "chat_id": talk.id,
        "quiet_chat_id": quiet.id,
        "message_id": answer.id,
        "practice_id": practice.id,
        "practice_question_id": practice.id,
        "section": "certificates",
        "at_work": "work",
        "stopped": "processing",
        "agreed": "interview",
        "entry": entry,
        "seen": resumes.current_entry(opened, "work", entry).seen,
        "correction": opened.corrections[0].id,
        "graded_id": graded.application_id,
        "shown_id": shown.id,
        "contested_id": contested.application_id,
        "act_id": act,
        "earlier_id": earlier.id,
        "sign_in_id": sign_in,
        "reset": made[1],
        "key_id": key.id,
        "app_code": app_code,
        "erins_code": erins_code,
        "ticket": ticket,
        "email_token": email_token,
        "erasure_id": erasure.id,
        "provider": "main",
        "member_id": cast.erin.id,
        "invitation_id": invitations[0].id,
        "invitation": house.signer.proof("invitation", str(links[invitations[0].id])),
        "invitation_new": house.signer.proof("invitation", str(links[invitations[1].id])),
        "held_id": fresh.id,
    }


async def _with_second_step(house: House, session: Session, who: Member) -> tuple[str, str]:
    """A recovery code of theirs, and the ticket that their password gets."""
    about: dict[str, Any] = {"actor": who.actor, "vault": house.vault, "now": utc_now()}
    code = code_of((await second_step_setup.begin(session, **about)).secret)
    change = SecondStepChange(code=code, current_password=PASSWORD)
    made = await second_step_setup.switch_on(session, change, passwords=house.passwords, signer=house.signer, **about)
    person = (await queries.people(session, ids=[who.id]))[who.id]
    return made[0], second_steps.ticket_for(person, signer=house.signer, now=utc_now())


async def _job(house: House, job_id: UUID) -> Job:
    async with house.database.transaction() as session:
        return await session.get_one(Job, job_id)


class TestEveryForm:
    def test_has_a_row(self, api: FastAPI) -> None:
        """A new button is pressed twice too: give it a row above."""
        unsafe = {
            one.path for one in walk(api) if one.rule and one.rule.kind == "page" and one.method not in SAFE_METHODS
        }
        assert unsafe == set(CLICKS)

    @pytest.mark.parametrize("path", sorted(CLICKS))
    async def test_does_once_what_it_is_told_twice(self, place: Place, path: str) -> None:
        async with _rolled_back(place) as house:
            once, (first,) = await _press(place, house, path, times=1)
        speaks_plainly(first)
        async with _copy(place) as house:
            with capture_logs() as logged:
                twice, answers = await _press(place, house, path, times=2)
        for answer in answers:
            speaks_plainly(answer)
            assert answer.status_code in AFTER_BOTH, answer.text[-1500:]
        assert first.status_code in {answer.status_code for answer in answers}
        assert [entry for entry in logged if entry["log_level"] == "error"] == []
        again = CLICKS[path].again
        assert twice == {name: many * 2 if name == again else many for name, many in once.items()}


async def _press(place: Place, house: House, path: str, *, times: int) -> tuple[dict[str, int], list[Response]]:
    click = CLICKS[path]
    ids = {**place.ids, **{name: place.ids[other] for name, other in click.ids.items()}}
    fields = {name: value.format(**ids) if isinstance(value, str) else value for name, value in click.fields.items()}
    async with Client(place.api) as client:
        if click.who:
            await client.sign_in_as(getattr(place.cast, click.who), house)
        elif not client.csrf:
            found = await client.get(click.page.format(**ids) or path)
            client.csrf = found.text.partition('name="csrf_token" value="')[2][:64]
        before = await rows(house.database)
        files = {"file": ("resume.txt", click.file.encode())} if click.file else None
        sent = [client.submit(path.format(**ids), fields, files=files) for _ in range(times)]
        answers = list(await asyncio.gather(*sent))
        after = await rows(house.database)
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}, answers


@asynccontextmanager
async def _copy(place: Place) -> AsyncIterator[House]:
    async with new_database(f"{place.name}_copy", template=place.name) as url:
        engine = make_engine(url)
        yield _on(place, Database(engine, info={FollowerTable.INFO_KEY: place.house.followers}))
        await engine.dispose()


@asynccontextmanager
async def _rolled_back(place: Place) -> AsyncIterator[House]:
    engine = make_engine(place.url)
    async with engine.connect() as connection:
        transaction = await connection.begin()
        yield _on(place, RolledBack(connection, place.house.followers))
        await transaction.rollback()
    await engine.dispose()


def _on(place: Place, database: Database) -> House:
    """The product of the place on another database."""
    house = on_database(place.house, database)
    place.api.state.database, place.api.state.rates = house.database, house.rates
    return house
