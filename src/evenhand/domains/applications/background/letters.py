"""The mails about an application, in plain sentences."""

from dataclasses import dataclass

from evenhand.domains.notifications.rules import Letter, Link, Part, Quote
from evenhand.kit.words import Sentence, say


@dataclass(frozen=True)
class About:
    """What every mail about an application names. `link` leads to the application on our pages."""

    name: str
    job: str
    organisation: str
    link: str


def received(about: About, *, file_name: str, with_letter: bool) -> Letter:
    """The application has arrived."""
    sent = (
        say(
            "%(organisation)s has received your application for “%(job)s”: your resume “%(file)s” and your letter.",
            organisation=about.organisation,
            job=about.job,
            file=file_name,
        )
        if with_letter
        else say(
            "%(organisation)s has received your application for “%(job)s”: your resume “%(file)s”.",
            organisation=about.organisation,
            job=about.job,
            file=file_name,
        )
    )
    return _letter(
        say("%(organisation)s has your application: %(job)s", organisation=about.organisation, job=about.job),
        about,
        sent,
        say(
            "People there read it. Each step will be shown to you, with the name of whoever took it. No software "
            "decides. You can withdraw the application at any time."
        ),
        Link(say("Your application"), about.link),
    )


def moved(about: About, *, by: str, label: str, reason: str) -> Letter:
    """On to another stage, or back to an earlier one."""
    return _letter(
        say(
            "%(job)s at %(organisation)s: %(stage)s",
            job=about.job,
            organisation=about.organisation,
            stage=label,
        ),
        about,
        say(
            "%(by)s has moved your application for “%(job)s” at %(organisation)s to “%(stage)s”.",
            by=by,
            job=about.job,
            organisation=about.organisation,
            stage=label,
        ),
        *_quoted(by, reason),
        Link(say("All steps so far"), about.link),
    )


def rejected(about: About, *, by: str, reason: str) -> Letter:
    """The end, said by the person who decided it, with their reason."""
    return _letter(
        say("%(job)s at %(organisation)s: a decision", job=about.job, organisation=about.organisation),
        about,
        say(
            "%(by)s has decided not to go on with your application for “%(job)s” at %(organisation)s.",
            by=by,
            job=about.job,
            organisation=about.organisation,
        ),
        *_quoted(by, reason),
        say("The decision, the reason and all steps before it stay on your page."),
        Link(say("Your application"), about.link),
    )


def mentioned(about: About, *, by: str) -> Letter:
    """To a colleague: a note names them. Neither the note nor the applicant leaves the house in a mail."""
    return _letter(
        say("%(by)s mentions you in a note: %(job)s", by=by, job=about.job),
        about,
        say("%(by)s mentions you in a note about someone who applied for “%(job)s”.", by=by, job=about.job),
        Link(say("The note"), about.link),
    )


def withdrawn(about: About) -> Letter:
    """The candidate's own act, confirmed."""
    return _letter(
        say("Withdrawn: %(job)s at %(organisation)s", job=about.job, organisation=about.organisation),
        about,
        say(
            "You have withdrawn your application for “%(job)s” at %(organisation)s. Nobody there goes on with it.",
            job=about.job,
            organisation=about.organisation,
        ),
        Link(say("The application and its history"), about.link),
    )


def _quoted(by: str, reason: str) -> tuple[Part, ...]:
    """A person's words, set off from ours and under their name."""
    return (Quote(by, reason),) if reason else ()


def _letter(subject: Sentence, about: About, *parts: Part) -> Letter:
    return Letter(about.name, subject, parts)
