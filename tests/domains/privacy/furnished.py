"""A candidate about whom there is something in every table, with words in each sealed text that nobody else uses."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import text
from tests.applicants import RESUME, make_application, make_resume
from tests.conftest import run_queue
from tests.external.llm.fault_server import FaultServer, pieces
from tests.interviewing import asked, make_interview, take
from tests.openings import make_job
from tests.people import NOW, Cast, agree

from evenhand.domains.applications import service as applications
from evenhand.domains.coaching.rules.refining import Refined, Worded
from evenhand.domains.coaching.schemas.chat import MessageIn, ThreadIn
from evenhand.domains.coaching.schemas.plans import TaskIn
from evenhand.domains.coaching.service import chat, gap_plans, plans, reports, reviews, tailoring
from evenhand.domains.coaching.service.reports import wording as report_wording
from evenhand.domains.footprint import service as footprint
from evenhand.domains.identity import service as identity
from evenhand.domains.identity.models import Person
from evenhand.domains.identity.schemas import InvitationIn
from evenhand.domains.identity.service.email_links import promise_link
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.schemas.contests import ContestAnswerIn, ContestIn
from evenhand.domains.interviews.schemas.practice import PracticeIn
from evenhand.domains.interviews.schemas.ratings import RatingIn
from evenhand.domains.interviews.service import contests, inviting, pacing, ratings, taking, writing
from evenhand.domains.interviews.service import practice as practising
from evenhand.domains.llm import service as llm
from evenhand.domains.llm.service import Material
from evenhand.domains.matching import service as matching
from evenhand.domains.resumes import service as resumes
from evenhand.external.footprint import Contribution, GithubFound, Language, Looked
from evenhand.external.llm import Tally
from evenhand.external.llm.chain import Chain
from evenhand.external.oidc import Entered
from evenhand.kit.clock import utc_now
from evenhand.kit.endpoints import Endpoint
from evenhand.wiring import House

CANARIES = {  # by the sealed column in which it is planted
    "person.contact_sealed": "mira@example.org",
    "email_link.email_sealed": "pipit@example.org",
    "invitation.email_sealed": "mira@example.org",
    "resume.file_name_sealed": "goldcrest.txt",
    "resume.document_sealed": "Kinglet from the text",
    "resume.profile_sealed": "Kinglet from the text",
    "resume.corrections_sealed": "Firecrest by correction",
    "resume_review.review_sealed": "evenhand.reviewing",  # a review quotes the resume; its engine is named nowhere else
    "resume_review.refined_sealed": "Dipper in the words of a language model",
    "career_report.report_sealed": "evenhand.career",  # as with a review
    "report_wording.refined_sealed": "Wagtail in a report by a language model",
    "plan_task.title_sealed": "Whinchat in the plan",
    "plan_task.description_sealed": "Stonechat in its description",
    "plan_source.words_sealed": "Ortolan keeper, as the job was called",
    "tailoring.made_sealed": "Built services in Python and PostgreSQL that keep parcels honest",
    "tailoring.edits_sealed": "Fieldfare in a letter of her own",
    "gap_report.analysis_sealed": "Built services in Python and PostgreSQL that keep parcels honest",
    "application.summary_sealed": "mira@example.org",
    "application.received_sealed": "Siskin in the letter",
    "application_move.reason_sealed": "Linnet is the reason of the decision",
    "application_note.text_sealed": "Twite in a note",
    "interview_answer.text_sealed": "I roll back to restore the service first, said the redpoll",
    "interview_answer.other_sealed": "Brambling on another device",
    "score.grade_sealed": "I roll back to restore the service first",
    "interview_rating.detail_sealed": "Serin in a comment",
    "score_contest.words_sealed": "Bluethroat contests the second answer",
    "score_contest.answer_sealed": "Wryneck answers the contest",
    "footprint_link.account_sealed": "ouzel-of-the-west",
    "footprint_link.found_sealed": "Ring ouzel in a contribution",
    "chat_thread.title_sealed": "What of the Kinglet, asked the dotterel?",
    "chat_message.text_sealed": "What of the Kinglet, asked the dotterel?",
    "chat_message.sources_sealed": "Kinglet from the text",
    "llm_call.sent_sealed": "Nuthatch in what was sent",
    "llm_call.said_sealed": "Treecreeper in what was said",
    "mail.content_sealed": "Linnet is the reason of the decision",
    "practice_answer.text_sealed": "Citril in practice, where I roll back first",
    "practice_answer.other_sealed": "Dunnock on another device",
    "practice_answer.grade_sealed": "Citril in practice, where I roll back first",
}
NOT_FOR_HER = ("Restore the service first: roll back to the previous release.", "noor", "Noor", "Wheatear")
"""The gold answer of tests.interviewing, and everything of the other candidate."""


async def furnish(house: House, cast: Cast, *, release: bool = True) -> UUID:
    """Mira reads, applies, is interviewed, rated, turned down and practises; Noor does some of it too. The interview's
    id."""
    job = await make_job(house, cast.bob)
    await make_resume(house, cast.mira, text=RESUME + "\nKinglet from the text\n", name="goldcrest.txt")
    own = await make_application(house, cast.mira, job, letter=CANARIES["application.received_sealed"])
    await make_application(house, cast.noor, job, letter="Wheatear wants the same work.")
    interview = await make_interview(house, cast, application=own)
    async with house.database.transaction() as session:
        await matching.save(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
        await tailoring.ask(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
    await take(house, cast.mira, interview, [CANARIES["interview_answer.text_sealed"] + ".", None, "I add a test."])
    await run_queue(house)
    await _plan_for_a_job_that_is_called_otherwise_now(house, cast)
    async with house.database.transaction() as session:
        assert own.resume_id
        await reports.ask(session, actor=cast.mira.actor, resume_id=own.resume_id, now=NOW)
        task = TaskIn(title=CANARIES["plan_task.title_sealed"], description=CANARIES["plan_task.description_sealed"])
        await plans.add(session, task, actor=cast.mira.actor, vault=house.vault, now=NOW)
        await tailoring.edit(
            session,
            actor=cast.mira.actor,
            job_id=job.id,
            key="letter",
            text=CANARIES["tailoring.edits_sealed"],
            keep=True,
            vault=house.vault,
        )
        assert own.resume_id
        await resumes.change(
            session,
            actor=cast.mira.actor,
            resume_id=own.resume_id,
            section="basics",
            entry="",
            values={"label": CANARIES["resume.corrections_sealed"]},
            vault=house.vault,
            now=NOW,
        )
        her = await session.get_one(Person, cast.mira.id)
        next_email = CANARIES["email_link.email_sealed"]
        await promise_link(session, her, next_email, vault=house.vault, signer=house.signer, now=utc_now())
        invited = InvitationIn.model_validate({"email": cast.mira.email, "role": "expert"})
        await identity.invite(session, invited, actor=cast.alice.actor, vault=house.vault, signer=house.signer, now=NOW)
        elsewhere = Entered("https://id.example", "mira|1")
        await identity.connect(session, elsewhere, actor=cast.mira.actor, signer=house.signer, now=NOW)
        key = await house.vault.key(cast.mira.id, interview.org_id)
        question = (await asked(house, interview))[0]
        answers = await queries.answers(session, org_id=interview.org_id, interview_id=interview.id)
        writing.keep_elsewhere(answers[question.id], CANARIES["interview_answer.other_sealed"], key, at=NOW)
        about: dict[str, Any] = {"vault": house.vault, "now": NOW}
        await ratings.rate(
            session,
            actor=cast.alice.actor,
            interview_id=interview.id,
            given=RatingIn.model_validate({"relevance": 4, "comment": CANARIES["interview_rating.detail_sealed"]}),
            **about,
        )
        note = f"{CANARIES['application_note.text_sealed']}, @Bob Recruiter."
        await applications.add_note(session, actor=cast.alice.actor, application_id=own.id, text=note, **about)
        await applications.note_look(session, actor=cast.alice.actor, application_id=own.id, what="resume", now=NOW)
        if release:
            await inviting.release(session, actor=cast.bob.actor, interview_id=interview.id, now=NOW)
            said = ContestIn(words=CANARIES["score_contest.words_sealed"])
            await contests.contest(session, actor=cast.mira.actor, interview_id=interview.id, given=said, **about)
            reply = ContestAnswerIn(outcome="kept", words=CANARIES["score_contest.answer_sealed"])
            await contests.answer(session, actor=cast.bob.actor, interview_id=interview.id, given=reply, **about)
        row = await applications.received_application(session, org_id=interview.org_id, application_id=own.id)
        reason = CANARIES["application_move.reason_sealed"]
        await applications.move(
            session,
            actor=cast.bob.actor,
            application_id=own.id,
            to="rejected",
            version=row.version,
            reason=reason,
            **about,
        )
    await _practise(house, cast)
    await _talk(house, cast, resume_id=own.resume_id)
    await _ask(house, cast)
    await _show_work(house, cast)
    await run_queue(house)
    async with house.database.transaction() as session:
        review: dict[str, Any] = {"person_id": cast.mira.id, "resume_id": own.resume_id, "vault": house.vault}
        facts = await reviews.to_refine(session, now=NOW, **review)
        assert facts
        wording = Worded("/work/0/highlights/0", "Built services", CANARIES["resume_review.refined_sealed"])
        await reviews.keep_refined(session, Refined((wording,)), facts=facts, **review)
        told = Worded("/career_report/summary", "Counted", CANARIES["report_wording.refined_sealed"])
        answered = Refined((told,), provenance={"endpoint": "somewhere"})  # answered: nobody is asked again
        await report_wording.ask(session, actor=cast.mira.actor, resume_id=own.resume_id, now=NOW)
        work = await report_wording.begin(
            session, person_id=cast.mira.id, resume_id=own.resume_id, vault=house.vault, languages=house.languages
        )
        assert work
        await report_wording.keep(session, work, answered, vault=house.vault, now=NOW)
    return interview.id


async def _talk(house: House, cast: Cast, *, resume_id: UUID) -> None:
    """With the coach, which looks things up in her resume."""
    async with house.database.transaction() as session:
        about: dict[str, Any] = {"actor": cast.mira.actor, "vault": house.vault, "now": utc_now()}
        talk = await chat.start(session, ThreadIn(resume_id=resume_id), **about)
        said = MessageIn(text=CANARIES["chat_message.text_sealed"])
        await chat.put(session, said, thread_id=talk.id, **about)


async def _ask(house: House, cast: Cast) -> None:
    """A language model, which is the operator's own."""
    async with FaultServer([pieces(CANARIES["llm_call.said_sealed"])]).running() as server:
        endpoint = Endpoint(key="house", url=server.url, model="m", own=True)
        asking = replace(house.asking, models=Chain([endpoint]))
        sent = Material("resume", CANARIES["llm_call.sent_sealed"])
        prompt, places = llm.prompt("chat"), {"language": "English"}
        question = llm.Question("chat", cast.mira.id, prompt, places=places, materials=[sent])
        assert [piece async for piece in llm.stream(asking, question, Tally())]


async def _show_work(house: House, cast: Cast) -> None:
    """Her account at GitHub, as if it had answered."""
    name, title = CANARIES["footprint_link.account_sealed"], CANARIES["footprint_link.found_sealed"]
    about: dict[str, Any] = {"vault": house.vault, "now": NOW}
    async with house.database.transaction() as session:
        await agree(session, cast.mira.actor, "footprint")
        link = await footprint.link(session, actor=cast.mira.actor, source="github", typed=name, on=["github"], **about)
        changes = [Contribution(repository="harbour/tides", number=1, title=title)]
        known = [Language(name="Rust", repositories=3)]
        looked = Looked(GithubFound(account_id=1, name=name, contributions=changes, languages=known), {})
        await footprint.keep(session, person_id=cast.mira.id, link_id=link.id, looked=looked, **about)
        await footprint.dismiss(session, actor=cast.mira.actor, skill_id="rust", on=["github"], **about)


async def _practise(house: House, cast: Cast) -> None:
    async with house.database.transaction() as session:
        wanted = PracticeIn.model_validate({"skills": ["postgresql"], "count": 3})
        practice = await practising.start(session, wanted, actor=cast.mira.actor, vault=house.vault, now=NOW)
        rows = await queries.practised(session, person_id=cast.mira.id, practice_id=practice.id)
    for row in rows:
        async with house.database.transaction() as session:
            await taking.answer(
                session,
                actor=cast.mira.actor,
                interview_id=practice.id,
                question_id=row.id,
                text=CANARIES["practice_answer.text_sealed"] + ".",
                review=True,
                vault=house.vault,
                now=NOW,
            )
    async with house.database.transaction() as session:
        more: dict[str, Any] = {"interview_id": practice.id, "vault": house.vault, "now": NOW}
        await pacing.act(session, act="finish", actor=cast.mira.actor, **more)
        key = await house.vault.key(cast.mira.id, cast.mira.id)
        answers = await queries.practice_answers(session, person_id=cast.mira.id, practice_id=practice.id)
        writing.keep_elsewhere(answers[rows[0].id], CANARIES["practice_answer.other_sealed"], key, at=NOW)


async def _plan_for_a_job_that_is_called_otherwise_now(house: House, cast: Cast) -> None:
    about: dict[str, Any] = {"actor": cast.mira.actor, "now": NOW}
    job = await make_job(
        house, cast.charlie, title=CANARIES["plan_source.words_sealed"], required_skills=["kubernetes"]
    )
    async with house.database.transaction() as session:
        await matching.save(session, job_id=job.id, **about)
    await run_queue(house)
    async with house.database.transaction() as session:
        await gap_plans.take(session, job_id=job.id, skills=None, vault=house.vault, **about)
        await matching.unsave(session, actor=cast.mira.actor, job_id=job.id)
        await session.execute(text("UPDATE job SET title = 'Keeper' WHERE id = :id"), {"id": job.id})
