"""The countries of the world, by code."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from evenhand.kit.languages import NAMES, SOURCE
from evenhand.kit.text import alphabetical
from evenhand.kit.words import Named, reader, say

_NOT_COUNTRIES = frozenset({"CP", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # CLDR's groups and test territories


@cache
def countries() -> Mapping[str, str]:
    """ISO 3166-1 codes with their English names, in the order of the names."""
    names = Locale("en").territories
    real = {code: name for code, name in names.items() if _is_country(code)}
    return dict(sorted(real.items(), key=lambda item: item[1]))


@cache
def country(code: str) -> Named:
    """A country by its code, with its name in every language of ours. A code nobody knows is shown as it is."""
    found = {tag: Locale(tag).territories.get(code, code) for tag in NAMES}
    return Named(found[SOURCE], **found)


def country_choices() -> list[tuple[str, str]]:
    """Codes and names to choose from, as the reader's language names and sorts them."""
    return list(_choices(reader().tag))


@cache
def _choices(tag: str) -> tuple[tuple[str, str], ...]:
    names = {code: country(code).names.get(tag, country(code)) for code in countries()}
    return tuple(sorted(names.items(), key=lambda item: alphabetical(item[1])))


def place(city: str, code: str) -> str:
    """A city in a country; either may be unknown."""
    if not code:
        return city
    return say("%(city)s, %(country)s", city=city, country=country(code)) if city else country(code)


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
