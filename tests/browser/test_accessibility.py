"""axe finds nothing on any page, light and dark, wide and narrow, with every popover and dialog open, for everyone."""

import pytest
from playwright.async_api import Browser
from tests.browser.accessibility import Look, Walk
from tests.processes import Product

pytestmark = [pytest.mark.browser, pytest.mark.process]

PASSWORD = "evenhand demo"
LOOKS = [Look(1280, "light"), Look(1280, "dark"), Look(390, "light"), Look(390, "dark")]
STARTS = {
    "nobody": ["/", "/jobs", "/sign-in", "/sign-up", "/privacy", "/accessibility", "/docs"],
    "candidate": ["/home", "/resumes", "/matches", "/practice", "/chat", "/account", "/dev/outbox"],
    "recruiter": ["/home", "/staff/pipeline", "/staff/jobs", "/staff/jobs/new", "/staff/interviews"],
    "expert": ["/home", "/staff/questions"],
}
PEOPLE = {
    ("candidate", "en"): "mira.sandoval@post.example",
    ("recruiter", "en"): "nina.aalto@harbourline.example",
    ("expert", "en"): "priya.nair@harbourline.example",
    ("candidate", "ru"): "dmitri.pak@pochta.example",
    ("recruiter", "ru"): "ruslan.ospanov@hlebnydvor.example",
    ("expert", "ru"): "galina.kim@hlebnydvor.example",
}


class TestEveryPage:
    @pytest.mark.parametrize("language", ["en", "ru"])
    @pytest.mark.parametrize("who", list(STARTS))
    async def test_is_accessible(self, browser: Browser, demo: Product, who: str, language: str) -> None:
        email, starts = PEOPLE.get((who, language)), STARTS[who]
        context = await browser.new_context(
            base_url=demo.url, locale=language, timezone_id="UTC", reduced_motion="reduce"
        )
        page = await context.new_page()
        await page.goto("/sign-in")
        if email:
            await page.locator("[name=email]").fill(email)
            await page.locator("[name=password]").fill(PASSWORD)
            await page.locator("main form button").click()
            await page.wait_for_url(lambda url: "/sign-in" not in url)
        walk = Walk(page, LOOKS, examples=2) if language == "en" else Walk(page, LOOKS[2:3])
        assert await page.locator("html").get_attribute("lang") == language
        await walk.from_(*starts)
        await context.close()
        assert len(walk.visited) >= len(starts)
        assert not walk.faults, "\n".join(walk.faults)
