"""Lay an example repository out in a temporary folder and check it, as a user would."""

from pathlib import Path

from click.testing import CliRunner
from tests.support.repositories import commit, git

from sunlot.cli import main

HERE = Path(__file__).parent
BASE = HERE / "good" / "base"
NOT_LAID = {"expected.txt", "removed.txt", "arguments.txt", ".gitkeep"}


def cases() -> list[str]:
    """The names of all bad repositories."""
    return sorted(path.name for path in (HERE / "bad").iterdir())


def copy(source: Path, root: Path) -> None:
    """Lay the files of a folder over another, and take away those it lists as removed."""
    for path in sorted(source.rglob("*")):
        place = root / path.relative_to(source)
        if path.is_file() and not (path.parent == source and path.name in NOT_LAID):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    removed = source / "removed.txt"
    for gone in removed.read_text(encoding="utf-8").splitlines() if removed.exists() else ():
        (root / gone).unlink()


def laid_out(case: str, root: Path) -> list[str]:
    """Lay a bad repository out in an empty folder; give the arguments it is checked with."""
    folder = HERE / "bad" / case
    before = folder / "before"
    if not before.exists():
        copy(BASE, root)
        copy(folder, root)
        given = folder / "arguments.txt"
        return given.read_text(encoding="utf-8").split() if given.exists() else []
    copy(BASE, root)
    copy(before, root)
    git(root, "init", "--quiet", "-b", "main")
    commit(root, "Before")
    for path in root.iterdir():
        if path.name != ".git":
            _remove(path)
    copy(BASE, root)
    copy(folder / "after", root)
    return ["--since", "HEAD"]


def _remove(path: Path) -> None:
    if path.is_dir():
        for child in path.iterdir():
            _remove(child)
        path.rmdir()
    else:
        path.unlink()


def checked(root: Path, *arguments: str) -> tuple[str, int]:
    """Run `sunlot check` on a folder; give what it prints and its exit code."""
    done = CliRunner().invoke(main, ["check", str(root), *arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output, done.exit_code
