"""What may be done with somebody's data, each purpose by itself, and whether an act allows it (decision 0018)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from evenhand.domains.consents.rules.notices import NOTICES
from evenhand.kit.words import Sentence, say


class Purpose(StrEnum):
    """One purpose; its value is what the table and the API hold."""

    PROCESSING = "processing"
    INTERVIEW = "interview"
    RECORDING = "recording"
    INTEGRITY = "integrity"
    TALENT_POOL = "talent_pool"
    EXTERNAL_AI = "external_ai"
    FOOTPRINT = "footprint"


@dataclass(frozen=True)
class Topic:
    """A purpose in words. `basis` says whether it needs a yes, or is what the person asked for and may stop."""

    title: Sentence
    what: Sentence
    basis: Literal["consent", "contract"]


TOPICS: Mapping[Purpose, Topic] = {
    Purpose.PROCESSING: Topic(
        say("Reading your resumes and comparing them with jobs"),
        say("By software on this server, for your eyes."),
        "contract",
    ),
    Purpose.INTERVIEW: Topic(
        say("Interviews and their scores"),
        say("Your written answers, and figures that software gives them."),
        "consent",
    ),
    Purpose.RECORDING: Topic(say("Sound and picture of interviews"), say("Nothing is recorded."), "consent"),
    Purpose.INTEGRITY: Topic(
        say("Watching over tests"), say("Nothing watches how you work or where you look."), "consent"
    ),
    Purpose.TALENT_POOL: Topic(
        say("Staying in view of a company"),
        say("No company keeps you in view for other jobs of its own."),
        "consent",
    ),
    Purpose.EXTERNAL_AI: Topic(
        say("Programs of other companies"),
        say("Texts of yours, without contact details, to an AI provider that is set up here."),
        "consent",
    ),
    Purpose.FOOTPRINT: Topic(
        say("Your public work"),
        say("What your accounts at GitHub and Stack Exchange show to everybody, fetched for your eyes alone."),
        "consent",
    ),
}
USED = frozenset(Purpose(name) for name in NOTICES)
"""A purpose without a notice has no use here: it is not asked about, and never allowed."""


def allowed(purpose: Purpose, *, given: bool | None, notice: int, current: int) -> bool:
    """Whether the newest act (`given` is None where there is none) allows the purpose under its current notice.

    What needs a yes needs it for the notice as it stands now; what was asked for goes on until it is stopped.
    """
    if TOPICS[purpose].basis == "contract":
        return given is not False
    return given is True and notice == current
