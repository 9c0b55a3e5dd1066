"""The taxonomy over the API."""

from collections.abc import Awaitable, Callable

import pytest
from tests.client import Client

ClientOf = Callable[..., Awaitable[Client]]


class TestSuggest:
    async def test_offers_what_begins_like_this_to_everybody(self, client_of: ClientOf) -> None:
        body = (await (await client_of()).get("/api/v1/skills?q=postg&limit=3")).json()
        assert body["items"][0]["id"] == "postgresql"
        assert body["taxonomy"]

    async def test_nothing_typed_offers_nothing(self, client_of: ClientOf) -> None:
        assert (await (await client_of()).get("/api/v1/skills")).json()["items"] == []

    @pytest.mark.parametrize("query", ["q=" + "x" * 61, "limit=0", "limit=51"])
    async def test_refuses_what_is_malformed(self, client_of: ClientOf, query: str) -> None:
        assert (await (await client_of()).get(f"/api/v1/skills?{query}")).status_code == 422


class TestOne:
    async def test_is_found_by_its_id(self, client_of: ClientOf) -> None:
        body = (await (await client_of()).get("/api/v1/skills/python")).json()
        assert (body["name"], body["category_name"]) == ("Python", "Programming languages")

    async def test_says_what_others_call_it(self, client_of: ClientOf) -> None:
        client = await client_of()
        chemistry = (await client.get("/api/v1/skills/chemistry")).json()
        esco = "http://data.europa.eu/esco/skill/cde9911c-f92e-4de1-811f-336e177ac4ce"
        assert (chemistry["esco"], chemistry["onet"]) == (esco, "2.C.4.c")
        docker = (await client.get("/api/v1/skills/docker")).json()
        assert (docker["esco"], docker["onet"]) == (None, None)

    async def test_an_unknown_id_is_not_there(self, client_of: ClientOf) -> None:
        answer = await (await client_of()).get("/api/v1/skills/phyton")
        assert (answer.status_code, answer.json()["code"]) == (404, "skill_not_found")


class TestResolve:
    async def test_answers_each_name_in_order(self, client_of: ClientOf) -> None:
        body = (await (await client_of()).post("/api/v1/skills/resolve", json={"names": ["k8s", "Phyton"]})).json()
        known, unknown = body["items"]
        assert (known["skill"]["id"], known["nearest"]) == ("kubernetes", [])
        assert (unknown["skill"], unknown["nearest"][0]["id"]) == (None, "python")

    @pytest.mark.parametrize("names", [[], ["a"] * 21, ["x" * 61]])
    async def test_refuses_too_many_or_none(self, client_of: ClientOf, names: list[str]) -> None:
        answer = await (await client_of()).post("/api/v1/skills/resolve", json={"names": names})
        assert answer.status_code == 422
