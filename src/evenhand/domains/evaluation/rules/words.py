"""Grades in words: what a figure means, what it leaves out, what a key point did to it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from evenhand.domains.evaluation.rules.figures import DIMENSION_WORDS, Overall
from evenhand.engines.grading import DEFAULT_RUBRIC, Rubric

PROPOSAL_WORDS: Mapping[str, str] = {
    "select": "Select",
    "next_round": "Next round",
    "decline_for_now": "Not this time",
    "not_enough_evidence": "Not enough evidence",
}
NO_EVIDENCE = "Not enough evidence. This is not a zero and takes nothing away."
STATUS_WORDS: Mapping[str, str] = {"found": "Found", "contradicted": "Contradicted", "missing": "Not mentioned"}
FLAG_WORDS: Mapping[str, str] = {
    "empty": "There are no words to read.",
    "nonsense": "The words do not form sentences that could be read.",
    "parroted": "The answer repeats the question.",
    "off_topic": "The answer speaks about something else.",
    "declined": "Said “I don’t know this one”.",
}


def thresholds(rubric: Rubric = DEFAULT_RUBRIC) -> str:
    """The two thresholds as a sentence."""
    return (
        f"From {rubric.next_round:.1f} the engine proposes the next round, "
        f"from {rubric.select:.1f} it proposes to select."
    )


def why(overall: Overall, *, silent: Sequence[int], rubric: Rubric = DEFAULT_RUBRIC) -> str:
    """Why the engine proposes what it proposes. `silent` are the numbers of the questions without evidence."""
    figure, low, high = overall.overall, f"{rubric.next_round:.1f}", f"{rubric.select:.1f}"
    if overall.proposal == "not_enough_evidence":
        sentence = (
            f"{overall.with_evidence} of {overall.answers} answers have evidence. "
            "Below half of them, nothing is proposed."
        )
    elif overall.proposal == "select":
        sentence = f"{figure} reaches {high}."
    elif overall.proposal == "next_round":
        sentence = f"{figure} lies between {low} and {high}."
    else:
        sentence = f"{figure} is below {low}."
    return f"{sentence} {_about(silent)}".strip()


def _about(silent: Sequence[int]) -> str:
    if not silent:
        return ""
    if len(silent) == 1:
        return f"Question {silent[0]} has no evidence; asking it in person would settle the doubt."
    return f"Questions {listed([str(one) for one in silent])} have no evidence; asking them in person would help."


def left_out(overall: Overall) -> str:
    """What the overall figure leaves out; empty when it leaves out nothing."""
    names = [DIMENSION_WORDS[name] for name in overall.left_out]
    if not names or overall.overall is None:
        return ""
    verb, rest = ("is", "weights are") if len(names) == 1 else ("are", "weights are")
    return (
        f"{listed(names)} {verb} left out of the overall figure, not counted as zero. "
        f"The other {rest} scaled up to 100 %."
    )


def of_answers(overall: Overall) -> str:
    """How many answers each figure rests on, where that is not all of them."""
    missing = overall.answers - overall.with_evidence
    if not missing:
        return ""
    return (
        f"The figures rest on {overall.with_evidence} of {overall.answers} answers. "
        "An answer without evidence takes nothing away."
    )


def effect(status: str, strength: float, points: Mapping[str, float], why: str = "") -> str:
    """What a key point did: "Found, strength 0.94. Adds 2.1 to completeness and 1.8 to accuracy."."""
    if status == "missing":
        return f"{STATUS_WORDS[status]}. What is not said adds nothing."
    added = [f"{value:.1f} to {name}" for name, value in points.items() if round(value, 1) > 0]
    taken = [f"{-value:.1f} from {name}" for name, value in points.items() if round(value, 1) < 0]
    parts = [f"{STATUS_WORDS.get(status, status)}, strength {strength:.2f}."]
    parts += [f"Adds {listed(added)}."] if added else []
    parts += [f"Takes {listed(taken)}."] if taken else []
    return " ".join([*parts, why]).strip()


def listed(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def percent(share: Decimal) -> int:
    """A weight as people read it."""
    return round(share * 100)
