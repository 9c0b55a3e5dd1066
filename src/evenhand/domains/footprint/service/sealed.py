"""What is sealed in a row: which account it is, and what was found there."""

from dataclasses import asdict, dataclass, field

from pydantic import TypeAdapter, ValidationError

from evenhand.domains.footprint.models import FootprintLink
from evenhand.domains.footprint.rules.accounts import Named, Source
from evenhand.external.footprint import Found, GithubFound, Parts, StackExchangeFound
from evenhand.kit.crypto import DataKey
from evenhand.kit.db import place

VERSION = 1
_FOUND: dict[Source, TypeAdapter[Found]] = {
    "github": TypeAdapter(GithubFound),
    "stackexchange": TypeAdapter(StackExchangeFound),
}


@dataclass(frozen=True)
class Kept:
    """The account as it was typed or is called now, its number once it was seen, and the code that proves it."""

    name: str
    site: str
    code: str
    account_id: int = 0


@dataclass(frozen=True)
class Findings:
    """What was found, and what the next look need not ask for again."""

    found: Found
    parts: Parts = field(default_factory=dict)


def seal_account(row: FootprintLink, kept: Kept, key: DataKey) -> None:
    """Keep which account it is."""
    row.account_sealed = key.seal_json(asdict(kept), place(FootprintLink.account_sealed, row.id))


def open_account(row: FootprintLink, key: DataKey) -> Kept:
    """Which account it is. Raises KeyDestroyed."""
    return Kept(**key.open_json(row.account_sealed, place(FootprintLink.account_sealed, row.id)))


def named(row: FootprintLink, kept: Kept) -> Named:
    """The account, to be shown."""
    return Named(source_of(row), kept.name, kept.site)


def source_of(row: FootprintLink) -> Source:
    """Where it is."""
    return "github" if row.source == "github" else "stackexchange"


def seal_found(row: FootprintLink, findings: Findings, key: DataKey) -> None:
    """Keep what was found."""
    value = {"version": VERSION, "found": findings.found.model_dump(mode="json"), "parts": findings.parts}
    row.found_sealed = key.seal_json(value, place(FootprintLink.found_sealed, row.id))


def open_found(row: FootprintLink, key: DataKey) -> Findings | None:
    """What was found; None where there is nothing, or what another version kept. Raises KeyDestroyed."""
    if row.found_sealed is None:
        return None
    value = key.open_json(row.found_sealed, place(FootprintLink.found_sealed, row.id))
    if value.get("version") != VERSION:
        return None
    try:
        return Findings(_FOUND[source_of(row)].validate_python(value["found"]), value["parts"])
    except ValidationError:
        return None
