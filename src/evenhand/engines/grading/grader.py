"""Grades one answer: reads it, weighs it against the reference point by point, and seals the result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evenhand.engines.embeddings import TextEncoder, minilm
from evenhand.engines.grading.clarity import judge_clarity
from evenhand.engines.grading.comparison import match
from evenhand.engines.grading.evidence import Dimension
from evenhand.engines.grading.flags import FEWEST_WORDS, Flag, is_declined, is_nonsense, is_parroted
from evenhand.engines.grading.language import language_of
from evenhand.engines.grading.manifest import make_manifest
from evenhand.engines.grading.parameters import FITTED, Parameters
from evenhand.engines.grading.points import Judged, PointResult, judge, judge_red_flag
from evenhand.engines.grading.reading import Reading, read_answer
from evenhand.engines.grading.reference import Alternative, Reference, make_reference
from evenhand.engines.grading.relevance import find_topic, judge_relevance
from evenhand.engines.grading.result import Grade, sealed
from evenhand.engines.grading.rubric import DEFAULT_RUBRIC, DIMENSIONS, Rubric
from evenhand.engines.grading.scoring import score
from evenhand.engines.grading.text import Passage, read_text
from evenhand.engines.grading.verdict import Label, choose_label

# A longer answer is read up to here, and every reason says so: about 3,000 words, more than anyone says in one answer.
MAX_ANSWER_CHARS = 20_000


@dataclass(frozen=True)
class _Judgement:
    label: Label
    dimensions: dict[str, Dimension]
    points: tuple[PointResult, ...] = ()
    flags: tuple[Flag, ...] = ()


def grade(
    *,
    question: str,
    gold: Sequence[str],
    answer: str,
    key_points: Sequence[str] = (),
    red_flags: Sequence[str] = (),
    rubric: Rubric = DEFAULT_RUBRIC,
    embedder: TextEncoder | None = None,
) -> Grade:
    """Grade one answer. The same input gives the same bytes; nothing in the answer is taken for an instruction.

    Args:
        question: what was asked.
        gold: one or more good answers; with several, the one the answer does best against counts.
        answer: any text at all. Offsets in the result are code points of it.
        key_points: the claims a good answer makes. Without them they are taken from the gold answer.
        red_flags: claims a good answer does not make.
        rubric: weights and thresholds.
        embedder: the built-in model unless given.

    Raises:
        GradingRefused: question, gold answers, key points or red flags are too long or too many.
        EmbeddingModelMissing: the built-in model is not installed.
    """
    encoder = minilm() if embedder is None else embedder
    reference = make_reference(
        question=question, gold=gold, key_points=key_points, red_flags=red_flags, encoder=encoder
    )
    judgement = _judge(answer, reference, FITTED, encoder)
    scores = {name: judgement.dimensions[name].score for name in DIMENSIONS}
    return sealed(
        label=judgement.label,
        dimensions=judgement.dimensions,
        overall=rubric.overall(scores),
        points=judgement.points,
        flags=judgement.flags,
        manifest=make_manifest(
            question=question,
            gold=gold,
            key_points=key_points,
            red_flags=red_flags,
            answer=answer,
            rubric=rubric,
            parameters=FITTED,
            encoder=encoder,
        ),
    )


def _judge(answer: str, reference: Reference, parameters: Parameters, encoder: TextEncoder) -> _Judgement:
    passage = read_text(answer[:MAX_ANSWER_CHARS])
    if not passage.tokens:
        return _worthless("empty", "The answer has no words.")
    if is_nonsense(passage):
        return _worthless("nonsense", "The answer is not made of words that say something.")
    if _unreadable(passage, reference):
        return _unjudged(
            "other_language",
            "The answer is in another language than the reference, which this engine cannot compare.",
        )
    reading = read_answer(passage.source, encoder, about=reference.stems)
    judgement = _weigh(reading, reference, parameters)
    if len(answer) > MAX_ANSWER_CHARS:
        judgement = _shortened(judgement)
    return judgement


def _weigh(answer: Reading, reference: Reference, parameters: Parameters) -> _Judgement:
    alternative, points = _best_alternative(answer, reference, parameters)
    raised = [
        judged
        for flag in reference.red_flags
        if (judged := judge_red_flag(flag, match([flag.reading], answer, reference.setting, parameters), parameters))
    ]
    hit = any(point.status != "missing" for point in points) or bool(raised)
    passage = answer.passage
    if is_declined(passage) and not any(point.status == "found" for point in points):
        return _unjudged("declined", "The answer says that its author does not know. That is no evidence.", "declined")
    if len(passage.tokens) < FEWEST_WORDS and not hit:
        return _worthless("nonsense", f"Under {FEWEST_WORDS} words, and none of them hits a key point.")
    claims = [point.reading.passage for point in alternative.points] if alternative else []
    if is_parroted(passage, reference.question.passage, claims):
        return _worthless("parroted", "The answer says the question again and adds nothing to it.")
    topic = find_topic(answer, reference)
    off = topic.off and not hit
    scored = score(points, raised)
    label = _label(answer, reference, points, parameters) if not off else "incorrect"
    clarity = Dimension(None, "off_topic", "There is no answer to this question whose structure could be judged.")
    dimensions = {
        "relevance": judge_relevance(replace(topic, off=off)),
        "completeness": scored.completeness,
        "accuracy": scored.accuracy,
        "clarity": clarity if off else judge_clarity(passage),
    }
    return _Judgement(label, dimensions, scored.points, ("off_topic",) if off else ())


def _best_alternative(
    answer: Reading, reference: Reference, parameters: Parameters
) -> tuple[Alternative | None, list[Judged]]:
    """The gold answer against which this answer does best, and its judged points."""
    best: tuple[float, Alternative | None, list[Judged]] = (float("-inf"), None, [])
    seen: dict[int, list[Judged]] = {}
    for alternative in reference.alternatives:
        key = id(alternative.points)
        if key not in seen:
            seen[key] = [
                judge(point, match([point.reading], answer, reference.setting, parameters), parameters)
                for point in alternative.points
            ]
        points = seen[key]
        if points:
            scored = score(points, [])
            worth = (scored.completeness.score or 0.0) + (scored.accuracy.score or 0.0)
            worth += sum(point.chances[0] for point in points) / len(points)
            if worth > best[0]:
                best = (worth, alternative, points)
    return best[1], best[2]


def _label(answer: Reading, reference: Reference, points: Sequence[Judged], parameters: Parameters) -> Label:
    whole = None
    if reference.golds:
        against = match(reference.golds, answer, reference.setting, parameters)
        whole = (against.found, against.missing, against.contradicted)
    return choose_label(whole=whole, points=[(1.0, point.chances) for point in points])


def _unreadable(passage: Passage, reference: Reference) -> bool:
    """Whether the answer is in a language that cannot be compared with the reference's, and shares no word with it."""
    mine = language_of(passage)
    told = [reading.passage for reading in (*reference.golds, reference.question)]
    told += [point.reading.passage for alternative in reference.alternatives for point in alternative.points]
    theirs = next((language for text in told if (language := language_of(text))), mine)
    if mine == theirs and mine != "other":
        return False
    return not any(token.content and token.stem in reference.stems for token in passage.tokens)


def _worthless(flag: Flag, reason: str) -> _Judgement:
    nothing = Dimension(0.0, flag, reason)
    dimensions = dict.fromkeys(DIMENSIONS, nothing) | {"clarity": replace(nothing, score=None)}
    return _Judgement("incorrect", dimensions, (), (flag,))


def _unjudged(code: str, reason: str, *flags: Flag) -> _Judgement:
    return _Judgement("incorrect", dict.fromkeys(DIMENSIONS, Dimension(None, code, reason)), (), flags)


def _shortened(judgement: _Judgement) -> _Judgement:
    note = f" Only the first {MAX_ANSWER_CHARS:,} characters were read."
    dimensions = {name: replace(value, reason=value.reason + note) for name, value in judgement.dimensions.items()}
    return replace(judgement, dimensions=dimensions)
