"""The interview room in a real browser: no word is lost, whatever happens to the connection."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from playwright.async_api import Error as PlaywrightError
from tests.browsers import chromium
from tests.serving import serving
from tests.web.room_server import HINT, QUESTIONS, Interview, room_app

pytestmark = pytest.mark.browser

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
ANSWER = "Roll back first, then look."
Open = Callable[[], Awaitable[Page]]


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    program = chromium()
    assert program, "These tests need a Chromium. Run scripts/install-chromium."
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
def interview() -> Interview:
    return Interview()


@pytest.fixture
async def address(interview: Interview) -> AsyncIterator[str]:
    async with serving(room_app(interview)) as address:
        yield address


@pytest.fixture
async def context(browser: Browser, address: str) -> AsyncIterator[BrowserContext]:
    """Closed before the server stops: it waits for the connections that a browser holds open."""
    context = await browser.new_context(timezone_id="UTC")
    yield context
    await context.close()


@pytest.fixture
async def room(context: BrowserContext, address: str) -> Page:
    """A tab in which the live connection is up."""
    return await opened(context, address)


async def opened(context: BrowserContext, address: str) -> Page:
    page = await context.new_page()
    async with page.expect_websocket():
        await page.goto(f"{address}/room")
    await page.wait_for_timeout(300)
    return page


class TestRoom:
    async def test_breaks_no_content_policy(self, context: BrowserContext, address: str) -> None:
        page = await context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        await page.goto(f"{address}/room")
        await page.get_by_role("button", name="Adjustments").click()
        await page.get_by_label("Larger text").check()
        await page.wait_for_timeout(500)
        assert said == []
        assert await page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"

    async def test_saves_what_is_typed_and_says_when(self, room: Page, interview: Interview) -> None:
        await room.get_by_label("Your answer").press_sequentially(ANSWER)
        await expect(room.locator("[data-room-words]")).to_have_text("5 words")
        await expect(room.locator("[data-room-saved]")).to_have_text("Saved at 14:32:07", timeout=6000)
        assert interview.draft == ANSWER
        await room.reload()
        await expect(room.get_by_label("Your answer")).to_have_value(ANSWER)

    async def test_puts_the_next_question_in_place_and_focuses_it(self, room: Page, interview: Interview) -> None:
        await room.evaluate("window.sameDocument = true")
        await room.get_by_label("Your answer").fill(ANSWER)
        await room.get_by_role("button", name="Send answer").click()
        heading = room.get_by_role("heading", level=1)
        await expect(heading).to_have_text(QUESTIONS[1])
        await expect(heading).to_be_focused()
        await expect(room.get_by_label("Your answer")).to_have_value("")
        assert await room.evaluate("window.sameDocument")
        await room.get_by_text("Your earlier answers").click()
        await expect(room.locator(".transcript .words")).to_have_text(ANSWER)
        assert interview.answers == [ANSWER]

    async def test_leaves_for_the_next_page_when_all_is_answered(self, room: Page, interview: Interview) -> None:
        for question in QUESTIONS:
            await expect(room.get_by_role("heading", level=1)).to_have_text(question)
            await room.get_by_role("button", name="I don’t know this one").click()
            await room.get_by_role("button", name="Go on without an answer").click()
        await room.wait_for_url("**/done")
        assert interview.answers == ["declined"] * len(QUESTIONS)
        assert await room.evaluate("Object.keys(localStorage).filter(key => key.includes('room'))") == []

    async def test_keeps_words_while_offline_and_sends_them_after(
        self, room: Page, context: BrowserContext, interview: Interview
    ) -> None:
        await context.set_offline(True)
        notice = room.locator("[data-room-notice]")
        await expect(notice).to_have_text("You are offline. Your words are kept on this device.")
        await room.get_by_label("Your answer").fill(ANSWER)
        await expect(room.locator("[data-room-saved]")).to_have_text("Kept on this device")
        await room.get_by_role("button", name="Send answer").click()
        await expect(notice).to_contain_text("goes out when you are back")
        assert interview.sent == []
        await context.set_offline(False)
        await expect(room.get_by_role("heading", level=1)).to_have_text(QUESTIONS[1], timeout=15_000)
        assert interview.answers == [ANSWER]

    async def test_sends_what_waits_though_the_server_is_in_trouble_when_it_comes_back(
        self, room: Page, context: BrowserContext, interview: Interview
    ) -> None:
        interview.trouble = 1
        await context.set_offline(True)
        await room.get_by_label("Your answer").fill(ANSWER)
        await room.get_by_role("button", name="Send answer").click()
        await context.set_offline(False)
        await expect(room.get_by_role("heading", level=1)).to_have_text(QUESTIONS[1], timeout=20_000)
        assert interview.trouble < 0
        assert interview.answers == [ANSWER]

    async def test_says_that_nothing_was_lost(self, room: Page, context: BrowserContext, interview: Interview) -> None:
        await context.set_offline(True)
        await room.get_by_label("Your answer").fill(ANSWER)
        await context.set_offline(False)
        notice = room.locator("[data-room-notice]")
        await expect(notice).to_have_text("Back online. Nothing was lost.", timeout=15_000)
        await expect(room.locator("[data-room-saved]")).to_contain_text("Saved at")
        assert interview.draft == ANSWER

    async def test_finds_words_again_after_a_tab_closed_offline(
        self, room: Page, context: BrowserContext, address: str
    ) -> None:
        await context.set_offline(True)
        await room.get_by_label("Your answer").fill(ANSWER)
        await room.close()
        await context.set_offline(False)
        again = await opened(context, address)
        await expect(again.get_by_label("Your answer")).to_have_value(ANSWER)

    async def test_gives_a_hint_before_it_goes_on_without_an_answer(self, room: Page, interview: Interview) -> None:
        await room.get_by_label("Your answer").fill("A beginning")
        await room.get_by_role("button", name="I don’t know this one").click()
        panel = room.get_by_role("dialog", name="That is fine.")
        await expect(panel).to_contain_text(HINT)
        await panel.get_by_role("button", name="Stay with this question").click()
        await expect(panel).to_be_hidden()
        await expect(room.get_by_label("Your answer")).to_have_value("A beginning")
        assert interview.answers == []

    async def test_sends_words_of_a_reload_without_a_connection_when_it_is_back(
        self, room: Page, context: BrowserContext, address: str, interview: Interview
    ) -> None:
        await context.set_offline(True)
        await room.get_by_label("Your answer").fill(ANSWER)
        await room.get_by_role("button", name="Send answer").click()
        with pytest.raises(PlaywrightError):
            await room.reload()
        await context.set_offline(False)
        again = await opened(context, address)
        await expect(again.get_by_role("heading", level=1)).to_have_text(QUESTIONS[1], timeout=15_000)
        assert interview.answers == [ANSWER]

    async def test_offers_older_words_of_another_device_beside_its_own(
        self, room: Page, context: BrowserContext, interview: Interview
    ) -> None:
        await context.set_offline(True)
        await room.get_by_label("Your answer").fill("typed here, now")
        interview.draft, interview.saves = "typed elsewhere, earlier", 1
        await context.set_offline(False)
        other = room.locator("[data-room-other]")
        await expect(other).to_contain_text("typed elsewhere, earlier", timeout=15_000)
        await expect(room.get_by_label("Your answer")).to_have_value("typed here, now")
        assert interview.draft == "typed here, now"

    async def test_shows_newer_words_of_another_device_and_offers_its_own(
        self, room: Page, context: BrowserContext, interview: Interview
    ) -> None:
        await context.set_offline(True)
        await room.get_by_label("Your answer").fill("typed here, earlier")
        interview.draft, interview.saves, interview.later = "typed elsewhere, now", 1, True
        await context.set_offline(False)
        await expect(room.get_by_label("Your answer")).to_have_value("typed elsewhere, now", timeout=15_000)
        await expect(room.locator("[data-room-other]")).to_contain_text("typed here, earlier")
        await room.wait_for_timeout(300)
        assert interview.other
        assert interview.other["text"] == "typed here, earlier"

    async def test_asks_again_with_the_same_id_when_an_answer_got_lost(self, room: Page, interview: Interview) -> None:
        interview.lose_next_answer = True
        await room.get_by_label("Your answer").fill(ANSWER)
        await room.get_by_role("button", name="Send answer").click()
        await expect(room.get_by_role("heading", level=1)).to_have_text(QUESTIONS[1], timeout=15_000)
        ids = [about["client_id"] for name, about in interview.sent if name == "answer"]
        assert len(ids) == 2
        assert len(set(ids)) == 1
        assert interview.answers == [ANSWER]

    async def test_is_open_in_one_tab_at_a_time(
        self, room: Page, context: BrowserContext, address: str, interview: Interview
    ) -> None:
        await room.get_by_label("Your answer").fill("begun in the first")
        other = await opened(context, address)
        await expect(other.get_by_label("Your answer")).to_have_value("begun in the first")
        await expect(room.get_by_role("heading", name="This interview is open in another tab")).to_be_visible()
        await expect(room.get_by_role("button", name="Send answer")).to_be_hidden()
        await other.get_by_label("Your answer").fill(ANSWER)
        await room.get_by_role("button", name="Go on here").click()
        await expect(room.get_by_label("Your answer")).to_have_value(ANSWER)
        await expect(room.get_by_label("Your answer")).to_be_focused()
        await expect(other.get_by_role("heading", name="This interview is open in another tab")).to_be_visible()
        await room.get_by_role("button", name="Send answer").click()
        await expect(room.get_by_role("heading", level=1)).to_have_text(QUESTIONS[1])
        await other.get_by_role("button", name="Go on here").click()
        await expect(other.get_by_role("heading", level=1)).to_have_text(QUESTIONS[1])
        assert interview.answers == [ANSWER]

    async def test_shows_words_that_were_never_sent_because_another_tab_answered(
        self, room: Page, context: BrowserContext, address: str, interview: Interview
    ) -> None:
        await context.set_offline(True)
        await room.get_by_label("Your answer").fill("typed on the train")
        interview.answers.append("said at home")
        await context.set_offline(False)
        left = room.locator("[data-room-left]")
        await expect(left).to_contain_text("typed on the train", timeout=15_000)
        await left.get_by_role("button", name="Let them go").click()
        await expect(left).to_be_hidden()
        assert interview.answers == ["said at home"]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "Write an answer"),
            ("ё" * 20_001, "This answer has 20001 characters. Shorten it to 20000 or fewer."),
            ("closed", "This interview closed on 12 December."),
        ],
    )
    async def test_says_why_an_answer_cannot_go(self, room: Page, interview: Interview, text: str, words: str) -> None:
        answer = room.get_by_label("Your answer")
        await answer.fill(text)
        await room.get_by_role("button", name="Send answer").click()
        await expect(room.get_by_role("alert")).to_contain_text(words)
        await expect(answer).to_be_focused()
        await expect(answer).to_have_value(text)
        assert interview.answers == []


class TestRoomWithoutItsConnection:
    async def test_is_a_plain_form_without_script(self, browser: Browser, address: str, interview: Interview) -> None:
        context = await browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        await page.goto(f"{address}/room")
        await page.get_by_label("Your answer").fill(ANSWER)
        await page.get_by_role("button", name="Send answer").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS[1])
        assert interview.posts == [{"csrf_token": "proof", "question_id": "q0", "client_id": "", "text": ANSWER}]
        await page.get_by_role("button", name="I don’t know this one").click()
        await page.get_by_role("button", name="Go on without an answer").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS[2])
        assert interview.posts[1]["decline"] == "1"
        await context.close()

    async def test_posts_the_form_when_the_server_refuses_the_connection(
        self, context: BrowserContext, address: str, interview: Interview
    ) -> None:
        interview.refuse = True
        page = await context.new_page()
        await page.goto(f"{address}/room")
        await expect(page.get_by_role("alert")).to_contain_text("Sign in to go on.")
        await page.get_by_label("Your answer").fill(ANSWER)
        await page.get_by_role("button", name="Send answer").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS[1])
        assert [post["text"] for post in interview.posts] == [ANSWER]
        assert len(interview.posts[0]["client_id"]) == 36
