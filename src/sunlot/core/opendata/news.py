"""What happened, in the order of time: freezes, draws, results, corrections, circulars, objections, plans.

One line an event. Feeds and the list of recent events are made of these; nothing here is stored.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sunlot.core.corrections import number
from sunlot.core.divisions import prefecture
from sunlot.core.protocol.record import Stage as Frozen
from sunlot.core.views.contents import Contents
from sunlot.core.views.draws import DrawView
from sunlot.core.views.times import beijing

KINDS: Final = {
    "frozen": ("名单冻结", "lists frozen"),
    "drawn": ("抽取完成", "drawn"),
    "void": ("阶段作废", "stage void"),
    "result": ("结果公示", "result published"),
    "corrected": ("结果更正", "result corrected"),
    "circular": ("通报", "circular"),
    "objection": ("异议办结", "objection decided"),
    "plan": ("计划批准", "plan approved"),
}
_MORNING: Final = "T00:00:00+08:00"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        kind: A key of `KINDS`.
        name: What tells it from every other event for good.
        at: The instant, with the offset of Beijing; of what has only a date, the beginning of that day.
        title: What happened.
        address: Its page, relative to the top of the site.
        items: The inspection items that it concerns.
        prefectures: The prefectures (four digits) that it concerns.
    """

    kind: str
    name: str
    at: str
    title: str
    address: str
    items: frozenset[str] = frozenset()
    prefectures: frozenset[str] = frozenset()

    @property
    def day(self) -> str:
        """The ISO date in Beijing."""
        return self.at[:10]


def events(site: Contents) -> list[Event]:
    """Give everything that happened until the end of the day that the site shows, the latest first."""
    found = [*_draws(site), *_results(site), *_circulars(site), *_objections(site), *_plans(site)]
    shown = [one for one in found if one.day <= site.day]
    return sorted(shown, key=lambda one: (one.at, one.name), reverse=True)


def of_item(found: Iterable[Event], item: str) -> list[Event]:
    """Keep what concerns an item."""
    return [one for one in found if item in one.items]


def of_prefecture(found: Iterable[Event], code: str) -> list[Event]:
    """Keep what concerns a prefecture of four digits."""
    return [one for one in found if code in one.prefectures]


def _event(kind: str, name: str, at: str, whom: str, address: str, *about: frozenset[str]) -> Event:
    return Event(kind, f"{kind}/{name}", at, f"{KINDS[kind][0]}：{whom}", address, *about)


def _draws(site: Contents) -> Iterator[Event]:
    for draw in site.draws:
        record, task = site.records.get(draw.id), site.registry.tasks.get(draw.id)
        items = frozenset(task.value.items) if task else frozenset()
        titles = {stage.id: stage.title for stage in draw.stages}
        for stage in record.stages if record else ():
            if isinstance(stage, Frozen):
                whom = f"{site.names.draw(draw.id).text} · {titles.get(str(stage.id), str(stage.id))}"
                for kind, at in _moments(stage):
                    name, address = f"{draw.id}/{stage.id}", f"draws/{draw.id}/"
                    yield _event(kind, name, _beijing(at), whom, address, items, _where(site, draw))


def _moments(stage: Frozen) -> Iterator[tuple[str, str]]:
    freeze = stage.freeze.value
    yield "frozen", freeze.frozen_at
    if stage.void is not None:
        yield "void", stage.void.value.voided_at
    elif stage.outcome is not None:
        yield "drawn", freeze.beacon.time


def _beijing(at: str) -> str:
    return f"{beijing(at).replace(' ', 'T')}+08:00"


def _where(site: Contents, draw: DrawView) -> frozenset[str]:
    return frozenset(code for one in draw.chosen for code in _prefecture(site, one.target.id))


def _prefecture(site: Contents, target: str) -> Iterator[str]:
    if placed := site.registry.targets.get(target):
        yield prefecture(placed.value.division)


def _results(site: Contents) -> Iterator[Event]:
    for placed in site.registry.results:
        result = placed.value
        label = site.words.term("result_code", result.result_code)
        whom = f"{site.names.target(result.target).text} · {label}"
        again = number(placed.file)
        yield _event(
            "corrected" if again > 1 else "result",
            f"{result.draw}/{result.id}/{again}",
            result.published_on + _MORNING,
            whom,
            f"results/{result.draw}/{result.id}/",
            frozenset(result.items),
            frozenset(_prefecture(site, result.target)),
        )


def _circulars(site: Contents) -> Iterator[Event]:
    for placed in site.registry.circulars:
        one = placed.value
        task = site.registry.tasks.get(one.draw)
        items = frozenset(task.value.items) if task else frozenset()
        address, at = f"results/{one.draw}/circular/", one.published_on + _MORNING
        yield _event("circular", f"{one.draw}/{number(placed.file)}", at, one.title, address, items)


def _objections(site: Contents) -> Iterator[Event]:
    for placed in site.registry.objections.values():
        one = placed.value
        if one.decided_on is not None and one.record_kind == "result":
            label = site.words.term("objection_state", one.state)
            address = f"results/{one.record}/"
            yield _event("objection", one.id, one.decided_on + _MORNING, f"{one.id} · {label}", address)


def _plans(site: Contents) -> Iterator[Event]:
    for placed in site.registry.plans.values():
        one = placed.value
        items = frozenset(item for batch in one.batches for item in batch.items)
        yield _event("plan", one.id, one.approved_on + _MORNING, one.title, f"plans/{one.id}/", items)
