"""The proof that a form was sent from one of our own pages to the browser that has its cookie."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from httpx2 import ASGITransport, AsyncClient

from evenhand.kit import csrf
from evenhand.kit.crypto import Keyring, Signer
from evenhand.kit.errors import AppError
from evenhand.kit.settings import Settings

SESSION = "a session's token"


def app(settings: Settings, keys: Path) -> FastAPI:
    """Shows pages and takes forms as the product's guards do, and nothing else."""
    made = FastAPI()
    made.state.settings = settings
    made.state.signer = Signer(Keyring.open(keys / "keyring.json"))

    @made.get("/page")
    async def page(request: Request, form: bool = True) -> Response:
        token, visitor = csrf.token_for(request, form=form)
        response = PlainTextResponse(token)
        if visitor:
            csrf.set_cookie(response, csrf.visitor_cookie(settings), visitor, settings=settings, days=1)
        return response

    @made.post("/form")
    async def form(request: Request) -> Response:
        try:
            await csrf.check(request)
        finally:
            await request.close()
        return PlainTextResponse("taken")

    @made.exception_handler(AppError)
    async def refused(_: Request, error: AppError) -> Response:
        return PlainTextResponse(error.code, status_code=error.status)

    return made


def browser(served: FastAPI, scheme: str = "http", **cookies: str) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(served), base_url=f"{scheme}://evenhand.test", cookies=cookies)


@pytest.fixture
def served(tmp_path: Path) -> FastAPI:
    return app(Settings(data_dir=tmp_path, _env_file=None), tmp_path)


@pytest.fixture
def secure(tmp_path: Path) -> FastAPI:
    return app(Settings(data_dir=tmp_path, base_url="https://evenhand.test", _env_file=None), tmp_path)


async def token_of(client: AsyncClient) -> str:
    return (await client.get("/page")).text


class TestTokenFor:
    async def test_reading_a_page_without_a_form_sets_no_cookie(self, served: FastAPI) -> None:
        async with browser(served) as visitor:
            answer = await visitor.get("/page?form=false")
            assert answer.text == ""
            assert "set-cookie" not in answer.headers

    async def test_gives_a_visitor_a_proof_and_keeps_it_over_pages(self, served: FastAPI) -> None:
        async with browser(served) as visitor:
            first = await visitor.get("/page")
            assert "set-cookie" in first.headers
            second = await visitor.get("/page")
            assert "set-cookie" not in second.headers
            assert first.text == second.text
            assert len(first.text) == 64

    async def test_gives_two_visitors_two_proofs(self, served: FastAPI) -> None:
        async with browser(served) as one, browser(served) as other:
            assert await token_of(one) != await token_of(other)

    async def test_gives_someone_signed_in_a_proof_on_every_page_and_no_cookie(self, served: FastAPI) -> None:
        async with browser(served, evenhand=SESSION) as member:
            answer = await member.get("/page?form=false")
            assert len(answer.text) == 64
            assert "set-cookie" not in answer.headers
            assert SESSION not in answer.text


class TestSetCookie:
    async def test_keeps_scripts_and_other_sites_away(self, served: FastAPI) -> None:
        async with browser(served) as visitor:
            name, *flags = (await visitor.get("/page")).headers["set-cookie"].split("; ")
            assert name.startswith("evenhand_visitor=")
            assert {flag.lower() for flag in flags} == {"httponly", "samesite=lax", "path=/", "max-age=86400"}

    async def test_is_bound_to_the_host_and_to_tls_where_people_come_by_https(self, secure: FastAPI) -> None:
        async with browser(secure, "https") as visitor:
            name, *flags = (await visitor.get("/page")).headers["set-cookie"].split("; ")
            assert name.startswith("__Host-evenhand_visitor=")
            assert "secure" in {flag.lower() for flag in flags}
            assert not any(flag.lower().startswith("domain") for flag in flags)


class TestCheck:
    @pytest.mark.parametrize("cookies", [{}, {"evenhand": SESSION}])
    @pytest.mark.parametrize("way", ["field", "multipart", "header"])
    async def test_takes_a_form_of_our_own_page(self, served: FastAPI, cookies: dict[str, str], way: str) -> None:
        async with browser(served, **cookies) as client:
            proof = await token_of(client)
            ways: dict[str, dict[str, Any]] = {
                "field": {"data": {csrf.FIELD: proof}},
                "multipart": {"data": {csrf.FIELD: proof}, "files": {"file": b"content"}},
                "header": {"headers": {csrf.HEADER: proof}, "json": {}},
            }
            assert (await client.post("/form", **ways[way])).text == "taken"

    @pytest.mark.parametrize("proof", ["", "0" * 64, "доказательство", "\0", "x" * 100_000])
    async def test_refuses_a_wrong_proof(self, served: FastAPI, proof: str) -> None:
        async with browser(served, evenhand=SESSION) as client:
            answer = await client.post("/form", data={csrf.FIELD: proof})
            assert (answer.status_code, answer.text) == (403, "stale_form")

    async def test_refuses_a_form_without_a_proof(self, served: FastAPI) -> None:
        async with browser(served, evenhand=SESSION) as client:
            bodies: tuple[dict[str, Any], ...] = (
                {},
                {"data": {"other": "x"}},
                {"json": {csrf.FIELD: await token_of(client)}},
            )
            for body in bodies:
                assert (await client.post("/form", **body)).status_code == 403

    async def test_refuses_a_proof_that_comes_as_a_file(self, served: FastAPI) -> None:
        async with browser(served, evenhand=SESSION) as client:
            proof = (await token_of(client)).encode()
            assert (await client.post("/form", files={csrf.FIELD: proof})).status_code == 403

    async def test_refuses_the_proof_of_another_browser(self, served: FastAPI) -> None:
        async with browser(served) as attacker, browser(served) as victim:
            await token_of(victim)
            proof = await token_of(attacker)
            assert (await victim.post("/form", data={csrf.FIELD: proof})).status_code == 403

    async def test_refuses_a_browser_without_cookies(self, served: FastAPI) -> None:
        async with browser(served) as client:
            proof = await token_of(client)
            client.cookies.clear()
            assert (await client.post("/form", data={csrf.FIELD: proof})).status_code == 403

    async def test_a_visitor_s_proof_is_void_once_they_have_signed_in(self, served: FastAPI) -> None:
        async with browser(served) as client:
            proof = await token_of(client)
            client.cookies.set("evenhand", SESSION)
            assert (await client.post("/form", data={csrf.FIELD: proof})).status_code == 403
            assert (await client.post("/form", data={csrf.FIELD: await token_of(client)})).text == "taken"

    async def test_takes_no_cookie_that_a_sibling_domain_can_set(self, secure: FastAPI) -> None:
        async with browser(secure, "https", evenhand_visitor="planted", evenhand=SESSION) as client:
            proof = csrf_proof(secure, SESSION)
            assert (await client.post("/form", data={csrf.FIELD: proof})).status_code == 403

    async def test_refuses_what_the_browser_says_comes_from_another_site(self, served: FastAPI) -> None:
        async with browser(served, evenhand=SESSION) as client:
            proof = await token_of(client)
            for site, status in (("cross-site", 403), ("same-origin", 200), ("none", 200)):
                answer = await client.post("/form", data={csrf.FIELD: proof}, headers={"sec-fetch-site": site})
                assert answer.status_code == status

    async def test_refuses_a_body_that_is_no_form(self, served: FastAPI) -> None:
        async with browser(served, evenhand=SESSION) as client:
            for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
                answer = await client.post("/form", content=b"\xff\x00not a form", headers={"content-type": kind})
                assert answer.status_code in {400, 403}


def csrf_proof(served: FastAPI, subject: str) -> str:
    signer: Signer = served.state.signer
    return signer.proof(csrf.PURPOSE, subject)
