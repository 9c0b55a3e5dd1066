"""Grades one answer: reads it, weighs it against the reference point by point, and seals the result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evenhand.engines.documents.instructions import blanked
from evenhand.engines.embeddings import TextEncoder, minilm
from evenhand.engines.grading.clarity import judge_clarity
from evenhand.engines.grading.comparison import match
from evenhand.engines.grading.evidence import Dimension
from evenhand.engines.grading.flags import Flag, is_declined, is_nonsense, is_parroted, is_thin
from evenhand.engines.grading.language import language_of
from evenhand.engines.grading.manifest import make_manifest
from evenhand.engines.grading.parameters import FITTED, Parameters
from evenhand.engines.grading.points import Judged, PointResult, judge, judge_red_flag, unsaid
from evenhand.engines.grading.reading import Reading, read_answer
from evenhand.engines.grading.reference import Alternative, Reference, make_reference
from evenhand.engines.grading.relevance import find_topic, judge_relevance
from evenhand.engines.grading.result import Grade, sealed
from evenhand.engines.grading.rubric import DEFAULT_RUBRIC, DIMENSIONS, HIGHEST, Rubric
from evenhand.engines.grading.scoring import score
from evenhand.engines.grading.telling import AT_WORK, judge_account, read_story
from evenhand.engines.grading.text import Passage, read_text
from evenhand.engines.grading.verdict import Label, choose_label

# A longer answer is read up to here, and every reason says so: about 3,000 words, more than anyone says in one answer.
MAX_ANSWER_CHARS = 20_000

# From this strength on a found point shows that the answer speaks to the question, however far its words are from it.
SURELY_FOUND = 0.75


@dataclass(frozen=True)
class Judgement:
    """What an answer is worth, before it is weighed by a rubric and sealed."""

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
    judgement = weigh(blanked(answer), reference, FITTED, encoder)
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


def weigh(answer: str, reference: Reference, parameters: Parameters, encoder: TextEncoder) -> Judgement:
    """Judge an answer's dimensions and points with given parameters; `grade` is this with the fitted ones, sealed."""
    passage = read_text(answer[:MAX_ANSWER_CHARS])
    if not passage.tokens:
        return _worthless("empty", "The answer has no words.", reference)
    if is_nonsense(passage):
        return _worthless("nonsense", "The answer is not made of words that say something.", reference)
    reading = read_answer(passage.source, encoder, about=reference.stems)
    judgement = _weigh_reading(reading, reference, parameters, encoder)
    return _shortened(judgement) if len(answer) > MAX_ANSWER_CHARS else judgement


def _weigh_reading(answer: Reading, reference: Reference, parameters: Parameters, encoder: TextEncoder) -> Judgement:
    alternative, points = _best_alternative(answer, reference, parameters)
    story = read_story(answer, reference.question.passage.source, points, encoder) if reference.account else None
    if story:
        points = [judge_account(point, story) for point in points]
    raised = _raised_flags(answer, reference, parameters)
    found = any(point.status == "found" for point in points)
    hit = bool(raised) or any(point.status != "missing" for point in points)
    no_attempt = _no_attempt(answer.passage, reference, alternative, found=found, hit=hit)
    if no_attempt is not None:
        return no_attempt
    topic = find_topic(answer, reference)
    near = story is not None and story.nearness >= AT_WORK  # a story shares few words with its question
    off = topic.off and not raised and not near and not any(_surely_hit(point) for point in points)
    if off:  # a number or a common word that it shares with a point shows nothing
        points = [unsaid(point.point) for point in points]
    scored = score(points, raised)
    share = (scored.completeness.score or 0.0) / HIGHEST
    unstructured = Dimension(None, "off_topic", "There is no answer to this question whose structure could be judged.")
    dimensions = {
        "relevance": judge_relevance(replace(topic, off=off), found=share),
        "completeness": scored.completeness,
        "accuracy": scored.accuracy,
        "clarity": unstructured if off else judge_clarity(answer.passage),
    }
    label: Label = "incorrect" if off else _label(answer, reference, points, parameters)
    return Judgement(label, dimensions, scored.points, ("off_topic",) if off else ())


def _surely_hit(point: Judged) -> bool:
    return point.status == "contradicted" or (point.status == "found" and point.strength >= SURELY_FOUND)


def _no_attempt(
    passage: Passage, reference: Reference, alternative: Alternative | None, *, found: bool, hit: bool
) -> Judgement | None:
    """What stands in for a judgement where there is nothing to judge; None where there is."""
    if not found and is_declined(passage, reference.question.passage):
        return _unjudged("declined", "The answer says that its author does not know. That is no evidence.", "declined")
    if not found and _unreadable(passage, reference):
        reason = "The answer is in another language than the reference, and this engine cannot compare the two."
        return _unjudged("other_language", reason)
    if not hit and is_thin(passage):
        return _worthless("nonsense", "Too few words to say anything, and none of them hits a key point.", reference)
    claims = [point.reading.passage for point in alternative.points] if alternative else []
    if is_parroted(passage, reference.question.passage, claims):
        return _worthless("parroted", "The answer says the question again and adds nothing to it.", reference)
    if alternative is None and not reference.red_flags:
        return _unjudged("no_reference", "There is no gold answer or key point to compare the answer with.")
    return None


def _raised_flags(answer: Reading, reference: Reference, parameters: Parameters) -> list[Judged]:
    matches = [(flag, match([flag.reading], answer, reference.setting, parameters)) for flag in reference.red_flags]
    judged = [judge_red_flag(flag, found) for flag, found in matches]
    return [flag for flag in judged if flag is not None]


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
    if reference.points_given or not reference.golds:
        return choose_label(whole=None, points=points)
    whole = match(reference.golds, answer, reference.setting, parameters)
    return choose_label(whole=(whole.found, whole.missing, whole.contradicted), points=points)


def _unreadable(passage: Passage, reference: Reference) -> bool:
    """Whether the answer is in another language than its reference, or both are in one the engine does not read."""
    told = [reading.passage for reading in (*reference.golds, reference.question)]
    theirs = next((language for text in told if (language := language_of(text))), None)
    mine = language_of(passage)
    return mine is not None and theirs is not None and (mine != theirs or mine == "other")


def _worthless(flag: Flag, reason: str, reference: Reference) -> Judgement:
    """No attempt at an answer: zero where points could have been gained, and no structure to judge."""
    nothing = Dimension(0.0, flag, reason)
    dimensions = dict.fromkeys(DIMENSIONS, nothing) | {"clarity": replace(nothing, score=None)}
    points = reference.alternatives[0].points if reference.alternatives else ()
    return Judgement("incorrect", dimensions, score([unsaid(point) for point in points], []).points, (flag,))


def _unjudged(code: str, reason: str, *flags: Flag) -> Judgement:
    return Judgement("incorrect", dict.fromkeys(DIMENSIONS, Dimension(None, code, reason)), (), flags)


def _shortened(judgement: Judgement) -> Judgement:
    note = f" Only the first {MAX_ANSWER_CHARS:,} characters were read."
    dimensions = {name: replace(value, reason=value.reason + note) for name, value in judgement.dimensions.items()}
    return replace(judgement, dimensions=dimensions)
