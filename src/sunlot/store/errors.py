"""What the store says when it cannot go on: one sentence in each language, never a bare system message."""

from sunlot.core.problems import Lang


class StoreError(Exception):
    """The store refuses or fails; nothing half done is left behind.

    Attributes:
        zh: What is, what was expected and the way out, in Chinese.
        en: The same in English.
    """

    def __init__(self, zh: str, en: str) -> None:
        self.zh = plain(zh)
        self.en = plain(en)
        super().__init__(self.en)

    def sentence(self, lang: Lang) -> str:
        """The sentence in `lang`, on one line and free of control characters."""
        return self.zh if lang == "zh" else self.en


def plain(text: str) -> str:
    """Make a text fit for one line of a terminal: what does not print is written as its code point."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
