"""A browser and a house with the demo in it, one of each for a whole run of a worker."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, async_playwright
from tests.browsers import chromium
from tests.processes import Product, product

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip


@pytest.fixture(scope="session")
def demo() -> Iterator[Product]:
    """The running product with its demo. Only for tests that look and change nothing."""
    with product(EVENHAND_DEMO="1") as made:
        made.start()
        yield made


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = chromium()
    assert program, "These tests need a Chromium. Run scripts/install-chromium."
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        await browser.close()
