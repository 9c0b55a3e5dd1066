"""The mails about an interview, in plain sentences."""

from dataclasses import dataclass
from datetime import datetime

from evenhand.domains.notifications.rules import Letter, Link, Part
from evenhand.kit.words import Sentence, say, say_many


@dataclass(frozen=True)
class About:
    """What every mail about an interview names. `link` leads to it on our pages."""

    name: str
    job: str
    organisation: str
    link: str


def invited(about: About, *, by: str, questions: int, until: datetime, minutes_each: int | None = None) -> Letter:
    """The invitation. A limit for each question is announced here already."""
    return _letter(
        say("Interview for %(job)s at %(organisation)s", job=about.job, organisation=about.organisation),
        about,
        say(
            "%(by)s invites you to an interview for “%(job)s” at %(organisation)s.",
            by=by,
            job=about.job,
            organisation=about.organisation,
        ),
        say_many(
            "It has %(count)s question, which you answer in writing.",
            "It has %(count)s questions, which you answer in writing, one after the other.",
            questions,
        ),
        say("There is no clock.")
        if minutes_each is None
        else say_many(
            "There is %(count)s minute for each question. You can stop the clock, pause, and choose more time, "
            "without a reason.",
            "There are %(count)s minutes for each question. You can stop the clock, pause, and choose more time, "
            "without a reason.",
            minutes_each,
        ),
        say(
            "You can leave and come back until %(until)s: every answer is stored before the next question is asked.",
            until=until,
        ),
        say(
            "Software reads the answers against the points of a good one, and people at the company decide. They can "
            "show you the scores with the words each of them rests on."
        ),
        Link(say("Your interview"), about.link),
    )


def reminder(about: About, *, until: datetime, answered: int, total: int) -> Letter:
    """The time ends soon, and there is something left to answer."""
    if answered:
        left = say(
            "%(answered)s of %(total)s questions are answered and stored. The others can still be answered.",
            answered=answered,
            total=total,
        )
    else:
        left = say("You have not begun it yet. If you do not want to take it, nothing needs to be done.")
    return _letter(
        say("Until %(until)s: interview for %(job)s", until=until, job=about.job),
        about,
        say(
            "The interview for “%(job)s” at %(organisation)s can be taken until %(until)s.",
            job=about.job,
            organisation=about.organisation,
            until=until,
        ),
        left,
        Link(say("Your interview"), about.link),
        is_reminder=True,
    )


def received(about: About) -> Letter:
    """All answers have arrived."""
    return _letter(
        say("%(organisation)s has your interview: %(job)s", organisation=about.organisation, job=about.job),
        about,
        say(
            "All your answers for “%(job)s” have reached %(organisation)s.",
            job=about.job,
            organisation=about.organisation,
        ),
        say(
            "Someone there reads them together with their scores. What is decided is shown to you, with the name of "
            "whoever decided it."
        ),
        Link(say("What happens next"), about.link),
    )


def released(about: About, *, by: str, address: str) -> Letter:
    """The scorecard may be seen."""
    if address:
        contact = say(
            "If something was read wrongly, contest it under the scorecard: a person has to answer you. Questions "
            "reach %(by)s at %(address)s.",
            by=by,
            address=address,
        )
    else:
        contact = say(
            "If something was read wrongly, contest it under the scorecard: a person of %(organisation)s has to answer "
            "you.",
            organisation=about.organisation,
        )
    return _letter(
        say("Your interview for %(job)s: the scorecard", job=about.job),
        about,
        say(
            "%(by)s shows you the scorecard of your interview for “%(job)s” at %(organisation)s: the same figures and "
            "the same marked words the company sees.",
            by=by,
            job=about.job,
            organisation=about.organisation,
        ),
        contact,
        Link(say("The scorecard"), about.link),
    )


def contested(about: About, *, until: datetime) -> Letter:
    """To whoever has to answer. The applicant's words and name are on our pages only."""
    return _letter(
        say("A score is contested: %(job)s", job=about.job),
        about,
        say("An applicant for “%(job)s” contests the score of their interview.", job=about.job),
        say("A person has to answer by %(until)s: keep it, have it graded again, or rate it themselves.", until=until),
        Link(say("Read and answer"), about.link),
    )


def asked_for(about: About) -> Letter:
    """To those who may show it."""
    return _letter(
        say("Somebody asks for their scorecard: %(job)s", job=about.job),
        about,
        say("An applicant for “%(job)s” asks to be shown the scorecard of their interview.", job=about.job),
        Link(say("Look at it and show it"), about.link),
    )


def answered(about: About, *, by: str) -> Letter:
    """The answer is there."""
    return _letter(
        say("Your contested score: an answer from %(organisation)s", organisation=about.organisation),
        about,
        say("%(by)s answered what you wrote about the score of your interview for “%(job)s”.", by=by, job=about.job),
        Link(say("Read the answer"), about.link),
    )


def _letter(subject: Sentence, about: About, *parts: Part, is_reminder: bool = False) -> Letter:
    return Letter(about.name, subject, parts, reminder=is_reminder)
