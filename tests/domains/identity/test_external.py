"""Signing in by an issuer, with a real one on the loopback; and its bearer tokens on the API."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import text
from tests.client import TOKEN, Client
from tests.conftest import QUICK_PASSWORDS
from tests.domains.identity.test_second_steps import SECRET as SECRET_SHOWN
from tests.domains.identity.test_second_steps import set_up
from tests.external.oidc.issuer_server import AUDIENCE, CLIENT, SECOND, SECRET, IssuerServer
from tests.people import NOW, PASSWORD, Cast
from tests.second_steps import code_of

from evenhand.domains.identity import service
from evenhand.domains.identity.service import second_step_setup
from evenhand.external.http import Web
from evenhand.external.oidc import Entered, Providers
from evenhand.kit.db import Session
from evenhand.kit.issuers import Issuer
from evenhand.kit.permissions import Role
from evenhand.kit.settings import Settings
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Configure = Callable[..., None]
ME = "/api/v1/auth/me"


@pytest.fixture
async def issuer() -> AsyncIterator[IssuerServer]:
    async with IssuerServer().running() as running:
        yield running


@pytest.fixture
def configure(api: FastAPI, issuer: IssuerServer) -> Configure:
    """Sets up the product for the issuer, with these changes."""

    def configured(**change: Any) -> None:
        whole = {
            "key": "main",
            "name": "Main login",
            "issuer": issuer.url,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "audience": AUDIENCE,
            "permissions": {"read:me": "account:use", "read:jobs": "jobs:read", "write:jobs": "jobs:write"},
            **change,
        }
        web = Web(allowed=(ip_network("127.0.0.0/8"),))
        api.state.providers = Providers((Issuer.model_validate(whole),), web)

    configured()
    return configured


async def come_back(browser: Client, issuer: IssuerServer, begin: str = "/sign-in/with/main") -> Response:
    """Through the issuer and back."""
    return await browser.get(issuer.authorize((await browser.get(begin)).headers["location"]))


async def people(session: Session) -> int:
    return await session.scalar(text("SELECT count(*) FROM person")) or 0


class TestSignIn:
    async def test_makes_the_account_once_and_signs_in(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, session: Session
    ) -> None:
        browser = await client_of()
        page = (await browser.get("/sign-in?next=/account/data")).text
        assert "Sign in with Main login" in page
        assert "/sign-in/with/main?next=/account/data" in page.replace("%2F", "/")
        for _ in range(2):
            answer = await come_back(browser, issuer, "/sign-in/with/main?next=/account/data")
            assert (answer.status_code, answer.headers["location"]) == (303, "/account/data")
            html = (await browser.get("/account")).text
            assert "Petra Elsewhere" in html
            assert "Connected since" in html
            await browser.submit("/sign-out", {"csrf_token": ""})
            browser.cookies.clear()
        assert await people(session) == 1
        kept = dict((await session.execute(text("SELECT * FROM external_identity"))).mappings().one())
        assert "petra" not in str(kept)
        acts = list(await session.scalars(text("SELECT act FROM audit_entry ORDER BY id")))
        assert acts.count("sign_in.succeeded") == 2
        assert acts.count("issuer.connected") == 1

    async def test_goes_by_issuer_and_subject_whatever_the_address_becomes(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, session: Session
    ) -> None:
        await come_back(await client_of(), issuer)
        issuer.person |= {"email": "married@example.org", "email_verified": False}
        assert (await come_back(await client_of(), issuer)).status_code == 303
        assert await people(session) == 1
        issuer.person |= {"sub": "petra|2", "email": "petra@example.org", "email_verified": True}
        answer = await come_back(await client_of(), issuer)  # the address went to somebody else
        assert answer.status_code == 409
        assert await people(session) == 1

    @pytest.mark.parametrize(
        "person",
        [{"email_verified": False}, {"email_verified": "true"}, {"email": ""}, {"email": "petra"}, {"email": 7}],
    )
    async def test_makes_no_account_for_an_address_that_is_not_proved(
        self,
        client_of: ClientOf,
        issuer: IssuerServer,
        configure: Configure,
        session: Session,
        person: dict[str, Any],
    ) -> None:
        issuer.person |= person
        answer = await come_back(await client_of(), issuer)
        assert answer.status_code == 403
        assert "does not say that your e-mail address is proved" in answer.text
        assert await people(session) == 0

    async def test_takes_no_account_that_is_there(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, cast: Cast, session: Session
    ) -> None:
        issuer.person |= {"email": cast.mira.email.upper()}
        browser = await client_of()
        answer = await come_back(browser, issuer)
        assert answer.status_code == 409
        assert "Sign in to it, then connect this service there" in answer.text
        assert (await browser.get("/account")).status_code == 303
        assert await session.scalar(text("SELECT count(*) FROM external_identity")) == 0

    @pytest.mark.parametrize("proved", [True, False])
    async def test_takes_one_only_where_the_operator_trusts_the_issuer_and_the_address_was_proved_here_too(
        self,
        client_of: ClientOf,
        issuer: IssuerServer,
        configure: Configure,
        cast: Cast,
        session: Session,
        proved: bool,
    ) -> None:
        """Or a stranger could sign up with the address beforehand and wait for its owner."""
        configure(link_verified_email=True)
        issuer.person |= {"email": cast.mira.email}
        if not proved:
            await session.execute(text("UPDATE person SET verified_at = NULL WHERE id = :id"), {"id": cast.mira.id})
        browser = await client_of()
        assert (await come_back(browser, issuer)).status_code == (303 if proved else 409)
        assert (await browser.get("/account")).status_code == (200 if proved else 303)

    @pytest.mark.parametrize(
        "change",
        [
            {"nonce": "another"},
            {"nonce": None},
            {"aud": AUDIENCE},
            {"aud": [CLIENT, "other"]},
            {"azp": "other"},
            {"iss": "https://evil.example"},
            {"exp": 1},
            {"nbf": 99999999999},
            {"sub": ""},
        ],
    )
    async def test_trusts_no_answer_that_is_not_to_its_question(
        self,
        client_of: ClientOf,
        issuer: IssuerServer,
        configure: Configure,
        session: Session,
        change: dict[str, Any],
    ) -> None:
        issuer.identity = change
        answer = await come_back(await client_of(), issuer)
        assert answer.status_code == 403
        assert "could not be trusted" in answer.text
        assert await people(session) == 0

    async def test_trusts_no_answer_signed_by_somebody_else_or_of_another_type(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure
    ) -> None:
        issuer.header = {"typ": "at+jwt"}
        assert (await come_back(await client_of(), issuer)).status_code == 403
        issuer.header, issuer.key = {"kid": "first"}, SECOND
        assert (await come_back(await client_of(), issuer)).status_code == 403

    async def test_takes_its_answer_once_and_in_the_browser_that_asked(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure
    ) -> None:
        browser, other = await client_of(), await client_of()
        way = (await browser.get("/sign-in/with/main")).headers["location"]
        ticket = dict(browser.cookies)
        back = issuer.authorize(way)
        assert (await other.get(back)).status_code == 400  # nobody is signed in by a link that is sent to them
        assert (await browser.get(back)).status_code == 303
        again = await client_of()
        again.cookies.update(ticket)
        fresh = issuer.authorize(way)  # even with a new code for the same question
        assert (await again.get(fresh)).status_code == 400
        assert (await again.get("/account")).status_code == 303

    @pytest.mark.parametrize(
        "change",
        [
            {"state": "made up"},
            {"state": ""},
            {"iss": "https://evil.example"},
            {"code": "made up"},
            {"code": ""},
            {"error": "access_denied"},
        ],
    )
    async def test_does_not_take_what_was_changed_on_the_way(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, change: dict[str, str]
    ) -> None:
        browser = await client_of()
        back = urlsplit(issuer.authorize((await browser.get("/sign-in/with/main")).headers["location"]))
        answered = {name: values[0] for name, values in parse_qs(back.query).items()} | change
        answer = await browser.get(back.path, params=answered)
        assert answer.status_code == (400 if "state" in change else 403)
        assert (await browser.get("/account")).status_code == 303

    async def test_wants_the_issuers_name_where_it_is_promised(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure
    ) -> None:
        """Or an answer of one issuer could be taken for that of another."""
        issuer.described = {"authorization_response_iss_parameter_supported": True}
        browser = await client_of()
        back = issuer.authorize((await browser.get("/sign-in/with/main")).headers["location"])
        assert (await browser.get(back.partition("&iss=")[0])).status_code == 403

    async def test_begins_with_what_only_this_browser_knows(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure
    ) -> None:
        browser = await client_of()
        answers = [await browser.get("/sign-in/with/main?next=https://evil.example") for _ in range(2)]
        asked = [parse_qs(urlsplit(one.headers["location"]).query) for one in answers]
        for name in ("state", "nonce", "code_challenge"):
            assert asked[0][name] != asked[1][name]
            assert len(asked[0][name][0]) >= 43
        assert asked[0]["redirect_uri"] == ["http://localhost:8000/sign-in/with/main/back"]
        cookie = answers[0].headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert (await come_back(browser, issuer, "/sign-in/with/main?next=https://evil.example")).headers[
            "location"
        ] == "/"

    async def test_says_that_the_issuer_is_away(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure
    ) -> None:
        issuer.away = True
        answer = await (await client_of()).get("/sign-in/with/main")
        assert answer.status_code == 502
        assert "does not answer" in answer.text

    async def test_is_not_there_where_none_is_configured(self, client_of: ClientOf) -> None:
        browser = await client_of()
        assert "Sign in with" not in (await browser.get("/sign-in")).text
        assert (await browser.get("/sign-in/with/main")).status_code == 404
        assert (await browser.get("/sign-in/with/main/back")).status_code == 404

    async def test_has_no_password_to_guess(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure
    ) -> None:
        await come_back(await client_of(), issuer)
        program = await client_of()
        for password in ("x", " ", PASSWORD):
            login = {"email": "petra@example.org", "password": password}
            assert (await program.post("/api/v1/auth/login", json=login)).status_code == 401


class TestFirstSight:
    async def test_of_several_at_once_makes_one_account(self, own_database: str, settings: Settings) -> None:
        house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
        entered = Entered("https://id.example", "petra|1", "petra@example.org", "Petra Elsewhere")

        async def enter() -> UUID:
            async with house.database.transaction() as session:
                actor = await service.enter(
                    session, entered, may_link=False, vault=house.vault, signer=house.signer, now=NOW
                )
                return actor.person

        assert len(set(await asyncio.gather(*(enter() for _ in range(5))))) == 1
        async with house.database.transaction() as session:
            assert await people(session) == 1
        await house.database.close()


class TestConnect:
    async def test_lets_an_account_sign_in_by_the_issuer_until_it_is_taken_away(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, cast: Cast
    ) -> None:
        mira = await client_of(cast.mira)
        answer = await come_back(mira, issuer, "/account/connect/main")
        assert answer.headers["location"] == "/account?done=connected"
        browser = await client_of()
        await come_back(browser, issuer)
        assert cast.mira.name in (await browser.get("/account")).text
        answer = await mira.submit("/account/connect/main/end")
        assert answer.headers["location"] == "/account?done=disconnected"
        assert (await mira.submit("/account/connect/main/end")).status_code == 404
        issuer.person |= {"email": cast.mira.email}
        assert (await come_back(await client_of(), issuer)).status_code == 409

    async def test_is_for_the_account_that_began_it(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, cast: Cast, session: Session
    ) -> None:
        mira, noor = await client_of(cast.mira), await client_of(cast.noor)
        way = (await mira.get("/account/connect/main")).headers["location"]
        for name, value in mira.cookies.items():
            if name.endswith("_door"):
                noor.cookies.set(name, value)
        assert (await noor.get(issuer.authorize(way))).status_code == 400
        assert await session.scalar(text("SELECT count(*) FROM external_identity")) == 0

    async def test_does_not_stand_in_for_the_second_step(
        self,
        client_of: ClientOf,
        issuer: IssuerServer,
        configure: Configure,
        cast: Cast,
        house: House,
        session: Session,
    ) -> None:
        await come_back(await client_of(cast.mira), issuer, "/account/connect/main")
        app = await set_up(session, house, cast.mira)
        browser = await client_of()
        page = (await come_back(browser, issuer)).text
        assert (await browser.get("/account")).status_code == 303
        ticket = page.partition('name="ticket" value="')[2].partition('"')[0]
        proof = TOKEN.search(page)
        assert proof
        fields = {"csrf_token": proof.group(1), "ticket": ticket, "code": app.recovery[0]}
        assert (await browser.post("/sign-in/code", data=fields)).status_code == 303
        assert cast.mira.name in (await browser.get("/account")).text

    async def test_takes_nobody_elses(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, cast: Cast
    ) -> None:
        await come_back(await client_of(cast.mira), issuer, "/account/connect/main")
        answer = await come_back(await client_of(cast.noor), issuer, "/account/connect/main")
        assert answer.status_code == 409
        assert "another account here" in answer.text

    async def test_keeps_the_only_way_in(self, client_of: ClientOf, issuer: IssuerServer, configure: Configure) -> None:
        browser = await client_of()
        await come_back(browser, issuer)
        page = await browser.get("/account")
        proof = page.text.partition('name="csrf_token" value="')[2][:64]
        answer = await browser.post("/account/connect/main/end", data={"csrf_token": proof})
        assert answer.status_code == 409
        assert (await come_back(await client_of(), issuer)).status_code == 303


class TestSecondStepWithoutAPassword:
    """Somebody who came by an issuer, at a company that asks its people for a second step."""

    @pytest.fixture
    async def member(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, cast: Cast, session: Session
    ) -> Client:
        browser = await client_of()
        await come_back(browser, issuer)
        person_id = await session.scalar(text("SELECT person_id FROM external_identity"))
        assert person_id
        await service.join_organisation(
            session, person_id=person_id, org_id=cast.alice.org_id, role=Role.RECRUITER, now=NOW
        )
        await second_step_setup.require_of_members(session, actor=cast.alice.actor, required=True, now=NOW)
        await session.flush()
        browser.cookies.clear()
        await come_back(browser, issuer)
        return browser

    async def app_of(self, browser: Client) -> tuple[str, dict[str, str]]:
        """The secret of an app that is set up, and the proof of the form to confirm it."""
        shown = (await browser.get("/account/second-step")).text
        proof = TOKEN.search(shown)
        assert proof
        await browser.post("/account/second-step", data={"csrf_token": proof.group(1)})
        shown = (await browser.get("/account/second-step")).text
        assert 'name="current_password"' not in shown
        secret = SECRET_SHOWN.search(shown)
        assert secret
        return secret.group(1).replace(" ", ""), {"csrf_token": proof.group(1)}

    async def test_is_set_up_by_a_fresh_sign_in_and_asked_for_after_the_issuer(
        self, member: Client, client_of: ClientOf, issuer: IssuerServer
    ) -> None:
        led = await member.get("/staff/jobs")
        assert (led.status_code, led.headers["location"]) == (303, "/account/second-step")
        secret, proof = await self.app_of(member)
        code = code_of(secret, steps=-1)
        done = await member.post("/account/second-step/confirm", data={**proof, "code": code})
        assert done.status_code == 200
        assert (await member.get("/staff/jobs")).status_code == 200
        other = await client_of()
        asked = (await come_back(other, issuer)).text
        assert (await other.get("/account")).status_code == 303
        ticket = asked.partition('name="ticket" value="')[2].partition('"')[0]
        proof_there = TOKEN.search(asked)
        assert proof_there
        fields = {"csrf_token": proof_there.group(1), "ticket": ticket, "code": code_of(secret)}
        assert (await other.post("/sign-in/code", data=fields)).status_code == 303
        assert (await other.get("/staff/jobs")).status_code == 200

    async def test_is_not_set_up_by_whoever_finds_an_old_browser_open(self, member: Client, session: Session) -> None:
        secret, proof = await self.app_of(member)
        await session.execute(text("UPDATE web_session SET created_at = created_at - interval '1 hour'"))
        answer = await member.post("/account/second-step/confirm", data={**proof, "code": code_of(secret)})
        assert (answer.status_code, "Sign out and in again" in answer.text) == (422, True)
        assert await session.scalar(text("SELECT count(confirmed_at) FROM second_step")) == 0


class TestBearer:
    async def send(self, client: Client, token: str, path: str = ME) -> Response:
        return await client.get(path, headers={"authorization": f"Bearer {token}"})

    async def test_makes_the_person_at_first_sight_and_knows_them_again(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, session: Session
    ) -> None:
        program = await client_of()
        for _ in range(2):
            me = (await self.send(program, issuer.access())).json()
            assert (me["name"], me["role"], me["permissions"]) == (
                "Petra Elsewhere",
                "candidate",
                ["account:use", "anyone"],
            )
        assert (await people(session), issuer.asked("/userinfo")) == (1, 1)
        told = issuer.access(sub="other", email="other@example.org", email_verified=True, name="Other")
        assert (await self.send(program, told)).json()["name"] == "Other"
        assert issuer.asked("/userinfo") == 1
        await come_back(await client_of(), issuer)
        assert await people(session) == 2

    async def test_does_what_its_scopes_mean_and_the_role_allows(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, cast: Cast
    ) -> None:
        await come_back(await client_of(cast.erin), issuer, "/account/connect/main")
        program = await client_of()
        me = (await self.send(program, issuer.access(scope="read:me write:jobs admin *"))).json()
        assert me["permissions"] == ["account:use", "anyone"]  # an expert does not write jobs
        answer = await self.send(program, issuer.access(scope="read:jobs"))
        assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")
        assert answer.json()["missing"] == ["account:use"]
        answer = await self.send(program, issuer.access(permissions=["read:jobs"], scope="read:me"))
        assert answer.status_code == 403

    async def test_is_refused_in_the_words_of_the_contract(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, session: Session
    ) -> None:
        program = await client_of()
        head, claims, signature = issuer.access().split(".")
        cases = [
            (issuer.access(exp=1), "token_expired"),
            (issuer.access(header={"typ": "id+jwt"}), "unexpected_token_type"),
            (issuer.access(aud="other"), "invalid_token"),
            (issuer.access(iss="https://evil.example"), "invalid_token"),
            (issuer.access(key=SECOND), "invalid_token"),
            (f"{head}.{claims}.{signature[:-6]}AAAAAA", "invalid_token"),
        ]
        for token, code in cases:
            answer = await self.send(program, token)
            assert (answer.status_code, answer.json()["code"]) == (401, code)
            assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
        assert await people(session) == 0

    async def test_of_an_issuer_that_is_away_is_refused(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure
    ) -> None:
        token, issuer.away = issuer.access(), True
        answer = await self.send(await client_of(), token)
        assert (answer.status_code, answer.json()["code"]) == (401, "auth_failure")

    async def test_speaks_for_no_account_that_is_there(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, cast: Cast
    ) -> None:
        issuer.person |= {"email": cast.mira.email}
        answer = await self.send(await client_of(), issuer.access())
        assert (answer.status_code, answer.json()["code"]) == (401, "auth_failure")
        assert cast.mira.email not in answer.text

    async def test_makes_nobody_without_a_proved_address(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure, session: Session
    ) -> None:
        issuer.person |= {"email_verified": False}
        assert (await self.send(await client_of(), issuer.access())).json()["code"] == "auth_failure"
        issuer.person |= {"sub": "somebody else", "email_verified": True}
        answer = await self.send(await client_of(), issuer.access(sub="petra|1"))
        assert answer.json()["code"] == "auth_failure"
        assert await people(session) == 0

    async def test_is_not_taken_where_none_is_meant_for_the_api(
        self, client_of: ClientOf, issuer: IssuerServer, configure: Configure
    ) -> None:
        configure(audience="")
        answer = await self.send(await client_of(), issuer.access())
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")

    async def test_opens_no_page(self, client_of: ClientOf, issuer: IssuerServer, configure: Configure) -> None:
        assert (await self.send(await client_of(), issuer.access(), "/account")).status_code == 303

    async def test_leaves_our_own_tokens_as_they_are(
        self, client_of: ClientOf, configure: Configure, cast: Cast
    ) -> None:
        client = await client_of(cast.bob)
        me = (await client.get(ME)).json()
        assert (me["role"], me["permissions"]) == (Role.RECRUITER, sorted(cast.bob.actor.permissions))
