"""A forgotten password: a link by mail that works once, for an hour, and tells nobody who has an account."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.client import Client
from tests.conftest import QUICK_PASSWORDS
from tests.people import NOW, PASSWORD, Cast, make_cast

from evenhand.domains.identity import service
from evenhand.domains.identity.events import ResetAsked
from evenhand.domains.identity.schemas import NewPasswordByLink, PasswordChange, SignIn
from evenhand.domains.notifications import queries as mails
from evenhand.domains.notifications import service as notifications
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.settings import Settings
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]
NEW = "another horse battery"
LINK = re.compile(r"http://\S+(/reset-password\?token=([\w-]+))")


async def link_for(session: Session, house: House, email: str) -> str:
    made = await service.make_reset(session, ask_id=new_id(), email_index=house.signer.email_index(email), now=NOW)
    assert made
    return made[1]


async def use(session: Session, house: House, token: str, *, password: str = NEW, minutes: int = 0) -> None:
    new = NewPasswordByLink(token=token, new_password=password)
    now = NOW + timedelta(minutes=minutes)
    await service.reset_password(session, new, passwords=house.passwords, now=now)


async def letters(house: House, cast: Cast) -> list[notifications.Words]:
    """To Mira, the latest last."""
    async with house.database.transaction() as session:
        rows = await mails.mails(session, person_id=cast.mira.id, limit=20)
        opened = [await notifications.open_words(row, vault=house.vault) for row in reversed(rows)]
    return [words for words in opened if words]


class TestForgotPassword:
    async def test_leads_by_mail_to_a_new_password(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        signed_in, browser = await client_of(cast.mira), await client_of()
        answer = await browser.submit("/forgot-password", {"email": "MIRA@example.org"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/forgot-password?sent=1")
        await run_background()
        (letter,) = await letters(house, cast)
        assert letter.to == cast.mira.email
        link = LINK.search(letter.text)
        assert link
        for _ in range(2):  # whoever looks at the link uses nothing up
            assert "Set the new password" in (await browser.get(link.group(1))).text
        assert (await signed_in.get("/account")).status_code == 200
        fields = {"token": link.group(2), "new_password": NEW}
        answer = await browser.submit("/reset-password?token=" + link.group(2), fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?changed=1")
        assert (await signed_in.get("/account")).status_code == 303
        assert (await signed_in.get("/api/v1/auth/me")).status_code == 401
        assert "you are signed out everywhere" in (await browser.get("/sign-in?changed=1")).text
        answer = await browser.submit("/sign-in", {"email": cast.mira.email, "password": NEW})
        assert answer.status_code == 303
        await run_background()
        assert [one.subject for one in await letters(house, cast)] == [
            "A link to set a new password",
            "Your password was changed",
        ]

    async def test_over_the_api(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        program = await client_of()
        answer = await program.post("/api/v1/auth/password/forgot", json={"email": cast.mira.email})
        assert answer.status_code == 202
        await run_background()
        link = LINK.search((await letters(house, cast))[0].text)
        assert link
        body = {"token": link.group(2), "new_password": NEW}
        assert (await program.post("/api/v1/auth/password/reset", json=body)).status_code == 204
        again = await program.post("/api/v1/auth/password/reset", json=body)
        assert (again.status_code, again.json()["code"]) == (404, "reset_link_dead")
        login = {"email": cast.mira.email, "password": NEW}
        assert (await program.post("/api/v1/auth/login", json=login)).status_code == 200

    async def test_does_the_same_for_an_address_without_an_account(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        await run_background()  # what the cast left to do
        browser, answers = await client_of(), []
        for email in (cast.mira.email, "nobody@example.org"):
            page = await browser.submit("/forgot-password", {"email": email})
            api = await browser.post("/api/v1/auth/password/forgot", json={"email": email})
            answers.append([(one.status_code, one.headers.get("location"), one.text) for one in (page, api)])
            async with house.database.transaction() as session:
                queued = await session.scalar(text("SELECT count(*) FROM pgqueuer"))
                answers[-1].append((queued, None, ""))
                await session.execute(text("DELETE FROM pgqueuer"))
        assert answers[0] == answers[1]
        async with house.database.transaction() as session:
            assert await session.scalar(text("SELECT count(*) FROM mail")) == 0
        browser.csrf = ""
        await browser.submit("/forgot-password", {"email": "nobody@example.org"})
        await run_background()
        async with house.database.transaction() as session:
            assert await session.scalar(text("SELECT count(*) FROM mail")) == 0
            assert await session.scalar(text("SELECT count(*) FROM password_reset")) == 0

    async def test_queues_no_address_in_plain_text(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        await (await client_of()).submit("/forgot-password", {"email": cast.mira.email})
        async with house.database.transaction() as session:
            payloads = (await session.scalars(text("SELECT payload FROM pgqueuer"))).all()
        assert payloads
        assert all(b"mira" not in payload.lower() for payload in payloads)

    async def test_writes_to_an_address_only_so_often(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of()
        statuses = [
            (await browser.submit("/forgot-password", {"email": email})).status_code
            for email in ["nobody@example.org", "NOBODY@example.org"] * 2 + ["nobody@example.org", cast.mira.email]
        ]
        assert statuses == [303] * 4 + [429, 303]

    async def test_does_not_take_what_is_no_address(self, client_of: ClientOf) -> None:
        answer = await (await client_of()).submit("/forgot-password", {"email": "nobody"})
        assert answer.status_code == 422
        assert "Write an e-mail address" in answer.text


class TestLink:
    async def test_is_kept_only_as_a_hash(self, session: Session, cast: Cast, house: House) -> None:
        token = await link_for(session, house, cast.mira.email)
        kept = (await session.execute(text("SELECT * FROM password_reset"))).mappings().one()
        assert kept["token_hash"] == service.token_hash(token)
        assert token not in str(dict(kept))

    async def test_is_good_for_an_hour(self, session: Session, cast: Cast, house: House) -> None:
        token = await link_for(session, house, cast.mira.email)
        with pytest.raises(service.LinkDead):
            await use(session, house, token, minutes=60)
        await use(session, house, token, minutes=59)

    async def test_gives_way_to_a_newer_one(self, session: Session, cast: Cast, house: House) -> None:
        first, second = [await link_for(session, house, cast.mira.email) for _ in range(2)]
        with pytest.raises(service.LinkDead):
            await use(session, house, first)
        await use(session, house, second)

    async def test_is_dead_once_the_password_was_changed(self, session: Session, cast: Cast, house: House) -> None:
        token = await link_for(session, house, cast.mira.email)
        change = PasswordChange(current_password=PASSWORD, new_password=NEW)
        await service.change_password(session, change, actor=cast.mira.actor, passwords=house.passwords, now=NOW)
        with pytest.raises(service.LinkDead):
            await use(session, house, token)

    async def test_is_made_once_for_a_task_that_runs_twice(self, session: Session, cast: Cast, house: House) -> None:
        early, late = new_id(), new_id()
        index = house.signer.email_index(cast.mira.email)
        assert await service.make_reset(session, ask_id=late, email_index=index, now=NOW)
        for ask_id in (late, early):
            assert await service.make_reset(session, ask_id=ask_id, email_index=index, now=NOW) is None

    @pytest.mark.parametrize("token", ["", "forged", "x" * 43, "x" * 5000, "\x00", "é"])
    async def test_that_is_forged_leads_to_asking_again(self, client_of: ClientOf, cast: Cast, token: str) -> None:
        browser = await client_of()
        seen = await browser.get("/reset-password", params={"token": token})
        await browser.get("/forgot-password")
        browser.csrf = ""
        found = re.search(r'csrf_token" value="(\w+)"', (await browser.get("/forgot-password")).text)
        assert found
        sent = await browser.post(
            "/reset-password", data={"csrf_token": found.group(1), "token": token, "new_password": NEW}
        )
        for answer in (seen, sent):
            assert answer.status_code == 404
            assert "This link is not good any more" in answer.text
            assert 'href="/forgot-password"' in answer.text

    async def test_stays_good_after_a_password_that_is_too_short(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        browser = await client_of()
        await browser.submit("/forgot-password", {"email": cast.mira.email})
        await run_background()
        link = LINK.search((await letters(house, cast))[0].text)
        assert link
        answer = await browser.submit(link.group(1), {"token": link.group(2), "new_password": "short"})
        assert answer.status_code == 422
        assert link.group(2) in answer.text
        answer = await browser.submit(link.group(1), {"token": link.group(2), "new_password": NEW})
        assert answer.status_code == 303


class TestRaces:
    @pytest.fixture
    async def own(self, own_database: str, settings: Settings) -> House:
        return House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)

    async def test_of_two_that_use_a_link_at_once_one_wins(self, own: House) -> None:
        cast = await make_cast(own)
        async with own.database.transaction() as session:
            token = await link_for(session, own, cast.mira.email)

        async def with_password(password: str) -> bool:
            try:
                async with own.database.transaction() as session:
                    await use(session, own, token, password=password)
            except service.LinkDead:
                return False
            return True

        wishes = [f"battery number {n}" for n in range(6)]
        won = await asyncio.gather(*(with_password(one) for one in wishes))
        assert sum(won) == 1
        async with own.database.transaction() as session:
            attempt = SignIn(email=cast.mira.email, password=wishes[won.index(True)])
            assert await service.check_password(session, attempt, signer=own.signer, passwords=own.passwords, now=NOW)
        await own.database.close()

    async def test_no_sign_in_by_the_old_password_outlives_a_reset(self, own: House) -> None:
        """Signing in, refreshing and resetting at once, in any order: afterwards nobody is signed in."""
        cast = await make_cast(own)
        mira = cast.mira

        async def sign_in(password: str) -> None:
            attempt = SignIn(email=mira.email, password=password)
            async with own.database.transaction() as session:
                try:
                    actor = await service.check_password(
                        session, attempt, signer=own.signer, passwords=own.passwords, now=NOW
                    )
                except service.WrongCredentials:
                    return
                await service.start_web_session(session, actor=actor, settings=own.settings, now=NOW)

        async def refresh(token: str) -> None:
            async with own.database.transaction() as session:
                try:
                    await service.refresh_tokens(
                        session, token=token, signer=own.signer, settings=own.settings, now=NOW
                    )
                except service.SessionEnded:
                    return

        async def reset(token: str, password: str) -> None:
            async with own.database.transaction() as session:
                await use(session, own, token, password=password)

        password = PASSWORD
        for n in range(5):
            async with own.database.transaction() as session:
                token = await link_for(session, own, mira.email)
                given = await service.issue_tokens(
                    session, actor=mira.actor, signer=own.signer, settings=own.settings, now=NOW
                )
            new = f"battery number {n}"
            acts = [sign_in(password), refresh(given.refresh_token), reset(token, new), sign_in(password)]
            await asyncio.gather(*(acts[n % 4 :] + acts[: n % 4]))
            async with own.database.transaction() as session:
                assert await service.sign_ins(session, actor=mira.actor, now=NOW) == []
            password = new
        await own.database.close()


def test_the_fact_holds_no_address() -> None:
    assert set(ResetAsked.model_fields) == {"ask_id", "email_index"}
