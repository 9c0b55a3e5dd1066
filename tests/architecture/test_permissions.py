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
