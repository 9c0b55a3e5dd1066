"""Agreeing and taking back: one act a row, under the notice that was shown."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.client import Client
from tests.people import NOW, Cast, agree

from evenhand.domains.audit import queries as audit_queries
from evenhand.domains.audit.rules import INSTALLATION, Act
from evenhand.domains.consents import queries, service
from evenhand.domains.consents.rules import NOTICES, TOPICS, USED, Notice, Purpose, notices
from evenhand.kit.permissions import Actor
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


async def acts(house: House, actor: Actor) -> list[tuple[str, bool, int]]:
    async with house.database.transaction() as session:
        return [(one.purpose, one.given, one.notice) for one in await queries.acts(session, person_id=actor.person)]


async def allows(house: House, actor: Actor, purpose: Purpose) -> bool:
    async with house.database.transaction() as session:
        return await service.allows(session, person_id=actor.person, purpose=purpose)


@pytest.fixture
def second_notice(monkeypatch: pytest.MonkeyPatch) -> Notice:
    """The notice of interviews gets another version."""
    first = NOTICES["interview"][-1]
    second = replace(first, version=first.version + 1, since=date(2027, 1, 1), paragraphs=first.paragraphs[:1])
    monkeypatch.setitem(notices.NOTICES, "interview", (*NOTICES["interview"], second))
    return second


class TestGive:
    async def test_is_one_row_and_one_entry_however_often_it_is_sent(self, house: House, cast: Cast) -> None:
        async with house.database.transaction() as session:
            await service.withdraw(session, actor=cast.mira.actor, name="interview", now=NOW)
            await agree(session, cast.mira.actor)
            await agree(session, cast.mira.actor)
        assert await acts(house, cast.mira.actor) == [
            ("interview", True, 1),
            ("interview", False, 1),
            ("interview", True, 1),
        ]
        async with house.database.transaction() as session:
            rows = await audit_queries.entries(session, org_id=INSTALLATION, person_id=cast.mira.id, limit=9)
        assert [(one.act, one.reason, one.before, one.after) for one in rows[:2]] == [
            (Act.CONSENT_GIVEN, "interview", {"given": 0, "notice": 1}, {"given": 1, "notice": 1}),
            (Act.CONSENT_WITHDRAWN, "interview", {"given": 1, "notice": 1}, {"given": 0, "notice": 1}),
        ]

    async def test_is_refused_for_a_notice_that_was_not_shown(
        self, house: House, cast: Cast, second_notice: Notice
    ) -> None:
        async with house.database.transaction() as session:
            with pytest.raises(service.NoticeChanged):
                await service.give(session, actor=cast.mira.actor, name="interview", version=1, now=NOW)

    @pytest.mark.parametrize("purpose", sorted(set(Purpose) - USED))
    async def test_is_refused_for_what_is_not_used_here(self, house: House, cast: Cast, purpose: Purpose) -> None:
        async with house.database.transaction() as session:
            with pytest.raises(service.NotUsedHere):
                await service.give(session, actor=cast.mira.actor, name=purpose, version=1, now=NOW)
        assert not await allows(house, cast.mira.actor, purpose)


class TestAllows:
    async def test_what_needs_a_yes_only_with_one(self, house: House, cast: Cast) -> None:
        assert not await allows(house, cast.bob.actor, Purpose.INTERVIEW)
        assert await allows(house, cast.mira.actor, Purpose.INTERVIEW)

    async def test_what_was_asked_for_until_it_is_stopped(self, house: House, cast: Cast) -> None:
        assert await allows(house, cast.mira.actor, Purpose.PROCESSING)
        async with house.database.transaction() as session:
            await service.withdraw(session, actor=cast.mira.actor, name="processing", now=NOW)
        assert not await allows(house, cast.mira.actor, Purpose.PROCESSING)
        assert await allows(house, cast.mira.actor, Purpose.INTERVIEW), "each thing by itself"

    async def test_a_new_notice_asks_again_and_the_earlier_one_stays_readable(
        self, house: House, cast: Cast, second_notice: Notice, client_of: ClientOf
    ) -> None:
        assert not await allows(house, cast.mira.actor, Purpose.INTERVIEW)
        client = await client_of(cast.mira)
        shown = (await client.get("/account/consents")).text
        assert "The notice is new" in shown
        earlier = await client.get("/privacy/notices/interview/1")
        assert str(NOTICES["interview"][0].paragraphs[-1]) in earlier.text
        assert "This is an earlier version." in earlier.text
        assert (await client.put("/api/v1/my-consents/interview", json={"notice": 1})).status_code == 409
        assert (await client.put("/api/v1/my-consents/interview", json={"notice": 2})).status_code == 204
        assert await allows(house, cast.mira.actor, Purpose.INTERVIEW)


class TestPage:
    async def test_gives_and_takes_back_with_one_button_each(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        client = await client_of(cast.mira)
        assert 'action="/account/consents/interview/withdraw"' in (await client.get("/account/consents")).text
        assert (await client.submit("/account/consents/interview/withdraw")).status_code == 303
        shown = (await client.get("/account/consents")).text
        assert 'action="/account/consents/interview/give"' in shown
        assert 'type="checkbox"' not in shown
        sent = await client.submit("/account/consents/interview/give", {"notice": "1", "next": "//elsewhere.example"})
        assert (sent.status_code, sent.headers["location"]) == (303, "/")
        assert await allows(house, cast.mira.actor, Purpose.INTERVIEW)

    async def test_shows_what_is_not_used_and_asks_nothing_about_it(self, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of(cast.mira)
        shown = (await client.get("/account/consents")).text
        for purpose in set(Purpose) - USED:
            assert str(TOPICS[purpose].title) in shown
            assert f"/account/consents/{purpose}/" not in shown
        refused = await client.submit("/account/consents/recording/give", {"notice": "1"})
        assert refused.status_code == 409
        assert (await client.submit("/account/consents/nothing/give", {"notice": "1"})).status_code == 404

    async def test_is_the_same_over_the_api(self, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of(cast.mira)
        assert (await client.delete("/api/v1/my-consents/processing")).status_code == 204
        items = {one["purpose"]: one for one in (await client.get("/api/v1/my-consents")).json()["items"]}
        assert set(items) == set(Purpose)
        assert (items["processing"]["basis"], items["processing"]["allowed"]) == ("contract", False)
        assert (items["interview"]["basis"], items["interview"]["allowed"]) == ("consent", True)
        assert not items["talent_pool"]["used"]
        nobody = await client_of()
        assert (await nobody.get("/api/v1/notices/interview")).json()["version"] == 1
        assert (await nobody.get("/api/v1/notices/interview/7")).status_code == 404


class TestNotices:
    def test_are_numbered_from_one_and_never_go_back_in_time(self) -> None:
        for versions in NOTICES.values():
            assert [one.version for one in versions] == list(range(1, len(versions) + 1))
            days = [one.since for one in versions]
            assert all(later - earlier >= timedelta() for earlier, later in itertools.pairwise(days))
