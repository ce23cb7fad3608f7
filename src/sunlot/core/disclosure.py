"""What the public sees of a record: halves of schemas, and which of its fields are masked (`core.masks`).

Every property of a schema carries `x-visibility` (design, section 4):
`public`, `masked` (a reduced form is public, the full form internal), `internal`, `timed` (public for a period by law;
the text stays in the vault), `secret` (not in this system). From one schema two are derived, each with its own
`required`.
"""

from collections.abc import Mapping
from typing import Any

JsonSchema = Mapping[str, Any]
VISIBILITIES = ("public", "masked", "internal", "timed", "secret")
_IN_PUBLIC = {"public", "masked"}
_IN_VAULT = {"masked", "internal", "timed"}
SALT = {
    "title": "随机盐",
    "x-en": "salt",
    "x-visibility": "internal",
    "type": "string",
    "pattern": "^[0-9a-f]{64}$",
    "description": "32 个随机字节的十六进制",
}
ENTRY = {
    "title": "公开记录中的第几项",
    "x-en": "position in the public list",
    "x-visibility": "internal",
    "type": "integer",
    "minimum": 1,
    "maximum": 10_000,
}


class UndeclaredVisibilityError(ValueError):
    """A property says nothing about who may see it; no schema is built from it."""


def visibility(name: str, prop: JsonSchema) -> str:
    """Tell the declared visibility of a property.

    Raises:
        UndeclaredVisibilityError: If it has none, or one that does not exist.
    """
    declared = prop.get("x-visibility")
    if declared not in VISIBILITIES:
        raise UndeclaredVisibilityError(
            f"{name}: x-visibility is {declared!r}, expected one of {', '.join(VISIBILITIES)}"
        )
    return str(declared)


def public_half(schema: JsonSchema) -> dict[str, Any]:
    """Derive the schema of what lies in the repository: no internal, timed or secret property at any depth."""
    half = dict(schema)
    if "properties" in schema:
        kept = {n: public_half(p) for n, p in schema["properties"].items() if visibility(n, p) in _IN_PUBLIC}
        half["properties"] = kept
        half["required"] = [name for name in schema.get("required", ()) if name in kept]
        if not half["required"]:
            del half["required"]
    if isinstance(schema.get("items"), Mapping):
        half["items"] = public_half(schema["items"])
    return half


def internal_half(schema: JsonSchema) -> dict[str, Any]:
    """Derive the schema of a record's file in the vault: internal, timed and unmasked fields, and the salt.

    A list of which only some fields are internal keeps those, each entry led by `entry`, its place in the public list.
    """
    half = _vault_part(schema) or {"type": "object", "properties": {}}
    half["properties"] = {**half["properties"], "salt": SALT}
    half["required"] = [*half.get("required", ()), "salt"]
    half["additionalProperties"] = False
    for key in ("title", "x-en", "$schema"):
        if key in schema:
            half[key] = schema[key]
    return half


def _vault_part(schema: JsonSchema) -> dict[str, Any] | None:
    """Keep what belongs in the vault; None when nothing does."""
    kept: dict[str, Any] = {}
    required = []
    for name, prop in schema.get("properties", {}).items():
        seen_by = visibility(name, prop)
        if seen_by in _IN_VAULT:
            kept[name] = dict(prop)
            if seen_by == "internal" and name in schema.get("required", ()):
                required.append(name)
        elif "properties" in prop and (part := _vault_part(prop)):
            whole = {key: value for key, value in prop.items() if key != "required"}
            kept[name] = {**whole, **part, "x-visibility": "internal"}
        elif "properties" in prop.get("items", {}) and (part := _vault_part(prop["items"])):
            part["properties"] = {"entry": ENTRY, **part["properties"]}
            part["required"] = ["entry", *part.get("required", ())]
            kept[name] = {**prop, "items": part, "x-visibility": "internal"}
    if not kept:
        return None
    half: dict[str, Any] = {"type": "object", "properties": kept, "additionalProperties": False}
    return half | ({"required": required} if required else {})


def is_masked(prop: JsonSchema, record: Mapping[str, Any]) -> bool:
    """Tell whether a `masked` property shows its reduced form in this record (`x-masked-when`, `x-masked-unless`)."""
    if prop.get("x-visibility") != "masked":
        return False
    when = prop.get("x-masked-when")
    if when is not None:
        return all(record.get(field) in values for field, values in when.items())
    unless = prop.get("x-masked-unless", {})
    return not any(record.get(field) in values for field, values in unless.items())
