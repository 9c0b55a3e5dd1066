"""The interview in a browser: invited, taken without script, graded, shown."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from tests.applicants import make_application
from tests.client import Client
from tests.interviewing import GOOD, WEAK, asked, invite, make_interview, make_questions, take
from tests.openings import make_job
from tests.people import Cast, refusal_of

from evenhand.domains.applications import service as applications
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.rules.taking import OPEN_FOR
from evenhand.domains.interviews.service import writing
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]


@pytest.fixture
async def interview(house: House, cast: Cast) -> Interview:
    """Mira is invited to an interview of three questions, today."""
    return await make_interview(house, cast, now=utc_now())


@pytest.fixture
async def scored(house: House, cast: Cast, interview: Interview, run_background: RunBackground) -> Interview:
    """The same, taken and graded."""
    await take(house, cast.mira, interview, [GOOD, f"{WEAK} <b>bold</b>", None], now=utc_now())
    await run_background()
    return interview


def tab_of(interview: Interview) -> str:
    return f"/staff/applications/{interview.application_id}/interview"


class TestInvite:
    async def test_says_what_is_missing_and_then_invites(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        application = await make_application(house, cast.mira, job)
        bob = await client_of(cast.bob)
        tab = f"/staff/applications/{application.id}/interview"
        assert "an interview needs at least 3" in (await bob.get(tab)).text
        refused = await bob.submit(f"{tab}/invite")
        assert refused.status_code == 409
        assert f'href="/staff/jobs/{job.id}/questions"' in refused.text
        await make_questions(house, cast.erin, job, 3)
        assert "Invite Mira Candidate" in (await bob.get(tab)).text
        for _ in range(2):
            answer = await bob.submit(f"{tab}/invite")
            assert answer.headers["location"] == f"{tab}?done=invited"
        shown = (await bob.get(answer.headers["location"])).text
        assert "0 of 3 questions are answered" in shown
        assert "by Bob Recruiter" in shown
        assert "Invited. A mail is on its way." in shown

    async def test_is_not_offered_after_the_end(
        self, client_of: ClientOf, house: House, cast: Cast, session: Session
    ) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        await applications.withdraw(
            session,
            actor=cast.mira.actor,
            application_id=application.id,
            vault=house.vault,
            now=utc_now(),
        )
        bob = await client_of(cast.bob)
        tab = f"/staff/applications/{application.id}/interview"
        assert "ended before there was an interview" in (await bob.get(tab)).text
        assert (await bob.submit(f"{tab}/invite")).status_code == 409

    async def test_gives_new_time(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        interview = await make_interview(house, cast, now=utc_now() - OPEN_FOR)
        bob = await client_of(cast.bob)
        assert "Give 14 more days" in (await bob.get(tab_of(interview))).text
        await bob.submit(f"{tab_of(interview)}/invite")
        assert "Give 14 more days" not in (await bob.get(tab_of(interview))).text


class TestRoom:
    async def send(self, client: Client, house: House, interview: Interview, place: int, **fields: str) -> str:
        question = (await asked(house, interview))[place]
        answer = await client.submit(
            f"/interviews/{interview.id}", {"question_id": str(question.id), "client_id": "", **fields}
        )
        assert answer.status_code == 303
        location: str = answer.headers["location"]
        return location

    async def test_is_taken_without_script(
        self, client_of: ClientOf, house: House, cast: Cast, interview: Interview
    ) -> None:
        mira = await client_of(cast.mira)
        address = f"/interviews/{interview.id}"
        page = (await mira.get(address)).text
        assert "Question 1 of 3" in page
        assert "case 1. What first?" in page
        assert "Backend engineer, Harbour Test" in page
        assert await self.send(mira, house, interview, 0, text=f"{GOOD}\r\nSecond line.") == address
        again = await self.send(mira, house, interview, 0, text="Sent once more")
        assert again == address
        page = (await mira.get(address)).text
        assert "Question 2 of 3" in page
        assert "Sent once more" not in page
        assert await self.send(mira, house, interview, 1, text="words typed before", decline="1") == address
        assert await self.send(mira, house, interview, 2, text=WEAK) == address
        assert "Look through your answers" in (await mira.get(address)).text
        assert (await mira.submit(address, {"act": "finish"})).headers["location"] == f"{address}/done"
        assert (await mira.get(address)).headers["location"] == f"{address}/done"
        done = (await mira.get(f"{address}/done")).text
        assert "All your answers are stored" in done
        assert "Second line." in done
        assert "I don’t know this one." in done
        assert "words typed before" not in done

    async def test_shows_a_draft_and_escapes_it(
        self, client_of: ClientOf, house: House, cast: Cast, interview: Interview
    ) -> None:
        mira = await client_of(cast.mira)
        first = (await asked(house, interview))[0].id
        await mira.put(
            f"/api/v1/interviews/{interview.id}/draft",
            json={"question_id": str(first), "text": "</textarea><script>alert(1)</script>"},
        )
        page = (await mira.get(f"/interviews/{interview.id}")).text
        assert "&lt;/textarea&gt;&lt;script&gt;" in page

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [("  ", "Write something, or choose “I don’t know this one”."), ("ж" * 20_001, "has 20,001 characters")],
    )
    async def test_keeps_the_words_after_a_refusal(
        self, client_of: ClientOf, house: House, cast: Cast, interview: Interview, text: str, sentence: str
    ) -> None:
        mira = await client_of(cast.mira)
        first = (await asked(house, interview))[0].id
        answer = await mira.submit(f"/interviews/{interview.id}", {"question_id": str(first), "text": text})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "<title>Error:" in answer.text
        assert text.strip() in answer.text

    async def test_leads_back_to_the_question_that_is_asked(
        self, client_of: ClientOf, house: House, cast: Cast, interview: Interview
    ) -> None:
        mira = await client_of(cast.mira)
        assert await self.send(mira, house, interview, 2, text=GOOD) == f"/interviews/{interview.id}"
        assert "Question 1 of 3" in (await mira.get(f"/interviews/{interview.id}")).text
        broken = await mira.submit(f"/interviews/{interview.id}", {"question_id": "none", "text": "Kept words"})
        assert broken.status_code == 422
        assert "Kept words" in broken.text

    async def test_is_only_for_the_person_invited(
        self, client_of: ClientOf, house: House, cast: Cast, interview: Interview
    ) -> None:
        first = (await asked(house, interview))[0].id
        for member in (cast.noor, cast.bob, cast.charlie):
            client = await client_of(member)
            for path in ("", "/done", "/scorecard"):
                assert (await client.get(f"/interviews/{interview.id}{path}")).status_code == refusal_of(member)
            sent = {"question_id": str(first), "text": GOOD}
            assert (await client.submit(f"/interviews/{interview.id}", sent)).status_code == refusal_of(member)

    async def test_says_when_it_cannot_be_taken_any_more(
        self, client_of: ClientOf, house: House, cast: Cast, session: Session
    ) -> None:
        interview = await make_interview(house, cast, now=utc_now() - OPEN_FOR)
        mira = await client_of(cast.mira)
        page = await mira.get(f"/interviews/{interview.id}")
        assert (page.status_code, "The time for this interview has passed" in page.text) == (410, True)
        first = (await asked(house, interview))[0].id
        sent = await mira.submit(f"/interviews/{interview.id}", {"question_id": str(first), "text": GOOD})
        assert sent.status_code == 410
        await invite(house, cast.bob, interview.application_id, now=utc_now())
        await applications.withdraw(
            session, actor=cast.mira.actor, application_id=interview.application_id, vault=house.vault, now=utc_now()
        )
        page = await mira.get(f"/interviews/{interview.id}")
        assert (page.status_code, "This application has ended" in page.text) == (409, True)


class TestHome:
    async def test_names_the_interview_to_take_first(
        self, client_of: ClientOf, house: House, cast: Cast, interview: Interview
    ) -> None:
        mira = await client_of(cast.mira)
        page = (await mira.get("/home")).text
        assert "Interview: Backend engineer, Harbour Test" in page
        assert f'href="/interviews/{interview.id}"' in page
        assert ">Begin<" in page
        await take(house, cast.mira, interview, [GOOD], now=utc_now())
        page = (await mira.get("/home")).text
        assert "1 of 3 questions are answered" in page
        assert ">Go on<" in page
        await take(house, cast.mira, interview, [GOOD, GOOD, GOOD], now=utc_now())
        assert f'href="/interviews/{interview.id}"' not in (await mira.get("/home")).text

    async def test_leads_to_a_scorecard_that_was_shown(
        self, client_of: ClientOf, house: House, cast: Cast, scored: Interview
    ) -> None:
        mira = await client_of(cast.mira)
        assert "Your scorecard" not in (await mira.get("/home")).text
        await (await client_of(cast.bob)).submit(f"{tab_of(scored)}/release")
        shown = (await mira.get("/home")).text
        assert "Your scorecard: Backend engineer, Harbour Test" in shown
        assert f'href="/interviews/{scored.id}/scorecard"' in shown

    async def test_names_no_interview_that_is_over(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        interview = await make_interview(house, cast, now=utc_now() - OPEN_FOR - timedelta(days=1))
        assert f'href="/interviews/{interview.id}"' not in (await (await client_of(cast.mira)).get("/home")).text

    async def test_leads_an_expert_to_the_questions(self, client_of: ClientOf, cast: Cast) -> None:
        assert (await (await client_of(cast.erin)).get("/home")).headers["location"] == "/staff/questions"


class TestApplication:
    async def test_tells_every_step_with_names_and_what_comes_next(
        self, client_of: ClientOf, house: House, cast: Cast, interview: Interview, run_background: RunBackground
    ) -> None:
        mira = await client_of(cast.mira)
        address = f"/applications/{interview.application_id}"
        shown = (await mira.get(address)).text
        assert "Bob Recruiter invited you to an interview" in shown
        assert "You applied" in shown
        assert '<li class="is-next"><strong>Next: Your interview</strong>' in shown
        await take(house, cast.mira, interview, [GOOD, WEAK, None], now=utc_now())
        await run_background()
        assert "Your interview is finished" in (await mira.get(address)).text
        await (await client_of(cast.bob)).submit(f"{tab_of(interview)}/release")
        shown = (await mira.get(address)).text
        assert "Bob Recruiter shows you your scorecard" in shown
        assert f'href="/interviews/{interview.id}/scorecard"' in shown

    async def test_leads_to_the_interview_and_later_to_the_scorecard(
        self, client_of: ClientOf, cast: Cast, scored: Interview
    ) -> None:
        mira, bob = await client_of(cast.mira), await client_of(cast.bob)
        address = f"/applications/{scored.application_id}"
        assert f'href="/interviews/{scored.id}/done"' in (await mira.get(address)).text
        await bob.submit(f"{tab_of(scored)}/release")
        assert f'href="/interviews/{scored.id}/scorecard"' in (await mira.get(address)).text


class TestTab:
    async def test_shows_the_scorecard_with_its_evidence(
        self, client_of: ClientOf, cast: Cast, scored: Interview
    ) -> None:
        page = (await (await client_of(cast.bob)).get(tab_of(scored))).text
        assert page.count("<mark>") >= 3
        assert 'popovertarget="e1-1"' in page
        assert 'id="e1-1" popover' in page
        assert "Found, strength" in page
        assert "Not mentioned:" in page
        assert "Gold answer" in page
        assert "A proposal changes nothing until someone decides." in page
        assert "Question 3 has no evidence" in page
        assert "&lt;b&gt;bold&lt;/b&gt;" in page
        assert 'name="to" value="task"' in page  # the decision is the applications' own form
        assert "/reject?back=interview" in page

    async def test_says_how_far_grading_is(
        self, client_of: ClientOf, house: House, cast: Cast, interview: Interview, run_background: RunBackground
    ) -> None:
        await take(house, cast.mira, interview, [GOOD, WEAK, None], now=utc_now())
        bob = await client_of(cast.bob)
        page = (await bob.get(tab_of(interview))).text
        assert "The answers are being graded" in page
        assert f'hx-get="{tab_of(interview)}/progress"' in page
        piece = await bob.get(f"{tab_of(interview)}/progress", headers={"hx-request": "true"})
        assert "0 of 3 answers graded" in piece.text
        assert "<html" not in piece.text
        assert GOOD[:20] not in page
        await run_background()
        ended = await bob.get(f"{tab_of(interview)}/progress", headers={"hx-request": "true"})
        assert ended.headers["hx-redirect"] == tab_of(interview)

    async def test_replays_and_says_what_came_out(
        self, client_of: ClientOf, session: Session, house: House, cast: Cast, scored: Interview
    ) -> None:
        bob = await client_of(cast.bob)
        same = await bob.submit(f"{tab_of(scored)}/replay")
        assert (same.status_code, "Same result." in same.text) == (200, True)
        question = (await asked(house, scored))[1]
        row = (await queries.answers(session, org_id=scored.org_id, interview_id=scored.id))[question.id]
        writing.keep(row, GOOD, await house.vault.key(cast.mira.id, scored.org_id), at=row.saved_at)
        await session.flush()
        other = (await bob.submit(f"{tab_of(scored)}/replay")).text
        assert "Not the same result." in other
        assert "/manifest/inputs/answer" in other

    async def test_is_released_once(self, client_of: ClientOf, cast: Cast, scored: Interview) -> None:
        bob, mira = await client_of(cast.bob), await client_of(cast.mira)
        own = f"/interviews/{scored.id}/scorecard"
        before = await mira.get(own)
        assert (before.status_code, "has not shown you this scorecard" in before.text) == (404, True)
        for _ in range(2):
            answer = await bob.submit(f"{tab_of(scored)}/release")
            assert answer.headers["location"] == f"{tab_of(scored)}?done=released"
        assert "Shown by Bob Recruiter" in (await bob.get(tab_of(scored))).text
        shown = (await mira.get(own)).text
        assert "Found, strength" in shown
        assert "Gold answer" not in shown
        assert f"mailto:{cast.bob.email}" in shown

    async def test_keeps_experts_candidates_and_others_out(
        self, client_of: ClientOf, cast: Cast, scored: Interview
    ) -> None:
        charlie = await client_of(cast.charlie)
        assert (await charlie.get(tab_of(scored))).status_code == 404
        for path in ("/invite", "/release", "/replay"):
            assert (await charlie.submit(f"{tab_of(scored)}{path}")).status_code == 404
        assert (await charlie.get(f"{tab_of(scored)}/progress")).status_code == 404
        for member in (cast.erin, cast.mira):
            assert (await (await client_of(member)).get(tab_of(scored))).status_code == 403
        bob = await client_of(cast.bob)
        assert (await bob.get(f"/staff/applications/{new_id()}/interview")).status_code == 404


class TestList:
    async def test_shows_how_far_each_one_is(
        self, client_of: ClientOf, house: House, cast: Cast, scored: Interview
    ) -> None:
        page = (await (await client_of(cast.bob)).get("/staff/interviews")).text
        assert "Mira Candidate" in page
        assert f'href="{tab_of(scored)}"' in page
        assert "Graded" in page
        assert 'class="glyph"' in page
        other = (await (await client_of(cast.charlie)).get("/staff/interviews")).text
        assert "Mira Candidate" not in other
        assert "They will be listed here" in other
        await house.vault.destroy(cast.mira.id)
        assert "Someone whose data was erased" in (await (await client_of(cast.bob)).get("/staff/interviews")).text
