"""A draw from the plan to the verified teams, on a real repository, with real rounds of drand from a local relay."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.records import certificate, inspector, target
from tests.support.relay import relay, rounds
from tests.support.repositories import bureau, commit, git, put, put_record

from sunlot.cli import main
from sunlot.core.problems import ProblemsError
from sunlot.jobs.draw import Sources, Step, draw
from sunlot.jobs.fmt import fmt
from sunlot.jobs.freeze import freeze
from sunlot.jobs.plan import Times, plan
from sunlot.jobs.verify import Lists, verify
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

TIMES = Times(targets="2026-07-23T07:38:30Z", teams="2026-07-23T07:38:54Z")
TARGETS_ROUND, TEAMS_ROUND = 30662982, 30662990
FROZEN_AT = "2026-07-21T02:00:00Z"
AFTER = "2026-07-23T08:00:00Z"
DRAW = "2026-001"


def fresh(size: int) -> bytes:
    return b"\x07" * size


def planned(root: Path, **kwargs) -> Store:
    store = Store.open(bureau(root, **kwargs))
    assert plan(store, "2026-B01", TIMES) == "draws/2026-001/task.yaml"
    commit(root, "Plan the draw")
    return store


def frozen(root: Path, **kwargs) -> tuple[Store, Vault]:
    store, vault = planned(root, **kwargs), root / "vault"
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(vault))
    commit(root, "Freeze the draw")
    return store, Vault.open(vault)


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in (root / "draws").rglob("*") if p.is_file()}


def codes(stopped: pytest.ExceptionInfo[ProblemsError]) -> set[str]:
    return {one.code for one in stopped.value.problems}


def judge(store: Store):
    (found,) = verify(store, [DRAW], now=AFTER)
    return found


def test_from_plan_to_verified_teams(tmp_path):
    store, vault = frozen(tmp_path)
    waiting = judge(store)
    assert waiting.verdict.verified
    assert waiting.lists is Lists.AGREE
    with relay() as (address, asked):
        told = draw(store, DRAW, now=AFTER, sources=Sources(relays=[address]), vault=vault)
    assert [(one.stage, one.step) for one in told] == [("targets", Step.DRAWN), ("teams", Step.DRAWN)]
    assert [path.rsplit("/", 1)[1] for path in asked] == [str(TARGETS_ROUND), str(TEAMS_ROUND)]
    found = judge(store)
    assert found.verdict.verified
    assert found.lists is Lists.AGREE
    selected = json.loads((tmp_path / "draws/2026-001/targets/outcome.json").read_bytes())["selected"]
    assert len(selected) == 2  # 20 % of ten
    assert fmt(store, write=False).changed == []


def test_everything_may_be_run_twice(tmp_path):
    store, vault = frozen(tmp_path)
    before = snapshot(tmp_path)
    again = freeze(store, DRAW, now="2026-07-21T05:00:00Z", fresh=lambda size: b"\x08" * size, vault=vault)
    assert again.already
    assert snapshot(tmp_path) == before
    with relay() as (address, _):
        sources = Sources(relays=[address])
        draw(store, DRAW, now=AFTER, sources=sources, vault=vault)
        after = snapshot(tmp_path)
        assert draw(store, DRAW, now=AFTER, sources=sources, vault=vault) == []
    assert snapshot(tmp_path) == after
    assert git(tmp_path, "status", "--porcelain", "--untracked-files=all").count("outcome.json") == 2


def test_before_its_time_nothing_is_asked_and_nothing_written(tmp_path):
    store, vault = frozen(tmp_path)
    before = snapshot(tmp_path)
    with relay() as (address, asked):
        told = draw(store, DRAW, now="2026-07-23T07:38:29Z", sources=Sources(relays=[address]), vault=vault)
    assert [(one.stage, one.step) for one in told] == [("targets", Step.WAITING)]
    assert asked == []
    assert snapshot(tmp_path) == before


def test_relays_that_do_not_answer_leave_the_draw_waiting(tmp_path):
    store, vault = frozen(tmp_path)
    before = snapshot(tmp_path)
    with relay({}) as (address, _):
        told = draw(store, DRAW, now=AFTER, sources=Sources(relays=[address]), vault=vault)
    assert [one.step for one in told] == [Step.UNREACHED]
    assert len(told[0].failures) == 1
    assert snapshot(tmp_path) == before


def test_a_courier_may_bring_the_values_in_any_order(tmp_path):
    store, vault = frozen(tmp_path)
    brought = [rounds()[TEAMS_ROUND], rounds()[TARGETS_ROUND]]
    told = draw(store, DRAW, now=AFTER, sources=Sources(signatures=brought), vault=vault)
    assert [one.step for one in told] == [Step.DRAWN, Step.DRAWN]
    assert judge(store).verdict.verified


FORGED = {
    "of another round": lambda s: rounds()[30662992],
    "negated": lambda s: f"{int(s[0], 16) ^ 2:x}{s[1:]}",
    "upper case": str.upper,
    "cut": lambda s: s[:-2],
    "infinity": lambda s: "c0" + "00" * 47,
    "not hex": lambda s: "z" * 96,
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_value_is_refused_and_nothing_written(tmp_path, how):
    store, vault = frozen(tmp_path)
    before = snapshot(tmp_path)
    forged = FORGED[how](rounds()[TARGETS_ROUND])
    with pytest.raises(ProblemsError) as stopped:
        draw(store, DRAW, now=AFTER, sources=Sources(signatures=[forged]), vault=vault)
    assert codes(stopped) == {"F440"}
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("now", ["2026-07-22T07:38:31Z", "2026-07-23T07:38:31Z", "2026-07-24T00:00:00Z"])
def test_a_value_too_near_or_past_cannot_be_waited_for(tmp_path, now):
    store = planned(tmp_path)
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=now, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert "F432" in codes(stopped)
    assert list(snapshot(tmp_path)) == ["draws/2026-001/task.yaml"]


def test_registers_have_to_be_committed(tmp_path):
    store = planned(tmp_path)
    put_record(tmp_path, "target", "registers/targets/650102.yaml", target("XJ-T-0001"))
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert codes(stopped) == {"F431"}


def test_a_target_without_a_full_team_stops_the_freeze(tmp_path):
    store = planned(tmp_path)
    put_record(
        tmp_path,
        "inspector",
        "registers/inspectors/insp-0000.yaml",
        inspector("insp-0000", certificates=[certificate(areas=["650100"])]),
    )
    for n in range(2, 6):
        (tmp_path / f"registers/inspectors/insp-{n:04d}.yaml").unlink()
    commit(tmp_path, "Lose inspectors")
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert codes(stopped) == {"F433"}
    assert len(stopped.value.problems) == 10
    assert list(snapshot(tmp_path)) == ["draws/2026-001/task.yaml"]


def test_without_the_vault_nobody_guesses_who_is_away(tmp_path):
    store = planned(tmp_path)
    put_record(tmp_path, "inspector", "registers/inspectors/insp-0000.yaml", inspector("insp-0000", internal="ab" * 32))
    commit(tmp_path, "Give an inspector internal fields")
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert codes(stopped) == {"F434"}


def private(root: Path, vault: Vault, key: str, **fields) -> None:
    salt = "11" * 32
    commitment = vault.put("inspectors", key, {"sex": "F", "staffing": "other", **fields}, salt)
    put_record(root, "inspector", f"registers/inspectors/{key}.yaml", inspector(key, internal=commitment))


def test_leave_and_relations_come_from_the_vault_and_open_with_the_draw(tmp_path):
    store, vault = planned(tmp_path, targets=2), Vault.create(tmp_path / "vault")
    away = [{"valid_from": "2026-08-01", "valid_to": "2026-08-02", "reason": "leave"}]
    private(tmp_path, vault, "insp-0000", unavailable=away)
    related = [{"target": f"XJ-T-{n:04d}", "relation": "kinship"} for n in (1, 2)]
    private(tmp_path, vault, "insp-0001", relations=related)
    commit(tmp_path, "Know leave and relations")
    told = freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    assert (told.listed, told.absent) == (5, {"unavailable": 1})
    commit(tmp_path, "Freeze")
    assert judge(store).lists is Lists.AGREE
    brought = [rounds()[TARGETS_ROUND], rounds()[TEAMS_ROUND]]
    draw(store, DRAW, now=AFTER, sources=Sources(signatures=brought), vault=vault)
    outcome = json.loads((tmp_path / "draws/2026-001/teams/outcome.json").read_bytes())
    assert [one["inspectors"] for one in outcome["recusals"]] == [["insp-0001"]]
    assert not {"insp-0000", "insp-0001"} & {m for team in outcome["teams"] for m in team["members"]}
    assert judge(store).verdict.verified


def test_teams_cannot_be_drawn_where_the_closed_rows_are_not(tmp_path):
    store, _ = frozen(tmp_path)
    shutil.rmtree(tmp_path / "vault")
    brought = [rounds()[TARGETS_ROUND], rounds()[TEAMS_ROUND]]
    with pytest.raises(ProblemsError) as stopped:
        draw(store, DRAW, now=AFTER, sources=Sources(signatures=brought), vault=Vault.open(tmp_path / "vault"))
    assert codes(stopped) == {"F442"}
    assert (tmp_path / "draws/2026-001/targets/outcome.json").is_file()  # targets need no vault, and stand
    assert not (tmp_path / "draws/2026-001/teams/beacon.json").exists()


def test_a_tampered_folder_is_never_drawn_from(tmp_path):
    store, vault = frozen(tmp_path)
    roster = tmp_path / "draws/2026-001/targets/roster.csv"
    roster.write_bytes(roster.read_bytes().replace(b"XJ-T-0003,A,650102\n", b""))
    with pytest.raises(ProblemsError) as stopped:
        draw(store, DRAW, now=AFTER, sources=Sources(signatures=[rounds()[TARGETS_ROUND]]), vault=vault)
    assert codes(stopped) == {"F443"}


def test_lists_that_do_not_follow_from_the_registers_are_found(tmp_path):
    store = planned(tmp_path)
    vault = Vault.open(tmp_path / "vault")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    short = tmp_path / "other"
    bureau(short, targets=9)
    other = Store.open(short)
    plan(other, "2026-B01", TIMES)
    commit(short, "Plan")
    freeze(other, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(short / "vault"))
    tree = git(tmp_path, "rev-parse", "HEAD:registers")
    stages = short / "draws" / DRAW
    text = (stages / "targets/freeze.json").read_text()
    named = json.loads(text)["register"]["tree"]
    shutil.rmtree(tmp_path / "draws" / DRAW / "targets")
    shutil.rmtree(tmp_path / "draws" / DRAW / "teams")
    for stage in ("targets", "teams"):  # an office that drops a target and names the full register all the same
        shutil.copytree(stages / stage, tmp_path / "draws" / DRAW / stage)
    reseal(tmp_path / "draws" / DRAW, named, tree)
    commit(tmp_path, "Freeze a shorter list")
    found = judge(store)
    assert found.verdict.verified
    assert found.lists is Lists.DIFFER
    assert [(dict(p.values)["key"], p.code) for p in found.problems] == [("XJ-T-0010", "F445")]


def reseal(folder: Path, old: str, new: str) -> None:
    before = sha256((folder / "targets/freeze.json").read_bytes()).hexdigest()
    for stage in ("targets", "teams"):
        file = folder / stage / "freeze.json"
        file.write_text(file.read_text().replace(old, new))
    after = sha256((folder / "targets/freeze.json").read_bytes()).hexdigest()
    teams = folder / "teams/freeze.json"
    teams.write_text(teams.read_text().replace(before, after))


def test_a_draw_owed_stops_the_next_freeze(tmp_path):
    store, vault = frozen(tmp_path)
    later = Times(targets="2026-08-22T21:35:51Z", teams="2026-08-22T21:40:00Z")
    plan(store, "2026-B02", later)
    commit(tmp_path, "Plan another")
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, "2026-002", now="2026-07-23T10:00:00Z", fresh=fresh, vault=vault)
    assert codes(stopped) == {"F435"}


def test_visits_of_earlier_draws_fill_the_cap_and_freezes_are_chained(tmp_path):
    store, vault = frozen(tmp_path, targets=5)
    brought = [rounds()[TARGETS_ROUND], rounds()[TEAMS_ROUND]]
    draw(store, DRAW, now=AFTER, sources=Sources(signatures=brought), vault=vault)
    commit(tmp_path, "Draw")
    drawn = json.loads((tmp_path / "draws/2026-001/targets/outcome.json").read_bytes())["selected"][0]["key"]
    records = (tmp_path / "registers/plans/2026.yaml").read_text().replace("per_year: 2", "per_year: 1")
    put(tmp_path, "registers/plans/2026.yaml", records)
    plan(store, "2026-B02", Times(targets="2026-08-22T21:35:51Z", teams="2026-08-22T21:40:00Z"))
    commit(tmp_path, "Lower the cap and plan another")
    told = freeze(store, "2026-002", now="2026-08-01T00:00:00Z", fresh=fresh, vault=vault)
    assert told.excluded == {"cap": 1}
    exclusions = (tmp_path / "draws/2026-002/targets/exclusions.csv").read_text()
    assert exclusions == f"key,reason\n{drawn},cap\n"
    last = sha256((tmp_path / "draws/2026-001/teams/freeze.json").read_bytes()).hexdigest()
    assert json.loads((tmp_path / "draws/2026-002/targets/freeze.json").read_bytes())["previous"] == last
    commit(tmp_path, "Freeze another")
    assert {found.lists for found in verify(store, [], now=AFTER)} == {Lists.AGREE}


def test_what_is_not_there_is_named_with_what_is(tmp_path):
    store = planned(tmp_path)
    with pytest.raises(ProblemsError) as stopped:
        plan(store, "2026-B09", TIMES)
    assert [dict(p.values)["known"] for p in stopped.value.problems] == ["2026-B01、2026-B02"]
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, "2026-009", now=FROZEN_AT, fresh=fresh, vault=Vault.open(None))
    assert codes(stopped) == {"F430"}
    with pytest.raises(ProblemsError) as stopped:
        draw(store, DRAW, now=AFTER, sources=Sources(), vault=Vault.open(None))
    assert codes(stopped) == {"F430"}
    with pytest.raises(ProblemsError) as stopped:
        list(verify(store, ["2026-009"], now=AFTER))
    assert codes(stopped) == {"F430"}


def test_an_empty_roster_is_not_frozen(tmp_path):
    store = planned(tmp_path)
    gone = [target(f"XJ-T-{n:04d}", registration_status="revoked") for n in range(1, 11)]
    put_record(tmp_path, "target", "registers/targets/650102.yaml", *gone)
    commit(tmp_path, "Revoke them all")
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert codes(stopped) == {"F436"}


def test_a_predictable_value_is_for_training_only(tmp_path):
    store = Store.open(bureau(tmp_path))
    plan(store, "2026-B01", Times(targets=TIMES.targets, teams="2026-07-24T00:00:00Z", source="date"))
    commit(tmp_path, "Plan with a date")
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert "F437" in codes(stopped)


def test_a_training_draw_may_use_a_date(tmp_path):
    store = Store.open(bureau(tmp_path))
    plan(store, "2026-B01", Times(targets=TIMES.targets, teams="2026-07-24T00:00:00Z", source="date"), training=True)
    commit(tmp_path, "Plan a training draw")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    brought = [sha256(day.encode()).hexdigest() for day in ("2026-07-23", "2026-07-24")]
    draw(store, DRAW, now=AFTER, sources=Sources(signatures=brought), vault=Vault.open(tmp_path / "vault"))
    assert judge(store).verdict.verified


def test_a_lottery_is_brought_with_its_attestation(tmp_path):
    store = Store.open(bureau(tmp_path))
    times = Times(
        targets=TIMES.targets,
        teams="2026-07-26T13:15:00Z",
        source="lottery",
        chain="ssq",
        issues=("2026082", "2026083"),
    )
    plan(store, "2026-B01", times)
    commit(tmp_path, "Plan with a lottery")
    vault = Vault.open(tmp_path / "vault")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    vault = Vault.open(tmp_path / "vault")
    numbers = "03.07.11.19.25.31.08"
    assert draw(store, DRAW, now=AFTER, sources=Sources(), vault=vault)[0].step is Step.UNREACHED
    with pytest.raises(ProblemsError) as stopped:
        draw(store, DRAW, now=AFTER, sources=Sources(signatures=[numbers]), vault=vault)
    assert codes(stopped) == {"F440"}
    seen = {"attesters": ["演示甲", "演示乙"], "source": "https://example.invalid/", "seen_at": "2026-07-23T14:00:00Z"}
    attestation = json.dumps({**seen, "date": "2026-07-23"}, indent=2, ensure_ascii=False) + "\n"
    evidence = {"evidence/attestation.json": attestation.encode()}
    told = draw(store, DRAW, now=AFTER, sources=Sources(signatures=[numbers], evidence=evidence), vault=vault)
    assert [one.step for one in told] == [Step.DRAWN, Step.WAITING]
    assert judge(store).verdict.verified


def test_without_sm3_nothing_is_frozen(tmp_path, monkeypatch):
    store = planned(tmp_path)

    def lacking(name: str, data: bytes) -> object:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr("sunlot.core.protocol.reading.new", lacking)
    with pytest.raises(ProblemsError) as stopped:
        freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=Vault.open(tmp_path / "vault"))
    assert codes(stopped) == {"F438"}


def test_only_a_demonstration_chooses_the_moment_of_its_freeze(tmp_path):
    bureau(tmp_path, settings={"demonstration": None})
    told = CliRunner().invoke(main, ["freeze", DRAW, "--repo", str(tmp_path), "--at", FROZEN_AT])
    assert told.exit_code == 1
    assert "F444" in told.output
