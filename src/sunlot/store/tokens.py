"""The values that stand on one line of a canonical file: what an expression matches of each, and how it is read."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from sunlot.store.bounds import LARGEST
from sunlot.store.characters import ESCAPED, QUOTE_AND_BACKSLASH, UNWRITABLE, one_of
from sunlot.store.patterns import LAST, Chars, Repeat, often, parse, render
from sunlot.store.scalars import plain

Schema = Mapping[str, Any]
FORBIDDEN: Final = (*QUOTE_AND_BACKSLASH, *ESCAPED, *UNWRITABLE)
_ANY: Final = Repeat(Chars(((0, LAST),)), 0, None)
_ESCAPES: Final = {r"\"": '"', r"\\": "\\", r"\n": "\n", r"\t": "\t"}
_ESCAPE = re.compile(r"\\.")
_NOT_AS_IS = re.compile(one_of(*FORBIDDEN))
_NOTES: Final = {"title", "description", "$schema", "$id"}
_OF_TEXT: Final = {"pattern", "minLength", "maxLength", "enum", "const", "oneOf"}
_OF_NUMBERS: Final = {"minimum", "maximum"}


class UnknownKeywordError(ValueError):
    """A schema uses something that the recogniser does not know; no reader is made from it."""


class UnfitError(Exception):
    """The text has the right shape, but a check that the expression cannot make fails."""


class Token:
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
            self.text = Text({key: value for key, value in schema.items() if key not in _OF_NUMBERS})
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
        known(
            schema,
            {"type"} | (_OF_TEXT if "string" in kinds else set()) | (_OF_NUMBERS if "integer" in kinds else set()),
        )
        self.inside = ways[0] if self.only_text else f"(?:{'|'.join(ways)})"

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
            raise UnfitError
        if isinstance(value, str):
            raise UnfitError
        return value


class Text:
    """What may stand between two quotes.

    Attributes:
        inside: The expression that matches it.
    """

    def __init__(self, schema: Schema) -> None:
        known(schema, {"type", *_OF_TEXT})
        self.low, self.high = schema.get("minLength", 0), schema.get("maxLength")
        self.inside = self._terms(schema) or self._free(schema)

    def unescaped(self, text: str) -> str:
        """Read the text; the expression counts no escapes, so the length of a text that has some is counted here."""
        if "\\" not in text:
            return text
        text = _ESCAPE.sub(lambda found: _ESCAPES[found[0]], text)
        if not self.low <= len(text) <= (len(text) if self.high is None else self.high):
            raise UnfitError
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
            length = "" if not self.low and self.high is None else f'(?=[^"\n]{count(self.low, self.high)}")'
            return f'{length}(?>{_rendered(schema["pattern"])}(?="))'
        self.low = max(self.low, node.low)
        self.high = min((high for high in (self.high, node.high) if high is not None), default=None)
        one = render(node.part, FORBIDDEN)
        plain_text = f"{one}{count(self.low, self.high)}+"
        short = "".join(re.escape(way[1]) for way, char in _ESCAPES.items() if node.part.holds(ord(char)))
        if not short:
            return plain_text
        # The second way holds at least one escape, so that `unescaped` is sure to count its length.
        return f'(?>{plain_text}(?=")|(?:{one}*+\\\\[{short}])+{one}*+(?="))'


@cache
def _rendered(pattern: str) -> str:
    """A pattern of the schemas, of which most stand in many of them, as it may match between two quotes."""
    return render(parse(pattern), FORBIDDEN)


def known(schema: Schema, keywords: set[str]) -> None:
    """Refuse a schema with keywords that have no meaning for this kind of value here."""
    odd = {key for key in schema if key not in keywords | _NOTES and not key.startswith("x-")}
    if odd:
        raise UnknownKeywordError(f"{schema.get('type')}: keywords not known here: {', '.join(sorted(odd))}")


def count(low: int, high: int | None) -> str:
    """Write how often a part of an expression stands.

    Raises:
        UnknownKeywordError: If no number fits.
    """
    if high is not None and high < low:
        raise UnknownKeywordError(f"from {low} to {high} leaves nothing")
    return often(low, high)


def _choices(schema: Schema) -> list[str]:
    """The terms of a closed list; none when the text is free."""
    match schema:
        case {"oneOf": terms}:
            for term in terms:
                known(term, {"const"})
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
