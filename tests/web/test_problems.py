"""What refusals and failures look like: problem JSON for programs, a page for people, a piece for htmx."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from tests.client import Client
from tests.people import Cast

from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.main import create_api
from evenhand.web.middleware import MAX_BODY_BYTES, MAX_WORDS_BYTES, Surroundings
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


@pytest.fixture
def api(house: House) -> FastAPI:
    """An application of this file's own, with routes that break."""
    api = create_api(house)
    for kind, prefix in (("api", "/api/v1"), ("page", "")):
        routes = Routes(kind=kind, prefix=f"{prefix}/test")

        @routes.get("/broken", permission=Permission.ANYONE)
        async def broken() -> None:
            raise RuntimeError("secret inside")

        api.include_router(routes.router)
    return api


class TestProblemJson:
    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [
            ("GET", "/api/v1/nothing", 404, "not_found"),
            ("GET", "/api/v1/resumes/not-an-id", 404, "not_found"),
            ("PATCH", "/api/v1/auth/me", 405, "method_not_allowed"),
            ("GET", "/api/v1/resumes", 401, "not_signed_in"),
            ("GET", "/api/v1/test/broken", 500, "server_trouble"),
        ],
    )
    async def test_has_the_members_of_rfc_9457_and_a_code(
        self, client_of: ClientOf, cast: Cast, method: str, path: str, status: int, code: str
    ) -> None:
        client = await client_of(cast.mira if "not-an-id" in path else None)
        answer = await client.request(method, path)
        body = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
        assert {"type", "title", "detail", "instance"} <= set(body)
        assert "secret inside" not in answer.text

    async def test_says_that_a_body_is_not_json(self, client_of: ClientOf) -> None:
        answer = await (await client_of()).post(
            "/api/v1/auth/login", content=b"{not json", headers={"content-type": "application/json"}
        )
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["message"] == "The body is not valid JSON."


class TestErrorPage:
    async def test_is_a_page_in_plain_words(self, client_of: ClientOf) -> None:
        answer = await (await client_of()).get("/nothing-here")
        assert answer.status_code == 404
        assert "There is no page here" in answer.text

    async def test_hides_what_broke(self, client_of: ClientOf) -> None:
        answer = await (await client_of()).get("/test/broken")
        assert answer.status_code == 500
        assert "Something broke on our side" in answer.text
        assert "secret inside" not in answer.text

    async def test_is_a_piece_where_htmx_asks(self, client_of: ClientOf) -> None:
        answer = await (await client_of()).get("/nothing-here", headers={"hx-request": "true"})
        assert "<html" not in answer.text
        assert "notice-bad" in answer.text


class TestSurroundings:
    @pytest.fixture
    def client(self, api: FastAPI) -> Client:
        return Client(Surroundings(api, secure=True))  # type: ignore[arg-type]

    async def test_put_safe_headers_and_an_id_on_every_answer(self, client: Client) -> None:
        answer = await client.get("/healthz", headers={"x-request-id": "given-by-proxy-1"})
        assert answer.headers["x-request-id"] == "given-by-proxy-1"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "max-age" in answer.headers["strict-transport-security"]

    async def test_let_nobody_keep_what_may_be_about_a_person(
        self, client: Client, cast: Cast, client_of: ClientOf
    ) -> None:
        client.bearer = (await client_of(cast.mira)).bearer
        for path in ("/api/v1/auth/me", "/api/v1/resumes", "/sign-in"):
            assert "no-store" in (await client.get(path)).headers["cache-control"]

    async def test_refuse_words_no_form_holds_though_a_file_may_be_as_large(self, client: Client) -> None:
        body = b'{"email": "' + b"x" * MAX_WORDS_BYTES + b'"}'
        answer = await client.post("/api/v1/auth/login", content=body, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        form = {"content-type": "multipart/form-data; boundary=x"}
        assert (await client.post("/sign-in", content=body, headers=form)).status_code == 400

    @pytest.mark.parametrize("odd", ["short", "x" * 65, "a b c d e f g", "<script>alert(1)</script>"])
    async def test_replace_an_id_that_could_do_harm(self, client: Client, odd: str) -> None:
        answer = await client.get("/healthz", headers={"x-request-id": odd})
        assert answer.headers["x-request-id"] != odd

    async def test_refuse_a_body_no_page_accepts(self, client: Client) -> None:
        answer = await client.post("/api/v1/auth/login", content=b"x" * (MAX_BODY_BYTES + 1))
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")

    async def test_refuse_it_without_a_declared_length_too(self, client: Client) -> None:
        async def chunks() -> object:
            for _ in range(13):
                yield b"x" * 1024 * 1024

        answer = await client.post("/api/v1/auth/login", content=chunks())  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
