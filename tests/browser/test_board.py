"""Moving cards on the board as people do: with the pointer, with the keyboard, and back again."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect
from tests.applicants import make_application
from tests.conftest import QUICK_PASSWORDS
from tests.openings import make_job
from tests.people import NOW, PASSWORD, make_cast
from tests.serving import serving

from evenhand.kit.settings import Settings
from evenhand.main import create_api
from evenhand.wiring import House

pytestmark = [pytest.mark.browser]


@pytest.fixture
async def board(own_database: str, settings: Settings, browser: Browser) -> AsyncIterator[Page]:
    """Bob's board with Mira and Noor on it, served by this process."""
    house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
    cast = await make_cast(house)
    job = await make_job(house, cast.bob)
    for member in (cast.mira, cast.noor):
        await make_application(house, member, job, now=NOW)
    async with serving(create_api(house)) as address:
        context = await browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
        page = await context.new_page()
        await page.goto("/sign-in")
        await page.get_by_label("E-mail").fill(cast.bob.email)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("link", name="Pipeline")).to_be_visible()
        await page.goto(f"/staff/jobs/{job.id}/pipeline")
        await expect(page.locator("[data-grip]:not([hidden])").first).to_be_visible()
        yield page
        await context.close()
    await house.database.close()


class TestBoard:
    async def test_moves_a_card_with_the_pointer_and_back_by_undo(self, board: Page) -> None:
        card = board.locator("#column-applied [data-card]").first
        name = await card.get_attribute("data-name")
        await card.drag_to(board.locator("[data-stage=task]"))
        await expect(board.locator(f'#column-task [data-name="{name}"]:not(.is-moving)')).to_be_visible()
        await expect(board.locator("#toasts")).to_contain_text(f"{name} moved to Test task.")
        await board.get_by_role("button", name="Undo").click()
        await expect(board.locator("#toasts")).to_contain_text(f"{name} is back in Applied. No mail was sent.")
        await expect(board.locator(f'#column-applied [data-name="{name}"]')).to_be_visible()

        await self._with_the_keyboard(board, name or "")
        await self._reject_asks_for_a_reason(board, name or "")

    async def _with_the_keyboard(self, board: Page, name: str) -> None:
        said = board.locator("#board-says")
        grip = board.get_by_role("button", name=f"Pick up {name}")
        await grip.focus()
        await board.keyboard.press("Enter")
        await expect(said).to_contain_text(f"{name} is picked up, in Applied.")
        await board.keyboard.press("ArrowRight")
        await expect(said).to_have_text("Under review, 2 of 7")
        await board.keyboard.press("Escape")
        await expect(said).to_have_text(f"{name} stays in Applied.")
        for key in ("Enter", "ArrowRight", "Enter"):
            await board.keyboard.press(key)
        await expect(board.locator(f'#column-review [data-name="{name}"]:not(.is-moving)')).to_be_visible()
        await expect(board.get_by_role("button", name=f"Pick up {name}")).to_be_focused()

    async def _reject_asks_for_a_reason(self, board: Page, name: str) -> None:
        await board.get_by_role("link", name=f"Move {name}").press("Enter")
        await board.get_by_role("button", name="Reject…").press("Enter")
        await expect(board.get_by_role("heading", name=f"Reject {name}?")).to_be_visible()
        await board.get_by_label("Reason, in your words").fill("This job needs three years of building services.")
        await board.get_by_role("button", name="Reject as Bob Recruiter").press("Enter")
        await expect(board.locator("#toasts")).to_contain_text(f"{name} is rejected.")
        await expect(board.locator(f'[data-name="{name}"]')).to_have_count(0)
