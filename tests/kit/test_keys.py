"""Master keys: at the start of a process, added, rotated under fire, retired."""

import asyncio
import os
import random
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from tests.people import NOW

from evenhand.kit.crypto import KeyDestroyed, KeyFolder, Keyring, KeyringError, Vault, file_place, open_keys, vault
from evenhand.kit.crypto.rotation import RetireRefused, add, in_use, retire, rotate
from evenhand.kit.durable import StorageUnavailable
from evenhand.kit.ids import new_id

HERE = file_place("here")

ROTATE = """
import sys
from pathlib import Path
from evenhand.kit.crypto.folder import KeyFolder
from evenhand.kit.crypto.keyring import Keyring
from evenhand.kit.crypto.rotation import rotate
folder = KeyFolder(Path(sys.argv[1]))
for progress in rotate(folder, Keyring.open(folder.ring)):
    print(progress.looked_at, progress.wrapped, flush=True)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The keys of an installation that has started once."""
    open_keys(tmp_path / "keys", production=False)
    (tmp_path / "keys").chmod(0o700)
    return tmp_path / "keys"


@pytest.fixture
def folder(home: Path) -> KeyFolder:
    return KeyFolder(home)


@pytest.fixture
def ring(folder: KeyFolder) -> Keyring:
    return Keyring.open(folder.ring)


async def stored(folder: KeyFolder, count: int) -> dict[UUID, bytes]:
    """People, and a sealed text of each."""
    made = Vault(folder, Keyring.open(folder.ring))
    people = [new_id() for _ in range(count)]
    return {one: (await made.key(one, one, create=True)).seal_text(f"text of {one}", HERE) for one in people}


async def opens(reader: Vault, one: UUID, sealed: bytes) -> bool:
    return (await reader.key(one, one)).open_text(sealed, HERE) == f"text of {one}"


def rotated(folder: KeyFolder) -> int:
    *_, last = rotate(folder, Keyring.open(folder.ring))
    assert last.unreadable == 0
    return last.wrapped


class TestOpenKeys:
    def test_makes_a_key_file_in_development_only(self, tmp_path: Path) -> None:
        with pytest.raises(KeyringError, match="`evenhand keys add`"):
            open_keys(tmp_path / "keys", production=True)
        assert not (tmp_path / "keys").exists()
        made, _ = open_keys(tmp_path / "keys", production=False)
        made.home.chmod(0o700)
        open_keys(tmp_path / "keys", production=True)

    @pytest.mark.parametrize(("name", "mode"), [("keyring.json", 0o644), ("", 0o750)])
    def test_refuses_keys_that_others_can_read(self, home: Path, name: str, mode: int) -> None:
        (home / name).chmod(mode)
        with pytest.raises(KeyringError, match=r"others can read .* Run: chmod"):
            open_keys(home, production=True)
        open_keys(home, production=False)

    @pytest.mark.parametrize(
        "key", [bytes(32), b"0123456789abcdef" * 2, bytes(range(32)), b"correct horse battery staple, yes"[:32]]
    )
    def test_refuses_a_key_that_chance_did_not_make(self, folder: KeyFolder, ring: Keyring, key: bytes) -> None:
        folder.ring.write_bytes(replace(ring, masters={ring.current: key}).content())
        with pytest.raises(KeyringError, match="an example"):
            open_keys(folder.home, production=True)

    def test_refuses_one_key_for_two_purposes(self, folder: KeyFolder, ring: Keyring) -> None:
        folder.ring.write_bytes(replace(ring, index_key=ring.signing_key).content())
        with pytest.raises(KeyringError, match="there twice"):
            open_keys(folder.home, production=True)

    async def test_refuses_the_key_file_of_another_installation(self, folder: KeyFolder, tmp_path: Path) -> None:
        await stored(folder, 2)
        open_keys(tmp_path / "other", production=False)
        (tmp_path / "other/keyring.json").replace(folder.ring)
        for production in (True, False):
            with pytest.raises(KeyringError, match="Put back the one that was here"):
                open_keys(folder.home, production=production)

    async def test_refuses_a_key_file_whose_key_was_changed(self, folder: KeyFolder, ring: Keyring) -> None:
        await stored(folder, 2)
        folder.ring.write_bytes(replace(ring, masters={ring.current: os.urandom(32)}).content())
        with pytest.raises(KeyringError, match="does not open the keys"):
            open_keys(folder.home, production=True)

    async def test_one_damaged_key_is_no_reason_to_stop_everybody(self, folder: KeyFolder, ring: Keyring) -> None:
        people = await stored(folder, 3)
        damaged = min(people)
        (folder.people / f"{damaged}/{damaged}").write_bytes(b"")
        open_keys(folder.home, production=True)
        with pytest.raises(KeyDestroyed, match="damaged"):
            await Vault(folder, ring).key(damaged, damaged)


class TestAdd:
    async def test_a_running_server_wraps_by_the_new_key_and_reads_both(
        self, folder: KeyFolder, ring: Keyring, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(vault, "CACHE_SECONDS", 0)
        running = Vault(folder, ring)
        early, late = new_id(), new_id()
        await running.key(early, early, create=True)
        made = add(folder, ring, now=NOW)
        await running.key(late, late, create=True)
        assert in_use(folder) == {ring.current: 1, made: 1}
        await running.key(early, early)
        assert Keyring.open(folder.ring).made[made] == NOW

    def test_two_at_once_both_stay(self, folder: KeyFolder, ring: Keyring) -> None:
        first, second = add(folder, ring, now=NOW), add(folder, ring, now=NOW)
        assert set(Keyring.open(folder.ring).masters) == {ring.current, first, second}
        assert Keyring.open(folder.ring).current == second

    async def test_no_key_is_made_while_the_key_file_is_gone(self, folder: KeyFolder, ring: Keyring) -> None:
        folder.ring.unlink()
        with pytest.raises(StorageUnavailable):
            await Vault(folder, ring).key(new_id(), new_id(), create=True)
        assert folder.places() == []


class TestRetire:
    async def test_refuses_what_is_in_use_and_what_is_current(self, folder: KeyFolder, ring: Keyring) -> None:
        people = await stored(folder, 3)
        with pytest.raises(RetireRefused, match="is current"):
            retire(folder, ring, ring.current)
        add(folder, ring, now=NOW)
        with pytest.raises(RetireRefused, match="still wraps 3 data keys"):
            retire(folder, ring, ring.current)
        with pytest.raises(RetireRefused, match="no master key"):
            retire(folder, ring, b"none")
        before = Vault(folder, Keyring.open(folder.ring))
        assert rotated(folder) == 3
        retire(folder, ring, ring.current)
        assert ring.current not in Keyring.open(folder.ring).masters
        assert all([await opens(before, one, sealed) for one, sealed in people.items()])


class TestRotate:
    async def test_never_brings_back_a_destroyed_key(self, folder: KeyFolder, ring: Keyring) -> None:
        people = await stored(folder, 3)
        add(folder, ring, now=NOW)
        running = rotate(folder, ring)
        next(running)
        gone = max(people)
        await Vault(folder, ring).destroy(gone)
        *_, last = running
        assert (last.total, last.wrapped, last.unreadable) == (3, 2, 0)
        with pytest.raises(KeyDestroyed):
            await Vault(folder, ring).key(gone, gone)

    async def test_what_a_killed_one_was_writing_does_not_outlive_a_destroyed_key(
        self, folder: KeyFolder, ring: Keyring
    ) -> None:
        gone = min(await stored(folder, 1))
        draft = folder.home / "draft"
        draft.write_bytes(folder.read(f"{gone}/{gone}"))
        await Vault(folder, ring).destroy(gone)
        assert not draft.exists()

    async def test_tells_of_what_it_cannot_open_and_goes_on(self, folder: KeyFolder, ring: Keyring) -> None:
        damaged = min(await stored(folder, 3))
        (folder.people / f"{damaged}/{damaged}").write_bytes(b"?")
        add(folder, ring, now=NOW)
        *_, last = rotate(folder, ring)
        assert (last.looked_at, last.wrapped, last.unreadable) == (3, 2, 1)
        assert (folder.people / f"{damaged}/{damaged}").read_bytes() == b"?"

    async def test_two_at_once_share_the_work(self, folder: KeyFolder, ring: Keyring) -> None:
        people = await stored(folder, 60)
        made = add(folder, ring, now=NOW)
        assert sum(await asyncio.gather(*(asyncio.to_thread(rotated, folder) for _ in range(2)))) == len(people)
        assert in_use(folder) == {made: len(people)}

    @pytest.mark.process
    async def test_killed_five_times_while_a_server_reads_and_writes(
        self, folder: KeyFolder, ring: Keyring, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """kill -9 at random points of the work: every read opens, also of who came and without who was erased."""
        monkeypatch.setattr(vault, "CACHE_SECONDS", 0)
        people = await stored(folder, 400)
        server = Vault(folder, ring)  # it knows only the first master key
        made = add(folder, ring, now=NOW)
        reading, reads, erased = True, 0, set[UUID]()

        async def read_all_the_time() -> None:
            nonlocal reads
            while reading:
                one = random.choice(list(people))  # noqa: S311 - which one does not matter
                assert await opens(server, one, people[one]), one
                reads += 1

        async def come_and_go() -> None:
            while reading:
                come = new_id()
                people[come] = (await server.key(come, come, create=True)).seal_text(f"text of {come}", HERE)
                goes = new_id()
                await server.key(goes, goes, create=True)
                erased.add(goes)
                await server.destroy(goes)

        at_work = [asyncio.create_task(read_all_the_time()), asyncio.create_task(come_and_go())]
        kills = 0
        while kills < 5:
            kills += await asyncio.to_thread(_rotate_and_kill, folder.home, random.randint(3, 60))  # noqa: S311
        assert in_use(folder)[ring.current] > 0, "the kills came when all was done"
        *_, last = await asyncio.to_thread(lambda: list(rotate(folder, Keyring.open(folder.ring))))
        reading = False
        await asyncio.gather(*at_work)
        assert reads > 50
        assert last.unreadable == 0
        assert in_use(folder) == {made: len(people)}
        retire(folder, ring, ring.current)
        fresh = Vault(folder, Keyring.open(folder.ring))
        assert all([await opens(fresh, one, sealed) for one, sealed in people.items()])
        for gone in erased:
            with pytest.raises(KeyDestroyed):
                await fresh.key(gone, gone)
        assert {path.name for path in folder.home.iterdir()} == {"keyring.json", "people", "lock"}


def _rotate_and_kill(home: Path, wrapped: int) -> bool:
    """Run a rotation and kill it after it wrapped so many more, at whatever it does a moment later."""
    child = subprocess.Popen([sys.executable, "-c", ROTATE, str(home)], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    for line in child.stdout:
        if int(line.split()[1]) >= wrapped:
            break
    with suppress(subprocess.TimeoutExpired):
        child.wait(random.random() / 200)  # noqa: S311 - up to 5 ms of its work
    killed = child.poll() is None
    child.kill()
    child.wait()
    child.stdout.close()
    return killed
