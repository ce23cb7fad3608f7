"""A bare machine: which Python and browser are taken, what is said when there is none, and the locks."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
SHELL = [*sorted(TOP.glob("scripts/*.sh")), TOP / ".ci" / "run"]
COREUTILS = ("sh", "cat", "cksum", "dirname", "head", "id")
REQUIREMENT = re.compile(r"^([a-z0-9-]+)==(\S+)", re.M)


def program(folder: Path, name: str, text: str) -> None:
    """Put a program on the PATH of a test."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def run(*command: str | Path, path: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program with nothing in its environment but what is given."""
    environment |= {"PATH": str(path) if path else os.environ["PATH"]}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def bare(tmp_path):
    """A checkout with what `setup.sh` reads, and a PATH with the tools every system has and no Python."""
    (tmp_path / "scripts").mkdir()
    for name in ("scripts/setup.sh", "scripts/browser.py", "pyproject.toml"):
        shutil.copy(TOP / name, tmp_path / name)
    for lock in TOP.glob("requirements*.txt"):
        shutil.copy(lock, tmp_path)
    (tmp_path / "bin").mkdir()
    for name in COREUTILS:
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    return tmp_path


@pytest.mark.parametrize("file", SHELL, ids=lambda file: file.name)
def test_shell_scripts_parse_and_may_be_run(file):
    shell = "bash" if "bash" in file.read_text("utf-8").splitlines()[0] else "sh"
    assert run(shell, "-n", file).returncode == 0
    assert os.access(file, os.X_OK)


def test_no_python_is_said_in_both_languages(bare):
    program(bare / "bin", "python3", "exit 1  # as an older one answers")
    done = run(bare / "scripts/setup.sh", "all", path=bare / "bin")
    assert done.returncode == 1
    assert "没有找到 Python 3.11 或更新的版本" in done.stderr
    assert "no Python 3.11 or newer found" in done.stderr
    assert not (bare / ".venv").exists()


def test_a_python_without_venv_is_said_with_the_package_to_install(bare):
    answers = 'case "$2" in *ensurepip*) exit 1 ;; *print*) echo python3.12-venv ;; esac'
    program(bare / "bin", "python3.12", answers)
    done = run(bare / "scripts/setup.sh", "all", path=bare / "bin")
    assert done.returncode == 1
    assert "sudo apt install python3.12-venv" in done.stderr
    assert done.stderr.count("python3.12") == 4


def test_root_on_debian_gets_the_package_instead(bare):
    marker = bare / "installed"
    program(bare / "bin", "apt-get", f'echo "$@" >>{marker}')
    (bare / "bin" / "id").unlink()
    program(bare / "bin", "id", "echo 0")
    program(bare / "bin", "rm", "exit 0")
    answers = (
        f'case "$*" in *ensurepip*) [ -e {marker} ] ;; *print*) echo python3.11-venv ;; "-m venv"*) exit 7 ;; esac'
    )
    program(bare / "bin", "python3", answers)
    done = run(bare / "scripts/setup.sh", "all", path=bare / "bin")
    assert done.returncode == 7
    assert marker.read_text("utf-8").splitlines()[-1].endswith("python3.11-venv")


def test_the_first_python_that_fits_is_taken(bare):
    program(bare / "bin", "python3", "exit 1")
    program(bare / "bin", "python3.13", '[ "$1" = -m ] && echo "made by $0" && exit 7; exit 0')
    program(bare / "bin", "rm", "exit 0")
    done = run(bare / "scripts/setup.sh", "all", path=bare / "bin")
    assert done.returncode == 7
    assert done.stdout.strip().endswith("/bin/python3.13")


def test_a_linked_environment_is_used_as_it_is(bare):
    (bare / ".venv").symlink_to(bare / "elsewhere")
    assert run(bare / "scripts/setup.sh", "runtime", path=bare / "bin").returncode == 0
    assert not (bare / "elsewhere").exists()


def browser(bare, *arguments, **environment):
    return run(sys.executable, "-I", bare / "scripts/browser.py", *arguments, path=bare / "bin", **environment)


def test_the_named_browser_comes_first(bare):
    program(bare / "bin", "chromium", "echo Chromium 1")
    program(bare, "mine", "echo Chromium 2")
    assert browser(bare).stdout.strip() == str(bare / "bin/chromium")
    assert browser(bare, CHROMIUM=str(bare / "mine")).stdout.strip() == str(bare / "mine")


def test_a_named_browser_that_does_not_start_is_not_replaced(bare):
    program(bare / "bin", "chromium", "echo Chromium 1")
    done = browser(bare, CHROMIUM=str(bare / "none"))
    assert done.returncode == 1
    assert f"CHROMIUM={bare / 'none'} 无法启动" in done.stderr


def test_a_browser_that_does_not_start_is_passed_over(bare):
    program(bare / "bin", "chromium-browser", "echo this needs a snap >&2; exit 1")
    program(bare / "bin", "google-chrome", "echo Chromium 3")
    assert browser(bare).stdout.strip() == str(bare / "bin/google-chrome")


def test_no_browser_ends_with_the_way_out(bare):
    done = browser(bare, "--get")
    assert done.returncode == 1
    assert "sudo apt install chromium fonts-noto-cjk" in done.stderr
    assert done.stdout == ""


def versions(lock: str) -> dict[str, str]:
    return dict(REQUIREMENT.findall((TOP / lock).read_text("utf-8")))


@pytest.mark.parametrize("lock", ["requirements.lock.txt", "requirements.runtime.lock.txt"])
def test_a_lock_has_a_digest_for_everything_and_no_address(lock):
    text = (TOP / lock).read_text("utf-8")
    assert "://" not in text
    for block in re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_locks_agree_and_hold_what_the_project_names():
    whole, runtime = versions("requirements.lock.txt"), versions("requirements.runtime.lock.txt")
    assert runtime.items() <= whole.items()
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    needed = {re.split(r"[<>=]", one)[0].lower().replace("_", "-") for one in project["project"]["dependencies"]}
    assert needed <= runtime.keys()
    named = {re.split(r"[<>=]", one)[0].lower().replace("_", "-") for group in groups.values() for one in group}
    assert named <= whole.keys()


def test_every_target_that_a_person_types_is_explained():
    shown = run("make", "-C", TOP, "--no-print-directory", "help", LANG="C.UTF-8").stdout
    for target in ("demo", "test", "lint", "setup", "lock", "clean"):
        assert re.search(rf"^    make {target}\t.*· ", shown, re.M)


@pytest.mark.parametrize("file", [*SHELL, TOP / "Makefile"], ids=lambda file: file.name)
def test_nothing_names_a_place_on_one_machine(file):
    text = file.read_text("utf-8")
    assert not re.search(r"(/work|/root|/home|/opt|/tmp)\b", text)
    assert "shared" not in text
