"""The sentences of a career report by a language model: checked, marked, beside the counted ones, in no figure."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pypdfium2
import pytest
from sqlalchemy import text
from tests.applicants import make_resume
from tests.client import Client
from tests.domains.llm.test_asking import with_endpoint
from tests.external.llm import fault_server as does
from tests.external.llm.fault_server import Doing, FaultServer
from tests.openings import make_job
from tests.people import NOW, Cast, agree, refusal_of

from evenhand.domains.coaching.background import wordings
from evenhand.domains.coaching.background.wordings import word_report
from evenhand.domains.coaching.events import WordingWanted
from evenhand.domains.coaching.rules.report_telling import statements
from evenhand.domains.coaching.rules.reports import ShownReport
from evenhand.domains.coaching.service import held
from evenhand.domains.coaching.service import reports as service
from evenhand.domains.coaching.service.reports import wording
from evenhand.domains.consents import service as consents
from evenhand.domains.resumes.models import Resume
from evenhand.kit.endpoints import Budget
from evenhand.kit.languages import Languages
from evenhand.kit.words import reading
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Run = Callable[[], Awaitable[int]]
HEADLINE = "Towards “Backend engineer”: show what is there, and add Kubernetes."
SAID = "Show what is there towards “Backend engineer”, and add Kubernetes."
RUSSIAN = "Покажите то, что есть, и добавьте навыки к должности «Backend engineer»: Kubernetes."


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer([does.value({"statements": []})]).running() as one:
        yield one


@pytest.fixture
async def resume(house: House, cast: Cast, run_background: Run) -> Resume:
    """Mira's resume, with a report."""
    resume = await make_resume(house, cast.mira)
    await make_job(house, cast.bob, required_skills=["python", "kubernetes"])
    async with house.database.transaction() as session:
        await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
    await run_background()
    return resume


def needs(house: House, server: FaultServer, *, budget: Budget | None = None, **more: Any) -> dict[str, Any]:
    asking = with_endpoint(house, server, **more)
    asking = replace(asking, person_budget=budget or asking.person_budget)
    about = {"database": house.database, "vault": house.vault, "languages": house.languages}
    return {**about, "asking": asking, "clock": lambda: NOW}


async def shown(house: House, cast: Cast, resume: Resume) -> ShownReport:
    async with house.database.transaction() as session:
        return await service.shown(session, actor=cast.mira.actor, resume_id=resume.id, vault=house.vault, now=NOW)


async def ask(house: House, cast: Cast, resume: Resume, **more: Any) -> None:
    async with house.database.transaction() as session:
        await wording.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=more.get("now", NOW))


async def worded(house: House, cast: Cast, resume: Resume, server: FaultServer, **more: Any) -> ShownReport:
    """The report after a language model was asked."""
    await ask(house, cast, resume)
    await word_report(WordingWanted(resume_id=resume.id, person_id=cast.mira.id), **needs(house, server, **more))
    return await shown(house, cast, resume)


def says(about: ShownReport, *said: tuple[str, str]) -> Doing:
    """An answer that words the sentences that begin so."""
    assert about.outlook
    asked = statements(about.outlook)
    answers = []
    for begins, after in said:
        number = next(number for number, one in enumerate(asked, 1) if one.text.startswith(begins))
        answers.append({"number": number, "quote": asked[number - 1].text[:12], "text": after})
    return does.value({"statements": answers})


class TestWording:
    async def test_takes_what_passes_and_refuses_the_rest(
        self, house: House, cast: Cast, resume: Resume, server: FaultServer
    ) -> None:
        before = await shown(house, cast, resume)
        server.says = [
            says(
                before,
                ("Towards", SAID),
                ("1 open job asks", "5 open jobs ask for a skill of this resume, and 1 is near."),
                ("1 open job. Asked", "Asked for and there: Python. 1 open job."),  # what is missing is left out
                ("Say openly", "I say openly how far I am with Kubernetes. It is asked for in 1 of 1 near jobs."),
            )
        ]
        after = await worded(house, cast, resume, server)
        assert [(one.before, one.after) for one in after.wording.by.wordings] == [(HEADLINE, SAID)]
        assert (after.wording.state, after.wording.by.refused, after.wording.current) == ("ready", 3, True)
        assert after.wording.by.provenance["prompt"] == "reword.v1"
        assert (after.outlook, after.state) == (before.outlook, "ready")  # every figure, and the seal
        assert "Mira" not in server.sent

    @pytest.mark.parametrize(("doing", "why"), does.NO_WORDINGS)
    async def test_leaves_the_counted_sentences_without_an_answer(
        self, house: House, cast: Cast, resume: Resume, server: FaultServer, doing: Doing, why: str
    ) -> None:
        server.says = [doing]
        after = await worded(house, cast, resume, server)
        assert (after.wording.state, after.wording.by.why, after.wording.by.wordings) == ("ready", why, ())

    async def test_asks_nobody_without_agreement_or_budget(
        self, house: House, cast: Cast, resume: Resume, server: FaultServer
    ) -> None:
        for why, more in (("not_agreed", {"own": False}), ("over_budget", {"budget": Budget(tokens_day=10)})):
            after = await worded(house, cast, resume, server, **more)
            assert (after.wording.state, after.wording.by.why) == ("ready", why)
        assert not server.asked
        async with house.database.transaction() as session:
            await agree(session, cast.mira.actor, "external_ai")
        assert not (await worded(house, cast, resume, server, own=False)).wording.by.why
        assert server.asked

    async def test_asks_once_about_the_same_sentences(
        self, house: House, cast: Cast, resume: Resume, server: FaultServer
    ) -> None:
        for _ in range(2):
            await worded(house, cast, resume, server)
        assert len(server.asked) == 1

    async def test_words_it_in_the_language_of_whoever_asks(
        self, house: House, cast: Cast, resume: Resume, server: FaultServer
    ) -> None:
        languages: Languages = house.languages
        with reading(languages["ru"]):
            server.says = [says(await shown(house, cast, resume), ("К должности", RUSSIAN))]
            told = await worded(house, cast, resume, server)
            assert [one.after for one in told.wording.by.wordings] == [RUSSIAN]
        assert "Russian" in server.sent
        english = await shown(house, cast, resume)
        assert (english.wording.by.wordings, english.wording.current) == ((), False)

    async def test_is_never_stuck(self, house: House, cast: Cast, resume: Resume, server: FaultServer) -> None:
        later = NOW + wording.PATIENCE
        about: dict[str, Any] = {"actor": cast.mira.actor, "resume_id": resume.id}
        await ask(house, cast, resume)
        await ask(house, cast, resume, now=NOW + timedelta(minutes=1))
        async with house.database.transaction() as session:
            assert await wording.state(session, **about, now=NOW) == "generating"
            assert await wording.state(session, **about, now=later) == "failed"  # and may be asked for again
            assert (await wording.ask(session, **about, now=later)).asked_at == later
        await wordings.give_up(WordingWanted(resume_id=resume.id, person_id=cast.mira.id), **needs(house, server))
        assert (await shown(house, cast, resume)).wording.state == "failed"
        await ask(house, cast, resume)
        async with house.database.transaction() as session:
            await consents.withdraw(session, actor=cast.mira.actor, name="processing", now=NOW)
        await word_report(WordingWanted(resume_id=resume.id, person_id=cast.mira.id), **needs(house, server))
        assert (await shown(house, cast, resume)).wording.state == "failed"
        assert not server.asked

    async def test_is_sealed_exported_and_erased_with_the_resume(
        self, house: House, cast: Cast, resume: Resume, server: FaultServer
    ) -> None:
        server.says = [says(await shown(house, cast, resume), ("Towards", SAID))]
        await worded(house, cast, resume, server)
        async with house.database.transaction() as session:
            assert "Kubernetes" not in str((await session.execute(text("SELECT * FROM report_wording"))).all())
            holdings = await held(session, person_id=cast.mira.id, vault=house.vault)
            (item,) = next(one for one in holdings if one.name == "career_reports").items
            assert item.values["wordings"]["wordings"][0]["after"] == SAID
            await session.delete(await session.get_one(Resume, resume.id))
            await session.flush()
            assert not (await session.execute(text("SELECT * FROM report_wording"))).all()


class TestPageAndApi:
    async def test_say_who_wrote_what(
        self, house: House, cast: Cast, resume: Resume, server: FaultServer, client_of: ClientOf
    ) -> None:
        server.says = [says(await shown(house, cast, resume), ("Towards", SAID), ("1 open job asks", "Rich soon."))]
        await worded(house, cast, resume, server)
        mira = await client_of(cast.mira)
        html = (await mira.get(f"/resumes/{resume.id}/report")).text
        for words in (SAID, HEADLINE, "worded by a language model", "One was refused, because it says more or less"):
            assert words in html
        body = (await mira.get(f"/api/v1/resumes/{resume.id}/report")).json()
        assert body["career_report"]["six_month_focus"]["headline"] == SAID
        assert body["career_report"]["summary"].startswith("1 open job asks for a skill")
        (one,) = body["by_model"]["wordings"]
        assert (one["pointer"], one["before"]) == ("/career_report/six_month_focus/headline", HEADLINE)

    async def test_wait_for_it(
        self, house: House, cast: Cast, resume: Resume, client_of: ClientOf, run_background: Run
    ) -> None:
        mira = await client_of(cast.mira)
        path = f"/resumes/{resume.id}/report/wordings"
        sent = await mira.post(f"/api/v1{path}")
        assert (sent.status_code, sent.json()["wording_state"]) == (202, "generating")
        assert "A language model is asked for wordings" in (await mira.get(path)).text
        await run_background()  # where no model is set up
        assert (await mira.get(path)).status_code == 303
        assert "No language model is set up here" in (await mira.get(f"/resumes/{resume.id}/report")).text

    async def test_are_the_persons_own(self, cast: Cast, resume: Resume, client_of: ClientOf) -> None:
        for member in (cast.noor, cast.charlie):
            client = await client_of(member)
            sent = await client.post(f"/api/v1/resumes/{resume.id}/report/wordings")
            assert sent.status_code == refusal_of(member)

    async def test_refuse_where_there_is_no_report(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        other = await make_resume(house, cast.mira)
        sent = await (await client_of(cast.mira)).post(f"/api/v1/resumes/{other.id}/report/wordings")
        assert (sent.status_code, sent.json()["code"]) == (409, "no_report")

    async def test_files_carry_them_marked(
        self, house: House, cast: Cast, resume: Resume, server: FaultServer, client_of: ClientOf
    ) -> None:
        about = await shown(house, cast, resume)
        assert about.outlook
        why = next(one.text for one in statements(about.outlook) if one.pointer.endswith("/why"))
        first, _, rest = why.partition(". ")
        server.says = [says(about, (why, f"{rest} {first}."))]
        await worded(house, cast, resume, server)
        client = await client_of(cast.mira)
        pdf = await client.get(f"/resumes/{resume.id}/report/pdf")
        with pypdfium2.PdfDocument(pdf.content) as opened:
            words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())
        written = await client.get(f"/resumes/{resume.id}/report/docx")
        said = " ".join(one.text for one in docx.Document(BytesIO(written.content)).paragraphs)
        for one in (f"{rest} {first}.", f"Worded by a language model. Counted: {first}."):
            assert one in words
            assert one in said
