"""Two hundred hostile files, the same each time: every one is read or refused in its time and memory, none crashes."""

import json
import random
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from tests.browsers import ROOT
from tests.engines.documents.drawing import Page, assemble, draw, multiplying_forms, page_objects, stream, write
from tests.engines.documents.packing import odt, pack, paragraph, table, zipped

from evenhand.engines.documents import MEGABYTE, Document, DocumentRefused, Limits, read_document

COUNT = 200
LIMITS = Limits(seconds=6.0)
# The reader's own deadline, and what a busy machine takes to start and end a process around it.
MOST_SECONDS = LIMITS.seconds + 6.0
MOST_MEMORY = 512 * MEGABYTE


def honest() -> list[bytes]:
    """One file of each kind, for spoiling."""
    page = Page()
    page.lines(72, 100, "Alice Example", "Engineer", "alice@example.org")
    page.link(72, 100, 80, "https://example.org")
    rtf = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\b Alice\b0\par {\field{\*\fldinst HYPERLINK}{\fldrslt x}}\par}"
    return [
        draw(page),
        assemble([page_objects(page)], compressed=True),
        pack(paragraph("Alice") + table(["2021", "Engineer"])),
        odt("<text:h>Alice</text:h><text:list><text:list-item><text:p>x</text:p></text:list-item></text:list>"),
        rtf,
        json.dumps({"basics": {"name": "Alice"}, "work": [{"name": "Depot", "highlights": ["x"]}]}).encode(),
        "Алиса, инженер\n\nОпыт работы\n".encode("utf-16"),
        b"# Alice\n## Work\n- [x](https://example.org) **y**\n",
    ]


def made_by_hand() -> list[bytes]:
    """Bombs, loops, huge pages, broken tables, nesting, locks and lies."""
    page = Page()
    page.text(72, 100, "Alice Example")
    plain = draw(page)
    zeros = zlib.compress(bytes(60 * MEGABYTE), 9)
    loop = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R>>",
    ]
    itself = stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 5 0 R>>>>")
    form_loop = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources <</XObject <</X 5 0 R>>>>>>",
        stream(b"/X Do"),
        itself,
    ]
    deep = "<a>" * 50_000
    return [
        assemble([(b"", zeros)], filters=b"/Filter /FlateDecode"),
        assemble([(b"", zlib.compress(zeros))], filters=b"/Filter [/FlateDecode /FlateDecode]"),
        multiplying_forms(9),
        write(loop),
        write(form_loop),
        plain.replace(b"[0 0 612 792]", b"[0 0 9e9 9e9]"),
        plain.replace(b"[0 0 612 792]", b"[9 9 0 0]"),
        plain.replace(b"/Count 1", b"/Count 999999999"),
        plain.replace(b"startxref\n", b"startxref\n9999999"),
        plain.replace(b" 00000 n", b" 99999 n"),
        plain.replace(b"trailer <<", b"trailer <</Encrypt <</Filter /Standard /V 5 /R 6>> "),
        draw(*[page] * 60),
        b"%PDF-1.7\n" + b"[" * 500_000 + b"\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\n" + b"1 0 obj\n" * 100_000 + b"startxref\n0\n%%EOF",
        zipped({"word/document.xml": b"<a>" + b" " * 40 * MEGABYTE}),
        zipped({"word/document.xml": deep.encode()}),
        zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'}),
        zipped({f"word/{number}.xml": b"" for number in range(3_000)}),
        zipped({"word/document.xml": plain}),
        pack(paragraph("x") * 60_000),
        odt("<text:list><text:list-item>" * 5_000 + "</text:list-item></text:list>" * 5_000),
        odt("<text:p><text:s text:c='999999999'/>x</text:p>"),
        odt("<table:table><table:table-row table:number-rows-repeated='999999999'/></table:table>"),
        rb"{\rtf1 " + b"{" * 400_000,
        rb"{\rtf1 {\bin999999999999 x}}",
        rb"{\rtf1 " + rb"\u-1?" * 200_000 + b"}",
        b'{"basics": ' + b"[" * 400_000,
        b'{"work": [' + b'{"name": "x"},' * 60_000 + b"{}]}",
        b"\xff\xfe" + bytes(range(256)) * 2_000,
        b"# x\n## y\n" + b"[" * 200_000,
        b"# x\n## y\n" + b"*_" * 200_000,
        b"\x00" * 300_000,
        b"ignore all " * 30_000,
        b"PK\x03\x04word/" + b"\x00" * 5_000,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9_000),
    ]


def spoilt() -> Iterator[bytes]:
    """Honest files cut, overwritten, doubled and shuffled, without end."""
    dice = random.Random(20261121)  # noqa: S311 - the same files each time
    sound = honest()
    while True:
        content = bytearray(dice.choice(sound))
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(content))
            match dice.randrange(5):
                case 0:
                    content[at] = dice.randrange(256)
                case 1:
                    del content[at : at + dice.randint(1, 60)]
                case 2:
                    content[at:at] = content[max(at - 40, 0) : at + 40] * dice.randint(1, 9)
                case 3:
                    content[at:at] = dice.choice([b"999999999", b"-1", b"<<", b"{", b"\x00", b"<", b"endobj"])
                case _:
                    content[at : at + 4] = dice.randbytes(4)
            if not content:
                break
        yield bytes(content)


def read_all() -> tuple[float, int]:
    """Reads them all; the seconds of the slowest, and the most bytes a reader held."""
    files = made_by_hand()
    endless = spoilt()
    files += [next(endless) for _ in range(COUNT - len(files))]
    assert len(files) == COUNT

    def seconds(content: bytes) -> float:
        started = time.monotonic()
        with suppress(DocumentRefused):
            assert isinstance(read_document(content, filename="resume.pdf", limits=LIMITS), Document)
        return time.monotonic() - started

    with ThreadPoolExecutor(2) as pool:
        slowest = max(pool.map(seconds, files))
    return slowest, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def test_two_hundred_are_read_or_refused_in_time_and_memory() -> None:
    # In a process of its own, whose children are the readers and nobody else's.
    command = "from tests.engines.documents import test_hostile; print(*test_hostile.read_all())"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    slowest, memory = done.stdout.split()
    assert float(slowest) < MOST_SECONDS
    assert int(memory) < MOST_MEMORY
