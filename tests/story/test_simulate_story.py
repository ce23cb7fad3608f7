"""`sunlot simulate` on real repositories: what freezing then writes is said beforehand, and what it would refuse."""

import json
import re
from datetime import date

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
    planned,
    private,
    snapshot,
)
from tests.support.records import target
from tests.support.relay import rounds
from tests.support.repositories import bureau, commit, put_record

from sunlot.cli import main
from sunlot.cli.columns import width
from sunlot.core.problems import ProblemsError
from sunlot.jobs.draw import Sources, draw
from sunlot.jobs.freeze import freeze
from sunlot.jobs.plan import Times, plan
from sunlot.jobs.simulate import simulate
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

NONE = Vault.open(None)
AWAY = [{"valid_from": "2026-07-28", "valid_to": "2026-07-29", "reason": "leave"}]
BROUGHT = Sources(signatures=[rounds()[TARGETS_ROUND], rounds()[TEAMS_ROUND]])


def tried(store, vault=NONE, draw_=DRAW, **kwargs):
    return simulate(store, draw_, **{"now": FROZEN_AT, "vault": vault, "seeds": 50, **kwargs})


def run(root, *arguments):
    done = CliRunner().invoke(main, ["simulate", *arguments, "--repo", str(root)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_it_says_what_freezing_then_writes(tmp_path):
    store, vault = planned(tmp_path), Vault.create(tmp_path / "vault")
    private(tmp_path, vault, "insp-0000", unavailable=AWAY)
    private(tmp_path, vault, "insp-0001", relations=[{"target": "XJ-T-0002", "relation": "kinship"}])
    late = target("XJ-T-0900", added_on="2026-08-01")
    put_record(tmp_path, "target", "registers/targets/650100.yaml", late)
    commit(tmp_path, "Commit to leave and a relation")
    before = tried(store, vault)
    assert not before.frozen
    assert before.as_of == "2026-07-21"
    assert before.unknown == ()
    assert before.excluded == {"not_yet": 1}
    assert before.capped == ()
    assert before.absent == {"unavailable": 1}
    assert before.pools.apart["XJ-T-0002"] == {"insp-0001"}
    frozen = freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    after = tried(store, vault)
    assert after.frozen
    assert {name: (one.size, one.take) for name, one in before.pools.strata.items() if one.size} == frozen.sizes
    assert (before.excluded, before.absent) == (frozen.excluded, frozen.absent)
    assert set(before.pools.roster) == set(after.pools.roster)
    assert set(before.pools.listed) == set(after.pools.listed)
    assert before.pools.apart == after.pools.apart
    assert (before.possible, before.tried.selected) == (after.possible, after.tried.selected)
    assert before.tried.loads == after.tried.loads


def test_it_writes_nothing_and_needs_no_commit(tmp_path):
    store = planned(tmp_path)
    more = [target(f"XJ-T-09{n:02d}", division="650203") for n in range(20)]
    put_record(tmp_path, "target", "registers/targets/650203.yaml", *more)
    before = snapshot(tmp_path)
    assert len(tried(store).pools.roster) == 30
    assert snapshot(tmp_path) == before


def test_without_the_vault_leave_and_recusals_are_unknown(tmp_path):
    store, vault = planned(tmp_path), Vault.create(tmp_path / "vault")
    assert tried(store).unknown == ()  # nobody has internal fields
    private(tmp_path, vault, "insp-0000", unavailable=AWAY)
    found = tried(store)
    assert found.unknown == ("leave", "recusals")
    assert found.absent == {}
    assert not {one.code for one in found.problems} & {"F434"}
    commit(tmp_path, "Commit to leave")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    assert tried(store).unknown == ("recusals",)
    assert tried(store, vault).unknown == ()
    draw(store, DRAW, now=AFTER, sources=BROUGHT, vault=vault)
    opened = json.loads((tmp_path / "draws" / DRAW / "teams/outcome.json").read_text("utf-8"))["recusals"]
    assert opened
    assert tried(store).pools.apart.keys() == {one["target"] for one in opened}


def test_what_freezing_would_refuse_is_told_beside_the_figures(tmp_path):
    store, vault = planned(tmp_path, inspectors=1), Vault.create(tmp_path / "vault")
    found = tried(store)
    assert {one.code for one in found.problems} >= {"F433", "F472", "F473"}
    private(tmp_path, vault, "insp-0000", relations=[])
    assert "F434" in {one.code for one in tried(store, Vault.create(tmp_path / "other")).problems}


def planned_twice(root, *, cap=1, **kwargs):
    """The first draw is frozen, the second planned."""
    store, vault = planned(root, **kwargs), Vault.create(root / "vault")
    plan(store, "2026-B02", Times(targets="2026-08-22T21:40:00Z", teams="2026-08-31T18:45:15Z"))
    annual = root / "registers/plans/2026.yaml"
    annual.write_text(annual.read_text("utf-8").replace("per_year: 2", f"per_year: {cap}"), "utf-8")
    commit(root, "Plan the next draw; set the cap")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    return store, vault


def test_the_cap_is_told_with_its_visits(tmp_path):
    store, vault = planned_twice(tmp_path)
    draw(store, DRAW, now=AFTER, sources=BROUGHT, vault=vault)
    before = tried(store, draw_="2026-002")
    assert (before.as_of, before.capped) == ("2026-07-21", ())  # the day the demonstration pins: nothing is drawn yet
    found = tried(store, draw_="2026-002", as_of=date(2026, 7, 24))
    outcome = json.loads((tmp_path / "draws" / DRAW / "targets/outcome.json").read_text("utf-8"))
    selected = {one["key"] for one in outcome["selected"]}
    assert {(one.target, one.subject, one.visits, one.cap) for one in found.capped} == {(k, k, 1, 1) for k in selected}
    assert found.excluded == {"cap": len(selected)}
    assert "F435" not in {one.code for one in found.problems}
    told = run(tmp_path, "2026-002", "--as-of", "2026-07-24", "--seeds", "10").output
    assert all(f"{key} 演示对象 {key} 1/1" in told for key in selected)


def test_those_who_went_last_are_kept_apart_where_enough_others_are_there(tmp_path):
    store, vault = planned_twice(tmp_path / "many", cap=2)
    draw(store, DRAW, now=AFTER, sources=BROUGHT, vault=vault)
    teams = json.loads((tmp_path / "many/draws" / DRAW / "teams/outcome.json").read_text("utf-8"))["teams"]
    found = tried(store, draw_="2026-002", as_of=date(2026, 7, 24))
    assert {one["target"]: set(one["members"]) for one in teams} == {k: v for k, v in found.pools.apart.items() if v}
    assert found.waived == 0
    store, vault = planned_twice(tmp_path / "few", cap=2, inspectors=3)
    draw(store, DRAW, now=AFTER, sources=BROUGHT, vault=vault)
    assert tried(store, draw_="2026-002", as_of=date(2026, 7, 24)).waived == len(teams)
    told = run(tmp_path / "few", "2026-002", "--as-of", "2026-07-24", "--seeds", "5").output
    assert "有 2 个对象因其他可选人员不足" in told


def test_a_draw_that_is_due_leaves_the_visits_unknown(tmp_path):
    store, _ = planned_twice(tmp_path)
    found = tried(store, draw_="2026-002", as_of=date(2026, 7, 24))
    assert [(one.code, dict(one.values)["stage"]) for one in found.problems[:2]] == [
        ("F435", "targets"),
        ("F435", "teams"),
    ]
    assert run(tmp_path, "2026-002", "--as-of", "2026-07-24", "--seeds", "10").exit_code == 1


def test_the_answer_is_the_same_on_every_machine(tmp_path):
    planned(tmp_path)
    first, second = (run(tmp_path, DRAW, "--seeds", "60", "--format", "json").output for _ in range(2))
    assert first == second
    told = json.loads(first)
    assert told["decides_nothing"] is True
    assert (told["draw"], told["frozen"], told["as_of"], told["seeds"]) == (DRAW, False, "2026-07-21", 60)
    empty, one = told["strata"]
    assert (empty["id"], empty["size"], empty["probability"]) == ("K", 0, None)
    expected = {"id": "A", "size": 10, "take": 2, "probability": "1/5", "percent": 20.0, "certain": False}
    assert one == expected
    (group,) = told["teams"]
    assert (group["group"], group["least"], group["median"], group["most"]) == ("quake", 15, 15, 15)
    assert group["fewest"][0] == {"target": "XJ-T-0001", "eligible": 6, "teams": 15}
    assert told["bits"] == {"targets": 5.4919, "teams": 6.4919, "teams_upper_bound": 7.8138, "teams_exact": False}
    assert sum(load["mean"] for load in told["loads"]) == pytest.approx(4, abs=0.001)
    assert sum(told["selected"].values()) == 60 * 2
    assert told["problems"] == []


def test_the_text_says_what_matters_in_both_languages(tmp_path):
    planned(tmp_path)
    zh = run(tmp_path, DRAW, "--seeds", "20").output
    en = run(tmp_path, DRAW, "--seeds", "20", "--lang", "en").output
    for told in (zh, en):
        assert "1/5 = 20%" in told
        assert "insp-0000 演示员乙" in told
        assert "5.5" in told
        assert "7.8" in told
    assert "不决定任何结果" in zh
    assert "decide nothing" in en
    assert "上限" in zh
    assert "upper bound" in en
    kept = re.sub("演示批次|演示对象|演示员乙", "", en)
    assert not re.search(r"[\u4e00-\u9fff]", kept)


def test_columns_stand_under_one_another_for_a_reader_of_chinese(tmp_path):
    planned(tmp_path)
    told = run(tmp_path, DRAW, "--seeds", "20").output.splitlines()
    head = next(line for line in told if "占抽取对象" in line)
    rows = [line for line in told if line.startswith("  insp-")]
    assert len(rows) == 6
    assert len({width(line) for line in (head, *rows)}) == 1


def test_warnings_fail_only_when_asked_to(tmp_path):
    planned(tmp_path, targets=3)
    calm, strict = run(tmp_path, DRAW, "--seeds", "20"), run(tmp_path, DRAW, "--seeds", "20", "--strict")
    assert (calm.exit_code, strict.exit_code) == (0, 1)
    assert "draws/2026-001/task.yaml:9:1: F471" in calm.output
    assert calm.output == strict.output
    told = json.loads(run(tmp_path, DRAW, "--seeds", "20", "--format", "json").output)
    (one,) = told["problems"]
    assert (one["code"], one["level"], one["file"], one["line"]) == ("F471", "warning", "draws/2026-001/task.yaml", 9)
    wide = bureau(tmp_path / "wide", targets=40, inspectors=9)
    plan(Store.open(wide), "2026-B01", TIMES)
    assert run(wide, DRAW, "--seeds", "20", "--strict").exit_code == 0


def test_a_task_that_is_none_is_told(tmp_path):
    done = run(planned(tmp_path).root, "2026-009")
    assert done.exit_code == 1
    assert "F430" in done.output
    assert "2026-001" in done.output


def test_an_empty_population_is_told(tmp_path):
    store = planned(tmp_path, targets=0)
    with pytest.raises(ProblemsError) as stopped:
        tried(store)
    assert codes(stopped) == {"F436"}


def test_a_register_that_cannot_be_read_is_not_guessed_at(tmp_path):
    store = planned(tmp_path)
    (tmp_path / "registers/targets/650203.yaml").write_text("- id: [", "utf-8")
    with pytest.raises(ProblemsError) as stopped:
        tried(store)
    assert {code[:2] for code in codes(stopped)} == {"F1"}


def test_a_missing_plan_is_told(tmp_path):
    store = planned(tmp_path)
    (tmp_path / "registers/plans/2026.yaml").unlink()
    with pytest.raises(ProblemsError) as stopped:
        tried(store)
    assert codes(stopped) == {"F430"}


def test_a_frozen_draw_that_does_not_verify_is_not_tried_out(tmp_path):
    store, vault = planned(tmp_path), Vault.create(tmp_path / "vault")
    freeze(store, DRAW, now=FROZEN_AT, fresh=fresh, vault=vault)
    roster = tmp_path / "draws" / DRAW / "targets/roster.csv"
    roster.write_text(roster.read_text().replace("XJ-T-0010,A", "XJ-T-0011,A"))
    with pytest.raises(ProblemsError) as stopped:
        tried(store)
    assert codes(stopped) == {"F443"}
