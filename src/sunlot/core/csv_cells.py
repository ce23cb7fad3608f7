"""Cells of comma-separated lines that are safe to open in a spreadsheet."""

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"""[^\s=+\-@,"][^,"\r\n]*""")
"""Nearly every cell: nothing to quote, nothing to compute."""


def cell(text: str) -> str:
    """Write a cell: quoted where it has to be, and with `'` in front of what a spreadsheet would compute."""
    if _PLAIN.fullmatch(text):
        return text
    safe = f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) or text.startswith(("\t", "\r", "\n")) else text
    quoted = safe.replace('"', '""')
    return f'"{quoted}"' if any(mark in safe for mark in ',"\r\n') else safe


def line(cells: Iterable[str]) -> str:
    """Write a line, with the line end that RFC 4180 asks for."""
    return ",".join(map(cell, cells)) + "\r\n"
