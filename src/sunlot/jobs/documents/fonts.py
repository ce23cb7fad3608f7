"""Fonts for papers that are fixed: those of a folder that was named, or those of the machine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sunlot.core.problems import Place, ProblemsError, problem
from sunlot.jobs.documents.parts import part

SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun", "FangSong")
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "SimHei")
"""Families with all characters of official Chinese, in the order in which they are taken."""


def found_fonts(folder: Path | None) -> tuple[Any, Sequence[str]]:
    """Look for fonts; give typst's collection of them, and the Chinese families to set text in, the best first.

    Args:
        folder: Only the fonts of this folder, if given: then the same input gives the same bytes on any machine.

    Raises:
        ProblemsError: If none is Chinese (F591).
    """
    typst = part("typst")
    paths = [str(folder)] if folder else []
    fonts = typst.Fonts(include_system_fonts=folder is None, include_embedded_fonts=False, font_paths=paths)
    there = set(fonts.families())
    families = [one for one in (*SERIF, *SANS) if one in there]
    if not families:
        where = folder.name if folder else "—"
        raise ProblemsError([problem(Place("fonts"), "F591", where=where, wanted="、".join((SERIF[0], SANS[0])))])
    return fonts, families
