"""A second step after the password: set up, asked for, used once, lost, switched off, and asked of a whole company."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.client import Client
from tests.people import NOW, PASSWORD, Cast, Member
from tests.second_steps import code_of

from evenhand.domains.identity import service
from evenhand.domains.identity.schemas import NewPasswordByLink, PasswordChange, SecondStepChange, SignIn, SignInCode
from evenhand.domains.identity.service import codes, second_step_setup
from evenhand.kit.crypto import InvalidToken
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
TICKET = re.compile(r'name="ticket" value="([^"]+)"')
SECRET = re.compile(r"<code>([A-Z2-7 ]+)</code>")


@dataclass
class App:
    """Somebody's phone, and what they wrote down."""

    secret: str
    recovery: list[str]

    def code(self, steps: int = 0) -> str:
        return code_of(self.secret, at=NOW, steps=steps)


async def set_up(session: Session, house: House, who: Member) -> App:
    """A second step for somebody, confirmed by the code of the step before, so that NOW's is still good."""
    begun = await second_step_setup.begin(session, actor=who.actor, vault=house.vault, now=NOW)
    app = App(begun.secret, [])
    change = SecondStepChange(code=app.code(-1), current_password=PASSWORD)
    app.recovery = await second_step_setup.switch_on(
        session,
        change,
        actor=who.actor,
        passwords=house.passwords,
        signer=house.signer,
        vault=house.vault,
        now=NOW,
    )
    return app


async def ticket(session: Session, house: House, who: Member) -> str:
    """What the right password gets."""
    attempt = SignIn(email=who.email, password=PASSWORD)
    with pytest.raises(service.CodeNeeded) as needed:
        await service.check_password(session, attempt, signer=house.signer, passwords=house.passwords, now=NOW)
    given: str = needed.value.details["ticket"]
    return given


async def enter(session: Session, house: House, ticket: str, code: str, *, minutes: int = 0) -> Actor:
    given = SignInCode(ticket=ticket, code=code)
    now = NOW + timedelta(minutes=minutes)
    return await service.check_second_step(session, given, signer=house.signer, vault=house.vault, now=now)


class TestSettingUp:
    async def test_on_the_pages_shows_squares_letters_and_codes_and_is_asked_for_at_sign_in(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        browser = await client_of(cast.mira)
        await browser.submit("/account/second-step")
        shown = (await browser.get("/account/second-step")).text
        assert "<svg" in shown
        assert "style=" not in shown.partition('role="img"')[2].partition("</svg>")[0]
        secret = SECRET.search(shown)
        assert secret
        app = secret.group(1).replace(" ", "")
        wrong = {"code": "000000", "current_password": PASSWORD}
        assert (await browser.submit("/account/second-step/confirm", wrong)).status_code == 422
        login = {"email": cast.mira.email, "password": PASSWORD}
        assert (await browser.post("/api/v1/auth/login", json=login)).status_code == 200  # not confirmed yet
        right = {"code": code_of(app, steps=-1), "current_password": PASSWORD}
        done = await browser.submit("/account/second-step/confirm", right)
        recovery = re.findall(r"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>", done.text)
        assert len(set(recovery)) == codes.HOW_MANY
        after = (await browser.get("/account/second-step")).text
        assert app[:4] not in after
        assert recovery[0] not in after
        assert "10 recovery codes are left" in after
        visitor = await client_of()
        asked = await visitor.submit("/sign-in", {**login, "next": "/account"})
        found = TICKET.search(asked.text)
        assert (asked.status_code, "set-cookie" in asked.headers and "evenhand=" in asked.headers["set-cookie"]) == (
            200,
            False,
        )
        assert found
        assert (await visitor.get("/account")).status_code == 303
        fields = {"ticket": found.group(1), "next": "/account", "csrf_token": proof(asked.text)}
        refused = await visitor.submit("/sign-in/code", {**fields, "code": "000000"})
        assert (refused.status_code, "This code is not right" in refused.text) == (422, True)
        let_in = await visitor.submit("/sign-in/code", {**fields, "code": code_of(app)})
        assert (let_in.status_code, let_in.headers["location"]) == (303, "/account")
        assert (await visitor.get("/account")).status_code == 200

    async def test_over_the_api(self, client_of: ClientOf, cast: Cast) -> None:
        program = await client_of(cast.bob)
        secret = (await program.post("/api/v1/auth/second-step")).json()["secret"]
        assert (await program.post("/api/v1/auth/second-step")).json()["secret"] == secret
        body = {"code": code_of(secret, steps=-1), "current_password": "not this one"}
        refused = await program.post("/api/v1/auth/second-step/confirm", json=body)
        assert refused.json()["code"] == "wrong_password"
        body["current_password"] = PASSWORD
        made = (await program.post("/api/v1/auth/second-step/confirm", json=body)).json()["recovery_codes"]
        state = (await program.get("/api/v1/auth/second-step")).json()
        assert (state["on"], state["recovery_codes_left"]) == (True, 10)
        again = await program.post("/api/v1/auth/second-step")
        assert (again.status_code, again.json()["code"]) == (409, "second_step_on")
        program.bearer = ""
        login = {"email": cast.bob.email, "password": PASSWORD}
        asked = await program.post("/api/v1/auth/login", json=login)
        assert (asked.status_code, asked.json()["code"]) == (401, "code_needed")
        body = {"ticket": asked.json()["ticket"], "code": made[3].upper()}
        tokens = await program.post("/api/v1/auth/login/code", json=body)
        assert tokens.status_code == 200
        again = await program.post("/api/v1/auth/login/code", json=body)
        assert (again.status_code, again.json()["code"]) == (403, "wrong_code")
        program.bearer = tokens.json()["access_token"]
        other = {"code": made[4], "current_password": PASSWORD}
        new = (await program.post("/api/v1/auth/second-step/recovery-codes", json=other)).json()["recovery_codes"]
        assert not set(new) & set(made)
        off = {"code": made[5], "current_password": PASSWORD}
        assert (await program.post("/api/v1/auth/second-step/off", json=off)).json()["code"] == "wrong_code"
        off["code"] = new[0]
        assert (await program.post("/api/v1/auth/second-step/off", json=off)).status_code == 204
        assert (await program.post("/api/v1/auth/login", json=login)).status_code == 200

    async def test_keeps_secret_and_codes_out_of_sight(self, session: Session, cast: Cast, house: House) -> None:
        app = await set_up(session, house, cast.mira)
        row = str((await session.execute(text("SELECT * FROM second_step"))).mappings().one())
        assert app.secret not in row
        assert not [code for code in app.recovery if code in row or code.replace("-", "") in row]


def proof(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2][:64]


class TestSignIn:
    async def test_takes_no_code_twice(self, session: Session, cast: Cast, house: House) -> None:
        app = await set_up(session, house, cast.mira)
        given = await ticket(session, house, cast.mira)
        assert await enter(session, house, given, app.code()) == cast.mira.actor
        for code in (app.code(), app.code(-1)):
            with pytest.raises(service.WrongCode):
                await enter(session, house, given, code)

    @pytest.mark.parametrize(("steps", "good"), [(-2, False), (0, True), (1, True), (2, False)])
    async def test_bears_with_a_clock_that_is_a_little_off(
        self, session: Session, cast: Cast, house: House, steps: int, good: bool
    ) -> None:
        app = await set_up(session, house, cast.mira)
        given = await ticket(session, house, cast.mira)
        if good:
            assert await enter(session, house, given, app.code(steps)) == cast.mira.actor
        else:
            with pytest.raises(service.WrongCode):
                await enter(session, house, given, app.code(steps))

    @pytest.mark.parametrize("code", ["12345６", "١٢٣٤٥٦", "------", "      ", "\x00" * 6, "🎉" * 6])
    async def test_says_no_to_what_is_no_code(self, session: Session, cast: Cast, house: House, code: str) -> None:
        await set_up(session, house, cast.mira)
        given = SignInCode.model_construct(ticket=await ticket(session, house, cast.mira), code=code)
        with pytest.raises(service.WrongCode):
            await service.check_second_step(session, given, signer=house.signer, vault=house.vault, now=NOW)

    async def test_lets_go_of_a_ticket_after_five_minutes_or_another_password(
        self, session: Session, cast: Cast, house: House
    ) -> None:
        app = await set_up(session, house, cast.mira)
        given = await ticket(session, house, cast.mira)
        with pytest.raises(service.TicketDead):
            await enter(session, house, given, app.recovery[0], minutes=6)
        change = PasswordChange(current_password=PASSWORD, new_password="another horse battery")
        await service.change_password(session, change, actor=cast.mira.actor, passwords=house.passwords, now=NOW)
        with pytest.raises(service.TicketDead):
            await enter(session, house, given, app.recovery[0])

    async def test_keeps_tickets_and_access_tokens_apart(
        self, client_of: ClientOf, session: Session, cast: Cast, house: House
    ) -> None:
        app = await set_up(session, house, cast.mira)
        given = await ticket(session, house, cast.mira)
        program = await client_of()
        program.bearer = given
        assert (await program.get("/api/v1/auth/me")).status_code == 401
        with pytest.raises(InvalidToken):
            house.signer.read(service.ACCESS_TOKEN, given, now=NOW)
        access = await service.issue_tokens(
            session, actor=cast.mira.actor, signer=house.signer, settings=house.settings, now=NOW
        )
        with pytest.raises(service.TicketDead):
            await enter(session, house, access.access_token, app.code())

    async def test_slows_down_guessing_of_each_account(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        async with house.database.transaction() as session:
            await set_up(session, house, cast.mira)
        program = await client_of()
        login = {"email": cast.mira.email, "password": PASSWORD}
        body = {"ticket": (await program.post("/api/v1/auth/login", json=login)).json()["ticket"], "code": "000000"}
        statuses = [(await program.post("/api/v1/auth/login/code", json=body)).status_code for _ in range(9)]
        assert statuses == [403] * 8 + [429]
        async with house.database.transaction() as session:
            tried = "SELECT count(*) FROM audit_entry WHERE act = 'sign_in.failed' AND reason = 'code'"
            assert await session.scalar(text(tried)) == 8

    async def test_is_not_spared_by_a_link_for_a_new_password(self, session: Session, cast: Cast, house: House) -> None:
        await set_up(session, house, cast.mira)
        index = house.signer.email_index(cast.mira.email)
        made = await service.make_reset(session, ask_id=cast.mira.id, email_index=index, now=NOW)
        assert made
        new = NewPasswordByLink(token=made[1], new_password="another horse battery")
        await service.reset_password(session, new, passwords=house.passwords, now=NOW)
        attempt = SignIn(email=cast.mira.email, password="another horse battery")
        with pytest.raises(service.CodeNeeded):
            await service.check_password(session, attempt, signer=house.signer, passwords=house.passwords, now=NOW)


class TestReset:
    """By the operator, for somebody who lost the app and what they wrote down."""

    async def test_lets_the_password_alone_in_ends_sign_ins_and_writes_to_them(
        self,
        session: Session,
        client_of: ClientOf,
        cast: Cast,
        house: House,
        run_background: Callable[[], Awaitable[int]],
    ) -> None:
        browser = await client_of(cast.bob)
        await set_up(session, house, cast.bob)
        await second_step_setup.reset(session, email_index=house.signer.email_index(cast.bob.email), now=NOW)
        await session.flush()
        assert (await browser.get("/account")).status_code == 303
        attempt = SignIn(email=cast.bob.email, password=PASSWORD)
        entered = await service.check_password(
            session, attempt, signer=house.signer, passwords=house.passwords, now=NOW
        )
        assert entered.person_id == cast.bob.id
        row = (
            (await session.execute(text("SELECT * FROM audit_entry WHERE act = 'second_step.reset'"))).mappings().one()
        )
        assert (row["person_id"], row["object_id"]) == (None, cast.bob.id)
        await run_background()
        kinds = list(await session.scalars(text("SELECT kind FROM mail WHERE person_id = :id"), {"id": cast.bob.id}))
        assert kinds.count("second-step-reset") == 1

    async def test_says_that_there_is_nothing_to_reset(self, session: Session, cast: Cast, house: House) -> None:
        with pytest.raises(second_step_setup.SecondStepMissing):
            await second_step_setup.reset(session, email_index=house.signer.email_index(cast.bob.email), now=NOW)
        with pytest.raises(service.NoSuchAccount):
            await second_step_setup.reset(session, email_index=house.signer.email_index("no@example.org"), now=NOW)


class TestRule:
    async def test_leads_members_without_one_to_set_it_up(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        alice, bob, charlie, mira = [await client_of(one) for one in (cast.alice, cast.bob, cast.charlie, cast.mira)]
        assert (await bob.get("/staff/jobs")).status_code == 200
        assert (await bob.submit("/account/second-step/rule", {"required": "on"})).status_code == 403
        rule = "/api/v1/auth/second-step/rule"
        assert (await bob.put(rule, json={"required": True})).status_code == 403
        assert (await alice.put(rule, json={"required": True})).status_code == 204
        led = await bob.get("/staff/jobs")
        assert (led.status_code, led.headers["location"]) == (303, "/account/second-step")
        assert "asks its people for a second step" in (await bob.get("/account/second-step")).text
        refused = await bob.post("/api/v1/jobs", json={})
        assert (refused.status_code, refused.json()["code"]) == (403, "second_step_required")
        assert (await charlie.get("/staff/jobs")).status_code == 200
        assert (await mira.get("/home")).status_code == 200
        secret = (await bob.post("/api/v1/auth/second-step")).json()["secret"]
        body = {"code": code_of(secret), "current_password": PASSWORD}
        assert (await bob.post("/api/v1/auth/second-step/confirm", json=body)).status_code == 200
        assert (await bob.get("/staff/jobs")).status_code == 200

    async def test_is_told_in_the_audit_log(self, session: Session, cast: Cast, house: House) -> None:
        await second_step_setup.require_of_members(session, actor=cast.alice.actor, required=True, now=NOW)
        await session.flush()
        row = (await session.execute(text("SELECT * FROM audit_entry WHERE act = 'second_step.rule'"))).mappings().one()
        assert (row["org_id"], row["before"], row["after"]) == (cast.alice.org_id, {"required": 0}, {"required": 1})
