"""What was lawfully withdrawn is shown no longer: the fact, the day and the reason stay (行政处罚法 48; domain, I11).

A file that was published is never edited, so Git keeps its words. What people read, page or download, is made of what
this gives: of the penalty only its number and that it was withdrawn; of files that told of it, no sentence that may
repeat it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec

from sunlot.core.corrections import in_force
from sunlot.core.model import Circular, Result
from sunlot.core.registry import Placed, Registry

KEPT: Final = ("kind", "document_no", "legal_basis", "issued_on", "done_on", "state")
"""What stays of a withdrawn penalty in the files that told of it; the file that withdraws it says when, who and why."""
_SPOKEN: Final = ("summary", "late_reason", "correction_reason", "note")
_OF_CIRCULAR: Final = ("problems", "penalties", "typical_cases", "lessons")


def buried(registry: Registry, day: str) -> Registry:
    """Give the records without what was withdrawn by the end of a day; a registry without any comes back as it is."""
    gone: dict[tuple[str, str], dict[str, str]] = {}
    for key, placed in in_force(registry.results, until=day).items():
        if numbers := dict(_withdrawn(placed.value)):
            gone[key] = numbers
    if not gone:
        return registry
    latest = {id(placed) for placed in in_force(registry.results, until=day).values()}
    results = [
        _buried(placed, gone[key], current=id(placed) in latest)
        if (key := (placed.value.draw, placed.value.id)) in gone
        else placed
        for placed in registry.results
    ]
    days = {draw: max(numbers.values()) for (draw, _), numbers in gone.items()}
    circulars = [_silent(one, days.get(one.value.draw)) for one in registry.circulars]
    return replace(registry, results=results, circulars=circulars)


def _withdrawn(result: Result) -> Iterator[tuple[str, str]]:
    """Yield the number of each penalty that a result says was withdrawn, with the day."""
    for one in result.follow_ups:
        if one.kind == "penalty" and one.state == "withdrawn":
            yield one.document_no or "", one.withdrawn_on or result.published_on


def _buried(placed: Placed[Result], numbers: Mapping[str, str], *, current: bool) -> Placed[Result]:
    raw = dict(placed.raw)
    raw["follow_ups"] = [
        _stone(one, current=current) if one["kind"] == "penalty" and one.get("document_no", "") in numbers else one
        for one in raw.get("follow_ups", ())
    ]
    if not current:
        said = _said(max(numbers.values()))
        raw |= {name: said for name in _SPOKEN if name in raw}
        raw["conclusions"] = [one | ({"summary": said} if "summary" in one else {}) for one in raw["conclusions"]]
        raw["follow_ups"] = [
            {name: value for name, value in one.items() if name != "text"} for one in raw["follow_ups"]
        ]
    return replace(placed, raw=raw, value=msgspec.convert(raw, Result))


def _stone(one: Mapping[str, Any], *, current: bool) -> dict[str, Any]:
    kept = (*KEPT, "withdrawn_on", "withdrawn_reason", "withdrawn_by") if current else KEPT
    return {name: one[name] for name in kept if name in one} | {"state": "withdrawn"}


def _silent(placed: Placed[Circular], day: str | None) -> Placed[Circular]:
    """A circular that was issued before a penalty of its draw was withdrawn says nothing of penalties and cases."""
    if day is None or placed.value.published_on >= day:
        return placed
    raw = dict(placed.raw)
    raw |= {name: [_said(day)] for name in _OF_CIRCULAR if isinstance(raw.get(name), list)}
    return replace(placed, raw=raw, value=msgspec.convert(raw, Circular))


def _said(day: str) -> str:
    return f"（其中的行政处罚已于 {day} 撤回，原文不再展示）"
