"""Gather everything that a repository knows about one target, one person or one draw."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.verify import judge
from sunlot.core.registry import Registry
from sunlot.core.showing.draws import DrawShown, show_draw
from sunlot.core.showing.finding import Found, find, near
from sunlot.core.showing.known import Known
from sunlot.core.showing.people import PersonShown, show_person
from sunlot.core.showing.targets import TargetShown, show_target
from sunlot.core.simulation import Spread, trials
from sunlot.jobs.loading import load
from sunlot.jobs.moment import moment_of
from sunlot.jobs.simulate import frozen_pools
from sunlot.store.drawfolders import DRAWS, DrawFolder, begun, draw_ids
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

TRIALS = 200
"""Enough for an expected load to one place after the point; `sunlot simulate` does more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was found.

    Attributes:
        found: What the word means.
        facts: All that is known of it.
        registry: The records, for names.
        day: The Beijing date at which this holds.
    """

    found: Found
    facts: TargetShown | PersonShown | DrawShown
    registry: Registry
    day: str


def show(store: Store, word: str, *, draw: str | None, now: str, as_of: date | None = None, vault: Vault) -> Shown:
    """Find what a word means and gather all that is known of it.

    Args:
        store: The state to read.
        word: An id, a former id, a credit code, or a name that only one record bears.
        draw: Tell of this draw only; None for all.
        now: This instant, UTC.
        as_of: Judge at the end of this day instead; by default a demonstration is judged at the day it pins.
        vault: Closed rows of recusals, for expected loads; not needed.

    Raises:
        ProblemsError: If the word means nothing (F475) or is the name of several records (F474), or there is no such
            draw (F430).
    """
    loading = load(store)
    registry = loading.registry
    begun_ids = [one for one in draw_ids(store.source) if begun(store.source, one)]
    records = {one: read(DrawFolder(store.source, one), one) for one in begun_ids}
    moment = moment_of(registry, as_of, now)
    verdicts = {one: judge(record, now=moment) for one, record in records.items()}
    known = Known(registry, records, verdicts, moment)
    if draw is not None and draw not in {**records, **registry.tasks}:
        raise ProblemsError([_no_draw(known, draw)])
    found = _meant(known, word, loading.problems)
    return Shown(found, _facts(known, found, draw, vault), registry, known.day)


def _facts(known: Known, found: Found, draw: str | None, vault: Vault) -> TargetShown | PersonShown | DrawShown:
    """Gather the facts, of one draw only if it is named; the visits of a year are always those of all draws."""
    if found.kind == "draw":
        return show_draw(known, found.id)
    if found.kind == "target":
        target = show_target(known, found.id)
        return replace(target, draws=tuple(one for one in target.draws if draw in {None, one.draw}))
    person = show_person(known, found.id, _expected(known, draw, vault))
    return replace(person, draws=tuple(one for one in person.draws if draw in {None, one.draw}))


def _expected(known: Known, only: str | None, vault: Vault) -> Callable[[str, str], Spread | None]:
    """Try a draw out on its frozen lists to tell what load was to be expected before it."""

    @cache
    def loads(draw: str) -> dict[str, Spread]:
        if not known.verdicts[draw].verified:
            return {}
        return dict(trials(frozen_pools(known.records[draw], vault), TRIALS).loads)

    return lambda draw, person: loads(draw).get(person) if only in {None, draw} else None


def _meant(known: Known, word: str, unread: Iterable[Problem]) -> Found:
    """The one thing that a word means; where there is none, what could not be read may be it and is told too."""
    found = find(known, word)
    if len(found) == 1:
        return found[0]
    place, shown = Place("registers"), "、".join(_named(known.registry, one) for one in found)
    if found:
        raise ProblemsError([problem(place, "F474", key=word, count=len(found), known=shown)])
    nearest = "、".join(_named(known.registry, one) for one in near(known, word)) or "—"
    raise ProblemsError([problem(place, "F475", key=word, near=nearest), *unread])


def _named(books: Registry, one: Found) -> str:
    """An id, with the name that makes it one a reader can choose."""
    for records in (books.targets, books.inspectors, books.experts):
        if one.id in records:
            name: str | None = records[one.id].value.name
            return f"{one.id}（{name}）" if name else one.id
    return one.id


def _no_draw(known: Known, draw: str) -> Problem:
    listed = "、".join(sorted({*known.records, *known.registry.tasks})) or "—"
    return problem(Place(f"{DRAWS}/{draw}"), "F430", id=draw, what="抽查", what_en="draw", known=listed)
