"""Papers as PDF/A by typst. Every text reaches it as data, so nothing in it is read as markup."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sunlot.core.documents.paper import Links, Paper
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.jobs.documents.fonts import found_fonts
from sunlot.jobs.documents.parts import part, qr_svg

STANDARD = "a-2b"
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')


class Press:
    """Sets papers; fonts and template are read once."""

    def __init__(self, fonts: Path | None = None) -> None:
        """Find the fonts.

        Raises:
            ProblemsError: If typst is missing (F590), or no font is Chinese (F591).
        """
        self._typst = part("typst")
        part("segno")
        found, self.families = found_fonts(fonts)
        source = (files("sunlot") / "templates" / "documents" / "paper.typ").read_bytes()
        self.source = source
        self.compiler = self._typst.Compiler(source, font_paths=found, ignore_system_fonts=True)

    def pdf(self, paper: Paper) -> bytes:
        """Set one paper; the same paper in the same fonts gives the same bytes.

        Raises:
            ProblemsError: If a character is in none of the fonts (F592).
        """
        year, month, day = map(int, paper.day.split("-"))
        made = datetime(year, month, day, tzinfo=UTC)
        inputs = {"paper": json.dumps(described(paper), ensure_ascii=False), "fonts": json.dumps(self.families)}
        try:
            data = self.compiler.compile(
                self.source, format="pdf", pdf_standards=[STANDARD], timestamp=made, sys_inputs=inputs
            )
        except self._typst.TypstError as error:
            missing = _missing(error.diagnostic)
            if not missing:
                raise
            raise ProblemsError([_without_glyph(paper, missing)]) from None
        return bytes(data)


def described(paper: Paper) -> dict[str, Any]:
    """A paper as plain data, each block with its kind, each link with its QR code."""
    blocks = []
    for block in paper.blocks:
        plain = {"block": type(block).__name__.lower(), **asdict(block)}
        if isinstance(block, Links):
            plain["links"] = [{**asdict(one), "qr": qr_svg(one.address)} for one in block.links]
        if "code" in plain:
            plain["code"] = sorted(plain["code"])
        blocks.append(plain)
    return {**asdict(paper), "blocks": blocks}


def _missing(diagnostic: str) -> Sequence[str]:
    """The texts that no font could show, as typst tells them; a code point that it writes out is read back."""
    found = []
    for text in _MISSING.findall(diagnostic):
        plain = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text)
        found.append(plain.replace('\\"', '"').replace("\\\\", "\\"))
    return found


def _without_glyph(paper: Paper, missing: Sequence[str]) -> Problem:
    characters = "、".join(dict.fromkeys(f"“{c}”（U+{ord(c):04X}）" for text in missing for c in text))
    where = next((text for text in _texts(described(paper)) if missing[0] in text), paper.file)
    return problem(Place(f"{paper.file}.pdf"), "F592", characters=characters, text=where[:60])


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
