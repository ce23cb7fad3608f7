"""Which fields name another record, and which hold dates: read off the schemas, where they refer to a common form."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from sunlot.core.disclosure import public_half
from sunlot.store import schemas

KIND_OF: Final = {
    "authority_id": "authority",
    "item_id": "item",
    "target_id": "target",
    "withheld_id": "withheld_target",
    "draw_id": "task",
    "plan_id": "plan",
    "inspector_id": "inspector",
    "expert_id": "expert",
    "person_id": "person",
}
"""The form of an id in `common.schema.json` → the kind of record that bears it."""


@cache
def references(kind: str) -> tuple[tuple[str, str], ...]:
    """Name the public fields of a kind that refer to a record: path with `*` for any entry of a list, and its kind.

    A record's own `id`, and `former_ids`, which name what need not exist any more, are left out.
    """
    if kind == "division":
        return ()
    found = _walk(schemas.source(kind), (), KIND_OF)
    return tuple((path, to_kind) for path, to_kind in found if path not in ("id", "former_ids.*"))


@cache
def date_fields(kind: str) -> tuple[tuple[str, ...], ...]:
    """Name the public fields of a kind that hold a date or an instant, as steps with `*` for any entry of a list."""
    return tuple(tuple(path.split(".")) for path, _ in _walk(schemas.source(kind), (), {"date": "", "instant": ""}))


def _walk(node: Mapping[str, Any], path: tuple[str, ...], forms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if "$ref" in node:
        file, _, pointer = node["$ref"].partition("#/$defs/")
        if pointer in forms:
            yield ".".join(path), forms[pointer]
            return
        node = {**schemas.source(file.removesuffix(".schema.json"))["$defs"][pointer], **node}
    if "properties" in node:
        for name, prop in public_half(node)["properties"].items():
            yield from _walk(prop, (*path, name), forms)
    if "items" in node:
        yield from _walk(node["items"], (*path, "*"), forms)
