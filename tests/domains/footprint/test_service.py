"""Naming accounts, looking at them in the background, and everything that may come between."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.applicants import make_resume
from tests.domains.footprint.conftest import Sites
from tests.external.footprint.site_server import limited
from tests.external.http.web_server import Reply
from tests.people import NOW, Cast

from evenhand.domains.consents import service as consents
from evenhand.domains.footprint import service
from evenhand.domains.footprint.events import FootprintAsked
from evenhand.external.footprint import GithubFound, StackExchangeFound
from evenhand.wiring import House

PROFILE = "https://stackoverflow.com/users/22656/mira"


async def acts(house: House) -> list[str]:
    async with house.database.transaction() as session:
        query = "SELECT act FROM audit_entry WHERE act LIKE 'footprint.%' ORDER BY id"
        return list(await session.scalars(text(query)))


async def sealed(house: House) -> list[Any]:
    async with house.database.transaction() as session:
        return list(await session.scalars(text("SELECT found_sealed FROM footprint_link")))


async def link_id(house: House) -> UUID:
    async with house.database.transaction() as session:
        return UUID(str((await session.execute(text("SELECT id FROM footprint_link"))).scalar_one()))


class TestLink:
    async def test_looks_at_both_sites_in_the_background(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "https://github.com/octo-mira")
        await sites.link(cast.mira, "stackexchange", PROFILE)
        assert sites.github_server.requests == []
        await sites.work()
        shown = await sites.shown(cast.mira)
        assert [(one.state, one.looked_at, one.proved_at) for one in shown.links] == [("ready", NOW, None)] * 2
        assert isinstance(shown.links[0].found, GithubFound)
        assert isinstance(shown.links[1].found, StackExchangeFound)
        assert await acts(sites.house) == ["footprint.linked"] * 2 + ["footprint.looked"] * 2

    async def test_asks_first_and_nothing_before(self, sites: Sites, cast: Cast) -> None:
        with pytest.raises(consents.ConsentNeeded):
            await sites.link(cast.noor, "github", "octo-mira")
        await sites.work()
        assert sites.github_server.requests == []

    async def test_of_the_same_account_is_once_and_of_another_lets_the_first_go(self, sites: Sites, cast: Cast) -> None:
        first = await sites.link(cast.mira, "github", "octo-mira")
        assert (await sites.link(cast.mira, "github", "@Octo-Mira")).id == first.id
        await sites.work()
        assert (await sites.link(cast.mira, "github", "another")).id != first.id
        shown = await sites.shown(cast.mira)
        assert [(one.account.name, one.found) for one in shown.links] == [("another", None)]

    @pytest.mark.parametrize(
        ("source", "typed"),
        [
            *[("github", one) for one in ("", "a b", "../x", "https://evil.example/octo", "x" * 40, "a--b", "-a")],
            *[("github", one) for one in ("https://github.com/", "https://user@github.com/x", "a/../b", "ok\nX: y")],
            ("stackexchange", "mira"),
            ("stackexchange", "https://evil.example/users/5"),
            ("stackexchange", "https://stackoverflow.com.evil.example/users/5"),
            ("stackexchange", "https://stackoverflow.com/users/0"),
            ("stackexchange", "https://stackoverflow.com/questions/5"),
            ("stackexchange", "https://stackoverflow.com:8080/users/5"),
            ("stackexchange", "5;6"),
        ],
    )
    async def test_refuses_what_names_no_account(self, sites: Sites, cast: Cast, source: str, typed: str) -> None:
        with pytest.raises(service.AccountUnreadable):
            await sites.link(cast.mira, source, typed)

    @pytest.mark.parametrize(
        ("source", "typed", "url"),
        [
            ("github", " @octo-mira ", "https://github.com/octo-mira"),
            ("github", "github.com/octo-mira/tides", "https://github.com/octo-mira"),
            ("stackexchange", "22656", "https://stackoverflow.com/users/22656"),
            ("stackexchange", "ru.stackoverflow.com/users/7/x", "https://ru.stackoverflow.com/users/7"),
            ("stackexchange", "https://unix.stackexchange.com/users/7", "https://unix.stackexchange.com/users/7"),
            ("stackexchange", "http://www.superuser.com/users/7/", "https://superuser.com/users/7"),
        ],
    )
    async def test_takes_names_numbers_and_addresses(
        self, sites: Sites, cast: Cast, source: str, typed: str, url: str
    ) -> None:
        await sites.link(cast.mira, source, typed)
        assert (await sites.shown(cast.mira)).links[0].account.url == url

    async def test_is_refused_where_it_is_switched_off(self, sites: Sites, cast: Cast) -> None:
        object.__setattr__(sites.house, "public_sites", {})
        with pytest.raises(service.LooksOff):
            await sites.link(cast.mira, "github", "octo-mira")


class TestProof:
    async def test_is_the_code_in_the_accounts_own_words(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        link = (await sites.shown(cast.mira)).links[0]
        assert link.code.startswith("evenhand-")
        sites.github.bio = f"I write Rust. {link.code}"
        await sites.look_again(cast.mira)
        await sites.work()
        sites.github.bio = "I write Rust."
        await sites.look_again(cast.mira)
        await sites.work()
        link = (await sites.shown(cast.mira)).links[0]
        assert (link.proved_at, link.code) == (NOW, "")
        assert (await acts(sites.house)).count("footprint.proved") == 1

    async def test_and_findings_end_when_the_name_is_somebody_elses(self, sites: Sites, cast: Cast) -> None:
        link = await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        sites.github.number += 1
        await sites.look_again(cast.mira)
        await sites.work()
        shown = (await sites.shown(cast.mira)).links[0]
        assert (shown.state, shown.found, shown.proved_at) == ("other", None, None)
        assert (await sites.link(cast.mira, "github", "octo-mira")).id != link.id
        await sites.work()
        assert await sites.state(cast.mira) == "ready"

    async def test_follows_the_account_to_its_new_name(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "old-name")
        sites.github.replies["/users/old-name"] = lambda _: Reply(301, {"Location": f"/user/{sites.github.number}"})
        await sites.work()
        assert (await sites.shown(cast.mira)).links[0].account.name == "octo-mira"


class TestLimits:
    async def test_are_waited_for_by_everybody_and_then_gone_on_with(self, sites: Sites, cast: Cast) -> None:
        sites.github.replies["/users/octo-mira"] = limited(429, Retry_After="1800")
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        link = (await sites.shown(cast.mira)).links[0]
        assert (link.state, link.next_at) == ("limited", NOW.replace(minute=30))
        asked = len(sites.github_server.requests)
        await sites.agree(cast.noor)
        await sites.link(cast.noor, "github", "octo-noor")
        await sites.look_again(cast.mira)
        await sites.later(minutes=10)
        assert len(sites.github_server.requests) == asked
        assert [await sites.state(one) for one in (cast.mira, cast.noor)] == ["limited", "limited"]
        sites.github.replies.clear()
        await sites.later(minutes=21)
        assert await sites.state(cast.mira) == "ready"

    async def test_show_what_was_found_before(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        sites.github.replies["/users/octo-mira"] = limited(429, Retry_After="1800")
        await sites.later(days=1)
        await sites.look_again(cast.mira)
        await sites.work()
        link = (await sites.shown(cast.mira)).links[0]
        assert link.found
        assert (link.state, link.looked_at) == ("limited", NOW)


class TestTrouble:
    async def test_is_tried_again_with_growing_pauses_and_then_left(self, sites: Sites, cast: Cast) -> None:
        sites.github.replies["/users/octo-mira"] = lambda _: Reply(502)
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        pauses = []
        while next_at := (await sites.shown(cast.mira)).links[0].next_at:
            pauses.append((next_at - sites.now).total_seconds() / 60)
            await sites.later(minutes=pauses[-1])
        assert pauses == [10, 60, 360, 1440]
        assert len(sites.github_server.requests) == 5
        assert await sites.state(cast.mira) == "away"
        sites.github.replies.clear()
        await sites.look_again(cast.mira)
        await sites.work()
        assert await sites.state(cast.mira) == "ready"

    @pytest.mark.parametrize(
        ("reply", "state"),
        [
            (Reply(404, {}, b"{}"), "missing"),
            (Reply(200, {}, b"<html>"), "unusable"),
            (Reply(200, {}, b"x" * 3_000_000), "away"),
        ],
    )
    async def test_is_said(self, sites: Sites, cast: Cast, reply: Reply, state: str) -> None:
        sites.github.replies["/users/octo-mira"] = lambda _: reply
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        assert await sites.state(cast.mira) == state

    async def test_is_being_off_line_or_switched_off_meanwhile(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "octo-mira")
        needs = {**sites.house.needs(), "public_sites": {}}
        (follower,) = [one for one in sites.house.followers.all if one.name == "footprint.background.look"]
        fact = FootprintAsked(person_id=cast.mira.id, link_id=await link_id(sites.house))
        await follower.run(fact, **{name: needs[name] for name in follower.needs})
        assert await sites.state(cast.mira) == "away"

    async def test_that_nobody_foresaw_is_said_too(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "octo-mira")
        (follower,) = [one for one in sites.house.followers.all if one.name == "footprint.background.look"]
        fact = FootprintAsked(person_id=cast.mira.id, link_id=await link_id(sites.house))
        assert follower.gave_up
        await follower.gave_up(fact, **{name: sites.house.needs()[name] for name in follower.needs})
        assert await sites.state(cast.mira) == "unusable"


class TestTakingBack:
    async def test_deletes_what_was_found_and_a_new_yes_looks_anew(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        async with sites.house.database.transaction() as session:
            await consents.withdraw(session, actor=cast.mira.actor, name="footprint", now=NOW)
        assert (await sites.shown(cast.mira)).links[0].found is None
        await sites.work()
        assert await sealed(sites.house) == [None]
        assert await sites.state(cast.mira) == "idle"
        asked = len(sites.github_server.requests)
        with pytest.raises(consents.ConsentNeeded):
            await sites.look_again(cast.mira)
        assert len(sites.github_server.requests) == asked
        await sites.agree(cast.mira)
        await sites.work()
        assert await sites.state(cast.mira) == "ready"

    async def test_while_the_site_answers_keeps_nothing(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "octo-mira")
        house, row = sites.house, (await sites.shown(cast.mira)).links[0]
        about: dict[str, Any] = {"person_id": cast.mira.id, "vault": house.vault, "now": NOW}
        about["link_id"] = await link_id(house)
        async with house.database.transaction() as session:
            task = await service.to_look(session, **about)
        assert task
        assert task.code == row.code
        looked = await house.public_sites["github"].look(task.account, parts=task.parts, code=task.code)
        async with house.database.transaction() as session:
            await consents.withdraw(session, actor=cast.mira.actor, name="footprint", now=NOW)
        async with house.database.transaction() as session:
            await service.keep(session, looked=looked, **about)
        assert await sealed(house) == [None]

    async def test_of_an_account_deletes_it(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        async with sites.house.database.transaction() as session:
            await service.unlink(session, actor=cast.mira.actor, source="github", now=NOW)
        assert await sealed(sites.house) == []
        assert (await acts(sites.house))[-1] == "footprint.unlinked"
        async with sites.house.database.transaction() as session:
            with pytest.raises(service.LinkNotFound):
                await service.unlink(session, actor=cast.mira.actor, source="github", now=NOW)


class TestSweep:
    async def test_forgets_what_was_found_long_ago_and_keeps_proofs(self, sites: Sites, cast: Cast) -> None:
        link = await sites.link(cast.mira, "github", "octo-mira")
        sites.github.bio = (await sites.shown(cast.mira)).links[0].code
        await sites.work()
        for days, left in ((89, 1), (91, 0)):
            await sites.later(days=days - (sites.now - NOW).days)
            async with sites.house.database.transaction() as session:
                await service.sweep(session, now=sites.now)
            assert sum(one is not None for one in await sealed(sites.house)) == left
        shown = (await sites.shown(cast.mira)).links[0]
        assert link.id
        assert (shown.state, shown.found, shown.proved_at) == ("idle", None, NOW)


class TestSuggestions:
    async def test_are_what_the_resume_does_not_name(self, sites: Sites, cast: Cast) -> None:
        await make_resume(sites.house, cast.mira)  # which names Python
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.link(cast.mira, "stackexchange", PROFILE)
        await sites.work()
        (one,) = (await sites.shown(cast.mira)).suggestions
        assert one.sentence == "Your public repositories show Rust in 6 projects; your resume does not name it."
        assert one.url == "https://github.com/octo-mira?tab=repositories&language=rust"

    async def test_need_a_resume(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        assert (await sites.shown(cast.mira)).suggestions == []

    async def test_come_from_answers_too(self, sites: Sites, cast: Cast) -> None:
        await make_resume(sites.house, cast.mira)
        await sites.link(cast.mira, "stackexchange", PROFILE)
        await sites.work()
        (one,) = (await sites.shown(cast.mira)).suggestions
        assert one.sentence.startswith("You answered 12 questions about Rust on stackoverflow.com;")


async def dismiss(sites: Sites, cast: Cast, skill_id: str = "rust") -> None:
    house = sites.house
    async with house.database.transaction() as session:
        await service.dismiss(
            session, actor=cast.mira.actor, skill_id=skill_id, on=house.public_sites, vault=house.vault, now=NOW
        )


async def offered(sites: Sites, cast: Cast) -> tuple[list[str], list[str]]:
    """Which skills are suggested, and which would be."""
    shown = await sites.shown(cast.mira)
    return [one.skill_id for one in shown.suggestions], [one.skill_id for one in shown.dismissed]


class TestDismissing:
    @pytest.fixture(autouse=True)
    async def _found(self, sites: Sites, cast: Cast) -> None:
        await make_resume(sites.house, cast.mira)
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()

    async def test_lasts_over_new_looks_and_other_accounts_until_it_is_brought_back(
        self, sites: Sites, cast: Cast
    ) -> None:
        await dismiss(sites, cast)
        await dismiss(sites, cast)
        await sites.look_again(cast.mira)
        await sites.link(cast.mira, "stackexchange", PROFILE)  # which says Rust too
        await sites.work()
        assert await offered(sites, cast) == ([], ["rust"])
        async with sites.house.database.transaction() as session:
            await service.restore(session, actor=cast.mira.actor, skill_id="rust")
            await service.restore(session, actor=cast.mira.actor, skill_id="rust")
        assert await offered(sites, cast) == (["rust"], [])

    async def test_is_of_what_is_suggested_only(self, sites: Sites, cast: Cast) -> None:
        with pytest.raises(service.SuggestionNotFound):
            await dismiss(sites, cast, "python")

    async def test_is_handed_over_and_goes_with_the_last_account_or_the_agreement(
        self, sites: Sites, cast: Cast
    ) -> None:
        house = sites.house
        await dismiss(sites, cast)
        async with house.database.transaction() as session:
            _, holding = await service.held(session, person_id=cast.mira.id, vault=house.vault)
            assert [item.values["skill_id"] for item in holding.items] == ["rust"]
            await service.unlink(session, actor=cast.mira.actor, source="github", now=NOW)
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        assert await offered(sites, cast) == (["rust"], [])
        await dismiss(sites, cast)
        async with house.database.transaction() as session:
            await consents.withdraw(session, actor=cast.mira.actor, name="footprint", now=NOW)
        await sites.work()
        await sites.agree(cast.mira)
        await sites.work()
        assert await offered(sites, cast) == (["rust"], [])


class TestHeld:
    async def test_hands_over_everything(self, sites: Sites, cast: Cast) -> None:
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        async with sites.house.database.transaction() as session:
            holding, _ = await service.held(session, person_id=cast.mira.id, vault=sites.house.vault)
            others, _ = await service.held(session, person_id=cast.noor.id, vault=sites.house.vault)
        (item,) = holding.items
        assert item.values["found"]["name"] == "octo-mira"
        assert item.values["kept_for_the_next_look"]["user"]["value"]["login"] == "octo-mira"
        assert others.items == []
