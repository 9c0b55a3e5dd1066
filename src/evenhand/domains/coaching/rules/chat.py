"""Talks: limits, states, titles, the language of a question, and how an answer is put that was looked up."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from evenhand.domains.llm.rules import WHY, Why
from evenhand.engines.answering import Answered, Found
from evenhand.kit.words import Named, Sentence, say, tell

MOST_THREADS = 200
MOST_MESSAGES = 400
MOST_CHARS = 4_000
TITLE_CHARS = 80
ANSWER_CHARS = 12_000
PATIENCE = timedelta(seconds=90)
"""How long nothing may happen to an answer before it is taken for lost; a worker says something far sooner."""
BEFORE = 12
"""Messages of the talk that a language model is told again."""

Also = Literal["review", "gap", "tailored", "footprint"]
ALSO: tuple[Also, ...] = get_args(Also)
"""What a talk may be about too: the review of the resume, the gap report and the tailored version for the job, and the
person's public work."""
UNASKED: tuple[Also, ...] = ("review", "gap", "tailored")
"""What a new talk has unless it is taken out. Public work is chosen for a talk, or it is not in it."""

State = Literal["said", "waiting", "writing", "done", "stopped", "broken"]
OPEN = frozenset({"waiting", "writing"})
RESTARTED = "restarted"
LOST = say("The answer stopped because the server was restarted. Ask again.")
STOPPED = say("You stopped this answer.")
CUT = say("The language model stopped in the middle. What it had written stays; ask again for more.")
LEAD = say("I am not a language model: I look up passages and quote them. This is what I found.")
FROM_YOURS = say("In what you chose for this talk:")
FROM_GUIDANCE = say("In our guidance:")
NOTHING = say(
    "I found nothing about this in our guidance or in what you chose for this talk. I am not a language model: I look "
    "up passages and quote them. Try the words that a short article would use, such as gap, salary or interview."
)


def state_of(state: str, changed_at: datetime, now: datetime) -> State:
    """How an answer stands. One that nobody works at any more is broken, whatever its row says."""
    if state in OPEN and changed_at < now - PATIENCE:
        return "broken"
    return next(one for one in get_args(State) if one == state)


def remark(state: State, why: str, engine: str) -> Sentence | None:
    """What stands below an answer: why it ends where it ends, or why no language model wrote it."""
    if state == "stopped":
        return STOPPED
    if state == "broken":
        return CUT if why == Why.AWAY else LOST
    if state == "done" and why in set(Why) and not engine.startswith("llm"):
        return WHY[Why(why)]
    return None


def title_of(text: str) -> str:
    """A talk is called by its first words."""
    words = " ".join(text.split())
    if len(words) <= TITLE_CHARS:
        return words
    return words[: TITLE_CHARS - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def language_of(text: str) -> str:
    """Russian where most letters are Cyrillic, else English."""
    cyrillic = len(re.findall(r"[а-яё]", text, re.IGNORECASE))
    return "ru" if cyrillic > len(re.findall(r"[a-z]", text, re.IGNORECASE)) else "en"


def looked_up(found: Answered, missing: Sequence[Named] = ()) -> tuple[str, list[dict[str, Any]]]:
    """An answer in the reader's language, of quotations only, and where each comes from; what answers best is first.

    `missing` are skills that were asked about and that the chosen resume does not name.
    """
    not_named = [tell(_not_named(one)) for one in missing]
    if found.nothing:
        return "\n\n".join(not_named) or tell(NOTHING), []
    own = (
        [tell(FROM_YOURS), *(tell(say("“%(text)s”", text=one.passage.text)) for one in found.own)] if found.own else []
    )
    ours = [tell(FROM_GUIDANCE), *(one.passage.text for one in found.guidance)] if found.guidance else []
    parts = [*own, *ours] if found.own_first else [*ours, *own]
    order = [*found.own, *found.guidance] if found.own_first else [*found.guidance, *found.own]
    return "\n\n".join([tell(LEAD), *not_named, *parts]), sources(order)


def _not_named(skill: Named) -> Sentence:
    return say(
        "Your resume does not name %(skill)s. If you have it, name it: say where you used it and what came of it.",
        skill=skill,
    )


def sources(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Where quotations come from: the text's kind, title and characters."""
    return [
        {
            "kind": one.passage.source.kind,
            "title": one.passage.source.title,
            "start": one.passage.start,
            "end": one.passage.end,
            "quote": one.passage.text,
        }
        for one in found
    ]
