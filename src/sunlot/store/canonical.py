"""The canonical form: the one text that a value has, so that a reviewer sees one changed line for a changed field.

Block YAML, two spaces a level, fields in the order of the schema, extension fields last and sorted, one field a
line, every text in double quotes, a list of plain values on one line unless its texts may be long, records of a file
sorted by `id`. Every reader of YAML 1.1 and YAML 1.2 takes it for the same value; every scalar is JSON.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sunlot.store.bounds import BOUNDS, LARGEST
from sunlot.store.characters import ESCAPED, NEVER, QUOTE_AND_BACKSLASH, named, one_of

Schema = Mapping[str, Any]
EXTENSION: Final = "x_"
"""What the name of a field outside the schema starts with."""

SPOKEN_FOR: Final = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
"""Words that YAML 1.1 takes for something else than text; no field is named so."""

LONG_TEXT: Final = 200
"""Characters beyond which a text of a list has a line of its own."""

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_NEEDS_ESCAPE = re.compile(one_of(*QUOTE_AND_BACKSLASH, *ESCAPED))


class UnwritableError(ValueError):
    """A value has no canonical form: the schema does not know it, or no file can hold it."""


def is_long(items: Schema) -> bool:
    """Tell whether a list of these texts has one entry a line: they may fill paragraphs, so each gets its own diff."""
    return items.get("type") == "string" and items.get("maxLength", 0) > LONG_TEXT


def scalar(value: object) -> str:
    """Write a text, a whole number, a truth value or null.

    Raises:
        UnwritableError: If it is anything else, too large, or a text with characters that no file may hold.
    """
    match value:
        case str():
            if found := NEVER.search(value):
                raise UnwritableError(f"{named(found[0])} cannot be written")
            return f'"{_NEEDS_ESCAPE.sub(_escape, value)}"'
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() if abs(value) <= LARGEST:
            return str(value)
    raise UnwritableError(f"{value!r} is neither text, whole number, truth value nor null")


def write(records: Sequence[Mapping[str, Any]], schema: Schema, *, many: bool) -> str:
    """Write a file: one record, or a list of records sorted by their ids.

    Raises:
        UnwritableError: If a value has no canonical form.
    """
    if not many:
        (record,) = records
        lines = list(_fields(record, schema, "")) or ["{}"]
    else:
        ordered = sorted(records, key=lambda record: str(record["id"]))
        lines = [line for record in ordered for line in _entry(record, schema, "")] or ["[]"]
    for line in lines:
        if len(line) > BOUNDS.line // 6 and len(line.encode()) > BOUNDS.line:
            raise UnwritableError(f"a line of more than {BOUNDS.line} bytes: {line[:40]}…")
    return "\n".join(lines) + "\n"


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"


def ordered_names(record: Mapping[str, Any], schema: Schema) -> list[str]:
    """The names of a record's fields in canonical order.

    Raises:
        UnwritableError: If a name is neither in the schema nor that of an extension field.
    """
    known = [name for name in schema["properties"] if name in record]
    own = sorted(name for name in record if name.startswith(EXTENSION) and name not in schema["properties"])
    if len(known) + len(own) != len(record):
        raise UnwritableError(f"no such fields: {', '.join(sorted(record.keys() - {*known, *own}))}")
    return known + own


def _fields(record: Mapping[str, Any], schema: Schema, indent: str) -> Iterator[str]:
    for name in ordered_names(record, schema):
        if not _NAME.match(name) or name in SPOKEN_FOR:
            raise UnwritableError(f"{name!r} cannot be the name of a field")
        yield from _field(name, record[name], schema["properties"].get(name, {}), indent)


def _field(name: str, value: Any, schema: Schema, indent: str) -> Iterator[str]:
    match value:
        case Mapping() if value:
            yield f"{indent}{name}:"
            yield from _fields(value, schema, indent + "  ")
        case Mapping():
            yield f"{indent}{name}: {{}}"
        case [Mapping(), *_]:
            yield f"{indent}{name}:"
            for entry in value:
                yield from _entry(entry, schema["items"], indent + "  ")
        case [_, *_] if is_long(schema.get("items", {})):
            yield f"{indent}{name}:"
            yield from (f"{indent}  - {scalar(entry)}" for entry in value)
        case list() | tuple():
            yield f"{indent}{name}: [{', '.join(map(scalar, value))}]"
        case _:
            yield f"{indent}{name}: {scalar(value)}"


def _entry(record: Mapping[str, Any], schema: Schema, indent: str) -> Iterator[str]:
    """Write one mapping of a list: its first line behind a hyphen, the rest below it."""
    lines = list(_fields(record, schema, indent + "  ")) or [f"{indent}  {{}}"]
    yield f"{indent}- {lines[0][len(indent) + 2 :]}"
    yield from lines[1:]
