"""How well the built-in grader tells right, wrong and contradicting short answers apart, on questions it has not seen.

    python benchmarks/grading.py answers.jsonl         measure, with whole questions left out
    python benchmarks/grading.py answers.jsonl --fit   also print parameters fitted on all answers

Each line of the file is one answer: {"question", "references": [...], "answer", "gold3": "correct" | "incorrect" |
"contradictory"}. The committed parameters were fitted on the training part of SemEval-2013 task 7 (Beetle and
SciEntsBank; Dzikovska et al. 2013), which is not part of this repository.
"""

import argparse
import hashlib
import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.engines.embeddings import cosine, minilm
from evenhand.engines.grading.claims import extract_claims
from evenhand.engines.grading.comparison import best_comparison
from evenhand.engines.grading.features import FEATURES
from evenhand.engines.grading.reading import Reading, read_answer, read_reference
from evenhand.engines.grading.setting import make_setting
from evenhand.engines.grading.text import read_text
from evenhand.engines.grading.verdict import choose_label

LABELS = ("incorrect", "correct", "contradictory")  # the order of classes: missing, found, contradicted
FOLDS = 10
# Fitting pulls every weight towards zero this strongly; chosen once, not tuned per fold.
RIDGE = 30.0
Array = NDArray[np.float64]


def main() -> None:
    """Read the arguments, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("answers", type=Path)
    parser.add_argument("--fit", action="store_true", help="print parameters fitted on all answers")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.answers.read_text(encoding="utf-8").splitlines()]
    truth = np.array([LABELS.index(row["gold3"]) for row in rows])
    folds = leave_questions_out(rows)
    print(f"{len(rows)} answers to {len({row['question'] for row in rows})} questions, {FOLDS} folds by question")
    report("bag-of-words cosine", truth, *cross_validate(bag_of_words(rows), truth, folds))
    report("embedding cosine", truth, *cross_validate(embedding(rows), truth, folds))
    started = perf_counter()
    whole, claims = features(rows)
    print(f"compared in {perf_counter() - started:.0f} s")
    report("grader", truth, *grader_labels(whole, claims, truth, folds))
    if arguments.fit:
        print_parameters(fit(whole, truth))


def leave_questions_out(rows: Sequence[dict[str, Any]]) -> NDArray[np.int64]:
    """A fold for each row, the same for all answers to a question; questions are dealt out in the order of a hash."""
    questions = sorted({row["question"] for row in rows}, key=lambda text: hashlib.sha256(text.encode()).hexdigest())
    fold = {question: place % FOLDS for place, question in enumerate(questions)}
    return np.array([fold[row["question"]] for row in rows])


def bag_of_words(rows: Sequence[dict[str, Any]]) -> Array:
    """Cosine of word counts, answer against the closest reference."""
    counts: dict[str, Counter[str]] = {}

    def count(text: str) -> Counter[str]:
        return counts.setdefault(text, Counter(token.norm for token in read_text(text).tokens))

    def cos(a: Counter[str], b: Counter[str]) -> float:
        length = math.sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values()))
        return sum(a[word] * b[word] for word in a) / length if length else 0.0

    return np.array([[max(cos(count(row["answer"]), count(ref)) for ref in row["references"])] for row in rows])


def embedding(rows: Sequence[dict[str, Any]]) -> Array:
    """Cosine of sentence vectors, answer against the closest reference."""
    texts = sorted({text for row in rows for text in [row["answer"], *row["references"]]})
    vectors = dict(zip(texts, minilm().embed(texts), strict=True))
    return np.array([[max(cosine(vectors[row["answer"]], vectors[r]) for r in row["references"])] for row in rows])


def features(rows: Sequence[dict[str, Any]]) -> tuple[Array, list[Array]]:
    """Features of each answer against the whole reference, and against each claim of the reference that fits best."""
    model = minilm()
    whole, claims = [], []
    split: dict[tuple[str, str], list[Reading]] = {}
    for row in rows:
        question = read_reference(row["question"], model)
        references = [read_reference(text, model) for text in row["references"]]
        setting = make_setting(question, references)
        answer = read_answer(row["answer"], model, about=setting.said.union(*(r.stems for r in references)))
        if not answer.passage.tokens:
            whole.append(np.zeros(len(FEATURES)))
            claims.append(np.zeros((1, len(FEATURES))))
            continue
        best = best_comparison(references, answer, setting)
        whole.append(best.features)
        text = best.window.alignment.claim.passage.source
        if (row["question"], text) not in split:
            parts = extract_claims(text, question=row["question"])
            split[row["question"], text] = [read_reference(part, model) for part in parts]
        parts_read = split[row["question"], text]
        claims.append(np.array([best_comparison([part], answer, setting).features for part in parts_read]))
    return np.array(whole), claims


def cross_validate(values: Array, truth: NDArray[np.int64], folds: NDArray[np.int64]) -> tuple[Any, Any]:
    """Three-way and two-way predictions from a plain logistic model over `values`, each fold predicted by the rest."""
    three, two = np.zeros(len(truth), int), np.zeros(len(truth), int)
    for fold in range(FOLDS):
        rest, held = folds != fold, folds == fold
        three[held] = predict(fit(values[rest], truth[rest]), values[held]).argmax(axis=1)
        right = (truth == 1).astype(int)
        two[held] = predict(fit(values[rest], right[rest], classes=2), values[held]).argmax(axis=1)
    return three, two


def grader_labels(
    whole: Array, claims: Sequence[Array], truth: NDArray[np.int64], folds: NDArray[np.int64]
) -> tuple[Any, Any]:
    """What the grader's own rule makes of parameters fitted without the fold. Two-way is right against the rest."""
    three = np.zeros(len(truth), int)
    for fold in range(FOLDS):
        weights = fit(whole[folds != fold], truth[folds != fold])
        for place in np.flatnonzero(folds == fold):
            parts = predict(weights, claims[place])
            missing, found, contradicted = predict(weights, whole[place : place + 1])[0]
            label = choose_label(whole=(found, missing, contradicted), points=[(1.0, (f, m, c)) for m, f, c in parts])
            three[place] = LABELS.index(label)
    return three, (three == 1).astype(int)


def fit(values: Array, truth: NDArray[np.int64], classes: int = 3) -> Array:
    """Weights of shape (features + 1, classes), the constant last: ridge logistic regression by Newton's method."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    inputs = np.c_[(values - mean) / spread, np.ones(len(values))]
    width, wanted = inputs.shape[1], np.eye(classes)[truth]
    weights = np.zeros((width, classes))
    ridge = np.full((width, 1), RIDGE)
    ridge[-1] = 1e-6
    for _ in range(50):
        chances = _softmax(inputs @ weights)
        slope = inputs.T @ (chances - wanted) + ridge * weights
        curve = np.zeros((classes * width, classes * width))
        for a in range(classes):
            for b in range(classes):
                share = chances[:, a] * ((a == b) - chances[:, b])
                block = inputs.T @ (inputs * share[:, None])
                curve[a * width : (a + 1) * width, b * width : (b + 1) * width] = block
        curve += np.diag(np.tile(ridge[:, 0] + 1e-6, classes))
        step = np.linalg.solve(curve, slope.T.ravel()).reshape(classes, width).T
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    plain = weights.copy()
    plain[:-1] /= spread[:, None]
    plain[-1] -= mean @ plain[:-1]
    return plain


def predict(weights: Array, values: Array) -> Array:
    """Chances of shape (rows, classes)."""
    return _softmax(np.c_[values, np.ones(len(values))] @ weights)


def _softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Array = powers / powers.sum(axis=1, keepdims=True)
    return chances


def report(name: str, truth: NDArray[np.int64], three: Any, two: Any) -> None:
    """One line: accuracy and macro-averaged F1, three-way and two-way."""
    right = (truth == 1).astype(int)
    print(
        f"{name:20} three-way {np.mean(three == truth):.3f} F1 {macro_f1(truth, three, 3):.3f}   "
        f"two-way {np.mean(two == right):.3f} F1 {macro_f1(right, two, 2):.3f}"
    )


def macro_f1(truth: NDArray[np.int64], given: NDArray[np.int64], classes: int) -> float:
    """The mean over classes of the harmonic mean of precision and recall."""
    scores = []
    for label in range(classes):
        hits = int(((truth == label) & (given == label)).sum())
        scores.append(2 * hits / max(1, int((truth == label).sum() + (given == label).sum())))
    return float(np.mean(scores))


def print_parameters(weights: Array) -> None:
    """The two columns of the parameters file: found and contradicted, measured from missing."""
    print("feature: (found, contradicted)")
    for place, name in enumerate([*FEATURES, "constant"]):
        found, contradicted = weights[place, 1:] - weights[place, 0]
        print(f'        "{name}": ({found:.2f}, {contradicted:.2f}),')


if __name__ == "__main__":
    main()
