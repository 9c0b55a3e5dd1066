"""Grades in words: what a figure means, what it leaves out, what a key point did to it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from evenhand.domains.evaluation.rules.figures import DIMENSION_WORDS, Overall
from evenhand.engines.grading import DEFAULT_RUBRIC, Rubric
from evenhand.kit.words import Sentence, say, say_many, together

PROPOSAL_WORDS: Mapping[str, Sentence] = {
    "select": say("Select"),
    "next_round": say("Next round"),
    "decline_for_now": say("Not this time"),
    "not_enough_evidence": say("Not enough evidence"),
}
NO_EVIDENCE = say("Not enough evidence. This is not a zero and takes nothing away.")
STATUS_WORDS: Mapping[str, Sentence] = {
    "found": say("Found"),
    "contradicted": say("Contradicted"),
    "missing": say("Not mentioned"),
}
IN_SENTENCES: Mapping[str, Sentence] = {
    "relevance": say("relevance"),
    "completeness": say("completeness"),
    "accuracy": say("accuracy"),
    "clarity": say("clarity"),
}
FLAG_WORDS: Mapping[str, Sentence] = {
    "empty": say("There are no words to read."),
    "nonsense": say("The words do not form sentences that could be read."),
    "parroted": say("The answer repeats the question."),
    "off_topic": say("The answer speaks about something else."),
    "declined": say("Said “I don’t know this one”."),
}


def thresholds(rubric: Rubric = DEFAULT_RUBRIC) -> Sentence:
    """The two thresholds as a sentence."""
    return say(
        "From %(next_round)s the engine proposes the next round, from %(select)s it proposes to select.",
        next_round=tenths(rubric.next_round),
        select=tenths(rubric.select),
    )


def why(overall: Overall, *, silent: Sequence[int], rubric: Rubric = DEFAULT_RUBRIC) -> Sentence:
    """Why the engine proposes what it proposes. `silent` are the numbers of the questions without evidence."""
    low, high = tenths(rubric.next_round), tenths(rubric.select)
    if overall.proposal == "not_enough_evidence":
        sentence = say(
            "%(known)s of %(answers)s answers have evidence. Below half of them, nothing is proposed.",
            known=overall.with_evidence,
            answers=overall.answers,
        )
    elif overall.proposal == "select":
        sentence = say("%(figure)s reaches %(high)s.", figure=overall.overall, high=high)
    elif overall.proposal == "next_round":
        sentence = say("%(figure)s lies between %(low)s and %(high)s.", figure=overall.overall, low=low, high=high)
    else:
        sentence = say("%(figure)s is below %(low)s.", figure=overall.overall, low=low)
    return together(sentence, _about(silent))


def _about(silent: Sequence[int]) -> str:
    if not silent:
        return ""
    if len(silent) == 1:
        return say("Question %(number)s has no evidence; asking it in person would settle the doubt.", number=silent[0])
    return say(
        "Questions %(numbers)s have no evidence; asking them in person would help.",
        numbers=[str(one) for one in silent],
    )


def left_out(overall: Overall) -> str:
    """What the overall figure leaves out; empty when it leaves out nothing."""
    names = [DIMENSION_WORDS[name] for name in overall.left_out]
    if not names or overall.overall is None:
        return ""
    return say_many(
        "%(names)s is left out of the overall figure, not counted as zero. The other weights are scaled up to 100 %%.",
        "%(names)s are left out of the overall figure, not counted as zero. The other weights are scaled up to 100 %%.",
        len(names),
        names=names,
    )


def of_answers(overall: Overall) -> str:
    """How many answers each figure rests on, where that is not all of them."""
    if overall.answers == overall.with_evidence:
        return ""
    return say(
        "The figures rest on %(known)s of %(answers)s answers. An answer without evidence takes nothing away.",
        known=overall.with_evidence,
        answers=overall.answers,
    )


def effect(status: str, strength: float, points: Mapping[str, float], why: str = "") -> Sentence:
    """What a key point did: "Found, strength 0.94. Adds 2.1 to completeness and 1.8 to accuracy."."""
    if status == "missing":
        return together(say("Not mentioned. What is not said adds nothing."))
    rounded = {name: tenths(value) for name, value in points.items()}
    added = [
        say("%(figure)s to %(dimension)s", figure=value, dimension=IN_SENTENCES[name])
        for name, value in rounded.items()
        if value > 0
    ]
    taken = [
        say("%(figure)s from %(dimension)s", figure=-value, dimension=IN_SENTENCES[name])
        for name, value in rounded.items()
        if value < 0
    ]
    found = say(
        "%(status)s, strength %(strength)s.",
        status=STATUS_WORDS.get(status, status),
        strength=Decimal(str(strength)).quantize(Decimal("0.01")),
    )
    return together(
        found,
        say("Adds %(points)s.", points=added) if added else "",
        say("Takes %(points)s.", points=taken) if taken else "",
        why,
    )


def tenths(value: float) -> Decimal:
    """A figure to one decimal, as it is shown."""
    return Decimal(f"{value:.1f}")


def percent(share: Decimal) -> int:
    """A weight as people read it."""
    return round(share * 100)
