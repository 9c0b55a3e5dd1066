"""What a restored backup brought back of people whose keys are gone is erased again, and nothing else."""

import pytest
from sqlalchemy import text
from tests.applicants import make_application
from tests.conftest import run_queue
from tests.openings import make_job
from tests.people import NOW, Cast

from evenhand.domains.applications import queries as applications
from evenhand.domains.applications import service as applying
from evenhand.domains.identity.models import Person
from evenhand.domains.privacy.rules import erasing as rules
from evenhand.domains.privacy.service import remains
from evenhand.wiring import House


async def swept(house: House) -> remains.Remains:
    async with house.database.transaction() as session:
        found = await remains.finish_erasures(session, vault=house.vault, now=NOW)
    await run_queue(house)
    return found


class TestFinishErasures:
    async def test_takes_the_copy_whose_key_is_gone_and_leaves_the_account(self, house: House, cast: Cast) -> None:
        row = await make_application(house, cast.mira, await make_job(house, cast.bob))
        await run_queue(house)
        await house.vault.destroy(cast.mira.id, row.org_id)
        assert (await swept(house)).copies == [(cast.mira.id, row.org_id)]
        async with house.database.transaction() as session:
            assert await applications.received_copies(session, person_id=cast.mira.id) == []
            assert await session.get(Person, cast.mira.id)
            mails = list(await session.scalars(text("SELECT kind FROM mail WHERE kind = 'copy-erased'")))
        assert mails == []  # they were told when it was erased
        assert await swept(house) == remains.Remains([], [], [])

    async def test_goes_on_holding_a_copy_whose_key_is_there(self, house: House, cast: Cast) -> None:
        sent = await make_application(house, cast.mira, await make_job(house, cast.bob))
        await run_queue(house)
        await house.vault.destroy(cast.mira.id, cast.mira.id)
        assert (await swept(house)).kept == [(cast.mira.id, sent.org_id)]
        async with house.database.transaction() as session:
            held = (await session.execute(text("SELECT reason, org_id FROM legal_hold"))).one()
            assert tuple(held) == ("restored", sent.org_id)
            state = await session.scalar(text("SELECT state FROM erasure"))
            row = await applying.received_application(session, org_id=sent.org_id, application_id=sent.id)
            received = await applying.open_received(row, vault=house.vault)
        assert state == "held"
        assert received.profile.resume["basics"]["name"] == "Mira Candidate"

    async def test_erases_nobody_where_it_is_keys_that_are_missing(self, house: House, cast: Cast) -> None:
        everyone = [cast.alice, cast.bob, cast.erin, cast.charlie, cast.mira, cast.noor]
        for one in everyone:
            await house.vault.destroy(one.id)
        assert await swept(house) == remains.Remains([], [], [])
        async with house.database.transaction() as session:
            assert await session.scalar(text("SELECT count(*) FROM erasure")) == 0
            told = await session.scalar(text("SELECT after FROM audit_entry WHERE act = 'key.missing'"))
        assert told == {"without": len(everyone), "people": len(everyone)}


class TestDoubtful:
    @pytest.mark.parametrize(("without", "people", "doubt"), [(3, 4, False), (4, 7, True), (4, 8, False)])
    def test_is_more_than_half_of_more_than_a_few(self, without: int, people: int, doubt: bool) -> None:
        assert rules.doubtful(without, people=people) is doubt
