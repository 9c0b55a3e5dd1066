"""The countries of the world, by code."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

_NOT_COUNTRIES = frozenset({"CP", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # CLDR's groups and test territories


@cache
def countries() -> Mapping[str, str]:
    """ISO 3166-1 codes with their English names, in the order of the names."""
    names = Locale("en").territories
    real = {code: name for code, name in names.items() if _is_country(code)}
    return dict(sorted(real.items(), key=lambda item: item[1]))


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
