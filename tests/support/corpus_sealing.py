"""What a dishonest office does after it has changed a file: set every other digest right, and draw again.

Unlike `drawfolders.reseal` this also works on documents that are broken, and leaves alone what was attacked.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from hashlib import new, sha256
from typing import Any

import msgspec
from tests.support.corpus_honest import CHAIN
from tests.support.drawfolders import Files, order

from sunlot.core.protocol import beacons
from sunlot.core.protocol.documents import encode
from sunlot.core.protocol.drawing import draw
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.grammar import Refusal, StageId
from sunlot.core.protocol.outcomes import Opening
from sunlot.core.protocol.reading import read

Place = tuple[str, ...]
"""A file, then the keys that lead to a value in it."""


def seal(files: Files, kept: Collection[Place] = (), stages: Sequence[str] = ()) -> dict[str, bytes]:
    """Set every digest right but those at ``kept``; ``stages``: their order, should the documents not tell it."""
    sealed = dict(files)
    previous = None
    for name in _order(files, stages):
        _seal(sealed, f"{name}/freeze.json", _of_freeze(sealed, f"{name}/freeze.json", previous), kept)
        previous = _sha256(sealed[f"{name}/freeze.json"]) if f"{name}/freeze.json" in sealed else None
        of_freeze = {("freeze",): previous}
        beacon = sealed.get(f"{name}/beacon.json")
        _seal(sealed, f"{name}/outcome.json", of_freeze | ({("beacon",): _sha256(beacon)} if beacon else {}), kept)
        _seal(sealed, f"{name}/void.json", of_freeze, kept)
    return sealed


def drawn_again(
    files: Files, draw_id: str, openings: Iterable[Opening], kept: Collection[Place] = ()
) -> dict[str, bytes] | None:
    """Draw every drawn stage again by the rules, as far as that goes; ``None`` if not even the first can be drawn."""
    drawn: dict[str, bytes] | None = None
    sealed = seal(files, kept)
    for name in _order(sealed, ()):
        if f"{name}/outcome.json" not in sealed:
            continue
        try:
            record = read(FilesInMemory(sealed), draw_id)
            beacon = record.stage(StageId.parse(name)).beacon
            assert beacon
            evidence = {path: sealed[f"{name}/{path}"] for path in beacons.evidence_of(beacon.value.source)}
            known = [*openings, *_opened(sealed[f"{name}/outcome.json"])]
            due = {one.target: one for one in known}.values()
            outcome = draw(record, StageId.parse(name), beacon.value, openings=due, evidence=evidence, chain=CHAIN)
        except (Refusal, LookupError, ValueError, AssertionError):
            break
        drawn = sealed = seal({**sealed, f"{name}/outcome.json": encode(outcome)}, kept)
    return drawn


def _opened(outcome: bytes) -> list[Opening]:
    return [msgspec.convert(one, Opening) for one in json.loads(outcome).get("recusals", ())]


def _order(files: Files, stages: Sequence[str]) -> Sequence[str]:
    try:
        return order(files)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return stages


def _of_freeze(files: Files, path: str, previous: str | None) -> dict[Place, object]:
    """Say what each digest of a freeze ought to be, as far as the freeze can be read."""
    document = _read(files, path)
    due: dict[Place, object] = {("task",): _sha256(files["task.yaml"])} if "task.yaml" in files else {}
    if previous is not None:
        due["previous",] = previous
    for listed in _dict(document.get("inputs")):
        if listed in files:
            due["inputs", listed, "count"] = files[listed].count(b"\n") - 1
            due["inputs", listed, "sha256"] = _sha256(files[listed])
            due["inputs", listed, "sm3"] = new("sm3", files[listed]).hexdigest()
    of, repeats = _dict(document.get("of")), _dict(document.get("repeats"))
    if of.get("outcome") is not None and f"{of.get('stage')}/outcome.json" in files:
        due["of", "outcome"] = _sha256(files[f"{of['stage']}/outcome.json"])
    if f"{repeats.get('stage')}/void.json" in files:
        due["repeats", "void"] = _sha256(files[f"{repeats['stage']}/void.json"])
    return due


def _seal(files: dict[str, bytes], path: str, due: dict[Place, object], kept: Collection[Place]) -> None:
    """Write what is due into a document, unless it is not written as it should be: that would mend it."""
    document = _read(files, path)
    changed = False
    for place, value in due.items():
        if any((path, *place)[: len(one)] == one for one in kept):
            continue
        holder: Any = document
        for key in place[:-1]:
            holder = _dict(_dict(holder).get(key))
        if place[-1] in _dict(holder) and holder[place[-1]] != value:
            holder[place[-1]] = value
            changed = True
    if changed and written(_read(files, path)) == files[path]:
        files[path] = written(document)


def written(document: object) -> bytes:
    """Write a document as `drawfolders.canonical` does, only faster."""
    return msgspec.json.format(json.dumps(document, ensure_ascii=False), indent=2).encode() + b"\n"


def _read(files: Files, path: str) -> dict[str, Any]:
    """Give a document, empty if it cannot be read."""
    try:
        return _dict(json.loads(files[path]))
    except (KeyError, ValueError, RecursionError):
        return {}


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _sha256(data: bytes) -> str:
    return sha256(data).hexdigest()
