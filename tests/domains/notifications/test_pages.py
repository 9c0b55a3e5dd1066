"""The outbox of a development installation."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from fastapi import FastAPI
from tests.client import Client
from tests.people import NOW, Cast, Member

from evenhand.domains.notifications import service
from evenhand.domains.notifications.rules import Letter
from evenhand.kit.words import Sentence, say
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


async def mail_to(house: House, member: Member, text: str = "It has moved.") -> UUID:
    async with house.database.transaction() as session:
        mail = await service.queue_mail(
            session,
            person_id=member.id,
            to=member.email,
            letter=Letter(member.name, say("News for %(name)s", name=member.name), (Sentence(text),)),
            tongue=house.languages["en"],
            settings=house.settings,
            kind="news",
            vault=house.vault,
            now=NOW,
        )
    return mail.id


class TestOutbox:
    async def test_lists_the_mails_to_the_person_who_looks(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        await mail_to(house, cast.mira)
        await mail_to(house, cast.noor)
        shown = (await (await client_of(cast.mira)).get("/dev/outbox")).text
        assert "News for Mira Candidate" in shown
        assert "News for Noor Candidate" not in shown

    @pytest.mark.parametrize("name", ["alice", "charlie", "noor"])
    async def test_shows_nobody_elses_mail(self, house: House, cast: Cast, client_of: ClientOf, name: str) -> None:
        mail_id = await mail_to(house, cast.mira)
        browser = await client_of(getattr(cast, name))
        assert "News for Mira" not in (await browser.get("/dev/outbox")).text
        assert (await browser.get(f"/dev/outbox/{mail_id}")).status_code == 404

    async def test_sends_nobody_to_the_sign_in(self, client_of: ClientOf) -> None:
        answer = await (await client_of()).get("/dev/outbox")
        assert answer.headers["location"].startswith("/sign-in")

    async def test_leaves_out_what_cannot_be_read_any_more(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        mail_id = await mail_to(house, cast.mira)
        browser = await client_of(cast.mira)
        # The key of the name in the page's header is the same one, so only the mail is made unreadable here.
        async with house.database.transaction() as session:
            mail = await service.waiting(session, person_id=cast.mira.id, mail_id=mail_id)
            assert mail
            mail.content_sealed = b"\x01" + bytes(40)
        assert (await browser.get(f"/dev/outbox/{mail_id}")).status_code == 404
        assert "News for Mira" not in (await browser.get("/dev/outbox")).text

    @pytest.mark.parametrize("path", ["/dev/outbox", "/dev/outbox/{mail_id}"])
    async def test_is_not_there_in_production(
        self, api: FastAPI, house: House, cast: Cast, client_of: ClientOf, path: str
    ) -> None:
        mail_id = await mail_to(house, cast.mira)
        browser = await client_of(cast.mira)
        api.state.settings = house.settings.model_copy(update={"environment": "production"})
        assert (await browser.get(path.format(mail_id=mail_id))).status_code == 404


class TestShowMail:
    async def test_makes_addresses_links_and_escapes_the_rest(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        text = "See http://localhost:8000/applications/1.\n<script>alert(1)</script> & more"
        mail_id = await mail_to(house, cast.mira, text)
        shown = (await (await client_of(cast.mira)).get(f"/dev/outbox/{mail_id}")).text
        assert '<a href="http://localhost:8000/applications/1">' in shown
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in shown


class TestShowHtml:
    async def test_shows_it_under_a_policy_of_its_own(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        mail_id = await mail_to(house, cast.mira, "<script>alert(1)</script>")
        browser = await client_of(cast.mira)
        page = await browser.get(f"/dev/outbox/{mail_id}")
        assert '<iframe class="card" sandbox' in page.text
        assert f'src="/dev/outbox/{mail_id}/html"' in page.text
        shown = await browser.get(f"/dev/outbox/{mail_id}/html")
        assert "&lt;script&gt;" in shown.text
        assert "<script>" not in shown.text
        policy = shown.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; sandbox")

    @pytest.mark.parametrize("name", ["alice", "charlie", "noor"])
    async def test_shows_nobody_elses(self, house: House, cast: Cast, client_of: ClientOf, name: str) -> None:
        mail_id = await mail_to(house, cast.mira)
        assert (await (await client_of(getattr(cast, name))).get(f"/dev/outbox/{mail_id}/html")).status_code == 404
