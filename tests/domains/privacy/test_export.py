"""Taking everything with you: all of it, nothing of anybody else, for 48 hours, and then it is gone."""

import csv
import io
import json
import zipfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.applicants import make_resume
from tests.client import Client
from tests.conftest import run_queue
from tests.domains.privacy.furnished import CANARIES, NOT_FOR_HER, furnish
from tests.people import NOW, Cast, Member

from evenhand import migrate
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews.models import Interview
from evenhand.domains.notifications import queries as mails
from evenhand.domains.privacy import queries, service
from evenhand.domains.privacy.background import exports as background
from evenhand.domains.privacy.events import ExportAsked, ExportRanOut
from evenhand.domains.privacy.models import Export
from evenhand.domains.privacy.rules import archive
from evenhand.kit.clock import utc_now
from evenhand.kit.crypto import file_place
from evenhand.kit.errors import TooManyAttempts
from evenhand.kit.words import reader
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


async def exported(house: House, member: Member) -> Export:
    """An export that was asked for and made."""
    async with house.database.transaction() as session:
        row = await service.ask(session, actor=member.actor, now=utc_now())
    await run_queue(house)
    async with house.database.transaction() as session:
        return await service.own(session, actor=member.actor, export_id=row.id)


async def opened(house: House, member: Member, row: Export) -> dict[str, bytes]:
    """The files of the archive."""
    async with house.database.transaction() as session:
        content = await service.download(
            session, actor=member.actor, export_id=row.id, vault=house.vault, files=house.files, now=utc_now()
        )
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


class TestArchive:
    async def test_holds_every_sealed_text_and_nothing_of_others(self, house: House, cast: Cast) -> None:
        await furnish(house, cast)
        found = await opened(house, cast.mira, await exported(house, cast.mira))
        data = found["data.json"].decode()
        assert {column: words for column, words in CANARIES.items() if words not in data} == {}
        whole = "\n".join(content.decode("utf-8", "replace") for content in found.values())
        assert [words for words in [*NOT_FOR_HER, str(cast.noor.id)] if words in whole] == []

    def test_would_notice_a_new_sealed_column(self) -> None:
        sealed = {
            f"{table.name}.{column.name}"
            for table in migrate.metadata().tables.values()
            for column in table.columns
            if column.name.endswith("_sealed") and column.info["personal"] != "credential"  # what lets in is for nobody
        }
        assert sealed == set(CANARIES), "plant words in it, and hand them over in the domain's `held`"

    async def test_says_where_each_thing_came_from_and_who_decided(self, house: House, cast: Cast) -> None:
        await furnish(house, cast)
        data = json.loads((await opened(house, cast.mira, await exported(house, cast.mira)))["data.json"])
        kinds = {name: rows for name, rows in data.items() if isinstance(rows, list)}
        assert all(row["source"] for rows in kinds.values() for row in rows)
        empty = ["memberships", "sign_ins", "erasures", "legal_holds"]
        assert [name for name, rows in kinds.items() if not rows] == empty
        assert {row["held_by"] for row in kinds["applications"]} == {"Harbour Test"}
        decided = kinds["application_steps"][0]
        assert (decided["stage"], decided["by"]) == ("rejected", cast.bob.name)
        assert data["account"][0]["notice_version"]

    async def test_names_colleagues_only_where_her_pages_do(self, house: House, cast: Cast) -> None:
        await furnish(house, cast)
        data = json.loads((await opened(house, cast.mira, await exported(house, cast.mira)))["data.json"])
        assert data["application_notes"][0]["text"] == f"{CANARIES['application_note.text_sealed']}, @…."
        assert "by" not in data["application_looks"][0]
        for name, rows in data.items():
            if name != "mails":
                assert cast.alice.name not in json.dumps(rows), name

    async def test_only_says_that_there_are_scores_which_were_not_released(self, house: House, cast: Cast) -> None:
        await furnish(house, cast, release=False)
        data = json.loads((await opened(house, cast.mira, await exported(house, cast.mira)))["data.json"])
        (score,) = data["interview_scores"]
        assert score["released"] is False
        assert "There are scores" in score["note"]
        assert set(score) == {"source", "held_by", "interview_id", "job", "company", "released", "note"}
        assert data["interview_ratings"] == []
        assert CANARIES["interview_rating.detail_sealed"] not in json.dumps(data)

    async def test_holds_the_files_and_the_portable_resume(self, house: House, cast: Cast) -> None:
        await furnish(house, cast)
        found = await opened(house, cast.mira, await exported(house, cast.mira))
        files = {name: content for name, content in found.items() if name.startswith("files/")}
        assert len(files) == 3
        assert any(name.endswith("goldcrest.txt") and b"Kinglet" in content for name, content in files.items())
        resume = json.loads(found["resume.json"])
        assert resume["basics"]["name"] == cast.mira.name

    async def test_is_written_in_the_persons_language(self, house: House, cast: Cast) -> None:
        async with house.database.transaction() as session:
            await identity.change_language(session, person_id=cast.mira.id, language="ru")
        found = await opened(house, cast.mira, await exported(house, cast.mira))
        assert "хранит" in found["README.txt"].decode("utf-8-sig")
        assert json.loads(found["data.json"])["account"][0]["source"] == "Вы, при регистрации"

    async def test_is_sealed_at_rest_under_her_own_key(self, house: House, cast: Cast) -> None:
        row = await exported(house, cast.mira)
        stored_at = service.object_key(person_id=cast.mira.id, export_id=row.id)
        stored = await house.files.get(stored_at)
        assert b"PK" not in stored[:40]
        assert b"data.json" not in stored
        key = await house.vault.key(cast.mira.id, cast.mira.id)
        assert key.open(stored, file_place(stored_at)).startswith(b"PK")


class TestTables:
    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
    def test_defuse_what_a_spreadsheet_would_run(self, start: str) -> None:
        content = archive.table([{"text": f"{start}cmd|' /C calc'!A0"}])
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert rows[1] == [f"'{start}cmd|' /C calc'!A0"]

    def test_keep_other_words_as_they_are(self) -> None:
        content = archive.table([{"text": "Ångström, “a”\nb", "n": 3, "list": ["x"]}, {"text": None}])
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert rows == [["text", "n", "list"], ["Ångström, “a”\nb", "3", '["x"]'], ["", "", ""]]

    def test_names_of_files_stay_in_their_folder(self) -> None:
        names = archive.file_names(["../../etc/passwd", "a/b\\c.pdf", "", "Резюме.docx", ".hidden"])
        assert names[3] == "files/04 Резюме.docx"
        assert all(name.count("/") == 1 and ".." not in name and "\\" not in name for name in names)

    def test_values_are_json(self) -> None:
        value: dict[str, Any] = {"at": NOW, "list": ({"a"},)}
        assert archive.plain(value, reader()) == {"at": NOW.isoformat(), "list": [["a"]]}


class TestAsking:
    async def test_twice_while_it_is_made_is_once(self, house: House, cast: Cast) -> None:
        async with house.database.transaction() as session:
            first = await service.ask(session, actor=cast.mira.actor, now=NOW)
            assert (await service.ask(session, actor=cast.mira.actor, now=NOW)).id == first.id

    async def test_is_refused_after_three_a_day(self, house: House, cast: Cast) -> None:
        for _ in range(3):
            await exported(house, cast.mira)
        async with house.database.transaction() as session:
            with pytest.raises(TooManyAttempts):
                await service.ask(session, actor=cast.mira.actor, now=utc_now())
            await service.ask(session, actor=cast.noor.actor, now=utc_now())
            await service.ask(session, actor=cast.mira.actor, now=utc_now() + timedelta(days=1, minutes=1))

    async def test_ends_with_one_mail(self, house: House, cast: Cast) -> None:
        row = await exported(house, cast.mira)
        needs = house.needs()
        fact = ExportAsked(export_id=row.id, person_id=cast.mira.id)
        wanted = next(one for one in house.followers.all if one.fact is ExportAsked)
        await background.make(fact, **{name: needs[name] for name in wanted.needs})  # a worker that was killed late
        async with house.database.transaction() as session:
            kinds = [mail.kind for mail in await mails.mails(session, person_id=cast.mira.id)]
        assert kinds == ["export-ready"]

    async def test_begins_anew_where_a_worker_was_killed(self, house: House, cast: Cast) -> None:
        async with house.database.transaction() as session:
            row = await service.ask(session, actor=cast.mira.actor, now=utc_now())
            assert await service.step(session, person_id=cast.mira.id, export_id=row.id, to="packing")
        await run_queue(house)
        async with house.database.transaction() as session:
            assert (await service.own(session, actor=cast.mira.actor, export_id=row.id)).state == "ready"

    async def test_says_so_when_it_was_given_up(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        async with house.database.transaction() as session:
            row = await service.ask(session, actor=cast.mira.actor, now=utc_now())
        await background.give_up(ExportAsked(export_id=row.id, person_id=cast.mira.id), database=house.database)
        page = await (await client_of(cast.mira)).get("/account/data")
        assert "This did not work" in page.text
        assert "Pack my data" in page.text


class TestHaving:
    async def test_is_counted_and_ends_after_48_hours(self, house: House, cast: Cast) -> None:
        row = await exported(house, cast.mira)
        await opened(house, cast.mira, row)
        later = utc_now() + timedelta(hours=48, seconds=1)
        async with house.database.transaction() as session:
            assert (await service.own(session, actor=cast.mira.actor, export_id=row.id)).downloads == 1
            with pytest.raises(service.ExportGone):
                await service.download(
                    session, actor=cast.mira.actor, export_id=row.id, vault=house.vault, files=house.files, now=later
                )
        place = service.object_key(person_id=cast.mira.id, export_id=row.id)
        fact = ExportRanOut(export_id=row.id, person_id=cast.mira.id)
        await background.delete(fact, database=house.database, files=house.files, clock=utc_now)
        assert await house.files.get(place)
        await background.delete(fact, database=house.database, files=house.files, clock=lambda: later)
        with pytest.raises(FileNotFoundError):
            await house.files.get(place)
        async with house.database.transaction() as session:
            (only,) = await queries.exports(session, person_id=cast.mira.id, limit=5)
        assert only.state == "gone"

    async def test_is_for_nobody_else(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        row = await exported(house, cast.mira)
        for other in (cast.noor, cast.bob):
            client = await client_of(other)
            for address in (
                f"/account/data/exports/{row.id}/file",
                f"/account/data/exports/{row.id}/progress",
                f"/api/v1/exports/{row.id}",
                f"/api/v1/exports/{row.id}/file",
            ):
                assert (await client.get(address)).status_code == 404, address


class TestOverPageAndApi:
    async def test_page_asks_shows_progress_and_downloads(
        self, house: House, cast: Cast, client_of: ClientOf, run_background: Callable[[], Awaitable[int]]
    ) -> None:
        await make_resume(house, cast.mira)
        client = await client_of(cast.mira)
        assert 'href="/account/data"' in (await client.get("/account")).text
        assert (await client.submit("/account/data/export")).status_code == 303
        page = (await client.get("/account/data")).text
        assert "/progress" in page
        assert "Pack my data" not in page
        await run_background()
        address = page.partition('hx-get="')[2].partition('"')[0]
        assert (await client.get(address, headers={"hx-request": "true"})).headers["hx-redirect"] == "/account/data"
        ready = (await client.get("/account/data")).text
        link = f"{address.removesuffix('progress')}file"
        assert link in ready
        answer = await client.get(link)
        assert answer.headers["content-type"] == "application/zip"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.content.startswith(b"PK")

    async def test_page_says_when_to_ask_again(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        for _ in range(3):
            await exported(house, cast.mira)
        answer = await (await client_of(cast.mira)).submit("/account/data/export")
        assert answer.status_code == 429
        assert "Ask again tomorrow" in answer.text

    async def test_api_does_the_same(
        self, cast: Cast, client_of: ClientOf, run_background: Callable[[], Awaitable[int]]
    ) -> None:
        client = await client_of(cast.mira)
        asked = await client.post("/api/v1/exports")
        assert asked.status_code == 202
        assert (await client.get(asked.headers["location"] + "/file")).status_code == 409
        await run_background()
        one = (await client.get(asked.headers["location"])).json()
        assert one["state"] == "ready"
        assert (await client.get("/api/v1/exports")).json()["items"] == [one]
        assert (await client.get(asked.headers["location"] + "/file")).content.startswith(b"PK")


async def test_furnishing_leaves_a_released_interview(house: House, cast: Cast) -> None:
    """What the tests above rest on."""
    interview_id = await furnish(house, cast)
    async with house.database.transaction() as session:
        assert (await session.get_one(Interview, interview_id)).released_at
