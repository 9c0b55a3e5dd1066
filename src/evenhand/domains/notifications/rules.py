"""What a letter is made of, before anyone has decided how it looks or in which language it is read."""

from dataclasses import dataclass

from evenhand.kit.words import Sentence


@dataclass(frozen=True)
class Quote:
    """A person's own words, under their name. They are never translated."""

    by: str
    words: str


@dataclass(frozen=True)
class Link:
    """The one thing to do next."""

    label: Sentence
    href: str


Part = Sentence | Quote | Link


@dataclass(frozen=True)
class Letter:
    """What a mail says to the person called `name`, if we know. `reminder` marks what one may switch off.

    `footnote` says why somebody gets it who has no account yet.
    """

    name: str
    subject: Sentence
    parts: tuple[Part, ...]
    reminder: bool = False
    footnote: Sentence | None = None
