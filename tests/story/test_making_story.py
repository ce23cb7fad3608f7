"""What stands in the way of a plan, a freeze or a draw: every obstacle is told, and nothing is lost or half written."""

import json
from hashlib import sha256
from pathlib import Path

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
    frozen,
    judge,
    planned,
    private,
    snapshot,
)
from tests.support.records import inspector
from tests.support.relay import relay, rounds
from tests.support.repositories import bureau, commit, git, put, put_record

from sunlot.cli import main
from sunlot.core.problems import ProblemsError
from sunlot.jobs.draw import Sources, Step, draw, draw_all
from sunlot.jobs.freeze import freeze
from sunlot.jobs.plan import Times, plan
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

TASK = f"draws/{DRAW}/task.yaml"
BROUGHT = [rounds()[TARGETS_ROUND], rounds()[TEAMS_ROUND]]
LATER = Times(targets="2026-07-23T07:38:30Z", teams="2026-08-22T21:40:00Z")


def other(size: int) -> bytes:
    return b"\x09" * size


def related(root: Path) -> tuple[Store, Vault]:
    """A planned draw of one target, to which an inspector is related: one closed row."""
    store = planned(root, targets=1)
    vault = Vault.create(root / "vault")
    private(root, vault, "insp-0000", relations=[{"target": "XJ-T-0001", "relation": "kinship"}])
    commit(root, "Commit to a relation")
    return store, vault


def secrets_of(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "vault/draws" / DRAW).iterdir()}


def run(*arguments: str):
    done = CliRunner().invoke(main, [*arguments, "--lang", "en"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_freezing_anew_keeps_the_rows_of_the_freeze_before(tmp_path):
    store, vault = related(tmp_path)
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    first = secrets_of(tmp_path)
    public = (tmp_path / "draws" / DRAW / "teams/recusals.csv").read_bytes()
    assert list(first) == [f"recusals-{sha256(public).hexdigest()}.json"]
    kept = snapshot(tmp_path)
    for path in kept:
        if path != TASK:
            (tmp_path / path).unlink()
    freeze(store, DRAW, now=FROZEN_AT, fresh=other, vault=vault)  # in another checkout, with the same vault
    assert len(secrets_of(tmp_path)) == 2
    assert first.items() <= secrets_of(tmp_path).items()
    for path, data in kept.items():
        put(tmp_path, path, data)  # the first freeze was the one that was published
    told = draw(store, DRAW, now=AFTER, sources=Sources(signatures=BROUGHT), vault=vault)
    assert [one.step for one in told] == [Step.DRAWN, Step.DRAWN]
    assert judge(store).verdict.verified


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 100_000, b"{}", b"[]", None])
def test_damaged_rows_are_told(tmp_path, data):
    store, vault = related(tmp_path)
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    (name,) = secrets_of(tmp_path)
    file = tmp_path / "vault/draws" / DRAW / name
    file.write_bytes(file.read_bytes().replace(b"insp-0000", b"insp-0001") if data is None else data)
    with pytest.raises(ProblemsError) as stopped:
        draw(store, DRAW, now=AFTER, sources=Sources(signatures=BROUGHT), vault=vault)
    assert codes(stopped) == {"F450"}
    assert not (tmp_path / "draws" / DRAW / "teams/beacon.json").exists()


def test_what_the_verifier_would_refuse_is_not_frozen(tmp_path):
    store = planned(tmp_path)
    put(tmp_path, f"draws/{DRAW}/targets/notes.txt", "left behind")
    before = snapshot(tmp_path)
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert codes(stopped) == {"F443"}
    assert snapshot(tmp_path) == before
    assert not (tmp_path / "vault").exists()


def test_what_the_protocol_cannot_write_down_is_told(tmp_path, monkeypatch):
    store = planned(tmp_path)

    def refuse(*_: object) -> None:
        raise ValueError("no such round")

    monkeypatch.setattr("sunlot.jobs.freeze.freezing.frozen_files", refuse)
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert codes(stopped) == {"F451"}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (TASK, None),
        ("sunlot.yaml", None),
        ("registers/items/SEI-01.yaml", None),
        ("registers/inspectors/insp-0099.yaml", b"{}\n"),
        ("results/2026-001/R-1.yaml", b"{}\n"),
        (f"draws/{DRAW}/note.txt", b"?"),
    ],
)
def test_the_work_tree_has_to_be_what_is_committed(tmp_path, path, data):
    store = planned(tmp_path)
    put(tmp_path, path, data or (tmp_path / path).read_bytes() + b"\n")
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert [(one.code, one.place.file) for one in stopped.value.problems] == [("F431", path)]


def test_an_ignored_record_is_in_no_list(tmp_path):
    store = planned(tmp_path)
    put(tmp_path, ".git/info/exclude", "insp-0098.yaml\n")
    one = inspector("insp-0098")
    put_record(tmp_path, "inspector", "registers/inspectors/insp-0098.yaml", one)
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert "insp-0098" not in (tmp_path / "draws" / DRAW / "teams/inspectors.csv").read_text()


def test_a_task_that_is_not_committed_is_named(tmp_path):
    store = Store.open(bureau(tmp_path))
    plan(store, "2026-B01", TIMES)
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert [one.place.file for one in stopped.value.problems] == [TASK]


def two_frozen(root: Path) -> tuple[Store, Vault]:
    """Two draws that wait: the first for both its values, the second for the same first value and a later one."""
    store, vault = frozen(root)
    plan(store, "2026-B02", LATER)
    commit(root, "Plan another")
    freeze(store, "2026-002", now=FROZEN_AT, fresh=fresh, vault=vault)
    commit(root, "Freeze another")
    return store, vault


def test_a_value_serves_every_draw_that_waits_for_it(tmp_path):
    store, vault = two_frozen(tmp_path)
    done = draw_all(store, [DRAW, "2026-002"], now=AFTER, sources=Sources(signatures=BROUGHT), vault=vault)
    assert done.problems == ()
    steps = [(one.draw, one.stage, one.step) for one in done.told]
    assert steps == [
        (DRAW, "targets", Step.DRAWN),
        (DRAW, "teams", Step.DRAWN),
        ("2026-002", "targets", Step.DRAWN),
        ("2026-002", "teams", Step.WAITING),
    ]


def test_a_value_that_fits_nothing_is_told_with_what_was_written(tmp_path):
    two_frozen(tmp_path)
    done = run("draw", "--repo", str(tmp_path), "--signature", BROUGHT[0], "--signature", rounds()[30662992])
    assert done.exit_code == 1
    assert "F440" in done.output
    assert "drawn and written now: 2026-001 targets、2026-002 targets;" in done.output


def test_one_damaged_draw_does_not_stop_the_next(tmp_path):
    store, vault = two_frozen(tmp_path)
    put(tmp_path, f"draws/{DRAW}/targets/freeze.json", b"{}\n")
    done = draw_all(store, [DRAW, "2026-002"], now=AFTER, sources=Sources(signatures=BROUGHT[:1]), vault=vault)
    assert [one.code for one in done.problems] == ["F443"]
    assert [one.draw for one in done.told] == ["2026-002", "2026-002"]
    for command in ("freeze", "draw"):
        told = run(command, DRAW, "--repo", str(tmp_path))
        assert (told.exit_code, "F443" in told.output) == (1, True)
    assert "F443" in run("draw", "--repo", str(tmp_path)).output  # it is not passed over in silence either


def void(root: Path, stage: str) -> None:
    folder = root / "draws" / DRAW / stage
    data = (folder / "freeze.json").read_bytes()
    frozen = json.loads(data)
    record = {name: frozen[name] for name in ("protocol", "authority", "draw", "stage")}
    record |= {"freeze": sha256(data).hexdigest(), "reason": "procedure", "explanation": "演示"}
    record |= {"approved_by": ["演示甲", "演示乙"], "voided_at": "2026-07-22T00:00:00Z"}
    (folder / "void.json").write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


@pytest.mark.parametrize("stages", [["targets", "teams"], ["teams"]])
def test_a_void_stage_still_owes_its_outcome(tmp_path, stages):
    store, vault = frozen(tmp_path)
    for stage in stages:
        void(tmp_path, stage)
    assert judge(store).verdict.verified
    with relay() as (address, _):
        done = draw(store, DRAW, now=AFTER, sources=Sources(relays=[address]), vault=vault)
    assert [(one.stage, one.step) for one in done] == [("targets", Step.DRAWN), ("teams", Step.DRAWN)]
    assert judge(store).verdict.verified


def test_a_plan_needs_a_repository_of_ours(tmp_path):
    git(tmp_path, "init", "--quiet")
    done = run("plan", "2026-B01", "--targets-at", TIMES.targets, "--teams-at", TIMES.teams, "--repo", str(tmp_path))
    assert (done.exit_code, "sunlot.yaml: F430" in done.output) == (1, True)


UNFIT = [
    (Times(targets="soon", teams=TIMES.teams), "F110"),
    (Times(targets="2026-02-30T00:00:00Z", teams=TIMES.teams), "F119"),
    (Times(targets=TIMES.teams, teams=TIMES.targets), "F403"),
    (Times(targets=TIMES.targets, teams=TIMES.teams, source="lottery"), "F418"),
    (Times(targets=TIMES.targets, teams=TIMES.teams, source="lottery", chain="ssq", issues=("1", "two")), "F418"),
    (Times(targets=TIMES.targets, teams=TIMES.teams, source="document"), "F418"),
    (Times(targets=TIMES.targets, teams=TIMES.teams, chain="ssq"), "F418"),
    (Times(targets=TIMES.targets, teams=TIMES.teams, source="date", issues=("1", "2")), "F418"),
    (Times(targets="\udcff", teams=TIMES.teams), "F452"),
]


@pytest.mark.parametrize(("times", "code"), UNFIT)
def test_a_task_that_check_would_refuse_is_not_written(tmp_path, times, code):
    store = Store.open(bureau(tmp_path))
    with pytest.raises(ProblemsError) as stopped:
        plan(store, "2026-B01", times)
    assert codes(stopped) == {code}
    assert {one.place.file for one in stopped.value.problems} == {TASK}
    assert not (tmp_path / "draws").exists()


def test_planning_again_replaces_a_task_that_is_not_frozen(tmp_path):
    store = planned(tmp_path)
    assert plan(store, "2026-B01", LATER) == TASK
    assert LATER.teams in (tmp_path / TASK).read_text()
    assert plan(store, "2026-B02", LATER) == "draws/2026-002/task.yaml"
    commit(tmp_path, "Plan again")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert plan(store, "2026-B01", LATER) == "draws/2026-003/task.yaml"


@pytest.mark.parametrize("at", ["", "now", "2026-02-30T00:00:00Z", "2026-07-21T24:00:00Z", "2026-07-21T02:00:00Z\n"])
def test_a_moment_that_no_calendar_has_is_a_matter_of_usage(tmp_path, at):
    planned(tmp_path)
    done = run("freeze", DRAW, "--repo", str(tmp_path), "--at", at)
    assert done.exit_code == 2
    assert "YYYY-MM-DDTHH:MM:SSZ" in done.output


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1999-12-31", "tomorrow"])
def test_a_day_of_another_century_is_a_matter_of_usage(tmp_path, day):
    done = run("check", str(bureau(tmp_path)), "--as-of", day)
    assert done.exit_code == 2
    assert "2000 to 2099" in done.output


def test_names_are_printed_plainly(tmp_path):
    bureau(tmp_path)
    data = (tmp_path / "registers/items/SEI-01.yaml").read_bytes().replace(b'grade: "general"', b"grade: general")
    put(tmp_path, "registers/targets/\x1b[31m.yaml", (tmp_path / "registers/targets/650102.yaml").read_bytes() + b"\n")
    put(tmp_path, "registers/items/SEI-01.yaml", data)
    assert "\x1b" not in run("fmt", "--repo", str(tmp_path)).output
