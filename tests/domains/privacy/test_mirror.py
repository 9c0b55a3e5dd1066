"""The mirror shows everything, to the person it is about and to nobody else."""

from collections.abc import Awaitable, Callable

import pytest
from tests.client import Client
from tests.domains.privacy.furnished import CANARIES, NOT_FOR_HER, furnish
from tests.people import Cast

from evenhand.domains.privacy import service
from evenhand.domains.privacy.rules.data_map import PURPOSES
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


class TestMirror:
    async def test_has_a_part_for_every_purpose_of_the_data_map(self, house: House, cast: Cast) -> None:
        async with house.database.transaction() as session:
            found = await service.collect(session, person_id=cast.mira.id, vault=house.vault)
        assert {holding.purpose for holding in found} == {purpose.key for purpose in PURPOSES}

    async def test_shows_scores_with_their_link_and_who_decided(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        interview_id = await furnish(house, cast)
        page = (await (await client_of(cast.mira)).get("/account/data")).text
        assert f'href="/interviews/{interview_id}/scorecard"' in page
        assert f'href="/interviews/{interview_id}/scorecard#contest">Contest it' in page
        assert cast.bob.name in page
        assert "held by Harbour Test" in page
        assert CANARIES["application_note.text_sealed"] in page
        assert [words for words in NOT_FOR_HER if words in page] == []

    async def test_says_that_scores_exist_which_were_not_released(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        interview_id = await furnish(house, cast, release=False)
        page = (await (await client_of(cast.mira)).get("/account/data")).text
        assert "There are scores" in page
        assert f'href="/interviews/{interview_id}">Ask to see them' in page
        assert f"/interviews/{interview_id}/scorecard" not in page

    async def test_of_a_new_account_is_short(self, cast: Cast, client_of: ClientOf) -> None:
        page = (await (await client_of(cast.noor)).get("/account/data")).text
        assert cast.noor.email in page
        assert "Who else holds a copy" not in page

    @pytest.mark.parametrize("who", ["alice", "bob", "erin"])
    async def test_is_there_for_those_who_hire(self, cast: Cast, client_of: ClientOf, who: str) -> None:
        assert (await (await client_of(getattr(cast, who))).get("/account/data")).status_code == 200

    async def test_every_link_in_it_opens(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        await furnish(house, cast)
        client = await client_of(cast.mira)
        shown = (await client.get("/api/v1/my-data")).json()
        links = {item["href"] for group in shown["groups"] for item in group["items"] if item["href"]}
        assert len(links) > 4
        for link in links:
            assert (await client.get(link)).status_code in {200, 303}, link

    async def test_is_the_same_over_the_api(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        await furnish(house, cast)
        shown = (await (await client_of(cast.mira)).get("/api/v1/my-data")).json()
        assert shown["companies"].keys() == {"Harbour Test"}
        assert all(item["source"] for group in shown["groups"] for item in group["items"])
        steps = next(group for group in shown["groups"] if group["purpose"] == "applications")["items"]
        assert cast.bob.name in {item["note"] for item in steps}
