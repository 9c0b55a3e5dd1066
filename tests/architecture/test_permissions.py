"""Every route and live event names its permission, and holds it against nobody and against an outsider."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from scripts.docs import walk
from tests.client import Client
from tests.people import Cast

from evenhand import wiring
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import NOBODY, ROLE_PERMISSIONS, Permission, Role
from evenhand.kit.routes import SAFE_METHODS

FEWEST_ROUTES = 10  # a walk that finds nothing would pass; the product has many more


class TestEveryRoute:
    def test_names_its_permission(self, api: FastAPI) -> None:
        routes = walk(api)
        assert len(routes) >= FEWEST_ROUTES
        assert [one for one in routes if one.rule is None] == []

    async def test_keeps_nobody_out(self, api: FastAPI, client_of: Callable[..., Awaitable[Client]]) -> None:
        client = await client_of()
        for one in walk(api):
            if one.rule and one.rule.permission is not Permission.ANYONE:
                answer = await client.request(one.method, fill(one.path))
                # A page sends nobody to the sign-in; a form without its proof is refused before that.
                expected = {401} if one.rule.kind == "api" else {303, 403}
                assert answer.status_code in expected, (one, answer.status_code)
                if answer.status_code == 303:
                    assert answer.headers["location"].startswith("/sign-in")

    async def test_keeps_a_candidate_out_of_what_staff_does(
        self, api: FastAPI, client_of: Callable[..., Awaitable[Client]], cast: Cast
    ) -> None:
        client = await client_of(cast.mira)
        for one in walk(api):
            if one.rule and not cast.mira.actor.may(one.rule.permission):
                headers = {"x-csrf-token": client.csrf}
                answer = await client.request(one.method, fill(one.path), headers=headers)
                assert answer.status_code == 403, (one, answer.status_code)

    @pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "application/json"])
    async def test_of_a_page_takes_nothing_without_the_proof_of_its_form(
        self, api: FastAPI, client_of: Callable[..., Awaitable[Client]], cast: Cast, kind: str
    ) -> None:
        """A foreign site can make a browser send these, cookies and all; it cannot know the proof."""
        client = await client_of(cast.alice)
        unsafe = [one for one in walk(api) if one.rule and one.rule.kind == "page" and one.method not in SAFE_METHODS]
        assert len(unsafe) >= FEWEST_ROUTES
        for one in unsafe:
            for proof in (b"", b"csrf_token=" + b"0" * 64):
                answer = await client.request(one.method, fill(one.path), content=proof, headers={"content-type": kind})
                assert answer.status_code == 403, (one, answer.status_code)

    async def test_of_a_page_takes_nothing_another_site_sends(
        self, api: FastAPI, client_of: Callable[..., Awaitable[Client]], cast: Cast
    ) -> None:
        client = await client_of(cast.mira)
        headers = {"sec-fetch-site": "cross-site", "x-csrf-token": client.csrf}
        assert (await client.post("/sign-out", headers=headers)).status_code == 403
        assert (await client.get("/account")).status_code == 200

    async def test_changes_nothing_by_a_method_that_only_looks(
        self, api: FastAPI, client_of: Callable[..., Awaitable[Client]], cast: Cast
    ) -> None:
        """No header or field turns a GET, which needs no proof, into something else."""
        client = await client_of(cast.mira)
        headers = {"x-http-method-override": "POST", "x-method-override": "POST"}
        assert (await client.get("/sign-out?_method=POST", headers=headers)).status_code == 405
        assert (await client.get("/account")).status_code == 200


def fill(path: str) -> str:
    """The path with ids nobody has in place of its parameters."""
    while "{" in path:
        before, _, rest = path.partition("{")
        path = f"{before}{new_id()}{rest.partition('}')[2]}"
    return path


class TestEveryLiveEvent:
    def test_names_its_permission(self) -> None:
        events = [event for group in wiring.LIVE_EVENTS for event in group.all]
        assert all(isinstance(event.permission, Permission) for event in events)


class TestRoles:
    @pytest.mark.parametrize("role", list(Role))
    def test_no_role_holds_less_than_nobody(self, role: Role) -> None:
        assert NOBODY.permissions <= ROLE_PERMISSIONS[role]
