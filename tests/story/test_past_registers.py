"""Frozen lists against the history of the registers: which tree a freeze may name, and what is said where none is."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.story.test_draw_story import DRAW, FROZEN_AT, fresh, frozen, judge, planned, reseal
from tests.support.records import batch, plan, target
from tests.support.repositories import SETTINGS, bureau, commit, git, put, put_record

from sunlot.cli import main
from sunlot.core.freezing import targets_freeze
from sunlot.core.protocol.grammar import Kind, StageId
from sunlot.core.protocol.reading import describe, read
from sunlot.jobs.freeze import freeze
from sunlot.jobs.verify import Lists, declared
from sunlot.jobs.void import Grounds, void
from sunlot.store.drawfolders import DrawFolder
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

REAL = {**SETTINGS, "demonstration": None}
TARGETS = "registers/targets/650102.yaml"
NO_TREE = "ab" * 20


def told(root: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["verify", "--lang", "en", "--repo", str(root), *arguments])
    assert not done.exception or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def seen(store: Store) -> tuple[Lists | None, set[str]]:
    found = judge(store)
    assert found.verdict.verified, found.verdict.last_line("en")
    return found.lists, {one.code for one in found.problems}


def real(root: Path) -> None:
    """Make a bureau no demonstration any more; the draw stays as frozen."""
    put_record(root, "settings", "sunlot.yaml", {k: v for k, v in REAL.items() if v is not None})


def named(root: Path) -> str:
    return targets_freeze(read(DrawFolder(Store.open(root).source, DRAW), DRAW)).register.tree


def rename(root: Path, tree: str) -> None:
    """Let the freeze name another register tree."""
    reseal(root / "draws" / DRAW, named(root), tree)


def frozen_here(root: Path) -> Store:
    """Freeze and leave the freeze uncommitted."""
    store = planned(root)
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(root / "vault"))
    return store


def test_a_tree_that_no_commit_has_fails(tmp_path):
    store, _ = frozen(tmp_path)
    rename(tmp_path, NO_TREE)
    real(tmp_path)
    commit(tmp_path, "Name registers that never were")
    assert seen(store) == (Lists.UNKNOWN_TREE, {"F446"})
    code, output = told(tmp_path, "--quiet")
    assert code == 1
    assert "F446" in output
    assert "2026-001: verified (lists not computed: this history has no registers abababababab)" in output


def test_in_a_demonstration_an_unknown_tree_is_told_and_does_not_fail(tmp_path):
    store, _ = frozen(tmp_path)
    rename(tmp_path, NO_TREE)
    commit(tmp_path, "Copy a draw from elsewhere")
    assert seen(store) == (Lists.UNKNOWN_TREE, set())
    for arguments in ([], ["--quiet"]):
        code, output = told(tmp_path, *arguments)
        assert code == 0
        assert "no problem in a demonstration" in output
    done = CliRunner().invoke(main, ["verify", "--quiet", "--repo", str(tmp_path)])
    assert "演示库" in done.output


@pytest.mark.parametrize("how", ["no repository", "shallow", "no commit"])
def test_without_a_history_that_is_said_and_nothing_fails(tmp_path, how):
    whole, root = tmp_path / "whole", tmp_path / "part"
    frozen(whole)
    real(whole)
    commit(whole, "Stop being a demonstration")
    if how == "shallow":
        git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{whole}", str(root))
    else:
        shutil.copytree(whole, root, ignore=shutil.ignore_patterns(".git"))
    if how == "no commit":
        git(root, "init", "--quiet")
    assert seen(Store.open(root)) == (Lists.NO_HISTORY, set())
    assert told(root, "--quiet") == (0, "2026-001: verified (lists not computed: no history)\n")
    assert "lists: not computed: no history\n" in told(root)[1]


def test_a_commit_without_registers_does_not_hide_the_others(tmp_path):
    store, _ = frozen(tmp_path)
    git(tmp_path, "mv", "registers", "elsewhere")
    commit(tmp_path, "Lose the registers")
    git(tmp_path, "mv", "elsewhere", "registers")
    commit(tmp_path, "Bring them back")
    assert seen(store) == (Lists.AGREE, set())
    assert told(tmp_path, "--quiet") == (0, "2026-001: verified\n")


def test_an_older_tree_is_not_the_one_of_the_freeze(tmp_path):
    store = planned(tmp_path)
    old, first = git(tmp_path, "rev-parse", "HEAD:registers"), git(tmp_path, "rev-parse", "--short=12", "HEAD~1")
    put_record(tmp_path, "target", TARGETS, *(target(f"XJ-T-{n:04d}", note="演示") for n in range(1, 11)))
    commit(tmp_path, "Change registers")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert seen(store) == (Lists.AGREE, set())  # not committed: the newest commit counts
    rename(tmp_path, old)
    assert seen(store) == (Lists.AGREE, {"F448"})
    commit(tmp_path, "Freeze on registers of before")
    assert seen(store) == (Lists.AGREE, {"F448"})
    code, output = told(tmp_path, "--quiet")
    assert code == 1
    assert f"commit {first} of {git(tmp_path, 'log', '-1', '--format=%cs', first)}" in output


def test_a_later_tree_is_not_the_one_of_the_freeze(tmp_path):
    store, _ = frozen(tmp_path)
    put_record(tmp_path, "target", TARGETS, *(target(f"XJ-T-{n:04d}", note="演示") for n in range(1, 11)))
    commit(tmp_path, "Change registers afterwards")
    assert seen(store) == (Lists.AGREE, set())
    rename(tmp_path, git(tmp_path, "rev-parse", "HEAD:registers"))
    commit(tmp_path, "Name them")
    assert seen(store) == (Lists.AGREE, {"F448"})


def test_a_freeze_on_a_branch_counts_where_it_was_committed(tmp_path):
    store = planned(tmp_path)
    git(tmp_path, "checkout", "--quiet", "-b", "freeze")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    commit(tmp_path, "Freeze on a branch")
    git(tmp_path, "checkout", "--quiet", "main")
    put_record(tmp_path, "target", TARGETS, *(target(f"XJ-T-{n:04d}", note="演示") for n in range(1, 11)))
    commit(tmp_path, "Change registers meanwhile")
    git(tmp_path, "merge", "--quiet", "--no-ff", "-m", "Merge", "freeze")
    assert seen(store) == (Lists.AGREE, set())


def test_the_lists_are_judged_at_the_day_of_the_freeze(tmp_path):
    store, _ = frozen(tmp_path)
    reseal(tmp_path / "draws" / DRAW, '"as_of": "2026-07-21"', '"as_of": "2026-07-01"')
    commit(tmp_path, "Judge at another day")
    lists, codes = seen(store)
    assert (lists, codes) == (Lists.AGREE, {"F447"})
    code, output = told(tmp_path, "--quiet")
    assert code == 1
    assert "2026-07-21 in Beijing" in output


def withhold(root: Path, key: str) -> None:
    """Add a withheld entry to the roster, as an office with a key of the year would."""
    folder = root / "draws" / DRAW
    freeze_, roster = folder / "targets/freeze.json", folder / "targets/roster.csv"
    before = freeze_.read_bytes()
    header, *rows = roster.read_text().splitlines()
    roster.write_text("\n".join([header, *sorted([*rows, f"{key},A,65"])]) + "\n")
    value = json.loads(before)
    count = value["inputs"]["targets/roster.csv"]["count"] + 1
    told_of = describe(roster.read_bytes(), count)
    value["inputs"]["targets/roster.csv"] = {"count": count, "sha256": told_of.sha256, "sm3": told_of.sm3}
    value["strata"]["A"] |= {"size": count, "take": -(-count * int(value["strata"]["A"]["rule"]["rate"]) // 100)}
    freeze_.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    teams = folder / "teams/freeze.json"
    teams.write_text(teams.read_text().replace(sha256(before).hexdigest(), sha256(freeze_.read_bytes()).hexdigest()))


@pytest.mark.parametrize("published", [False, True])
def test_withheld_entries_need_a_published_key_and_are_counted(tmp_path, published):
    """The register has no withheld target, so this one stands for nobody (its own story tells how they are drawn)."""
    store = planned(tmp_path)
    key = {"year_key_sha256": "cd" * 32} if published else {}
    put_record(tmp_path, "plan", "registers/plans/2026.yaml", plan(batches=[batch(), batch(id="2026-B02")], **key))
    commit(tmp_path, "Print the digest of the key, or do not")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    withhold(tmp_path, "~" + "ef" * 32)
    commit(tmp_path, "Withhold an entry")
    lists, codes = seen(store)
    assert judge(store).withheld == 1
    assert (lists, codes) == (Lists.DIFFER, {"F445"} if published else {"F445", "F449"})
    for arguments in ([], ["--quiet"]):
        code, output = told(tmp_path, *arguments)
        assert code == 1
        assert "1 entries withheld: only their number was compared" in output


@pytest.mark.parametrize(
    ("committed", "told_of"),
    [
        ("2026-07-22T05:00:00Z", False),
        ("2026-07-23T05:00:00Z", False),
        ("2026-07-23T05:00:01Z", True),
        ("2026-07-22T04:59:59Z", True),
        ("253402300800 +0000", True),
    ],
    ids=["at once", "a day after", "more than a day after", "before", "beyond all calendars"],
)
def test_a_void_is_committed_within_a_day(tmp_path, monkeypatch, committed, told_of):
    store, _ = frozen(tmp_path)
    grounds = Grounds(reason="procedure", explanation="演示", approved_by=("法规处", "监察室"))
    targets = StageId(Kind.TARGETS)
    void(store, DRAW, targets, grounds, now="2026-07-22T05:00:00Z", along=True)
    assert seen(store) == (Lists.AGREE, set())  # not committed: nothing to compare
    monkeypatch.setenv("GIT_COMMITTER_DATE", committed if "T" in committed else f"@{committed}")
    commit(tmp_path, "Set the draw aside")
    monkeypatch.undo()
    assert seen(store) == (Lists.AGREE, {"F477"} if told_of else set())
    code, output = told(tmp_path, "--quiet")
    assert (code, output.count("F477")) == (0, 2 if told_of else 0)


def test_in_a_copy_without_the_history_of_the_draw_no_void_is_misdated(tmp_path):
    store, _ = frozen(tmp_path)
    rename(tmp_path, NO_TREE)
    grounds = Grounds(reason="procedure", explanation="演示", approved_by=("法规处", "监察室"))
    void(store, DRAW, StageId(Kind.TARGETS), grounds, now="2026-07-22T05:00:00Z", along=True)
    commit(tmp_path, "Copy a draw from elsewhere")
    assert seen(store) == (Lists.UNKNOWN_TREE, set())


UNUSABLE = {
    "no form": (lambda root: put(root, TARGETS, "- id: [\n"), TARGETS),
    "twice": (lambda root: put_record(root, "target", "registers/targets/650100.yaml", target("XJ-T-0001")), "twice"),
    "no plan": (lambda root: (root / "registers/plans/2026.yaml").unlink(), "no plan “2026”"),
}


@pytest.mark.parametrize("how", UNUSABLE)
def test_registers_that_no_freeze_would_take_are_not_computed_from(tmp_path, how):
    store = frozen_here(tmp_path)
    spoil, why = UNUSABLE[how]
    spoil(tmp_path)
    git(tmp_path, "add", "registers")
    git(tmp_path, "commit", "--quiet", "-m", "Spoil the registers")
    rename(tmp_path, git(tmp_path, "rev-parse", "HEAD:registers"))
    commit(tmp_path, "Freeze on them")
    assert seen(store) == (Lists.DIFFER, {"F460"})
    code, output = told(tmp_path, "--quiet")
    assert code == 1
    assert output.count("F460") == 1
    assert why in output


def test_a_task_that_cannot_be_read_is_no_reason_to_agree(tmp_path):
    store, _ = frozen(tmp_path)
    task = tmp_path / "draws" / DRAW / "task.yaml"
    before = sha256(task.read_bytes()).hexdigest()
    task.write_bytes(b"id: [\n")
    reseal(tmp_path / "draws" / DRAW, before, sha256(task.read_bytes()).hexdigest())
    commit(tmp_path, "Spoil the task")
    assert seen(store) == (Lists.DIFFER, {"F460"})


def test_a_draw_that_is_only_declared_is_mentioned(tmp_path):
    store = planned(tmp_path)
    assert declared(store) == [DRAW]
    assert told(tmp_path) == (0, "declared, not frozen yet: 2026-001\n")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    commit(tmp_path, "Freeze")
    put(tmp_path, "draws/2026-002/task.yaml", (tmp_path / "draws" / DRAW / "task.yaml").read_bytes())
    assert told(tmp_path, "--quiet") == (0, "2026-001: verified\ndeclared, not frozen yet: 2026-002\n")
    assert told(tmp_path, "--quiet", DRAW) == (0, "2026-001: verified\n")


def test_where_there_is_no_draw_it_is_too_early(tmp_path):
    bureau(tmp_path)
    assert told(tmp_path, "--quiet") == (3, "there is no draw in this repository yet\n")
