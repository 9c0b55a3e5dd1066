"""What changes while somebody is signed in counts from their next request: roles, passwords, sign-ins; and is told."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.client import Client
from tests.openings import job_fields
from tests.people import NOW, PASSWORD, Cast

from evenhand.domains.identity import service
from evenhand.domains.identity.events import ResetAsked
from evenhand.domains.identity.schemas import NewPasswordByLink, PasswordChange
from evenhand.kit.background import publish
from evenhand.kit.csrf import session_cookie
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Role
from evenhand.wiring import Callers, House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]
NEW = "another horse battery"


async def acts(house: House, *names: str) -> int:
    """How many entries of these kinds the audit log has."""
    async with house.database.transaction() as session:
        query = text("SELECT count(*) FROM audit_entry WHERE act = ANY(:names)")
        return int(await session.scalar(query, {"names": list(names)}) or 0)


class TestRoleTakenAway:
    @pytest.mark.parametrize("how", ["changed", "removed"])
    async def test_counts_at_the_next_request_on_pages_api_and_live(
        self, client_of: ClientOf, cast: Cast, house: House, how: str
    ) -> None:
        bob = await client_of(cast.bob)
        environ = {"HTTP_COOKIE": f"{session_cookie(house.settings)}={bob.cookies[session_cookie(house.settings)]}"}
        live = Callers(house.settings)

        async def doors() -> tuple[int, int, bool]:
            async with house.database.transaction() as session:
                actor = await live.by_handshake(environ, session)
            page = await bob.get("/staff/pipeline")
            api = await bob.post("/api/v1/jobs", json=job_fields())
            return page.status_code, api.status_code, actor.role is Role.RECRUITER

        assert await doors() == (200, 201, True)
        async with house.database.transaction() as session:
            about: dict[str, Any] = {"actor": cast.alice.actor, "member_id": cast.bob.id, "now": NOW}
            if how == "changed":
                await service.change_role(session, role=Role.EXPERT, **about)
            else:
                await service.remove_member(session, **about)
        page, api, recruits = await doors()
        assert (page in {303, 403}, api in {401, 403}, recruits) == (True, True, False)

    async def test_of_an_administrator_closes_the_people_to_them(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        alice = await client_of(cast.alice)
        async with house.database.transaction() as session:
            await service.change_role(session, actor=cast.alice.actor, member_id=cast.bob.id, role=Role.ADMIN, now=NOW)
            await service.change_role(session, actor=cast.bob.actor, member_id=cast.alice.id, role=Role.EXPERT, now=NOW)
        assert (await alice.get("/api/v1/organisation/members")).status_code == 403
        assert (await alice.get("/staff/people")).status_code == 403


class TestNewPassword:
    async def test_gives_the_browser_that_changed_it_another_cookie(self, client_of: ClientOf, cast: Cast) -> None:
        browser, thief = await client_of(cast.mira), await client_of()
        thief.cookies.update(dict(browser.cookies))
        assert (await thief.get("/account")).status_code == 200
        await browser.submit("/account/password", {"current_password": PASSWORD, "new_password": NEW})
        assert (await browser.get("/account")).status_code == 200
        assert (await thief.get("/account")).status_code == 303

    async def test_ends_a_link_that_was_asked_for_before_and_is_still_being_written(
        self, session: Session, cast: Cast, house: House
    ) -> None:
        index = house.signer.email_index(cast.mira.email)
        asked_before = new_id()
        change = PasswordChange(current_password=PASSWORD, new_password=NEW)
        await service.change_password(session, change, actor=cast.mira.actor, passwords=house.passwords, now=NOW)
        assert await service.make_reset(session, ask_id=asked_before, email_index=index, now=NOW) is None
        made = await service.make_reset(session, ask_id=new_id(), email_index=index, now=NOW)
        assert made
        new = NewPasswordByLink(token=made[1], new_password="a third horse battery")
        await service.reset_password(session, new, passwords=house.passwords, now=NOW + timedelta(minutes=1))

    async def test_ends_a_link_that_has_come(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        async with house.database.transaction() as session:
            index = house.signer.email_index(cast.mira.email)
            await publish(session, ResetAsked(ask_id=new_id(), email_index=index.hex()))
            made = await service.make_reset(session, ask_id=new_id(), email_index=index, now=NOW)
            change = PasswordChange(current_password=PASSWORD, new_password=NEW)
            await service.change_password(session, change, actor=cast.mira.actor, passwords=house.passwords, now=NOW)
            assert made
            with pytest.raises(service.LinkDead):
                await service.check_link(session, token=made[1], now=NOW)
        await run_background()
        async with house.database.transaction() as session:
            assert await session.scalar(text("SELECT count(*) FROM mail WHERE kind = 'password-reset'")) == 0

    async def test_is_told_in_the_audit_log_however_it_came(self, session: Session, cast: Cast, house: House) -> None:
        index = house.signer.email_index(cast.mira.email)
        made = await service.make_reset(session, ask_id=new_id(), email_index=index, now=NOW)
        assert made
        new = NewPasswordByLink(token=made[1], new_password=NEW)
        await service.reset_password(session, new, passwords=house.passwords, now=NOW)
        change = PasswordChange(current_password=NEW, new_password=PASSWORD)
        await service.change_password(session, change, actor=cast.mira.actor, passwords=house.passwords, now=NOW)
        rows = (await session.execute(text("SELECT act, person_id, object_id FROM audit_entry ORDER BY id"))).all()
        told = [tuple(row) for row in rows if row[0].startswith("password")]
        assert told == [("password.reset", None, cast.mira.id), ("password.changed", cast.mira.id, None)]


class TestEndingSignIns:
    async def test_is_told_in_the_audit_log(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        here, _elsewhere = await client_of(cast.mira), await client_of(cast.mira)
        other = next(one["id"] for one in (await here.get("/api/v1/auth/sign-ins")).json() if not one["current"])
        assert (await here.delete(f"/api/v1/auth/sign-ins/{other}")).status_code == 204
        assert (await here.submit("/account/sign-ins/end")).status_code == 303
        assert await acts(house, "sign_in.ended_elsewhere") == 1
        assert await acts(house, "sign_ins.ended") == 1

    async def test_by_a_token_used_twice_is_told_too(self, session: Session, cast: Cast, house: House) -> None:
        first = await service.issue_tokens(
            session, actor=cast.bob.actor, signer=house.signer, settings=house.settings, now=NOW
        )
        for _ in range(2):
            await service.refresh_tokens(
                session, token=first.refresh_token, signer=house.signer, settings=house.settings, now=NOW
            )
        await session.flush()
        query = text("SELECT person_id FROM audit_entry WHERE act = 'refresh_token.reused'")
        assert await session.scalar(query) == cast.bob.id
