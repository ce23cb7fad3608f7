"""How far an inspection has come, as its page and the page of its draw show it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sunlot.core.corrections import number
from sunlot.core.life import Step, standing, steps_of
from sunlot.core.views.contents import Contents


@dataclass(frozen=True, slots=True)
class Stop:
    """One step on the way.

    Attributes:
        label: What it is.
        label_en: The same in English.
        day: The ISO date; empty where none is on record.
        detail: A document number.
        state: `done`, or `open` for what has begun and is not over.
    """

    label: str
    label_en: str
    day: str
    detail: str
    state: str


@dataclass(frozen=True, slots=True)
class Life:
    """The way of one inspection, and its state in a word."""

    state: str
    stops: Sequence[Stop]


def lives(site: Contents) -> Mapping[tuple[str, str], Life]:
    """Give the life of every drawn target: (draw, target) → life, by what is known on the day of the site."""
    published: dict[tuple[str, str], list[str]] = {}
    for placed in sorted(site.registry.results, key=lambda placed: number(placed.file)):
        if placed.value.published_on <= site.day:
            published.setdefault((placed.value.draw, placed.value.id), []).append(placed.value.published_on)
    objections = [one.value for one in site.registry.objections.values() if one.value.filed_on <= site.day]
    found = {}
    for draw, drawn in site.drawn.items():
        for target in drawn.selected:
            key = (draw, target)
            result = site.results[key].value if key in site.results else None
            own = [one for one in objections if one.record_kind == "result" and one.record == f"{draw}/{target}"]
            steps = steps_of(drawn, target, result, published=published.get(key, ()), objections=own)
            found[key] = _life(site, steps)
    return found


def _life(site: Contents, steps: Sequence[Step]) -> Life:
    return Life(standing(steps), [_stop(site, one) for one in steps])


def _stop(site: Contents, step: Step) -> Stop:
    zh, en = (site.words.term("life_step", step.kind, lang) for lang in ("zh", "en"))
    detail = step.detail
    if step.kind == "remedy_decided":
        detail = site.words.term("remedy_outcome", detail)
    elif step.kind == "vacated":
        detail = site.words.term("target_vacancy_reason", detail)
    return Stop(zh, en, step.day or "", detail, "done" if step.over else "open")


def counted(site: Contents, found: Iterable[Life]) -> list[tuple[str, int]]:
    """Count lives by state: label and number, in the order of the terms, none that nobody is in."""
    numbers = Counter(one.state for one in found)
    return [
        (site.words.term("life_state", code), numbers[code]) for code in site.words.terms["life_state"] if numbers[code]
    ]
