"""Refusals."""

import pytest

from evenhand.kit.errors import AppError, NotFound


class TestAppError:
    def test_cannot_be_declared_without_status_code_and_message(self) -> None:
        with pytest.raises(TypeError, match="status, code, message"):
            type("Careless", (AppError,), {})

    def test_inherits_what_it_does_not_state(self) -> None:
        class Special(NotFound):
            code = "special"

        assert (Special.status, Special().text) == (404, NotFound.message)
