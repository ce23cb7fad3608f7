r"""The patterns that schemas may use: a small part of regular expressions that every engine reads the same way.

`^…$` around literals, `\` before punctuation, `\uXXXX`, classes, groups, choices and greedy counts. No dot, no
`\d \w \s`, no look-around, no back-reference, and no counted group inside which another count varies, so that no text
makes an engine search for long. The parsed form lets the recogniser narrow what a class may match.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

Range = tuple[int, int]
LAST = 0x10FFFF
SURROGATES: Range = (0xD800, 0xDFFF)
_LATIN = 0xFF
RARE: tuple[Range, ...] = (
    (0x2028, 0x202F),
    (0x2066, 0x2069),
    SURROGATES,
    (0xFDD0, 0xFDEF),
    (0xFEFF, 0xFEFF),
    *((plane << 16 | 0xFFFE, plane << 16 | 0xFFFF) for plane in range(17)),
)
"""What hardly any text holds; `render` may let it pass, so whoever matches with it looks for these beforehand.

A class that leaves out nothing else beyond Latin-1 then costs Python's compiler nothing; spelled out, each takes 3 ms.
"""
_META = frozenset("^$.*+?()[]{}|\\")
_ESCAPABLE = _META | frozenset("/-")
_SET_OPERATORS = ("--", "&&", "~~", "||")
_COUNT = re.compile(r"\{(0|[1-9][0-9]{0,4})(?:(,)(0|[1-9][0-9]{0,4})?)?\}")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")


class PatternError(ValueError):
    """A pattern uses something outside the portable part."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of sorted, disjoint ranges of code points."""

    ranges: tuple[Range, ...]

    def holds(self, code: int) -> bool:
        """Tell whether a code point is among them."""
        return any(low <= code <= high for low, high in self.ranges)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part that stands `low` to `high` times; `high` None is no upper bound."""

    part: "Node"
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several parts, the first that leads to a match."""

    parts: tuple["Node", ...]


Node = Chars | Repeat | Sequence | Choice


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Sort ranges and join those that touch."""
    joined: list[Range] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def without(ranges: Iterable[Range], taken: Iterable[Range]) -> tuple[Range, ...]:
    """Take code points away from a set of ranges."""
    left = list(merged(ranges))
    for low, high in taken:
        left = [
            piece
            for first, last in left
            for piece in ((first, min(last, low - 1)), (max(first, high + 1), last))
            if piece[0] <= piece[1]
        ]
    return merged(left)


@cache
def parse(pattern: str) -> Node:
    """Parse an anchored pattern; the result is what stands between `^` and `$`.

    Raises:
        PatternError: If the pattern is not anchored on both sides or leaves the portable part.
    """
    if not pattern.startswith("^") or not pattern.endswith("$") or pattern.endswith("\\$"):
        raise PatternError(f"{pattern}: not anchored by ^ and $")
    parser = _Parser(pattern)
    node = parser.sequence()
    if parser.position != len(pattern) - 1:
        raise PatternError(f"{pattern}: cannot go on at {pattern[parser.position :]!r}")
    return node


def render(node: Node, forbidden: tuple[Range, ...] = ()) -> str:
    """Write the pattern for Python's `re`, without anchors and groups; no `forbidden` character is ever matched.

    What a class leaves out of `RARE` it may match all the same.
    """
    match node:
        case Chars(ranges):
            return _class(ranges, (*forbidden, SURROGATES))
        case Repeat(part, low, high):
            return f"{_group(part, forbidden)}{often(low, high)}"
        case Sequence(parts):
            return "".join(_group(p, forbidden) if isinstance(p, Choice) else render(p, forbidden) for p in parts)
        case Choice(parts):
            return "|".join(render(part, forbidden) for part in parts)


def often(low: int, high: int | None) -> str:
    """Write how often a part of an expression stands."""
    return f"{{{low}}}" if low == high else f"{{{low},{'' if high is None else high}}}"


def strict(pattern: str) -> re.Pattern[str]:
    """Compile a pattern so that its `$` means the end of the text; Python's also lets a line feed follow."""
    return re.compile(pattern.removesuffix("$") + r"\Z")


def _group(node: Node, forbidden: tuple[Range, ...]) -> str:
    text = render(node, forbidden)
    return text if isinstance(node, Chars) else f"(?:{text})"


@cache
def _class(wanted: tuple[Range, ...], forbidden: tuple[Range, ...]) -> str:
    ranges = without(wanted, forbidden)
    if not ranges:
        return "(?!)"
    if ranges[0][0] == ranges[-1][1]:
        return re.escape(chr(ranges[0][0]))
    left_out = without(((0, LAST),), ranges)
    if not without((one for one in left_out if one[1] > _LATIN), RARE):
        narrow = without(left_out, ((_LATIN + 1, LAST),))
        return f"[^{_ranges(narrow)}]" if narrow else "[\\s\\S]"
    return f"[{_ranges(ranges)}]"


def _ranges(ranges: tuple[Range, ...]) -> str:
    return "".join(_point(a) if a == b else f"{_point(a)}-{_point(b)}" for a, b in ranges)


def _point(code: int) -> str:
    if code < 128 and chr(code).isprintable():
        return chr(code) if chr(code).isalnum() else f"\\{chr(code)}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _varies(node: Node) -> bool:
    match node:
        case Chars():
            return False
        case Repeat(part, low, high):
            return low != high or _varies(part)
        case Sequence(parts):
            return any(map(_varies, parts))
        case Choice():
            return True


class _Parser:
    """Reads a pattern from left to right; `position` is the next character."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 1

    @property
    def next(self) -> str:
        return self.pattern[self.position]

    def error(self, what: str) -> PatternError:
        return PatternError(f"{self.pattern}: {what} at {self.position}")

    def take(self, text: str) -> bool:
        found = self.pattern.startswith(text, self.position)
        self.position += len(text) * found
        return found

    def choice(self) -> Node:
        parts = [self.sequence()]
        while self.take("|"):
            parts.append(self.sequence())
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.next not in "|)$":
            parts.append(self.counted(self.atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def atom(self) -> Node:
        if self.take("["):
            return self.bracket()
        if self.take("("):
            self.take("?:")
            if self.next == "?":
                raise self.error("a group that is more than a group")
            node = self.choice()
            if not self.take(")"):
                raise self.error("an open group")
            return node
        if self.next in _META and self.next != "\\":
            raise self.error(f"{self.next!r} has no place here")
        code = self.character()
        return Chars(((code, code),))

    def character(self) -> int:
        if self.next != "\\":
            self.position += 1
            return ord(self.pattern[self.position - 1])
        if found := _UNICODE.match(self.pattern, self.position):
            self.position = found.end()
            return int(found[1], 16)
        letter = self.pattern[self.position + 1]
        if letter not in _ESCAPABLE:
            raise self.error(f"the escape \\{letter} is not portable")
        self.position += 2
        return ord(letter)

    def bracket(self) -> Node:
        negated = self.take("^")
        ranges: list[Range] = []
        while not self.take("]"):
            if self.next == "[" or any(self.pattern.startswith(pair, self.position) for pair in _SET_OPERATORS):
                raise self.error("a set inside a set")
            low = high = self.character()
            if self.next == "-" and self.pattern[self.position + 1] != "]":
                self.position += 1
                high = self.character()
            if high < low or (high == ord("-") != low) or self.position >= len(self.pattern) - 1:
                raise self.error("a class that goes backwards or does not end")
            ranges.append((low, high))
        if not ranges:
            raise self.error("an empty class")
        return Chars(without([(0, LAST)], (*ranges, SURROGATES)) if negated else merged(ranges))

    def counted(self, node: Node) -> Node:
        low, high = 1, None
        if self.take("?"):
            low, high = 0, 1
        elif self.take("*"):
            low = 0
        elif self.take("+"):
            pass
        elif found := _COUNT.match(self.pattern, self.position):
            self.position = found.end()
            low = int(found[1])
            high = low if not found[2] else int(found[3]) if found[3] else None
        else:
            return node
        if self.next in "?+*{" or (high is not None and high < low):
            raise self.error("a count of a count, or one that goes backwards")
        if high != 1 and _varies(node):
            raise self.error("a count around a count that varies")
        return Repeat(node, low, high)
