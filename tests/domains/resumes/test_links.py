"""Links to the file of a resume that open without signing in."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from tests.applicants import RESUME, make_resume
from tests.client import Client
from tests.domains.privacy.erasures import ask, carry_out
from tests.people import NOW, Cast, Member

from evenhand.domains.audit.models import Entry
from evenhand.domains.identity import service as identity
from evenhand.domains.resumes import service
from evenhand.kit.clock import utc_now
from evenhand.kit.ids import new_id
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]
AGO = timedelta(minutes=6)


async def made(house: House, member: Member, *, before: timedelta = timedelta(0), text: str = RESUME) -> str:
    """The token of a link to a new resume, made some time before now."""
    resume = await make_resume(house, member, text=text, name="my résumé.txt")
    async with house.database.transaction() as session:
        link = await service.make_link(
            session, actor=member.actor, resume_id=resume.id, signer=house.signer, now=utc_now() - before
        )
    return link.token


def opened_at(token: str) -> str:
    return f"/resumes/opened/by-link?token={token}"


class TestLink:
    async def test_gives_the_very_file_to_whoever_has_it(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        resume = await make_resume(house, cast.mira, name="my résumé.txt")
        program = await client_of(cast.mira)
        answer = await program.post(f"/api/v1/resumes/{resume.id}/links")
        assert answer.status_code == 201
        url = urlsplit(answer.json()["url"])
        stranger = await client_of()
        file = await stranger.get(f"{url.path}?{url.query}")
        assert file.content == (await program.get(f"/api/v1/resumes/{resume.id}/file")).content
        assert b"Mira" in file.content
        assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''my%20r%C3%A9sum%C3%A9.txt"
        assert file.headers["cache-control"] == "private, no-store"
        async with house.database.transaction() as session:
            rows = (await session.scalars(select(Entry).where(Entry.object_id == resume.id).order_by(Entry.id))).all()
        told = [(row.act, row.person_id) for row in rows]
        assert told == [("resume.link_made", cast.mira.id), ("resume.link_opened", cast.mira.id)]
        assert rows[0].after == rows[1].after  # which of their links it was
        assert rows[1].role == ""  # nobody had signed in

    async def test_is_shown_on_a_page(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        resume = await make_resume(house, cast.mira)
        browser = await client_of(cast.mira)
        assert f'action="/resumes/{resume.id}/link"' in (await browser.get(f"/resumes/{resume.id}")).text
        page = await browser.submit(f"/resumes/{resume.id}/link")
        assert "/resumes/opened/by-link?token=" in page.text
        assert page.headers["cache-control"] == "private, no-store"

    async def test_is_made_by_nobody_else(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        resume = await make_resume(house, cast.mira)
        program = await client_of(cast.noor)
        for method, path in (("POST", "links"), ("GET", "file")):
            answer = await program.request(method, f"/api/v1/resumes/{resume.id}/{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "resume_not_found")


class TestOver:
    async def test_after_five_minutes(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        stranger = await client_of()
        assert (await stranger.get(opened_at(await made(house, cast.mira, before=timedelta(minutes=4))))).is_success
        answer = await stranger.get(opened_at(await made(house, cast.noor, before=AGO)))
        assert answer.status_code == 410
        assert "This link has ended." in answer.text

    @pytest.mark.parametrize("wrong", ["", "x", "a.b.c", "é" * 50, "x" * 9_000])
    async def test_when_it_is_no_link(self, client_of: ClientOf, wrong: str) -> None:
        assert (await (await client_of()).get("/resumes/opened/by-link", params={"token": wrong})).status_code == 410

    async def test_when_it_was_forged(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        token = await made(house, cast.mira)
        head, body, signature = token.split(".")
        _, other_body, _ = (await made(house, cast.noor)).split(".")
        unsigned = "eyJhbGciOiJub25lIn0"
        stranger = await client_of()
        turned = signature[:-2] + ("A" if signature[-2] != "A" else "B") + signature[-1]
        for forged in (f"{head}.{other_body}.{signature}", f"{head}.{body}.{turned}", f"{unsigned}.{body}."):
            assert (await stranger.get(opened_at(forged))).status_code == 410

    async def test_when_it_was_signed_for_another_purpose_or_file(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        resume = await make_resume(house, cast.mira)
        noors = await make_resume(house, cast.noor)
        whole = {
            "sub": str(cast.mira.id),
            "resume": str(resume.id),
            "file": resume.digest.hex(),
            "link": str(new_id()),
        }
        stranger = await client_of()
        for purpose, claims in (
            ("access", whole),
            ("resume-file", {**whole, "sub": str(cast.noor.id)}),
            ("resume-file", {**whole, "resume": str(noors.id)}),
            ("resume-file", {**whole, "file": noors.digest.hex()}),
        ):
            token = house.signer.token(purpose, claims, now=utc_now(), lifetime=service.GOOD_FOR)
            assert (await stranger.get(opened_at(token))).status_code == 410
        token = house.signer.token("resume-file", whole, now=utc_now(), lifetime=service.GOOD_FOR)
        assert (await stranger.get(opened_at(token))).status_code == 200

    async def test_once_the_resume_is_deleted(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: RunBackground
    ) -> None:
        token = await made(house, cast.mira)
        program = await client_of(cast.mira)
        [resume] = (await program.get("/api/v1/resumes")).json()["items"]
        await program.delete(f"/api/v1/resumes/{resume['id']}")
        assert (await (await client_of()).get(opened_at(token))).status_code == 410
        await run_background()
        again = (await program.post("/api/v1/resumes", files={"file": ("a.txt", RESUME.encode())})).json()
        assert again["id"] != resume["id"]
        assert (await (await client_of()).get(opened_at(token))).status_code == 410

    async def test_once_its_person_is_leaving(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        token = await made(house, cast.mira)
        async with house.database.transaction() as session:
            await identity.set_leaving(session, person_id=cast.mira.id, at=NOW)
        assert (await (await client_of()).get(opened_at(token))).status_code == 410

    async def test_once_the_key_is_destroyed(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        token = await made(house, cast.mira)
        await house.vault.destroy(cast.mira.id, cast.mira.id)
        assert (await (await client_of()).get(opened_at(token))).status_code == 410

    async def test_once_the_account_is_erased(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        token = await made(house, cast.mira)
        stranger = await client_of()
        erasure = await ask(house, cast.mira)
        assert (await stranger.get(opened_at(token))).status_code == 410  # at once, days before
        await carry_out(house, erasure)
        assert (await stranger.get(opened_at(token))).status_code == 410

    async def test_by_guessing_is_limited(self, client_of: ClientOf) -> None:
        stranger = await client_of()
        codes = {(await stranger.get(opened_at("x"))).status_code for _ in range(61)}
        assert codes == {410, 429}
