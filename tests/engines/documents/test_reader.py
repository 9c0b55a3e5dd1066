import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.documents.packing import part, zipped

from evenhand.engines.documents import DocumentRefused, Limits
from evenhand.engines.documents.reader import read_here

TAGS = st.sampled_from(["p", "r", "t", "tbl", "tr", "tc", "hyperlink", "fldChar", "sym", "br", "numPr", "sdt", "del"])
TREES = st.recursive(
    st.text(alphabet="aж \t", max_size=4),
    lambda inner: st.builds(
        lambda tag, children: f"<w:{tag}>{''.join(children)}</w:{tag}>", TAGS, st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


class TestReadHere:
    """What is not hostile to the process itself can be tried in it, many times over."""

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=3_000), st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]))
    def test_reads_or_refuses_any_bytes_as_text(self, content: bytes, start: bytes) -> None:
        with contextlib.suppress(DocumentRefused):
            document = read_here(start + content, "txt", Limits())
            assert all(document.text[line.start : line.end] == line.text for line in document.lines)

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=3_000), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]))
    def test_reads_or_refuses_any_bytes_as_docx(self, content: bytes, start: bytes) -> None:
        with contextlib.suppress(DocumentRefused):
            read_here(start + content, "docx", Limits())

    @settings(max_examples=60, deadline=None)
    @given(TREES)
    def test_reads_or_refuses_any_markup_as_docx(self, tree: str) -> None:
        content = zipped({"word/document.xml": part("document", f"<w:body>{tree}</w:body>").encode()})
        with contextlib.suppress(DocumentRefused):
            document = read_here(content, "docx", Limits())
            assert all(document.text[line.start : line.end] == line.text for line in document.lines)

    @settings(max_examples=40, deadline=None)
    @given(st.binary(max_size=2_000))
    def test_reads_or_refuses_any_bytes_as_pdf(self, content: bytes) -> None:
        with contextlib.suppress(DocumentRefused):
            read_here(b"%PDF-1.7\n" + content + b"\nstartxref\n0\n%%EOF", "pdf", Limits())
