"""The circular of a draw, drafted from its results: figures that add up, problems, penalties, cases without names.

What a person decides (title, document number, cases, lessons, channels) comes from outside, or stays as it stood.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sunlot.core.corrections import in_force
from sunlot.core.drawn import Drawn
from sunlot.core.masks import looks_masked, mask_name
from sunlot.core.model import Circular, Result, ResultFollowUp, Target
from sunlot.core.problems import Lang
from sunlot.core.registry import Placed, Registry
from sunlot.core.tally import tally

Label = Callable[[str, str, Lang], str]
MOST, MOST_CASES = 100, 30
"""How many lines the schema allows."""
SOMEBODY = "某单位"
_WARNING = frozenset({"penalty", "transfer_judicial"})
"""Follow-ups that make a result a typical case: 惩处一例，警示一片 (notice, 三（四）3)."""
_KEPT = ("title", "document_no", "to_confirm")
"""What belongs to one circular, and is not taken over by the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a person says of a circular; None, or nothing, leaves what stood there or a plain default.

    Attributes:
        title: Its title.
        document_no: Its number; without one it is marked as to be confirmed.
        cases: Typical cases, without names.
        lessons: What others should learn.
        channels: Where it is published.
    """

    title: str | None = None
    document_no: str | None = None
    cases: Sequence[str] = ()
    lessons: str | None = None
    channels: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A circular as it would be written.

    Attributes:
        record: Its fields.
        unchanged: Whether the one in force says the same already, whatever its date.
    """

    record: dict[str, Any]
    unchanged: bool


def draft(
    registry: Registry,
    drawn: Drawn,
    day: str,
    wording: Wording,
    *,
    interim: bool,
    follow_ups: frozenset[str],
    label: Label,
) -> Draft:
    """Draft the circular of a draw as of a day.

    Args:
        registry: The records.
        drawn: What the draw had decided by that day.
        day: Its ISO date; results published later do not count.
        wording: What a person says.
        interim: Whether it is one of several, while results are still missing.
        follow_ups: Result codes that ask for a follow-up: what was found is then a problem.
        label: Finds the words of a term.
    """
    before = in_force(registry.circulars).get((drawn.draw, "circular"))
    found = _results(registry, drawn, day)
    counted = tally(drawn, registry.results, day)
    record: dict[str, Any] = {
        "id": "circular",
        "draw": drawn.draw,
        **_heading(drawn.draw, wording, interim=interim),
        "published_on": day,
        "interim": interim,
        "population": counted.population,
        "drawn": counted.drawn,
        "inspected": counted.inspected,
        "cancelled": counted.cancelled,
        "counts": [{"result_code": code, "count": count} for code, count in counted.counts.items()],
        "problems": _problems(registry, found, follow_ups),
        "penalties": _listed((_penalty(registry, result, one) for result in found for one in _imposed(result)), MOST),
        "typical_cases": list(wording.cases) or _cases(registry, found, label),
        "lessons": wording.lessons,
        "channels": list(wording.channels) or ["website"],
    }
    record = {name: value for name, value in record.items() if value not in (None, [])}
    record.setdefault("counts", [])
    return _beside(before, record, wording) if before else Draft(record, unchanged=False)


def _heading(draw: str, wording: Wording, *, interim: bool) -> dict[str, Any]:
    title = wording.title or f"关于 {draw} 号抽查{'阶段性' if interim else ''}情况的通报"
    number = {"document_no": wording.document_no} if wording.document_no else {"to_confirm": True}
    return {"title": title, **number}


def _beside(before: Placed[Circular], record: dict[str, Any], wording: Wording) -> Draft:
    """Compare with the circular in force: what people wrote in it stays, unless they say otherwise now."""
    stood: Mapping[str, Any] = before.raw
    own = {"typical_cases": wording.cases, "lessons": wording.lessons, "channels": wording.channels, "note": None}
    record |= {name: stood[name] for name, said in own.items() if not said and name in stood}
    mine = {"title": wording.title, "document_no": wording.document_no}
    same = {name: stood[name] for name in _KEPT if not mine.get(name) and name in stood}
    again = {name: value for name, value in record.items() if name not in _KEPT or mine.get(name)} | same
    published = {name: value for name, value in stood.items() if not name.startswith("x_")}
    unchanged = _comparable(again) == _comparable(published)
    return Draft(published, unchanged=True) if unchanged else Draft(record, unchanged=False)


def _comparable(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a circular says: neither its date counts, nor the order in which problems are told."""
    rest = {name: value for name, value in record.items() if name != "published_on"}
    return rest | {name: sorted(rest[name]) for name in ("problems", "penalties") if name in rest}


def _results(registry: Registry, drawn: Drawn, day: str) -> list[Result]:
    """The results in force, in the order in which the targets were drawn."""
    found = {
        target: placed.value for (draw, target), placed in in_force(registry.results, day).items() if draw == drawn.draw
    }
    return [found[target] for target in drawn.selected if target in found]


def _problems(registry: Registry, found: Iterable[Result], follow_ups: frozenset[str]) -> list[str]:
    """What was found, each once."""
    asked = (one for one in found if one.follow_ups or one.result_code in follow_ups)
    return _listed((_nameless(registry, one.target, one.summary) for one in asked if _tells(one)), MOST)


def _tells(result: Result) -> bool:
    """Whether the summary may go into a circular: what is withheld stays withheld there too (L9)."""
    return all(one.field != "summary" for one in result.withheld)


def _imposed(result: Result) -> list[ResultFollowUp]:
    return [one for one in result.follow_ups if one.kind == "penalty" and one.state == "done"]


def _penalty(registry: Registry, result: Result, one: ResultFollowUp) -> str:
    if one.text:
        return _nameless(registry, result.target, one.text)
    return "作出行政处罚决定" + (f"，罚款 {one.amount} 元" if one.amount else "") + "。"


def _cases(registry: Registry, found: Iterable[Result], label: Label) -> list[str]:
    """Results that warn others, told without names."""
    cases = []
    for result in found:
        warns = any(one.kind in _WARNING and one.state == "done" for one in result.follow_ups)
        if warns and _tells(result):
            placed = registry.targets.get(result.target)
            whose = f"某{label('target_kind', placed.value.kind, 'zh')}" if placed else SOMEBODY
            cases.append(f"{whose}：{_nameless(registry, result.target, result.summary)}")
    return _listed(cases, MOST_CASES)


def _nameless(registry: Registry, target: str, text: str) -> str:
    """Take out of a text whom it is about: name, code, address, and who represents it."""
    placed = registry.targets.get(target)
    if placed is None:
        return text
    for told, instead in _telling(placed.value):
        text = text.replace(told, instead)
    return text


def _telling(target: Target) -> list[tuple[str, str]]:
    """What tells of a target, the longest first, with what stands in its place."""
    found = [(target.name, SOMEBODY), (target.id, SOMEBODY), (target.uscc or "", SOMEBODY), (target.address, "某地")]
    person = target.legal_representative
    found.append((person, person if looks_masked(person) else mask_name(person)))
    return sorted((pair for pair in found if pair[0]), key=lambda pair: -len(pair[0]))


def _listed(texts: Iterable[str], most: int) -> list[str]:
    """Each text once; of too many the last line says how many are left out."""
    once = list(dict.fromkeys(texts))
    return once if len(once) <= most else [*once[: most - 1], f"其余 {len(once) - most + 1} 项见各检查结果。"]
