"""How well the built-in grader tells right, wrong and contradicting short answers apart, on questions it has not seen.

    python benchmarks/grading.py answers.jsonl         measure, with whole questions left out
    python benchmarks/grading.py answers.jsonl --fit   also print parameters fitted on all answers
    python benchmarks/grading.py answers.jsonl --page docs/grading.md   also write the calibration page

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
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.engines.embeddings import cosine, minilm
from evenhand.engines.grading import ENGINE, ENGINE_VERSION, grade
from evenhand.engines.grading.comparison import best_comparison
from evenhand.engines.grading.features import FEATURES
from evenhand.engines.grading.grader import weigh
from evenhand.engines.grading.parameters import FITTED, Parameters
from evenhand.engines.grading.reading import read_answer
from evenhand.engines.grading.reference import make_reference
from evenhand.engines.grading.text import read_text

LABELS = ("incorrect", "correct", "contradictory")  # the order of classes: missing, found, contradicted
FOLDS = 10
REPLAYS = 100
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
# Fitting pulls every weight towards zero this strongly; chosen once, not tuned per fold.
RIDGE = 30.0
Array = NDArray[np.float64]


def main() -> None:
    """Read the arguments, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("answers", type=Path)
    parser.add_argument("--fit", action="store_true", help="print parameters fitted on all answers")
    parser.add_argument("--page", type=Path, help="write the figures into this page, between its marks")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.answers.read_text(encoding="utf-8").splitlines()]
    truth = np.array([LABELS.index(row["gold3"]) for row in rows])
    folds = leave_questions_out(rows)
    said = [f"{len(rows)} answers to {len({row['question'] for row in rows})} questions, {FOLDS} folds by question"]
    said.append(report("bag-of-words cosine", truth, *cross_validate(bag_of_words(rows), truth, folds)))
    said.append(report("embedding cosine", truth, *cross_validate(embedding(rows), truth, folds)))
    values = features(rows)
    judged = graded(rows, values, truth, folds)
    said.append(report("grader", truth, *judged[:2]))
    said.append(accusations(truth, judged[2]))
    said.append(replays(rows[0]))
    print("\n".join(said))
    if arguments.page:
        write_page(arguments.page, said)
    if arguments.fit:
        print_parameters(fit(values, truth))


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


def features(rows: Sequence[dict[str, Any]]) -> Array:
    """Features of each answer against the reference that fits it best, the reference taken as one claim."""
    model = minilm()
    found = []
    for row in rows:
        reference = make_reference(question=row["question"], gold=row["references"], encoder=model)
        answer = read_answer(row["answer"], model, about=reference.stems)
        known = bool(answer.passage.tokens)
        found.append(
            best_comparison(reference.golds, answer, reference.setting).features if known else np.zeros(len(FEATURES))
        )
    return np.array(found)


def graded(
    rows: Sequence[dict[str, Any]], values: Array, truth: NDArray[np.int64], folds: NDArray[np.int64]
) -> tuple[Any, Any, Any]:
    """The whole grader's labels, with parameters fitted on the other folds, and whether it calls a point contradicted.

    Two-way is correct against the rest.
    """
    model = minilm()
    three, accused = np.zeros(len(truth), int), np.zeros(len(truth), bool)
    for fold in range(FOLDS):
        parameters = to_parameters(fit(values[folds != fold], truth[folds != fold]))
        for place in map(int, np.flatnonzero(folds == fold)):
            row = rows[place]
            reference = make_reference(question=row["question"], gold=row["references"], encoder=model)
            judgement = weigh(row["answer"], reference, parameters, model)
            three[place] = LABELS.index(judgement.label)
            accused[place] = any(point.status == "contradicted" for point in judgement.points)
    return three, (three == 1).astype(int), accused


def accusations(truth: NDArray[np.int64], accused: NDArray[np.bool_]) -> str:
    """How often a key point is called contradicted, by what people called the answer."""
    shares = [
        f"{label} {int(accused[truth == n].sum())} of {int((truth == n).sum())}" for n, label in enumerate(LABELS)
    ]
    return f"answers with a key point called contradicted: {', '.join(shares)}"


def replays(row: dict[str, Any]) -> str:
    """How many different seals one answer gets, and how long it takes."""
    seals = set()
    for _ in range(REPLAYS):
        seals.add(grade(question=row["question"], gold=row["references"], answer=row["answer"]).seal)
    return f"{REPLAYS} replays of one answer: {len(seals)} seal{'s' if len(seals) > 1 else ''}"


def write_page(page: Path, said: Sequence[str]) -> None:
    """Put the figures, and what they were measured with, between the marks of a page."""
    version = f"engine {ENGINE} version {ENGINE_VERSION}, parameters {FITTED.version} ({fingerprint()})"
    text = page.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    figures = "\n".join(said)
    page.write_text(f"{before}{BEGIN}\n```\n{version}\n\n{figures}\n```\n{END}{after}", encoding="utf-8")


def fingerprint() -> str:
    """A short hash of the committed parameters, by which a test sees that a page is about others."""
    return hashlib.sha256(json.dumps(FITTED.to_dict(), sort_keys=True).encode()).hexdigest()[:12]


def to_parameters(weights: Array) -> Parameters:
    """Weights in the grader's form: found and contradicted, measured from missing, to two decimals."""
    columns = np.round(weights[:, 1:] - weights[:, :1], 2)
    names = [*FEATURES, "constant"]
    found, contradicted = (dict(zip(names, map(float, column), strict=True)) for column in columns.T)
    return replace(FITTED, found=found, contradicted=contradicted)


def cross_validate(values: Array, truth: NDArray[np.int64], folds: NDArray[np.int64]) -> tuple[Any, Any]:
    """Three-way and two-way predictions from a plain logistic model over `values`, each fold predicted by the rest."""
    three, two = np.zeros(len(truth), int), np.zeros(len(truth), int)
    for fold in range(FOLDS):
        rest, held = folds != fold, folds == fold
        three[held] = predict(fit(values[rest], truth[rest]), values[held]).argmax(axis=1)
        right = (truth == 1).astype(int)
        two[held] = predict(fit(values[rest], right[rest], classes=2), values[held]).argmax(axis=1)
    return three, two


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


def report(name: str, truth: NDArray[np.int64], three: Any, two: Any) -> str:
    """One line: accuracy and macro-averaged F1, three-way and two-way."""
    right = (truth == 1).astype(int)
    return (
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
    """The two tables of the parameters file."""
    parameters = to_parameters(weights)
    for name, table in (("found", parameters.found), ("contradicted", parameters.contradicted)):
        print(f"    {name}={{")
        for feature, weight in table.items():
            print(f'        "{feature}": {weight},')
        print("    },")


if __name__ == "__main__":
    main()
