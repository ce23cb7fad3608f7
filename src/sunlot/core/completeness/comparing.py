"""Another authority's list beside the register: who is on the one and not on the other (notice, 三（二）; R18, R20).

The credit code decides. A name is compared only where the code does not, and in a form of its own (`wording`); nothing
that is stored or was listed is changed. What might be the same is told apart from what is, for a person to look at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sunlot.core.completeness.bodies import is_standing
from sunlot.core.completeness.wording import comparable, tidied
from sunlot.core.credit_code import (
    ALPHABET,
    LENGTH,
    check_character,
    has_check_digit,
    has_known_prefix,
    has_organisation,
    is_shaped,
)
from sunlot.core.identity import current
from sunlot.core.registry import Registry

WHYS = ("written_otherwise", "near_code", "same_name", "no_code")


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list: its number, from 1, its code and its name as they stand there; either may be empty."""

    row: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """A line, the target of the register that it is or may be, and how that was told.

    Attributes:
        listed: The line.
        target: The target's id.
        why: `code` or `name`, where it is the same; else one of `WHYS`: the code is the target's once blanks, width and
            case are put right; it is wrong, and one slip away from the target's; the name is the target's but the code
            is another; the name is the target's, which has no code in the register.
    """

    listed: Listed
    target: str
    why: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A code that is none; `expected` is its right last character, or empty where that is not what is wrong."""

    listed: Listed
    expected: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of it.

    Attributes:
        rows: How many lines the list has, blank ones not counted.
        same: Lines that are in the register.
        gone: Those among them whose target does not stand in the register on the day, or is out of business.
        possible: Lines that may be in the register.
        missing: Lines that are not.
        absent: Targets that stand in the register and may be on no line.
        repeated: Lines that name the same subject.
        faults: Codes that are none.
        empty: Lines with neither code nor name.
        withheld: Targets whose identity is not public; a line that is missing may be one of them.
    """

    rows: int
    same: tuple[Match, ...]
    gone: tuple[Match, ...]
    possible: tuple[Match, ...]
    missing: tuple[Listed, ...]
    absent: tuple[str, ...]
    repeated: tuple[tuple[Listed, ...], ...]
    faults: tuple[Fault, ...]
    empty: tuple[int, ...]
    withheld: int


def compare(registry: Registry, lines: Iterable[Listed], day: str, authority: str | None = None) -> Comparison:
    """Compare a list with the register.

    Args:
        registry: The records.
        lines: The list.
        day: The ISO date in Beijing.
        authority: Whose list it is: of the register only what this authority, or one below it, supervises is expected
            on it; None expects all.
    """
    books = _Books.of(registry, day)
    listed = list(lines)
    named = [one for one in listed if one.code or one.name]
    same: list[Match] = []
    possible: list[Match] = []
    missing: list[Listed] = []
    for one in named:
        if found := books.same(one):
            same.append(found)
        elif likely := list(books.possible(one)):
            possible += likely
        else:
            missing.append(one)
    seen = {match.target for match in (*same, *possible)}
    return Comparison(
        len(named),
        tuple(same),
        tuple(one for one in same if one.target not in books.standing),
        tuple(possible),
        tuple(missing),
        tuple(key for key in _expected(registry, books, authority) if key not in seen),
        tuple(_repeated(named)),
        tuple(_faults(named)),
        tuple(one.row for one in listed if not (one.code or one.name)),
        sum(1 for one in registry.withheld.values() if (one.value.removed_on or "9999") > day),
    )


@dataclass(frozen=True, slots=True)
class _Books:
    """The register, to be found by code and by name; of two targets with one code or name those that stand come first.

    Attributes:
        standing: Targets that stand in the register, by id.
        by_code: Credit code, present or former → target.
        by_name: Comparable name → targets.
        codes: Target → its credit code, where it has one.
    """

    standing: frozenset[str]
    by_code: Mapping[str, str]
    by_name: Mapping[str, Sequence[str]]
    codes: Mapping[str, str]

    @classmethod
    def of(cls, registry: Registry, day: str) -> "_Books":
        held = sorted(registry.targets.items(), key=lambda one: (not is_standing(one[1].value, day), one[0]))
        by_code: dict[str, str] = {}
        by_name: defaultdict[str, list[str]] = defaultdict(list)
        codes: dict[str, str] = {}
        for key, placed in held:
            code = placed.value.uscc or (key if len(key) == LENGTH else None)
            if code:
                codes[key] = code
                by_code.setdefault(code, key)
            by_name[comparable(placed.value.name)].append(key)
        for former, key in current(registry).items():
            if key in registry.targets and len(former) == LENGTH and by_code.get(former) not in registry.targets:
                by_code[former] = key
        there = frozenset(key for key, placed in held if is_standing(placed.value, day))
        return cls(there, by_code, by_name, codes)

    def same(self, one: Listed) -> Match | None:
        """The target that a line is: by its code, or by its name where it has no code and one target is called so."""
        if one.code:
            return Match(one, self.by_code[one.code], "code") if one.code in self.by_code else None
        found = self._called(one.name)
        return Match(one, found[0], "name") if len(found) == 1 else None

    def possible(self, one: Listed) -> Iterator[Match]:
        """The targets that a line may be, each once."""
        told: set[str] = set()
        for match in self._likely(one):
            if match.target not in told:
                told.add(match.target)
                yield match

    def _likely(self, one: Listed) -> Iterator[Match]:
        plain = tidied(one.code)
        if plain and plain in self.by_code:
            yield Match(one, self.by_code[plain], "written_otherwise")
        elif plain and not has_check_digit(plain):
            for near in _slips(plain):
                if near in self.by_code and has_check_digit(near):
                    yield Match(one, self.by_code[near], "near_code")
        for key in self._called(one.name):
            yield Match(one, key, "same_name" if key in self.codes else "no_code")

    def _called(self, name: str) -> Sequence[str]:
        found = self.by_name.get(comparable(name), ()) if name else ()
        return [key for key in found if key in self.standing] or found


def _slips(code: str) -> Iterator[str]:
    """Every text one slip away: a character wrong, missing or too many, or two neighbours exchanged."""
    if len(code) == LENGTH:
        for place in range(LENGTH):
            yield from (code[:place] + char + code[place + 1 :] for char in ALPHABET)
        yield from (code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(LENGTH - 1))
    elif len(code) == LENGTH - 1:
        yield from (code[:place] + char + code[place:] for place in range(LENGTH) for char in ALPHABET)
    elif len(code) == LENGTH + 1:
        yield from (code[:place] + code[place + 1 :] for place in range(len(code)))


def _expected(registry: Registry, books: _Books, authority: str | None) -> Iterator[str]:
    """The targets that should be on the list."""
    own = registry.descendants(authority) if authority else frozenset[str]()
    for key in sorted(books.standing):
        if not authority or not own.isdisjoint(registry.targets[key].value.supervised_by):
            yield key


def _repeated(lines: Iterable[Listed]) -> Iterator[tuple[Listed, ...]]:
    """Lines with one code, and lines without a code and with one name."""
    groups: defaultdict[tuple[bool, str], list[Listed]] = defaultdict(list)
    for one in lines:
        groups[bool(one.code), tidied(one.code) or comparable(one.name)].append(one)
    yield from (tuple(found) for found in groups.values() if len(found) > 1)


def _faults(lines: Iterable[Listed]) -> Iterator[Fault]:
    for one in lines:
        if one.code and not has_check_digit(one.code):
            yield Fault(one, check_character(one.code) if is_shaped(one.code) else "")
        elif one.code and not (has_organisation(one.code) and has_known_prefix(one.code)):
            yield Fault(one, "")  # eighteen zeros have a right check digit
