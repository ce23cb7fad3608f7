"""Write `src/sunlot/core/model.py`, the typed model, from the public halves of the schemas.

The schemas are the only authority on form; this keeps Python from having a second opinion.
Run `python scripts/make_model.py` after a change of a schema; `--check` fails when the model is stale.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sunlot.core.disclosure import public_half
from sunlot.store import schemas

MODEL = Path(__file__).parents[1] / "src" / "sunlot" / "core" / "model.py"
HEADER = '''"""The typed model of every record, as it stands in the repository (public half).

Generated from `schemas/` by `scripts/make_model.py`; do not edit.
"""

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all records share: immutable, compared by value; extension fields (`x_…`) are not part of the model."""

'''


def camel(name: str) -> str:
    """Turn `key_supervision` into `KeySupervision`."""
    return "".join(part.capitalize() for part in name.split("_"))


def singular(name: str) -> str:
    """Turn the name of a list into the name of one entry."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    if name.endswith("ches"):
        return name[:-2]
    return name[:-1] if name.endswith("s") and not name.endswith("is") else name


class Writer:
    """Collects classes in the order in which Python needs them: what is used stands before its user."""

    def __init__(self) -> None:
        self.classes: dict[str, str] = {}

    def struct(self, name: str, schema: Mapping[str, Any]) -> str:
        """Add the class of an object schema and give its name."""
        if name not in self.classes:
            required = schema.get("required", ())
            fields = [
                f"    {field}: {self.annotation(name, field, prop, required=field in required)}"
                for field, prop in schema["properties"].items()
            ]
            doc = f'    """{schema.get("title") or name}: {schema.get("x-en") or name}."""'
            self.classes[name] = "\n".join([f"class {name}(Record, frozen=True, kw_only=True):", doc, "", *fields])
        return name

    def annotation(self, owner: str, field: str, prop: Mapping[str, Any], *, required: bool) -> str:
        """Write a field's type, and its default when it may be absent."""
        kind = self.type_of(owner, field, prop)
        if required:
            return kind
        return (
            f"{kind} = ()"
            if kind.startswith("tuple")
            else f"{kind} = False"
            if kind == "bool"
            else f"{kind} | None = None"
        )

    def type_of(self, owner: str, field: str, prop: Mapping[str, Any]) -> str:
        """Name the Python type of a property."""
        if "$ref" in prop:
            file, _, pointer = prop["$ref"].partition("#/$defs/")
            shared = schemas.source(file.removesuffix(".schema.json"))["$defs"][pointer]
            return self.type_of(owner, pointer, {**shared, "shared": pointer})
        match prop.get("type"):
            case "array":
                return f"tuple[{self.type_of(owner, singular(field), prop['items'])}, ...]"
            case "object":
                name = camel(prop["shared"]) if "shared" in prop else owner + camel(field)
                return self.struct(name, public_half(prop))
            case "integer":
                return "int"
            case "boolean":
                return "bool"
            case _:
                return "str"


def classes() -> Iterator[str]:
    """Yield the source of every class."""
    writer = Writer()
    for kind in schemas.KINDS:
        writer.struct(camel(kind), public_half(schemas.source(kind)))
    yield from writer.classes.values()


def text() -> str:
    """Build the module's text, formatted as the rest of the house."""
    plain = HEADER + "\n\n" + "\n\n\n".join(classes()) + "\n"
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(MODEL), "-"]
    return subprocess.run(command, input=plain, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def main() -> int:
    """Write the model, or compare it with `--check`."""
    fresh = text()
    if "--check" in sys.argv[1:]:
        stale = MODEL.read_text(encoding="utf-8") != fresh
        if stale:
            print("src/sunlot/core/model.py is stale: run `python scripts/make_model.py`", file=sys.stderr)
        return int(stale)
    MODEL.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
