"""Routers that cannot forget a permission."""

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Router, Routes


class TestRoutes:
    def test_refuse_a_route_without_a_permission_at_import(self) -> None:
        with pytest.raises(TypeError, match="permission"):
            Routes(kind="api").get("/x")  # type: ignore[call-arg]

    def test_refuse_an_open_route_that_asks_for_more(self) -> None:
        with pytest.raises(ValueError, match="open route"):
            Routes(kind="open").get("/x", permission=Permission.JOBS_WRITE)

    def test_are_of_a_known_kind(self) -> None:
        with pytest.raises(ValueError, match="other"):
            Routes(kind="other")


class TestRouter:
    def made(self, *paths: str, prefix: str = "") -> Routes:
        routes = Routes(kind="open", prefix=prefix)
        for path in paths:
            routes.get(path, permission=Permission.ANYONE)(_nothing)
        return routes

    @pytest.mark.parametrize(
        ("path", "may"),
        [
            ("/api/v1/staff/jobs", True),
            ("/staff/jobs/7/questions", True),
            ("/staff/jobs/7/questions/", True),
            ("/staff/questions", False),
            ("/jobs", False),
            ("/", False),
            ("", False),
        ],
    )
    def test_is_not_asked_where_its_words_are_not_in_the_path(self, path: str, may: bool) -> None:
        router = self.made("/jobs", "/jobs/{job_id}/questions", prefix="/staff").router
        assert router.may_know(path) is may

    def test_may_know_everything_when_a_route_has_no_words(self) -> None:
        assert self.made("/jobs", "/{name}").router.may_know("/anything")

    async def test_gives_every_route_its_requests_and_says_which_method_it_lacks(self) -> None:
        inner = Router(prefix="/inner")
        inner.include_router(self.made("/jobs", "/jobs/{job_id}").router)
        app = FastAPI()
        app.include_router(inner)
        app.include_router(self.made("/jobs/{job_id}/questions", "/files/{path:path}").router)
        late = self.made("/early")
        app.include_router(late.router)
        late.get("/late", permission=Permission.ANYONE)(_nothing)
        async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
            for path in ("/inner/jobs", "/inner/jobs/7", "/jobs/7/questions", "/files/a/b", "/early", "/late"):
                assert (await client.get(path)).status_code == 200, path
                assert (await client.post(path)).status_code == 405, path
            assert (await client.get("/inner/jobs/")).status_code == 307
            for path in ("/jobs", "/inner", "/inner/jobs/7/questions", "/questions"):
                assert (await client.get(path)).status_code == 404, path


async def _nothing() -> None:
    """Answers with nothing."""
