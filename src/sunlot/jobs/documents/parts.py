"""The libraries that papers are printed with: imported when something is printed, and told by name if missing."""

from functools import lru_cache
from importlib import import_module
from io import BytesIO
from typing import Any

from sunlot.core.problems import Place, ProblemsError, problem


def part(name: str) -> Any:
    """Import a library of the extra `documents`.

    Raises:
        ProblemsError: If it is not installed (F590).
    """
    try:
        return import_module(name)
    except ImportError:
        raise ProblemsError([problem(Place("sunlot[documents]"), "F590", package=name)]) from None


@lru_cache(maxsize=64)
def qr_svg(address: str) -> str:
    """Draw the QR code of an address; error correction M, so that a crumpled sheet still reads.

    All papers of a draw show its page, so what was drawn is kept for a while.
    """
    return str(part("segno").make(address, error="m", micro=False).svg_inline(border=2, omitsize=True))


@lru_cache(maxsize=64)
def qr_png(address: str) -> bytes:
    """The same as an image for an editable document."""
    out = BytesIO()
    part("segno").make(address, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    return out.getvalue()
