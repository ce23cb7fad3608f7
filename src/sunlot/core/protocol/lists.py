"""The CSV lists of a stage: the types of their rows, and the one way in which each is written (section 3)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import Final, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import astuple

from sunlot.core.protocol.grammar import ABSENCE_REASONS, HEX64, KEY, NAME, PLAIN_KEY, REASON, Digest, Refusal

Row = TypeVar("Row", bound=Struct)


class Entry(Struct, frozen=True, gc=False):
    """A row of the roster: a target that can be drawn."""

    key: str
    stratum: str
    division: str


class Exclusion(Struct, frozen=True, gc=False):
    """A register entry of the task's population that is not in the roster, and why."""

    key: str
    reason: str


class Inspector(Struct, frozen=True, gc=False):
    """An inspector who can be drawn; ``divisions`` are prefixes of 2, 4 or 6 digits with single spaces between."""

    key: str
    group: str
    divisions: str


class Absence(Struct, frozen=True, gc=False):
    """An inspector of the groups' authorities who cannot be drawn, and why."""

    key: str
    reason: str


class Recusal(Struct, frozen=True, gc=False):
    """A target with recusals, and the digest that binds them."""

    target: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Row]):
    """A kind of list: its path in the draw's folder, the type of its rows, the grammar of a line."""

    path: str
    row: type[Row]
    line: re.Pattern[str]

    @property
    def header(self) -> str:
        """The first line: the names of the columns."""
        return ",".join(self.row.__struct_fields__)

    def decode(self, data: bytes) -> tuple[Row, ...]:
        """Read a list; ``Refusal`` (``malformed``) unless these are exactly the bytes its rows are written as."""
        lines = data.decode("ascii", errors="replace").split("\n")
        if lines[0] != self.header:
            raise Refusal("malformed.csv", path=self.path, line=1)
        if lines.pop():
            raise Refusal("malformed.csv_end", path=self.path)
        rows = tuple(self._row(number, line) for number, line in enumerate(lines[1:], start=2))
        for number, (earlier, later) in enumerate(pairwise(lines[1:]), start=3):
            if later <= earlier:
                raise Refusal("malformed.csv_order", path=self.path, line=number)
        self._check_keys(rows)
        return rows

    def encode(self, rows: Iterable[Row]) -> bytes:
        """Write rows, given in any order; ``Refusal`` (``malformed``) for what could not be read back."""
        lines = sorted(",".join(astuple(row)) for row in rows)
        data = "".join(f"{line}\n" for line in (self.header, *lines)).encode()
        self.decode(data)
        return data

    def _row(self, number: int, line: str) -> Row:
        found = self.line.fullmatch(line)
        if found is None:
            raise Refusal("malformed.csv", path=self.path, line=number)
        key, *others = found.group(*self.row.__struct_fields__)
        return self.row(key, *map(intern, others))

    def _check_keys(self, rows: Iterable[Row]) -> None:
        seen: set[str] = set()
        column = self.row.__struct_fields__[0]
        for row in rows:
            key: str = getattr(row, column)
            if key in seen:
                raise Refusal("malformed.twice", path=self.path, key=key)
            seen.add(key)


_PREFIX: Final = "[0-9]{2}(?:[0-9]{2}){0,2}"

ROSTER: Final = Sheet(
    "targets/roster.csv",
    Entry,
    # a division has six digits, that of a withheld entry two
    re.compile(
        rf"(?P<key>(?P<withheld>~)?(?(withheld){HEX64}|{PLAIN_KEY})),(?P<stratum>{NAME})"
        rf",(?P<division>[0-9]{{2}}(?(withheld)|[0-9]{{4}}))"
    ),
)
EXCLUSIONS: Final = Sheet("targets/exclusions.csv", Exclusion, re.compile(rf"(?P<key>{KEY}),(?P<reason>{REASON})"))
INSPECTORS: Final = Sheet(
    "teams/inspectors.csv",
    Inspector,
    re.compile(rf"(?P<key>{KEY}),(?P<group>{NAME}),(?P<divisions>{_PREFIX}(?: {_PREFIX})*)"),
)
ABSENCES: Final = Sheet(
    "teams/absences.csv",
    Absence,
    re.compile(rf"(?P<key>{KEY}),(?P<reason>{'|'.join(sorted(ABSENCE_REASONS))})"),
)
RECUSALS: Final = Sheet("teams/recusals.csv", Recusal, re.compile(rf"(?P<target>{KEY}),(?P<digest>{HEX64})"))
