"""Walks the product's pages as one person does, by its links, and asks axe about each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from playwright.async_api import Page
from tests.browsers import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=/)[0-9a-f]{12}(?:-\d+)?$")
_NOT_PAGES = re.compile(r"/file$|/sent-resume$|^/static/|^/api/|/download|[/.](pdf|docx|txt|md|json)$")
_ASK = """async standards => {
  const result = await axe.run(document, {runOnly: {type: 'tag', values: standards}, resultTypes: ['violations']});
  const why = (rule, node) => (node.any[0] || node.all[0] || node.none[0] || {}).message || rule.help;
  return result.violations.flatMap(rule =>
    rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${why(rule, node)}`));
}"""
_SETTLED = "() => document.readyState === 'complete' && !document.querySelector('.htmx-request')"
_LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"
_OPENERS = "() => document.querySelectorAll('[popovertarget], [command=show-modal]').length"
_OPEN = """number => {
  const opener = document.querySelectorAll('[popovertarget], [command=show-modal]')[number];
  const floating = document.getElementById(opener.getAttribute('popovertarget') || opener.getAttribute('commandfor'));
  if (!floating) return `nothing has the id that ${opener.outerHTML} opens`;
  const kind = `${floating.tagName} ${floating.className} ${floating.id.replace(/[0-9a-f-]{8,}|[0-9]+/g, '')}`;
  window.opened = window.opened || new Set();
  if (window.opened.has(kind)) return null;
  window.opened.add(kind);
  if (floating.tagName === 'DIALOG') floating.showModal(); else floating.showPopover();
  return '';
}"""
_CLOSE = """() => {
  for (const open of document.querySelectorAll('dialog[open]')) open.close();
  for (const open of document.querySelectorAll(':popover-open')) open.hidePopover();
}"""


def kind(path: str) -> str:
    """The address without what differs between pages of one kind: ids, slugs and what was asked for."""
    return re.sub(r"^/companies/[^/]+", "/companies/{slug}", _ID.sub("{id}", path))


class Look(NamedTuple):
    """How a page is looked at: its width in pixels, and the colours the reader prefers."""

    width: int
    scheme: Literal["light", "dark"]


@dataclass
class Walk:
    """One person's way through the pages; `faults` are sentences, empty when all is well."""

    page: Page
    looks: Sequence[Look]
    examples: int = 1
    """Pages of one kind that are looked at: the same template with other content."""
    visited: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    async def from_(self, *starts: str) -> None:
        """Visit these and every page that their links lead to, a few of each kind."""
        ahead = list(starts)
        while ahead:
            path = ahead.pop(0)
            seen = self.visited.setdefault(kind(urlsplit(path).path), [])
            if path in seen or len(seen) >= self.examples:
                continue
            seen.append(path)
            ahead += await self._visit(path, every_look=len(seen) == 1)

    async def _visit(self, path: str, *, every_look: bool) -> list[str]:
        answer = await self.page.goto(path)
        if answer is None or answer.status >= 400:
            self.faults.append(f"{path} answered {answer.status if answer else 'nothing'}")
            return []
        await self.page.wait_for_function(_SETTLED)
        await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        for look in self.looks if every_look else self.looks[:1]:
            await self.page.set_viewport_size({"width": look.width, "height": 900})
            await self.page.emulate_media(color_scheme=look.scheme)
            await self._ask(f"{path} ({look.width} px, {look.scheme})")
        await self._open_everything(path)
        here = urlsplit(self.page.url)
        found = [urlsplit(link) for link in await self.page.evaluate(_LINKS)]
        own = sorted({f"{to.path}?{to.query}" if to.query else to.path for to in found if to.netloc == here.netloc})
        return [to for to in own if not _NOT_PAGES.search(to)]

    async def _ask(self, where: str) -> None:
        self.faults += [f"{where}: {fault}" for fault in await self.page.evaluate(_ASK, STANDARDS)]
        wide = await self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.faults.append(f"{where}: {wide} px stick out sideways")

    async def _open_everything(self, path: str) -> None:
        """One popover or dialog of each kind, opened over the page: a marked resume has a hundred of one kind."""
        for number in range(await self.page.evaluate(_OPENERS)):
            trouble = await self.page.evaluate(_OPEN, number)
            if trouble is None:
                continue
            if trouble:
                self.faults.append(f"{path}: {trouble}")
            else:
                await self._ask(f"{path} (opened {number})")
            await self.page.evaluate(_CLOSE)
