"""Account: what it may do by the mode bits, and who stands in for root."""

import os
from pathlib import Path

import pytest

from evenhand.kit.embedded_postgres import EmbeddedPostgresError
from evenhand.kit.embedded_postgres.account import Account, account_for_root, account_of, own_account

STRANGER = Account("stranger", uid=54321, gid=54321, groups=(54321,), switch=True)
COLLEAGUE = Account("colleague", uid=54321, gid=54321, groups=(54321, os.getegid()), switch=True)


class TestAccount:
    @pytest.mark.parametrize(
        ("mode", "account", "may_enter"),
        [(0o711, STRANGER, True), (0o710, STRANGER, False), (0o710, COLLEAGUE, True), (0o701, COLLEAGUE, False)],
    )
    def test_is_told_by_the_bits_of_its_own_class(
        self, tmp_path: Path, mode: int, account: Account, may_enter: bool
    ) -> None:
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder").chmod(mode)
        assert account.may(tmp_path / "folder", 1) is may_enter

    def test_names_the_first_folder_on_the_way_that_is_closed(self, place: Path) -> None:
        (place / "open" / "closed" / "inner").mkdir(parents=True)
        (place / "open" / "closed").chmod(0o700)
        assert STRANGER.closed_parent(place / "open" / "closed" / "inner") == place / "open" / "closed"
        assert STRANGER.closed_parent(place / "open") is None


class TestAccountForRoot:
    def test_takes_the_first_that_exists(self) -> None:
        assert account_for_root(("no-such-account", "nobody")).name == "nobody"

    def test_says_when_the_machine_has_none(self) -> None:
        with pytest.raises(EmbeddedPostgresError, match="no account to run it as: create one with `useradd"):
            account_for_root(("no-such-account",))


class TestOwnAccount:
    def test_is_who_we_are(self) -> None:
        assert (own_account().uid, own_account().switch) == (os.geteuid(), False)

    def test_is_none_for_a_number_without_a_name(self) -> None:
        assert account_of(54321) is None
