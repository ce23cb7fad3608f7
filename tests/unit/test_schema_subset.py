"""The schemas stay inside the subset that every validator reads alike, and every field says who may see it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.support.small_schema import NAME, record

from sunlot.core.disclosure import VISIBILITIES
from sunlot.store import schemas
from sunlot.store.bounds import BOUNDS
from sunlot.store.canonical import SPOKEN_FOR, is_long
from sunlot.store.patterns import Chars, Choice, Node, Repeat, Sequence, parse
from sunlot.store.recogniser import EXTENSION_NAME, Recogniser

FOLDER = Path(__file__).parents[2] / "schemas"
SOURCES = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
KEYWORDS = {
    *("type", "properties", "required", "additionalProperties", "patternProperties", "items", "enum", "const", "oneOf"),
    *("pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems"),
    *("title", "description", "$schema", "$id", "$ref", "$defs"),
}
each_source = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
each_kind = pytest.mark.parametrize("kind", schemas.KINDS)


def parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema, itself included."""
    yield schema
    for group in ("properties", "patternProperties", "$defs"):
        for part in schema.get(group, {}).values():
            yield from parts(part)
    for part in (schema.get("items"), *schema.get("oneOf", ())):
        if isinstance(part, dict):
            yield from parts(part)


def faults(schema: dict[str, Any]) -> list[str]:
    """What is wrong with a schema as it is written; nothing for one that is fit for use."""
    found = []
    for part in parts(schema):
        found += [f"keyword {key}" for key in part if key not in KEYWORDS and not key.startswith("x-")]
        if "pattern" in part:
            parse(part["pattern"])
            re.compile(part["pattern"])
        for term in part.get("oneOf", ()):
            if not {"const", "title", "x-en"} <= term.keys():
                found.append(f"term {term}")
        if not set(part.get("patternProperties", ())) <= {EXTENSION_NAME}:
            found.append("patternProperties")
        fields = {**part.get("properties", {}), **part.get("patternProperties", {})}
        if fields and part.get("additionalProperties") is not False:
            found.append("additionalProperties")
        found += [f"required {name}" for name in part.get("required", ()) if name not in fields]
        for name, prop in fields.items():
            whole = target(prop)
            if whole.get("x-visibility") not in VISIBILITIES:
                found.append(f"{name}: x-visibility")
            found += [f"{name}: {label}" for label in ("title", "x-en") if not whole.get(label)]
            if name != EXTENSION_NAME and (
                name in SPOKEN_FOR or not re.fullmatch("[a-wyz][a-z0-9_]*|x[a-z0-9]*", name)
            ):
                found.append(f"{name}: name")
    return found


def target(prop: dict[str, Any]) -> dict[str, Any]:
    """A property with what its reference adds."""
    if "$ref" not in prop:
        return prop
    file, _, name = prop["$ref"].partition("#/$defs/")
    return {**SOURCES[file]["$defs"][name], **prop}


def test_all_schemas_are_here():
    assert {f"{kind}.schema.json" for kind in (*schemas.KINDS, *schemas.SHARED, *schemas.DERIVED)} == SOURCES.keys()


@each_source
def test_a_schema_is_a_schema(source):
    Draft202012Validator.check_schema(source)


@each_source
def test_a_schema_stays_inside_the_subset_and_names_who_may_see_each_field(source):
    assert faults(source) == []


@each_source
def test_references_lead_somewhere(source):
    for part in parts(source):
        if "$ref" in part:
            file, _, name = part["$ref"].partition("#/$defs/")
            assert name in SOURCES[file]["$defs"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"x-visibility": None}, "a: x-visibility"),
        ({"x-visibility": "hidden"}, "a: x-visibility"),
        ({"title": ""}, "a: title"),
        ({"x-en": None}, "a: x-en"),
        ({"format": "date"}, "keyword format"),
    ],
)
def test_a_field_without_visibility_or_name_fails_the_build(change, fault):
    assert faults(record({"a": NAME}, "a")) == []
    assert faults(record({"a": NAME | change}, "a")) == [fault]


@pytest.mark.parametrize("name", ["no", "on", "y", "null", "x_own", "Name", "a-b"])
def test_a_field_named_like_a_word_of_yaml_fails_the_build(name):
    assert faults(record({name: NAME}, name)) == [f"{name}: name"]


@each_kind
def test_the_fast_reader_knows_every_keyword(kind):
    for half in (schemas.schema(kind), schemas.public(kind)):
        assert Recogniser(half, many=False)


@each_kind
def test_texts_and_lists_are_bounded_so_that_every_record_can_be_written(kind):
    for part in parts(schemas.schema(kind)):
        for name, prop in {**part.get("properties", {}), **part.get("patternProperties", {})}.items():
            assert longest(prop) + len(name) + 2 * BOUNDS.depth < BOUNDS.line, name


def longest(schema: dict[str, Any]) -> int:
    """Bytes of the longest canonical line of a value; six for a character, the length of an escape."""
    if schema.get("type") == "array" and is_long(schema["items"]):
        assert schema["maxItems"]
        return longest(schema["items"])
    if schema.get("type") == "array" and schema["items"].get("type") != "object":
        return int(schema["maxItems"]) * (longest(schema["items"]) + 2) + 4
    if schema.get("type") == "array":
        assert schema["maxItems"]
    if "string" not in schema["type"]:
        return 20
    if terms := schema.get("oneOf", [schema] if "const" in schema else ()):
        return max(len(term["const"]) for term in terms) + 2
    most = schema.get("maxLength")
    return 6 * (width(parse(schema["pattern"])) if most is None else int(most)) + 2


def width(node: Node) -> int:
    """The largest number of characters that a pattern matches; a pattern without bound fails the test."""
    match node:
        case Chars():
            return 1
        case Repeat(part, _, high):
            assert high is not None, "neither the pattern nor maxLength bounds the text"
            return width(part) * high
        case Sequence(nodes):
            return sum(map(width, nodes))
        case Choice(nodes):
            return max(map(width, nodes))
