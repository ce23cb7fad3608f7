"""What a scalar without quotes says, the same for both readers."""

import re
from typing import Any, Final

from sunlot.store.bounds import LARGEST

_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,15})\Z")
_WORDS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None, "": None}


def plain(text: str) -> Any:
    """Read a plain scalar: the three words, a whole number every tool keeps exactly, else the text as written."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text) and abs(int(text)) <= LARGEST:
        return int(text)
    return text
