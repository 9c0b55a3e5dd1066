"""axe finds nothing on any page, light and dark, wide and narrow, with every popover and dialog open, for everyone."""

import pytest
from playwright.async_api import Browser
from tests.browser.accessibility import Look, Walk
from tests.processes import Product

pytestmark = [pytest.mark.browser, pytest.mark.process]

PASSWORD = "evenhand demo"
LOOKS = [Look(1280, "light"), Look(1280, "dark"), Look(390, "light"), Look(390, "dark")]
PEOPLE = {
    "nobody": (None, ["/", "/jobs", "/sign-in", "/sign-up", "/privacy", "/accessibility", "/docs"]),
    "candidate": ("mira.sandoval@post.example", ["/home", "/resumes", "/matches", "/account", "/dev/outbox"]),
    "recruiter": ("nina.aalto@harbourline.example", ["/home", "/staff/pipeline", "/staff/jobs", "/staff/jobs/new"]),
    "expert": ("priya.nair@harbourline.example", ["/home", "/staff/questions"]),
}


class TestEveryPage:
    @pytest.mark.parametrize("language", ["en", "ru"])
    @pytest.mark.parametrize("who", list(PEOPLE))
    async def test_is_accessible(self, browser: Browser, demo: Product, who: str, language: str) -> None:
        email, starts = PEOPLE[who]
        context = await browser.new_context(
            base_url=demo.url, locale=language, timezone_id="UTC", reduced_motion="reduce"
        )
        page = await context.new_page()
        if email:
            await page.goto("/sign-in")
            await page.locator("[name=email]").fill(email)
            await page.locator("[name=password]").fill(PASSWORD)
            await page.locator("main form button").click()
            await page.wait_for_url(lambda url: "/sign-in" not in url)
        walk = Walk(page, LOOKS if language == "en" else LOOKS[:1])
        await walk.from_(*starts)
        await context.close()
        assert len(walk.visited) >= len(starts)
        assert not walk.faults, "\n".join(walk.faults)
