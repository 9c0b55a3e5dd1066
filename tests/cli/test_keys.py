"""`evenhand keys` as an operator runs it."""

from pathlib import Path

import pytest
from tests.cli.command import environment, evenhand

from evenhand.kit.crypto import KeyFolder, Keyring, Vault, file_place
from evenhand.kit.ids import new_id

HERE = file_place("here")

pytestmark = pytest.mark.process


def keys(data: Path, *arguments: str) -> tuple[int, str, str]:
    """In production, which makes no keys by itself."""
    done = evenhand("keys", *arguments, env=environment(EVENHAND_DATA_DIR=str(data)))
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class TestKeys:
    async def test_from_the_first_key_to_a_retired_one(self, tmp_path: Path) -> None:
        status, out, err = keys(tmp_path, "status")
        assert (status, out) == (1, "")
        assert "Make it with `evenhand keys add`" in err
        assert keys(tmp_path, "add")[0] == 0
        folder = KeyFolder(tmp_path / "keys")
        first = Keyring.open(folder.ring)
        person = new_id()
        sealed = (await Vault(folder, first).key(person, person, create=True)).seal(b"kept", HERE)

        status, out, _ = keys(tmp_path, "status")
        assert status == 0
        assert f"{first.current.hex()}  made 20" in out
        assert "wraps 1 data keys, current" in out

        assert keys(tmp_path, "add")[0] == 0
        status, _, err = keys(tmp_path, "retire", first.current.hex())
        assert status == 1
        assert "still wraps 1 data keys. Run `evenhand keys rotate`" in err
        assert keys(tmp_path, "rotate")[1].startswith("1 of 1 data keys were wrapped anew")
        assert keys(tmp_path, "rotate")[1].startswith("0 of 1 data keys were wrapped anew")
        assert keys(tmp_path, "retire", first.current.hex())[0] == 0
        assert keys(tmp_path, "retire", "zz")[0] == 1
        assert (await Vault(folder, Keyring.open(folder.ring)).key(person, person)).open(sealed, HERE) == b"kept"

    async def test_tells_of_keys_that_nothing_here_opens(self, tmp_path: Path) -> None:
        keys(tmp_path, "add")
        folder = KeyFolder(tmp_path / "keys")
        for one in (new_id(), new_id()):
            await Vault(folder, Keyring.open(folder.ring)).key(one, one, create=True)
        (folder.people / folder.places()[0]).write_bytes(b"")
        status, _, err = keys(tmp_path, "status")
        assert status == 1
        assert "1 data keys are opened by none of these" in err
