"""Uploading a resume in a browser, watching it being read, and the profile beside its text."""

from collections.abc import Awaitable, Callable

import pytest
from tests.client import Client
from tests.engines.documents.drawing import Page, as_shapes, layered
from tests.people import NOW, Cast, refusal_of

from evenhand.demo import load
from evenhand.domains.resumes import background
from evenhand.domains.resumes.service import LIMITS
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]

TEXT = b"""Mira Sandoval
Backend engineer
mira.sandoval@example.org

Experience
Backend engineer, Depotline
January 2022 - Present
- Built services in Python and PostgreSQL.

Education
Utrecht University, MSc Computer Science
2015 - 2017
"""


def _short_page() -> Page:
    page = Page()
    page.lines(72, 100, "Alice Example", "Engineer at Harbour Works since May 2019", "Python and PostgreSQL")
    return page


async def upload(browser: Client, name: str, content: bytes) -> str:
    answer = await browser.submit("/resumes", files={"file": (name, content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


class TestUpload:
    async def test_shows_progress_then_the_profile(
        self, client_of: ClientOf, cast: Cast, run_background: RunBackground
    ) -> None:
        browser = await client_of(cast.mira)
        address = await upload(browser, "mira.txt", TEXT)
        waiting = (await browser.get(address)).text
        assert "Waiting for its turn" in waiting
        assert f'hx-get="{address}/progress"' in waiting
        await run_background()
        piece = await browser.get(f"{address}/progress", headers={"hx-request": "true"})
        assert piece.headers["hx-redirect"] == address
        profile = (await browser.get(address)).text
        assert 'href="#s-basics-email"' in profile
        assert '<mark id="s-basics-email"' in profile
        assert "Depotline" in profile
        assert 'href="#k-python"' in profile

    async def test_reads_a_real_two_column_pdf(
        self, client_of: ClientOf, cast: Cast, run_background: RunBackground
    ) -> None:
        person = next(one for one in load(NOW.date()).candidates if one.file_name.endswith(".pdf"))
        browser = await client_of(cast.mira)
        address = await upload(browser, person.file_name, person.content())
        await run_background()
        profile = (await browser.get(address)).text
        assert person.truth["work"][0]["name"] in profile

    async def test_takes_the_same_file_twice_as_one(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of(cast.mira)
        assert await upload(browser, "a.txt", TEXT) == await upload(browser, "b.txt", TEXT)

    async def test_gives_back_the_very_file(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of(cast.mira)
        address = await upload(browser, "my résumé.txt", TEXT)
        answer = await browser.get(f"{address}/file")
        assert answer.content == TEXT
        assert answer.headers["content-disposition"].startswith("attachment")

    @pytest.mark.parametrize(
        ("name", "content", "status", "words"),
        [
            ("empty.pdf", b"", 415, "is empty"),
            ("photo.pdf", b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 100, 415, "picture"),
            ("table.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, 415, "no text document"),
            ("run.exe", b"MZ" + b"\0" * 100, 415, "program"),
            ("big.txt", b"a" * (LIMITS.bytes + 1), 413, "10 MB or less"),
        ],
    )
    async def test_refuses_what_it_cannot_read_and_keeps_nothing(
        self, client_of: ClientOf, cast: Cast, house: House, name: str, content: bytes, status: int, words: str
    ) -> None:
        browser = await client_of(cast.noor)
        answer = await browser.submit("/resumes", files={"file": (name, content)})
        assert answer.status_code == status
        assert words in answer.text
        assert "Your resumes will be listed here" in answer.text
        assert not (house.settings.data_dir / "files" / "people" / str(cast.noor.id)).exists()

    async def test_reads_a_scan_and_asks_to_check_it(
        self, client_of: ClientOf, cast: Cast, run_background: RunBackground
    ) -> None:
        browser = await client_of(cast.noor)
        address = await upload(browser, "scan.pdf", as_shapes(_short_page()))
        await run_background()
        shown = (await browser.get(address)).text
        assert "Read from a picture, please check." in shown
        assert "Harbour Works" in shown
        told = (await browser.get(f"/api/v1{address}/profile")).json()
        assert (told["recognised"], told["unread_pages"]) == (True, [])

    async def test_says_that_text_over_a_scan_is_seen_by_nobody(
        self, client_of: ClientOf, cast: Cast, run_background: RunBackground, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(background, "can_recognise", lambda: False)  # a machine without the extra
        browser = await client_of(cast.noor)
        address = await upload(browser, "scan.pdf", layered(_short_page(), _short_page()))
        await run_background()
        shown = (await browser.get(address)).text
        assert "Read from text that nobody sees, please check." in shown
        assert "Harbour Works" in shown
        told = (await browser.get(f"/api/v1{address}/profile")).json()
        assert (told["recognised"], told["unseen_pages"]) == (False, [1])
        assert "/basics/name" in told["unsure"]

    async def test_tells_what_lies_over_a_scan_and_is_not_in_it(
        self, client_of: ClientOf, cast: Cast, run_background: RunBackground
    ) -> None:
        other = _short_page()
        other.text(72, 300, "Fifteen years of Kubernetes at Google")
        browser = await client_of(cast.noor)
        address = await upload(browser, "scan.pdf", layered(_short_page(), other))
        await run_background()
        shown = (await browser.get(address)).text
        assert "It lies unseen over a picture that says something else." in shown
        told = (await browser.get(f"/api/v1{address}/profile")).json()
        assert (told["recognised"], told["unseen_pages"]) == (True, [])
        assert [one["text"] for one in told["not_read"]] == ["Fifteen years of Kubernetes at Google"]
        assert {skill["skill_id"] for skill in told["skills"]} == {"python", "postgresql"}

    async def test_says_what_to_do_with_a_scan_where_words_cannot_be_recognised(
        self, client_of: ClientOf, cast: Cast, run_background: RunBackground, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(background, "can_recognise", lambda: False)  # a machine without the extra
        browser = await client_of(cast.noor)
        address = await upload(browser, "scan.pdf", as_shapes(_short_page()))
        await run_background()
        assert "This PDF holds pictures of text. Send the DOCX" in (await browser.get(address)).text

    async def test_says_why_a_damaged_file_could_not_be_read_and_deletes_it(
        self, client_of: ClientOf, cast: Cast, run_background: RunBackground, house: House
    ) -> None:
        browser = await client_of(cast.noor)
        address = await upload(browser, "broken.pdf", b"%PDF-1.7\nnothing more")
        await run_background()
        page = (await browser.get(address)).text
        assert "damaged or incomplete" in page
        assert not list((house.settings.data_dir / "files").rglob(address.rpartition("/")[2]))
        assert (await browser.get(f"{address}/file")).status_code == 404


class TestDelete:
    async def test_takes_row_and_file_away(
        self, client_of: ClientOf, cast: Cast, run_background: RunBackground, house: House
    ) -> None:
        browser = await client_of(cast.mira)
        address = await upload(browser, "mira.txt", TEXT)
        assert (await browser.submit(f"{address}/delete")).headers["location"] == "/resumes?done=deleted"
        assert (await browser.get(address)).status_code == 404
        await run_background()
        assert not list((house.settings.data_dir / "files").rglob(address.rpartition("/")[2]))


class TestTenants:
    @pytest.mark.parametrize("path", ["", "/file", "/progress"])
    async def test_nobody_sees_the_resume_of_another(
        self, client_of: ClientOf, cast: Cast, run_background: RunBackground, path: str
    ) -> None:
        address = await upload(await client_of(cast.mira), "mira.txt", TEXT)
        await run_background()
        for outsider in (cast.noor, cast.charlie, cast.alice):
            assert (await (await client_of(outsider)).get(address + path)).status_code == refusal_of(outsider)
        noor = await client_of(cast.noor)
        assert (await noor.submit(f"{address}/delete")).status_code == 404
