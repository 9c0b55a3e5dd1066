"""Files that are not what they say, or more than they look: refused at once, or read and refused with a reason."""

import io
import zipfile
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache

import pytest
from fpdf import FPDF

from evenhand.engines.documents import MEGABYTE
from evenhand.wiring import House
from tests.bad_input.aftermath import nothing_left_behind, speaks_plainly
from tests.client import Client
from tests.engines.documents.drawing import Page, assemble, draw
from tests.engines.documents.packing import paragraph, zipped
from tests.people import Cast

Caller = Callable[..., Awaitable[Client]]
Background = Callable[[], Awaitable[int]]
RESUME = "Алиса Пример\nИнженер\nalice@example.org\n\nОпыт работы\nИнженер, Депо\n2019 - 2024\n"


@cache
def pdf() -> bytes:
    page = Page()
    page.lines(72, 100, "Alice Example", "alice@example.org", "Engineer")
    return draw(page)


@cache
def encrypted() -> bytes:
    drawn = FPDF()
    drawn.add_page()
    drawn.set_font("helvetica", size=12)
    drawn.cell(text="Alice Example")
    drawn.set_encryption(owner_password="owner", user_password="user")
    return bytes(drawn.output())


@cache
def picture_only() -> bytes:
    pixels = zlib.compress(bytes(3 * 40 * 40))
    image = b"q 400 0 0 400 72 200 cm BI /W 40 /H 40 /CS /RGB /BPC 8 /F /Fl ID " + pixels + b" EI Q"
    return assemble([(b"", image)])


@cache
def ten_thousand_pages() -> bytes:
    return assemble([(b"", b"")] * 10_000)


@cache
def docx_bomb() -> bytes:
    return zipped({"word/document.xml": b"<a>" + b" " * 60 * MEGABYTE + b"</a>"})


@cache
def many_members() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", paragraph("Alice"))
        for number in range(20_000):
            archive.writestr(f"word/media/{number}", b"")
    return made.getvalue()


@dataclass(frozen=True)
class Refused:
    """A file the upload does not take: its name, its bytes, the status, and words of the answer."""

    what: str
    name: str
    content: Callable[[], bytes]
    status: int
    words: str


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = [
    Refused("nothing at all", "resume.pdf", lambda: b"", 415, "Choose"),
    Refused("a program that says it is a PDF", "resume.pdf", lambda: b"MZ\x90\x00" + bytes(500), 415, "DOCX"),
    Refused("an old Word file that says it is new", "resume.docx", lambda: OLE + bytes(500), 415, "Choose"),
    Refused("a web page that says it is text", "resume.txt", lambda: b"<!doctype html><p>Alice", 415, "web page"),
    Refused("a picture", "resume.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), 415, "Choose"),
    Refused("11 MB", "resume.pdf", lambda: pdf() + bytes(11 * MEGABYTE), 413, "10 MB"),
    Refused("13 MB, more than any form", "resume.pdf", lambda: bytes(13 * MEGABYTE), 413, "larger"),
]

UNREADABLE = [  # taken, and refused by whoever reads them: what the person is told
    ("encrypted", "resume.pdf", encrypted, "password"),
    ("truncated", "resume.pdf", lambda: pdf()[:400], "damaged"),
    ("10,000 pages", "resume.pdf", ten_thousand_pages, "pages"),
    ("a zip bomb", "resume.docx", docx_bomb, "."),
    ("20,000 members", "resume.docx", many_members, "."),
    ("a picture of a page", "resume.pdf", picture_only, "DOCX"),
    ("zero bytes in a text", "resume.txt", lambda: b"Alice\x00\x00\x01\x02" * 50, "."),
]

READABLE = [
    ("UTF-16 with its mark", RESUME.encode("utf-16")),
    ("UTF-16, big end first", b"\xfe\xff" + RESUME.encode("utf-16-be")),
    ("KOI8-R", RESUME.encode("koi8-r")),
    ("CP866", RESUME.encode("cp866")),
    ("CP1251", RESUME.encode("cp1251")),
    ("UTF-8 with its mark", b"\xef\xbb\xbf" + RESUME.encode()),
    ("overlong and broken UTF-8 in between", RESUME.encode() * 10 + b"\xc0\xaf\xed\xa0\x80 \xff end"),
]


class TestUploadOfAPage:
    @pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.what)
    async def test_says_what_to_choose_and_keeps_nothing(
        self, caller: Caller, house: House, cast: Cast, row: Refused
    ) -> None:
        client = await caller(cast.mira)
        async with nothing_left_behind(house.database):
            answer = await client.submit("/resumes", files={"file": (row.name, row.content())})
        speaks_plainly(answer)
        assert (answer.status_code, row.words in answer.text) == (row.status, True), answer.text[-1500:]
        assert (await client.get("/resumes")).status_code == 200


class TestUploadOfTheApi:
    @pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.what)
    async def test_says_what_to_choose_and_keeps_nothing(
        self, caller: Caller, house: House, cast: Cast, row: Refused
    ) -> None:
        client = await caller(cast.mira)
        async with nothing_left_behind(house.database):
            answer = await client.post("/api/v1/resumes", files={"file": (row.name, row.content())})
        speaks_plainly(answer)
        assert (answer.status_code, row.words in answer.json()["detail"]) == (row.status, True), answer.text


class TestReading:
    @pytest.mark.parametrize(("what", "name", "content", "words"), UNREADABLE, ids=[row[0] for row in UNREADABLE])
    async def test_tells_why_a_file_cannot_be_read(
        self,
        caller: Caller,
        house: House,
        cast: Cast,
        run_background: Background,
        what: str,
        name: str,
        content: Callable[[], bytes],
        words: str,
    ) -> None:
        client = await caller(cast.mira)
        answer = await client.post("/api/v1/resumes", files={"file": (name, content())})
        speaks_plainly(answer)
        if answer.status_code == 415:  # some say so at once
            assert words in answer.json()["detail"]
            return
        assert answer.status_code == 202, answer.text
        await run_background()
        found = (await client.get(f"/api/v1/resumes/{answer.json()['id']}")).json()
        assert found["state"] == "refused", found
        assert words in found["refusal"]
        assert (await client.get(f"/api/v1/resumes/{found['id']}/profile")).status_code == 409
        assert (await client.get(f"/resumes/{found['id']}")).status_code == 200

    @pytest.mark.parametrize(("what", "content"), READABLE, ids=[row[0] for row in READABLE])
    async def test_understands_odd_encodings(
        self, caller: Caller, cast: Cast, run_background: Background, what: str, content: bytes
    ) -> None:
        client = await caller(cast.mira)
        answer = await client.post("/api/v1/resumes", files={"file": ("resume.txt", content)})
        assert answer.status_code == 202, answer.text
        await run_background()
        assert "Алиса Пример" in (await client.get(f"/resumes/{answer.json()['id']}")).text


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "../../etc/passwd.txt",
            "re\u202etxt.fdp.txt",
            "nul\x00byte.txt",
            "C:\\fakepath\\resume.txt",
            "a" * 500 + ".txt",
            "%2e%2e%2fresume.txt",
            "line\r\nSet-Cookie: a=b.txt",
            '"><script>alert(1)</script>.txt',
        ],
    )
    async def test_of_files_are_shown_and_given_back_harmless(self, caller: Caller, cast: Cast, name: str) -> None:
        client = await caller(cast.mira)
        answer = await client.post("/api/v1/resumes", files={"file": (name, RESUME.encode())})
        speaks_plainly(answer)
        assert answer.status_code == 202, answer.text
        kept = answer.json()["file_name"]
        assert not set(kept) & {"/", "\\", "\x00", "\r", "\n", "\u202e"}
        back = await client.get(f"/resumes/{answer.json()['id']}/file")
        assert back.content == RESUME.encode()
        assert "set-cookie" not in back.headers
        assert "attachment" in back.headers["content-disposition"]
        assert "<script>alert" not in (await client.get("/resumes")).text
