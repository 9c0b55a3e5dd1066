"""Resumes over the API."""

from collections.abc import Awaitable, Callable

from tests.client import Client
from tests.domains.resumes.test_pages import TEXT
from tests.people import Cast

ClientOf = Callable[..., Awaitable[Client]]


class TestUpload:
    async def test_is_read_in_the_background_with_evidence_for_each_field(
        self, client_of: ClientOf, cast: Cast, run_background: Callable[[], Awaitable[int]]
    ) -> None:
        program = await client_of(cast.mira)
        answer = await program.post("/api/v1/resumes", files={"file": ("mira.txt", TEXT)})
        assert (answer.status_code, answer.json()["state"]) == (202, "stored")
        address = answer.headers["location"]
        assert (await program.get(f"{address}/profile")).json()["code"] == "resume_not_ready"
        await run_background()
        assert (await program.get(address)).json()["state"] == "ready"
        profile = (await program.get(f"{address}/profile")).json()
        assert profile["resume"]["basics"]["email"] == "mira.sandoval@example.org"
        assert profile["evidence"]
        for span in profile["evidence"].values():
            assert profile["text"][span["start"] : span["end"]] == span["text"]

    async def test_asks_for_the_file_field(self, client_of: ClientOf, cast: Cast) -> None:
        answer = await (await client_of(cast.mira)).post("/api/v1/resumes", data={"other": "x"})
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": "file", "message": "Fill this in."}]
