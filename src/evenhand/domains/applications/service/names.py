"""Seeing applicants without their names: a number stands for each, and dots for what would give them away."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from evenhand.domains.applications import queries
from evenhand.domains.applications.models import Application
from evenhand.domains.applications.rules import DECIDED
from evenhand.domains.applications.service.access import (
    Received,
    Summary,
    open_received,
    open_summary,
    received_application,
)
from evenhand.domains.identity import service as identity
from evenhand.engines.documents import Document
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.permissions import Actor
from evenhand.kit.words import Sentence, say

DOT = "•"
SHORTEST_NAME_CHARS = 2
INFLECTED_FROM = 4  # letters of a Russian name, whose last one changes with its case
_ADDRESSES = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:https?://|www\.|linkedin\.com/|github\.com/|t\.me/)\S+", re.IGNORECASE
)
_REACHED_BY = frozenset({"name", "email", "phone", "url", "profiles", "image"})
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


class HiddenUntilDecided(Conflict):
    """The organisation's rule keeps the file as it was sent from everyone."""

    code = "hidden_until_decided"
    message = say("Your organisation hides who applicants are until there is a decision. The file can be had then.")


@dataclass(frozen=True)
class Hiding:
    """From whom names are hidden: `own` by this member's choice, `rule` from everyone until there is a decision."""

    own: bool = False
    rule: bool = False

    def __bool__(self) -> bool:
        return self.own or self.rule

    def __call__(self, row: Application) -> bool:
        """Whether numbers and dots stand for this applicant."""
        return self.own or self.schools(row)

    def schools(self, row: Application) -> bool:
        """Whether school and file are hidden, too: while the rule holds for this applicant."""
        return self.rule and row.stage not in DECIDED


SEEN = Hiding()


async def names_hidden(session: Session, *, actor: Actor) -> Hiding:
    """What is hidden from this member of an organisation, by their own choice or the organisation's rule."""
    found = await queries.glasses(session, org_id=actor.organisation, person_id=actor.person)
    rules = await identity.house_rules(session, org_id=actor.organisation)
    return Hiding(own=found is not None and found.hide_names, rule=rules.blind)


async def veil_for(session: Session, row: Application, *, actor: Actor, vault: Vault) -> "Veil":
    """What hides this applicant from this member in any text; a veil over nothing where they see names."""
    hidden = await names_hidden(session, actor=actor)
    if not hidden(row):
        return Veil(None)
    summary = await open_summary(row, vault=vault)
    if not hidden.schools(row):
        return Veil(summary)
    whole = await received_application(session, org_id=row.org_id, application_id=row.id)  # lists leave the resume out
    return veil_of(summary, await open_received(whole, vault=vault), schools=True)


async def hide_names(session: Session, *, actor: Actor, hidden: bool) -> None:
    """Choose so, or otherwise; for oneself only."""
    await queries.put_on_glasses(session, org_id=actor.organisation, person_id=actor.person, hide_names=hidden)


def called(number: int) -> Sentence:
    """What someone is called whose name is hidden."""
    return say("Applicant %(number)s", number=number)


class Veil:
    """Puts dots over a person's name and addresses in a text, as many as letters: places in the text stay true."""

    def __init__(self, summary: Summary | None, others: Iterable[str] = ()) -> None:
        """Over nothing at all without a summary, for whoever sees names."""
        self._hidden = None if summary is None else _pattern(summary, others)

    def __call__(self, text: str) -> str:
        """The text with dots."""
        return self._hidden.sub(_dots, _ADDRESSES.sub(_dots, text)) if self._hidden else text

    def over(self, value: Any) -> Any:
        """The same for every text within plain JSON; what reaches a person is left out."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, list):
            return [self.over(item) for item in value]
        if isinstance(value, dict):
            return {key: self.over(item) for key, item in value.items()}
        return value


def _pattern(summary: Summary, others: Iterable[str]) -> re.Pattern[str]:
    words = [part for part in re.split(r"[\s,.;]+", summary.name) if len(part) >= SHORTEST_NAME_CHARS]
    whole = [text for text in (summary.email, *others) if text]
    patterns = [re.escape(text) for text in sorted(whole, key=len, reverse=True)]
    patterns += [_name(word) for word in sorted(words, key=len, reverse=True)]
    return re.compile("|".join(patterns) or r"(?!)")


def _dots(found: re.Match[str]) -> str:
    return DOT * len(found[0])


def _name(word: str) -> str:
    """A part of a name as it may stand in a text: written so or in capitals, in Russian with any ending."""
    inflected = len(word) >= INFLECTED_FROM and _CYRILLIC.search(word)
    forms = {word[:-1], word[:-1].upper()} if inflected else {word, word.upper(), word.capitalize()}
    ending = r"\w{0,3}" if inflected else ""
    written = rf"\b(?:{'|'.join(re.escape(form) for form in sorted(forms))}){ending}\b"
    plain = re.escape(word)
    in_address = rf"(?i:(?<=[._@/-]){plain}\b|\b{plain}(?=[._@-]\w))"
    return f"{written}|{in_address}"


def veil_of(summary: Summary, received: Received, *, schools: bool = False) -> Veil:
    """What hides this person in everything they sent, with `schools` also where they learned."""
    basics = received.profile.resume.get("basics", {})
    profiles = [str(one.get(part, "")) for one in basics.get("profiles", []) for part in ("url", "username")]
    # What was corrected is still in the text.
    corrected = [words.read for pointer, words in received.profile.own.items() if _reaches(pointer)]
    read = [span.text for pointer, span in received.profile.evidence.items() if _reaches(pointer)]  # as it is written
    learned = _schools(received) if schools else []
    return Veil(
        summary, [str(basics.get("phone") or ""), str(basics.get("url") or ""), *profiles, *corrected, *read, *learned]
    )


def _schools(received: Received) -> list[str]:
    """Where they learned, as it was read and as it is written."""
    profile = received.profile
    listed = [str(one.get("institution") or "") for one in profile.resume.get("education", [])]
    written = [span.text for pointer, span in profile.evidence.items() if _is_school(pointer)]
    return [*listed, *written, *(words.read for pointer, words in profile.own.items() if _is_school(pointer))]


def _is_school(pointer: str) -> bool:
    return pointer.startswith("/education/") and pointer.endswith("/institution")


def veiled(received: Received, veil: Veil, *, schools: bool = False) -> Received:
    """What someone sent, with dots over what would give them away, and without the name of their file.

    With `schools` their education is left out.
    """
    profile = received.profile
    resume = veil.over(profile.resume)
    if schools:
        resume.pop("education", None)
    if "basics" in resume:
        resume["basics"] = {key: value for key, value in resume["basics"].items() if key not in _REACHED_BY}
    told = profile.document.to_dict()
    unread = [{**one, "text": veil(one["text"])} for one in told["hidden"]]
    document = {**told, "text": veil(profile.document.text), "links": [], "hidden": unread}
    return replace(
        received,
        letter=veil(received.letter),
        file_name=f"resume.{received.kind}",
        profile=replace(
            profile,
            resume=resume,
            evidence={
                pointer: replace(span, text=veil(span.text))
                for pointer, span in profile.evidence.items()
                if not _reaches(pointer) and not (schools and pointer.startswith("/education"))
            },
            document=Document.from_dict(document),
            own={
                pointer: replace(words, read=veil(words.read))
                for pointer, words in profile.own.items()
                if not _reaches(pointer) and not (schools and pointer.startswith("/education"))
            },
        ),
    )


def _reaches(pointer: str) -> bool:
    place, _, name = pointer[1:].partition("/")
    return place == "basics" and name.split("/")[0] in _REACHED_BY
