"""Targets whose identity is withheld: the year's key, opening for auditors and for everybody (protocol, section 9)."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import msgspec

from sunlot.core import withholding
from sunlot.core.decided import decided
from sunlot.core.eligibility import in_population
from sunlot.core.freezing import targets_freeze
from sunlot.core.model import Task
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.grammar import is_withheld
from sunlot.core.protocol.reading import read
from sunlot.core.registry import Placed, Registry
from sunlot.core.withholding import DECLASSIFIED, Audit, Opened, key_digest, keys_of, opened_by
from sunlot.jobs.judging import must_verify
from sunlot.jobs.loading import load
from sunlot.store.drawfolders import DRAWS, DrawFolder
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

KEY_BYTES = 32


def make_year_key(vault: Vault, year: int, fresh: Callable[[int], bytes]) -> str:
    """Make the key of a year, unless there is one, and give the digest that the annual plan has to print.

    Args:
        vault: Where it is kept; it is never replaced.
        year: The year.
        fresh: Gives that many random bytes.
    """
    key = vault.get_year_key(year)
    if key is None:
        key = fresh(KEY_BYTES)
        vault.founded().put_year_key(year, key)
    return key_digest(key)


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
    return {one.id: one.key for one in opened_by(key, task.value.id, registry.withheld)}, []


@dataclass(frozen=True, slots=True)
class Audited:
    """What an auditor who holds the year's key finds in a draw; sound if there are no problems."""

    audit: Audit
    problems: tuple[Problem, ...]


def open_draw(store: Store, draw: str, vault: Vault) -> Audited:
    """Open every withheld key of a draw, with the registers that its freeze names.

    Raises:
        ProblemsError: If the draw is not frozen (F430) or does not verify (F443), the year's key is missing (F464), or
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
        raise ProblemsError([problem(place, "F464", year=draw[:4])])
    then = _registers_of(store, draw, targets_freeze(record).register.tree)
    found = withholding.audit(then, record, key, _codes(then, vault), decided(record).selected)
    problems = [problem(place, "F468", key=one) for one in found.unknown]
    problems += [problem(place, "F469", id=one) for one in found.doubled]
    return Audited(found, tuple(problems))


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


def declassify(store: Store, draw: str, ids: Sequence[str], vault: Vault) -> tuple[Opened, ...]:
    """Publish the salts of some withheld targets in a draw, so that everybody can open their keys.

    What was published before stays. Nothing tells anything about the others: each has a salt of its own.

    Raises:
        ProblemsError: As `open_draw`; or if an id is none of this draw's (F430). Nothing was written.
    """
    audited = open_draw(store, draw, vault)
    by_id = {id_: key for key, id_ in audited.audit.opened.items()}
    unknown = [id_ for id_ in ids if id_ not in by_id]
    if unknown:
        known = "、".join(sorted(by_id)) or "—"
        place = Place(f"{DRAWS}/{draw}/targets/roster.csv")
        values = {"what": "不公开身份的对象", "what_en": "withheld target of this draw", "known": known}
        raise ProblemsError([problem(place, "F430", id=id_, **values) for id_ in unknown])
    key = vault.get_year_key(int(draw[:4]))
    assert key is not None
    held = {one.id: one for one in declassified(store, draw)} | {one.id: one for one in opened_by(key, draw, ids)}
    rows = tuple(held[id_] for id_ in sorted(held))
    data = msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n"
    store.write({f"{DRAWS}/{draw}/{DECLASSIFIED}": data})
    return rows


def declassified(store: Store, draw: str) -> tuple[Opened, ...]:
    """Read what was opened to the public of a draw; what does not make its key, or cannot be read, is left out."""
    folder = DrawFolder(store.source, draw)
    name = DECLASSIFIED.rpartition("/")[2]
    if folder.entries("evidence").get(name) != "file":
        return ()
    try:
        rows = msgspec.json.decode(folder.read(DECLASSIFIED), type=tuple[Opened, ...])
    except (ValueError, OSError, RecursionError):
        return ()
    return tuple(one for one in rows if is_withheld(one.key) and one.key.isascii() and one.holds(draw))
