"""What the grading engine says in sealed grades: English there, and told in the reader's language from there."""

from evenhand.kit.words import Sentence, mark, recognised

SAID = (
    mark("Structure: one idea a sentence, words that show the order, and something concrete."),
    mark("Under %(count)s words: too short to judge structure."),
    mark("There is no answer to this question whose structure could be judged."),
    mark("The answer is in another language than the reference, and this engine cannot compare the two."),
    mark("The answer has no words."),
    mark("The answer is not made of words that say something."),
    mark("The answer says that its author does not know. That is no evidence."),
    mark("Too few words to say anything, and none of them hits a key point."),
    mark("The answer says the question again and adds nothing to it."),
    mark("There is no gold answer or key point to compare the answer with."),
    mark("The answer says what a good answer does not."),
    mark("One side denies what the other says."),
    mark("The answer says the opposite."),
    mark("The answer gives another number."),
    mark("The answer says it of something else."),
    mark("Yes and no are the other way round."),
    mark("Who and whom, or before and after, are the other way round."),
    mark("How close the answer comes to what the question asks about."),
    mark("The answer is about something else than the question."),
    mark("%(count)s of %(total)s key points found."),
    mark("%(count)s statement contradicts the reference."),
    mark("%(count)s statements contradict the reference."),
    mark("Nothing contradicts the reference."),
    mark("There is no gold answer or key point to compare with."),
    mark("Nothing in the answer could be matched to a key point."),
)
"""Templates of the engine's sentences. A test compares them with its code."""


def said(text: str) -> Sentence:
    """A sentence of the engine, to be told; one that is not known here stays as it is."""
    return recognised(text, SAID)
