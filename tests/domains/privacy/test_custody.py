"""Copies of organisations: erased by themselves, by their person or with the account, and kept by a legal hold."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.applicants import make_application
from tests.client import Client
from tests.conftest import run_queue
from tests.domains.privacy.erasures import ask, carry_out, certificate
from tests.domains.privacy.furnished import furnish
from tests.openings import make_job
from tests.people import PASSWORD, Cast

from evenhand.domains.applications import queries as applications
from evenhand.domains.applications.models import Application
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews.models import Interview
from evenhand.domains.privacy import service
from evenhand.domains.privacy.background import erasures
from evenhand.domains.privacy.models import Erasure
from evenhand.kit.clock import utc_now
from evenhand.kit.crypto import KeyDestroyed
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


@dataclass
class Sent:
    """Mira's application to the first organisation, and her application to Charlie's."""

    application_id: UUID
    org_id: UUID
    elsewhere: Application


async def sent(house: House, cast: Cast) -> Sent:
    interview_id = await furnish(house, cast)
    elsewhere = await make_application(house, cast.mira, await make_job(house, cast.charlie, title="Pilot"))
    await run_queue(house)
    async with house.database.transaction() as session:
        interview = await session.get_one(Interview, interview_id)
    return Sent(interview.application_id, interview.org_id, elsewhere)


async def count(house: House, table: str, person_id: UUID) -> int:
    async with house.database.transaction() as session:
        found = await session.scalar(
            text(f"SELECT count(*) FROM {table} WHERE person_id = :id"),  # noqa: S608 - a name of ours
            {"id": person_id},
        )
    return int(found or 0)


async def hold(house: House, cast: Cast, there: Sent, **about: Any) -> None:
    async with house.database.transaction() as session:
        about = {"reason": "claim", "ends_on": None, "now": utc_now()} | about
        await service.set_hold(session, actor=cast.alice.actor, application_id=there.application_id, **about)


async def lift(house: House, cast: Cast, there: Sent) -> None:
    async with house.database.transaction() as session:
        await service.lift_hold(session, actor=cast.alice.actor, application_id=there.application_id, now=utc_now())


async def holders(house: House, person_id: UUID) -> set[UUID]:
    async with house.database.transaction() as session:
        return {org for org, _ in await applications.received_copies(session, person_id=person_id)}


class TestCopy:
    async def test_is_erased_with_its_key_while_all_else_stays(self, house: House, cast: Cast) -> None:
        there = await sent(house, cast)
        row = await ask(house, cast.mira, what="copy", org_id=there.org_id)
        await carry_out(house, row)
        assert await holders(house, cast.mira.id) == {cast.charlie.org_id}
        assert await count(house, "interview", cast.mira.id) == await count(house, "score", cast.mira.id) == 0
        with pytest.raises(KeyDestroyed):
            await house.vault.key(cast.mira.id, there.org_id)
        assert await house.vault.key(cast.mira.id, cast.charlie.org_id)
        async with house.database.transaction() as session:
            assert await identity.contacts(session, ids=[cast.mira.id], vault=house.vault)
        assert await count(house, "resume", cast.mira.id) == 2
        found = await certificate(house, row)
        assert (found["state"], [one["holder"] for one in found["copies"]]) == ("done", ["Harbour Test"])

    async def test_asked_for_by_its_person_is_withdrawn_at_once(self, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        application = await make_application(house, cast.mira, job)
        await ask(house, cast.mira, days_ago=0, what="copy", org_id=job.org_id)
        async with house.database.transaction() as session:
            assert (await session.get_one(Application, application.id)).stage == "withdrawn"

    async def test_that_nobody_has_is_not_there(self, house: House, cast: Cast) -> None:
        with pytest.raises(service.NoCopyThere):
            await ask(house, cast.mira, what="copy", org_id=cast.charlie.org_id)

    async def test_is_erased_by_its_organisation_which_gives_a_reason(self, house: House, cast: Cast) -> None:
        there = await sent(house, cast)
        async with house.database.transaction() as session:
            row = await service.erase_copy(
                session, actor=cast.alice.actor, application_id=there.application_id, reason="mistake", now=utc_now()
            )
        await run_queue(house)
        found = await certificate(house, row)
        assert (found["cause"], found["reason"], found["state"]) == ("organisation", "mistake", "done")
        assert await holders(house, cast.mira.id) == {cast.charlie.org_id}
        async with house.database.transaction() as session:
            kinds = await session.scalars(text("SELECT kind FROM mail WHERE person_id = :id"), {"id": cast.mira.id})
            assert "copy-erased" in kinds.all()

    async def test_clicked_twice_in_a_moment_is_erased_once(self, house: House, cast: Cast) -> None:
        """Two requests wait for one lock, and the one that came first may get it second."""
        there, clicked = await sent(house, cast), utc_now()
        rows = []
        for moment in (clicked, clicked - timedelta(seconds=1)):
            async with house.database.transaction() as session:
                row = await service.erase_copy(
                    session, actor=cast.alice.actor, application_id=there.application_id, reason="mistake", now=moment
                )
                rows.append(row.id)
        assert rows[0] == rows[1]
        async with house.database.transaction() as session:
            jobs = await session.scalar(
                text("SELECT count(*) FROM pgqueuer WHERE convert_from(payload, 'utf8') LIKE :id"),
                {"id": f"%{rows[0]}%"},
            )
        assert jobs == 1


class TestPart:
    async def test_practice_goes_and_nothing_else(self, house: House, cast: Cast) -> None:
        await sent(house, cast)
        await carry_out(house, await ask(house, cast.mira, what="practice"))
        assert await count(house, "practice", cast.mira.id) == await count(house, "practice_answer", cast.mira.id) == 0
        assert await count(house, "resume", cast.mira.id) == 2
        assert len(await house.files.under(f"people/{cast.mira.id}")) == 2

    async def test_resumes_go_with_their_files(self, house: House, cast: Cast) -> None:
        await sent(house, cast)
        row = await ask(house, cast.mira, what="resumes")
        await carry_out(house, row)
        assert await count(house, "resume", cast.mira.id) == 0
        assert await house.files.under(f"people/{cast.mira.id}") == []
        assert await count(house, "practice", cast.mira.id) == 1
        assert await count(house, "application", cast.mira.id) == 2
        assert [(one["keys"], one["files"]) for one in (await certificate(house, row))["copies"]] == [(0, 2)]


class TestHold:
    async def test_keeps_its_copy_while_the_rest_goes_and_lifted_lets_it_go(self, house: House, cast: Cast) -> None:
        there = await sent(house, cast)
        await hold(house, cast, there)
        row = await ask(house, cast.mira)
        await carry_out(house, row)
        found = await certificate(house, row)
        assert found["state"] == "held"
        assert found["held_back"] == [{"holder": "Harbour Test", "reason": "claim", "until": None}]
        assert {one["holder"] for one in found["copies"]} == {"Outside Test", ""}
        assert await house.vault.custodians(cast.mira.id) == [there.org_id]
        assert await holders(house, cast.mira.id) == {there.org_id}
        assert await count(house, "resume", cast.mira.id) == await count(house, "mail", cast.mira.id) == 0
        async with house.database.transaction() as session:
            index = house.signer.email_index(cast.mira.email)
            query = text("SELECT count(*) FROM person WHERE email_index = :index")
            assert await session.scalar(query, {"index": index}) == 0

        await lift(house, cast, there)
        await run_queue(house)
        found = await certificate(house, row)
        assert (found["state"], found["held_back"]) == ("done", [])
        assert {one["holder"] for one in found["copies"]} == {"Harbour Test", "Outside Test", ""}
        own = next(one for one in found["copies"] if not one["holder"])
        assert {one["table"]: one["rows"] for one in own["erased"]}["person"] == 1
        assert await house.vault.custodians(cast.mira.id) == []
        assert await holders(house, cast.mira.id) == set()

    async def test_ends_by_itself_after_its_day(self, house: House, cast: Cast) -> None:
        there = await sent(house, cast)
        await hold(house, cast, there, ends_on=utc_now().date())
        row = await ask(house, cast.mira, what="copy", org_id=there.org_id)
        await carry_out(house, row)
        assert (await certificate(house, row))["state"] == "held"
        await erasures.catch_up(database=house.database, clock=lambda: utc_now() + timedelta(days=1))
        await run_queue(house)
        assert (await certificate(house, row))["state"] == "done"
        async with house.database.transaction() as session:
            acts = await session.scalars(text("SELECT act FROM audit_entry WHERE act LIKE 'hold.%' ORDER BY id"))
            assert acts.all() == ["hold.set", "hold.ended"]

    async def test_binds_its_own_organisation_too(self, house: House, cast: Cast) -> None:
        there = await sent(house, cast)
        await hold(house, cast, there)
        async with house.database.transaction() as session:
            with pytest.raises(service.Held):
                await service.erase_copy(
                    session,
                    actor=cast.alice.actor,
                    application_id=there.application_id,
                    reason="mistake",
                    now=utc_now(),
                )

    async def test_comes_too_late_while_it_is_being_erased(self, house: House, cast: Cast) -> None:
        there = await sent(house, cast)
        row = await ask(house, cast.mira)
        async with house.database.transaction() as session:
            (await session.get_one(Erasure, row.id)).state = "erasing"
        with pytest.raises(service.ErasureBegun):
            await hold(house, cast, there)

    async def test_is_shown_to_the_person(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        there = await sent(house, cast)
        await hold(house, cast, there)
        page = (await (await client_of(cast.mira)).get("/account/data")).text
        assert "A company has to keep its copy" in page
        assert "A dispute or a legal claim about it" in page


class TestPages:
    async def test_hold_lift_and_erase(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        there = await sent(house, cast)
        client = await client_of(cast.alice)
        address = f"/staff/applications/{there.application_id}/custody"
        assert "Set a hold" in (await client.get(address)).text
        over = {"reason": "claim", "ends_on": "2020-01-01"}
        assert (await client.submit(f"{address}/hold", over)).status_code == 422
        assert (await client.submit(f"{address}/hold", {"reason": "claim"})).status_code == 303
        assert "Lift the hold" in (await client.get(address)).text
        assert (await client.submit(f"{address}/erase", {"reason": "mistake"})).status_code == 409
        assert (await client.submit(f"{address}/hold/lift")).status_code == 303
        assert (await client.submit(f"{address}/erase")).status_code == 422
        assert (await client.submit(f"{address}/erase", {"reason": "mistake"})).status_code == 303
        await run_queue(house)
        assert (await client.get(address)).status_code == 404

    async def test_do_the_same_over_the_api(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        there = await sent(house, cast)
        client = await client_of(cast.alice)
        address = f"/api/v1/applications/{there.application_id}"
        assert (await client.put(f"{address}/hold", json={"reason": "audit"})).json()["reason"] == "audit"
        assert (await client.get(f"{address}/custody")).json()["hold"]["reason"] == "audit"
        assert (await client.post(f"{address}/erasure", json={"reason": "mistake"})).status_code == 409
        assert (await client.delete(f"{address}/hold")).status_code == 204
        assert (await client.post(f"{address}/erasure", json={"reason": "mistake"})).status_code == 202

    async def test_let_the_person_erase_a_companys_copy(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        there = await sent(house, cast)
        client = await client_of(cast.mira)
        link = f"/account/data/erase?what=copy&amp;company={there.org_id}"
        assert link in (await client.get("/account/data")).text
        page = (await client.get(link.replace("&amp;", "&"))).text
        assert "It goes at Harbour Test" in page
        asked = {"what": "copy", "org_id": str(there.org_id), "password": PASSWORD}
        assert (await client.submit("/account/data/erase", asked)).status_code == 303
        assert "Keep it" in (await client.get("/account/data")).text
        staff = await client_of(cast.alice)
        shown = (await staff.get(f"/staff/applications/{there.application_id}/custody")).text
        assert "This is to be erased after" in shown
        foreign = await client.get(f"/account/data/erase?what=copy&company={UUID(int=7)}")
        assert foreign.status_code == 404
