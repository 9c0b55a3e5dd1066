"""Routers that cannot forget a permission."""

import pytest

from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes


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
