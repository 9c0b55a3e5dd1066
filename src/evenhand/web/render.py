"""The Jinja environment of every page: filters, hashed assets and icons, one environment per language."""

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from evenhand.kit.languages import SOURCE, Tongue
from evenhand.kit.words import Named, Sentence
from evenhand.web.formats import NBSP, Formats

WEB = Path(__file__).parent
WEB_TEMPLATES = WEB / "templates"
MANIFEST = WEB / "static" / "built" / "manifest.json"
ICON_SOURCE = WEB / "static" / "icons.svg"

LINKS: Mapping[str, str] = MappingProxyType(
    {
        "home": "/",
        "account": "/account",
        "sign_in": "/sign-in",
        "sign_up": "/sign-up",
        "sign_out": "/sign-out",
        "privacy": "/privacy",
        "accessibility": "/accessibility",
        "adjustments": "/accessibility#adjustments",
    }
)
"""Where the layouts' own links lead; a page may pass its own `links` of the same keys."""

MARKDOWN_LIMIT = 100_000
"""Characters. Longer text is shown as plain paragraphs: a parser should not be asked to read a book."""

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


def templates(
    *,
    folders: Sequence[Path],
    static_prefix: str,
    tongue: Tongue | None = None,
    reload: bool = False,
) -> Environment:
    """Make the environment that renders every page of one language.

    `folders` are the domains' `templates/` folders; the furniture's own is always searched first, so no domain can
    shadow a layout. `static_prefix` is the address of `web/static`, for example "/static". There is one environment
    per language (`tongue`, else English): macros imported without context and filters then speak the same language.
    A sentence made in Python (`kit.words`) is told in it wherever it is shown.

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
    tongue = tongue or Tongue(SOURCE)
    environment.policies["ext.i18n.trimmed"] = True
    _install_words(environment, tongue)
    formats = Formats(tongue)
    environment.filters.update(
        nbsp=lambda text: nbsp(tongue.write(text)),
        day=formats.day,
        day_year=formats.day_year,
        month=formats.month,
        clock=formats.clock,
        figure=formats.figure,
        money=formats.money,
        country=formats.country,
        initials=initials,
        translated=tongue.tell,  # for text that is stored as it was said; `_(…)` would take its "%" for a place
        paragraphs=lambda text: paragraphs(tongue.write(text)),
        markdown=markdown,
    )
    assets = _Assets(prefix=static_prefix.rstrip("/"), names=_manifest(MANIFEST), icons=_icon_names())
    environment.globals.update(language=tongue.tag, links=LINKS, asset=assets.asset, icon=assets.icon)
    return environment


def _install_words(environment: Environment, tongue: Tongue) -> None:
    """`_`, `ngettext` and `{% trans %}` take sentences, dates and numbers as values; and what is shown is told."""

    ready: dict[str, Markup] = {}  # a page holds hundreds of sentences, most of them without a value

    @pass_context
    def gettext(context: Context, template: str, /, **values: Any) -> str:
        if values or not context.eval_ctx.autoescape:
            return _filled(context, tongue.one(template), values)
        if template not in ready:
            ready[template] = Markup(tongue.one(template)) % {}  # noqa: S704  # our own words
        return ready[template]

    @pass_context
    def ngettext(context: Context, one: str, many: str, count: int, /, **values: Any) -> str:
        return _filled(context, tongue.several(one, many, count), {"num": count, **values})

    def _filled(context: Context, template: str, values: Mapping[str, Any]) -> str:
        text = Markup(template) if context.eval_ctx.autoescape else template  # noqa: S704  # values are escaped by "%"
        return text % {name: tongue.write(value) for name, value in values.items()}

    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # by i18n
    # Unwrapped: the extension's own would not tell values, and its `_` looks up `gettext` again for every sentence.
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    environment.finalize = lambda value: tongue.tell(value) if isinstance(value, Sentence | Named) else value


@dataclass(frozen=True, slots=True)
class _Assets:
    prefix: str
    names: Mapping[str, str]
    icons: frozenset[str]
    drawn: dict[tuple[str, int], Markup] = field(default_factory=dict)

    def asset(self, name: str) -> str:
        """The address of a built file by its plain name: "app.js" -> "/static/built/app-AB12CD34.js"."""
        return f"{self.prefix}/built/{self.names.get(name, name)}"

    def icon(self, name: str, size: int = 18) -> Markup:
        """An icon of our sprite beside a word, hidden from screen readers. Sizes are 14, 16, 18, 20 and 22 px.

        Raises LookupError for a name the sprite does not have: a missing picture is silent, a failing test is not.
        """
        if name not in self.icons:
            raise LookupError(f"There is no icon named {name!r}. The icons are in {ICON_SOURCE.name}.")
        if (name, size) not in self.drawn:
            picture = Markup('<svg width="{0}" height="{0}" aria-hidden="true"><use href="{1}#i-{2}"/></svg>')
            self.drawn[name, size] = picture.format(size, self.asset("icons.svg"), name)
        return self.drawn[name, size]


def _manifest(path: Path) -> Mapping[str, str]:
    """Built names by source name. Without a build every page still works, only undressed; the log says what to run."""
    if not path.exists():
        _log.warning("Page assets are not built, pages will look bare. Run scripts/build-assets.")
        return {}
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


def _icon_names() -> frozenset[str]:
    return frozenset(_SYMBOL.findall(ICON_SOURCE.read_text(encoding="utf-8")))


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
