"""Names as they are compared, never as they are kept: what only looks different is made alike."""

import unicodedata
from typing import Final

from sunlot.core.masks import DOTS

_DOT: Final = "·"
_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys(DOTS, _DOT),
        **dict.fromkeys("[{〔【〈《「『〖", "("),
        **dict.fromkeys("]}〕】〉》」』〗", ")"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)


def comparable(name: str) -> str:
    """Give the form in which a name is compared: half-width, small letters, one kind of dot and bracket, no blanks."""
    text = name
    for _ in range(2):  # a blank that goes may let two characters become one
        text = unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE)
        text = "".join(char for char in text if not char.isspace() and unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", text)


def tidied(code: str) -> str:
    """Give what a credit code was probably meant to be: half-width, capital letters, no blanks, dots or hyphens."""
    text = unicodedata.normalize("NFKC", code).upper()
    return "".join(char for char in text if char.isalnum())
