"""The contents of a site made by hand: a draw of the vectors, and one record of each kind with every field filled."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from tests.support.records import Anywhere

from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record
from sunlot.core.registry import MODELS, Placed, Registry, registry
from sunlot.core.views.assembling import assemble
from sunlot.core.views.contents import Contents, DrawFile
from sunlot.core.views.draws import Verdict
from sunlot.jobs.site.contents import vocabulary
from sunlot.store import schemas

VECTORS = Path(__file__).parents[1] / "vectors" / "draws"
DAY = "2026-12-01"
SAMPLES = {
    "date": "2026-07-01",
    "instant": "2026-07-01T02:03:04Z",
    "division": "650102",
    "division_prefix": "65",
    "uscc": "91650102DEM000014J",
    "target_id": "91650102DEM000014J",
    "drawn_key": "91650102DEM000014J",
    "item_id": "SEI-01",
    "inspector_id": "insp-0001",
    "expert_id": "exp-0001",
    "person_id": "insp-0001",
    "authority_id": "xj-demo",
    "group_id": "g1",
    "stratum_id": "A",
    "draw_id": "2026-002",
    "plan_id": "2026",
    "batch_id": "2026-B01",
    "objection_id": "OBJ-2026-001",
    "slug": "demo",
    "document_no": "演示〔2026〕1号",
    "sha256": "ab" * 32,
    "percent": "12.5",
    "url": "https://demo.example/",
}


def filled(kind: str, text: str, **fields: Any) -> dict[str, Any]:
    """A record in which every public field of its schema stands; free text is `text`, what else is given counts."""
    words = vocabulary()

    def value(schema: Mapping[str, Any]) -> Any:
        if "properties" in schema:
            return {name: value(prop) for name, prop in schema["properties"].items()}
        if "items" in schema:
            return [value(schema["items"])]
        if "x-term" in schema:
            return next(iter(words.terms[schema["x-term"]]))
        if schema["type"] == "integer":
            return max(1, schema.get("minimum", 1))
        if schema["type"] == "boolean":
            return True
        return SAMPLES.get(words.form(schema), text)

    return {**value(schemas.public(kind)), **fields}


def files_of(vector: str) -> dict[str, bytes]:
    """The files of a draw of the vectors: path below the draw's folder → content."""
    (folder,) = (path for path in (VECTORS / vector).iterdir() if path.is_dir())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def draw_of(vector: str) -> Record:
    """A draw of the vectors, read."""
    (folder,) = (path for path in (VECTORS / vector).iterdir() if path.is_dir())
    return read(FilesInMemory(files_of(vector)), folder.name)


def registry_of(records: Mapping[str, list[dict[str, Any]]]) -> Registry:
    """Plain records as a registry; a list keeps the order, a correction stands in a later file."""
    placed = {
        kind: [
            Placed(msgspec.convert(raw, MODELS[kind]), raw, Anywhere(f"{kind}{f'.{n + 1}' if n else ''}.yaml"))
            for n, raw in enumerate(raws)
        ]
        for kind, raws in records.items()
    }
    return registry(placed)


def contents(text: str, vector: str = "good-substitutes-and-relief", verdict: Verdict | None = None) -> Contents:
    """A site about one draw of the vectors; every free text of every record is `text`."""
    record = draw_of(vector)
    key = record.lists.roster[0].key if record.lists.roster else SAMPLES["target_id"]
    draw = record.draw
    result = filled("result", text, id=key, target=key, draw=draw)
    records = {
        "settings": [filled("settings", text, title="演示", title_en="Demo")],
        "item": [filled("item", text)],
        "target": [
            filled("target", text, id=entry.key, subject=entry.key, removed_on="2030-01-01")
            for entry in record.lists.roster
        ],
        "inspector": [filled("inspector", text, id=one.key) for one in record.lists.inspectors],
        "expert": [filled("expert", text)],
        "authority": [filled("authority", text, parent=None)],
        "plan": [filled("plan", text)],
        "task": [filled("task", text, id=draw)],
        "result": [result, {**result, "corrects": "cd" * 32}],
        "circular": [filled("circular", text, id="circular", draw=draw)],
        "objection": [
            filled("objection", text, record_kind="result", record=f"{draw}/{key}"),
            filled("objection", text, id="OBJ-2026-002", record_kind="draw", record=draw),
        ],
        "calendar": [filled("calendar", text, id="2026")],
        "division": [{"code": "650102", "name": text, "parent": "650100", "valid_from": "", "valid_to": ""}],
    }
    held = files_of(vector)
    return assemble(
        registry_of(records),
        vocabulary(),
        DAY,
        records={draw: record},
        verdicts={draw: verdict or Verdict(ok=True)},
        files={draw: [DrawFile(path, len(data), sha256(data).hexdigest()) for path, data in sorted(held.items())]},
        revision="ab" * 20,
    )
