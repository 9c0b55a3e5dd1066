"""Who looks after the installation: made by its operator alone, outside every organisation, and blind to candidates."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from scripts.docs import walk
from sqlalchemy import text
from tests.architecture.test_permissions import fill
from tests.client import Client
from tests.people import NOW, PASSWORD, Cast, Member, make_member

from evenhand.domains.identity import service
from evenhand.domains.identity.schemas import SignIn
from evenhand.kit.db import IntegrityError, Session
from evenhand.kit.permissions import ORGANISATION_ROLES, ROLE_PERMISSIONS, Permission, Role
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


async def promoted(house: House, name: str = "Petra Platform") -> Member:
    """Someone who looks after the installation."""
    member = await make_member(house, name, None, Role.CANDIDATE)
    async with house.database.transaction() as session:
        assert await service.make_platform_admin(session, email_index=house.signer.email_index(member.email), now=NOW)
        actor = await service.actor_of(session, person_id=member.id)
    return Member(name, member.email, actor)


class TestPlatformAdmin:
    async def test_sees_organisations_in_numbers(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        browser = await client_of(await promoted(house))
        assert (await browser.get("/")).headers["location"] == "/platform"
        assert (await browser.get("/home")).headers["location"] == "/platform"
        html = (await browser.get("/platform")).text
        assert "Harbour Test" in html
        assert "Platform administrator" in (await browser.get("/account")).text
        found = (await browser.get("/api/v1/platform")).json()
        assert {one["name"]: one["members"] for one in found["organisations"]} == {"Harbour Test": 3, "Outside Test": 1}
        assert found["accounts"] == 7
        for member in (cast.alice, cast.bob, cast.mira):
            assert member.name not in html
            assert member.email not in html

    async def test_is_refused_everything_of_organisations_and_candidates(
        self, api: FastAPI, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        client = await client_of(await promoted(house))
        may = ROLE_PERMISSIONS[Role.PLATFORM]
        refused = [one for one in walk(api) if one.rule and one.rule.permission not in may]
        assert len(refused) > 50
        for one in refused:
            answer = await client.request(one.method, fill(one.path), headers={"x-csrf-token": client.csrf})
            assert answer.status_code == 403, one

    async def test_is_nobody_of_an_organisation(self, client_of: ClientOf, cast: Cast) -> None:
        for member in (cast.alice, cast.bob, cast.erin, cast.mira):
            client = await client_of(member)
            assert (await client.get("/platform")).status_code == 403
            assert (await client.get("/api/v1/platform")).status_code == 403

    async def test_is_signed_out_on_becoming_one_and_is_a_candidate_again_at_once(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        before = await client_of(cast.mira)
        index = house.signer.email_index(cast.mira.email)
        async with house.database.transaction() as session:
            await service.make_platform_admin(session, email_index=index, now=NOW)
            assert not await service.make_platform_admin(session, email_index=index, now=NOW)
        assert (await before.get("/account")).status_code == 303
        assert (await before.get("/api/v1/auth/me")).status_code == 401
        await promoted(house)
        attempt = SignIn(email=cast.mira.email, password=PASSWORD)
        async with house.database.transaction() as session:
            actor = await service.check_password(
                session, attempt, signer=house.signer, passwords=house.passwords, now=NOW
            )
        assert actor.role is Role.PLATFORM
        signed_in = await client_of(Member(cast.mira.name, cast.mira.email, actor))
        assert (await signed_in.get("/platform")).status_code == 200
        async with house.database.transaction() as session:
            assert await service.unmake_platform_admin(session, email_index=index, now=NOW)
            assert not await service.unmake_platform_admin(session, email_index=index, now=NOW)
        assert (await signed_in.get("/platform")).status_code == 403
        assert (await signed_in.get("/home")).status_code == 200

    async def test_belongs_to_no_organisation(self, session: Session, cast: Cast, house: House) -> None:
        petra = await promoted(house)
        with pytest.raises(service.OutsideAll):
            await service.join_organisation(
                session, person_id=petra.id, org_id=cast.alice.org_id, role=Role.EXPERT, now=NOW
            )
        with pytest.raises(service.OutsideAll):
            await service.make_platform_admin(session, email_index=house.signer.email_index(cast.bob.email), now=NOW)

    async def test_is_never_the_last_to_go(self, session: Session, cast: Cast, house: House) -> None:
        petra = await promoted(house)
        with pytest.raises(service.LastPlatformAdmin):
            await service.unmake_platform_admin(session, email_index=house.signer.email_index(petra.email), now=NOW)
        with pytest.raises(service.NoSuchAccount):
            await service.make_platform_admin(session, email_index=house.signer.email_index("no@example.org"), now=NOW)

    async def test_is_in_the_audit_log(self, session: Session, house: House) -> None:
        petra = await promoted(house)
        rows = await session.execute(text("SELECT act, object_id, after FROM audit_entry WHERE act = 'role.given'"))
        assert [tuple(row) for row in rows] == [("role.given", petra.id, {"role": "platform"})]

    async def test_is_no_role_that_an_organisation_can_give(self, session: Session, cast: Cast) -> None:
        with pytest.raises(IntegrityError):
            await service.join_organisation(
                session, person_id=cast.mira.id, org_id=cast.alice.org_id, role=Role.PLATFORM, now=NOW
            )
        assert Role.PLATFORM not in ORGANISATION_ROLES

    def test_may_do_nothing_that_candidates_recruiters_or_experts_do_but_use_their_account(self) -> None:
        others = frozenset().union(*(ROLE_PERMISSIONS[one] for one in (Role.CANDIDATE, Role.RECRUITER, Role.EXPERT)))
        assert ROLE_PERMISSIONS[Role.PLATFORM] & others == {Permission.ANYONE, Permission.ACCOUNT_USE}
        for role in ORGANISATION_ROLES:
            assert Permission.PLATFORM_READ not in ROLE_PERMISSIONS[role]


class TestSignUp:
    """Whatever a form or a program adds to its sign-up, it makes a candidate."""

    WANTED = {  # noqa: RUF012 - read only
        "role": "admin",
        "roles": "platform",
        "platform_admin": "true",
        "is_admin": "1",
        "permissions": "platform:read",
        "org_id": "{org}",
        "organisation": "Harbour Test",
        "organisation_id": "{org}",
        "id": "{person}",
        "person_id": "{person}",
        "password_hash": "$argon2id$",
        "notice_version": "1",
    }

    async def test_takes_no_role_and_no_organisation(self, client_of: ClientOf, cast: Cast, session: Session) -> None:
        wanted = {
            name: value.format(org=cast.alice.org_id, person=cast.alice.id) for name, value in self.WANTED.items()
        }
        browser, program = await client_of(), await client_of()
        own = {"name": "Olga Vetrova", "email": "olga@example.org", "password": PASSWORD}
        assert (await browser.submit("/sign-up", {**wanted, **own})).status_code == 303
        own = {"name": "Ivan Vetrov", "email": "ivan@example.org", "password": PASSWORD}
        answer = await program.post("/api/v1/auth/signup", json={**wanted, **own, "platform_admin": True})
        assert answer.status_code == 201
        program.bearer = answer.json()["access_token"]
        me = (await program.get("/api/v1/auth/me")).json()
        assert (me["role"], me["organisation"]) == ("candidate", None)
        assert me["id"] != str(cast.alice.id)
        for path in ("/platform", "/staff/jobs", "/staff/pipeline"):
            assert (await browser.get(path)).status_code == 403
        assert await session.scalar(text("SELECT count(*) FROM membership")) == 4
        assert await session.scalar(text("SELECT count(*) FROM person WHERE platform_admin")) == 0
