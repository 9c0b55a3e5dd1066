"""A product whose sites are servers of the test's own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from tests.conftest import run_queue
from tests.external.footprint.site_server import Github, StackExchange, serving, web
from tests.external.http.web_server import WebServer
from tests.people import NOW, Cast, Member, agree

from evenhand.domains.footprint import background, service
from evenhand.domains.footprint.models import FootprintLink
from evenhand.domains.footprint.service import Footprint
from evenhand.external.footprint import github, stackexchange
from evenhand.wiring import House


@dataclass
class Sites:
    """Both sites, what they were asked, and the clock of the worker."""

    house: House
    github: Github
    github_server: WebServer
    stackexchange: StackExchange
    stackexchange_server: WebServer
    now: datetime = NOW

    def clock(self) -> datetime:
        return self.now

    async def agree(self, member: Member) -> None:
        async with self.house.database.transaction() as session:
            await agree(session, member.actor, "footprint")

    async def link(self, member: Member, source: str, typed: str) -> FootprintLink:
        async with self.house.database.transaction() as session:
            return await service.link(
                session,
                actor=member.actor,
                source=source,
                typed=typed,
                on=self.house.public_sites,
                vault=self.house.vault,
                now=self.now,
            )

    async def look_again(self, member: Member, source: str = "github") -> None:
        async with self.house.database.transaction() as session:
            await service.look_again(
                session, actor=member.actor, source=source, on=self.house.public_sites, now=self.now
            )

    async def work(self) -> None:
        """What the worker would do by now."""
        house = self.house
        await background.look_when_pauses_are_over(
            database=house.database, public_sites=house.public_sites, clock=self.clock
        )
        await run_queue(house)

    async def later(self, **hours: float) -> None:
        self.now += timedelta(**hours)
        await self.work()

    async def shown(self, member: Member) -> Footprint:
        house = self.house
        async with house.database.transaction() as session:
            return await service.shown(session, actor=member.actor, on=house.public_sites, vault=house.vault)

    async def state(self, member: Member, source: str = "github") -> str:
        link = (await self.shown(member)).link(source)
        return link.state if link else ""


@pytest.fixture
async def sites(house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sites]:
    """Mira agrees; both servers run."""
    first, second = Github(), StackExchange()
    async with serving(first) as a, serving(second) as b:
        made = Sites(house, first, a, second, b)
        way = web()
        asked = {
            "github": github.Github(way, url=f"http://127.0.0.1:{a.port}", token=None, clock=made.clock),
            "stackexchange": stackexchange.StackExchange(
                way, url=f"http://127.0.0.1:{b.port}/2.3", key=None, clock=made.clock
            ),
        }
        object.__setattr__(house, "public_sites", asked)
        needs = {**house.needs(), "clock": made.clock}
        monkeypatch.setattr(House, "needs", lambda _: needs)
        await made.agree(cast.mira)
        yield made
