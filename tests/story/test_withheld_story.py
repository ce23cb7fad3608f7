"""Targets whose identity is withheld: drawn under a key, seen by nobody, opened by whoever holds the year's key."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from tests.story.test_draw_story import (
    AFTER,
    DRAW,
    FROZEN_AT,
    TARGETS_ROUND,
    TEAMS_ROUND,
    TIMES,
    codes,
    fresh,
    snapshot,
)
from tests.support.records import batch, target
from tests.support.records import plan as plan_record
from tests.support.relay import rounds
from tests.support.repositories import bureau, commit, put_record

from sunlot.cli import main
from sunlot.core import eligibility
from sunlot.core.decided import decided
from sunlot.core.problems import ProblemsError
from sunlot.core.protocol.grammar import is_withheld
from sunlot.core.protocol.lists import Exclusion
from sunlot.core.protocol.reading import read
from sunlot.core.recomputing import differences
from sunlot.core.visits import per_subject
from sunlot.core.withholding import key_digest, keys_of
from sunlot.jobs.check import check
from sunlot.jobs.draw import Sources, draw
from sunlot.jobs.freeze import freeze
from sunlot.jobs.loading import load
from sunlot.jobs.plan import plan
from sunlot.jobs.verify import Lists, verify
from sunlot.jobs.withheld import declassified, declassify, make_year_key, open_draw
from sunlot.store.drawfolders import DrawFolder
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

KEY = bytes(range(32))
SECRET, OTHER = "XJ-W-0001", "XJ-W-0002"
NAME, CODE = "演示保密单位", "91650102DEM000014J"
FLAG = {
    "reason": "hazard",
    "basis": "演示依据",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
    "approved_by": "xj-demo",
}


def hide(root: Path, vault: Vault, key: str, *, code: str = CODE, **fields: Any) -> None:
    """Register a withheld target: what is public, and in the vault who it is."""
    private = {"name": NAME, "legal_representative": "演示员丙", "address": "演示路 9 号", "uscc": code}
    record = {
        "id": key,
        "ground": "state_secret",
        "decided_by": "xj-demo",
        "decided_on": "2026-01-02",
        "review_on": "2027-01-02",
        "kind": "enterprise",
        "supervision_types": ["builder"],
        "supervised_by": ["xj-demo"],
        "division": "650000",
        "registration_status": "active",
        "added_on": "2026-01-02",
        "source": "演示",
        "internal": vault.put("withheld", key, private, f"{key[-1]}" * 64),
        **fields,
    }
    put_record(root, "withheld_target", f"registers/withheld/{key}.yaml", record)


def office(root: Path, *, key: bytes | None = KEY, printed: bytes | None = KEY, **fields: Any) -> tuple[Store, Vault]:
    """A bureau with one withheld target under key supervision, which is drawn for certain, and one that may be."""
    store = Store.open(bureau(root, targets=8, inspectors=6))
    vault = Vault.create(root / "vault")
    if key is not None:
        assert make_year_key(vault, 2026, lambda size: key) == key_digest(key)
    hide(root, vault, SECRET, key_supervision=[FLAG], **fields)
    hide(root, vault, OTHER, code="91650102DEM000022D")
    printed_as = {"year_key_sha256": key_digest(printed)} if printed is not None else {}
    both = [batch(), batch(id="2026-B02")]
    put_record(root, "plan", "registers/plans/2026.yaml", plan_record(batches=both, **printed_as))
    commit(root, "Register withheld targets")
    plan(store, "2026-B01", TIMES)
    commit(root, "Plan the draw")
    return store, vault


def drawn(root: Path) -> tuple[Store, Vault]:
    store, vault = office(root)
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    commit(root, "Freeze")
    brought = [rounds()[TARGETS_ROUND], rounds()[TEAMS_ROUND]]
    draw(store, DRAW, now=AFTER, sources=Sources(signatures=brought), vault=vault)
    commit(root, "Draw")
    return store, vault


def test_a_withheld_target_is_drawn_under_a_key_and_everybody_can_count_them(tmp_path):
    store, _ = drawn(tmp_path)
    (found,) = verify(store, [DRAW], now=AFTER)
    assert found.verdict.verified
    assert found.lists is Lists.AGREE
    assert found.withheld == 2
    roster = [row.split(",") for row in (tmp_path / f"draws/{DRAW}/targets/roster.csv").read_text().splitlines()[1:]]
    assert sorted(row[1:] for row in roster if row[0].startswith("~")) == [["A", "65"], ["K", "65"]]
    selected = json.loads((tmp_path / f"draws/{DRAW}/targets/outcome.json").read_bytes())["selected"]
    assert [is_withheld(one["key"]) for one in selected if one["stratum"] == "K"] == [True]


def test_nothing_public_names_it(tmp_path):
    drawn(tmp_path)
    for folder in ("draws", "registers"):
        for path in (tmp_path / folder).rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            assert NAME.encode() not in data, path
            assert CODE.encode() not in data, path
            assert path.parts[-2] == "withheld" or SECRET.encode() not in data, path


def test_an_auditor_with_the_key_opens_every_one(tmp_path):
    store, vault = drawn(tmp_path)
    found = open_draw(store, DRAW, vault)
    assert sorted(found.audit.opened.values()) == [SECRET, OTHER]
    assert SECRET in found.audit.selected
    assert found.problems == ()
    with pytest.raises(ProblemsError) as stopped:
        open_draw(store, DRAW, Vault.create(tmp_path / "elsewhere"))
    assert codes(stopped) == {"F454"}


def test_a_key_that_stands_for_nobody_and_one_that_stands_twice_are_found(tmp_path):
    store, _ = drawn(tmp_path)
    other = Vault.create(tmp_path / "other")
    other.put_year_key(2026, b"\x05" * 32)
    found = open_draw(store, DRAW, other)
    assert {one.code for one in found.problems} == {"F468", "F465", "F445"}  # and the plan prints another digest
    assert len(found.audit.unknown) == 2


def test_the_same_firm_in_clear_or_twice_is_not_frozen(tmp_path):
    store, vault = office(tmp_path)
    put_record(tmp_path, "target", "registers/targets/650100.yaml", target(CODE, uscc=CODE, division="650102"))
    commit(tmp_path, "Register the firm in clear, too")
    before = snapshot(tmp_path)
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    assert codes(stopped) == {"F469"}
    (tmp_path / "registers/targets/650100.yaml").unlink()
    hide(tmp_path, vault, OTHER)  # under the code of the first
    commit(tmp_path, "Register it as two withheld targets instead")
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    assert codes(stopped) == {"F469"}
    assert snapshot(tmp_path) == before


def forged(root: Path, edit) -> tuple[Store, Vault]:
    """A draw whose roster or exclusions somebody made up, everything that can be recomputed right again."""
    store, vault = office(root)
    real = eligibility.target_lists

    def made_up(*arguments: Any) -> eligibility.Targets:
        return edit(real(*arguments))

    eligibility.target_lists = made_up
    try:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    finally:
        eligibility.target_lists = real
    commit(root, "Freeze")
    return store, vault


def swapped(found: eligibility.Targets) -> eligibility.Targets:
    """The flagged one in the other's stratum: a chance of a fifth where it ought to be certain."""
    strata = {entry.key: entry.stratum for entry in found.roster if is_withheld(entry.key)}
    one, other = strata
    turned = {one: strata[other], other: strata[one]}
    return replace(
        found, roster=tuple(msgspec.structs.replace(e, stratum=turned.get(e.key, e.stratum)) for e in found.roster)
    )


def spared(found: eligibility.Targets) -> eligibility.Targets:
    """Both excluded, as if they had been visited often enough."""
    hidden = [entry for entry in found.roster if is_withheld(entry.key)]
    return eligibility.Targets(
        tuple(entry for entry in found.roster if not is_withheld(entry.key)),
        (*found.exclusions, *(Exclusion(entry.key, "cap") for entry in hidden)),
    )


def test_an_auditor_finds_a_key_in_the_wrong_stratum(tmp_path):
    store, vault = forged(tmp_path, swapped)
    assert next(iter(verify(store, [DRAW], now=AFTER))).lists is Lists.AGREE  # from outside they look alike
    assert {one.code for one in open_draw(store, DRAW, vault).problems} == {"F445"}


def test_nobody_is_spared_by_visits_that_never_were(tmp_path):
    store, vault = forged(tmp_path, spared)
    assert next(iter(verify(store, [DRAW], now=AFTER))).lists is Lists.DIFFER  # nobody withheld was visited this year
    assert {one.code for one in open_draw(store, DRAW, vault).problems} == {"F445"}


def test_one_can_be_opened_to_everybody_and_the_others_stay_closed(tmp_path):
    store, vault = drawn(tmp_path)
    (path,) = declassify(store, DRAW, [SECRET], vault)
    base = commit(tmp_path, "Declassify one")
    assert [one.id for one in declassified(store, DRAW)] == [SECRET]
    assert next(iter(verify(store, [DRAW], now=AFTER))).verdict.verified
    assert OTHER not in (tmp_path / path).read_text()
    (second,) = declassify(store, DRAW, [OTHER], vault)
    commit(tmp_path, "Declassify the other")
    assert [one.id for one in declassified(store, DRAW)] == [SECRET, OTHER]
    found = check(store, today=date(2026, 7, 24), as_of=date(2026, 7, 24), since=base)
    assert not [one for one in found.problems if one.code == "F901"]
    for lie in ((OTHER, "XJ-W-0009"), ('"salt": "', '"salt": "é'), ("{", "[")):
        original = (tmp_path / second).read_text()
        (tmp_path / second).write_text(original.replace(*lie))
        assert [one.id for one in declassified(store, DRAW)] == [SECRET]  # a lie opens nothing
        (tmp_path / second).write_text(original)
    before = snapshot(tmp_path)
    with pytest.raises(ProblemsError) as stopped:
        declassify(store, DRAW, ["XJ-W-0404"], vault)
    assert codes(stopped) == {"F430"}
    assert snapshot(tmp_path) == before


def test_a_key_of_another_year_plan_is_not_made(tmp_path):
    _, vault = office(tmp_path)
    assert make_year_key(vault, 2026, fresh, key_digest(KEY)) == key_digest(KEY)
    with pytest.raises(ProblemsError) as stopped:
        make_year_key(vault, 2027, fresh, key_digest(KEY))  # the plan prints a digest, and the key is elsewhere
    assert codes(stopped) == {"F465"}
    assert vault.get_year_key(2027) is None


@pytest.mark.parametrize(
    ("key", "printed", "code"), [(None, KEY, "F464"), (KEY, None, "F465"), (KEY, b"\x01" * 32, "F465")]
)
def test_without_the_key_that_the_plan_prints_nothing_is_frozen(tmp_path, key, printed, code):
    store, vault = office(tmp_path, key=key, printed=printed)
    before = snapshot(tmp_path)
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    assert codes(stopped) == {code}
    assert snapshot(tmp_path) == before


def test_a_population_without_withheld_targets_needs_no_key(tmp_path):
    store, vault = office(tmp_path, key=None, printed=None, supervision_types=["designer"])
    hide(tmp_path, vault, OTHER, supervision_types=["designer"])
    commit(tmp_path, "Supervise them otherwise")
    assert not freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault).already


def test_leaving_one_out_or_adding_one_is_found_without_any_key(tmp_path):
    store, _ = drawn(tmp_path)
    record, registry = read(DrawFolder(store.source, DRAW), DRAW), load(store).registry
    task, moment = registry.tasks[DRAW].value, ("2026-07-21", FROZEN_AT)

    def found(withheld: dict[str, Any]) -> list[tuple[str, str, str]]:
        books = replace(registry, withheld=withheld)
        return [(one.key, one.frozen, one.computed) for one in differences(books, task, record, [], moment)]

    assert found(dict(registry.withheld)) == []
    assert ("~", "2", "1") in found({SECRET: registry.withheld[SECRET]})
    assert ("~", "2", "3") in found({**registry.withheld, "XJ-W-0003": registry.withheld[OTHER]})
    flagged = found({SECRET: registry.withheld[SECRET], "XJ-W-0003": registry.withheld[SECRET]})  # both in one stratum
    assert {key for key, _, _ in flagged} == {"~ A 65", "~ K 65"}


def test_its_visits_count_where_the_key_is_known(tmp_path):
    store, _ = drawn(tmp_path)
    registry = load(store).registry
    record = read(DrawFolder(store.source, DRAW), DRAW)
    closed = per_subject(registry, {DRAW: decided(record)}, "2026")
    assert SECRET not in closed
    opened = replace(registry, opened=keys_of(registry, {"2026": KEY}, [DRAW]))
    assert per_subject(opened, {DRAW: decided(record)}, "2026")[SECRET] == 1


def run(*arguments: str):
    done = CliRunner().invoke(main, [*arguments, "--lang", "en"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_the_commands(tmp_path):
    drawn(tmp_path)
    root = ("--repo", str(tmp_path))
    told = run("vault", "year-key", "2026", *root)
    assert key_digest(KEY) in told.output
    told = run("vault", "year-key", "2027", *root)
    assert told.exit_code == 0
    assert (tmp_path / "vault/years/2027.key").read_text().strip() not in told.output
    told = run("vault", "open", DRAW, *root)
    assert told.exit_code == 0
    assert "2 withheld targets, 0 problems" in told.output
    told = run("vault", "open", DRAW, "--declassify", SECRET, *root)
    assert "declassified-XJ-W-0001.json" in told.output
    assert run("vault", "open", "2026-009", *root).exit_code == 1
