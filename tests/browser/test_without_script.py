"""The pages anyone may open, in a browser that runs no script."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect
from tests.processes import Product

pytestmark = [pytest.mark.browser, pytest.mark.process]


@pytest.fixture
async def page(browser: Browser, demo: Product) -> AsyncIterator[Page]:
    context = await browser.new_context(base_url=demo.url, java_script_enabled=False)
    yield await context.new_page()
    await context.close()


class TestCareersPages:
    async def test_search_filter_and_show_a_job(self, page: Page) -> None:
        await page.goto("/jobs")
        jobs = page.locator("main .list a.cover")
        before = await jobs.count()
        assert before > 3
        await page.locator("[name=q]").fill("nurse")
        await page.locator("main form").first.get_by_role("button").first.click()
        await expect(page).to_have_url(re.compile(r"/jobs\?.*q=nurse"))
        assert 0 < await jobs.count() < before
        title = await jobs.first.inner_text()
        await jobs.first.click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        await expect(page.get_by_role("link", name="Apply").first).to_be_visible()

    async def test_lead_to_signing_in_before_applying(self, page: Page) -> None:
        await page.goto("/jobs")
        await page.locator("main .list a.cover").first.click()
        await page.get_by_role("link", name="Apply").first.click()
        await expect(page).to_have_url(re.compile("/sign-in"))
        await page.locator("[name=email]").fill("mira.sandoval@post.example")
        await page.locator("[name=password]").fill("evenhand demo")
        await page.locator("main form").get_by_role("button", name="Sign in").click()
        await expect(page).to_have_url(re.compile("/apply$"))

    async def test_show_a_company(self, page: Page) -> None:
        await page.goto("/companies/harbourline")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert await page.locator("main .list a.cover").count() > 0
