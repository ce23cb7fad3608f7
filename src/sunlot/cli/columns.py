"""Plain columns for a terminal, where a Chinese character is as wide as two letters."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from unicodedata import east_asian_width

GAP = "  "


def width(text: str) -> int:
    """The number of places that a text takes in a terminal."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def aligned(rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Align rows of equal length as lines.

    Args:
        rows: The cells, the head first.
        right: Columns, from 0, that are flush right: numbers.
    """
    table, flush = [list(map(str, row)) for row in rows], set(right)
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    lines = []
    for row in table:
        cells = []
        for number, (cell, wanted) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (wanted - width(cell))
            cells.append(blank + cell if number in flush else cell + blank)
        lines.append(GAP.join(cells).rstrip())
    return lines


def percent(share: Fraction) -> str:
    """Write a share as a percentage, to two places: `= 25%` where that is exact, `≈ 33.33%` where it is not."""
    rounded = f"{float(100 * share):.2f}".rstrip("0").rstrip(".")
    return f"{'=' if (10000 * share).denominator == 1 else '≈'} {rounded}%"


def number(value: Fraction | float) -> str:
    """Write a mean to two places."""
    return f"{float(value):.2f}"
