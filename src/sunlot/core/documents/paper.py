"""A paper: named pieces in reading order. Whoever renders it takes each text as it stands; none of it is markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEX = re.compile(r"[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class Words:
    """The same in two languages; English is empty on papers that are official in Chinese only."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; one that is `small` explains, and one that `stands` alone begins at the margin."""

    name: str
    words: Words
    small: bool = False
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value; an empty value is a line to write on.

    Attributes:
        name: By which a template asks for the value.
        label: What it is.
        value: The value, or empty.
        lines: How much room the value takes at least, in lines.
        code: Whether it is a digest or an id, set in a fixed width.
    """

    name: str
    label: Words
    value: str = ""
    lines: int = 1
    code: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields below one another."""

    name: str
    rows: tuple[Field, ...]
    title: Words | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head.

    Attributes:
        name: By which a template asks for the rows.
        title: Above it.
        head: A label for each column.
        widths: The columns' shares of the width.
        rows: As many cells each as the head has labels; an empty cell is room to write.
        code: Columns that hold digests or ids.
    """

    name: str
    title: Words
    head: tuple[Words, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    code: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """An address to be scanned, and what is found there."""

    caption: Words
    address: str


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses beside one another."""

    name: str
    links: tuple[Link, ...]


Block = Text | Fields | Table | Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document.

    Attributes:
        kind: `notice`, `record`, `order`, `circular` or `certificate`.
        file: Its file's name without an ending.
        issuer: The authority that issues it.
        title: Its title.
        number: Its document number; empty where it has none yet.
        numbered: Whether a paper of this kind bears a number, so that room is left for one.
        day: The ISO date as of which it was made.
        blocks: What it says.
        mark: What is printed across each page; empty on a real paper.
        sealed: Whether issuer, date and room for a seal stand at the end.
    """

    kind: str
    file: str
    issuer: Words
    title: Words
    number: str = ""
    numbered: bool = True
    day: str
    blocks: tuple[Block, ...]
    mark: str = ""
    sealed: bool = True

    @property
    def fields(self) -> Iterator[Field]:
        """Every field."""
        return (row for block in self.blocks if isinstance(block, Fields) for row in block.rows)


def in_fours(digits: str) -> str:
    """Write hex digits in groups of four, so that a person can compare them; other text stays as it is."""
    if not _HEX.fullmatch(digits):
        return digits
    return " ".join(digits[n : n + 4] for n in range(0, len(digits), 4))


def date_in_words(day: str) -> str:
    """Write an ISO date as a paper does, 2026年8月21日; a line to write on where there is none."""
    year, _, rest = day.partition("-")
    return f"{year}年{int(rest[:2])}月{int(rest[3:5])}日" if rest else "＿＿＿＿年＿＿月＿＿日"
