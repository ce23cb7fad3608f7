"""Targets whose identity is withheld: the year's key, opening for auditors and for everybody (protocol, section 9)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import msgspec

from sunlot.core import withholding
from sunlot.core.decided import decided
from sunlot.core.eligibility import in_population
from sunlot.core.freezing import targets_freeze
from sunlot.core.model import Task
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.reading import read
from sunlot.core.recomputing import differences
from sunlot.core.registry import Placed, Registry
from sunlot.core.withholding import OPENED, Audit, Opened, key_digest, keys_of, opened_by
from sunlot.jobs.judging import must_verify
from sunlot.jobs.loading import load
from sunlot.store.drawfolders import DRAWS, DrawFolder, draw_ids
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

KEY_BYTES = 32
_PREFIX, _ENDING = "declassified-", ".json"


def make_year_key(vault: Vault, year: int, fresh: Callable[[int], bytes], printed: str | None = None) -> str:
    """Make the key of a year, unless there is one, and give the digest that the annual plan has to print.

    Args:
        vault: Where it is kept; it is never replaced.
        year: The year.
        fresh: Gives that many random bytes.
        printed: The digest that the plan of the year prints already.

    Raises:
        ProblemsError: If the plan prints the digest of another key (F465); nothing was written.
    """
    key = vault.get_year_key(year)
    if printed is not None and (key is None or key_digest(key) != printed):
        place = Place(f"registers/plans/{year}.yaml")
        expected = key_digest(key) if key is not None else "—"
        raise ProblemsError([problem(place, "F465", plan=year, named=printed, expected=expected)])
    if key is None:
        key = fresh(KEY_BYTES)
        vault.founded().put_year_key(year, key)
    return key_digest(key)


def printed_digest(store: Store, year: int) -> str | None:
    """The digest that the plan of a year prints, if it does."""
    plan = load(store, f"registers/plans/{year}.yaml").registry.plans.get(str(year))
    return plan.value.year_key_sha256 if plan else None


def with_opened(registry: Registry, vault: Vault, draws: Iterable[str]) -> Registry:
    """Let a registry know the keys of its withheld targets in some draws, as far as this vault can open them."""
    if not registry.withheld:
        return registry
    listed = list(draws)
    found = {year: vault.get_year_key(int(year)) for year in {draw[:4] for draw in listed}}
    return replace(registry, opened=keys_of(registry, {y: key for y, key in found.items() if key is not None}, listed))


def keys_for(registry: Registry, task: Placed[Task], vault: Vault) -> tuple[dict[str, str], list[Problem]]:
    """Give the key of every withheld target in the draw of a task; a problem (F464, F465) where it cannot be made."""
    if not any(in_population(one.value, task.value.population) for one in registry.withheld.values()):
        return {id_: f"~{id_}" for id_ in registry.withheld}, []
    key = vault.get_year_key(int(task.value.plan))
    if key is None:
        return {}, [problem(task.place("population"), "F464", year=task.value.plan)]
    plan = registry.plans[task.value.plan]
    if plan.value.year_key_sha256 != key_digest(key):
        named = plan.value.year_key_sha256 or "—"
        return {}, [
            problem(plan.place("year_key_sha256"), "F465", plan=plan.value.id, named=named, expected=key_digest(key))
        ]
    keys = {one.id: one.key for one in opened_by(key, task.value.id, registry.withheld)}
    return keys, list(_twice(registry, vault))


def _twice(registry: Registry, vault: Vault) -> Iterator[Problem]:
    """Withheld targets that the register has twice, withheld or in clear: they would have two chances (F469)."""
    codes = _codes(registry, vault)
    bearers = Counter(codes.values())
    for id_, code in codes.items():
        clear = registry.targets.get(code)
        if bearers[code] > 1 or (clear is not None and clear.value.removed_on is None):
            yield problem(registry.withheld[id_].place("id"), "F469", id=id_)


@dataclass(frozen=True, slots=True)
class Audited:
    """What an auditor who holds the year's key finds in a draw.

    Attributes:
        audit: Every key, opened.
        problems: What is wrong; nothing is, if it is empty.
        unnamed: Withheld targets whose credit code this vault does not know: not compared with those in clear.
    """

    audit: Audit
    problems: tuple[Problem, ...]
    unnamed: int


def open_draw(store: Store, draw: str, vault: Vault) -> Audited:
    """Open every withheld key of a draw, and compute its lists again with the registers that its freeze names.

    Each key has to stand for a registered target, once, not in clear too, and in the stratum where it belongs.

    Raises:
        ProblemsError: If the draw is not frozen (F430) or does not verify (F443), the year's key is missing (F454), or
            the registers that were frozen are not in this history (F446).
    """
    folder = DrawFolder(store.source, draw)
    if "freeze.json" not in folder.entries("targets"):
        place = Place(f"{DRAWS}/{draw}")
        raise ProblemsError([problem(place, "F430", id=draw, what="已冻结的抽查", what_en="frozen draw", known="—")])
    must_verify(folder, draw)
    record = read(folder, draw)
    key = vault.get_year_key(int(draw[:4]))
    place = Place(f"{DRAWS}/{draw}/targets/roster.csv")
    if key is None:
        raise ProblemsError([problem(place, "F454", year=draw[:4])])
    frozen = targets_freeze(record)
    then = _registers_of(store, draw, frozen.register.tree)
    codes = _codes(then, vault)
    found = withholding.audit(then, record, key, codes, decided(record).selected)
    problems = [problem(place, "F468", key=one) for one in found.unknown]
    problems += [problem(place, "F469", id=one) for one in found.doubled]
    tasks = load(store, DRAWS).registry.tasks
    plan = then.plans.get(draw[:4])
    if plan is not None and plan.value.year_key_sha256 != key_digest(key):
        named = plan.value.year_key_sha256 or "—"
        problems.append(problem(place, "F465", plan=plan.value.id, named=named, expected=key_digest(key)))
    if draw in tasks and plan is not None:
        others = {one: read(DrawFolder(store.source, one), one) for one in draw_ids(store.source) if one != draw}
        books = replace(with_opened(then, vault, [*others, draw]), tasks=tasks)
        keys = {one.id: one.key for one in opened_by(key, draw, then.withheld)}
        moment = (frozen.register.as_of, frozen.frozen_at)
        for one in differences(books, tasks[draw].value, record, others.values(), moment, keys=keys):
            place = Place(f"{DRAWS}/{draw}/{one.file}")
            problems.append(problem(place, "F445", key=one.key, frozen=one.frozen or "—", computed=one.computed or "—"))
    return Audited(found, tuple(problems), len(then.withheld) - len(codes))


def _codes(registry: Registry, vault: Vault) -> dict[str, str]:
    """The credit codes of withheld targets, as far as this vault has them."""
    codes = {}
    for id_, placed in registry.withheld.items():
        fields = vault.get("withheld", id_, placed.value.internal) if placed.value.internal else None
        if fields and "uscc" in fields:
            codes[id_] = str(fields["uscc"])
    return codes


def _registers_of(store: Store, draw: str, tree: str) -> Registry:
    place = f"{DRAWS}/{draw}/targets/freeze.json"
    past = store.past("registers", [place])
    if past is None or tree not in past.commits:
        raise ProblemsError([problem(Place(place), "F446", tree=tree)])
    with closing(store.at(past.commits[tree].id).source) as source:
        return load(Store(store.root, source), "registers").registry


def declassify(store: Store, draw: str, ids: Sequence[str], vault: Vault) -> list[str]:
    """Publish the salts of some withheld targets in a draw, so that everybody can open their keys.

    Nothing tells anything about the others: each has a salt of its own, and a file of its own that never changes.

    Returns:
        The paths written.

    Raises:
        ProblemsError: As `open_draw`; or if an id is none of this draw's (F430). Nothing was written.
    """
    audited = open_draw(store, draw, vault)
    here = set(audited.audit.opened.values())
    unknown = [id_ for id_ in ids if id_ not in here]
    if unknown:
        known = "、".join(sorted(here)) or "—"
        place = Place(f"{DRAWS}/{draw}/targets/roster.csv")
        values = {"what": "不公开身份的对象", "what_en": "withheld target of this draw", "known": known}
        raise ProblemsError([problem(place, "F430", id=id_, **values) for id_ in unknown])
    key = vault.get_year_key(int(draw[:4]))
    assert key is not None
    files = {
        f"{DRAWS}/{draw}/{OPENED}/{_PREFIX}{one.id}{_ENDING}": msgspec.json.format(msgspec.json.encode(one), indent=2)
        + b"\n"
        for one in opened_by(key, draw, ids)
    }
    store.write(files)
    return sorted(files)


def declassified(store: Store, draw: str) -> tuple[Opened, ...]:
    """Read what was opened to the public of a draw; what does not make its key, or cannot be read, opens nothing."""
    folder = DrawFolder(store.source, draw)
    found = []
    for name, kind in sorted(folder.entries(OPENED).items()):
        if kind == "file" and name.startswith(_PREFIX) and name.endswith(_ENDING):
            try:
                one = msgspec.json.decode(folder.read(f"{OPENED}/{name}"), type=Opened)
            except (ValueError, OSError, RecursionError):
                continue
            if one.holds(draw):
                found.append(one)
    return tuple(found)


def with_declassified(registry: Registry, store: Store, draws: Iterable[str]) -> Registry:
    """Let a registry know the keys that were opened to the public."""
    return replace(registry, opened={one.key: one.id for draw in draws for one in declassified(store, draw)})
