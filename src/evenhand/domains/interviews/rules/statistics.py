"""What figures over many answers say about a question, and when there are too few of them to say it."""

from decimal import ROUND_HALF_UP, Decimal

from evenhand.kit.words import Sentence, say, say_many

FEWEST_FOR_MEANS = 5
"""Answers from which means are shown: fewer would show how single people did."""

FEWEST_FOR_DISCRIMINATION = 10
"""Interviews from which a correlation says more than chance."""

OFTEN_DECLINED = Decimal("0.4")
SAYS_LITTLE, SAYS_MUCH = Decimal("0.1"), Decimal("0.3")
EASY_MEAN, HARD_MEAN = Decimal("8.5"), Decimal("3.0")


def rounded(value: float | Decimal | None, places: str = "0.1") -> Decimal | None:
    """Half up, as it is shown; None stays None."""
    return None if value is None else Decimal(str(value)).quantize(Decimal(places), rounding=ROUND_HALF_UP)


def rate(part: int, whole: int) -> Decimal | None:
    """A share to two decimals; None of nothing."""
    return rounded(Decimal(part) / whole, "0.01") if whole else None


def remarks(
    *, graded: int, overall: Decimal | None, declined_rate: Decimal | None, settled: int, discrimination: Decimal | None
) -> list[Sentence]:
    """What the figures suggest to look at. They are about the question and never about a person."""
    if settled < FEWEST_FOR_MEANS:
        return [
            say_many(
                "Not enough answers yet: %(count)s so far, figures are shown from %(fewest)s.",
                "Not enough answers yet: %(count)s so far, figures are shown from %(fewest)s.",
                settled,
                fewest=FEWEST_FOR_MEANS,
            )
        ]
    said = []
    if declined_rate is not None and declined_rate >= OFTEN_DECLINED:
        said.append(say("Many people do not know an answer. Perhaps the question is too hard here, or hard to read."))
    if overall is not None and overall >= EASY_MEAN:
        said.append(say("Nearly everyone answers it well, so it tells little apart."))
    if overall is not None and overall <= HARD_MEAN:
        said.append(say("Nearly everyone scores low. Check the key points: do they say what a good answer says?"))
    if graded < FEWEST_FOR_DISCRIMINATION or discrimination is None:
        said.append(say("Not enough answers yet to say how it goes together with the rest of the interview."))
    elif discrimination < SAYS_LITTLE:
        said.append(say("Doing well here says little about the rest of the interview. Look at the question again."))
    elif discrimination >= SAYS_MUCH:
        said.append(say("Those who do well here do well in the rest of the interview too."))
    return said
