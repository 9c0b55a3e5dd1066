"""What was kept long enough goes by the organisation's policy, and nothing sooner, nor what is held."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.applicants import make_application
from tests.client import Client
from tests.conftest import run_queue
from tests.openings import make_job
from tests.people import NOW, Cast, Member

from evenhand.domains.applications import queries as applications
from evenhand.domains.applications.models import Application
from evenhand.domains.identity import service as identity
from evenhand.domains.identity.models import Membership, Person
from evenhand.domains.privacy import service
from evenhand.domains.privacy.background import retention
from evenhand.domains.privacy.rules import retention as rules
from evenhand.kit.clock import utc_now
from evenhand.wiring import House

UNPROVED = timedelta(days=180)
ClientOf = Callable[..., Awaitable[Client]]


async def ended(house: House, cast: Cast, *, stage: str, days_ago: int) -> Application:
    """Mira's application to the first organisation, which came to a stage so long ago."""
    row = await make_application(house, cast.mira, await make_job(house, cast.bob))
    async with house.database.transaction() as session:
        found = await session.get_one(Application, row.id)
        found.stage, found.moved_at = stage, utc_now() - timedelta(days=days_ago)
    return row


async def gone(house: House, person_id: UUID) -> bool:
    async with house.database.transaction() as session:
        return not await applications.received_copies(session, person_id=person_id)


class TestGoesOn:
    @pytest.mark.parametrize(
        ("since", "months", "day"),
        [
            (datetime(2026, 11, 21, tzinfo=UTC), 6, date(2027, 5, 21)),
            (datetime(2026, 8, 31, tzinfo=UTC), 6, date(2027, 2, 28)),
            (datetime(2026, 12, 5, tzinfo=UTC), 48, date(2030, 12, 5)),
        ],
    )
    def test_is_the_same_day_months_later(self, since: datetime, months: int, day: date) -> None:
        assert rules.goes_on(since, months) == day

    def test_of_a_copy_is_that_of_the_last_application(self) -> None:
        since = datetime(2026, 1, 1, tzinfo=UTC)
        assert rules.copy_goes_on([("withdrawn", since), ("rejected", since)], {}) == (date(2030, 1, 1), "rejected")
        assert rules.copy_goes_on([("withdrawn", since), ("rejected", since)], {"rejected": 3})[1] == "withdrawn"

    def test_every_stage_has_a_rule_with_limits_around_its_default(self) -> None:
        for rule in rules.RULES:
            assert rule.least <= rule.months <= rule.most
        assert rules.rule_for("applied").category == "waiting"


class TestSweep:
    @pytest.mark.parametrize(("stage", "days"), [("rejected", 1462), ("withdrawn", 185), ("applied", 732)])
    async def test_erases_what_is_over_with_its_reason_in_the_log(
        self, house: House, cast: Cast, stage: str, days: int
    ) -> None:
        await ended(house, cast, stage=stage, days_ago=days)
        await run_queue(house)
        await retention.sweep(database=house.database, settings=house.settings, clock=utc_now)
        await retention.sweep(database=house.database, settings=house.settings, clock=utc_now)
        await run_queue(house)
        assert await gone(house, cast.mira.id)
        async with house.database.transaction() as session:
            found = await session.execute(
                text("SELECT act, reason FROM audit_entry WHERE org_id = :org AND act LIKE 'erasure.%' ORDER BY id"),
                {"org": cast.bob.org_id},
            )
            reason = rules.rule_for(stage).category
            assert found.all() == [("erasure.asked", reason), ("erasure.done", "")]
            assert await identity.contacts(session, ids=[cast.mira.id], vault=house.vault)

    @pytest.mark.parametrize(("stage", "days"), [("rejected", 1459), ("withdrawn", 179), ("applied", 727)])
    async def test_leaves_what_is_not(self, house: House, cast: Cast, stage: str, days: int) -> None:
        await ended(house, cast, stage=stage, days_ago=days)
        await retention.sweep(database=house.database, settings=house.settings, clock=utc_now)
        await run_queue(house)
        assert not await gone(house, cast.mira.id)

    async def test_leaves_what_is_held(self, house: House, cast: Cast) -> None:
        row = await ended(house, cast, stage="rejected", days_ago=2000)
        async with house.database.transaction() as session:
            await service.set_hold(
                session, actor=cast.alice.actor, application_id=row.id, reason="claim", ends_on=None, now=utc_now()
            )
        await retention.sweep(database=house.database, settings=house.settings, clock=utc_now)
        await run_queue(house)
        assert not await gone(house, cast.mira.id)

    async def test_dry_says_how_much_and_takes_nothing(self, house: House, cast: Cast) -> None:
        await ended(house, cast, stage="rejected", days_ago=2000)
        async with house.database.transaction() as session:
            await identity.start_web_session(
                session, actor=cast.mira.actor, settings=house.settings, now=utc_now() - timedelta(days=90)
            )
            swept = await service.sweep(session, unproved=UNPROVED, now=utc_now(), dry_run=True)
        assert swept.copies == {cast.bob.org_id: {"rejected": 1}}
        assert swept.rows == {"web_session": 1}
        await run_queue(house)
        assert not await gone(house, cast.mira.id)
        async with house.database.transaction() as session:
            swept = await service.sweep(session, unproved=UNPROVED, now=utc_now())
            assert swept.rows == {"web_session": 1}
            assert (await service.sweep(session, unproved=UNPROVED, now=utc_now())).rows == {}

    async def test_takes_old_mails_and_exports(self, house: House, cast: Cast) -> None:
        await make_application(house, cast.mira, await make_job(house, cast.bob))
        await run_queue(house)
        async with house.database.transaction() as session:
            await service.ask(session, actor=cast.mira.actor, now=NOW)
            await session.execute(text("UPDATE mail SET created_at = now() - interval '366 days', state = 'sent'"))
            await session.execute(text("UPDATE data_export SET asked_at = now() - interval '366 days', state = 'gone'"))
            swept = await service.sweep(session, unproved=UNPROVED, now=utc_now())
        assert swept.rows["data_export"] == 1
        assert swept.rows["mail"] >= 1


class TestAccountsThatNobodyProved:
    @pytest.fixture
    async def old(self, house: House, cast: Cast) -> Member:
        """Noor's account: old, its address never proved, and no sign-in since."""
        async with house.database.transaction() as session:
            person = await session.get_one(Person, cast.noor.id)
            person.verified_at, person.created_at = None, utc_now() - timedelta(days=181)
        return cast.noor

    async def swept(self, house: House, *, unproved: timedelta = UNPROVED, dry_run: bool = False) -> int:
        async with house.database.transaction() as session:
            found = await service.sweep(session, unproved=unproved, now=utc_now(), dry_run=dry_run)
        await run_queue(house)
        return found.unproved

    async def there(self, house: House, who: Member) -> bool:
        async with house.database.transaction() as session:
            return await session.get(Person, who.id) is not None

    async def test_are_erased_with_a_certificate_and_an_entry(self, house: House, cast: Cast, old: Member) -> None:
        assert await self.swept(house, dry_run=True) == 1
        assert await self.there(house, old)
        assert await self.swept(house) == 1
        assert not await self.there(house, old)
        assert await house.vault.custodians(old.id) == []
        assert await self.there(house, cast.mira)
        async with house.database.transaction() as session:
            told = (await session.execute(text("SELECT act, reason FROM audit_entry WHERE act LIKE 'erasure.%'"))).all()
            row = (await session.execute(text("SELECT cause, reason, state, person_id FROM erasure"))).one()
        assert told == [("erasure.asked", "unproved"), ("erasure.done", "")]
        assert tuple(row) == ("retention", "unproved", "done", None)
        assert await self.swept(house) == 0

    @pytest.mark.parametrize("sooner", ["proved", "young", "used", "applied", "member", "platform", "leaving"])
    async def test_stay_where_there_is_more_to_them(
        self, house: House, cast: Cast, old: Member, client_of: ClientOf, sooner: str
    ) -> None:
        async with house.database.transaction() as session:
            person = await session.get_one(Person, old.id)
            person.verified_at = utc_now()
        if sooner == "applied":
            await make_application(house, old, await make_job(house, cast.bob))
        async with house.database.transaction() as session:
            person = await session.get_one(Person, old.id)
            person.verified_at = utc_now() if sooner == "proved" else None
            if sooner == "young":
                person.created_at = utc_now() - timedelta(days=179)
            if sooner == "leaving":
                person.leaving_at = utc_now() + timedelta(days=3)
            person.platform_admin = sooner == "platform"
            if sooner == "member":
                session.add(Membership(org_id=cast.bob.org_id, person_id=old.id, role="expert", created_at=NOW))
        if sooner == "used":
            await client_of(old)
        assert await self.swept(house) == 0
        assert await self.there(house, old)

    async def test_stay_for_ever_where_the_operator_says_so(self, house: House, old: Member) -> None:
        assert await self.swept(house, unproved=timedelta(0)) == 0
        assert await self.there(house, old)


class TestChoose:
    async def test_counts_at_once_and_is_told(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        await ended(house, cast, stage="rejected", days_ago=400)
        client = await client_of(cast.alice)
        assert "The next sweep erases nobody by this." in (await client.get("/staff/retention")).text
        assert (await client.submit("/staff/retention", {"rejected": "12"})).status_code == 303
        assert "The next sweep erases the data of one person." in (await client.get("/staff/retention")).text
        refused = await client.submit("/staff/retention", {"rejected": "3"})
        assert refused.status_code == 422
        assert "Choose 6 to 60 months." in refused.text
        async with house.database.transaction() as session:
            found = await session.execute(
                text("SELECT reason, before->>'months', after->>'months' FROM audit_entry WHERE act = :act"),
                {"act": "retention.changed"},
            )
            assert found.all() == [("rejected", "48", "12")]

    async def test_over_the_api(self, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of(cast.alice)
        changed = (await client.patch("/api/v1/retention", json={"withdrawn": 2})).json()["items"]
        assert {one["category"]: one["months"] for one in changed}["withdrawn"] == 2
        assert (await client.patch("/api/v1/retention", json={"hired": 61})).status_code == 422
        other = (await (await client_of(cast.charlie)).get("/api/v1/retention")).json()["items"]
        assert {one["category"]: one["months"] for one in other}["withdrawn"] == 6
        assert (await (await client_of(cast.bob)).get("/api/v1/retention")).status_code == 403

    async def test_is_shown_to_the_person_and_to_staff(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        row = await ended(house, cast, stage="rejected", days_ago=0)
        day = rules.goes_on(utc_now(), 48)
        mira = await client_of(cast.mira)
        assert "kept until" in (await mira.get("/account/data")).text
        assert (await mira.get("/api/v1/my-data")).json()["goes_on"] == {"Harbour Test": day.isoformat()}
        staff = (await (await client_of(cast.alice)).get(f"/staff/applications/{row.id}/custody")).text
        assert "By your policy it is kept until" in staff
