"""Erasing somebody: all of theirs is gone wherever it was, nothing of anybody else is, and a certificate says so."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.client import Client
from tests.conftest import run_queue
from tests.domains.privacy.erasures import COOL_OFF, ask, carry_out, certificate
from tests.domains.privacy.furnished import CANARIES, furnish
from tests.people import PASSWORD, Cast, Member

from evenhand import migrate
from evenhand.domains.applications import queries as applications
from evenhand.domains.identity import service as identity
from evenhand.domains.privacy import service
from evenhand.domains.privacy.background import erasures
from evenhand.domains.privacy.models import Erasure
from evenhand.domains.privacy.rules import erasing as rules
from evenhand.domains.privacy.service.erasing import ERASERS
from evenhand.kit.clock import utc_now
from evenhand.kit.crypto import file_place
from evenhand.kit.erasing import Whose
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Role
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


async def erased(house: House, member: Member) -> dict[str, Any]:
    """The certificate of somebody who was erased."""
    row = await ask(house, member)
    await carry_out(house, row)
    return await certificate(house, row)


async def dump(house: House) -> dict[str, str]:
    """Every row of every table, the queue's too, as a dump of the database would have it."""
    async with house.database.transaction() as session:
        names = await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        return {
            name: "\n".join(await session.scalars(text(f'SELECT t::text FROM "{name}" AS t')))  # noqa: S608
            for name in names
        }


async def ids_of(house: House, person_id: UUID) -> list[str]:
    """The numbers of everything that is a candidate's."""
    own = "SELECT id::text FROM {} WHERE person_id = :person"
    found = [str(person_id)]
    async with house.database.transaction() as session:
        for table in (
            "application",
            "interview",
            "interview_answer",
            "score",
            "resume",
            "practice",
            "mail",
            "saved_job",
            "footprint_link",
        ):
            more = list(await session.scalars(text(own.format(table)), {"person": person_id}))
            assert more, table
            found += more
    return found


@dataclass
class Before:
    """What there was of Mira."""

    ids: list[str]
    words: list[str]
    row: Erasure
    paths: list[str]


async def planted(house: House, cast: Cast) -> Before:
    """Mira with something in every table, some of it still waiting in the queue."""
    await furnish(house, cast)
    async with house.database.transaction() as session:
        await service.ask(session, actor=cast.mira.actor, now=utc_now())
    await run_queue(house)
    async with house.database.transaction() as session:
        index = house.signer.email_index(cast.mira.email)
        await identity.make_reset(session, ask_id=new_id(), email_index=index, now=utc_now())
        await identity.start_web_session(session, actor=cast.mira.actor, settings=house.settings, now=utc_now())
        await identity.issue_tokens(
            session, actor=cast.mira.actor, signer=house.signer, settings=house.settings, now=utc_now()
        )
        paths = [path for _, path in await applications.received_copies(session, person_id=cast.mira.id)]
        people = await session.execute(text("SELECT password_hash FROM person WHERE id = :id"), {"id": cast.mira.id})
        hashed = people.scalar_one()
    row = await ask(house, cast.mira)  # which leaves tasks in the queue
    paths += await house.files.under(f"people/{cast.mira.id}")
    words = [*CANARIES.values(), cast.mira.name, cast.mira.email, hashed, index.hex()]
    return Before(await ids_of(house, cast.mira.id), words, row, paths)


class TestErase:
    async def test_leaves_nothing_anywhere(self, house: House, cast: Cast) -> None:
        before = await planted(house, cast)
        whole = "".join((await dump(house)).values())
        assert [one for one in before.ids if one not in whole] == []
        assert len(before.paths) >= 3
        await carry_out(house, before.row)
        for table, rows in (await dump(house)).items():
            assert [one for one in before.words if one in rows] == [], table
            if table != "audit_entry":
                assert [one for one in before.ids if one in rows] == [], table
        assert await house.files.under(f"people/{cast.mira.id}") == []
        for path in before.paths:
            with pytest.raises(FileNotFoundError):
                await house.files.get(path)
        kept = [path for path in (house.settings.data_dir / "keys").rglob("*") if str(cast.mira.id) in str(path)]
        assert kept == []

    async def test_leaves_everybody_else_as_they_were(self, house: House, cast: Cast) -> None:
        before = await planted(house, cast)
        await carry_out(house, before.row)
        async with house.database.transaction() as session:
            left = await applications.received_copies(session, person_id=cast.noor.id)
            for org_id, path in left:
                key = await house.vault.key(cast.noor.id, org_id)
                assert b"Noor Candidate" in key.open(await house.files.get(path), file_place(path))
            assert left
            for one in (cast.noor, cast.alice, cast.bob, cast.erin, cast.charlie):
                contact = (await identity.contacts(session, ids=[one.id], vault=house.vault))[one.id]
                assert contact.name == one.name
        async with house.database.transaction() as session:
            held = await service.collect(session, person_id=cast.noor.id, vault=house.vault)
        assert next(one for one in held if one.name == "applications").items

    async def test_tells_how_much_of_what_in_a_certificate_without_anybody(self, house: House, cast: Cast) -> None:
        before = await planted(house, cast)
        await carry_out(house, before.row)
        found = await certificate(house, before.row)
        assert found["state"] == "done"
        company, own = found["copies"]
        assert (company["holder"], company["keys"], company["files"]) == ("Harbour Test", 1, 1)
        assert (own["holder"], own["keys"]) == ("", 1)
        counts = {one["table"]: one["rows"] for copy in found["copies"] for one in copy["erased"]}
        assert counts["person"] == 1
        assert counts["application"] == 1
        assert counts["interview_answer"] == 3
        assert counts["resume"] == 2
        assert min(counts[name] for name in ("score", "practice", "mail", "data_export", "web_session")) >= 1
        person = next(one for one in own["erased"] if one["table"] == "person")
        assert person["sha256"] == rules.hash_of([str(cast.mira.id)])
        assert [one for one in [*before.ids, *before.words] if one in json.dumps(found, ensure_ascii=False)] == []
        async with house.database.transaction() as session:
            said = await session.execute(
                text(
                    "SELECT after->>'certificate', person_id FROM audit_entry WHERE act = 'erasure.done' "
                    "AND object_id = :id AND org_id = :nobodys"
                ),
                {"id": before.row.id, "nobodys": UUID(int=0)},
            )
            assert said.all() == [(rules.fingerprint(found)[:40], None)]

    async def test_of_a_member_leaves_what_is_the_companys_without_their_name(self, house: House, cast: Cast) -> None:
        await furnish(house, cast)
        found = await erased(house, cast.bob)
        taken_off = {(one["table"], one["column"]): one["rows"] for one in found["copies"][-1]["unnamed"]}
        assert taken_off["job", "created_by"] == 1
        assert taken_off["application_move", "by_person_id"] >= 1
        assert taken_off["interview", "invited_by"] == 1
        async with house.database.transaction() as session:
            held = await service.collect(session, person_id=cast.mira.id, vault=house.vault)
        assert next(one for one in held if one.name == "application_steps").items

    async def test_sends_one_last_mail_with_the_number(self, house: House, cast: Cast) -> None:
        row = await ask(house, cast.mira)
        await carry_out(house, row)
        mail = (house.settings.data_dir / "outbox" / f"{row.id}.eml").read_text()
        assert "To: mira@example.org" in mail
        assert row.reference in mail

    async def test_waits_until_its_day(self, house: House, cast: Cast) -> None:
        row = await ask(house, cast.mira, days_ago=6)
        await carry_out(house, row)
        async with house.database.transaction() as session:
            assert (await session.get_one(Erasure, row.id)).state == "asked"
            assert await identity.contacts(session, ids=[cast.mira.id], vault=house.vault)


class Killed(Exception):
    """The worker is killed."""


class Stopping:
    """Lets some calls through to what is inside; at the next the worker is killed."""

    def __init__(self, inner: Any, name: str, lets: int) -> None:
        self._inner, self._name, self.lets = inner, name, lets

    def __getattr__(self, name: str) -> Any:
        if name == self._name:
            self.lets -= 1
            if self.lets < 0:
                raise Killed
        return getattr(self._inner, name)


class TestKilled:
    @pytest.mark.parametrize(
        ("need", "call", "lets"),
        [
            ("vault", "destroy", 0),
            ("vault", "destroy", 1),
            ("files", "delete", 0),
            ("files", "delete", 2),
            ("mailer", "forget", 1),
            ("mailer", "send", 0),
            ("database", "transaction", 4),
            ("database", "transaction", 7),
            ("database", "transaction", 8),
        ],
    )
    async def test_at_any_point_the_next_worker_goes_on(
        self, house: House, cast: Cast, need: str, call: str, lets: int
    ) -> None:
        before = await planted(house, cast)
        stopping = Stopping(getattr(house, need), call, lets)
        with pytest.raises(Killed):
            await carry_out(house, before.row, **{need: stopping})
        await carry_out(house, before.row)
        await carry_out(house, before.row)
        found = await certificate(house, before.row)
        assert found["state"] == "done"
        assert sum(copy["keys"] for copy in found["copies"]) == 2
        assert sum(copy["files"] for copy in found["copies"]) == len(before.paths)
        counts = {one["table"]: one["rows"] for copy in found["copies"] for one in copy["erased"]}
        assert (counts["person"], counts["application"], counts["resume"]) == (1, 1, 2)
        assert await house.vault.custodians(cast.mira.id) == []

    async def test_for_good_it_is_handed_out_again(self, house: House, cast: Cast) -> None:
        row = await ask(house, cast.mira)
        async with house.database.transaction() as session:
            await session.execute(text("DELETE FROM pgqueuer"))
        await erasures.catch_up(database=house.database, clock=utc_now)
        await run_queue(house)
        assert (await certificate(house, row))["state"] == "done"


class TestEveryTable:
    async def test_about_people_is_erased_by_a_domain(self, house: House) -> None:
        """A new table with personal columns is a line in its domain's `erase`; what stays says erase="keep"."""
        person, org = new_id(), new_id()
        done: set[tuple[str, str]] = {("person", ""), ("erasure", "person_id")}
        async with house.database.transaction() as session:
            for custodian in (person, org):
                for eraser in ERASERS:
                    for one in await eraser(session, whose=Whose(person, custodian)):
                        done.add((one.table, one.column))
        for name, table in migrate.metadata().tables.items():
            rules_of = {one.name: one.info["erase"] for one in table.columns if one.info["personal"] != "none"}
            if {"delete_row", "destroy_key"} & set(rules_of.values()):
                assert (name, "") in done, f"nobody deletes rows of {name}: add it to its domain's erase"
            for key in table.foreign_keys:
                column = key.parent.name
                if key.column.table.name == "person" and rules_of.get(column) == "clear" and (name, "") not in done:
                    assert (name, column) in done, f"nobody clears {name}.{column}"


class TestAsk:
    async def test_needs_the_password_and_happens_once(self, house: House, cast: Cast) -> None:
        first = await ask(house, cast.mira)
        assert (await ask(house, cast.mira)).id == first.id
        async with house.database.transaction() as session:
            with pytest.raises(identity.WrongPassword):
                await service.ask_for_erasure(
                    session,
                    actor=cast.noor.actor,
                    password="not hers",
                    passwords=house.passwords,
                    cool_off=COOL_OFF,
                    vault=house.vault,
                    now=utc_now(),
                )

    async def test_of_somebody_without_a_password_needs_a_fresh_sign_in(self, house: House, cast: Cast) -> None:
        now = utc_now()
        async with house.database.transaction() as session:
            await session.execute(text("UPDATE person SET password_hash = '' WHERE id = :id"), {"id": cast.mira.id})
            await identity.start_web_session(session, actor=cast.mira.actor, settings=house.settings, now=now)
            sign_in = (await identity.sign_ins(session, actor=cast.mira.actor, now=now))[0]
        actor = replace(cast.mira.actor, sign_in_id=sign_in.id)
        about: dict[str, Any] = {
            "password": "",
            "passwords": house.passwords,
            "cool_off": COOL_OFF,
            "vault": house.vault,
        }
        async with house.database.transaction() as session:
            with pytest.raises(identity.SignInAgain):
                await service.ask_for_erasure(session, actor=actor, now=now + timedelta(minutes=11), **about)
            assert (await service.ask_for_erasure(session, actor=actor, now=now, **about)).state == "asked"

    async def test_is_refused_to_the_only_administrator(self, house: House, cast: Cast) -> None:
        with pytest.raises(service.OnlyAdmin, match="Harbour Test"):
            await ask(house, cast.alice)
        async with house.database.transaction() as session:
            await session.execute(
                text("UPDATE membership SET role = :admin WHERE person_id = :id"),
                {"admin": Role.ADMIN, "id": cast.bob.id},
            )
        row = await ask(house, cast.alice)
        with pytest.raises(service.OnlyAdmin):  # the other one is going already
            await ask(house, cast.bob)
        await carry_out(house, row)
        assert (await certificate(house, row))["state"] == "done"

    async def test_stops_where_the_other_administrators_have_left_since(self, house: House, cast: Cast) -> None:
        async with house.database.transaction() as session:
            await session.execute(
                text("UPDATE membership SET role = 'admin' WHERE person_id = :id"), {"id": cast.bob.id}
            )
        row = await ask(house, cast.alice)
        async with house.database.transaction() as session:
            await session.execute(text("DELETE FROM membership WHERE person_id = :id"), {"id": cast.bob.id})
        await carry_out(house, row)
        async with house.database.transaction() as session:
            assert (await session.get_one(Erasure, row.id)).state == "stopped"
            assert await identity.contacts(session, ids=[cast.alice.id], vault=house.vault)


class TestCancel:
    async def test_keeps_everything(self, house: House, cast: Cast) -> None:
        row = await ask(house, cast.mira)
        for _ in range(2):
            async with house.database.transaction() as session:
                await service.cancel(session, actor=cast.mira.actor, erasure_id=row.id, now=utc_now())
        await carry_out(house, row)
        async with house.database.transaction() as session:
            assert await identity.contacts(session, ids=[cast.mira.id], vault=house.vault)

    async def test_is_nobody_elses(self, house: House, cast: Cast) -> None:
        row = await ask(house, cast.mira)
        async with house.database.transaction() as session:
            with pytest.raises(service.ErasureNotFound):
                await service.cancel(session, actor=cast.noor.actor, erasure_id=row.id, now=utc_now())


class TestPages:
    async def test_ask_and_keep(self, cast: Cast, client_of: ClientOf, house: House) -> None:
        client = await client_of(cast.mira)
        shown = (await client.get("/account/data/erase")).text
        assert "What stays, and why" in shown
        refused = await client.submit("/account/data/erase", {"password": "not hers"})
        assert refused.status_code == 422
        assert "This is not your present password" in refused.text
        assert (await client.submit("/account/data/erase", {"password": PASSWORD})).status_code == 303
        page = (await client.get("/account/data")).text
        assert "Until then you can keep it." in page
        assert "Your account will be erased" in (await client.get("/home")).text
        assert "Your account will be erased" in (await client.get("/account")).text
        row = (await client.get("/api/v1/erasures")).json()["items"][0]
        assert row["state"] == "asked"
        assert (await client.get(f"/erasures/{row['reference']}")).status_code == 404
        assert (await client.submit(f"/account/data/erasures/{row['id']}/cancel")).status_code == 303
        for place in ("/account/data", "/account", "/home"):
            assert "Until then" not in (await client.get(place)).text
        await run_queue(house)
        assert (await client.get("/api/v1/auth/me")).status_code == 200

    async def test_say_why_the_only_administrator_cannot(self, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of(cast.alice)
        refused = await client.submit("/account/data/erase", {"password": PASSWORD})
        assert refused.status_code == 409
        assert "You are the only administrator of Harbour Test" in refused.text

    async def test_show_the_certificate_to_whoever_has_its_number(
        self, cast: Cast, client_of: ClientOf, house: House
    ) -> None:
        client = await client_of(cast.mira)
        asked = {"what": "account", "password": PASSWORD}
        row = (await client.post("/api/v1/erasures", json=asked)).json()
        async with house.database.transaction() as session:
            await session.execute(text("UPDATE erasure SET due_at = now() - interval '1 day'"))
        await run_queue(house)
        assert (await client.get("/api/v1/auth/me")).status_code == 401
        nobody = await client_of()
        page = (await nobody.get(f"/erasures/{row['reference'].lower().replace('-', '')}")).text
        assert "Certificate of erasure" in page
        assert "1 key destroyed · 0 files removed" in page
        assert "1 row erased" in page
        told = (await nobody.get(f"/api/v1/certificates/{row['reference']}")).json()
        assert told["state"] == "done"
        digest = told.pop("sha256")
        assert digest
        assert (await nobody.get("/api/v1/certificates/AAAA-AAAA-AAAA-AAAA")).status_code == 404
        again = {"email": cast.mira.email, "password": PASSWORD}
        assert (await nobody.post("/api/v1/auth/login", json=again)).status_code == 401
