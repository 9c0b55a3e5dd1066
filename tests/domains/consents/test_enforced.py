"""What was taken back is not done any more, from the next act on: in an open room, in the queue, on staff's pages."""

from collections.abc import Awaitable, Callable

import pytest
from tests.applicants import RESUME, make_resume
from tests.client import Client
from tests.interviewing import GOOD, asked, make_interview, take
from tests.openings import make_job
from tests.people import NOW, Cast, agree

from evenhand.domains.consents import service as consents
from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.service import scorecards, scoring
from evenhand.domains.interviews.service.ratings import FiguresWithheld
from evenhand.domains.matching import service as matching
from evenhand.domains.resumes import queries as resume_queries
from evenhand.domains.resumes import service as resumes
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Background = Callable[[], Awaitable[int]]


async def take_back(house: House, cast: Cast, name: str) -> None:
    async with house.database.transaction() as session:
        await consents.withdraw(session, actor=cast.mira.actor, name=name, now=NOW)


async def agree_again(house: House, cast: Cast, name: str) -> None:
    async with house.database.transaction() as session:
        await agree(session, cast.mira.actor, name)


async def scores(house: House, interview: Interview) -> int:
    async with house.database.transaction() as session:
        return len(await evaluation.scores(session, org_id=interview.org_id, group_id=interview.id))


async def status(house: House, interview: Interview) -> str:
    async with house.database.transaction() as session:
        row = await queries.interview(session, org_id=interview.org_id, interview_id=interview.id)
        assert row
        return row.status


class TestRoom:
    async def test_asks_nothing_before_somebody_agreed(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        interview = await make_interview(house, cast)
        await take_back(house, cast, "interview")
        client = await client_of(cast.mira)
        questions = [one.text for one in await asked(house, interview)]
        page = (await client.get(f"/interviews/{interview.id}")).text
        assert "Before the first question" in page
        assert not [text for text in questions if text in page]
        refused = await client.get(f"/api/v1/interviews/{interview.id}")
        assert (refused.status_code, refused.json()["code"]) == (409, "consent_needed")
        fields = {"notice": "1", "next": f"/interviews/{interview.id}"}
        sent = await client.submit("/account/consents/interview/give", fields)
        assert sent.headers["location"] == f"/interviews/{interview.id}"
        assert questions[0] in (await client.get(f"/interviews/{interview.id}")).text

    async def test_stores_nothing_more_once_it_was_taken_back(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        """The room is open, one answer is there, and the second is sent after taking back."""
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [GOOD])
        second = (await asked(house, interview))[1]
        await take_back(house, cast, "interview")
        client = await client_of(cast.mira)
        body = {"question_id": str(second.id), "text": GOOD}
        for method, path in (("POST", "answers"), ("PUT", "draft")):
            refused = await client.request(method, f"/api/v1/interviews/{interview.id}/{path}", json=body)
            assert (refused.status_code, refused.json()["code"]) == (409, "consent_needed"), path
        acted = await client.post(f"/api/v1/interviews/{interview.id}/acts", json={"act": "pause"})
        assert acted.status_code == 409
        sent = await client.submit(f"/interviews/{interview.id}", body)
        assert (sent.status_code, sent.headers["location"]) == (303, f"/interviews/{interview.id}")
        async with house.database.transaction() as session:
            answers = await queries.answers(session, org_id=interview.org_id, interview_id=interview.id)
        assert second.id not in answers
        assert "Before you go on" in (await client.get(f"/interviews/{interview.id}")).text


class TestScoring:
    async def test_does_not_happen_to_what_waits_in_the_queue_and_goes_on_after_a_new_yes(
        self, house: House, cast: Cast, run_background: Background, client_of: ClientOf
    ) -> None:
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [GOOD, None, GOOD])
        await take_back(house, cast, "interview")
        await run_background()
        assert (await scores(house, interview), await status(house, interview)) == (0, "completed")
        page = await (await client_of(cast.bob)).get(f"/staff/applications/{interview.application_id}/interview")
        assert "took back their agreement" in page.text
        async with house.database.transaction() as session:
            with pytest.raises(scoring.NotAgreed):
                await scoring.ask_again(session, actor=cast.bob.actor, interview_id=interview.id, now=NOW)
        await agree_again(house, cast, "interview")
        await run_background()
        assert (await scores(house, interview), await status(house, interview)) == (3, "scored")

    async def test_stops_between_two_answers(
        self, house: House, cast: Cast, run_background: Background, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [GOOD, None, GOOD])
        keep, kept = evaluation.keep, 0

        async def take_back_after_the_first(*args: object, **named: object) -> object:
            nonlocal kept
            found = await keep(*args, **named)  # type: ignore[arg-type]
            kept += 1
            await consents.withdraw(args[0], actor=cast.mira.actor, name="interview", now=NOW)  # type: ignore[arg-type]
            return found

        monkeypatch.setattr(evaluation, "keep", take_back_after_the_first)
        await run_background()
        assert (kept, await scores(house, interview), await status(house, interview)) == (1, 1, "completed")


class TestFigures:
    async def test_are_shown_to_nobody_of_the_company_any_more(
        self, house: House, cast: Cast, run_background: Background, client_of: ClientOf
    ) -> None:
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [GOOD, None, GOOD])
        await run_background()
        client = await client_of(cast.bob)
        listed = (await client.get("/api/v1/interviews")).json()["items"][0]
        assert listed["overall"] is not None
        await take_back(house, cast, "interview")
        listed = (await client.get("/api/v1/interviews")).json()["items"][0]
        assert (listed["overall"], listed["dimensions"], listed["withheld"]) == (None, [], True)
        one = (await client.get(f"/api/v1/interviews/{interview.id}")).json()
        assert one["scorecard"] is None
        assert next(words["answer"] for words in one["words"]) == GOOD
        refused = await client.get(f"/api/v1/interviews/{interview.id}/scorecard")
        assert (refused.status_code, refused.json()["code"]) == (409, "figures_withheld")
        board = (await client.get(f"/api/v1/jobs/{interview.job_id}/applications")).text
        assert '"overall":null' in board.replace(" ", "")
        async with house.database.transaction() as session:
            with pytest.raises(FiguresWithheld):
                await scorecards.replay(session, actor=cast.bob.actor, interview_id=interview.id, vault=house.vault)

    async def test_can_still_be_shown_to_the_person_they_are_about(
        self, house: House, cast: Cast, run_background: Background, client_of: ClientOf
    ) -> None:
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [GOOD, None, GOOD])
        await run_background()
        await take_back(house, cast, "interview")
        bob, mira = await client_of(cast.bob), await client_of(cast.mira)
        tab = f"/staff/applications/{interview.application_id}/interview"
        assert f'action="{tab}/release"' in (await bob.get(tab)).text
        assert (await bob.post(f"/api/v1/interviews/{interview.id}/release")).status_code == 200
        assert f'action="{tab}/release"' not in (await bob.get(tab)).text
        card = (await mira.get(f"/api/v1/interviews/{interview.id}/scorecard")).json()
        assert card["overall"] is not None


class TestResumes:
    async def test_are_neither_taken_nor_read_nor_compared_while_it_is_stopped(
        self, house: House, cast: Cast, run_background: Background, client_of: ClientOf
    ) -> None:
        job = await make_job(house, cast.bob)
        await make_resume(house, cast.mira)
        client = await client_of(cast.mira)
        words = RESUME.format(name="Mira", first="mira").replace("Depotline", "Quayside")
        files = {"file": ("second.txt", words.encode())}
        waiting = (await client.post("/api/v1/resumes", files=files)).json()["id"]
        await take_back(house, cast, "processing")
        await run_background()
        assert (await client.get(f"/api/v1/resumes/{waiting}")).json()["state"] == "stored"
        refused = await client.post("/api/v1/resumes", files={"file": ("third.txt", b"Another one")})
        assert (refused.status_code, refused.json()["code"]) == (409, "consent_needed")
        assert (await client.get("/home")).status_code == 200
        assert (await client.get("/matches")).status_code == 409
        async with house.database.transaction() as session:
            with pytest.raises(consents.ConsentNeeded):
                await matching.compare(
                    session, actor=cast.mira.actor, job_id=job.id, resume_id=None, vault=house.vault, now=NOW
                )
        await agree_again(house, cast, "processing")
        await run_background()
        assert (await client.get(f"/api/v1/resumes/{waiting}")).json()["state"] == "ready"
        assert (await client.get("/matches")).status_code == 200

    async def test_nothing_is_kept_of_what_was_read_meanwhile(self, house: House, cast: Cast) -> None:
        """The reader has the file open while it is stopped."""
        resume = await make_resume(house, cast.mira)
        async with house.database.transaction() as session:
            await resumes.read_again(session, actor=cast.mira.actor, resume_id=resume.id)
        await take_back(house, cast, "processing")
        async with house.database.transaction() as session:
            assert await resumes.asked_again(session, person_id=cast.mira.id, resume_id=resume.id) is None
            row = await resume_queries.resume(session, person_id=cast.mira.id, resume_id=resume.id)
            assert row
            assert row.again == "asked"
