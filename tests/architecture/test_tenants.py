"""Every address with the real ids of one organisation and one candidate, opened by those it is not for: 404, always."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from scripts.docs import Walked, walk
from sqlalchemy import text
from tests.client import Client
from tests.domains.privacy.erasures import make_erasure
from tests.interviewing import GOOD, make_interview, make_question, question_fields, take
from tests.openings import job_fields, make_job
from tests.people import NOW, Cast, Member

from evenhand import wiring
from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import service as applications
from evenhand.domains.applications.models import Application
from evenhand.domains.coaching.schemas.chat import MessageIn, ThreadIn
from evenhand.domains.coaching.schemas.plans import TaskIn
from evenhand.domains.coaching.service import chat, plans, reports, tailoring
from evenhand.domains.identity import service as identity
from evenhand.domains.identity.schemas import ApiKeyIn, InvitationIn
from evenhand.domains.identity.service import api_keys
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.schemas.practice import PracticeIn
from evenhand.domains.interviews.service import inviting
from evenhand.domains.interviews.service import practice as practising
from evenhand.domains.matching import service as matching
from evenhand.domains.matching.queries import gaps as gap_reports
from evenhand.domains.matching.rules.gap import compare
from evenhand.domains.matching.service import gaps
from evenhand.domains.privacy import service as privacy
from evenhand.kit.clock import utc_now
from evenhand.kit.permissions import Permission
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
PUBLIC = {  # what everybody may read of a published job, and what anyone may do with one
    "/jobs/{job_id}",
    "/api/v1/jobs/{job_id}",
    "/jobs/{job_id}/apply",
    "/jobs/{job_id}/match",
    "/api/v1/jobs/{job_id}/match",
    "/jobs/{job_id}/tailor",
    "/api/v1/jobs/{job_id}/tailoring",
    "/jobs/{job_id}/saved",
    "/jobs/{job_id}/save",
    "/jobs/{job_id}/unsave",
    "/api/v1/jobs/{job_id}/saved",
}
PLACE = re.compile(r"{(\w+)}")
ELSEWHERE = {
    "provider",
    "purpose",
    "skill_id",
    "source",
    "slug",
    "tag",
    "reference",
}  # issuers, notices, taxonomy, sites of one's own accounts, public pages, languages, proofs
WORDS = {  # in addresses, beside an id: parts of a profile
    "{section}/{entry}": "basics/-",
    "{section}/{key}": "basics/-",
    "{section}": "work",
    "/edit/{part}": "/edit/letter",
    "/parts/{key}": "/parts/letter",
    "/files/{name}": "/files/cv.txt",
    "/gap/{name}": "/gap/report.md",
    "{correction_id}": "0",
}
FEWEST_ROUTES, FEWEST_NESTED = 50, 5  # a walk that finds nothing would pass; the product has many more
FORM = {  # of every page at once: each takes its own fields out of it
    "to": "review",
    "version": 1,
    "back": "resume",
    "reason": "Nothing that is mine to say.",
    "text": "Not mine.",
    "note": "Not mine.",
    "answer": "Not mine.",
    "question_id": str(UUID(int=1)),
    "extra": "50",
    "role": "expert",
    "words": "Not mine at all.",
    "outcome": "kept",
    **{name: value for name, value in question_fields().items() if name != "text"},
    **job_fields(),
}
BODIES = {  # of the API, which wants each exactly
    "/jobs/{job_id}/gap/plan": {},
    "/jobs/{job_id}/tailoring/parts/{key}": {"text": "Not mine."},
    "/applications/{application_id}/move": {"to": "review", "version": 1},
    "/applications/{application_id}/erasure": {"reason": "mistake"},
    "/applications/{application_id}/hold": {"reason": "claim"},
    "/applications/{application_id}/notes": {"text": "Not mine."},
    "/applications/{application_id}/notes/{note_id}": {"text": "Not mine."},
    "/organisation/members/{member_id}/role": {"role": "expert"},
    "/chats/{chat_id}": {"title": "Not mine"},
    "/tasks/{task_id}": {"done": True},
    "/chats/{chat_id}/messages": {"text": "Not mine."},
    "/interviews/{interview_id}/acts": {"act": "pause"},
    "/interviews/{interview_id}/answers": {"question_id": str(UUID(int=1)), "text": "Not mine."},
    "/interviews/{interview_id}/contest": {"words": "Not mine, and wrong."},
    "/interviews/{interview_id}/contest/answer": {"outcome": "kept", "words": "Not mine to answer."},
    "/interviews/{interview_id}/draft": {"question_id": str(UUID(int=1)), "text": "Not mine."},
    "/interviews/{interview_id}/extra-time": {"extra": 50},
    "/interviews/{interview_id}/ratings": {"relevance": 5},
    "/jobs/{job_id}/applications/move": {"to": "review", "chosen": [{"id": str(UUID(int=1)), "version": 1}]},
    "/jobs/{job_id}": {"version": 1, "title": "Not mine"},
    "/question-sets/{set_id}/questions": question_fields(),
    "/question-sets/{set_id}/reuse": {"questions": [str(UUID(int=1))]},
    "/question-sets/{set_id}/review": {"act": "approve", "questions": [{"id": str(UUID(int=1)), "version": 1}]},
    "/resumes/{resume_id}/profile": {"section": "work", "values": {"name": "Not mine."}},
    "/resumes/{resume_id}/profile/confirm": {},
    "/resumes/{resume_id}/profile/skills": {"add": ["Python"]},
    "/resumes/{resume_id}/profile/{section}/{key}": {"values": {"name": "Not mine."}},
    "/question-sets/{set_id}/questions/{question_id}": {"version": 1, "gold": "Not mine."},
    "/question-sets/{set_id}/questions/{question_id}/approve": {"version": 1},
    "/question-sets/{set_id}/questions/{question_id}/reject": {"version": 1, "note": "Not mine."},
    "/question-sets/{set_id}/questions/{question_id}/try": {"answer": "Not mine."},
}


@dataclass(frozen=True)
class Held:
    """The ids that the first organisation and Mira hold, by the name of their place in an address."""

    ids: dict[str, UUID]

    def path(self, one: Walked) -> str:
        """The address with its real ids."""
        path = one.path
        for name, value in WORDS.items():
            path = path.replace(name, value)
        for name, own in self.ids.items():
            path = path.replace(f"{{{name}}}", str(own))
        assert "{" not in path, f"{one.path} holds an id that this test does not make"
        return path


@pytest.fixture
async def held(house: House, cast: Cast, run_background: Callable[[], Awaitable[int]]) -> Held:
    """Everything there is, made by its people: a job with questions, an application, a scored interview, its mails."""
    interview = await make_interview(house, cast)
    await take(house, cast.mira, interview, [GOOD, None, GOOD])
    await run_background()
    async with house.database.transaction() as session:
        await inviting.release(session, actor=cast.bob.actor, interview_id=interview.id, now=NOW)
        application = await session.get_one(Application, interview.application_id)
        note = await applications.add_note(
            session,
            actor=cast.alice.actor,
            application_id=application.id,
            text="Calm.",
            vault=house.vault,
            now=utc_now(),  # for a quarter of an hour its author may open it
        )
        move = await application_queries.last_move(session, org_id=interview.org_id, application_id=application.id)
        assert move
        found = await queries.set_of_job(session, org_id=interview.org_id, job_id=interview.job_id)
        assert found
        question = (await queries.questions(session, org_id=interview.org_id, set_id=found.id))[0]
        mail_id = await session.scalar(text("SELECT id FROM mail WHERE person_id = :id LIMIT 1"), {"id": cast.mira.id})
        wanted = PracticeIn(job_id=interview.job_id)
        await matching.save(session, actor=cast.mira.actor, job_id=interview.job_id, now=NOW)
        (report,) = await gap_reports(session, person_id=cast.mira.id)
        mine: dict[str, Any] = {"person_id": cast.mira.id, "vault": house.vault, "now": NOW}
        side = await gaps.side_of(session, person_id=cast.mira.id, vault=house.vault)
        assert side
        work = await gaps.begin(session, person_id=cast.mira.id, report_id=report.id, side=side)
        assert work
        await gaps.keep(session, work, compare(work.person, work.advert, today=NOW.date()), **mine)
        wanted_for = await tailoring.ask(session, actor=cast.mira.actor, job_id=interview.job_id, now=NOW)
        task = await tailoring.begin(session, person_id=cast.mira.id, tailoring_id=wanted_for.id, vault=house.vault)
        assert task
        await tailoring.keep(session, task, task.make(NOW.date()), vault=house.vault, now=NOW)
        assert application.resume_id
        await reports.ask(session, actor=cast.mira.actor, resume_id=application.resume_id, now=NOW)
        practice = await practising.start(session, wanted, actor=cast.mira.actor, vault=house.vault, now=NOW)
        about: dict[str, Any] = {"actor": cast.mira.actor, "vault": house.vault, "now": NOW}
        planned = await plans.add(session, TaskIn(title="Read a book"), **about)
        talk = await chat.start(session, ThreadIn(), **about)
        _, answer = await chat.put(session, MessageIn(text="What about a gap?"), thread_id=talk.id, **about)
        await identity.start_web_session(session, actor=cast.mira.actor, settings=house.settings, now=utc_now())
        sign_in = (await identity.sign_ins(session, actor=cast.mira.actor, now=utc_now()))[0]
        invitation = await identity.invite(
            session,
            InvitationIn.model_validate({"email": "tess@example.org", "role": "expert"}),
            actor=cast.alice.actor,
            vault=house.vault,
            signer=house.signer,
            now=NOW,
        )
        key = ApiKeyIn(name="Export", scopes=[Permission.JOBS_READ])
        made_key, _ = await api_keys.make_key(session, key, actor=cast.bob.actor, now=NOW)
        export = await privacy.ask(session, actor=cast.mira.actor, now=NOW)
        erasure = await make_erasure(session, house, cast.mira)
    await run_background()
    assert application.resume_id
    return Held(
        {
            "job_id": interview.job_id,
            "application_id": application.id,
            "note_id": note.id,
            "act_id": move.act_id,
            "task_id": planned.id,
            "chat_id": talk.id,
            "message_id": answer.id,
            "practice_id": practice.id,
            "export_id": export.id,
            "erasure_id": erasure.id,
            "interview_id": interview.id,
            "resume_id": application.resume_id,
            "set_id": found.id,
            "question_id": question.id,
            "mail_id": UUID(str(mail_id)),
            "sign_in_id": sign_in.id,
            "member_id": cast.bob.id,
            "invitation_id": invitation.id,
            "key_id": made_key.id,
        }
    )


def with_ids(api: FastAPI) -> list[Walked]:
    """The routes that name something someone holds."""
    return [
        one
        for one in walk(api)
        if "{" in one.path and one.path not in PUBLIC and not any(f"{{{name}}}" in one.path for name in ELSEWHERE)
    ]


async def visit(client: Client, one: Walked, path: str) -> int:
    """Open the address, sending what a page or program of ours would; the status of the answer."""
    if one.rule and one.rule.kind == "api":
        body = BODIES.get(one.path.removeprefix(wiring.API_PREFIX))
        return (await client.request(one.method, path, json=body)).status_code
    form = {"csrf_token": client.csrf, **FORM} if one.method == "POST" else None
    return (await client.request(one.method, path, data=form)).status_code


class TestWhatOneOrganisationHolds:
    @pytest.mark.parametrize("who", ["charlie", "noor"])
    async def test_is_not_there_for_outsiders(
        self, api: FastAPI, client_of: ClientOf, house: House, cast: Cast, held: Held, who: str
    ) -> None:
        outsider: Member = getattr(cast, who)
        client = await client_of(outsider)
        routes = with_ids(api)
        assert len(routes) >= FEWEST_ROUTES
        for one in routes:
            assert one.rule
            expected = 404 if outsider.actor.may(one.rule.permission) else 403
            assert await visit(client, one, held.path(one)) == expected, one
        await self._is_there_for_its_people(api, client_of, cast, held)
        async with house.database.transaction() as session:
            application = await session.get_one(Application, held.ids["application_id"])
            assert (application.stage, application.version) == ("interview", 2)

    async def _is_there_for_its_people(self, api: FastAPI, client_of: ClientOf, cast: Cast, held: Held) -> None:
        """The other way round: the ids above are real, and nothing was changed or deleted."""
        people = [await client_of(cast.alice), await client_of(cast.mira)]
        for one in with_ids(api):
            if one.method == "GET":
                answers = [await visit(person, one, held.path(one)) for person in people]
                assert set(answers) & {200, 303}, (one, answers)

    async def test_is_not_there_below_what_an_outsider_holds(
        self, api: FastAPI, client_of: ClientOf, house: House, cast: Cast, held: Held
    ) -> None:
        """A question of ours under Charlie's job or set, and Charlie's under ours."""
        job = await make_job(house, cast.charlie)
        question = await make_question(house, cast.charlie, job)
        theirs = {"job_id": job.id, "set_id": question.set_id, "question_id": question.id}
        client = await client_of(cast.charlie)
        nested = [
            one for one in with_ids(api) if len(names := set(PLACE.findall(one.path))) > 1 and names <= set(theirs)
        ]
        assert len(nested) >= FEWEST_NESTED
        for one in nested:
            for inner in (True, False):
                ids = {name: held.ids[name] if (name == "question_id") is inner else theirs[name] for name in theirs}
                assert await visit(client, one, Held(ids).path(one)) == 404, (one, inner)
            assert await visit(client, one, Held(theirs).path(one)) in {200, 303, 409}, one


class TestLists:
    async def test_hold_nothing_of_others(self, api: FastAPI, client_of: ClientOf, cast: Cast, held: Held) -> None:
        """Every list and page without an id, opened by outsiders, names none of the ids."""
        private = [str(value) for name, value in held.ids.items() if name != "job_id"]  # the job is public
        for outsider in (cast.charlie, cast.noor):
            client = await client_of(outsider)
            for one in walk(api):
                if one.method == "GET" and "{" not in one.path:
                    shown = (await client.get(one.path)).text
                    assert [value for value in private if value in shown] == [], one
