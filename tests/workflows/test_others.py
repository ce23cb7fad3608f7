"""`test.yml`, `site.yml`, and what holds for every workflow."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.support.forge import CHECKOUT, WORKFLOWS, Forge
from tests.support.repositories import bureau, commit, git, put

FILES = sorted(WORKFLOWS.glob("*.yml"))
BIN = Path(sys.prefix) / "bin"


def read(file: Path) -> dict[Any, Any]:
    return yaml.safe_load(file.read_text("utf-8"))


def jobs():
    return [pytest.param(file, name, id=f"{file.stem}-{name}") for file in FILES for name in read(file)["jobs"]]


@pytest.mark.parametrize("linter", [["actionlint"], ["zizmor", "--offline", "--persona", "pedantic", ".github"]])
def test_the_linters_find_nothing(linter):
    done = subprocess.run([BIN / linter[0], *linter[1:]], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_permitted_but_what_a_job_names(file):
    assert read(file)["permissions"] == {}


@pytest.mark.parametrize(("file", "job"), jobs())
def test_a_job_writes_only_where_it_must(file, job):
    writes = {name for name, level in read(file)["jobs"][job]["permissions"].items() if level == "write"}
    allowed = {"draw": {"contents", "pull-requests"}, "publish": {"pages", "id-token"}}
    assert writes == allowed.get(job, set())


@pytest.mark.parametrize(("file", "job"), jobs())
def test_a_step_is_one_command(file, job):
    for step in read(file)["jobs"][job]["steps"]:
        assert "\n" not in step.get("run", "").strip()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_secret_is_named(file):
    assert "secrets." not in file.read_text("utf-8")


@pytest.fixture
def forge(tmp_path):
    """A forge whose Makefile notes what it is asked for: `make test` does not run itself."""
    forge = Forge.found(tmp_path / "forge", bureau(tmp_path / "work"))
    put(forge.work, "Makefile", "%:\n\t@echo asked for $@\n")
    commit(forge.work, "Note what is asked for")
    git(forge.work, "push", "--quiet", "origin", "main")
    return forge


def test_a_pull_request_is_linted_tested_and_shown(forge):
    run = forge.run("test.yml", "pull_request", forge.pull_request())
    assert run.code == 0, run.log
    asked = sorted(line.partition("asked for ")[2] for line in run.log.splitlines() if "asked for " in line)
    assert asked == ["demo", "lint", "test", "test"]


def test_the_site_is_built_from_main_and_kept(tmp_path):
    forge = Forge.found(tmp_path / "forge", bureau(tmp_path / "work"))
    run = forge.run("site.yml", "push", {"ref": "refs/heads/main"}, job="build")
    assert run.code == 0, run.log
    assert "keeps build/site/index.html" in run.log
