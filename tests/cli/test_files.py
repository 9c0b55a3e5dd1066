"""An installation whose files move into a bucket: read, backed up, erased from and restored there, and moved back."""

import json
from pathlib import Path

import pytest
from tests.applicants import make_resume
from tests.cli.test_backup import Place, reads
from tests.conftest import run_queue
from tests.domains.privacy.erasures import ask, carry_out
from tests.external.storage.s3 import s3_server
from tests.people import make_cast

from evenhand.kit.crypto import KeyDestroyed

pytestmark = pytest.mark.process


class TestMove:
    async def test_takes_every_file_and_the_product_goes_on_there(
        self, own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place = Place(tmp_path / "here", own_database)
        async with place.house() as house:
            cast = await make_cast(house)
            mira, noor = (await make_resume(house, cast.mira)).id, (await make_resume(house, cast.noor)).id
            await run_queue(house)
            names = await house.files.everything()
        assert len(names) == 2
        status, said = await place.run("files", "move")
        assert (status, "set EVENHAND_S3" in said) == (1, True)
        with s3_server() as held:
            told = {"bucket": held.name, "region": held.region, "endpoint": held.url, "access_key": held.access_key}
            monkeypatch.setenv("EVENHAND_S3", json.dumps({**told, "secret_key": held.secret_key}))
            place.more = {"EVENHAND_S3": json.dumps({**told, "secret_key": held.secret_key})}
            held.objects[names[0]] = b"half of an earlier attempt"
            status, said = await place.run("files", "move")
            assert status == 0, said
            assert sorted(held.objects) == names
            assert not [path for path in (place.data / "files").rglob("*") if path.is_file()]
            async with place.house() as house:
                await reads(house, cast.mira.id, mira, "Mira Candidate")
            status, said = await place.run("backup", tmp_path / "b")
            assert status == 0, said
            async with place.house() as house:
                await carry_out(house, await ask(house, cast.mira))
            assert [name for name in held.objects if str(cast.mira.id) in name] == []
            held.objects["people/nobody/later"] = b"x"
            status, said = await place.run("restore", tmp_path / "b")
            assert (status, f"the bucket {held.name}" in said) == (1, True)
            status, said = await place.run("restore", tmp_path / "b", "--yes")
            assert status == 0, said
            assert sorted(held.objects) == names
            async with place.house() as house:
                await reads(house, cast.noor.id, noor, "Noor Candidate")
                with pytest.raises(KeyDestroyed):
                    await reads(house, cast.mira.id, mira, "Mira Candidate")
                await run_queue(house)
            assert len(held.objects) == 1
            status, said = await place.run("files", "move", "--back")
            assert status == 0, said
            assert held.objects == {}
            held.fault("GET", *[403] * 20)
            status, said = await place.run("backup", tmp_path / "c")
            assert (status, "The bucket cannot be used" in said) == (1, True)
        monkeypatch.delenv("EVENHAND_S3")
        async with place.house() as house:
            await reads(house, cast.noor.id, noor, "Noor Candidate")
