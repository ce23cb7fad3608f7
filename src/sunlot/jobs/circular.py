"""Draft the circular of a draw from its results, and write it (notice, 三（四）3: 一抽查一通报)."""

from dataclasses import dataclass
from datetime import date

from sunlot.core.catalogue import is_warning
from sunlot.core.circulars import Wording, draft
from sunlot.core.corrections import following, in_force
from sunlot.core.decided import decided
from sunlot.core.drawn import Drawn
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.grammar import beijing_date
from sunlot.core.protocol.reading import read
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context
from sunlot.core.tally import tally
from sunlot.jobs.judging import must_verify
from sunlot.jobs.loading import load
from sunlot.jobs.moment import moment_of
from sunlot.store import canonical, schemas
from sunlot.store.drawfolders import DRAWS, DrawFolder, begun, draw_ids
from sunlot.store.reader import form
from sunlot.store.repository import Store


@dataclass(frozen=True, slots=True)
class Circular:
    """What was drafted.

    Attributes:
        path: Where it belongs, or where the same stands already.
        data: Its file.
        unchanged: Whether the circular in force says the same; then there is nothing to write.
    """

    path: str
    data: bytes
    unchanged: bool


def circular(
    store: Store, draw: str, wording: Wording, *, now: str, as_of: date | None = None, interim: bool = False
) -> Circular:
    """Draft the circular of a draw as of today.

    Args:
        store: The work tree.
        draw: The id of the draw.
        wording: What a person says in it.
        now: This instant, UTC.
        as_of: The day it is published, if not today; by default a demonstration is judged at the day it pins.
        interim: Whether results may still be missing.

    Raises:
        ProblemsError: If a record has a problem of form, there is no such draw (F430), it does not verify (F443), has
            chosen nobody (F541), lacks results (F540), was told of by a final circular (F542), or what was said does
            not fit the schema (F452 and others).
    """
    loading = load(store)
    if failing := [one for one in loading.problems if not is_warning(one)]:
        raise ProblemsError(failing)
    registry = loading.registry
    moment = moment_of(registry, as_of, now)
    day = beijing_date(moment)
    drawn = _decided(store, registry, draw, date.fromisoformat(day))
    before = in_force(registry.circulars).get((draw, "circular"))
    path = following(before.file) if before else f"results/{draw}/circular.yaml"
    problems: list[Problem] = []
    pending = tally(drawn, registry.results, day).pending
    if pending and not interim:
        values = {"draw": draw, "count": len(pending), "first": pending[0]}
        problems.append(problem(Place(path), "F540", **values))
    if before and interim and not before.value.interim:
        problems.append(problem(before.place("interim"), "F542", draw=draw, day=before.value.published_on))
    if problems:
        raise ProblemsError(problems)
    codes = schemas.terms("result_code")
    asking = frozenset(code for code, term in codes.items() if term.get("x-follow-up"))
    found = draft(registry, drawn, day, wording, interim=interim, follow_ups=asking, label=schemas.label)
    if before and found.unchanged:
        return Circular(before.file, store.source.read(before.file), unchanged=True)
    if before and before.value.published_on > day:
        why = {"why": f"{before.file} 的发布日期 {before.value.published_on} 更晚"}
        why |= {"why_en": f"{before.file} is of {before.value.published_on}, which is later"}
        raise ProblemsError([problem(Place(path), "F452", path=path, **why)])
    return Circular(path, _written(path, found.record), unchanged=False)


def _decided(store: Store, registry: Registry, draw: str, day: date) -> Drawn:
    """What the draw had decided on the day: as rules will see it when they count the figures again (F508)."""
    known = {*registry.tasks, *draw_ids(store.source)}
    if draw not in known:
        listed = "、".join(sorted(known)) or "—"
        values = {"id": draw, "what": "抽查", "what_en": "draw", "known": listed}
        raise ProblemsError([problem(Place(f"{DRAWS}/{draw}"), "F430", **values)])
    drawn = None
    if begun(store.source, draw):
        folder = DrawFolder(store.source, draw)
        must_verify(folder, draw)
        record = read(folder, draw)
        context = Context(as_of=day, drawn={draw: decided(record)}, records={draw: record})
        drawn = context.drawn_by(draw, day.isoformat())
    if drawn is None or not drawn.selected:
        raise ProblemsError([problem(Place(f"{DRAWS}/{draw}"), "F541", draw=draw)])
    return drawn


def _written(path: str, record: dict[str, object]) -> bytes:
    """Write a circular in canonical form, and look at it as `check` will."""
    try:
        data = canonical.write([record], schemas.public("circular"), many=False).encode()
    except (canonical.UnwritableError, UnicodeEncodeError) as error:
        raise ProblemsError([problem(Place(path), "F452", path=path, why=error)]) from None
    _, problems = form("circular").read(path, data)
    if problems:
        raise ProblemsError(problems)
    return data
