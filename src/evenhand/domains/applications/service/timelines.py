"""An application as its candidate follows it: what happened, who decided and why, and what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from evenhand.domains.applications.service.histories import Step
from evenhand.kit.words import Sentence, say


@dataclass(frozen=True)
class Happening:
    """Something that happened. `by` is empty where the candidate did it; `reason` is in the words of who decided."""

    title: Sentence
    at: datetime
    by: str = ""
    reason: str = ""
    note: str = ""
    href: str = ""
    label: str = ""


@dataclass(frozen=True)
class Coming:
    """What comes next; `href` where it is the candidate's turn."""

    title: Sentence
    note: Sentence
    href: str = ""
    label: str = ""


def happened(steps: Iterable[Step]) -> list[Happening]:
    """The moves of an application as its candidate reads them."""
    return [
        Happening(_title(step), step.at, by="" if step.by_candidate else step.by, reason=step.reason) for step in steps
    ]


def _title(step: Step) -> Sentence:
    if not step.from_stage:
        return say("You applied")
    if step.stage == "withdrawn":
        return say("You withdrew")
    if step.stage == "rejected":
        return say("%(name)s decided not to go on", name=step.by)
    return say("%(name)s moved it to “%(stage)s”", name=step.by, stage=step.label)


_COMING: Mapping[str, tuple[Sentence, Sentence]] = {
    "applied": (
        say("Somebody reads your application"),
        say("Every step after that will be here and in your mail, with a name."),
    ),
    "review": (
        say("A decision whether to go on"),
        say("You may be invited to an interview. Nobody is turned down without a person and a reason."),
    ),
    "interview": (
        say("An interview"),
        say("The invitation comes by mail and waits on your home page."),
    ),
    "task": (say("A test task"), say("What it is and how long it takes comes from the company.")),
    "finalist": (say("The last decision"), say("It will be here with the name of the person who makes it.")),
    "offer": (say("An offer"), say("Its terms come from the company. Take the time you need.")),
}


def coming(stage: str) -> Coming | None:
    """What usually follows a stage; nothing after the end."""
    found = _COMING.get(stage)
    return Coming(*found) if found else None
