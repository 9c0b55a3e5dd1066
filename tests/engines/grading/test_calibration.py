"""The calibration page is about this engine and these parameters, and the grader keeps its lead on it."""

import hashlib
import json
import re

from tests.browsers import ROOT

from evenhand.engines.grading import ENGINE, ENGINE_VERSION
from evenhand.engines.grading.parameters import FITTED

PAGE = (ROOT / "docs" / "grading.md").read_text(encoding="utf-8")
ROW = r"^{name} +three-way (\S+) F1 (\S+) +two-way (\S+) F1 (\S+)$"
LEAD = 0.05
# Of answers that people called correct, fewer than this share may be accused of contradicting a key point.
ACCUSED = 0.005


def figures(name: str) -> list[float]:
    """Accuracy and macro-F1, three-way and two-way."""
    found = re.search(ROW.format(name=name), PAGE, re.MULTILINE)
    assert found, name
    return [float(figure) for figure in found.groups()]


class TestPage:
    def test_is_about_the_engine_and_the_parameters_in_use(self) -> None:
        fingerprint = hashlib.sha256(json.dumps(FITTED.to_dict(), sort_keys=True).encode()).hexdigest()[:12]
        stated = f"engine {ENGINE} version {ENGINE_VERSION}, parameters {FITTED.version} ({fingerprint})"
        assert stated in PAGE, "measure again: python benchmarks/grading.py ANSWERS --page docs/grading.md"

    def test_has_the_grader_clearly_ahead_of_both_baselines(self) -> None:
        grader = figures("grader")
        for baseline in ("bag-of-words cosine", "embedding cosine"):
            assert all(ours >= theirs + LEAD for ours, theirs in zip(grader, figures(baseline), strict=True))

    def test_has_next_to_no_right_answer_accused(self) -> None:
        found = re.search(r"called contradicted: .*?\bcorrect (\d+) of (\d+)", PAGE)
        assert found
        accused, answers = map(int, found.groups())
        assert answers > 1000
        assert accused / answers < ACCUSED

    def test_has_one_seal_for_a_hundred_replays(self) -> None:
        assert "100 replays of one answer: 1 seal\n" in PAGE
