"""Proving an e-mail address: what waits for it, the link in the mail, another address, and two who want the same."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.applicants import make_resume
from tests.client import Client
from tests.conftest import QUICK_PASSWORDS
from tests.openings import make_job
from tests.people import NOW, PASSWORD, Cast, Member

from evenhand.domains.identity import queries, service
from evenhand.domains.identity.models import Person
from evenhand.domains.identity.schemas import EmailChange, NewPasswordByLink, PasswordChange, SignUp
from evenhand.domains.notifications import queries as mails
from evenhand.domains.notifications import service as notifications
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor, Role
from evenhand.kit.settings import Settings
from evenhand.main import create_api
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]
LINK = re.compile(r"http://\S+/confirm-email\?token=([\w-]+)")
OLGA = "olga@example.org"


async def letters(house: House, person: Member) -> list[notifications.Words]:
    """To this person, the latest last."""
    async with house.database.transaction() as session:
        rows = await mails.mails(session, person_id=person.id, limit=20)
        opened = [await notifications.open_words(row, vault=house.vault) for row in reversed(rows)]
    return [words for words in opened if words]


def token_in(letter: notifications.Words) -> str:
    found = LINK.search(letter.text)
    assert found
    return found.group(1)


async def newcomer(house: House) -> Member:
    """Olga, who has just signed up."""
    async with house.database.transaction() as session:
        new = SignUp(name="Olga Vetrova", email=OLGA, password=PASSWORD)
        person = await service.sign_up(
            session, new, vault=house.vault, signer=house.signer, passwords=house.passwords, now=NOW
        )
    return Member("Olga Vetrova", OLGA, Actor(person.id, role=Role.CANDIDATE))


async def verified(house: House, person: Member) -> bool:
    async with house.database.transaction() as session:
        return await service.is_verified(session, person_id=person.id)


async def change(session: Session, house: House, who: Member, email: str, *, password: str = PASSWORD) -> None:
    """Ask for another address."""
    await service.ask_for_other_email(
        session,
        EmailChange(email=email, current_password=password),
        actor=who.actor,
        passwords=house.passwords,
        vault=house.vault,
        signer=house.signer,
        now=NOW,
    )


async def made_link(session: Session, house: House, who: Member) -> service.MadeLink:
    """What the mail will hold."""
    link = await queries.email_link(session, person_id=who.id)
    assert link
    made = await service.make_link(session, ask_id=link.ask_id, person_id=who.id, vault=house.vault)
    assert made
    return made


class TestSignUp:
    async def test_is_followed_by_a_mail_whose_link_proves_the_address(
        self, client_of: ClientOf, house: House, run_background: RunBackground
    ) -> None:
        olga = await newcomer(house)
        browser, stranger = await client_of(olga), await client_of()
        await run_background()
        (letter,) = await letters(house, olga)
        assert (letter.to, letter.subject) == (OLGA, "Confirm your e-mail address")
        token = token_in(letter)
        assert (await browser.get("/api/v1/auth/me")).json()["email_verified"] is False
        for _ in range(2):  # whoever looks at the link uses nothing up
            assert "Is olga@example.org yours?" in (await stranger.get(f"/confirm-email?token={token}")).text
        assert not await verified(house, olga)
        answer = await stranger.submit(f"/confirm-email?token={token}", {"token": token})
        assert (answer.status_code, answer.headers["location"]) == (303, "/confirm-email?done=1")
        assert "Your address is confirmed" in (await stranger.get("/confirm-email?done=1")).text
        assert (await browser.get("/api/v1/auth/me")).json()["email_verified"] is True
        dead = await stranger.submit(f"/confirm-email?token={token}", {"token": token})
        assert dead.status_code in {403, 404}

    async def test_lets_look_and_fill_in_but_not_apply(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        olga = await newcomer(house)
        job, resume = await make_job(house, cast.bob), await make_resume(house, olga)
        browser = await client_of(olga)
        assert "Confirm your e-mail address" in (await browser.get("/home")).text
        assert (await browser.get("/resumes")).status_code == 200
        fields = {"resume_id": str(resume.id), "letter": "I have kept three harbours running at night."}
        refused = await browser.submit(f"/jobs/{job.id}/apply", fields)
        assert refused.status_code == 422
        assert "I have kept three harbours running at night." in refused.text
        assert "Send the mail again" in refused.text
        body = {"job_id": str(job.id), **fields}
        answer = await browser.post("/api/v1/applications", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "email_unverified")
        await run_background()
        body_of_link = {"token": token_in((await letters(house, olga))[0])}
        assert (await browser.post("/api/v1/auth/email/confirm", json=body_of_link)).status_code == 204
        assert (await browser.submit(f"/jobs/{job.id}/apply", fields)).status_code == 303

    async def test_by_the_operator_and_by_import_needs_no_proof(self, cast: Cast, house: House) -> None:
        assert await verified(house, cast.mira)

    @pytest.mark.parametrize("path", ["/sign-up", "/api/v1/auth/signup"])
    async def test_twice_at_once_is_one_account_and_one_answer(
        self, own_database: str, settings: Settings, path: str
    ) -> None:
        """Whoever comes second, a moment or a day later, hears the same."""
        house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
        api = create_api(house)
        new = {"name": "Olga Vetrova", "email": OLGA, "password": PASSWORD}

        async def sign_up(client: Client) -> tuple[int, str]:
            page = not path.startswith("/api")
            answer = await (client.submit(path, new) if page else client.post(path, json=new))
            said = re.search(r"There is an account with this address already", answer.text)
            return answer.status_code, said.group() if said else ""

        async with Client(api) as one, Client(api) as two, Client(api) as late:
            for client in (one, two, late):
                client.csrf = _proof((await client.get("/sign-up")).text)
            answers = [*await asyncio.gather(sign_up(one), sign_up(two)), await sign_up(late)]
        await house.database.close()
        async with House.build(settings, database_url=own_database).database.transaction() as session:
            assert await session.scalar(text("SELECT count(*) FROM person")) == 1
            assert await session.scalar(text("SELECT count(*) FROM email_link")) == 1
        assert sorted(status for status, _ in answers[:2]) == ([303, 422] if path == "/sign-up" else [201, 409])
        assert answers[2] in answers[:2]


def _proof(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2][:64]


class TestSendLinkAgain:
    async def test_sends_one_that_takes_the_place_of_the_last(
        self, client_of: ClientOf, house: House, run_background: RunBackground
    ) -> None:
        olga = await newcomer(house)
        browser = await client_of(olga)
        await run_background()
        assert (await browser.submit("/account/email/link")).headers["location"] == "/account/email?sent=1"
        assert "on its way again to olga@example.org" in (await browser.get("/account/email?sent=1")).text
        await run_background()
        first, second = [token_in(one) for one in await letters(house, olga)]
        dead = await browser.post("/api/v1/auth/email/confirm", json={"token": first})
        assert (dead.status_code, dead.json()["code"]) == (404, "email_link_dead")
        assert (await browser.post("/api/v1/auth/email/confirm", json={"token": second})).status_code == 204

    async def test_answers_a_script_with_the_notice_alone(self, client_of: ClientOf, house: House) -> None:
        answer = await (await client_of(await newcomer(house))).submit(
            "/account/email/link", headers={"hx-request": "true"}
        )
        assert answer.status_code == 200
        assert 'id="email-notice"' in answer.text
        assert "<html" not in answer.text

    async def test_sends_nothing_to_an_address_that_was_proved(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        assert (await (await client_of(cast.mira)).post("/api/v1/auth/email/link")).status_code == 202
        await run_background()
        assert await letters(house, cast.mira) == []

    async def test_is_not_a_way_to_fill_a_mailbox(self, client_of: ClientOf, house: House) -> None:
        browser = await client_of(await newcomer(house))
        statuses = [(await browser.post("/api/v1/auth/email/link")).status_code for _ in range(6)]
        assert statuses == [202] * 5 + [429]


class TestConfirmEmail:
    async def test_refuses_a_link_that_ran_out(self, session: Session, cast: Cast, house: House) -> None:
        await change(session, house, cast.mira, OLGA)
        token = (await made_link(session, house, cast.mira)).token
        with pytest.raises(service.EmailLinkDead):
            await service.confirm_email(
                session, token=token, vault=house.vault, now=NOW + service.EMAIL_LINK_LASTS + timedelta(seconds=1)
            )
        await service.confirm_email(session, token=token, vault=house.vault, now=NOW + service.EMAIL_LINK_LASTS / 2)

    @pytest.mark.parametrize("token", ["", "nonsense", "\x00", "a" * 200])
    async def test_refuses_what_is_no_token(self, client_of: ClientOf, token: str) -> None:
        browser = await client_of()
        assert (await browser.get("/confirm-email", params={"token": token})).status_code == 404
        api = await browser.post("/api/v1/auth/email/confirm", json={"token": token})
        assert api.status_code == (404 if token else 422)

    async def test_keeps_only_the_hash_of_its_token(self, session: Session, cast: Cast, house: House) -> None:
        await change(session, house, cast.mira, OLGA)
        token = (await made_link(session, house, cast.mira)).token
        row = str((await session.execute(text("SELECT * FROM email_link"))).mappings().one())
        assert token not in row
        assert OLGA not in row


class TestChangeOfEmail:
    async def test_proves_the_new_address_and_tells_the_old_one(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        browser = await client_of(cast.mira)
        fields = {"email": OLGA, "current_password": PASSWORD}
        assert (await browser.submit("/account/email", fields)).headers["location"] == "/account/email?sent=1"
        await run_background()
        to_new, to_old = sorted(await letters(house, cast.mira), key=lambda one: one.to, reverse=True)
        assert (to_new.to, to_old.to) == (OLGA, "mira@example.org")
        assert to_old.subject == "Your account is to have another e-mail address"
        assert OLGA not in to_old.text
        assert (await browser.get("/api/v1/auth/me")).json()["email"] == "mira@example.org"
        await browser.post("/api/v1/auth/email/confirm", json={"token": token_in(to_new)})
        assert (await browser.get("/api/v1/auth/me")).json()["email"] == OLGA
        for email, status in ((OLGA, 200), ("mira@example.org", 401)):
            login = {"email": email, "password": PASSWORD}
            assert (await browser.post("/api/v1/auth/login", json=login)).status_code == status

    async def test_asks_for_the_password(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of(cast.mira)
        fields = {"email": OLGA, "current_password": "not this one"}
        answer = await browser.submit("/account/email", fields)
        assert answer.status_code == 422
        assert "This is not your present password" in answer.text
        assert (await browser.post("/api/v1/auth/email", json=fields)).json()["code"] == "wrong_password"

    async def test_says_nothing_of_an_address_that_is_taken_until_its_link_is_opened(
        self, session: Session, cast: Cast, house: House
    ) -> None:
        await change(session, house, cast.mira, cast.noor.email)
        token = (await made_link(session, house, cast.mira)).token
        with pytest.raises(service.EmailTaken):
            await service.confirm_email(session, token=token, vault=house.vault, now=NOW)
        people = await queries.people(session, ids=[cast.mira.id])
        assert people[cast.mira.id].email_index == house.signer.email_index(cast.mira.email)

    async def test_is_stopped_by_a_new_password(self, session: Session, cast: Cast, house: House) -> None:
        """Whoever asked for it may be the one because of whom the password is changed."""
        await change(session, house, cast.mira, OLGA)
        token = (await made_link(session, house, cast.mira)).token
        new = PasswordChange(current_password=PASSWORD, new_password="another horse battery")
        await service.change_password(session, new, actor=cast.mira.actor, passwords=house.passwords, now=NOW)
        with pytest.raises(service.EmailLinkDead):
            await service.confirm_email(session, token=token, vault=house.vault, now=NOW)

    async def test_ends_a_link_for_a_password_that_went_to_the_old_address(
        self, session: Session, cast: Cast, house: House
    ) -> None:
        index = house.signer.email_index(cast.mira.email)
        reset = await service.make_reset(session, ask_id=cast.mira.id, email_index=index, now=NOW)
        assert reset
        await change(session, house, cast.mira, OLGA)
        token = (await made_link(session, house, cast.mira)).token
        await service.confirm_email(session, token=token, vault=house.vault, now=NOW)
        with pytest.raises(service.LinkDead):
            await service.check_link(session, token=reset[1], now=NOW)


class TestResetPassword:
    async def test_proves_the_address_it_came_to(self, session: Session, house: House) -> None:
        olga = await newcomer(house)
        made = await service.make_reset(session, ask_id=olga.id, email_index=house.signer.email_index(OLGA), now=NOW)
        assert made
        new = NewPasswordByLink(token=made[1], new_password="another horse battery")
        await service.reset_password(session, new, passwords=house.passwords, now=NOW)
        assert (await session.get_one(Person, olga.id)).verified_at == NOW
