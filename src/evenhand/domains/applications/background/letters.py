"""The mails about an application: subject and text, in plain sentences."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """What a mail says."""

    subject: str
    text: str


@dataclass(frozen=True)
class About:
    """What every mail about an application names. `link` leads to the application on our pages."""

    name: str
    job: str
    organisation: str
    link: str


def received(about: About, *, file_name: str, with_letter: bool) -> Letter:
    """The application has arrived."""
    sent = f"your resume “{file_name}” and your letter" if with_letter else f"your resume “{file_name}”"
    return _letter(
        f"{about.organisation} has your application: {about.job}",
        about,
        f"{about.organisation} has received your application for “{about.job}”: {sent}.",
        "People there read it. Each step will be shown to you, with the name of whoever took it. No software decides.",
        f"Your application, where you can also withdraw it at any time:\n{about.link}",
    )


def moved(about: About, *, by: str, label: str, reason: str) -> Letter:
    """On to another stage, or back to an earlier one."""
    return _letter(
        f"{about.job} at {about.organisation}: {label}",
        about,
        f"{by} has moved your application for “{about.job}” at {about.organisation} to “{label}”.",
        _quoted(by, reason),
        f"All steps so far:\n{about.link}",
    )


def rejected(about: About, *, by: str, reason: str) -> Letter:
    """The end, said by the person who decided it, with their reason."""
    return _letter(
        f"{about.job} at {about.organisation}: a decision",
        about,
        f"{by} has decided not to go on with your application for “{about.job}” at {about.organisation}.",
        _quoted(by, reason),
        f"The decision, the reason and all steps before it stay here for you:\n{about.link}",
    )


def withdrawn(about: About) -> Letter:
    """The candidate's own act, confirmed."""
    return _letter(
        f"Withdrawn: {about.job} at {about.organisation}",
        about,
        f"You have withdrawn your application for “{about.job}” at {about.organisation}. Nobody there goes on with it.",
        f"The application and its history:\n{about.link}",
    )


def _quoted(by: str, reason: str) -> str:
    """A person's words, set off from ours and under their name."""
    if not reason:
        return ""
    lines = "\n".join(f"    {line}".rstrip() for line in reason.splitlines())
    return f"{by} writes:\n\n{lines}"


def _letter(subject: str, about: About, *paragraphs: str) -> Letter:
    parts = [f"Hello {about.name},", *(part for part in paragraphs if part), "Evenhand"]
    return Letter(subject=subject, text="\n\n".join(parts) + "\n")
