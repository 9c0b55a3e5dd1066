"""Every route and live event names its permission, and holds it against nobody and against an outsider."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from evenhand import wiring
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import NOBODY, ROLE_PERMISSIONS, Permission, Role
from evenhand.kit.routes import RouteRule, rule_of
from tests.client import Client
from tests.people import Cast

MATRIX = Path(__file__).parents[2] / "docs" / "generated" / "permissions.md"
FRAMEWORK = {"/api/v1/openapi.json"}
FEWEST_ROUTES = 10  # a walk that finds nothing would pass; the product has many more


@dataclass(frozen=True)
class Walked:
    method: str
    path: str
    rule: RouteRule | None


def walk(api: FastAPI) -> list[Walked]:
    """Every route of the application, included routers too."""
    found = []
    for context in iter_route_contexts(api.routes):
        route: Any = context.route if hasattr(context, "route") else context
        if isinstance(route, APIRoute):
            path = getattr(context, "path", None) or route.path
            dependencies = [*getattr(context, "dependencies", []), *route.dependencies]
            found += [Walked(method, path, rule_of(dependencies)) for method in sorted(route.methods or ())]
    return [one for one in found if one.path not in FRAMEWORK]


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


class TestMatrix:
    def test_is_written_down_as_it_is(self, api: FastAPI) -> None:
        """Regenerate with scripts/docs after a deliberate change."""
        assert MATRIX.exists(), "run scripts/docs"
        assert MATRIX.read_text() == matrix(api), "run scripts/docs and read the difference"

    @pytest.mark.parametrize("role", list(Role))
    def test_no_role_holds_less_than_nobody(self, role: Role) -> None:
        assert NOBODY.permissions <= ROLE_PERMISSIONS[role]


def matrix(api: FastAPI) -> str:
    """The table of docs/generated/permissions.md."""
    return "\n".join(lines(api)) + "\n"


def lines(api: FastAPI) -> Iterator[str]:
    roles = list(Role)
    yield "# Who may do what"
    yield ""
    yield "Written by `scripts/docs`; a test compares it with the code."
    yield ""
    yield f"| | permission | nobody | {' | '.join(roles)} |"
    yield f"|---|---|---|{'---|' * len(roles)}"
    entries = [(f"{one.method} {one.path}", one.rule.permission) for one in walk(api) if one.rule]
    entries += [
        (f"live {group.namespace} {event.name}", event.permission)
        for group in wiring.LIVE_EVENTS
        for event in group.all
    ]
    for name, permission in sorted(entries, key=lambda entry: entry[0].split(" ", 1)[1] + entry[0]):
        marks = ["●" if permission is Permission.ANYONE else ""]
        marks += ["●" if permission in ROLE_PERMISSIONS[role] else "" for role in roles]
        yield f"| {name} | `{permission}` | {' | '.join(marks)} |"
