"""Dates, numbers, sums and countries in templates, as each language writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, get_currency_symbol

from evenhand.kit.languages import Tongue

NBSP = "\N{NO-BREAK SPACE}"

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Formats:
    """Dates and sums as one language writes them."""

    tongue: Tongue

    def day(self, value: date) -> str:
        """19 November, 19 ноября."""
        return format_date(value, "d MMMM", locale=self.tongue.locale)

    def month(self, value: date) -> str:
        """November 2026, Ноябрь 2026."""
        named = format_date(value, "LLLL y", locale=self.tongue.locale)
        return named[:1].upper() + named[1:]

    def day_year(self, value: date) -> str:
        """19 November 2026, 19 ноября 2026."""
        return format_date(value, "d MMMM y", locale=self.tongue.locale)

    def clock(self, value: datetime) -> str:
        """14:32, in the zone the value carries. `components/time.html` lets the browser show its own."""
        return format_time(value.timetz(), "HH:mm", locale=self.tongue.locale)

    def figure(self, value: Number) -> str:
        """A score to one decimal: 7.3, 7,3 in Russian."""
        return format_decimal(Decimal(str(value)), "0.0", locale=self.tongue.locale)

    def country(self, code: str) -> str:
        """A country by its ISO 3166-1 code: NL is the Netherlands. A code nobody knows is shown as it is."""
        return str(self.tongue.locale.territories.get(code, code))

    def money(self, lowest: Number | None, highest: Number | None = None, currency: str = "EUR") -> str:
        """A salary range: €62,000 – 78,000. Either end may be missing; without both the answer is empty."""
        amounts = [amount for amount in (lowest, highest) if amount is not None]
        if not amounts:
            return ""
        if len(amounts) == 1 or lowest == highest:
            sum_ = self._with_symbol(self._amount(amounts[0], amounts), currency)
            if lowest is None:
                return self.tongue.one("up to %(amount)s") % {"amount": sum_}
            if highest is None:
                return self.tongue.one("from %(amount)s") % {"amount": sum_}
            return sum_
        return self._with_symbol(" – ".join(self._amount(amount, amounts) for amount in amounts), currency)

    def _amount(self, amount: Number, beside: Sequence[Number]) -> str:
        whole = all(other == int(other) for other in beside)
        return format_decimal(Decimal(str(amount)), "#,##0" if whole else "#,##0.00", locale=self.tongue.locale)

    def _with_symbol(self, figures: str, currency: str) -> str:
        symbol = get_currency_symbol(currency, locale=self.tongue.locale)
        if self.tongue.locale.currency_formats["standard"].pattern.startswith("¤"):
            return f"{symbol}{NBSP if symbol[-1:].isalpha() else ''}{figures}"
        return f"{figures}{NBSP}{symbol}"
