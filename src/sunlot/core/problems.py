"""What is wrong, and where: the one shape in which every part of sunlot reports a problem."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file, line and column counted from one as editors do; line 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding: its place, its code in the catalogue, and the values that fill the sentence."""

    place: Place
    code: str
    values: tuple[tuple[str, str], ...] = ()


def problem(place: Place, code: str, /, **values: object) -> Problem:
    """Make a problem; `values` are what the catalogue's sentence of `code` names in braces."""
    return Problem(place, code, tuple(sorted((name, str(value)) for name, value in values.items())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A code of the catalogue.

    Attributes:
        clause: The source that asks for it: a clause of the notice (R…), a law, a section of the protocol.
        zh: The sentence in Chinese: what is, what was expected, the way out.
        en: The same in English.
        warning: A warning is shown but does not fail a check: a person has to look.
    """

    clause: str
    zh: str
    en: str
    warning: bool = False


class ProblemsError(Exception):
    """Raised where work cannot go on; carries every problem found so far, never just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(f"{len(self.problems)} problems, the first: {self.problems[0] if self.problems else None}")


def distinct(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield each problem once, sorted by place and code."""
    yield from sorted(set(problems))
