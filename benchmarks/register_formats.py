"""What a register looks like in five formats: its size, the time to read it, and what a reviewer sees in `git diff`.

    python benchmarks/register_formats.py [RECORDS]

Real schemas (targets, inspectors), made-up records. Reading means: from bytes to Python values that are known to fit
the schema. For canonical YAML that is our reader; for the others it is the fastest parser at hand (JSON: msgspec,
TOML: tomllib, CSV: csv) plus jsonschema. Times are processor time; jsonschema runs on a sample of 1,000 and is scaled.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import yaml
from jsonschema import Draft202012Validator
from made_up_records import inspectors, targets

from sunlot.store import canonical, schemas
from sunlot.store.reader import Form

SAMPLE = 1_000
Record = dict[str, Any]
Schema = Mapping[str, Any]


def block_yaml(records: list[Record], schema: Schema) -> str:
    return canonical.write(records, schema, many=True)


def flow_yaml(records: list[Record], schema: Schema) -> str:
    return "".join(f"- {_json(_ordered(one, schema))}\n" for one in records)


def json_lines(records: list[Record], schema: Schema) -> str:
    return "".join(f"{_json(_ordered(one, schema))}\n" for one in records)


def csv_table(records: list[Record], schema: Schema) -> str:
    """One column a field; what is not plain text stands in its cell as JSON, an absent field as an empty cell."""
    columns = [*schema["properties"], *sorted({n for one in records for n in one} - schema["properties"].keys())]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for one in records:
        cells = (one.get(name, "") for name in columns)
        writer.writerow([cell if isinstance(cell, str) else _json(cell) for cell in cells])
    return out.getvalue()


def toml(records: list[Record], schema: Schema) -> str:
    """An array of tables; mappings inside a record as inline tables."""
    lines = []
    for one in records:
        lines += ["[[record]]", *(f"{name} = {_toml(value)}" for name, value in _ordered(one, schema).items()), ""]
    return "\n".join(lines)


def _ordered(one: Record, schema: Schema) -> Record:
    return {name: one[name] for name in canonical.ordered_names(one, schema)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _toml(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{name} = {_toml(part)}" for name, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
    return _json(value)


def _read_csv(data: bytes) -> list[Record]:
    rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return [{name: _cell(cell) for name, cell in row.items() if cell} for row in rows]


def _cell(cell: str) -> Any:
    return json.loads(cell) if cell[0] in "[{" else cell


WRITERS: dict[str, Callable[[list[Record], Schema], str]] = {
    "block YAML": block_yaml,
    "flow YAML, a line a record": flow_yaml,
    "JSON lines": json_lines,
    "CSV": csv_table,
    "TOML": toml,
}
PARSERS: dict[str, Callable[[bytes], Any]] = {
    "flow YAML, a line a record": lambda data: yaml.load(data, yaml.CSafeLoader),
    "JSON lines": lambda data: msgspec.json.Decoder().decode_lines(data),
    "CSV": _read_csv,
    "TOML": lambda data: tomllib.loads(data.decode())["record"],
}


def reading(name: str, data: bytes, records: list[Record], schema: Schema) -> tuple[float, str]:
    """Seconds to read and validate, and with what."""
    if name == "block YAML":
        form = Form(schema, many=True)
        return _seconds(lambda: _same(form.read("f", data)[0].records, records)), "ours"  # type: ignore[union-attr]
    checker = Draft202012Validator(dict(schema))
    few = records[:SAMPLE]
    valid = _seconds(lambda: [list(checker.iter_errors(one)) for one in few]) * len(records) / len(few)
    parse = _seconds(lambda: _same(PARSERS[name](data), records))
    return parse + valid, f"{parse:.2f} parse + {valid:.2f} jsonschema"


def _same(found: list[Record], expected: list[Record]) -> None:
    if found != expected:
        raise AssertionError("not the value that was written")


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def diff(before: str, after: str) -> str:
    """What `git diff` shows, from the first hunk on."""
    with tempfile.TemporaryDirectory() as name:
        old, new = Path(name) / "a", Path(name) / "b"
        old.write_text(before, encoding="utf-8")
        new.write_text(after, encoding="utf-8")
        command = ["git", "diff", "--no-index", "--no-color", "--no-ext-diff", str(old), str(new)]
        shown = subprocess.run(command, capture_output=True, check=False, encoding="utf-8").stdout
    return shown[shown.index("\n@@") + 1 :]


def changes(hunk: str) -> tuple[int, int]:
    """Changed lines of a diff, and their characters."""
    lines = [line[1:] for line in hunk.splitlines() if line[:1] in "+-"]
    return len(lines), sum(map(len, lines))


def main(count: int) -> None:
    """Print the figures, and the hunks of targets."""
    hunks = []
    for kind, make in (("target", targets), ("inspector", inspectors)):
        schema = schemas.public(kind)
        records = list(make(count + 1))
        new = records.pop(count // 2)
        edited = [dict(one) for one in records]
        edited[count // 3]["source" if kind == "target" else "status"] = "2027 年度清理" if kind == "target" else "left"
        added = sorted([*records, new], key=lambda one: str(one["id"]))
        print(f"\n{count:,} records of kind {kind}")
        print(f"{'format':28}{'MB':>7}{'read, s':>9}  {'a field changed':>22}  {'a record added':>22}")
        for name, write in WRITERS.items():
            text = write(records, schema)
            took, how = reading(name, text.encode(), records, schema)
            one, two = diff(text, write(edited, schema)), diff(text, write(added, schema))
            shown = [f"{lines} lines {characters:5} chars" for lines, characters in map(changes, (one, two))]
            size = len(text.encode()) / 1e6
            print(f"{name:28}{size:7.2f}{took:9.2f}  {shown[0]:>22}  {shown[1]:>22}  {how}")
            if kind == "target":
                hunks.append((name, one))
    for name, hunk in hunks:
        print(f"\n--- {name}: a field of a target changed\n{hunk.rstrip()}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
