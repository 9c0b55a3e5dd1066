"""Files in an S3 bucket, against a server that checks every signature."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from pydantic import SecretStr, ValidationError
from tests.external.storage.s3 import Bucket as Held
from tests.external.storage.s3 import s3_server

from evenhand.external.storage import ObjectFiles, StorageUnavailable, open_bucket
from evenhand.kit.buckets import Bucket

# One act that fails, and the end of the program. The bucket refuses its key.
ENDING = """
import asyncio, sys
from evenhand.external.storage import StorageUnavailable, open_bucket
from evenhand.kit.buckets import Bucket
act, url, name = sys.argv[1:]
files = open_bucket(Bucket(bucket=name, region="eu-test-1", endpoint=url, access_key="AKTEST", secret_key="other"))
async def main():
    try:
        await getattr(files, act)(*["a", b"x"][: 2 if act == "put" else 1])
    except StorageUnavailable:
        print("told", flush=True)
asyncio.run(main())
"""


@pytest.fixture
def held() -> Iterator[Held]:
    with s3_server() as bucket:
        yield bucket


def opened(held: Held, **other: str) -> ObjectFiles:
    given = {"bucket": held.name, "region": held.region, "endpoint": held.url, "access_key": held.access_key}
    return open_bucket(Bucket.model_validate({**given, "secret_key": held.secret_key, **other}))


class TestObjectFiles:
    async def test_puts_gets_and_deletes(self, held: Held) -> None:
        files = opened(held)
        content = bytes(range(256)) * 30_000
        await files.put("people/a b/é+=&", content)
        assert held.objects == {"people/a b/é+=&": content}
        assert await files.get("people/a b/é+=&") == content
        await files.put("people/a b/é+=&", b"")
        assert await files.get("people/a b/é+=&") == b""
        await files.delete("people/a b/é+=&")
        await files.delete("people/a b/é+=&")
        assert held.objects == {}
        with pytest.raises(FileNotFoundError):
            await files.get("people/a b/é+=&")

    async def test_lists_a_folder_and_everything_piece_by_piece(self, held: Held) -> None:
        files = opened(held)
        names = [f"people/alice/{number}" for number in range(5)]
        held.objects |= dict.fromkeys([*names, "people/alicent/1", "organisations/x/1"], b"x")
        assert await files.under("people/alice") == names
        assert await files.everything() == sorted(held.objects)
        assert await files.under("nobody") == []


class TestTrouble:
    @pytest.mark.parametrize("wrong", [{"secret_key": "other"}, {"access_key": "other"}, {"region": "eu-other-1"}])
    async def test_is_told_when_a_signature_is_wrong(self, held: Held, wrong: dict[str, str]) -> None:
        files = opened(held, **wrong)
        for attempt in (files.put("a", b"x"), files.get("a"), files.delete("a"), files.under("a")):
            with pytest.raises(StorageUnavailable):
                await attempt
        assert held.objects == {}

    async def test_passes_when_the_bucket_asks_to_slow_down(self, held: Held) -> None:
        files = opened(held)
        held.fault("PUT", 503, 503)
        await files.put("a", b"x")
        held.fault("GET", 503, 500)
        assert await files.get("a") == b"x"

    async def test_is_told_when_the_bucket_stays_slow(self, held: Held) -> None:
        held.fault("PUT", *[503] * 9)
        with pytest.raises(StorageUnavailable):
            await opened(held).put("a", b"x")
        assert held.objects == {}

    async def test_gives_no_half_of_a_file(self, held: Held) -> None:
        held.objects["a"] = b"0123456789" * 1000
        held.fault("GET", *["cut"] * 9)
        with pytest.raises(StorageUnavailable):
            await opened(held).get("a")

    async def test_is_told_when_nobody_answers(self, held: Held) -> None:
        with pytest.raises(StorageUnavailable):
            await opened(held, endpoint="http://127.0.0.1:9").get("a")

    async def test_is_told_of_every_act_when_the_answers_break_off(self, held: Held) -> None:
        files = opened(held)
        for method in ("PUT", "GET", "DELETE", "POST"):
            held.fault(method, *["gone"] * 40)
        for attempt in (files.put("a", b"x"), files.get("a"), files.delete("a"), files.under("a"), files.everything()):
            with pytest.raises(StorageUnavailable):
                await attempt

    def test_aborts_no_interpreter_that_ends_right_after(self, held: Held) -> None:
        """One in five did."""
        held.objects["a"] = b"0123456789" * 1000
        held.fault("GET", *["cut"] * 200)
        ending = [
            subprocess.Popen(
                [sys.executable, "-c", ENDING, act, url, held.name], stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            for act in ("put", "get", "delete", "under")
            for url in (held.url, "http://127.0.0.1:9")
        ]
        said = [(one.communicate(timeout=60), one.returncode) for one in ending]
        assert {(out, status) for (out, _), status in said} == {(b"told\n", 0)}, said


class TestBucket:
    def test_wants_a_closed_way_to_a_foreign_machine(self) -> None:
        given = {"bucket": "cv-files", "access_key": "k", "secret_key": SecretStr("s"), "endpoint": "http://s3.example"}
        with pytest.raises(ValidationError, match="https"):
            Bucket.model_validate(given)
        assert Bucket.model_validate({**given, "plain": True}).endpoint == "http://s3.example"
