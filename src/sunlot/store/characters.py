"""Which characters stand in a file as they are, and which only as an escape or not at all.

YAML 1.1 and 1.2 disagree on some line separators, terminals and diffs hide control characters, and no character
is assigned to the last two places of a plane; none of these may lie in a register unseen.
"""

import re
from typing import Final

ESCAPED: Final = (
    (0x00, 0x1F),
    (0x7F, 0x9F),
    (0x2028, 0x2029),
    (0xFDD0, 0xFDEF),
    (0xFEFF, 0xFEFF),
    (0xFFFE, 0xFFFF),
)
"""Ranges of code points that stand in a file only as an escape; the line feed that ends a line apart."""

UNWRITABLE: Final = ((0xD800, 0xDFFF), *((plane << 16 | 0xFFFE, plane << 16 | 0xFFFF) for plane in range(1, 17)))
"""Surrogates and the non-characters that have no escape of four digits: no text of a register holds them."""

QUOTE_AND_BACKSLASH: Final = ((0x22, 0x22), (0x5C, 0x5C))


def one_of(*ranges: tuple[int, int]) -> str:
    """Write ranges of code points as a class for Python's `re`."""
    return "[" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges) + "]"


def named(character: str) -> str:
    """Name a character as the Unicode tables do, for example U+00A0."""
    return f"U+{ord(character):04X}"


RAW_REFUSED: Final = re.compile(rf"(?!\n|\r\n){one_of(*ESCAPED, *UNWRITABLE)}")
NEVER: Final = re.compile(one_of(*UNWRITABLE))
