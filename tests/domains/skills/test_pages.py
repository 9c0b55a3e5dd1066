"""Names of skills offered while someone types."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from tests.client import Client
from tests.people import Cast

ClientOf = Callable[..., Awaitable[Client]]


async def ask(client: Client, text: str, **more: str) -> str:
    query = urlencode({"field": "required_skills", "required_skills": text, **more})
    return (await client.get(f"/skills/suggest?{query}")).text


class TestSuggest:
    async def test_offers_names_for_the_last_one_typed(self, client_of: ClientOf, cast: Cast) -> None:
        html = await ask(await client_of(cast.bob), "Python, postg")
        assert 'add=postgresql"' in html
        assert 'id="f-required_skills-offer"' in html

    async def test_says_which_names_before_it_are_not_known(self, client_of: ClientOf, cast: Cast) -> None:
        html = await ask(await client_of(cast.bob), "<b>Phyton, dock")
        assert "“&lt;b&gt;Phyton” is not a skill we know." in html
        assert 'add=docker"' in html

    async def test_offers_the_nearest_where_nothing_begins_like_this(self, client_of: ClientOf, cast: Cast) -> None:
        assert 'add=kubernetes"' in await ask(await client_of(cast.bob), "kubernets")

    async def test_does_not_offer_what_is_there_already(self, client_of: ClientOf, cast: Cast) -> None:
        assert "add=postgresql" not in await ask(await client_of(cast.bob), "Postgres, postgresql")

    async def test_puts_the_chosen_name_in_place_of_the_last(self, client_of: ClientOf, cast: Cast) -> None:
        html = await ask(await client_of(cast.bob), 'Python, "x", postg', add="postgresql")
        assert 'value="Python, &#34;x&#34;, PostgreSQL, "' in html
        assert "autofocus" in html

    async def test_refuses_a_field_that_is_not_one(self, client_of: ClientOf, cast: Cast) -> None:
        client = await client_of(cast.bob)
        assert (await client.get("/skills/suggest?field=%22onfocus")).status_code == 422
        assert (await (await client_of()).get("/skills/suggest?field=x")).status_code == 303
