"""`draw.yml`: draws what is due, proposes it once, and is loud when something is overdue."""

import json

import pytest
from tests.support.forge import Forge
from tests.support.relay import relay
from tests.support.repositories import SETTINGS, bureau, commit, git

from sunlot.jobs.draw import Sources, draw
from sunlot.jobs.freeze import freeze
from sunlot.jobs.plan import Times, plan
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

PAST = Times(targets="2026-07-23T07:38:30Z", teams="2026-07-23T07:38:54Z")
FUTURE = Times(targets="2099-07-23T07:38:30Z", teams="2099-07-23T07:38:54Z")
FROZEN_AT = "2026-07-21T02:00:00Z"
BRANCH = "refs/heads/draw/2026-001-targets_2026-001-teams"


def waiting(tmp_path, address, times=PAST, as_of="2026-07-21", runner_has_vault=True):
    """A forge whose main holds a frozen draw; its relay is at `address`."""
    vault = Vault.create(tmp_path / "vault")
    settings = {
        "beacon": SETTINGS["beacon"] | {"relays": [address]},
        "demonstration": SETTINGS["demonstration"] | {"as_of": as_of},
    }
    work = bureau(tmp_path / "work", settings=settings)
    store = Store.open(work)
    plan(store, "2026-B01", times)
    commit(work, "Plan the draw")
    freeze(store, "2026-001", now=FROZEN_AT, fresh=lambda size: b"\x07" * size, vault=vault)
    commit(work, "Freeze the draw")
    return Forge.found(tmp_path / "forge", work, tmp_path / "vault" if runner_has_vault else None)


def scheduled(forge):
    return forge.run("draw.yml", "schedule")


def test_draws_once_and_proposes_once(tmp_path):
    with relay() as (address, asked):
        forge = waiting(tmp_path, address)
        run = scheduled(forge)
        assert run.code == 0, run.log
        assert len(asked) == 2
        first = forge.refs()
        assert set(first) == {"refs/heads/main", BRANCH}
        (call,) = forge.created()
        assert "--head draw/2026-001-targets_2026-001-teams --base main --title 抽取 2026-001/targets" in call
        assert forge.body().rstrip().splitlines()[-2] == "verified"
        again = scheduled(forge)
    assert again.code == 0, again.log
    assert forge.refs() == first
    assert forge.created() == [call]


def test_proposes_exactly_the_files_of_the_draw(tmp_path):
    with relay() as (address, _):
        forge = waiting(tmp_path, address)
        assert scheduled(forge).code == 0
        changed = git(forge.origin, "diff", "--name-status", "main", BRANCH).splitlines()
        kinds = [
            f"A\tdraws/2026-001/{stage}/{name}.json" for stage in ("targets", "teams") for name in ("beacon", "outcome")
        ]
        assert changed == kinds
        # What the bot proposes is what anybody gets.
        store = Store.open(forge.work)
        draw(
            store,
            "2026-001",
            now="2026-07-23T08:00:00Z",
            sources=Sources(relays=[address]),
            vault=Vault.open(tmp_path / "vault"),
        )
    for line in changed:
        path = line[2:]
        assert git(forge.origin, "show", f"{BRANCH}:{path}") == (forge.work / path).read_text("utf-8").strip()


def test_after_the_merge_nothing_is_left_to_do(tmp_path):
    with relay() as (address, _):
        forge = waiting(tmp_path, address)
        assert scheduled(forge).code == 0
        git(forge.origin, "update-ref", "refs/heads/main", BRANCH)
        git(forge.origin, "update-ref", "-d", BRANCH)
        before = forge.refs()
        run = scheduled(forge)
    assert run.code == 0, run.log
    assert forge.refs() == before
    assert len(forge.created()) == 1


def test_a_pull_request_that_could_not_be_opened_is_opened_next_time(tmp_path):
    with relay() as (address, _):
        forge = waiting(tmp_path, address)
        gh = forge.root / "bin" / "gh"
        honest = gh.read_text("utf-8")
        gh.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        assert scheduled(forge).code == 1
        gh.write_text(honest, encoding="utf-8")
        assert scheduled(forge).code == 0
    assert len(forge.created()) == 1


def test_another_outcome_on_the_branch_is_not_overwritten(tmp_path):
    with relay() as (address, _):
        forge = waiting(tmp_path, address)
        git(forge.work, "checkout", "--quiet", "-b", "forged")
        outcome = forge.work / "draws/2026-001/targets/outcome.json"
        outcome.write_text(json.dumps({"selected": []}), encoding="utf-8")
        commit(forge.work, "Forge an outcome")
        git(forge.work, "push", "--quiet", "origin", f"HEAD:{BRANCH}")
        before = forge.refs()
        run = scheduled(forge)
    assert run.code == 1
    assert "holds another outcome of 2026-001/targets" in run.log
    assert forge.refs() == before
    assert forge.created() == []


def test_waiting_is_fine(tmp_path):
    forge = waiting(tmp_path, "http://127.0.0.1:1", FUTURE)
    before = forge.refs()
    run = scheduled(forge)
    assert run.code == 0, run.log
    assert "等待 2099-07-23T07:38:30Z" in run.log
    assert forge.refs() == before


@pytest.mark.parametrize(("as_of", "code"), [("2026-07-24", 0), ("2026-07-25", 1)])
def test_a_value_that_is_not_to_be_had_is_red_once_the_stage_is_overdue(tmp_path, as_of, code):
    with relay({}) as (address, _):
        forge = waiting(tmp_path, address, as_of=as_of)
        run = scheduled(forge)
    assert run.code == code, run.log
    assert "尚未取得随机值" in run.log
    assert ("F405" in run.log) == bool(code)
    assert forge.created() == []


def test_a_runner_without_the_vault_draws_the_targets_and_is_red(tmp_path):
    with relay() as (address, _):
        forge = waiting(tmp_path, address, runner_has_vault=False)
        run = scheduled(forge)
    assert run.code == 1
    assert "F442" in run.log
    (call,) = forge.created()
    assert "--head draw/2026-001-targets --base main" in call
