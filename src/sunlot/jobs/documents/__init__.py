"""The papers of a draw: gathered from registers, draw and vault, rendered, and written (通知三（四）2; 54号)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sunlot.core.catalogue import is_warning
from sunlot.core.corrections import in_force
from sunlot.core.decided import decided
from sunlot.core.divisions import Divisions
from sunlot.core.documents.case import Case, Office
from sunlot.core.documents.certificate import certifiable, certificate
from sunlot.core.documents.circular import circular
from sunlot.core.documents.inspected import inspected
from sunlot.core.documents.notice import notice
from sunlot.core.documents.order import order, ordered
from sunlot.core.documents.paper import Paper
from sunlot.core.documents.record import record as record_form
from sunlot.core.drawn import Drawn
from sunlot.core.identity import current
from sunlot.core.model import Result, Task
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.grammar import beijing_date
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record
from sunlot.core.registry import Registry
from sunlot.core.views.draw_views import DrawViews
from sunlot.core.views.draws import DrawView
from sunlot.core.views.names import Names
from sunlot.core.visits import visits
from sunlot.jobs.judging import must_verify
from sunlot.jobs.loading import load
from sunlot.jobs.moment import moment_of
from sunlot.jobs.receipts import Receipts
from sunlot.jobs.site.contents import verdict_of, vocabulary
from sunlot.jobs.withheld import with_declassified, with_opened
from sunlot.store.drawfolders import DRAWS, DrawFolder, begun, draw_ids
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

Kind = Literal["notice", "record", "order", "circular", "certificate"]
OF_TARGETS: Mapping[str, Callable[[Case], Paper]] = {"notice": notice, "record": record_form, "order": order}
NAMES = {
    "notice": ("抽查通知书", "notices"),
    "record": ("检查笔录", "record forms"),
    "order": ("责令改正通知书", "orders to correct"),
    "circular": ("通报", "a circular"),
    "certificate": ("抽取证明", "a certificate"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the papers of one draw are made from.

    Attributes:
        registry: The records, withheld keys opened as far as the vault can.
        task: The task of the draw.
        record: The folder of the draw.
        drawn: What every draw had decided.
        view: The draw as its page shows it.
        office: Whose papers.
        vault: Internal fields.
    """

    registry: Registry
    task: Task
    record: Record
    drawn: Mapping[str, Drawn]
    view: DrawView
    office: Office
    vault: Vault


def papers(
    store: Store,
    kind: Kind,
    draw: str,
    *,
    targets: Sequence[str] = (),
    now: str,
    as_of: date | None = None,
    vault: Vault,
) -> list[Paper]:
    """Make the papers of one kind for a draw.

    Args:
        store: The state to read.
        kind: Which paper.
        draw: The id of the draw.
        targets: Of papers that go to a target, for whom: keys or ids; all where none is named.
        now: This instant, UTC.
        as_of: Judge at the end of this day; by default a demonstration is judged at the day it pins.
        vault: Contacts and withheld identities; without it their lines stay blank.

    Raises:
        ProblemsError: If a record has a problem of form, there is no such draw (F430), it does not verify (F443), has
            not come so far (F593), or somebody named is not to be inspected (F594) or needs no order (F595).
    """
    known = _known(store, draw, now, as_of, vault)
    if kind == "certificate":
        if not certifiable(known.view, known.office.day):
            raise _too_early(draw, kind, "尚未抽取对象，抽取后再印", "its targets are not drawn; do it after the draw")
        return [certificate(known.office, known.view, known.record)]
    if kind == "circular":
        told = in_force(known.registry.circulars, until=known.office.day).get((draw, "circular"))
        if told is None:
            raise _too_early(
                draw, kind, "尚无通报，请先用 sunlot circular 起草", "draft it first with `sunlot circular`"
            )
        return [circular(known.office, known.task, told.value)]
    make = OF_TARGETS[kind]
    return [make(case) for case in _cases(known, kind, targets)]


def _too_early(draw: str, kind: str, why: str, why_en: str) -> ProblemsError:
    what, what_en = NAMES[kind]
    values = {"draw": draw, "what": what, "what_en": what_en, "why": why, "why_en": why_en}
    return ProblemsError([problem(Place(f"{DRAWS}/{draw}"), "F593", **values)])


def _known(store: Store, draw: str, now: str, as_of: date | None, vault: Vault) -> Known:
    loading = load(store)
    registry, settings = loading.registry, loading.registry.settings
    failing = [one for one in loading.problems if not is_warning(one)]
    if failing or settings is None:
        nothing = problem(Place("sunlot.yaml"), "F430", id="sunlot.yaml", what="设置", what_en="settings", known="—")
        raise ProblemsError(failing or [nothing])
    started = [one for one in draw_ids(store.source) if begun(store.source, one)]
    task = registry.tasks.get(draw)
    if task is None:
        listed = "、".join(sorted({*registry.tasks, *started})) or "—"
        values = {"id": draw, "what": "抽查", "what_en": "draw", "known": listed}
        raise ProblemsError([problem(Place(f"{DRAWS}/{draw}"), "F430", **values)])
    if draw not in started:
        raise ProblemsError([_not_frozen(draw)])
    must_verify(DrawFolder(store.source, draw), draw)
    moment = moment_of(registry, as_of, now)
    records = {one: read(DrawFolder(store.source, one), one) for one in started}
    drawn = {one: decided(record, moment) for one, record in records.items()}
    public = with_declassified(registry, store, started)
    registry = replace(public, opened={**public.opened, **with_opened(registry, vault, started).opened})
    day = beijing_date(moment)
    verdict = verdict_of(records[draw], day, Receipts.of(store, settings.value))
    divisions = Divisions.of(row.value for rows in registry.divisions.values() for row in rows)
    chosen = frozenset(key for one in drawn.values() for key in one.selected)
    names, words = Names(registry, day, divisions, chosen, frozenset(registry.tasks)), vocabulary()
    view = DrawViews(words, replace(names, registry=public), day).of(draw, task.value, records[draw], verdict)
    authority = registry.authorities.get(settings.value.authority)
    office = Office(
        settings=settings.value,
        authority=authority.value if authority else None,
        names=names,
        words=words,
        day=day,
    )
    return Known(registry, task.value, records[draw], drawn, view, office, vault)


def _not_frozen(draw: str) -> Problem:
    values = {
        "what": "文书",
        "what_en": "papers",
        "why": "名单尚未冻结，抽取后再印",
        "why_en": "its lists are not frozen; do it after the draw",
    }
    return problem(Place(f"{DRAWS}/{draw}"), "F593", draw=draw, **values)


def _cases(known: Known, kind: str, wanted: Sequence[str]) -> Iterator[Case]:
    """Those who are to be inspected, in the order of their selection, or the ones asked for."""
    drawn = known.drawn[known.task.id]
    chosen = {one.target.id: one for one in known.view.chosen}
    # One whose vacancy is public is not visited, even while the value that finds its substitute is still to come.
    sent = [key for key in drawn.live if key in drawn.teams and not chosen[key].vacated]
    if not sent:
        raise _too_early(
            known.task.id, kind, "尚未选派检查人员，抽取后再印", "no inspectors are drawn; do it after the draw"
        )
    found = _results(known)
    asked = _asked(known, sent, wanted)
    if kind == "order":
        asked = _to_correct(known, asked, found, named=bool(wanted))
    numbers = _visit_numbers(known)
    plan = known.registry.plans.get(known.task.plan)
    items = tuple(known.registry.items[one].value for one in known.task.items if one in known.registry.items)
    for key in asked:
        result = found.get(key)
        yield Case(
            office=known.office,
            task=known.task,
            plan=plan.value if plan else None,
            inspected=inspected(known.registry, key, lambda *names: _inside(known.vault, *names)),
            items=items,
            team=chosen[key].team,
            open_places=sum(len(team.members) for team in drawn.teams[key]) - len(chosen[key].team),
            visit_number=numbers.get(key, 0),
            result=result,
            internal=_inside(known.vault, "results", f"{known.task.id}-{key}", result.internal) if result else {},
        )


def _results(known: Known) -> dict[str, Result]:
    """Target → its result in force."""
    latest = in_force(known.registry.results, until=known.office.day).items()
    return {placed.value.target: placed.value for (draw, _), placed in latest if draw == known.task.id}


def _asked(known: Known, sent: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The keys asked for, by key, former id or present id."""
    if not wanted:
        return list(sent)
    now = current(known.registry)
    keys = {now.get(key, key): key for key in sent} | {key: key for key in sent}
    place = Place(f"{DRAWS}/{known.task.id}")
    shown = "、".join(sent[:10]) + ("…" if len(sent) > 10 else "")
    unknown = [one for one in wanted if now.get(one, one) not in keys]
    if unknown:
        values = {"draw": known.task.id, "known": shown}
        raise ProblemsError([problem(place, "F594", target=one, **values) for one in unknown])
    return list(dict.fromkeys(keys[now.get(one, one)] for one in wanted))


def _to_correct(known: Known, asked: Sequence[str], found: Mapping[str, Result], *, named: bool) -> list[str]:
    """Those with something to correct; one named before its result is entered gets a form to fill in."""
    clean = [key for key in asked if key in found and not ordered(found[key])]
    if named and clean:
        values = {"draw": known.task.id}
        listed = (problem(Place(f"results/{known.task.id}/{key}.yaml"), "F595", target=key, **values) for key in clean)
        raise ProblemsError(listed)
    asked = [key for key in asked if named or (key in found and ordered(found[key]))]
    if not asked:
        raise _too_early(
            known.task.id,
            "order",
            "没有须责令改正的结果；检查时填写的，以 --target 写明对象",
            "no result asks for a correction; name a --target for a form to fill in",
        )
    return asked


def _visit_numbers(known: Known) -> dict[str, int]:
    """Target → which visit of its subject in the year this one is, by the windows of the tasks and the draws' ids."""
    year, tasks = known.task.window_from[:4], known.registry.tasks
    counted: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for visit in sorted(
        (one for one in visits(known.registry, known.drawn) if one.year == year),
        key=lambda one: (tasks[one.draw].value.window_from, one.draw),
    ):
        counted[visit.subject] = counted.get(visit.subject, 0) + 1
        if visit.draw == known.task.id:
            numbers[visit.target] = counted[visit.subject]
    return numbers


def _inside(vault: Vault, register: str, record: str, commitment: str | None) -> Mapping[str, Any]:
    return (vault.get(register, record, commitment) or {}) if commitment else {}
