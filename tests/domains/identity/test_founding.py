"""Founding an organisation, and for whom somebody acts."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from tests.client import Client
from tests.domains.identity.test_platform import promoted
from tests.people import NOW, Cast

from evenhand.domains.identity import service
from evenhand.domains.identity.models import Membership, Organisation, Person
from evenhand.domains.identity.schemas import NewOrganisation
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Permission, Role
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


async def count(house: House, name: str) -> int:
    """How many organisations have this name."""
    async with house.database.transaction() as session:
        query = select(func.count()).select_from(Organisation).where(Organisation.name == name)
        return await session.scalar(query) or 0


class TestFound:
    async def test_makes_the_founder_its_administrator_at_once(
        self, cast: Cast, client_of: ClientOf, house: House
    ) -> None:
        browser = await client_of(cast.mira)
        assert "/organisations/new" in (await browser.get("/account")).text
        sent = {"name": "Quay & Sons", "about": "Ropes.", "role": "platform", "org_id": str(cast.alice.org_id)}
        assert (await browser.submit("/organisations/new", sent)).status_code == 303
        home = await browser.get("/home")
        assert "Quay &amp; Sons" in home.text
        assert (await browser.get("/staff/people")).status_code == 200
        async with house.database.transaction() as session:
            rows = (await session.scalars(select(Membership).where(Membership.person_id == cast.mira.id))).all()
            assert [one.role for one in rows] == [Role.ADMIN]
            assert rows[0].org_id != cast.alice.org_id

    async def test_takes_a_name_that_somebody_else_has(self, cast: Cast, client_of: ClientOf, house: House) -> None:
        browser = await client_of(cast.noor)
        assert (await browser.submit("/organisations/new", {"name": "Harbour Test"})).status_code == 303
        assert await count(house, "Harbour Test") == 2
        assert (await (await client_of()).get("/companies/harbour-test")).status_code == 200

    async def test_takes_a_name_that_makes_no_address(self, cast: Cast, client_of: ClientOf, house: House) -> None:
        for member in (cast.mira, cast.noor):
            assert (await (await client_of(member)).submit("/organisations/new", {"name": "!!!"})).status_code == 303
        assert await count(house, "!!!") == 2

    async def test_twice_is_one(self, cast: Cast, client_of: ClientOf, house: House) -> None:
        browser = await client_of(cast.mira)
        for _ in range(2):
            assert (await browser.submit("/organisations/new", {"name": "Quay"})).status_code == 303
        assert await count(house, "Quay") == 1

    async def test_waits_for_a_proved_address(self, cast: Cast, client_of: ClientOf, house: House) -> None:
        async with house.database.transaction() as session:
            (await session.get_one(Person, cast.mira.id)).verified_at = None
        browser = await client_of(cast.mira)
        assert "Confirm your e-mail address first" in (await browser.get("/organisations/new")).text
        answer = await browser.post("/api/v1/organisations", json={"name": "Quay"})
        assert (answer.status_code, answer.json()["code"]) == (403, "email_unverified")
        assert await count(house, "Quay") == 0

    async def test_is_refused_where_the_operator_keeps_it(self, cast: Cast, house: House) -> None:
        closed = house.settings.model_copy(update={"founding": False})
        async with house.database.transaction() as session:
            with pytest.raises(service.FoundingClosed):
                await service.found(
                    session, NewOrganisation(name="Quay"), actor=cast.mira.actor, settings=closed, now=NOW
                )

    async def test_is_nothing_for_platform_administrators(self, client_of: ClientOf, house: House) -> None:
        browser = await client_of(await promoted(house))
        answer = await browser.post("/api/v1/organisations", json={"name": "Quay"})
        assert (answer.status_code, answer.json()["code"]) == (409, "outside_organisations")
        assert await count(house, "Quay") == 0

    @pytest.mark.parametrize("name", ["", "   ", "x" * 121])
    async def test_says_what_is_wrong_with_a_name(self, cast: Cast, client_of: ClientOf, name: str) -> None:
        answer = await (await client_of(cast.mira)).submit("/organisations/new", {"name": name, "about": "Kept."})
        assert answer.status_code == 422
        assert "Kept." in answer.text


class TestActing:
    async def test_for_oneself_and_for_the_company_over_the_api(self, cast: Cast, client_of: ClientOf) -> None:
        program = await client_of(cast.mira)
        founded = (await program.post("/api/v1/organisations", json={"name": "Quay"})).json()
        acting = {"organisation": founded["id"]}
        tokens = (await program.post("/api/v1/auth/acting", json=acting)).json()
        other = await client_of()
        other.bearer = tokens["access_token"]
        assert (await other.get("/api/v1/auth/me")).json()["role"] == "admin"
        assert (await other.get("/api/v1/resumes")).status_code == 403
        own = (await other.post("/api/v1/auth/acting", json={})).json()
        other.bearer = own["access_token"]
        assert (await other.get("/api/v1/auth/me")).json()["role"] == "candidate"
        assert (await other.get("/api/v1/resumes")).status_code == 200

    async def test_for_nobody_elses_company(self, cast: Cast, client_of: ClientOf) -> None:
        program = await client_of(cast.mira)
        answer = await program.post("/api/v1/auth/acting", json={"organisation": str(cast.alice.org_id)})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_a_member")

    @pytest.mark.parametrize(
        "limits", [{"only": frozenset({Permission.ACCOUNT_USE}), "sign_in_id": new_id()}, {"sign_in_id": None}]
    )
    async def test_gives_no_tokens_to_what_has_no_sign_in_of_its_own(
        self, cast: Cast, house: House, limits: dict[str, object]
    ) -> None:
        limited = replace(cast.bob.actor, **limits)  # type: ignore[arg-type]
        async with house.database.transaction() as session:
            with pytest.raises(service.NotASignIn):
                await service.tokens_for(
                    session,
                    actor=limited,
                    org_id=cast.bob.org_id,
                    signer=house.signer,
                    settings=house.settings,
                    now=NOW,
                )

    async def test_as_a_candidate_is_not_for_those_who_are_there_for_a_company(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        for member in (cast.alice, cast.bob, cast.erin):
            browser = await client_of(member)
            for path in ("/resumes", "/matches", "/practice"):
                assert (await browser.get(path)).status_code == 403, path
            assert (await browser.submit("/account/acting", {})).status_code == 303
            assert (await browser.get("/resumes")).status_code == 200
