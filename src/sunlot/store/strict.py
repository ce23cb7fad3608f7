"""The exact reader: a subset of YAML that every tool reads the same way, to a value and the place of every part of it.

UTF-8, one document, no anchor, alias, tag, merge key, tab or duplicate key. Plain `true`, `false`, `null` and decimal
integers within ±(2^53−1) are what they say, a value left out is null, and all else is text as written: dates, `NO`,
`0123`. Size, line length and number of parts are bounded before libyaml starts, depth while it goes on; nothing is
composed, nothing recurses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from sunlot.core.problems import Place, Problem, problem
from sunlot.store.bounds import BOUNDS, Bounds, excess, too_large
from sunlot.store.characters import NEVER, RAW_REFUSED, named
from sunlot.store.scalars import plain
from sunlot.store.yaml_errors import explained


@dataclass(slots=True)
class Mark:
    """Where a value starts (a collection that has a key: where the key stands), and the marks of what is in it."""

    line: int
    column: int
    inner: dict[str | int, "Mark"] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that was read, and where its parts stand."""

    file: str
    value: Any
    mark: Mark

    def place(self, path: Sequence[str | int] = ()) -> Place:
        """The place at the end of a path of keys and positions, or of the last step that exists."""
        mark = self.mark
        for step in path:
            if mark.inner is None or step not in mark.inner:
                break
            mark = mark.inner[step]
        return Place(self.file, mark.line, mark.column)


def read(file: str, data: bytes, bounds: Bounds = BOUNDS) -> tuple[Reading | None, list[Problem]]:
    """Read a file exactly.

    Returns:
        The reading, or None when there is a problem; and the problems, F101 to F105, all that could be found at once.
    """
    if problems := excess(file, data, bounds):
        return None, problems
    text, problems = _text(file, data)
    if text is None:
        return None, problems
    raw = [_refused(place, found) for place, found in _refusals(file, text, bounds.problems)]
    if raw:
        text = RAW_REFUSED.sub(" ", text) if len(raw) < bounds.problems else ""
    parser = _Parser(file, text, bounds)
    parser.run()
    problems += raw
    problems += (found for found in parser.problems if not raw or found.code != "F103")
    if problems:
        return None, sorted(set(problems))[: bounds.problems]
    return Reading(file, parser.value, parser.mark), []


def _text(file: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """Decode a file; a byte order mark is reported and left out, so that the rest can be read all the same."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4]:
        return None, [problem(Place(file, 1, 1), "F101", what="UTF-16 / UTF-32")]
    problems = []
    if data.startswith(b"\xef\xbb\xbf"):
        problems.append(problem(Place(file, 1, 1), "F101", what="BOM"))
        data = data[3:]
    try:
        return data.decode("utf-8"), problems
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")
        place = Place(file, line, len(before) + 1)
        return None, [*problems, problem(place, "F101", what=f"0x{data[error.start]:02X}")]


def _refusals(file: str, text: str, most: int) -> Iterator[tuple[Place, str]]:
    """Yield the characters that may not stand in a file as they are, with their places."""
    line = start = 0
    for count, found in enumerate(RAW_REFUSED.finditer(text)):
        if count == most:
            return
        line += text.count("\n", start, found.start())
        start = found.start()
        yield Place(file, line + 1, start - text.rfind("\n", 0, start)), found[0]


def _refused(place: Place, character: str) -> Problem:
    if character == "\t":
        return problem(place, "F104", what="Tab")
    name = named(character)
    return problem(
        place,
        "F103",
        what=f"此处有看不见的字符 {name}",
        what_en=f"an invisible character stands here, {name}",
    )


_DROPPED: Final = object()
"""Stands for a key whose value is read but kept nowhere."""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come; for a mapping `key` waits for its value."""

    value: Any
    marks: dict[str | int, Mark]
    key: Any = None
    key_mark: Mark = field(default_factory=lambda: Mark(0, 0))
    seen: dict[str, int] = field(default_factory=dict)

    def takes_key(self) -> bool:
        return self.key is None and isinstance(self.value, dict)


class _Parser:
    """Turns libyaml's events into a value, with a stack of its own."""

    def __init__(self, file: str, text: str, bounds: Bounds) -> None:
        self.file = file
        self.text = text
        self.bounds = bounds
        self.problems: list[Problem] = []
        self.value: Any = None
        self.mark = Mark(1, 1)
        self.stack: list[_Open] = []
        self.documents = 0

    def run(self) -> None:
        """Read the whole file, or until the first thing that libyaml cannot read or the bounds forbid."""
        loader: Any = yaml.CSafeLoader(self.text.encode())
        try:
            while len(self.problems) < self.bounds.problems and loader.check_event():
                if not self.event(loader.get_event()):
                    return
        except yaml.YAMLError as error:
            place, what, what_en = explained(self.file, error)
            self.problems.append(problem(place, "F103", what=what, what_en=what_en))
            return
        finally:
            loader.dispose()
        if not self.documents:
            empty = problem(Place(self.file), "F103", what="文件没有内容", what_en="the file has no content")
            self.problems.append(empty)

    def event(self, event: Any) -> bool:
        """Take in one event; False when reading must not go on."""
        match event:
            case yaml.ScalarEvent():
                self.scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                return self.open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
            case yaml.AliasEvent():
                self.feature(event, f"*{event.anchor}")
                self.add("", event)
            case yaml.DocumentStartEvent():
                return self.document(event)
        return True

    def feature(self, event: Any, what: str) -> None:
        """Report a feature that registers do not accept."""
        place = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        self.problems.append(problem(place, "F104", what=what))

    def document(self, event: Any) -> bool:
        self.documents += 1
        if event.version or event.tags:
            self.feature(event, "%YAML" if event.version else "%TAG")
        if self.documents > 1:
            self.feature(event, "---")
        return self.documents == 1

    def decoration(self, event: Any) -> None:
        """Report an anchor or a tag."""
        if event.anchor:
            self.feature(event, f"&{event.anchor}")
        if event.tag:
            words = self.text[event.start_mark.index :][:200].split(maxsplit=2)[:2]
            self.feature(event, next((word for word in words if word.startswith("!")), str(event.tag)))

    def scalar(self, event: Any) -> None:
        """Take in a scalar: a key, or a value quoted, in a block, or plain."""
        if event.anchor or event.tag:
            self.decoration(event)
        value = event.value
        if not event.style:
            value = plain(value)
            if self.stack and self.stack[-1].takes_key() and (value == "<<" or not isinstance(value, str)):
                self.feature(event, f"{event.value}:")
                value = _DROPPED
        elif found := NEVER.search(value):
            place = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
            what = named(found[0])
            self.problems.append(
                problem(place, "F103", what=f"{what} 不是字符", what_en=f"{what} is no character"),
            )
        self.add(value, event)

    def open(self, event: Any) -> bool:
        """Begin a collection; one that stands as a key is refused, and read to its end all the same."""
        if event.anchor or event.tag:
            self.decoration(event)
        if len(self.stack) == self.bounds.depth:
            place = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
            depth = self.bounds.depth
            self.problems.append(too_large(place, "嵌套层数", "the depth", depth + 1, depth))
            return False
        value: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        if self.stack and self.stack[-1].takes_key():
            self.feature(event, "? […]" if isinstance(value, list) else "? {…}")
            self.add(_DROPPED, event)
            self.stack.append(_Open(value, {}))
            return True
        mark = self.add(value, event)
        mark.inner = {}
        self.stack.append(_Open(value, mark.inner))
        return True

    def add(self, value: Any, event: Any) -> Mark:
        """Put a value or a key where it belongs, and return its mark."""
        start = event.start_mark
        mark = Mark(start.line + 1, start.column + 1)
        if not self.stack:
            self.value, self.mark = value, mark
            return mark
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.marks[len(top.value)] = mark
            top.value.append(value)
        elif top.key is None:
            top.key = self.key(top, value, mark)
            top.key_mark = mark
        else:
            if isinstance(value, dict | list):
                mark = top.key_mark
            if top.key is not _DROPPED:
                top.value[top.key] = value
                top.marks[top.key] = mark
            top.key = None
        return mark

    def key(self, top: _Open, key: Any, mark: Mark) -> Any:
        """The key itself, or `_DROPPED` when it stands there already."""
        if key is _DROPPED:
            return key
        if key not in top.seen:
            top.seen[key] = mark.line
            return key
        place = Place(self.file, mark.line, mark.column)
        self.problems.append(problem(place, "F105", key=key, first=top.seen[key]))
        return _DROPPED
