"""What was found as texts that the person can have the coach look things up in. Numbers and names of work only: neither
the account nor its address, so that nothing says who it is to whoever answers."""

from collections.abc import Iterator
from uuid import UUID

from evenhand.domains.consents import service as consents
from evenhand.domains.footprint import queries
from evenhand.domains.footprint.rules.accounts import host_of
from evenhand.domains.footprint.service import sealed
from evenhand.engines.answering import Source
from evenhand.external.footprint import GithubFound, StackExchangeFound
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session
from evenhand.kit.words import Sentence, say, say_many, tell

KIND = "footprint"
_LANGUAGES = "programming language code use know github public work язык программирование код знать использовать гитхаб"
_REPOSITORIES = "repository project open source github public work репозиторий проект гитхаб открытый"
_CHANGES = "contribution change pull request merged open source github public work вклад изменение гитхаб"
_ANSWERS = "answer question subject tag stack overflow exchange public work ответ вопрос тема публичный"
"""What is asked with, in the languages we answer in."""


async def texts(session: Session, *, person_id: UUID, vault: Vault) -> list[Source]:
    """What a person's accounts showed at the last look, in the reader's language; nothing unless they agree to it."""
    if not await consents.allows(session, person_id=person_id, purpose=consents.Purpose.FOOTPRINT):
        return []
    made = list[Source]()
    for row in await queries.links(session, person_id=person_id):
        try:
            findings = sealed.open_found(row, await vault.key(person_id, person_id))
        except KeyDestroyed:  # being erased
            return []
        if findings is None or row.looked_at is None:
            continue
        told = findings.found
        lines = _github(told) if isinstance(told, GithubFound) else _stack_exchange(told)
        title = "GitHub" if isinstance(told, GithubFound) else host_of(told.site)
        as_of = tell(say("As of %(day)s.", day=row.looked_at.date()))
        made += [Source(KIND, title, f"{tell(line)} {as_of}", cues=cues) for line, cues in lines]
    return made


def _github(found: GithubFound) -> Iterator[tuple[Sentence, str]]:
    if found.languages:
        listed = [
            say_many(
                "%(language)s (%(count)s project)",
                "%(language)s (%(count)s projects)",
                one.repositories,
                language=one.name,
            )
            for one in found.languages
        ]
        yield say("Languages of your public repositories at GitHub: %(languages)s.", languages=listed), _LANGUAGES
    if found.repositories:
        names = [f"{one.name} ({one.language})" if one.language else one.name for one in found.repositories]
        yield say("Your public repositories at GitHub: %(names)s.", names=names), _REPOSITORIES
    if found.contributions:
        titles = [f"{one.title} ({one.repository})" for one in found.contributions]
        yield say("Changes of yours that projects of others at GitHub took: %(titles)s.", titles=titles), _CHANGES


def _stack_exchange(found: StackExchangeFound) -> Iterator[tuple[Sentence, str]]:
    site = host_of(found.site)
    if found.tags:
        listed = [
            say_many("%(subject)s (%(count)s answer)", "%(subject)s (%(count)s answers)", one.answers, subject=one.name)
            for one in found.tags
        ]
        yield say("What you answered questions about at %(site)s: %(subjects)s.", site=site, subjects=listed), _ANSWERS
