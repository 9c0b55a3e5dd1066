"""Two ways to use a page: with a pointer, and with the keyboard alone."""

from pathlib import Path
from typing import Protocol

from playwright.async_api import Locator, Page

MOST_TABS = 250
"""Presses of Tab after which a control counts as out of reach."""

_FOCUS = """control => {
  if (!control.isConnected) return null;
  if (control !== document.activeElement) return '';
  return control.matches(':focus-visible') ? 'seen' : 'unseen';
}"""


class Hands(Protocol):
    """Acts on one page."""

    async def click(self, control: Locator) -> None:
        """Follow a link, press a button, open what it opens."""

    async def fill(self, field: Locator, text: str) -> None:
        """Write into a field in place of what it holds."""

    async def choose(self, field: Locator, value: str) -> None:
        """Choose an option of a list by its value."""

    async def attach(self, field: Locator, file: Path) -> None:
        """Choose a file."""


class Pointer:
    """As most people do it."""

    async def click(self, control: Locator) -> None:
        await control.click()

    async def fill(self, field: Locator, text: str) -> None:
        await field.fill(text)

    async def choose(self, field: Locator, value: str) -> None:
        await field.select_option(value)

    async def attach(self, field: Locator, file: Path) -> None:
        await field.set_input_files(file)


class Keyboard:
    """Tab to it, see that it has the focus, and use it; nothing is clicked and nothing is focused by a script."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = page.keyboard

    async def click(self, control: Locator) -> None:
        await self._reach(control)
        await self.keys.press("Enter")

    async def fill(self, field: Locator, text: str) -> None:
        await self._reach(field)
        await self.keys.press("Control+A")
        await self.keys.insert_text(text)

    async def choose(self, field: Locator, value: str) -> None:
        option = field.locator(f"option[value='{value}']")
        await self._reach(field)
        await self.keys.type(await option.inner_text())
        assert await field.input_value() == value

    async def attach(self, field: Locator, file: Path) -> None:
        await self._reach(field)
        async with self.page.expect_file_chooser() as choosing:
            await self.keys.press("Space")
        await (await choosing.value).set_files(file)

    async def _reach(self, control: Locator) -> None:
        found = await control.element_handle()
        for _ in range(MOST_TABS):
            focus = await found.evaluate(_FOCUS)
            if focus is None:  # the page put another in its place meanwhile
                found = await control.element_handle()
            elif focus:
                assert focus == "seen", f"the focus on {control} cannot be seen"
                return
            else:
                await self.keys.press("Tab")
        raise AssertionError(f"{control} is out of reach of the Tab key")
