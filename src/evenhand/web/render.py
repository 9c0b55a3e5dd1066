"""The Jinja environment of every page: filters, hashed assets and icons, one environment per language."""

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from gettext import NullTranslations
from pathlib import Path
from types import MappingProxyType

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal, get_currency_symbol
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

WEB = Path(__file__).parent
WEB_TEMPLATES = WEB / "templates"
MANIFEST = WEB / "static" / "built" / "manifest.json"
ICON_SOURCE = WEB / "static" / "icons.svg"

LINKS: Mapping[str, str] = MappingProxyType(
    {
        "home": "/",
        "account": "/account",
        "sign_in": "/sign-in",
        "sign_out": "/sign-out",
        "privacy": "/privacy",
        "accessibility": "/accessibility",
        "adjustments": "/accessibility#adjustments",
    }
)
"""Where the layouts' own links lead; a page may pass its own `links` of the same keys."""

MARKDOWN_LIMIT = 100_000
"""Characters. Longer text is shown as plain paragraphs: a parser should not be asked to read a book."""

NBSP = "\N{NO-BREAK SPACE}"
_UNITS = (
    "%|‰|€|₽|£|\\$|[kKMGT]B|[КМГ]Б|кБ|ms|s|min|h|d|мс|с|сек|мин|ч|дн|km|m|км|м|px|"
    "words?|minutes?|hours?|days?|weeks?|months?|years?|слов[ао]?|минут[аы]?|час(?:а|ов)?|дн(?:я|ей)|день|"
    "недел[яиь]|месяц(?:а|ев)?|год[а]?|лет"
)
_AFTER_NUMBER = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))")
_AFTER_SHORT_WORD = re.compile(r"(?<!\w)([АаВвИиКкОоСсУуЯя]) (?=\S)")
_BEFORE_DASH = re.compile(r"(?<=\S) (?=[–—] )")
_TAG = re.compile(r"(<[^>]*>)")
_BULLET = re.compile(r"[ \t]*[-*+•·‣▪●–—][ \t]+")
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_SYMBOL = re.compile(r'<symbol id="i-([a-z-]+)"')

_log = logging.getLogger(__name__)

Number = int | float | Decimal


def templates(
    *,
    folders: Sequence[Path],
    static_prefix: str,
    language: str = "en",
    translations: NullTranslations | None = None,
    reload: bool = False,
) -> Environment:
    """Make the environment that renders every page of one language.

    `folders` are the domains' `templates/` folders; the furniture's own is always searched first, so no domain can
    shadow a layout. `static_prefix` is the address of `web/static`, for example "/static". A translated product makes
    one environment per language: macros imported without context and filters then speak the same language.

    Everything is escaped but `.txt` templates (plain-text mail); an unknown name is an error, never an empty string.
    """
    environment = Environment(
        loader=FileSystemLoader([WEB_TEMPLATES, *folders]),
        autoescape=select_autoescape(default=True, disabled_extensions=("txt",)),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
    )
    words = translations or NullTranslations()
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]  # added by i18n
    formats = _Formats(locale=Locale.parse(language.replace("-", "_")), words=words)
    environment.filters.update(
        nbsp=nbsp,
        day=formats.day,
        day_year=formats.day_year,
        clock=formats.clock,
        figure=formats.figure,
        money=formats.money,
        country=formats.country,
        initials=initials,
        translated=words.gettext,  # for sentences made in Python: `_(…)` would take their "%" for a placeholder
        paragraphs=paragraphs,
        markdown=markdown,
    )
    assets = _Assets(prefix=static_prefix.rstrip("/"), names=_manifest(MANIFEST), icons=_icon_names())
    environment.globals.update(language=language, links=LINKS, asset=assets.asset, icon=assets.icon)
    return environment


@dataclass(frozen=True, slots=True)
class _Assets:
    prefix: str
    names: Mapping[str, str]
    icons: frozenset[str]

    def asset(self, name: str) -> str:
        """The address of a built file by its plain name: "app.js" -> "/static/built/app-AB12CD34.js"."""
        return f"{self.prefix}/built/{self.names.get(name, name)}"

    def icon(self, name: str, size: int = 18) -> Markup:
        """An icon of our sprite beside a word, hidden from screen readers. Sizes are 14, 16, 18, 20 and 22 px.

        Raises LookupError for a name the sprite does not have: a missing picture is silent, a failing test is not.
        """
        if name not in self.icons:
            raise LookupError(f"There is no icon named {name!r}. The icons are in {ICON_SOURCE.name}.")
        return Markup('<svg width="{0}" height="{0}" aria-hidden="true"><use href="{1}#i-{2}"/></svg>').format(
            size, self.asset("icons.svg"), name
        )


def _manifest(path: Path) -> Mapping[str, str]:
    """Built names by source name. Without a build every page still works, only undressed; the log says what to run."""
    if not path.exists():
        _log.warning("Page assets are not built, pages will look bare. Run scripts/build-assets.")
        return {}
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


def _icon_names() -> frozenset[str]:
    return frozenset(_SYMBOL.findall(ICON_SOURCE.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class _Formats:
    """Dates and sums as one language writes them."""

    locale: Locale
    words: NullTranslations

    def day(self, value: date) -> str:
        """19 November, 19 ноября."""
        return format_date(value, "d MMMM", locale=self.locale)

    def day_year(self, value: date) -> str:
        """19 November 2026, 19 ноября 2026."""
        return format_date(value, "d MMMM y", locale=self.locale)

    def clock(self, value: datetime) -> str:
        """14:32, in the zone the value carries. `components/time.html` lets the browser show its own."""
        return format_time(value.timetz(), "HH:mm", locale=self.locale)

    def figure(self, value: Number) -> str:
        """A score to one decimal: 7.3, 7,3 in Russian."""
        return format_decimal(Decimal(str(value)), "0.0", locale=self.locale)

    def country(self, code: str) -> str:
        """A country by its ISO 3166-1 code: NL is the Netherlands. A code nobody knows is shown as it is."""
        return str(self.locale.territories.get(code, code))

    def money(self, lowest: Number | None, highest: Number | None = None, currency: str = "EUR") -> str:
        """A salary range: €62,000 – 78,000. Either end may be missing; without both the answer is empty."""
        amounts = [amount for amount in (lowest, highest) if amount is not None]
        if not amounts:
            return ""
        if len(amounts) == 1 or lowest == highest:
            sum_ = self._with_symbol(self._amount(amounts[0], amounts), currency)
            if lowest is None:
                return self.words.gettext("up to %(amount)s") % {"amount": sum_}
            if highest is None:
                return self.words.gettext("from %(amount)s") % {"amount": sum_}
            return sum_
        return self._with_symbol(" – ".join(self._amount(amount, amounts) for amount in amounts), currency)

    def _amount(self, amount: Number, beside: Sequence[Number]) -> str:
        whole = all(other == int(other) for other in beside)
        return format_decimal(Decimal(str(amount)), "#,##0" if whole else "#,##0.00", locale=self.locale)

    def _with_symbol(self, figures: str, currency: str) -> str:
        symbol = get_currency_symbol(currency, locale=self.locale)
        if self.locale.currency_formats["standard"].pattern.startswith("¤"):
            return f"{symbol}{NBSP if symbol[-1:].isalpha() else ''}{figures}"
        return f"{figures}{NBSP}{symbol}"


def nbsp(text: str) -> str:
    """Keep together what belongs together: number and unit, a one-letter Russian word and the next, text and dash.

    Markup stays Markup, and nothing inside its tags is touched.
    """
    if hasattr(text, "__html__"):
        parts = _TAG.split(str(text))
        return Markup("".join(part if part.startswith("<") else _joined(part) for part in parts))  # noqa: S704
    return _joined(text)


def _joined(text: str) -> str:
    for pattern, kept in ((_AFTER_NUMBER, NBSP), (_AFTER_SHORT_WORD, rf"\1{NBSP}"), (_BEFORE_DASH, NBSP)):
        text = pattern.sub(kept, text)
    return text


def initials(name: str) -> str:
    """Two letters for an avatar: "Nina Aalto" -> "NA". A hidden name keeps its number: "Applicant 14" -> "14"."""
    words = [letters for word in name.split() if (letters := "".join(filter(str.isalnum, word)))]
    if not words:
        return "–"
    if len(words) > 1 and words[-1].isdigit():
        return words[-1][:3]
    return "".join(word[0] for word in (words[:1] if len(words) == 1 else [words[0], words[-1]])).upper()


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs, with lines that begin with a dash or bullet as a list. Everything is escaped."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    return Markup("\n").join(piece for block in blocks for piece in _pieces(block))


def _pieces(block: str) -> Iterator[Markup]:
    lines: list[str] = []
    in_list = False
    for line in [*block.split("\n"), None]:
        bullet = _BULLET.match(line) if line is not None else None
        if lines and (line is None or bool(bullet) != in_list):
            yield _piece(lines, in_list=in_list)
            lines = []
        if line is not None and line.strip():
            in_list = bool(bullet)
            lines.append(line[bullet.end() :].strip() if bullet else line.strip())


def _piece(lines: Sequence[str], *, in_list: bool) -> Markup:
    if in_list:
        return Markup("<ul>{}</ul>").format(Markup().join(Markup("<li>{}</li>").format(line) for line in lines))
    return Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in lines))


class _PlainMarkdown(MarkdownIt):
    """CommonMark without HTML and pictures, and with links only where a reader can see where they lead."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        self.disable("image")
        self.add_render_rule("link_open", _link_open)
        self.add_render_rule("heading_open", _heading)
        self.add_render_rule("heading_close", _heading)

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the parser's name for it
        return _LINK.match(url) is not None


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    tokens[index].attrSet("rel", "nofollow noopener")
    return renderer.renderToken(tokens, index, options, env)


def _heading(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A page has one h1 and it is ours: the highest level a writer uses becomes the second."""
    tokens[index].tag = f"h{min(int(tokens[index].tag[1]) - env['highest'] + 2, 4)}"
    return renderer.renderToken(tokens, index, options, env)


_MARKDOWN = _PlainMarkdown()


def markdown(text: str) -> Markup:
    """CommonMark as safe HTML: no raw HTML, no pictures, links to http, https and mailto only, with rel=nofollow."""
    if len(text) > MARKDOWN_LIMIT:
        return paragraphs(text)
    tokens = _MARKDOWN.parse(text)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    env = {"highest": min(levels, default=1)}
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env))  # noqa: S704  # it escapes; HTML is off
