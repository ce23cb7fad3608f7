"""How the protocol speaks to people: every sentence in Chinese and English, filled with facts, on one line."""

from collections.abc import Mapping
from typing import Final

from sunlot.core.problems import Lang
from sunlot.core.protocol.sentences_proved import PROVED
from sunlot.core.protocol.sentences_refused import REFUSED

_SENTENCES: Final = {**REFUSED, **PROVED}
_LONGEST: Final = 200


def say(name: str, lang: Lang, facts: Mapping[str, object]) -> str:
    """Fill the sentence of this name; what comes from a file is cut and freed of control characters."""
    chinese, english = _SENTENCES[name]
    sentence = chinese if lang == "zh" else english
    return sentence.format(**{fact: _plain(str(value)) for fact, value in facts.items()})


def _plain(text: str) -> str:
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
