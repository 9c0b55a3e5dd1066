"""Signing up, in and out."""

import hashlib
from datetime import timedelta

import bcrypt
import pytest
from tests.people import NOW, PASSWORD, Cast

from evenhand.domains.identity import queries, service
from evenhand.domains.identity.schemas import SignIn, SignUp
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.wiring import House


def attempt(email: str, password: str = PASSWORD) -> SignIn:
    return SignIn(email=email, password=password)


class TestSignUp:
    async def test_keeps_name_and_address_sealed(self, session: Session, cast: Cast, house: House) -> None:
        person = (await queries.people(session, ids=[cast.mira.id]))[cast.mira.id]
        assert b"Mira" not in person.contact_sealed
        contact = await service.open_contact(person.id, person.contact_sealed, vault=house.vault)
        assert contact == service.Contact(name="Mira Candidate", email="mira@example.org")

    async def test_refuses_an_address_that_has_an_account(self, session: Session, cast: Cast, house: House) -> None:
        again = SignUp(name="Someone", email="MIRA@Example.org", password="another password")
        with pytest.raises(service.EmailTaken):
            await service.sign_up(
                session, again, vault=house.vault, signer=house.signer, passwords=house.passwords, now=NOW
            )

    @pytest.mark.parametrize("name", ["", "   ", "\u202e\u0000", "x" * 121])
    def test_refuses_a_name_nobody_could_read(self, name: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - pydantic's own class is a ValueError
            SignUp(name=name, email="a@example.org", password=PASSWORD)


class TestCheckPassword:
    async def test_recognises_a_person_by_any_spelling_of_the_address(
        self, session: Session, cast: Cast, house: House
    ) -> None:
        found = await service.check_password(
            session, attempt(" Alice@EXAMPLE.org "), signer=house.signer, passwords=house.passwords, now=NOW
        )
        assert found == cast.alice.actor

    @pytest.mark.parametrize(
        ("email", "password"), [("alice@example.org", "wrong password"), ("nobody@example.org", PASSWORD)]
    )
    async def test_refuses_without_saying_what_was_wrong(
        self, session: Session, cast: Cast, house: House, email: str, password: str
    ) -> None:
        with pytest.raises(service.WrongCredentials):
            await service.check_password(
                session, attempt(email, password), signer=house.signer, passwords=house.passwords, now=NOW
            )

    @pytest.mark.parametrize(
        "brought",
        [
            "pbkdf2:sha256:1000$qYb3jCw7$" + hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), b"qYb3jCw7", 1000).hex(),
            bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode(),
        ],
        ids=["werkzeug", "bcrypt"],
    )
    async def test_takes_a_hash_that_another_system_made_and_replaces_it(
        self, session: Session, cast: Cast, house: House, brought: str
    ) -> None:
        person = (await queries.people(session, ids=[cast.mira.id]))[cast.mira.id]
        person.password_hash = brought
        await session.flush()

        async def sign_in(password: str) -> Actor:
            return await service.check_password(
                session, attempt(cast.mira.email, password), signer=house.signer, passwords=house.passwords, now=NOW
            )

        with pytest.raises(service.WrongCredentials):
            await sign_in("not this one")
        assert person.password_hash == brought
        for _ in range(2):
            assert await sign_in(PASSWORD) == cast.mira.actor
            assert person.password_hash.startswith("$argon2id$")


class TestRefreshTokens:
    async def test_a_token_used_twice_ends_its_family(self, session: Session, cast: Cast, house: House) -> None:
        first = await service.issue_tokens(
            session, actor=cast.mira.actor, signer=house.signer, settings=house.settings, now=NOW
        )

        async def use(token: str) -> str | None:
            tokens = await service.refresh_tokens(
                session, token=token, signer=house.signer, settings=house.settings, now=NOW
            )
            return tokens.refresh_token if tokens else None

        second = await use(first.refresh_token)
        assert second
        assert await use(first.refresh_token) is None
        with pytest.raises(service.SessionEnded):
            await use(second)

    async def test_an_expired_token_is_refused(self, session: Session, cast: Cast, house: House) -> None:
        tokens = await service.issue_tokens(
            session, actor=cast.mira.actor, signer=house.signer, settings=house.settings, now=NOW
        )
        late = NOW + timedelta(days=house.settings.refresh_token_days, seconds=1)
        with pytest.raises(service.SessionEnded):
            await service.refresh_tokens(
                session, token=tokens.refresh_token, signer=house.signer, settings=house.settings, now=late
            )


class TestWebSession:
    async def test_recognises_its_token_until_it_ends(self, session: Session, cast: Cast, house: House) -> None:
        token = await service.start_web_session(session, actor=cast.bob.actor, settings=house.settings, now=NOW)
        found = await queries.caller_by_session(session, token_hash=service.token_hash(token), now=NOW)
        assert found
        assert found.actor == cast.bob.actor
        await service.end_web_session(session, token=token)
        assert not await queries.caller_by_session(session, token_hash=service.token_hash(token), now=NOW)

    async def test_a_role_taken_away_is_gone_at_once(self, session: Session, cast: Cast, house: House) -> None:
        token = await service.start_web_session(session, actor=cast.bob.actor, settings=house.settings, now=NOW)
        membership = (await queries.memberships(session, person_id=cast.bob.id))[0]
        await session.delete(membership)
        await session.flush()
        found = await queries.caller_by_session(session, token_hash=service.token_hash(token), now=NOW)
        assert found
        assert found.actor.org_id is None
