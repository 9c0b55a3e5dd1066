"""Recognising words in pictures, by the models of `rapidocr` where it is installed (the extra `ocr`).

The models are files of that package, named here one by one: left to itself it would fetch what it misses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Detection shrinks a page to this many pixels; recognition sees the words as they were drawn.
DETECTED_AT = 960
# A word that is as good as certain is still not what a file says itself.
MOST_CERTAIN = 0.99
# In heights of the line: pieces of one word are nearer than this.
JOINED = 0.5
# Latin and Chinese: the only recogniser in the package. Most letters it does not know come out as nothing at all.
_DETECTOR, _RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word with its box in pixels, the height of the line it stands in, and how certain it is (0..1)."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    certainty: float


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """Its lines, and how much of the width of all that looks like a line became words.

    That is nine tenths of a clear page in Latin letters, and a quarter of one in Cyrillic, which stays empty.
    """

    lines: list[list[SeenWord]]
    share: float


@cache
def can_recognise() -> bool:
    """Whether words in pictures can be recognised on this machine."""
    return find_spec("rapidocr") is not None


class Recogniser:
    """The models, loaded once. Needs a process of its own: they take 250 MB and seconds of processor time."""

    def __init__(self) -> None:
        import cv2
        import rapidocr

        cv2.setNumThreads(1)
        models = Path(rapidocr.__file__).parent / "models"
        self._engine: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.max_side_len": 2400,
                "Global.text_score": 0.0,
                "Det.model_path": str(models / _DETECTOR),
                "Det.limit_type": "max",
                "Det.limit_side_len": DETECTED_AT,
                "Rec.model_path": str(models / _RECOGNISER),
                "Rec.rec_batch_num": 1,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def see(self, picture: Any) -> SeenPicture:
        """What an array (height, width, BGR) shows, line by line from the top."""
        drawn = self._engine(picture, use_rec=False).boxes
        if drawn is None:
            return SeenPicture([], 1.0)
        lines = list(self._lines(picture))
        read = sum(word.x1 - word.x0 for line in lines for word in line)
        return SeenPicture(lines, read / max(sum(float(box[1][0] - box[0][0]) for box in drawn), 1.0))

    def _lines(self, picture: Any) -> Iterator[list[SeenWord]]:
        seen = self._engine(picture, use_rec=True, return_word_box=True)
        if seen.boxes is None or seen.txts is None or seen.word_results is None:
            return
        for box, text, words in zip(seen.boxes, seen.txts, seen.word_results, strict=True):
            top, bottom = (float(box[0][1] + box[1][1]) / 2, float(box[2][1] + box[3][1]) / 2)
            line = [_word(one, score, corners, top, bottom) for one, score, corners in words if one.strip()]
            if line:
                yield _joined(sorted(line, key=lambda word: word.x0), text)


def _joined(words: list[SeenWord], text: str) -> list[SeenWord]:
    """The words without those that the engine cut in two at a wide letter, where it wrote no space."""
    found = words[:1]
    for word in words[1:]:
        before = found[-1]
        near = word.x0 - before.x1 < JOINED * (word.bottom - word.top)
        if near and before.text + word.text in text:
            certainty = min(before.certainty, word.certainty)
            found[-1] = replace(before, text=before.text + word.text, x1=word.x1, certainty=certainty)
        else:
            found.append(word)
    return found


def _word(text: str, score: float, corners: Any, top: float, bottom: float) -> SeenWord:
    across = [float(corner[0]) for corner in corners]
    return SeenWord(text.strip(), min(across), max(across), top, bottom, min(float(score), MOST_CERTAIN))
