"""Characters that mean nothing to a reader are dropped, and those with a plain spelling get it."""

import re
import unicodedata

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_SPACES = dict.fromkeys(["\u00a0", "\u1680", *map(chr, range(0x2000, 0x200B)), "\u202f", "\u205f", "\u3000"], " ")
# Soft hyphen, zero-width marks, bidirectional controls, byte-order mark, variation selectors, tags.
_INVISIBLE = dict.fromkeys(
    map(
        chr,
        [
            0x00AD,
            0x034F,
            0x061C,
            0x115F,
            0x1160,
            0x17B4,
            0x17B5,
            0x180E,
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x2070),
            0x3164,
            *range(0xFE00, 0xFE10),
            0xFEFF,
            0xFFA0,
            *range(0xFFF0, 0xFFFC),
            *range(0xE0000, 0xE0080),
            *range(0xE0100, 0xE01F0),
        ],
    ),
    "",
)
_CONTROLS = {chr(code): "" for code in [*range(0x20), *range(0x7F, 0xA0)] if chr(code) not in "\t\n"}
_TABLE = str.maketrans(_LIGATURES | _SPACES | _INVISIBLE | _CONTROLS | {"\u2028": "\n", "\u2029": "\n"})
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` with ligatures spelt out, every space a plain one, and nothing invisible; tab and newline stay.

    Composed (NFC), because PDF writers put a letter and its accent side by side as often as together.
    """
    text = _SURROGATE.sub("\ufffd", text.translate(_TABLE))
    return text if text.isascii() else unicodedata.normalize("NFC", text)
