"""Hypothesis strategies made from a schema: records that fit it, of every shape that it allows."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from sunlot.store.characters import ESCAPED, QUOTE_AND_BACKSLASH, UNWRITABLE
from sunlot.store.patterns import LAST, RARE, Chars, Choice, Node, Range, Repeat, Sequence, parse, strict, without

Schema = Mapping[str, Any]
LARGEST = 2**53 - 1
TELLING: tuple[Range, ...] = ((0x20, 0x7E), (0x4E00, 0x4E20), (0xB7, 0xB7), (0x1F600, 0x1F602), (0x0A, 0x0A))
"""Where most characters come from when a class allows them: what is typed, and what can upset a parser."""


def records(schema: Schema, *, escapes: bool = True, most: int = 4) -> st.SearchStrategy[dict[str, Any]]:
    """Records that fit a schema whose references are inlined.

    Args:
        schema: The schema of one record.
        escapes: Whether texts may hold characters that the canonical form escapes, or that hardly any text holds.
        most: The largest number of entries of a list, unless the schema wants more.
    """
    return _value(schema, _Range(escapes, most))


def files(schema: Schema, *, escapes: bool = True, most: int = 4) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Lists of records with different ids, in any order."""
    return st.lists(records(schema, escapes=escapes, most=2), max_size=most, unique_by=lambda record: record["id"])


class _Range:
    def __init__(self, escapes: bool, most: int) -> None:
        self.forbidden = UNWRITABLE if escapes else (*UNWRITABLE, *ESCAPED, *QUOTE_AND_BACKSLASH, *RARE)
        self.most = most


def _value(schema: Schema, limits: _Range) -> st.SearchStrategy[Any]:
    if "oneOf" in schema or "enum" in schema:
        return st.sampled_from([term["const"] for term in schema.get("oneOf", ())] or list(schema["enum"]))
    if "const" in schema:
        return st.just(schema["const"])
    kinds = schema["type"]
    if isinstance(kinds, list):
        return st.one_of([_value({**schema, "type": kind}, limits) for kind in kinds])
    match kinds:
        case "object":
            return _object(schema, limits)
        case "array":
            least = schema.get("minItems", 0)
            most = min(schema.get("maxItems", least + limits.most), least + limits.most)
            unique = repr if schema.get("uniqueItems") else None
            return st.lists(_value(schema["items"], limits), min_size=least, max_size=most, unique_by=unique)
        case "string":
            return _text(schema, limits)
        case "integer":
            return st.integers(schema.get("minimum", -LARGEST), schema.get("maximum", LARGEST))
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
    raise ValueError(f"no strategy for {schema}")


def _object(schema: Schema, limits: _Range) -> st.SearchStrategy[dict[str, Any]]:
    values = {name: _value(prop, limits) for name, prop in schema["properties"].items()}
    required = set(schema.get("required", ()))
    fields = st.fixed_dictionaries(
        {name: value for name, value in values.items() if name in required},
        optional={name: value for name, value in values.items() if name not in required},
    )
    for pattern, prop in schema.get("patternProperties", {}).items():
        own = st.dictionaries(_matching(pattern, 0, None, limits), _value(prop, limits), max_size=2)
        fields = st.builds(lambda a, b: {**a, **b}, fields, own)
    return fields


def _text(schema: Schema, limits: _Range) -> st.SearchStrategy[str]:
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    return _matching(schema.get("pattern", "^[^\\ud800-\\udfff]*$"), least, most, limits)


def _matching(pattern: str, least: int, most: int | None, limits: _Range) -> st.SearchStrategy[str]:
    """Texts that a pattern matches, checked against `re`, which knows nothing of our own parser."""
    whole = strict(pattern)

    def fits(text: str) -> bool:
        assert whole.match(text), (pattern, text)
        return len(text) >= least and (most is None or len(text) <= most)

    return _node(parse(pattern), limits).filter(fits)


def _node(node: Node, limits: _Range) -> st.SearchStrategy[str]:
    match node:
        case Chars(ranges):
            return st.sampled_from(_alphabet(without(ranges, limits.forbidden)))
        case Repeat(Chars(ranges), low, high):
            highest = low + 12 if high is None else min(high, low + 12)
            return st.text(_alphabet(without(ranges, limits.forbidden)), min_size=low, max_size=highest)
        case Repeat(part, low, high):
            highest = low + 2 if high is None else min(high, low + 2)
            return st.lists(_node(part, limits), min_size=low, max_size=highest).map("".join)
        case Sequence(parts):
            return st.tuples(*(_node(part, limits) for part in parts)).map("".join)
        case Choice(parts):
            return st.one_of([_node(part, limits) for part in parts])


def _alphabet(ranges: tuple[Range, ...]) -> str:
    """Characters that stand for a class: those that are typed, and of the others the ends and some between."""
    usual = without(ranges, without([(0, LAST)], TELLING))
    odd = without(ranges, TELLING)
    steps = {point for low, high in odd for point in (low, high, *range(low, high, max(1, (high - low) // 5)))}
    return "".join(chr(point) for low, high in usual for point in range(low, high + 1)) + "".join(map(chr, steps))
