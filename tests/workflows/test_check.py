"""`check.yml`: the data of a pull request is judged by the tool of main, and nothing of the pull request runs."""

import pytest
from tests.support.forge import TOOL, Forge
from tests.support.records import target
from tests.support.repositories import bureau, commit, git, put, put_record

REGISTER = "registers/targets/650102.yaml"


@pytest.fixture
def forge(tmp_path):
    return Forge.found(tmp_path / "forge", bureau(tmp_path / "work"))


def targets(work, *more):
    put_record(work, "target", REGISTER, *(target(f"XJ-T-{n:04d}") for n in range(1, 11)), *more)


def judged(forge, subject):
    commit(forge.work, subject)
    return forge.run("check.yml", "pull_request_target", forge.pull_request())


def test_a_sound_change_is_green(forge):
    targets(forge.work, target("XJ-T-0011"))
    run = judged(forge, "Register a target")
    assert run.code == 0, run.log
    assert "0 个问题" in run.log


def test_a_problem_is_red_and_annotated_at_its_place(forge):
    targets(forge.work, target("XJ-T-0011", division="659999"))
    run = judged(forge, "Register a target nowhere")
    assert run.code == 1
    assert f"::error file={REGISTER},line=" in run.log


def test_what_main_published_cannot_be_deleted(forge):
    put_record(forge.work, "target", REGISTER, *(target(f"XJ-T-{n:04d}") for n in range(1, 10)))
    run = judged(forge, "Forget a target")
    assert run.code == 1
    assert "title=F9" in run.log


def test_a_branch_behind_main_is_judged_as_merged(forge):
    git(forge.work, "checkout", "--quiet", "-b", "change")
    put(forge.work, "docs/note.md", "一页\n")
    commit(forge.work, "Write a page")
    git(forge.work, "checkout", "--quiet", "main")
    targets(forge.work, target("XJ-T-0011"))
    commit(forge.work, "Register a target")
    git(forge.work, "push", "--quiet", "origin", "main")
    git(forge.work, "checkout", "--quiet", "change")
    run = forge.run("check.yml", "pull_request_target", forge.pull_request())
    assert run.code == 0, run.log


def test_a_conflict_with_main_is_red(forge):
    git(forge.work, "checkout", "--quiet", "-b", "change")
    targets(forge.work, target("XJ-T-0011"))
    commit(forge.work, "Register a target")
    git(forge.work, "checkout", "--quiet", "main")
    targets(forge.work, target("XJ-T-0012"))
    commit(forge.work, "Register another")
    git(forge.work, "push", "--quiet", "origin", "main")
    git(forge.work, "checkout", "--quiet", "change")
    run = forge.run("check.yml", "pull_request_target", forge.pull_request())
    assert run.code == 1
    assert "CONFLICT" in run.log


def test_nothing_of_the_pull_request_runs(forge, tmp_path):
    trap = f"touch {tmp_path}/sprung\n"
    for name in TOOL:
        put(forge.work, name, f"#!/bin/sh\n{trap}")
    put(forge.work, "Makefile", f"setup:\n\t{trap}")
    python = f"import pathlib; pathlib.Path('{tmp_path}/sprung').touch()\n"
    for name in ("sitecustomize.py", "sunlot/__init__.py", "src/sunlot/__init__.py", "yaml.py", "conftest.py"):
        put(forge.work, name, python)
    put(forge.work, ".gitattributes", "* filter=trap merge=trap diff=trap\n")
    put(forge.work, ".gitmodules", f'[submodule "x"]\n\tpath = x\n\turl = "ext::sh -c touch% {tmp_path}/sprung"\n')
    put(forge.work, ".github/workflows/check.yml", f"on: pull_request_target\njobs: {{x: {{run: '{trap.strip()}'}}}}\n")
    for hook in ("pre-commit", "post-checkout", "post-merge"):
        put(forge.work, f".githooks/{hook}", f"#!/bin/sh\n{trap}")
        (forge.work / f".githooks/{hook}").chmod(0o755)
    run = judged(forge, "Spring a trap")
    assert not (tmp_path / "sprung").exists()
    assert run.code == 0, run.log


def test_a_link_out_of_the_repository_is_not_followed(forge, tmp_path):
    (tmp_path / "elsewhere.yaml").write_text("geheim: 1\n", encoding="utf-8")
    (forge.work / "registers/items/SEI-02.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    run = judged(forge, "Link out")
    assert run.code == 1
    assert "geheim" not in run.log
