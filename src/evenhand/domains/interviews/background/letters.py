"""The mails about an interview: subject and text, in plain sentences."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """What a mail says."""

    subject: str
    text: str


@dataclass(frozen=True)
class About:
    """What every mail about an interview names. `link` leads to it on our pages."""

    name: str
    job: str
    organisation: str
    link: str


def invited(about: About, *, by: str, questions: int, until: str) -> Letter:
    """The invitation."""
    return _letter(
        f"Interview for {about.job} at {about.organisation}",
        about,
        f"{by} invites you to an interview for “{about.job}” at {about.organisation}.",
        f"It has {questions} questions, which you answer in writing, one after the other. There is no clock. You can "
        f"leave and come back until {until}: every answer is stored before the next question is asked.",
        "Software reads the answers against the points of a good one, and people at the company decide. They can show "
        "you the scores with the words each of them rests on.",
        f"Your interview:\n{about.link}",
    )


def received(about: About) -> Letter:
    """All answers have arrived."""
    return _letter(
        f"{about.organisation} has your interview: {about.job}",
        about,
        f"All your answers for “{about.job}” have reached {about.organisation}.",
        "Someone there reads them together with their scores. What is decided is shown to you, with the name of "
        "whoever decided it.",
        f"What happens next:\n{about.link}",
    )


def released(about: About, *, by: str, address: str) -> Letter:
    """The scorecard may be seen."""
    contact = f" to {by}, {address}," if address else f" to {about.organisation}"
    return _letter(
        f"Your interview for {about.job}: the scorecard",
        about,
        f"{by} shows you the scorecard of your interview for “{about.job}” at {about.organisation}: the same figures "
        "and the same marked words the company sees.",
        f"If something was read wrongly, write{contact} and name the question and the number beside the words.",
        f"The scorecard:\n{about.link}",
    )


def _letter(subject: str, about: About, *paragraphs: str) -> Letter:
    parts = [f"Hello {about.name},", *(part for part in paragraphs if part), "Evenhand"]
    return Letter(subject=subject, text="\n\n".join(parts) + "\n")
