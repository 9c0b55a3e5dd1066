"""The demo's resume files: real files a person could send, saying exactly what their truth says they say."""

import io
import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import phonenumbers
import pytest

from evenhand.demo import Candidate, load
from evenhand.engines.documents import Document, read_document

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "evenhand" / "demo" / "candidates"
CANDIDATES = load(date(2026, 11, 21)).candidates
BY_SLUG = {candidate.slug: candidate for candidate in CANDIDATES}
MAX_BYTES = 150_000
MAGIC = {"pdf": b"%PDF-1.", "docx": b"PK\x03\x04"}

# Numbers that regulators keep for films and books (PTS of Sweden, Ofcom, Bundesnetzagentur): nobody answers them.
RESERVED_NUMBERS = re.compile(
    r"\+46(7017406(?!0[0-4])|3139006|8465004)\d\d"
    r"|\+44(161496|117496|207946)0\d{3}"
    r"|\+49(3023125|4066969|6990009|8999998|2214710)\d{3}"
)

each_candidate = pytest.mark.parametrize("candidate", CANDIDATES, ids=lambda candidate: candidate.slug)


def kind(candidate: Candidate) -> str:
    return candidate.stored_as.rpartition(".")[2]


@cache
def read(slug: str) -> Document:
    return read_document(BY_SLUG[slug].content(), filename=BY_SLUG[slug].file_name)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold()


def leaves(value: Any) -> Iterator[str]:
    """Every string of a JSON value, dates left out because each file writes them in its own way."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        for key, item in value.items():
            if key not in {"startDate", "endDate", "countryCode", "url"}:
                yield from leaves(item)


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """scripts/make-demo-resumes as a module; it has no .py ending because people run it."""
    loader = SourceFileLoader("make_demo_resumes", str(ROOT / "scripts" / "make-demo-resumes"))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


class TestContent:
    def test_comes_in_three_formats(self) -> None:
        assert Counter(map(kind, CANDIDATES)) == {"pdf": 8, "docx": 6, "txt": 10}

    @each_candidate
    def test_is_a_real_file_of_modest_size(self, candidate: Candidate) -> None:
        content = candidate.content()
        assert 700 < len(content) < MAX_BYTES
        if kind(candidate) in MAGIC:
            assert content.startswith(MAGIC[kind(candidate)])
        else:
            assert squeezed(content.decode()).startswith(candidate.name.casefold())
        document = read(candidate.slug)
        assert document.kind == kind(candidate)
        assert document.page_count <= 2

    @each_candidate
    def test_says_what_its_truth_says(self, candidate: Candidate) -> None:
        text = squeezed(read(candidate.slug).text)
        expected = [leaf for part in candidate.truth.values() for leaf in leaves(part)]
        assert len(expected) > 15
        assert [leaf for leaf in expected if squeezed(leaf) not in text] == []

    @each_candidate
    def test_says_the_years_of_every_job_and_school(self, candidate: Candidate) -> None:
        text = read(candidate.slug).text
        for item in candidate.truth["work"] + candidate.truth["education"]:
            for key in ("startDate", "endDate"):
                assert item.get(key, "")[:4] in text


class TestTruth:
    @each_candidate
    def test_is_json_resume_with_partial_dates_newest_first(self, candidate: Candidate) -> None:
        truth = candidate.truth
        assert {"basics", "work", "education", "languages"} <= truth.keys()
        assert truth["basics"]["name"] == candidate.name
        assert truth["basics"]["email"] == candidate.email
        starts = [job["startDate"] for job in truth["work"]]
        assert starts == sorted(starts, reverse=True)
        for item in truth["work"] + truth["education"]:
            for key in ("startDate", "endDate"):
                assert re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", item.get(key, "2000")), item

    @each_candidate
    def test_gives_a_valid_number_that_nobody_answers(self, candidate: Candidate) -> None:
        number = phonenumbers.parse(candidate.truth["basics"]["phone"])
        assert phonenumbers.is_valid_number(number)
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert RESERVED_NUMBERS.fullmatch(e164), e164


class TestMakeDemoResumes:
    """The committed files are what the script makes of the sources; PDFs need a browser and are held by their truth."""

    @pytest.mark.parametrize("slug", [c.slug for c in CANDIDATES if kind(c) == "txt"])
    def test_writes_the_committed_text(self, maker: ModuleType, slug: str) -> None:
        person = tomllib.loads((SOURCES / f"{slug}.toml").read_text(encoding="utf-8"))
        assert maker.make(person, chromium="") == BY_SLUG[slug].content()

    @pytest.mark.parametrize("slug", [c.slug for c in CANDIDATES if kind(c) == "docx"])
    def test_writes_the_committed_parts_of_a_word_file(self, maker: ModuleType, slug: str) -> None:
        person = tomllib.loads((SOURCES / f"{slug}.toml").read_text(encoding="utf-8"))
        assert parts(maker.make(person, chromium="")) == parts(BY_SLUG[slug].content())

    def test_keeps_no_name_of_the_tool_that_wrote_the_file(self) -> None:
        for candidate in CANDIDATES:
            if kind(candidate) == "docx":
                about = parts(candidate.content())["docProps/core.xml"].decode()
                assert candidate.name in about
                assert "python" not in about


def parts(docx: bytes) -> dict[str, bytes]:
    """A Word file's parts; compared one by one, because compression differs between zlib builds."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
