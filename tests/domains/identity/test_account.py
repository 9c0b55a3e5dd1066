"""One's own account: the password, and where one is signed in."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import update
from tests.client import Client
from tests.people import NOW, PASSWORD, Cast, Member

from evenhand.domains.identity import queries, rules, service
from evenhand.domains.identity.models import WebSession
from evenhand.domains.identity.schemas import PasswordChange, SignIn
from evenhand.domains.notifications import queries as mails
from evenhand.domains.notifications import service as notifications
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Session
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]
NEW = "another horse battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)

EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 "
    "Safari/537.36 Edg/139.0.0.0"
)
SAMSUNG = (
    "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"
)


async def subjects(house: House, member: Member) -> list[str]:
    """Of the mails to this person."""
    async with house.database.transaction() as session:
        rows = await mails.mails(session, person_id=member.id, limit=20)
        opened = [await notifications.open_words(row, vault=house.vault) for row in rows]
    return [words.subject for words in opened if words]


async def may_sign_in(house: House, member: Member, password: str) -> bool:
    attempt = SignIn(email=member.email, password=password)
    async with house.database.transaction() as session:
        try:
            await service.check_password(session, attempt, signer=house.signer, passwords=house.passwords, now=NOW)
        except service.WrongCredentials:
            return False
    return True


class TestDevice:
    @pytest.mark.parametrize(
        ("agent", "words"),
        [
            (FIREFOX, "Firefox on Linux"),
            (IPHONE, "Safari on iPhone"),
            (EDGE, "Edge on Windows"),
            (SAMSUNG, "Samsung Internet on Android"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Unheard/1.0", "A browser on macOS"),
            ("Firefox/140.0", "Firefox on a system we do not know"),
            ("curl/8.5", "A browser we do not know"),
            ("", "A browser we do not know"),
            ("<script>" * 10_000, "A browser we do not know"),
        ],
    )
    def test_is_named_in_plain_words(self, agent: str, words: str) -> None:
        assert rules.device(rules.browser_of(agent), rules.system_of(agent)) == words


class TestChangePassword:
    async def test_leaves_only_the_sign_in_it_came_by(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        here, elsewhere, other = await client_of(cast.mira), await client_of(cast.mira), await client_of(cast.noor)
        answer = await here.submit("/account/password", {"current_password": PASSWORD, "new_password": NEW})
        assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=password")
        assert (await here.get("/account")).status_code == 200
        assert (await elsewhere.get("/account")).status_code == 303
        assert (await elsewhere.get("/api/v1/auth/me")).status_code == 401
        assert (await other.get("/account")).status_code == 200
        assert await may_sign_in(house, cast.mira, NEW)
        assert not await may_sign_in(house, cast.mira, PASSWORD)
        await run_background()
        assert await subjects(house, cast.mira) == ["Your password was changed"]

    async def test_over_the_api_keeps_the_program_that_asked(self, client_of: ClientOf, cast: Cast) -> None:
        program, elsewhere = await client_of(cast.bob), await client_of(cast.bob)
        body = {"current_password": PASSWORD, "new_password": NEW}
        assert (await program.post("/api/v1/auth/password", json=body)).status_code == 204
        assert (await program.get("/api/v1/auth/me")).status_code == 200
        assert (await elsewhere.get("/api/v1/auth/me")).status_code == 401
        assert (await elsewhere.get("/account")).status_code == 303

    async def test_asks_for_the_present_password(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        browser = await client_of(cast.mira)
        wrong = {"current_password": "not this one", "new_password": NEW}
        answer = await browser.submit("/account/password", wrong)
        assert answer.status_code == 422
        assert "This is not your present password" in answer.text
        assert NEW not in answer.text
        refused = await browser.post("/api/v1/auth/password", json=wrong)
        assert (refused.status_code, refused.json()["code"]) == (403, "wrong_password")
        assert await may_sign_in(house, cast.mira, PASSWORD)
        await run_background()
        assert await subjects(house, cast.mira) == []

    async def test_takes_no_short_one(self, client_of: ClientOf, cast: Cast) -> None:
        fields = {"current_password": PASSWORD, "new_password": "short"}
        answer = await (await client_of(cast.mira)).submit("/account/password", fields)
        assert answer.status_code == 422
        assert "Use at least 10 characters." in answer.text

    async def test_slows_down_guessing(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of(cast.mira)
        fields = {"current_password": "not this one", "new_password": NEW}
        statuses = [(await browser.submit("/account/password", fields)).status_code for _ in range(9)]
        assert statuses == [422] * 8 + [429]

    async def test_ends_tokens_that_could_be_refreshed(self, session: Session, cast: Cast, house: House) -> None:
        given = await service.issue_tokens(
            session, actor=cast.mira.actor, signer=house.signer, settings=house.settings, now=NOW
        )
        change = PasswordChange(current_password=PASSWORD, new_password=NEW)
        await service.change_password(session, change, actor=cast.mira.actor, passwords=house.passwords, now=NOW)
        with pytest.raises(service.SessionEnded):
            await service.refresh_tokens(
                session, token=given.refresh_token, signer=house.signer, settings=house.settings, now=NOW
            )


class TestSignIns:
    async def test_are_listed_with_this_one_first(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of()
        fields = {"email": cast.mira.email, "password": PASSWORD}
        await browser.submit("/sign-in", fields, headers={"user-agent": FIREFOX})
        phone = await client_of()
        await phone.submit("/sign-in", fields, headers={"user-agent": IPHONE})
        tokens = (await phone.post("/api/v1/auth/login", json=fields)).json()
        text = (await browser.get("/account")).text
        assert text.index("Firefox on Linux") < text.index("This one") < text.index("Safari on iPhone")
        assert "A program that uses the API" in text
        phone.bearer = tokens["access_token"]
        listed = (await phone.get("/api/v1/auth/sign-ins")).json()
        assert (listed[0]["kind"], listed[0]["current"]) == ("api", True)
        assert sorted(one["device"] for one in listed[1:]) == ["Firefox on Linux", "Safari on iPhone"]

    async def test_of_others_are_not_there(self, client_of: ClientOf, cast: Cast) -> None:
        mira, noor = await client_of(cast.mira), await client_of(cast.noor)
        for one in (await mira.get("/api/v1/auth/sign-ins")).json():
            answer = await noor.delete(f"/api/v1/auth/sign-ins/{one['id']}")
            assert (answer.status_code, answer.json()["code"]) == (404, "sign_in_not_found")
            assert (await noor.submit(f"/account/sign-ins/{one['id']}/end")).status_code == 404
        assert (await mira.get("/account")).status_code == 200
        assert (await mira.get("/api/v1/auth/me")).status_code == 200

    async def test_end_one_by_one(self, client_of: ClientOf, cast: Cast) -> None:
        here, elsewhere = await client_of(cast.mira), await client_of()
        await elsewhere.submit("/sign-in", {"email": cast.mira.email, "password": PASSWORD})
        login = {"email": cast.mira.email, "password": PASSWORD}
        tokens = (await elsewhere.post("/api/v1/auth/login", json=login)).json()
        elsewhere.bearer = tokens["access_token"]
        listed = (await elsewhere.get("/api/v1/auth/sign-ins")).json()
        program = next(one["id"] for one in listed if one["current"])
        assert (await here.submit(f"/account/sign-ins/{program}/end")).status_code == 303
        assert (await elsewhere.get("/api/v1/auth/me")).status_code == 401
        body = {"refresh_token": tokens["refresh_token"]}
        elsewhere.bearer = ""
        assert (await elsewhere.post("/api/v1/auth/refresh", json=body)).json()["code"] == "session_ended"
        assert (await elsewhere.get("/account")).status_code == 200

    async def test_end_everywhere_else(self, client_of: ClientOf, cast: Cast) -> None:
        here, elsewhere, other = await client_of(cast.mira), await client_of(cast.mira), await client_of(cast.noor)
        assert (await here.submit("/account/sign-ins/end")).headers["location"] == "/account?done=others"
        assert "You are signed out everywhere else." in (await here.get("/account?done=others")).text
        assert (await elsewhere.get("/account")).status_code == 303
        assert (await elsewhere.get("/api/v1/auth/me")).status_code == 401
        assert (await other.get("/api/v1/auth/me")).status_code == 200

    async def test_end_everywhere_else_over_the_api(self, client_of: ClientOf, cast: Cast) -> None:
        here, elsewhere = await client_of(cast.mira), await client_of(cast.mira)
        assert (await here.delete("/api/v1/auth/sign-ins")).status_code == 204
        assert [one["current"] for one in (await here.get("/api/v1/auth/sign-ins")).json()] == [True]
        assert (await elsewhere.get("/account")).status_code == 303

    async def test_is_known_to_be_used_to_the_hour(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        browser = await client_of(cast.mira)
        now = utc_now()

        async def seen(at: object = None) -> object:
            async with house.database.transaction() as session:
                if at:
                    await session.execute(update(WebSession).values(seen_at=at))
                return (await queries.web_sessions(session, person_id=cast.mira.id, now=now))[0].seen_at

        lately = await seen(now - timedelta(minutes=50))
        await browser.get("/account")
        assert await seen() == lately
        await seen(now - timedelta(minutes=61))
        await browser.get("/account")
        assert await seen() >= now  # type: ignore[operator]

    async def test_that_ran_out_are_not_listed(self, session: Session, cast: Cast, house: House) -> None:
        settings = house.settings
        await service.start_web_session(session, actor=cast.bob.actor, settings=settings, now=NOW)
        await service.issue_tokens(session, actor=cast.bob.actor, signer=house.signer, settings=settings, now=NOW)
        assert len(await service.sign_ins(session, actor=cast.bob.actor, now=NOW)) == 2
        late = NOW + timedelta(days=settings.refresh_token_days)
        assert await service.sign_ins(session, actor=cast.bob.actor, now=late) == []


class TestActing:
    async def test_is_for_an_organisation_or_for_oneself(self, client_of: ClientOf, cast: Cast) -> None:
        bob = await client_of(cast.bob)
        assert (await bob.get("/staff/pipeline")).status_code == 200
        assert "For whom you act here" in (await bob.get("/account")).text
        assert (await bob.submit("/account/acting")).status_code == 303
        assert (await bob.get("/staff/pipeline")).status_code == 403
        assert "Candidate" in (await bob.get("/account")).text
        assert (await bob.get("/api/v1/auth/me")).json()["role"] == "recruiter"  # in this browser only
        answer = await bob.submit("/account/acting", {"organisation": str(cast.bob.org_id)})
        assert answer.status_code == 303
        assert (await bob.get("/staff/pipeline")).status_code == 200

    async def test_is_for_nobody_one_does_not_belong_to(self, client_of: ClientOf, cast: Cast) -> None:
        for member in (cast.mira, cast.charlie):
            client = await client_of(member)
            for org_id in (cast.bob.org_id, cast.bob.id, "x"):
                answer = await client.submit("/account/acting", {"organisation": str(org_id)})
                assert answer.status_code == 404
        assert "For whom you act" not in (await (await client_of(cast.mira)).get("/account")).text
