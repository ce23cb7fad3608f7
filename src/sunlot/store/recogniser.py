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
from typing import Any, Final

from sunlot.store.canonical import EXTENSION, SPOKEN_FOR, is_long
from sunlot.store.characters import ESCAPED, QUOTE_AND_BACKSLASH, UNWRITABLE, one_of
from sunlot.store.patterns import LAST, RARE, Chars, Repeat, parse, render
from sunlot.store.strict import BOUNDS, LARGEST, plain

Schema = Mapping[str, Any]
FORBIDDEN: Final = (*QUOTE_AND_BACKSLASH, *ESCAPED, *UNWRITABLE)
EXTENSION_NAME: Final = "^x_[a-z0-9_]{1,40}$"
"""The only pattern by which a schema may let in fields that it does not name."""

_RARE = re.compile(one_of(*RARE))
_ANY: Final = Repeat(Chars(((0, LAST),)), 0, None)
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[^", ]+')
_ESCAPES: Final = {r"\"": '"', r"\\": "\\", r"\n": "\n", r"\t": "\t"}
_ESCAPE = re.compile(r"\\.")
_NOT_AS_IS = re.compile(one_of(*FORBIDDEN))
_NOTES: Final = {"title", "description", "$schema", "$id"}
_OF_TEXT: Final = {"pattern", "minLength", "maxLength", "enum", "const", "oneOf"}
_OF_NUMBERS: Final = {"minimum", "maximum"}


class UnknownKeywordError(ValueError):
    """A schema uses something that the recogniser does not know; no reader is made from it."""


class _UnfitError(Exception):
    """The text has the right shape, but a check that the expression cannot make fails."""


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
        except _UnfitError:
            return None
        ids = [record["id"] for record in records]
        ascending = all(map(str.__lt__, ids, ids[1:]))
        return records if records and ascending else None


class _Object:
    """A mapping with its fields at `indent` spaces; an `entry` of a list has its first field behind a hyphen.

    Attributes:
        pattern: Matches the mapping and captures each value.
        bare: The same without captures, to stand in the expression of what it is part of.
    """

    def __init__(self, schema: Schema, indent: int, *, entry: bool) -> None:
        _known(schema, {"type", "properties", "required", "additionalProperties", "patternProperties"})
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
            for parts, inside in ((captured, f"({value.inside})"), (bare, value.inside)):
                line = f"{start}{name}:{value.before}{inside}{value.after}"
                parts.append(line if name in required else f"(?:{line})?")
            if value.convert:
                self.converts.append((name, value.convert))
            if value.free:
                self.texts.append((name, value.free.unescaped))
        if self.extends:
            lines = rf"(?:{lead}{render(parse(EXTENSION_NAME))}:{self.extends.line}\n)*"
            captured.append(f"({lines})")
            bare.append(lines)
        if entry and not sure:
            captured.append(r"(?<=\n)")
            bare.append(r"(?<=\n)")
        self.bare = f"(?>{''.join(bare)})"
        self.pattern = re.compile("".join(captured))

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
                    raise _UnfitError
                record[name] = self.extends.of_token(text)
                last = name
        return record

    def each(self, text: str) -> Iterator[dict[str, Any]]:
        """Read entry after entry to the end of the text."""
        position, match = 0, self.pattern.match
        while position < len(text):
            found = match(text, position)
            if found is None:
                raise _UnfitError
            yield self.convert(found)
            position = found.end()


@dataclass(frozen=True, slots=True)
class _Value:
    """How a value stands behind the colon of its field: what leads, what is captured, what ends it, how it is read."""

    before: str
    inside: str
    after: str
    convert: Convert | None = None
    free: "_Text | None" = None


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
            text = _Text(schema)
            return _Value(' "', text.inside, '"\n', free=text)
    token = _Token(schema)
    return _Value(" ", token.inside, "\n", token.of_token)


def _known(schema: Schema, keywords: set[str]) -> None:
    """Refuse a schema with keywords that have no meaning for this kind of value here."""
    odd = {key for key in schema if key not in keywords | _NOTES and not key.startswith("x-")}
    if odd:
        raise UnknownKeywordError(f"{schema.get('type')}: keywords not known here: {', '.join(sorted(odd))}")


def _mapping(schema: Schema, indent: int) -> _Value:
    inner = _Object(schema, indent + 2, entry=False)
    # A mapping of which every field is optional has at least one of them, or is written {}.
    some = f"(?={' ' * (indent + 2)}[a-z])"
    empty = "" if schema.get("required") else r"| \{\}\n"

    def convert(text: str) -> dict[str, Any]:
        if text == " {}\n":
            return {}
        found = inner.pattern.fullmatch(text, 1)
        if found is None:
            raise _UnfitError
        return inner.convert(found)

    return _Value("", rf"(?:\n{some}{inner.bare}{empty})", "", convert)


def _bounds(schema: Schema, low: str, high: str) -> tuple[int, int | None]:
    return schema.get(low, 0), schema.get(high)


def _block_list(schema: Schema, indent: int) -> _Value:
    _known(schema, {"type", "items", "minItems", "maxItems", "uniqueItems"})
    inner = _Object(schema["items"], indent + 4, entry=True)
    least, most = _bounds(schema, "minItems", "maxItems")
    unique = bool(schema.get("uniqueItems"))
    empty = "" if least else r"| \[\]\n"

    def convert(text: str) -> list[dict[str, Any]]:
        if text == " []\n":
            return []
        entries = list(inner.each(text[1:]))
        if unique and any(entry in entries[:number] for number, entry in enumerate(entries)):
            raise _UnfitError
        return entries

    return _Value("", rf"(?:\n{inner.bare}{_count(max(least, 1), most)}{empty})", "", convert)


def _list_of_texts(schema: Schema, indent: int) -> _Value:
    _known(schema, {"type", "items", "minItems", "maxItems", "uniqueItems"})
    token = _Token(schema["items"])
    least, most = _bounds(schema, "minItems", "maxItems")
    unique = bool(schema.get("uniqueItems"))
    lead = " " * (indent + 2) + "- "
    empty = "" if least else r"| \[\]\n"

    def convert(text: str) -> list[str]:
        if text == " []\n":
            return []
        values = [token.of_token(line[len(lead) :]) for line in text[1:-1].split("\n")]
        if unique and len(set(values)) != len(values):
            raise _UnfitError
        return values

    return _Value("", rf"(?:\n(?:{lead}{token.inside}\n){_count(max(least, 1), most)}{empty})", "", convert)


def _inline_list(schema: Schema) -> _Value:
    _known(schema, {"type", "items", "minItems", "maxItems", "uniqueItems"})
    token = _Token(schema["items"])
    least, most = _bounds(schema, "minItems", "maxItems")
    unique = bool(schema.get("uniqueItems"))

    def convert(text: str) -> list[Any]:
        if text == "[]":
            return []
        if token.only_text and "\\" not in text:
            values: list[Any] = text[2:-2].split('", "')
        else:
            values = [token.of_token(found) for found in _TOKENS.findall(text, 1, len(text) - 1)]
        if unique and len(set(values)) != len(values):
            raise _UnfitError
        return values

    more = _count(max(least - 1, 0), None if most is None else most - 1)
    some = f"{token.inside}(?:, {token.inside}){more}"
    return _Value(" ", rf"\[{some}\]" if least else rf"\[(?:{some})?\]", "\n", convert)


class _Token:
    """A value that stands on one line: text in quotes, a whole number, true or false, null.

    Attributes:
        inside: The expression that matches it, quotes included.
        only_text: Whether it is always text.
    """

    def __init__(self, schema: Schema) -> None:
        kinds = schema.get("type")
        kinds = [kinds] if isinstance(kinds, str) else list(kinds or ())
        unknown = set(kinds) - {"string", "integer", "boolean", "null"}
        if unknown or not kinds:
            raise UnknownKeywordError(f"a value of type {schema.get('type')} is not known here")
        self.only_text = kinds == ["string"]
        self.low, self.high = -LARGEST, LARGEST
        ways = []
        if "string" in kinds:
            self.text = _Text({key: value for key, value in schema.items() if key not in _OF_NUMBERS})
            ways.append(f'"{self.text.inside}"')
        elif keywords := schema.keys() & _OF_TEXT:
            raise UnknownKeywordError(f"{', '.join(sorted(keywords))} without text")
        if "integer" in kinds:
            ways.append("(?:0|-?[1-9][0-9]{0,15})")
            self.low, self.high = schema.get("minimum", self.low), schema.get("maximum", self.high)
        if "boolean" in kinds:
            ways += ["true", "false"]
        if "null" in kinds:
            ways.append("null")
        _known(
            schema,
            {"type"} | (_OF_TEXT if "string" in kinds else set()) | (_OF_NUMBERS if "integer" in kinds else set()),
        )
        self.inside = f"(?:{'|'.join(ways)})"

    @property
    def line(self) -> str:
        """The expression of what stands behind the colon of an extension field."""
        return f" {self.inside}"

    def of_token(self, token: str) -> Any:
        """Read the value."""
        if token.startswith('"'):
            return self.text.unescaped(token[1:-1])
        value = plain(token)
        if isinstance(value, int) and not isinstance(value, bool) and not self.low <= value <= self.high:
            raise _UnfitError
        if isinstance(value, str):
            raise _UnfitError
        return value


def _extension(schema: Schema) -> "_Token | None":
    match schema.get("patternProperties"):
        case None:
            return None
        case {"^x_[a-z0-9_]{1,40}$": value, **others} if not others:
            return _Token(value)
    raise UnknownKeywordError(f"fields by another pattern than {EXTENSION_NAME}")


class _Text:
    """What may stand between two quotes.

    Attributes:
        inside: The expression that matches it.
    """

    def __init__(self, schema: Schema) -> None:
        _known(schema, {"type", *_OF_TEXT})
        self.low, self.high = _bounds(schema, "minLength", "maxLength")
        self.inside = self._terms(schema) or self._free(schema)

    def unescaped(self, text: str) -> str:
        """Read the text; the expression counts no escapes, so the length of a text that has some is counted here."""
        if "\\" not in text:
            return text
        text = _ESCAPE.sub(lambda found: _ESCAPES[found[0]], text)
        if not self.low <= len(text) <= (len(text) if self.high is None else self.high):
            raise _UnfitError
        return text

    def _terms(self, schema: Schema) -> str:
        choices = _choices(schema)
        if choices and schema.keys() & {"pattern", "minLength", "maxLength"}:
            raise UnknownKeywordError("a list of terms has no other condition")
        if _NOT_AS_IS.search("".join(choices)):
            raise UnknownKeywordError("a term needs an escape")
        return f"(?:{'|'.join(map(re.escape, choices))})" if choices else ""

    def _free(self, schema: Schema) -> str:
        node = parse(schema["pattern"]) if "pattern" in schema else _ANY
        if not isinstance(node, Repeat) or not isinstance(node.part, Chars):
            length = "" if not self.low and self.high is None else f'(?=[^"\n]{_count(self.low, self.high)}")'
            return f'{length}(?>{render(node, FORBIDDEN)}(?="))'
        self.low = max(self.low, node.low)
        self.high = min((high for high in (self.high, node.high) if high is not None), default=None)
        one = render(node.part, FORBIDDEN)
        plain_text = f"{one}{_count(self.low, self.high)}+"
        short = [re.escape(way) for way, char in _ESCAPES.items() if node.part.holds(ord(char))]
        if not short:
            return plain_text
        # The second way holds at least one escape, so that `unescaped` is sure to count its length.
        return f'(?>{plain_text}(?=")|(?:{one}*+(?:{"|".join(short)}))+{one}*+(?="))'


def _count(low: int, high: int | None) -> str:
    if high is not None and high < low:
        raise UnknownKeywordError(f"from {low} to {high} leaves nothing")
    return f"{{{low},{'' if high is None else high}}}"


def _choices(schema: Schema) -> list[str]:
    """The terms of a closed list; none when the text is free."""
    match schema:
        case {"oneOf": terms}:
            for term in terms:
                _known(term, {"const"})
            found = [term["const"] for term in terms]
        case {"enum": found}:
            pass
        case {"const": term}:
            found = [term]
        case _:
            return []
    one_kind = len(schema.keys() & {"oneOf", "enum", "const"}) == 1
    if not one_kind or not found or not all(isinstance(term, str) for term in found):
        raise UnknownKeywordError("a list of terms is a list of texts")
    return list(found)
