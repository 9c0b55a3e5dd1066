"""The command's own manners: what it lists, and terminals that lack letters."""

import pytest
from tests.cli.command import environment, evenhand

COMMANDS = {
    "serve",
    "worker",
    "migrate",
    "demo",
    "doctor",
    "user",
    "keys",
    "backup",
    "restore",
    "openapi",
    "parse",
    "grade",
}


class TestApp:
    def test_lists_every_command(self) -> None:
        done = evenhand("--help", env=environment(COLUMNS="100", NO_COLOR="1"))
        assert done.returncode == 0
        words = set(done.stdout.decode().split())
        assert words >= COMMANDS
        assert "Evenhand: a self-hosted hiring platform" in done.stdout.decode()

    @pytest.mark.parametrize("arguments", [[], ["user"]])
    def test_says_what_it_can_do_when_it_is_told_nothing(self, arguments: list[str]) -> None:
        done = evenhand(*arguments)
        assert done.returncode == 2
        assert b"Usage:" in done.stdout + done.stderr


class TestPrepare:
    @pytest.mark.parametrize(
        ("letters", "shown"), [("ascii", b"???"), ("latin-1", b"?\xd1?"), ("utf-8", "“Ñ”".encode())]
    )
    def test_shows_another_letter_where_the_terminal_lacks_one(self, letters: str, shown: bytes) -> None:
        program = "from evenhand.cli.app import prepare; prepare(); print('“Ñ”')"
        done = evenhand(env=environment(PYTHONIOENCODING=letters, PYTHONUTF8="0"), program=("-c", program))
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.strip() == shown
