"""Write `good/base` and every overlay in `bad/` anew, after a change of schemas or of the cases.

    .venv/bin/python -m tests.repos.make

Then look at what changed, and bless what is said of it: `.venv/bin/python -m tests.repos.bless`.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.repos import (
    bad_draws,
    bad_form,
    bad_history,
    bad_later,
    bad_life,
    bad_lists,
    bad_making,
    bad_papers,
    bad_registers,
    bad_results,
    bad_verified,
)
from tests.repos.base import build
from tests.repos.editing import CASES, HISTORY, Repo

HERE = Path(__file__).parent
LEFT_OUT = (".git/", "vault/", ".gitignore")


def files_below(root: Path) -> dict[str, bytes]:
    """Read a folder: path → bytes, without Git's own and the vault."""
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return {path: data for path, data in sorted(found.items()) if not path.startswith(LEFT_OUT)}


def lay(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder."""
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def overlay(base: dict[str, bytes], files: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """What lies over the base: changed files, and a list of those that are gone."""
    changed = {path: data for path, data in files.items() if data is not None and base.get(path) != data}
    if gone := sorted(base.keys() - {path for path, data in files.items() if data is not None}):
        changed["removed.txt"] = "".join(f"{path}\n" for path in gone).encode()
    return changed


def parts(base: dict[str, bytes], repo: Repo) -> dict[str, dict[str, bytes]]:
    """The folders of a case, each path → bytes; that of the case itself is the empty name (`running` reads them)."""
    own: dict[str, bytes] = dict(repo.beside)
    if repo.arguments:
        own["arguments.txt"] = (" ".join(repo.arguments) + "\n").encode()
    if repo.command is None:
        return {"": overlay(base, repo.files) | own}
    own["command.txt"] = os.fsencode(repo.command + "\n")
    if repo.environment:
        own["environment.txt"] = "".join(f"{name}={value}\n" for name, value in repo.environment.items()).encode()
    if not repo.earlier and not repo.after:
        return {"": overlay(base, repo.files) | own}
    found = {"": own, "after": overlay(base, repo.files | repo.after)}
    committed = {path: data for path, data in repo.files.items() if not path.startswith("vault/")}
    for number, state in enumerate([*repo.earlier, committed], 1):
        found[f"before-{number}"] = overlay(base, state)
    return {part: files or {".gitkeep": b""} for part, files in found.items()}


PARTS = (
    bad_form,
    bad_registers,
    bad_draws,
    bad_results,
    bad_history,
    bad_later,
    bad_life,
    bad_lists,
    bad_making,
    bad_papers,
    bad_verified,
)
"""The modules that enter the cases."""


def made() -> dict[str, dict[str, bytes]]:
    """Make every example: its folder below this one → its files."""
    with tempfile.TemporaryDirectory() as name:
        build(Path(name))
        base = files_below(Path(name))
    registers = ("sunlot.yaml", "registers/authorities/", "registers/calendar/", "registers/divisions.csv")
    found = {"good/base": base, "good/new-bureau": {p: data for p, data in base.items() if p.startswith(registers)}}
    for case, change in CASES.items():
        repo = Repo(base)
        change(repo)
        found |= {f"bad/{case}/{part}".rstrip("/"): files for part, files in parts(base, repo).items()}
    for case, changes in HISTORY.items():
        for part, change in zip(("before", "after"), changes, strict=True):
            repo = Repo(base)
            if change:
                change(repo)
            found[f"bad/{case}/{part}"] = overlay(base, repo.files) or {".gitkeep": b""}
    return found


def main() -> None:
    """Write everything; expectations of cases that stay are kept."""
    kept = {path.parent.name: path.read_bytes() for path in HERE.glob("bad/*/expected.txt")}
    for folder in ("good", "bad"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
    for folder, files in made().items():
        lay(HERE / folder, files)
    for case in kept.keys() & {*CASES, *HISTORY}:
        (HERE / "bad" / case / "expected.txt").write_bytes(kept[case])


if __name__ == "__main__":
    main()
