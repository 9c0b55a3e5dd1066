"""Scripts in everything that people write: every page that shows it is opened in a browser, and nothing runs."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page
from tests.test_canaries import ALICE, CANARIES, installed, used
from tests.visitors import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.process]

RUN = """<img src=x onerror="window.hit=1"><script>window.hit=1</script><svg/onload=window.hit=1>"'>"""
LINK = "[look](javascript:window.hit=1) <a href='javascript:window.hit=1'>here</a>"
KEPT = {"email", "phone", "password", "wrong password"}  # which nobody can write so
PAYLOADS = {name: words if name in KEPT else f"{RUN} {words}" for name, words in CANARIES.items()} | {
    "name": "<img src=x onerror=window.hit=1>",
    "file": "<img src=x onerror=window.hit=1> ' \" .txt",
    "street": f"{RUN} 1",
}
JOB = {"title": "<img src=x onerror=window.hit=1>", "description": f"{RUN}\n\n{LINK}\n\n# {RUN}", "department": "<b>x"}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
EXAMPLES = 2  # of each kind of page
FEWEST_PAGES, FEWEST_SHOWN = 20, 8  # a walk that finds nothing would pass
HARMLESS = ("/", "#", "?", "https://", "http://", "mailto:")
STAFF = ["/home", "/staff/pipeline", "/staff/jobs", "/staff/interviews", "/staff/questions", "/staff/audit"]
CANDIDATE = ["/home", "/resumes", "/matches", "/practice", "/account", "/account/data", "/jobs", "/dev/outbox"]
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', one => {
    window.violations.push(one.violatedDirective + ' ' + one.blockedURI);
});
"""
SEE = """() => ({
    hit: window.hit, violations: window.violations, text: document.documentElement.innerText,
    scripts: [...document.querySelectorAll('main img[src=x], main script, main svg[onload], main [onerror]')].length,
    links: [...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href')),
})"""


class Crawl:
    """Every page that links lead to, a few of each kind."""

    def __init__(self, page: Page, start: list[str]) -> None:
        self.page, self.waiting = page, list(start)
        self.seen: dict[str, int] = {}
        self.shown: set[str] = set()
        self.faults: list[str] = []

    async def go(self) -> None:
        done: set[str] = set()
        while self.waiting:
            path = self.waiting.pop()
            kind = ID.sub("*", urlsplit(path).path)
            if path in done or self.seen.get(kind, 0) >= EXAMPLES:
                continue
            done.add(path)
            self.seen[kind] = self.seen.get(kind, 0) + 1
            await self._look(path, kind)

    async def _look(self, path: str, kind: str) -> None:
        await self.page.goto(path)
        found: dict[str, Any] = await self.page.evaluate(SEE)
        if found["hit"] or found["violations"] or found["scripts"]:
            self.faults.append(f"{path}: {found['hit']} {found['violations']} {found['scripts']}")
        if "window.hit" in found["text"]:
            self.shown.add(kind)
        odd = [one for one in found["links"] if not one.startswith(HARMLESS)]
        self.faults += [f"{path}: {one}" for one in odd]

        self.waiting += [one for one in found["links"] if one.startswith("/") and not _is_file(one)]


def _is_file(path: str) -> bool:
    elsewhere = ("/file", "/sent-resume", "/export", "/language/", "/static/", "/openapi", "/sign-out")
    return any(part in path for part in elsewhere) or path.endswith(
        ("/pdf", "/docx", ".pdf", ".docx", ".txt", ".md", ".json")
    )


class TestScripts:
    async def test_in_what_people_write_never_run(self, browser: Browser, own_database: str) -> None:
        async with installed(own_database) as place:
            alice = Visitor(place.running.url, ALICE)
            mira = Visitor(place.running.url, PAYLOADS["email"], PAYLOADS["password"])
            room = await used(place, alice, mira, PAYLOADS, job=JOB)
            await room.leave()
            shown: set[str] = set()
            for visitor, start in ((alice, STAFF), (mira, CANDIDATE)):
                shown |= await nothing_runs(browser, visitor, start)
                await visitor.leave()
            assert len(shown) >= FEWEST_SHOWN, shown


async def nothing_runs(browser: Browser, visitor: Visitor, start: list[str]) -> set[str]:
    """Which kinds of pages show what was written, once all were opened and nothing of it ran."""
    context = await browser.new_context(base_url=visitor.url)
    await context.add_init_script(WATCH)
    page = await context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    await page.goto("/sign-in")
    await page.locator("[name=email]").fill(visitor.email)
    await page.locator("[name=password]").fill(visitor.password)
    await page.locator("main form button").click()
    await page.wait_for_url(lambda url: "/sign-in" not in url)
    crawl = Crawl(page, start)
    await crawl.go()
    await context.close()
    assert crawl.faults == []
    assert dialogs == []
    assert len(crawl.seen) >= FEWEST_PAGES, crawl.seen
    return crawl.shown
