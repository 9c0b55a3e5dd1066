"""Invitations to an organisation: by mail, for one address and one role, good once, whoever is how fast."""

import asyncio
import email
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email import policy
from uuid import UUID

import pytest
from httpx2 import Response
from sqlalchemy import text
from tests.client import TOKEN, Client
from tests.conftest import QUICK_PASSWORDS
from tests.people import NOW, PASSWORD, Cast, Member, make_cast

from evenhand.domains.identity import service
from evenhand.domains.identity.schemas import InvitationIn, InvitationSignUp
from evenhand.kit.clock import utc_now
from evenhand.kit.crypto import KeyDestroyed
from evenhand.kit.db import Session
from evenhand.kit.permissions import Role
from evenhand.kit.settings import Settings
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]
LINK = re.compile(r"http://localhost:8000(/invitation\?token=([0-9a-f]{64}))")
NEWCOMER = "tess@example.org"


def outbox(house: House) -> list[str]:
    """The mails that went out, the latest last."""
    folder = house.settings.data_dir / "outbox"
    files = sorted(folder.rglob("*.eml"), key=lambda one: one.stat().st_mtime_ns) if folder.exists() else []
    found = []
    for file in files:
        letter = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",))
        found.append(f"To: {letter['to']}\nSubject: {letter['subject']}\n\n{body.get_content() if body else ''}")
    return found


async def invited(house: House, cast: Cast, address: str = NEWCOMER, role: str = "expert") -> UUID:
    async with house.database.transaction() as session:
        made = await service.invite(
            session,
            InvitationIn.model_validate({"email": address, "role": role}),
            actor=cast.alice.actor,
            vault=house.vault,
            signer=house.signer,
            now=utc_now() - timedelta(minutes=5),
        )
    return made.id


async def token_of(house: House, run_background: RunBackground) -> str:
    """The token in the latest mail."""
    await run_background()
    link = LINK.search(outbox(house)[-1])
    assert link
    return link.group(2)


async def roles(house: House, address: str) -> list[str]:
    async with house.database.transaction() as session:
        index = house.signer.email_index(address)
        rows = await session.scalars(
            text("SELECT role FROM membership JOIN person ON person.id = person_id WHERE email_index = :index"),
            {"index": index},
        )
        return list(rows)


class TestInvite:
    async def test_leads_by_mail_to_an_account_in_the_organisation(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        admin, browser = await client_of(cast.alice), await client_of()
        answer = await admin.submit("/staff/people/invitations", {"email": "Tess@Example.org", "role": "expert"})
        assert answer.headers["location"] == "/staff/people?done=invited"
        assert "Tess@example.org" in (await admin.get("/staff/people")).text
        await run_background()
        letter = outbox(house)[-1]
        assert "To: Tess@example.org" in letter
        assert "Alice Owner invites you to work with Harbour Test" in letter
        assert "Hello,\n" in letter
        link = LINK.search(letter)
        assert link
        for _ in range(2):  # whoever looks at the link uses nothing up
            html = (await browser.get(link.group(1))).text
            assert "Join Harbour Test" in html
            assert "Domain expert" in html
        fields = {"token": link.group(2), "name": "Tess Newcomer", "password": PASSWORD, "email": "other@example.org"}
        browser.csrf = ""
        answer = await browser.submit("/invitation/sign-up", fields)
        assert answer.status_code == 403  # the proof is on the page of the link
        answer = await _sign_up(browser, link.group(1), fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert "Domain expert" in (await browser.get("/account")).text
        assert await roles(house, NEWCOMER) == ["expert"]
        assert await roles(house, "other@example.org") == []
        assert "Nobody is invited" in (await admin.get("/staff/people")).text
        assert "Tess Newcomer" in (await admin.get("/staff/people")).text
        assert (await _sign_up(await client_of(), link.group(1), fields)).status_code == 404

    async def test_over_the_api(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        admin, program = await client_of(cast.alice), await client_of()
        answer = await admin.post("/api/v1/organisation/invitations", json={"email": NEWCOMER, "role": "recruiter"})
        assert (answer.status_code, answer.json()["sent_at"]) == (201, None)
        token = await token_of(house, run_background)
        (listed,) = (await admin.get("/api/v1/organisation/invitations")).json()
        assert (listed["email"], listed["role"], listed["expired"]) == (NEWCOMER, "recruiter", False)
        assert listed["sent_at"]
        body = {"token": token, "name": "Tess Newcomer", "password": PASSWORD}
        answer = await program.post("/api/v1/auth/invitations/sign-up", json=body)
        assert answer.status_code == 201
        program.bearer = answer.json()["access_token"]
        assert (await program.get("/api/v1/auth/me")).json()["role"] == "recruiter"
        again = await program.post("/api/v1/auth/invitations/sign-up", json=body)
        assert (again.status_code, again.json()["code"]) == (404, "invitation_dead")

    async def test_refuses_who_is_there_or_invited(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        admin = await client_of(cast.alice)
        await invited(house, cast)
        for address, code in ((cast.bob.email.upper(), "already_member"), (NEWCOMER, "already_invited")):
            body = {"email": address, "role": "expert"}
            answer = await admin.post("/api/v1/organisation/invitations", json=body)
            assert (answer.status_code, answer.json()["code"]) == (409, code)
            assert (await admin.submit("/staff/people/invitations", body)).status_code == 422

    @pytest.mark.parametrize("role", ["platform", "candidate", "owner", ""])
    async def test_gives_no_role_but_those_of_an_organisation(self, client_of: ClientOf, cast: Cast, role: str) -> None:
        admin = await client_of(cast.alice)
        body = {"email": NEWCOMER, "role": role}
        assert (await admin.post("/api/v1/organisation/invitations", json=body)).status_code == 422
        assert (await admin.submit("/staff/people/invitations", body)).status_code == 422
        path = f"/organisation/members/{cast.bob.id}/role"
        assert (await admin.put(f"/api/v1{path}", json={"role": role})).status_code == 422
        assert (await admin.submit(f"/staff/people/{cast.bob.id}/role", {"role": role})).status_code == 422

    async def test_is_for_administrators(self, client_of: ClientOf, cast: Cast) -> None:
        for member in (cast.bob, cast.erin, cast.mira):
            client = await client_of(member)
            body = {"email": NEWCOMER, "role": "admin"}
            assert (await client.post("/api/v1/organisation/invitations", json=body)).status_code == 403
            assert (await client.submit("/staff/people/invitations", body)).status_code == 403
            assert (await client.get("/staff/people")).status_code == 403

    async def test_writes_to_an_address_only_so_often(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        admin = await client_of(cast.alice)
        path = f"/api/v1/organisation/invitations/{await invited(house, cast)}/again"
        answers = [await admin.post(path) for _ in range(6)]
        assert [one.status_code for one in answers] == [200] * 5 + [429]
        assert len({one.json()["asked_at"] for one in answers[:5]}) == 1  # pressed twice it is sent once

    async def test_keeps_address_and_link_unreadable(
        self, cast: Cast, house: House, session: Session, run_background: RunBackground
    ) -> None:
        await invited(house, cast)
        payloads = (await session.scalars(text("SELECT payload FROM pgqueuer"))).all()
        token = await token_of(house, run_background)
        kept = dict((await session.execute(text("SELECT * FROM invitation"))).mappings().one())
        assert kept["token_hash"] == service.token_hash(token)
        for said in (str(kept), str(payloads)):
            assert token not in said
            assert "tess" not in said.lower()

    async def test_is_told_in_the_audit_log(self, cast: Cast, house: House, session: Session) -> None:
        invitation_id = await invited(house, cast)
        await service.withdraw_invitation(session, actor=cast.alice.actor, invitation_id=invitation_id, now=NOW)
        rows = await session.execute(
            text("SELECT act, org_id, person_id, after FROM audit_entry WHERE object_id = :id ORDER BY id"),
            {"id": invitation_id},
        )
        who = (cast.alice.org_id, cast.alice.id, {"role": "expert"})
        assert [tuple(row) for row in rows] == [("invitation.made", *who), ("invitation.withdrawn", *who)]


async def _sign_up(browser: Client, page: str, fields: dict[str, str]) -> Response:
    """With the proof of the link's page, or of another where the link is dead."""
    found = TOKEN.search((await browser.get(page)).text) or TOKEN.search((await browser.get("/sign-in")).text)
    assert found
    return await browser.post("/invitation/sign-up", data={"csrf_token": found.group(1), **fields})


class TestAccept:
    async def test_is_for_the_account_with_the_address(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        invitation_id = await invited(house, cast, cast.mira.email)
        token = await token_of(house, run_background)
        assert "Hello Mira Candidate," in outbox(house)[-1]
        nobody, noor, mira = await client_of(), await client_of(cast.noor), await client_of(cast.mira)
        assert f"/sign-in?next=/invitation%3Ftoken%3D{token}" in (await nobody.get(f"/invitation?token={token}")).text
        assert "signed in with another address" in (await noor.get(f"/invitation?token={token}")).text
        assert (await noor.submit("/invitation", {"token": token})).status_code == 403
        answer = await noor.post("/api/v1/auth/invitations/accept", json={"token": token})
        assert (answer.status_code, answer.json()["code"]) == (403, "invitation_of_other_address")
        assert await roles(house, cast.noor.email) == []
        answer = await mira.submit("/invitation", {"token": token})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert "Domain expert" in (await mira.get("/account")).text  # in the browser they are signed in with
        assert (await mira.submit("/invitation", {"token": token})).status_code == 404
        assert await roles(house, cast.mira.email) == ["expert"]
        await run_background()
        with pytest.raises(KeyDestroyed):
            await house.vault.key(invitation_id, cast.alice.org_id)

    async def test_by_signing_up_is_not_for_an_address_with_an_account(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        """It would be a new password for somebody else's account."""
        await invited(house, cast, cast.mira.email)
        body = {"token": await token_of(house, run_background), "name": "Mira", "password": "another horse battery"}
        answer = await (await client_of()).post("/api/v1/auth/invitations/sign-up", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")
        assert await roles(house, cast.mira.email) == []

    async def test_is_good_for_a_week_and_then_kept_for_another(
        self, session: Session, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        await invited(house, cast, cast.mira.email)
        token, later = await token_of(house, run_background), utc_now() + timedelta(days=7)
        with pytest.raises(service.InvitationDead):
            await service.accept_invitation(session, token=token, actor=cast.mira.actor, now=later)
        (row,) = await service.invitations(session, actor=cast.alice.actor, vault=house.vault, now=later)
        assert row.expired
        for days, left in ((6, 1), (7, 0)):
            await service.forget_old_invitations(session, now=later + timedelta(days=days, hours=1))
            await run_background()
            found = await service.invitations(session, actor=cast.alice.actor, vault=house.vault, now=later)
            assert len(found) == left

    async def test_is_over_once_it_is_withdrawn_or_sent_again(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        admin, mira = await client_of(cast.alice), await client_of(cast.mira)
        invitation_id = await invited(house, cast, cast.mira.email)
        first = await token_of(house, run_background)
        await admin.submit(f"/staff/people/invitations/{invitation_id}/again")
        second = await token_of(house, run_background)
        assert first != second
        assert (await mira.submit("/invitation", {"token": first})).status_code == 404
        await admin.submit(f"/staff/people/invitations/{invitation_id}/withdraw")
        assert (await mira.submit("/invitation", {"token": second})).status_code == 404
        assert (await admin.submit(f"/staff/people/invitations/{invitation_id}/withdraw")).status_code == 404
        assert await roles(house, cast.mira.email) == []

    async def test_does_not_send_what_was_withdrawn_meanwhile(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        before = outbox(house)
        invitation_id = await invited(house, cast)
        await (await client_of(cast.alice)).submit(f"/staff/people/invitations/{invitation_id}/withdraw")
        await run_background()
        assert outbox(house) == before

    @pytest.mark.parametrize("token", ["", "0" * 64, "x" * 200, "../..", "%00"])
    async def test_takes_no_made_up_link(self, client_of: ClientOf, cast: Cast, token: str) -> None:
        browser = await client_of(cast.mira)
        assert (await browser.get(f"/invitation?token={token}")).status_code == 404
        assert (await browser.submit("/invitation", {"token": token})).status_code == 404

    @pytest.mark.parametrize("new", [True, False])
    async def test_of_several_at_once_is_one(self, own_database: str, settings: Settings, new: bool) -> None:
        house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
        cast = await make_cast(house)
        email = NEWCOMER if new else cast.mira.email
        await invited(house, cast, email)
        async with house.database.transaction() as session:
            ask_id = await session.scalar(text("SELECT ask_id FROM invitation"))
        token = house.signer.proof("invitation", str(ask_id))

        async def accept() -> None:
            async with house.database.transaction() as session:
                if new:
                    form = InvitationSignUp.model_validate({"token": token, "name": "Tess", "password": PASSWORD})
                    await service.accept_by_sign_up(
                        session, form, vault=house.vault, signer=house.signer, passwords=house.passwords, now=now
                    )
                else:
                    await service.accept_invitation(session, token=token, actor=cast.mira.actor, now=now)

        now = utc_now()
        ends = await asyncio.gather(*(accept() for _ in range(5)), return_exceptions=True)
        assert sorted(type(end).__name__ for end in ends) == ["InvitationDead"] * 4 + ["NoneType"]
        assert await roles(house, email) == ["expert"]
        await house.database.close()

    async def test_of_several_invitations_at_once_is_one(self, own_database: str, settings: Settings) -> None:
        house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
        cast = await make_cast(house)
        ends = await asyncio.gather(*(invited(house, cast) for _ in range(4)), return_exceptions=True)
        assert sorted(type(end).__name__ for end in ends) == ["AlreadyInvited"] * 3 + ["UUID"]
        await house.database.close()


class TestMembers:
    async def test_are_listed_for_their_administrator(self, client_of: ClientOf, cast: Cast) -> None:
        admin = await client_of(cast.alice)
        html = (await admin.get("/staff/people")).text
        assert all(one.name in html for one in (cast.alice, cast.bob, cast.erin))
        assert cast.charlie.name not in html
        found = (await admin.get("/api/v1/organisation/members")).json()
        assert [(one["name"], one["role"], one["me"]) for one in found] == [
            ("Alice Owner", "admin", True),
            ("Bob Recruiter", "recruiter", False),
            ("Erin Expert", "expert", False),
        ]

    async def test_have_another_role_at_their_next_click(self, client_of: ClientOf, cast: Cast) -> None:
        admin, bob = await client_of(cast.alice), await client_of(cast.bob)
        assert (await bob.get("/staff/pipeline")).status_code == 200
        answer = await admin.submit(f"/staff/people/{cast.bob.id}/role", {"role": "expert"})
        assert answer.headers["location"] == "/staff/people?done=role"
        assert (await bob.get("/staff/pipeline")).status_code == 403
        assert (await bob.get("/api/v1/auth/me")).json()["role"] == "expert"
        path = f"/api/v1/organisation/members/{cast.bob.id}/role"
        assert (await admin.put(path, json={"role": "admin"})).status_code == 204
        assert (await bob.get("/staff/people")).status_code == 200

    async def test_are_out_at_once(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        admin, bob = await client_of(cast.alice), await client_of(cast.bob)
        assert cast.bob.name in (await admin.get(f"/staff/people/{cast.bob.id}/remove")).text
        answer = await admin.submit(f"/staff/people/{cast.bob.id}/remove")
        assert answer.headers["location"] == "/staff/people?done=removed"
        assert (await bob.get("/staff/pipeline")).status_code == 303
        assert (await bob.get("/api/v1/auth/me")).status_code == 401
        assert await roles(house, cast.bob.email) == []
        assert (await admin.delete(f"/api/v1/organisation/members/{cast.bob.id}")).status_code == 404

    async def test_are_never_without_an_administrator(self, client_of: ClientOf, cast: Cast) -> None:
        admin = await client_of(cast.alice)
        path = f"/organisation/members/{cast.alice.id}"
        answers = [
            await admin.put(f"/api/v1{path}/role", json={"role": "recruiter"}),
            await admin.delete(f"/api/v1{path}"),
            await admin.submit(f"/staff/people/{cast.alice.id}/remove"),
            await admin.submit(f"/staff/people/{cast.alice.id}/role", {"role": "expert"}),
        ]
        assert [one.status_code for one in answers] == [409] * 4
        assert answers[0].json()["code"] == "last_admin"
        assert (await admin.put(f"/api/v1{path}/role", json={"role": "admin"})).status_code == 204

    async def test_keep_one_of_two_administrators_who_take_each_others_role_at_once(
        self, own_database: str, settings: Settings
    ) -> None:
        house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
        cast = await make_cast(house)
        async with house.database.transaction() as session:
            await service.change_role(session, actor=cast.alice.actor, member_id=cast.bob.id, role=Role.ADMIN, now=NOW)

        async def demote(who: Member, whom: Member) -> None:
            async with house.database.transaction() as session:
                await service.change_role(session, actor=who.actor, member_id=whom.id, role=Role.EXPERT, now=NOW)

        pairs = [(cast.alice, cast.bob), (cast.bob, cast.alice)]
        ends = await asyncio.gather(*(demote(*pair) for pair in pairs), return_exceptions=True)
        assert sorted(type(end).__name__ for end in ends) == ["LastAdmin", "NoneType"]
        await house.database.close()

    async def test_of_others_are_not_there(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        outsider = await client_of(cast.charlie)
        invitation_id = await invited(house, cast)
        for member in (cast.bob, cast.mira):
            path = f"/api/v1/organisation/members/{member.id}"
            assert (await outsider.put(f"{path}/role", json={"role": "expert"})).status_code == 404
            assert (await outsider.delete(path)).status_code == 404
        assert (await outsider.delete(f"/api/v1/organisation/invitations/{invitation_id}")).status_code == 404
        assert (await outsider.get("/api/v1/organisation/invitations")).json() == []
        assert await roles(house, cast.bob.email) == ["recruiter"]
