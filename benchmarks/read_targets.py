"""How long it takes to read a register of targets, against PyYAML's C loader and jsonschema in the same run.

    python benchmarks/read_targets.py [RECORDS]

The register lies in files of 1,000 records, as in a repository. Times are processor time of this process. The peer
runs on the first 5,000 records and is scaled, since nothing in it depends on the other files.
"""

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from made_up_records import targets

from sunlot.store import canonical, schemas
from sunlot.store.reader import Form

A_FILE = 1_000
SAMPLE = 5_000


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(count: int) -> None:
    """Print the figures."""
    schema = schemas.public("target")
    form: list[Form] = []
    building = seconds(lambda: form.append(Form(schema, many=True)))
    reader = form[0]
    records = list(targets(count))
    files = [
        canonical.write(records[start : start + A_FILE], schema, many=True).encode()
        for start in range(0, count, A_FILE)
    ]
    few = files[: max(1, SAMPLE // A_FILE)]
    share = min(1.0, len(few) / len(files))
    size = sum(map(len, files)) / 1e6
    fields = sum(map(len, records)) / count
    print(f"{count:,} targets in {len(files)} files, {size:.1f} MB, {fields:.1f} fields a record")
    print(f"making the reader from the schema          {building:8.3f} s, once")

    read_all: list[Any] = []
    ours = seconds(lambda: read_all.extend(reader.read("f", data)[0].records for data in files))  # type: ignore[union-attr]
    assert [record for part in read_all for record in part] == records
    print(f"sunlot, canonical files                    {ours:8.2f} s = {ours / count * 1e6:7.1f} µs a record")

    checker = Draft202012Validator(dict(schema))
    values: list[Any] = []
    load = seconds(lambda: values.extend(yaml.load(data, yaml.CSafeLoader) for data in few)) / share
    valid = seconds(lambda: [list(checker.iter_errors(one)) for one in _flat(values)]) / share
    assert _flat(values) == records[: len(few) * A_FILE]
    peer = load + valid
    print(f"PyYAML CSafeLoader + jsonschema            {peer:8.2f} s = {peer / count * 1e6:7.1f} µs a record (scaled)")
    print(f"  of which PyYAML {load:.1f} s, jsonschema {valid:.1f} s")
    print(f"ratio                                      {peer / ours:8.1f} ×  (peer measured on {share:.0%}, scaled)")

    changed = [data + b"# not canonical\n" for data in few]
    slow = seconds(lambda: [reader.read("f", data) for data in changed]) / share
    print(f"sunlot, the same not in canonical form     {slow:8.2f} s = {slow / count * 1e6:7.1f} µs a record (scaled)")
    escaped = [data.replace("演示路".encode(), b'\\"') for data in few]
    quick = seconds(lambda: [reader.read("f", data) for data in escaped]) / share
    print(
        f'sunlot, with \\" in many addresses          {quick:8.2f} s = {quick / count * 1e6:7.1f} µs a record (scaled)'
    )
    writing = seconds(lambda: [canonical.write(one, schema, many=True) for one in read_all])
    print(f"writing                                    {writing:8.2f} s = {writing / count * 1e6:7.1f} µs a record")
    hostile(reader)


def hostile(reader: Form) -> None:
    """Show that declining a hostile file costs as much more as the file is longer."""
    head = '- id: "91650102DEM0000000"\n  name: "'
    good = canonical.write(list(targets(1)), reader.schema, many=True)
    listed = good.partition("supervision_types:")[0] + "supervision_types: ["
    shapes: dict[str, Callable[[int], str]] = {
        "a text that never ends": lambda n: head + "演" * n,
        "escapes that never end": lambda n: head + "\\n" * (n // 2),
        "nothing but quotes": lambda n: head + '"' * n,
        "a list that never ends": lambda n: listed + '"builder", ' * (n // 11),
        "one record, then again": lambda n: good * (n // len(good)),
        "indents": lambda n: good + " " * n,
    }
    print("\ndeclining a hostile text of n characters, ms")
    sizes = (100_000, 200_000, 400_000, 800_000)
    print(" " * 26 + "".join(f"{n:>10,}" for n in sizes))
    for name, shape in shapes.items():
        times = []
        for n in sizes:
            text = shape(n)
            times.append(seconds(lambda text=text: reader._recogniser.records(text)) * 1e3)  # type: ignore[misc]
        print(f"{name:26}" + "".join(f"{took:10.2f}" for took in times))


def _flat(parts: Iterable[list[Any]]) -> list[Any]:
    return [one for part in parts for one in part]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
