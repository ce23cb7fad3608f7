"""The fast reader: one regular expression, made from a schema, that matches a whole record in canonical form.

A file that it matches record by record from the first byte to the last is canonical, fits the schema and reads as any
YAML reader would read it; nothing is said about any other file: the exact reader is asked. What makes this safe:

- Inside quotes each character is matched by a class from which the quote, the backslash and every character
  that needs an escape have been taken away, so no pattern of a schema can reach beyond the closing quote.
  Free text may also hold the four short escapes, whole; other escapes are left to the exact reader, and so is
  every file with one of a few characters that hardly any text holds, of which the classes take no notice.
- Every line is matched from its indent to its line feed, and fields have different names, so there is one way to match.
- What a regular expression cannot count (order of ids, values listed twice, bounds of numbers) is looked at after it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from sunlot.store.bounds import BOUNDS
from sunlot.store.canonical import EXTENSION, SPOKEN_FOR, is_long
from sunlot.store.characters import one_of
from sunlot.store.patterns import RARE, parse, render
from sunlot.store.tokens import Text, Token, UnfitError, UnknownKeywordError, count, known

Schema = Mapping[str, Any]
EXTENSION_NAME: Final = "^x_[a-z0-9_]{1,40}$"
"""The only pattern by which a schema may let in fields that it does not name."""

_RARE = re.compile(one_of(*RARE))
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[^", ]+')
Convert = Callable[[str], Any]


class Recogniser:
    """Reads canonical files of one kind of record, fast, or declines."""

    def __init__(self, schema: Schema, *, many: bool) -> None:
        if schema.get("type") != "object":
            raise UnknownKeywordError("a record is an object")
        if many and not ("id" in schema.get("required", ()) and schema["properties"]["id"].get("type") == "string"):
            raise UnknownKeywordError("records in one file are told apart by an id")
        self._record = _Object(schema, 2 if many else 0, entry=many)
        self._many = many

    def records(self, text: str) -> list[dict[str, Any]] | None:
        """The records of a canonical, valid file; None for any other text."""
        if not text.replace("\n", "").isprintable() and _RARE.search(text):
            return None
        try:
            if not self._many:
                found = self._record.pattern.fullmatch(text) if text else None
                return None if found is None else [self._record.convert(found)]
            if text == "[]\n":
                return []
            records = list(self._record.each(text))
        except UnfitError:
            return None
        ids = [record["id"] for record in records]
        ascending = all(map(str.__lt__, ids, ids[1:]))
        return records if records and ascending else None


class _Object:
    """A mapping with its fields at `indent` spaces; an `entry` of a list has its first field behind a hyphen.

    What is `inner`, a part of something else, has matched there already and is only taken apart here, line by line: the
    expression for that is a tenth as long, and Python's compiler is what a small repository waits for.

    Attributes:
        bare: Matches the mapping without captures, to stand in the expression of what it is part of.
    """

    def __init__(self, schema: Schema, indent: int, *, entry: bool, inner: bool = False) -> None:
        known(schema, {"type", "properties", "required", "additionalProperties", "patternProperties"})
        properties, required = schema["properties"], schema.get("required", ())
        if schema.get("additionalProperties") is not False or not properties:
            raise UnknownKeywordError("an object names its properties and lets in no other")
        if not properties.keys() >= set(required):
            raise UnknownKeywordError("a field is required that has no schema")
        if indent // 2 + 2 > BOUNDS.depth:
            raise UnknownKeywordError("nested too deep for the exact reader")
        self.names = list(properties)
        self.extends = _extension(schema)
        self.converts: list[tuple[str, Convert]] = []
        self.texts: list[tuple[str, Convert]] = []
        pad, hyphen = " " * indent, " " * (indent - 2) + "- "
        # The hyphen is the indent of an entry's first line; where any field may be the first, each has the choice.
        sure = self.names[0] in required
        lead = pad if sure or not entry else rf"(?:(?<=- )|(?<=\n){pad})"
        captured, bare = [hyphen] * entry, [hyphen] * entry
        for name, prop in properties.items():
            if name in SPOKEN_FOR or name.startswith(EXTENSION) or not re.fullmatch("[a-z][a-z0-9_]*", name):
                raise UnknownKeywordError(f"{name} cannot be the name of a field")
            value = _value(prop, indent)
            start = "" if entry and sure and name == self.names[0] else lead
            apart = ".*" if value.after else rf".*\n(?:{pad}  .*\n)*"
            for parts, inside in ((captured, f"({apart if inner else value.inside})"), (bare, value.inside)):
                line = f"{start}{name}:{value.before}{inside}{value.after}"
                parts.append(line if name in required else f"(?:{line})?")
            if value.convert:
                self.converts.append((name, value.convert))
            if value.free:
                self.texts.append((name, value.free.unescaped))
        if self.extends:
            lines = rf"(?:{lead}{render(parse(EXTENSION_NAME))}:{self.extends.line}\n)*"
            captured.append(f"((?:{lead}{EXTENSION}.*\n)*)" if inner else f"({lines})")
            bare.append(lines)
        if entry and not sure:
            captured.append(r"(?<=\n)")
            bare.append(r"(?<=\n)")
        self.bare = f"(?>{''.join(bare)})"
        self._captured = "".join(captured)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the mapping and captures each value; compiled when the first text asks, which many never do."""
        return re.compile(self._captured)

    def convert(self, found: re.Match[str]) -> dict[str, Any]:
        """Make the mapping from what the expression captured."""
        groups = found.groups()
        pairs = zip(self.names, groups, strict=False)
        record: dict[str, Any] = {name: text for name, text in pairs if text is not None}
        for name, convert in self.converts + self.texts if "\\" in found[0] else self.converts:
            if name in record:
                record[name] = convert(record[name])
        if self.extends and groups[-1]:
            last = ""
            for line in groups[-1].removesuffix("\n").split("\n"):
                name, _, text = line.lstrip(" ").partition(": ")
                if name <= last:
                    raise UnfitError
                record[name] = self.extends.of_token(text)
                last = name
        return record

    def each(self, text: str) -> Iterator[dict[str, Any]]:
        """Read entry after entry to the end of the text."""
        position, match = 0, self.pattern.match
        while position < len(text):
            found = match(text, position)
            if found is None:
                raise UnfitError
            yield self.convert(found)
            position = found.end()


@dataclass(frozen=True, slots=True)
class _Value:
    """How a value stands behind the colon of its field: what leads, what is captured, what ends it, how it is read."""

    before: str
    inside: str
    after: str
    convert: Convert | None = None
    free: "Text | None" = None


def _value(schema: Schema, indent: int) -> _Value:
    match schema:
        case {"type": "object"}:
            return _mapping(schema, indent)
        case {"type": "array", "items": {"type": "object"}}:
            return _block_list(schema, indent)
        case {"type": "array", "items": items} if is_long(items):
            return _list_of_texts(schema, indent)
        case {"type": "array"}:
            return _inline_list(schema)
        case {"type": "string"}:
            text = Text(schema)
            return _Value(' "', text.inside, '"\n', free=text)
    token = Token(schema)
    return _Value(" ", token.inside, "\n", token.of_token)


def _mapping(schema: Schema, indent: int) -> _Value:
    inner = _Object(schema, indent + 2, entry=False, inner=True)
    # A mapping of which every field is optional has at least one of them, or is written {}.
    some = f"(?={' ' * (indent + 2)}[a-z])"
    empty = "" if schema.get("required") else r"| \{\}\n"

    def convert(text: str) -> dict[str, Any]:
        if text == " {}\n":
            return {}
        found = inner.pattern.fullmatch(text, 1)
        if found is None:
            raise UnfitError
        return inner.convert(found)

    return _Value("", rf"(?:\n{some}{inner.bare}{empty})", "", convert)


def _block_list(schema: Schema, indent: int) -> _Value:
    known(schema, {"type", "items", "minItems", "maxItems", "uniqueItems"})
    inner = _Object(schema["items"], indent + 4, entry=True, inner=True)
    least, most = schema.get("minItems", 0), schema.get("maxItems")
    unique = bool(schema.get("uniqueItems"))
    empty = "" if least else r"| \[\]\n"

    def convert(text: str) -> list[dict[str, Any]]:
        if text == " []\n":
            return []
        entries = list(inner.each(text[1:]))
        if unique and any(entry in entries[:number] for number, entry in enumerate(entries)):
            raise UnfitError
        return entries

    return _Value("", rf"(?:\n{inner.bare}{count(max(least, 1), most)}{empty})", "", convert)


def _list_of_texts(schema: Schema, indent: int) -> _Value:
    known(schema, {"type", "items", "minItems", "maxItems", "uniqueItems"})
    token = Token(schema["items"])
    least, most = schema.get("minItems", 0), schema.get("maxItems")
    unique = bool(schema.get("uniqueItems"))
    lead = " " * (indent + 2) + "- "
    empty = "" if least else r"| \[\]\n"

    def convert(text: str) -> list[str]:
        if text == " []\n":
            return []
        values = [token.of_token(line[len(lead) :]) for line in text[1:-1].split("\n")]
        if unique and len(set(values)) != len(values):
            raise UnfitError
        return values

    return _Value("", rf"(?:\n(?:{lead}{token.inside}\n){count(max(least, 1), most)}{empty})", "", convert)


def _inline_list(schema: Schema) -> _Value:
    known(schema, {"type", "items", "minItems", "maxItems", "uniqueItems"})
    token = Token(schema["items"])
    least, most = schema.get("minItems", 0), schema.get("maxItems")
    unique = bool(schema.get("uniqueItems"))

    def convert(text: str) -> list[Any]:
        if text == "[]":
            return []
        if token.only_text and "\\" not in text:
            values: list[Any] = text[2:-2].split('", "')
        else:
            values = [token.of_token(found) for found in _TOKENS.findall(text, 1, len(text) - 1)]
        if unique and len(set(values)) != len(values):
            raise UnfitError
        return values

    # Each entry is spelled once: behind it stands the end of the list, or a comma that is not the last thing in it.
    some = rf"(?:{token.inside}(?:, (?!\])|(?=\]))){count(least, most)}"
    return _Value(" ", rf"\[{some}\]", "\n", convert)


def _extension(schema: Schema) -> "Token | None":
    match schema.get("patternProperties"):
        case None:
            return None
        case {"^x_[a-z0-9_]{1,40}$": value, **others} if not others:
            return Token(value)
    raise UnknownKeywordError(f"fields by another pattern than {EXTENSION_NAME}")
