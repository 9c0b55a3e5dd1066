"""Hostile files, the same each time: every one is read or refused in its time and memory, none crashes.

What each of those made by hand is, its name says; `docs/hostile-files.md` lists them.
"""

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
from itertools import islice

from tests.browsers import ROOT
from tests.engines.documents.drawing import Page, assemble, draw, multiplying_forms, page_objects, stream, write
from tests.engines.documents.packing import odt, pack, paragraph, part, table, zipped

from evenhand.engines.documents import MEGABYTE, DocumentRefused, Limits, read_document
from evenhand.engines.resume_parser import parse_resume

SPOILT = 160
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


def made_by_hand() -> dict[str, bytes]:
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
    return {
        "PDF whose page unpacks to 60 MB": assemble([(b"", zeros)], filters=b"/Filter /FlateDecode"),
        "PDF packed twice, to 60 MB": assemble(
            [(b"", zlib.compress(zeros))], filters=b"/Filter [/FlateDecode /FlateDecode]"
        ),
        "PDF whose form draws a form ten times, nine deep": multiplying_forms(9),
        "PDF whose pages are their own parent": write(loop),
        "PDF whose form draws itself": write(form_loop),
        "PDF page of nine thousand million points": plain.replace(b"[0 0 612 792]", b"[0 0 9e9 9e9]"),
        "PDF page turned inside out": plain.replace(b"[0 0 612 792]", b"[9 9 0 0]"),
        "PDF that says it has 999,999,999 pages": plain.replace(b"/Count 1", b"/Count 999999999"),
        "PDF whose table is past its end": plain.replace(b"startxref\n", b"startxref\n9999999"),
        "PDF whose table points anywhere": plain.replace(b" 00000 n", b" 99999 n"),
        "PDF that says it is locked": plain.replace(
            b"trailer <<", b"trailer <</Encrypt <</Filter /Standard /V 5 /R 6>> "
        ),
        "PDF of sixty pages": draw(*[page] * 60),
        "PDF of 500,000 open brackets": b"%PDF-1.7\n" + b"[" * 500_000 + b"\nstartxref\n0\n%%EOF",
        "PDF of 100,000 objects without an end": b"%PDF-1.7\n" + b"1 0 obj\n" * 100_000 + b"startxref\n0\n%%EOF",
        "DOCX of 40 MB of spaces": zipped({"word/document.xml": b"<a>" + b" " * 40 * MEGABYTE}),
        "DOCX of 50,000 open elements": zipped({"word/document.xml": deep.encode()}),
        "DOCX with entities": zipped(
            {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'}
        ),
        "DOCX of 3,000 members": zipped({f"word/{number}.xml": b"" for number in range(3_000)}),
        "DOCX whose document is a PDF": zipped({"word/document.xml": plain}),
        "DOCX of 60,000 paragraphs": pack(paragraph("x") * 60_000),
        "ODT of lists 5,000 deep": odt("<text:list><text:list-item>" * 5_000 + "</text:list-item></text:list>" * 5_000),
        "ODT with 999,999,999 spaces in a row": odt("<text:p><text:s text:c='999999999'/>x</text:p>"),
        "ODT with a row repeated 999,999,999 times": odt(
            "<table:table><table:table-row table:number-rows-repeated='999999999'/></table:table>"
        ),
        "RTF of 400,000 open groups": rb"{\rtf1 " + b"{" * 400_000,
        "RTF whose binary is longer than anything": rb"{\rtf1 {\bin999999999999 x}}",
        "RTF of 200,000 negative characters": rb"{\rtf1 " + rb"\u-1?" * 200_000 + b"}",
        "JSON of 400,000 open brackets": b'{"basics": ' + b"[" * 400_000,
        "JSON Resume of 60,000 roles": b'{"work": [' + b'{"name": "x"},' * 60_000 + b"{}]}",
        "bytes of every value": b"\xff\xfe" + bytes(range(256)) * 2_000,
        "Markdown of 200,000 open links": b"# x\n## y\n" + b"[" * 200_000,
        "Markdown of 200,000 signs of emphasis": b"# x\n## y\n" + b"*_" * 200_000,
        "300,000 zero bytes": b"\x00" * 300_000,
        "one order to a program, 30,000 times": b"ignore all " * 30_000,
        "the beginning of a ZIP": b"PK\x03\x04word/" + b"\x00" * 5_000,
        "the beginning of a Word 97 file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9_000),
        **more_pdfs(plain),
        **more_packed(),
        **more_text(plain),
    }


def more_pdfs(plain: bytes) -> dict[str, bytes]:
    """Fonts, trees, tables and streams that lead nowhere or come back."""
    area = b"/MediaBox [0 0 612 792]"
    fonts = b" ".join(b"/F%d 4 0 R" % number for number in range(5_000))
    used = b"BT " + b" ".join(b"/F%d 9 Tf (x) Tj" % number for number in range(5_000)) + b" ET"
    top = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>"]
    helvetica = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
    type3 = (
        b"<</Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 120 /LastChar 120"
        b" /Widths [9] /Encoding <</Differences [120 /x]>> /CharProcs <</x 5 0 R>> /Resources <</Font <</F 4 0 R>>>>>>"
    )
    kids = [b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % (number + 3) for number in range(20_000)]
    notes = b" ".join([b"<</Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (x)>>"] * 20_000)
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    page = b"<</Type /Page /Parent 2 0 R " + area + b" /Contents 5 0 R /Resources <</Font <<%s>>>> %s>>"
    drawn = b"<</Type /Page /Parent 2 0 R " + area + b" /Contents 5 0 R /Resources <</XObject <</I 4 0 R>>>>>>"
    run = b"<</S /JavaScript /JS (while \\(true\\) {})>>"
    return {
        "PDF of 5,000 fonts": write([*top, page % (fonts, b""), helvetica, stream(used)]),
        "PDF whose letter is drawn with itself": write(
            [*top, page % (b"/F 4 0 R", b""), type3, stream(b"BT /F 9 Tf (x) Tj ET")]
        ),
        "PDF of page trees 20,000 deep": write([top[0], *kids]),
        "PDF of 20,000 comments": write([*top, page % (b"", b"/Annots [%s]" % notes), helvetica, stream(b"")]),
        "PDF whose picture has 3,600 million pixels": write(
            [*top, drawn, stream(b"x", image), stream(b"600 0 0 700 0 0 cm /I Do")]
        ),
        "PDF whose picture is JPEG 2000 and is not": write(
            [
                *top,
                drawn,
                stream(b"\x00\x00\x00\x0cjP  ", image + b" /Filter /JPXDecode"),
                stream(b"9 0 0 9 0 0 cm /I Do"),
            ]
        ),
        "PDF with a path of a million points": assemble([(b"", b"0 0 m " + b"9 9 l 1 1 l " * 500_000 + b"S")]),
        "PDF of 200,000 saved states": assemble([(b"", b"q " * 200_000)]),
        "PDF of text turned by not a number": plain.replace(b"1 0 0 1", b"1e999 0 0 -1e999"),
        "PDF whose table leads back to itself": plain.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
        "PDF with a script that never ends": plain.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction " + run),
        "PDF with another inside it": plain.replace(b"endobj", b"endobj\n" + plain, 1),
        "PDF of 60,000 letters in one place": assemble(
            [(b"", b"BT /F1 10 Tf 0 0 Td " + b"(x) Tj 0 0 Td " * 60_000 + b"ET")]
        ),
        "PDF cut in the middle": plain[: len(plain) // 2],
    }


def more_packed() -> dict[str, bytes]:
    """DOCX and ODT that reach outside, refer in circles, or lie about what they hold."""
    outside = {"r1": "file:///etc/passwd", "r2": "http://127.0.0.1:9/", "r3": "//evil.example/share/x.dotx"}
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "".join(
        f'<Relationship Id="t{index}" Type="{rel}/{kind}" Target="{target}" TargetMode="External"/>'
        for index, (kind, target) in enumerate(
            [("attachedTemplate", "http://127.0.0.1:9/x.dotm"), ("header", "file:///etc/passwd"), ("aFChunk", "//x/y")]
        )
    )
    based = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 900}"/></w:style>' for n in range(900))
    entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    laughs = "<!DOCTYPE a [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
    body = paragraph("Alice Example") * 3
    nested = zipped({"a": bytes(MEGABYTE)})
    for _ in range(6):
        nested = zipped({f"{n}.zip": nested for n in range(8)})
    lying = bytearray(pack(body))
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = b"\x01\x00\x00\x00"
    return {
        "DOCX with links to files and shares": pack(body, links=outside),
        "DOCX whose template, header and chunk are elsewhere": zipped(
            {
                "word/document.xml": part("document", f"<w:body>{body}</w:body>").encode(),
                "word/_rels/document.xml.rels": f"<Relationships>{rels}</Relationships>".encode(),
            }
        ),
        "DOCX with an entity of a file outside": zipped(
            {"word/document.xml": f"{entity}{part('document', '<w:body>&x;</w:body>')}".encode()}
        ),
        "DOCX of entities ten times ten times": zipped(
            {"word/document.xml": f"{laughs}{part('document', '<w:body>&e11;</w:body>')}".encode()}
        ),
        "DOCX whose styles rest on one another": pack(
            paragraph("Alice", properties='<w:pStyle w:val="s0"/>'), styles=part("styles", based)
        ),
        "DOCX of tables 2,000 deep": pack("<w:tbl><w:tr><w:tc>" * 2_000 + "</w:tc></w:tr></w:tbl>" * 2_000),
        "DOCX that lies about its size": bytes(lying),
        "DOCX with members that climb out": zipped(
            {"word/document.xml": part("document", f"<w:body>{body}</w:body>").encode(), "../../../etc/x": b"x"}
        ),
        "ZIP of ZIPs six deep": nested,
        "ODT of 40 MB of spaces": odt("<text:p>" + " " * 40 * MEGABYTE + "</text:p>"),
        "ODT of entities ten times ten times": odt("<text:p>&e11;</text:p>", doctype=laughs),
        "ODT of 50,000 spans in one another": odt(
            "<text:p>" + "<text:span>" * 50_000 + "</text:span>" * 50_000 + "</text:p>"
        ),
        "ODT of 300,000 tabs": odt("<text:p>" + "<text:tab/>" * 300_000 + "</text:p>"),
    }


def more_text(plain: bytes) -> dict[str, bytes]:
    """RTF, JSON and text that are deep, long or something else besides."""
    deep = '{"basics": {"name": "Alice", "x": ' + '{"x": ' * 100 + "1" + "}" * 100 + "}}"
    docx = pack(paragraph("Alice Example"))
    return {
        "RTF of 50,000 fonts": rb"{\rtf1{\fonttbl" + b"".join(b"{\\f%d Arial;}" % n for n in range(50_000)) + b"}x}",
        "RTF with a picture of 4 MB": rb"{\rtf1 Alice{\pict\pngblip " + b"00" * 4 * MEGABYTE + b"}}",
        "RTF with an object of another program": rb"{\rtf1 Alice{\object\objemb{\*\objdata "
        + b"d0cf11e0" * 9_999
        + b"}}}",
        "RTF that skips 999,999,999 characters": rb"{\rtf1\uc999999999 \u1 ? Alice}",
        "RTF of 30,000 table rows": rb"{\rtf1 " + rb"\trowd\cellx1 x\cell\row" * 30_000 + b"}",
        "RTF that fetches a field": rb'{\rtf1{\field{\*\fldinst INCLUDETEXT "file:///etc/passwd"}{\fldrslt x}}}',
        "JSON Resume a hundred levels deep": deep.encode(),
        "JSON Resume with a number of 200,000 digits": b'{"basics": {"name": ' + b"9" * 200_000 + b"}}",
        "JSON Resume of halves of letters": b'{"basics": {"name": "\\ud800 Alice \\udfff"}}',
        "JSON Resume whose lists are texts and texts lists": b'{"basics": [], "work": "x", "education": [[["x"]]]}',
        "JSON Resume with a name of 300,000 letters": b'{"basics": {"name": "' + b"x" * 300_000 + b'"}}',
        "PDF that is a DOCX, too": plain + docx,
        "DOCX that is a PDF, too": zipped({"%PDF-1.7": plain, "word/document.xml": b"<a/>"}),
        "PDF behind a web page": b"<html><script>alert(1)</script>" + plain,
        "PDF behind a picture": b"GIF89a" + plain,
        "RTF that is a PDF, too": rb"{\rtf1 Alice}" + plain,
        "JSON that is a PDF, too": b'{"a": "' + plain + b'"}',
        "one line of 390,000 letters": b"x" * 390_000,
        "100,000 lines": b"x\n" * 100_000,
        "letters under 3,000 accents": ("e" + "\u0301" * 3_000).encode() * 40,
        "overrides that turn everything round": "\u202eecilA \u202c".encode() * 20_000,
        "an address that goes on and on": b"a@" + b"a." * 100_000 + b"\n" + b"http://" + b"a/" * 90_000,
        "numbers and dates that go on and on": b"2020-" * 30_000
        + b"\n"
        + b"+1 (0) " * 30_000
        + b"\n"
        + b"May " * 9_000,
        "headings and nothing else": b"Experience\nEducation\nSkills\n" * 9_000,
    }


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
    files = [*made_by_hand().values(), *islice(spoilt(), SPOILT)]

    def seconds(content: bytes) -> float:
        started = time.monotonic()
        with suppress(DocumentRefused):
            parse_resume(read_document(content, filename="resume.pdf", limits=LIMITS))
        return time.monotonic() - started

    with ThreadPoolExecutor(2) as pool:
        slowest = max(pool.map(seconds, files))
    return slowest, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def test_are_two_hundred_and_listed() -> None:
    made = made_by_hand()
    assert len(made) + SPOILT >= 200
    listed = (ROOT / "docs" / "hostile-files.md").read_text("utf-8")
    assert [line.removeprefix("- ") for line in listed.splitlines() if line.startswith("- ")] == list(made)


def test_two_hundred_are_read_or_refused_in_time_and_memory() -> None:
    # In a process of its own, whose children are the readers and nobody else's.
    command = "from tests.engines.documents import test_hostile; print(*test_hostile.read_all())"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    slowest, memory = done.stdout.split()
    assert float(slowest) < MOST_SECONDS
    assert int(memory) < MOST_MEMORY
