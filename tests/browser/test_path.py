"""The main path, as two people (and an expert) walk it: in real browsers, through the running product."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browsers import ROOT
from tests.people import NOW
from tests.processes import Product, product

from evenhand.demo import load
from evenhand.engines.questions.library import library

pytestmark = [pytest.mark.browser, pytest.mark.process]

PASSWORD = "a few plain words"
ADMIN = "nina.admin@example.org"
EXPERT = "priya.expert@example.org"
PICTURES = ROOT / "var" / "screenshots"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
MIRA = next(one for one in load(NOW.date()).candidates if one.slug == "mira-sandoval")


@pytest.fixture
def running() -> Iterator[Product]:
    with product(EVENHAND_ADMIN_EMAIL=ADMIN, EVENHAND_ADMIN_PASSWORD=PASSWORD) as made:
        made.start()
        command = [sys.executable, "-m", "evenhand.cli", "user", "create", "--email", EXPERT, "--name", "Priya Nair"]
        subprocess.run(
            [*command, "--role", "expert", "--organisation", "My organisation"],
            cwd=ROOT,
            env={**made.environment, "EVENHAND_ADMIN_PASSWORD": PASSWORD},
            check=True,
            capture_output=True,
        )
        yield made


class Person:
    """Someone at their own browser. With a pointer every page they look at is kept as a picture, wide and narrow."""

    def __init__(self, page: Page, hands: Hands) -> None:
        self.page = page
        self.hands = hands
        self.trouble: list[str] = []
        page.on("console", lambda said: self.trouble.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))

    async def go(self, path: str) -> None:
        answer = await self.page.goto(path)
        assert answer
        assert answer.ok, f"{path} answered {answer.status}"

    async def sign_in(self, email: str) -> None:
        await self.go("/sign-in")
        await self.fill("E-mail", email)
        await self.fill("Password", PASSWORD)
        await self.hands.click(self.page.locator("main").get_by_role("button", name="Sign in"))
        await self.page.wait_for_url(lambda url: "/sign-in" not in url)

    async def press(self, name: str, *, exact: bool = True) -> None:
        await self.hands.click(self.page.get_by_role("button", name=name, exact=exact).first)

    async def follow(self, name: str, *, exact: bool = False) -> None:
        await self.hands.click(self.page.get_by_role("link", name=name, exact=exact).first)

    async def fill(self, label: str, text: str) -> None:
        await self.hands.fill(self.page.get_by_label(label), text)

    async def fill_named(self, name: str, text: str) -> None:
        await self.hands.fill(self.page.locator(f"[name={name}]"), text)

    async def choose(self, name: str, value: str) -> None:
        await self.hands.choose(self.page.locator(f"[name={name}]"), value)

    async def picture(self, name: str) -> None:
        """Keep what is seen, and check that nothing sticks out sideways."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        for size in (NARROW, WIDE):
            await self.page.set_viewport_size(size)  # type: ignore[arg-type]
            await self.page.evaluate("window.scrollTo(0, 0)")  # a bar that sticks would stand in the middle
            width = await self.page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{name} is {width} px wide on a page of {size['width']}"
            if isinstance(self.hands, Pointer):
                await self.page.screenshot(path=PICTURES / f"{name}-{size['width']}.png", full_page=True)
        if isinstance(self.hands, Pointer):
            await self.page.screenshot(path=PICTURES / f"{name}.png")  # what is seen at first, for the README's tour


@pytest.fixture(params=["pointer", "keyboard"])
async def people(
    browser: Browser, running: Product, request: pytest.FixtureRequest
) -> AsyncIterator[dict[str, Person]]:
    """Three people; with the keyboard they touch nothing else."""
    contexts: list[BrowserContext] = []
    found = {}
    for name in ("candidate", "recruiter", "expert"):
        context = await browser.new_context(base_url=running.url, viewport=WIDE, timezone_id="UTC")  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = await context.new_page()
        found[name] = Person(page, Keyboard(page) if request.param == "keyboard" else Pointer())
    yield found
    for context in contexts:
        await context.close()


class TestMainPath:
    async def test_leads_both_sides_from_an_empty_house_to_a_decision(
        self, people: dict[str, Person], tmp_path: Path
    ) -> None:
        candidate, recruiter, expert = people["candidate"], people["recruiter"], people["expert"]
        await publish_a_job(recruiter)
        await upload_a_resume(candidate, tmp_path)
        await find_the_job_and_apply(candidate)
        await look_at_the_applicant(recruiter)
        await prepare_questions(recruiter, expert)
        await invite(recruiter)
        await take_the_interview(candidate)
        await read_the_scorecard(recruiter, candidate)
        await decide(recruiter, candidate)
        for name, person in people.items():
            assert person.trouble == [], name


async def publish_a_job(recruiter: Person) -> None:
    page = recruiter.page
    await recruiter.sign_in(ADMIN)
    await recruiter.go("/staff/jobs/new")
    await recruiter.fill("Title", "Backend engineer, tides")
    await recruiter.fill(
        "Description",
        "We tell pilots when the water is deep enough.\n\n## What you would do\n\n- Own the forecast service.",
    )
    await recruiter.fill("Department optional", "Engineering")
    await recruiter.hands.choose(page.get_by_label("Work mode"), "remote")
    await recruiter.fill("City optional", "Riga")
    await recruiter.choose("employment_type", "FULL_TIME")
    await recruiter.choose("level", "middle")
    await recruiter.fill_named("salary_min", "50000")
    await recruiter.fill_named("salary_max", "64000")
    await recruiter.choose("salary_currency", "EUR")
    await recruiter.fill_named("experience_min_years", "3")
    await recruiter.fill_named("required_skills", "Python, PostgreSQL")
    await recruiter.fill_named("optional_skills", "Kafka")
    await recruiter.picture("job-form")
    await recruiter.press("Save draft")
    await expect(page.get_by_role("heading", name="Backend engineer, tides")).to_be_visible()
    await recruiter.picture("job-draft")
    await recruiter.follow("Publish job")
    await recruiter.hands.click(page.get_by_role("dialog").get_by_role("button", name="Publish job"))
    await expect(page.get_by_role("link", name="Public page")).to_be_visible()
    await recruiter.go("/jobs")
    await expect(page.get_by_role("link", name="Backend engineer, tides")).to_be_visible()


async def confirm_the_address(candidate: Person) -> None:
    """By the link in the mail, as somebody who tries the product finds it."""
    page = candidate.page
    await candidate.go("/home")
    await candidate.follow("How it stands")
    await candidate.picture("email-unproved")
    mail = page.get_by_role("link", name="Confirm your e-mail address")
    await candidate.go("/dev/outbox")
    while not await mail.count():
        await page.reload()
    await candidate.hands.click(mail)
    link = await page.locator("article a").first.get_attribute("href")
    assert link
    await candidate.go("/confirm-email?" + link.partition("?")[2])
    await candidate.press("Yes, confirm it")
    await expect(page.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    await candidate.go("/resumes")


async def upload_a_resume(candidate: Person, folder: Path) -> None:
    page = candidate.page
    await candidate.go("/sign-up?next=/resumes")
    await candidate.picture("sign-up")
    await candidate.fill("Name", MIRA.name)
    await candidate.fill("E-mail", "mira@example.org")
    await candidate.fill("Password", PASSWORD)
    await candidate.press("Make my account")
    await expect(page.get_by_label("New resume")).to_be_visible()
    await confirm_the_address(candidate)
    file = folder / MIRA.file_name
    file.write_bytes(MIRA.content())
    await candidate.hands.attach(page.get_by_label("New resume"), file)
    await candidate.press("Upload")
    await expect(page.get_by_role("heading", name="What was read from your resume")).to_be_visible()
    await candidate.picture("profile")
    await candidate.hands.click(page.locator("#f-basics-email .ev-link"))
    await expect(page.locator("mark:target")).to_have_text("mira.sandoval@post.example")


async def find_the_job_and_apply(candidate: Person) -> None:
    page = candidate.page
    await candidate.go("/matches")
    await expect(page.get_by_role("link", name="Backend engineer, tides")).to_be_visible()
    await candidate.picture("matches")
    await candidate.go("/jobs?q=tides")
    await candidate.picture("jobs")
    await candidate.follow("Backend engineer, tides")
    await expect(page.get_by_text("Found in your resume")).to_be_visible()
    await candidate.picture("job")
    await candidate.follow("Apply", exact=True)
    await candidate.fill("Letter", "Tides are bigger parcels.")
    await candidate.picture("apply")
    form = page.url
    await candidate.press("Send application")
    await expect(page.locator("main").get_by_text("Applied", exact=True).first).to_be_visible()
    await candidate.picture("application")
    await candidate.go(form)
    await expect(page.get_by_text("already applied")).to_be_visible()


async def look_at_the_applicant(recruiter: Person) -> None:
    page = recruiter.page
    await recruiter.go("/staff/pipeline")
    await recruiter.follow("Backend engineer, tides")
    await recruiter.picture("pipeline")
    await recruiter.follow(MIRA.name, exact=True)
    await expect(page.locator("mark", has_text="Python").first).to_be_visible()
    await recruiter.picture("applicant")
    await recruiter.follow("Notes")
    await recruiter.fill("New note", "Reads query plans. Ask about the tide tables.")
    await recruiter.press("Add note")
    await expect(page.get_by_text("Ask about the tide tables.")).to_be_visible()


async def prepare_questions(recruiter: Person, expert: Person) -> None:
    await recruiter.go("/staff/questions")
    await recruiter.follow("Backend engineer, tides")
    await recruiter.press("Generate questions")
    await expert.sign_in(EXPERT)
    await expert.go("/staff/questions")
    await expert.page.get_by_role("link", name="Backend engineer, tides").first.click()
    await expert.picture("questions")
    for count in range(1, 5):
        await expert.press("Approve", exact=False)
        await expect(expert.page.get_by_text(f"{count} approved")).to_be_visible()


async def invite(recruiter: Person) -> None:
    page = recruiter.page
    await recruiter.go("/staff/pipeline")
    await recruiter.follow("Backend engineer, tides")
    await recruiter.follow(MIRA.name, exact=True)
    await recruiter.hands.click(page.get_by_label("Applicant").get_by_role("link", name="Interview"))
    await recruiter.press(f"Invite {MIRA.name}")
    await expect(page.locator(".stage-interview").first).to_be_visible()


def known_of(asked: str) -> str:
    """What somebody says who knows two sentences of a good answer."""
    gold = next(
        (one.gold for one in library().questions if one.text.split() == asked.split()), "I would measure it first."
    )
    return ". ".join(" ".join(gold.split()).split(". ")[:2]).rstrip(".") + "."


async def take_the_interview(candidate: Person) -> None:
    page = candidate.page
    await candidate.go("/home")
    await candidate.picture("home")
    await candidate.hands.click(page.locator("main a.btn-primary").first)
    await candidate.picture("agree")
    await candidate.press("I agree, go to the questions")
    question = page.locator("#room-question")
    asked = []
    for number in range(1, 5):
        await expect(page.locator("[data-room-number]")).to_have_text(f"Question {number} of 4")
        asked.append(await question.inner_text())
        if number == 4:
            await candidate.press("I don’t know this one")
            await candidate.press("Go on without an answer")
            break
        words = f"{known_of(asked[-1])} Answer {number}."
        await candidate.fill("Your answer", words)
        if number == 2:
            await expect(page.locator("[data-room-saved]")).to_contain_text("Saved")
            await page.reload()
            await expect(page.get_by_label("Your answer")).to_have_value(words)
            await candidate.picture("room")
        await candidate.press("Send answer")
    await expect(question).to_have_text("Look through your answers")
    await candidate.picture("room-review")
    await candidate.press("Finish the interview")
    await page.wait_for_url("**/done")
    assert len(set(asked)) == 4, "a question was asked twice"
    await candidate.picture("room-done")


async def read_the_scorecard(recruiter: Person, candidate: Person) -> None:
    page = recruiter.page
    await page.reload()
    await expect(page.get_by_text("Proposed by the engine")).to_be_visible()
    await expect(page.get_by_text("Answer 2.")).to_be_visible()
    await recruiter.picture("scorecard")
    await recruiter.press("Show the scorecard to", exact=False)
    await candidate.go("/home")
    await candidate.page.get_by_role("link", name="Backend engineer, tides").first.click()
    await expect(candidate.page.get_by_text("Your scorecard", exact=True)).to_be_visible()
    await candidate.follow("Read it")
    await expect(candidate.page.get_by_text("Answer 2.")).to_be_visible()
    await candidate.picture("own-scorecard")


async def decide(recruiter: Person, candidate: Person) -> None:
    page = recruiter.page
    reject = page.url.replace("/interview", "/reject")
    await recruiter.go(reject)
    await recruiter.hands.click(page.get_by_role("button", name="Reject as", exact=False))
    await expect(page.locator("textarea:invalid")).to_be_visible()
    await recruiter.fill("Reason, in your words", "The work needs someone who has run Kafka for years.")
    await recruiter.hands.click(page.get_by_role("button", name="Reject as", exact=False))
    await candidate.go("/home")
    await candidate.page.get_by_role("link", name="Backend engineer, tides").first.click()
    await expect(candidate.page.get_by_text("someone who has run Kafka").first).to_be_visible()
    await candidate.picture("decision")
    await candidate.go("/dev/outbox")
    await expect(candidate.page.get_by_role("link").filter(has_text="tides").first).to_be_visible()
    await candidate.picture("outbox")
