"""Lay an example repository out in a temporary folder and run the command that shows its problem, as a user would.

A bad repository is a folder of files over those of `good/base`, beside them `removed.txt` for those that are gone. With
a history it has such a folder for each state: `before…` are committed in the order of their names, `after` is what then
lies in the work tree. `command.txt` says what is run, where all is committed but `vault/` if nothing else is said;
without it `check` is run, with `arguments.txt` or `--since HEAD`.
"""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from tests.support.fonts import take
from tests.support.repositories import ROLE

from sunlot.cli import main

HERE = Path(__file__).parent
BASE = HERE / "good" / "base"
OWN = ("expected.txt", "removed.txt", "arguments.txt", "command.txt", "environment.txt", "openssl.cnf", ".gitkeep")
LINE = re.compile(r"^(?P<place>[^ ]+): (?P<code>F\d{3}) ")
MOMENT = {f"GIT_{who}_DATE": "2026-09-01T00:00:00Z" for who in ("AUTHOR", "COMMITTER")}
take()
PROCESS = (sys.executable, "-c", "from sunlot.cli import main; main()")


@dataclass(frozen=True)
class Call:
    """How a command is called.

    Attributes:
        arguments: After `sunlot`.
        environment: Variables that only a process of its own has from its start; usually none.
        quoted: Whether only its problems are expected, and not what it says besides, of the clock for example.
    """

    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    quoted: bool = False


def cases() -> list[str]:
    """The names of all bad repositories."""
    return sorted(path.name for path in (HERE / "bad").iterdir())


def copy(source: Path, root: Path) -> None:
    """Lay the files of a folder over another, and take away those it lists as removed."""
    for path in sorted(source.rglob("*")):
        place = root / path.relative_to(source)
        if path.is_file() and not (path.parent == source and path.name in OWN):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    for gone in _lines(source / "removed.txt"):
        (root / gone).unlink()


def laid_out(case: str, root: Path) -> Call:
    """Lay a bad repository out in an empty folder; give the command that shows its problem."""
    folder = HERE / "bad" / case
    command, before = folder / "command.txt", sorted(folder.glob("before*"))
    now = folder / "after" if before else folder
    committed = before or ([folder] if command.exists() else [])
    if committed:
        _git(root, "init", "--quiet", "-b", "main")
    if command.exists():
        (root / ".git/info/exclude").write_text("/vault/\n")
    for state in committed:
        _state(state, root)
        _git(root, "add", "--all")
        _git(root, "commit", "--quiet", "--allow-empty", "-m", "Before")
    _state(now, root)
    if not command.exists():
        given = _lines(folder / "arguments.txt")
        return Call(("check", str(root), *(["--since", "HEAD"] if before else given[0].split() if given else ())))
    words = [word.replace("{repo}", str(root)) for word in shlex.split(os.fsdecode(command.read_bytes()))]
    variables = (line.replace("{case}", str(folder)).partition("=") for line in _lines(folder / "environment.txt"))
    return Call((*words, "--repo", str(root)), tuple((name, value) for name, _, value in variables), quoted=True)


def answer(call: Call, *more: str) -> tuple[str, int]:
    """Run a command; give what is expected of what it prints, and its exit code."""
    output, code = run(call, *more)
    if call.quoted:
        output = "".join(line for line in output.splitlines(keepends=True) if LINE.match(line))
    return output, code


def run(call: Call, *more: str) -> tuple[str, int]:
    """Run a command; give all it prints, and its exit code."""
    arguments = [*call.arguments, *more]
    if call.environment:
        apart = {**os.environ, "PYTHONUTF8": "1", **dict(call.environment)}
        done = subprocess.run([*PROCESS, *arguments], env=apart, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr, done.returncode
    told = CliRunner().invoke(main, arguments)
    if told.exception and not isinstance(told.exception, SystemExit):
        raise told.exception
    return told.output, told.exit_code


def checked(root: Path, *arguments: str) -> tuple[str, int]:
    """Run `sunlot check` on a folder; give what it prints and its exit code."""
    return run(Call(("check", str(root), *arguments)))


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of a folder but Git's own: path → bytes."""
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {path: file.read_bytes() for path, file in found.items() if not path.startswith(".git/")}


def _state(overlay: Path, root: Path) -> None:
    """Make a folder what the base and an overlay say, and nothing else."""
    for path in root.iterdir():
        if path.name != ".git":
            _remove(path)
    copy(BASE, root)
    copy(overlay, root)


def _git(root: Path, *arguments: str) -> None:
    """Run Git as a role at one moment, so that a commit has the same id everywhere."""
    command = ["git", "-C", str(root), "-c", "commit.gpgsign=false", *arguments]
    subprocess.run(command, env={**os.environ, **ROLE, **MOMENT}, capture_output=True, check=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        for child in path.iterdir():
            _remove(child)
        path.rmdir()
    else:
        path.unlink()


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []
