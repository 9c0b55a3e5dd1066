"""The stylesheet keeps its promises: contrast above the floors, colours only by token, inside its budget."""

import json
import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "src" / "evenhand" / "web" / "static" / "css"
BUILT = CSS.parent / "built"
LARGEST = 30_000
"""Bytes of the built stylesheet, before compression."""

LAYERS = ["reset", "tokens", "base", "layout", "components", "utilities", "print"]
SOURCES = sorted(CSS.rglob("*.css"))
NAMES = "black|white|red|green|blue|gray|grey|silver|yellow|orange|purple"
COLOUR = re.compile(
    rf"#[0-9a-f]{{3,8}}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|:\s*(?:{NAMES})\b", re.IGNORECASE
)
TOKEN = re.compile(r"--([\w-]+):\s*light-dark\(\s*(#[0-9a-f]+)\s*,\s*(#[0-9a-f]+)\s*\)")

# Text people read needs 7, other text 4.5, edges and graphics 3 (WCAG 2 ratio).
READ, TEXT, EDGE = 7.0, 4.5, 3.0
FLOORS = [
    *(
        (f"ink on {ground}", READ)
        for ground in ("canvas", "surface", "raised", "fill", "mark", "warn-soft", "bad-soft")
    ),
    ("ink on mark-2", TEXT),
    *((f"ink-2 on {ground}", READ) for ground in ("canvas", "surface", "raised", "fill")),
    ("ink-2 on accent-soft", TEXT),
    *((f"ink-3 on {ground}", TEXT) for ground in ("canvas", "surface", "raised", "fill", "accent-soft")),
    *((f"accent on {ground}", TEXT) for ground in ("canvas", "surface", "fill", "accent-soft")),
    *((f"on-accent on {ground}", TEXT) for ground in ("accent", "accent-2")),
    *((f"warn on {ground}", TEXT) for ground in ("warn-soft", "surface")),
    *((f"bad on {ground}", TEXT) for ground in ("bad-soft", "surface", "canvas")),
    *((f"edge on {ground}", EDGE) for ground in ("canvas", "surface", "raised", "fill")),
    ("mark-edge on surface", EDGE),
    *((f"focus on {ground}", EDGE) for ground in ("canvas", "surface")),
    ("accent on line-2", EDGE),
]


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def tokens(scheme: str) -> dict[str, str]:
    found = TOKEN.findall(without_comments(CSS / "tokens.css"))
    assert len(found) > 20
    return {name: light if scheme == "light" else dark for name, light, dark in found}


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2, from #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(letter * 2 for letter in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class TestTokens:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize(("pair", "floor"), FLOORS)
    def test_keep_their_contrast(self, pair: str, floor: float, scheme: str) -> None:
        palette = tokens(scheme)
        front, _, ground = pair.partition(" on ")
        assert contrast(palette[front], palette[ground]) >= floor

    def test_measure_contrast_as_wcag_does(self) -> None:
        assert contrast("#000", "#ffffff") == pytest.approx(21)
        assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.005)
        assert contrast("#005c53", "#fff") == pytest.approx(7.9, abs=0.05)


class TestSources:
    @pytest.mark.parametrize(
        "path", [path for path in SOURCES if path.name != "tokens.css"], ids=lambda path: path.name
    )
    def test_name_no_colour_of_their_own(self, path: Path) -> None:
        # color-mix() mixes tokens; the colour space it names is not a colour.
        text = without_comments(path).replace("color-mix(in oklab,", "mix(")
        assert COLOUR.findall(text) == []

    @pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
    def test_use_only_tokens_that_exist(self, path: Path) -> None:
        everything = "".join(map(without_comments, SOURCES))
        defined = set(re.findall(r"(--[\w-]+):", everything))
        assert set(re.findall(r"var\((--[\w-]+)", without_comments(path))) <= defined

    @pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
    def test_hold_no_id_and_no_side(self, path: Path) -> None:
        text = re.sub(r"#[0-9a-f]{3,8}\b", "", without_comments(path))
        assert re.findall(r"#[\w-]+", text) == []
        sides = r"(?<![\w-])(?:(?:margin|padding|border|inset)-)?(?:left|right|top|bottom|width|height):"
        assert re.findall(sides, text) == []

    @pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
    def test_say_important_only_for_visibility(self, path: Path) -> None:
        for rule in re.findall(r"[^;{}]*!important", without_comments(path)):
            assert rule.split(":")[0].strip() == "display"

    def test_are_all_imported_into_a_layer_in_order(self) -> None:
        entry = without_comments(CSS / "evenhand.css")
        assert re.findall(r"@layer ([^;]+);", entry) == [", ".join(LAYERS)]
        imported = re.findall(r'@import "([^"]+)"(?: layer\((\w+)\))?;', entry)
        files = {path.relative_to(CSS).as_posix() for path in SOURCES} - {"evenhand.css"}
        assert {name for name, _ in imported} == files
        places = [LAYERS.index(layer) for name, layer in imported if name != "fonts.css"]
        assert places == sorted(places)

    def test_hide_closed_popovers_and_dialogs_last(self) -> None:
        selectors = re.findall(r"(?:^|\})\s*([^{}]+)\{", without_comments(CSS / "utilities.css"))
        assert selectors[-1].split() == [".pop:not(:popover-open),", "dialog:not([open])"]


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    manifest = BUILT / "manifest.json"
    assert manifest.exists(), "The page assets are not built. Run scripts/build-assets."
    found: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return found


class TestBuilt:
    def test_stylesheet_fits_its_budget(self, names: dict[str, str]) -> None:
        assert 10_000 < (BUILT / names["evenhand.css"]).stat().st_size <= LARGEST

    def test_stylesheet_finds_its_fonts(self, names: dict[str, str]) -> None:
        text = (BUILT / names["evenhand.css"]).read_text(encoding="utf-8")
        fonts = re.findall(r"url\(([^)]+)\)", text)
        assert len(fonts) == 6
        assert all((BUILT / font).stat().st_size > 10_000 for font in fonts)

    def test_holds_everything_the_layouts_ask_for(self, names: dict[str, str]) -> None:
        templates = CSS.parents[1] / "templates"
        asked = {
            name
            for path in templates.rglob("*.html")
            for name in re.findall(r"asset\('([\w./-]+)'\)", path.read_text(encoding="utf-8"))
        }
        assert len(asked) >= 5
        assert asked <= set(names)
        assert all((BUILT / name).exists() for name in names.values())

    def test_icons_carry_how_they_are_drawn(self, names: dict[str, str]) -> None:
        symbols = re.findall(r"<symbol[^>]*>", (BUILT / names["icons.svg"]).read_text(encoding="utf-8"))
        source = (CSS.parent / "icons.svg").read_text(encoding="utf-8")
        assert len(symbols) == source.count("<symbol ")
        assert all('stroke="currentColor"' in symbol and 'viewBox="0 0 20 20"' in symbol for symbol in symbols)
