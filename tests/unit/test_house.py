"""What the documents promise is there, and nothing of a machine or a package index has slipped in."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from sunlot.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_every_command_is_shown_being_typed(readme, name):
    assert re.search(rf"^sunlot {name}\b", (ROOT / readme).read_text("utf-8"), re.M)


def help_of(*words: str) -> str:
    told = CliRunner().invoke(main, [*words, "--help"])
    assert told.exit_code == 0
    return told.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages_with_an_example(name):
    words = [[name, "check"], [name, "prune"]] if name == "vault" else [[name]]
    for one in words:
        text = help_of(*one)
        assert f"sunlot {' '.join(one)}" in text.partition("Options:")[0].partition("\n")[2]
        assert re.search(r"[\u4e00-\u9fff]", text)
        assert re.search(r"[A-Z][a-z]+ \w+", text)


def test_an_unknown_command_is_a_usage_error():
    assert CliRunner().invoke(main, ["redraw"]).exit_code == 2


def test_a_command_starts_without_what_it_does_not_need():
    heavy = ["git", "jsonschema", "jinja2", "mkdocs", "sqlite3", "urllib.request"]
    code = f"import sys, sunlot.cli; sys.exit(', '.join(m for m in {heavy} if m in sys.modules) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def tracked() -> list[Path]:
    done = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name]


def test_locks_carry_hashes_and_no_address():
    locks = sorted(ROOT.glob("requirements*.lock.txt"))
    assert locks
    for lock in locks:
        text = lock.read_text()
        pinned = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,]+\])?==\S+", text, re.M)
        assert len(pinned) > 10
        assert text.count("--hash=sha256:") >= len(pinned)
        assert not re.search(r"https?://|index-url|find-links", text)


def test_every_direct_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = (ROOT / "requirements.lock.txt").read_text().lower()
    for wanted in project["dependencies"]:
        name = re.split(r"[<>=\[ ]", wanted)[0].lower()
        assert re.search(rf"^{re.escape(name)}==", locked, re.M), name


def test_no_file_names_a_place_of_this_machine():
    places = re.compile("|".join(("/work" + "/", "/root" + "/", "pypi" + r"\.org", "files" + r"\.pythonhosted")))
    for path in tracked():
        if path.is_file() and path.suffix not in {".png", ".zip", ".ico"}:
            found = places.search(path.read_text("utf-8", errors="replace"))
            assert found is None, f"{path.relative_to(ROOT)}: {found[0] if found else ''}"


def test_records_of_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
