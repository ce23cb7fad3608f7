"""The schemas, as the rest of the package reads them: every `$ref` inlined, public and internal halves derived."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from sunlot.core.disclosure import internal_half, public_half
from sunlot.core.problems import Lang

KINDS = (
    "item",
    "target",
    "withheld_target",
    "inspector",
    "expert",
    "authority",
    "plan",
    "task",
    "result",
    "circular",
    "objection",
    "calendar",
    "division",
    "settings",
)
SHARED = ("common", "terms")
DERIVED = ("draw_summary", "manifest")
"""What the site makes of records: JSON with a schema of its own, never a record itself."""


def _folder() -> Traversable:
    """An installed package carries the schemas inside; in a checkout they stand at its top."""
    inside = files("sunlot") / "schemas"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "schemas"


@cache
def source(name: str) -> Mapping[str, Any]:
    """Read one schema file as it is written, references and all."""
    text = (_folder() / f"{name}.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def schema(kind: str) -> Mapping[str, Any]:
    """The whole schema of a kind of record, every reference inlined."""
    return dict(_inline(source(kind)))


@cache
def public(kind: str) -> Mapping[str, Any]:
    """The half that lies in the repository."""
    return public_half(schema(kind))


@cache
def internal(kind: str) -> Mapping[str, Any]:
    """The half that lies in the vault."""
    return internal_half(schema(kind))


@cache
def terms(name: str) -> Mapping[str, Mapping[str, Any]]:
    """A list of terms: code → its entry with `title` (zh) and `x-en`, in the schema's order."""
    return {entry["const"]: entry for entry in source("terms")["$defs"][name]["oneOf"]}


def _inline(node: Any) -> Any:
    if isinstance(node, list):
        return [_inline(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: _inline(value) for key, value in node.items() if key != "$defs"}
    file, _, pointer = node["$ref"].partition("#/$defs/")
    target = source(file.removesuffix(".schema.json"))["$defs"][pointer]
    own = {key: value for key, value in node.items() if key != "$ref"}
    extra = {"x-term": pointer} if file == "terms.schema.json" else {}
    shared = _inline(target)
    if "description" in own and "x-en-description" in shared:
        extra = {"x-rule": shared["description"], "x-en-rule": shared["x-en-description"]}
    return {**shared, **extra, **own}


def label(name: str, code: str, lang: Lang) -> str:
    """Say a term in a language; a code that is no term of the list stays as it is."""
    entry = terms(name).get(code)
    return str(entry["title" if lang == "zh" else "x-en"]) if entry else code
