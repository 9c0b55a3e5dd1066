"""Keys of the installation, data keys of people, signed tokens."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.people import NOW

from evenhand.domains.interviews.models import Answer, PracticeAnswer
from evenhand.kit.crypto import InvalidToken, KeyDestroyed, KeyFolder, Keyring, KeyringError, Signer, Vault, file_place
from evenhand.kit.db import place
from evenhand.kit.ids import new_id

HERE, THERE = file_place("here"), file_place("there")


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "keys" / "keyring.json")


@pytest.fixture
def vault(tmp_path: Path, keyring: Keyring) -> Vault:
    return Vault(KeyFolder(tmp_path / "keys"), keyring)


class TestKeyring:
    def test_is_made_once_and_read_by_its_owner_only(self, tmp_path: Path) -> None:
        path = tmp_path / "keyring.json"
        first = Keyring.open(path)
        assert Keyring.open(path) == first
        assert path.stat().st_mode & 0o777 == 0o600
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.parametrize("content", ["", "{}", "[]", '{"current": "zz", "masters": {}}', "\x00"])
    def test_says_what_to_do_when_it_is_damaged(self, tmp_path: Path, content: str) -> None:
        path = tmp_path / "keyring.json"
        path.write_text(content)
        with pytest.raises(KeyringError, match="Restore it from its backup"):
            Keyring.open(path)
        assert path.read_text() == content

    def test_is_not_made_anew_where_keys_are_that_only_the_lost_one_opens(self, tmp_path: Path) -> None:
        path, people = tmp_path / "keyring.json", tmp_path / "people"
        people.mkdir()
        Keyring.open(path, wraps=people)
        (people / "someone").mkdir()
        Keyring.open(path, wraps=people)
        path.unlink()
        with pytest.raises(KeyringError, match="Restore it from its backup"):
            Keyring.open(path, wraps=people)
        assert not path.exists()

    def test_refuses_one_whose_current_key_is_missing(self, tmp_path: Path, keyring: Keyring) -> None:
        path = tmp_path / "keys" / "keyring.json"
        raw = json.loads(path.read_text())
        path.write_text(json.dumps({**raw, "current": "00000000"}))
        with pytest.raises(KeyringError):
            Keyring.open(path)


class TestVault:
    async def test_opens_what_it_sealed_and_nothing_else(self, vault: Vault) -> None:
        person, other, custodian = new_id(), new_id(), new_id()
        key = await vault.key(person, custodian, create=True)
        sealed = key.seal_text("Ольга Ветрова", HERE)
        assert "Ольга".encode() not in sealed
        assert key.open_text(sealed, HERE) == "Ольга Ветрова"
        with pytest.raises(KeyDestroyed):
            (await vault.key(other, custodian, create=True)).open(sealed, HERE)
        with pytest.raises(KeyDestroyed):
            (await vault.key(person, person, create=True)).open(sealed, HERE)

    async def test_opens_nothing_that_was_put_elsewhere(self, vault: Vault) -> None:
        person, row, other = new_id(), new_id(), new_id()
        key = await vault.key(person, person, create=True)
        sealed = key.seal(b"mine", place(Answer.text_sealed, row))
        assert key.open(sealed, place(Answer.text_sealed, row)) == b"mine"
        for elsewhere in (
            place(Answer.text_sealed, other),
            place(Answer.other_sealed, row),
            place(PracticeAnswer.text_sealed, row),
            THERE,
        ):
            with pytest.raises(KeyDestroyed):
                key.open(sealed, elsewhere)

    async def test_never_seals_the_same_way_twice(self, vault: Vault) -> None:
        person = new_id()
        key = await vault.key(person, person, create=True)
        assert key.seal(b"same", HERE) != key.seal(b"same", HERE)

    async def test_notices_a_single_changed_bit(self, vault: Vault) -> None:
        person = new_id()
        key = await vault.key(person, person, create=True)
        sealed = bytearray(key.seal_json({"a": 1}, HERE))
        sealed[-1] ^= 1
        with pytest.raises(KeyDestroyed):
            key.open_json(bytes(sealed), HERE)

    async def test_makes_no_key_unless_asked(self, vault: Vault) -> None:
        with pytest.raises(KeyDestroyed):
            await vault.key(new_id(), new_id())

    async def test_destroying_one_custodian_leaves_the_other(self, vault: Vault) -> None:
        person, organisation = new_id(), new_id()
        own = (await vault.key(person, person, create=True)).seal(b"own", HERE)
        theirs = (await vault.key(person, organisation, create=True)).seal(b"theirs", HERE)
        await vault.destroy(person, organisation)
        with pytest.raises(KeyDestroyed):
            await vault.key(person, organisation)
        assert (await vault.key(person, person)).open(own, HERE) == b"own"
        assert theirs
        assert await vault.keys([person, new_id()], organisation) == {}

    async def test_destroying_a_person_leaves_nothing(self, vault: Vault) -> None:
        person, organisation = new_id(), new_id()
        for custodian in (person, organisation):
            await vault.key(person, custodian, create=True)
        await vault.destroy(person)
        for custodian in (person, organisation):
            with pytest.raises(KeyDestroyed):
                await vault.key(person, custodian)

    async def test_two_processes_agree_on_one_key(self, tmp_path: Path, keyring: Keyring) -> None:
        first, second = (Vault(KeyFolder(tmp_path / "keys"), keyring) for _ in range(2))
        person = new_id()
        sealed = (await first.key(person, person, create=True)).seal(b"x", HERE)
        assert (await second.key(person, person, create=True)).open(sealed, HERE) == b"x"

    async def test_stores_keys_wrapped(self, tmp_path: Path, keyring: Keyring) -> None:
        vault = Vault(KeyFolder(tmp_path / "keys"), keyring)
        person = new_id()
        await vault.key(person, person, create=True)
        stored = (tmp_path / "keys/people" / str(person) / str(person)).read_bytes()
        assert len(stored) == 1 + 4 + 12 + 32 + 16  # version, master key id, nonce, key, tag


class TestSigner:
    def test_reads_only_its_own_tokens_for_the_same_purpose(self, keyring: Keyring, tmp_path: Path) -> None:
        signer = Signer(keyring)
        token = signer.token("access", {"sub": "x"}, now=NOW, lifetime=timedelta(minutes=5))
        assert signer.read("access", token, now=NOW)["sub"] == "x"
        other = Signer(Keyring.open(tmp_path / "other.json"))
        for reader, purpose, now in (
            (signer, "offer", NOW),
            (other, "access", NOW),
            (signer, "access", NOW + timedelta(minutes=5)),
        ):
            with pytest.raises(InvalidToken):
                reader.read(purpose, token, now=now)

    def test_refuses_a_token_that_says_it_needs_no_signature(self, keyring: Keyring) -> None:
        with pytest.raises(InvalidToken):
            Signer(keyring).read("access", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiZXhwIjo5OTk5OTk5OTk5fQ.", now=NOW)

    def test_finds_an_address_in_any_spelling(self, keyring: Keyring) -> None:
        signer = Signer(keyring)
        assert signer.email_index(" Mira@Example.ORG ") == signer.email_index("mira@example.org")
        assert signer.email_index("mira@example.org") != signer.email_index("mira@example.com")
