"""How long each command takes as a whole process, against a bare start of Python and an import of MkDocs.

    python benchmarks/commands.py [REPOSITORY]...

Without a repository it measures this checkout, and build/demo (`make demo`) where that stands. Times are processor
time, user and system, of the process and its children, the least of several runs; all take turns, so that a busy
machine slows them alike. No command writes: the draws that are frozen are frozen, and none is due.
"""

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[1]
ROUNDS = 5
SUNLOT = (sys.executable, "-c", "from sunlot.cli import main; main()")
PEERS = {
    "python -c pass": (sys.executable, "-c", "pass"),
    "python -c 'import mkdocs.commands.build'": (sys.executable, "-c", "import mkdocs.commands.build"),
}
COMMANDS = (
    "check {here}",
    "fmt --check --repo {here}",
    "verify --repo {here}",
    "freeze 2026-001 --repo {here}",
    "draw --repo {here}",
    "vault check --repo {here}",
    "plan --help",
)


def seconds(command: tuple[str, ...]) -> float:
    """Run a process and give the processor time that it and its children took."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main(places: list[Path]) -> None:
    """Print the figures."""
    calls = dict(PEERS)
    for place in places:
        for words in COMMANDS:
            calls[f"{place.name}: sunlot {words.format(here='.')}"] = (
                *SUNLOT,
                *words.format(here=place.resolve()).split(" "),
            )
    least = dict.fromkeys(calls, float("inf"))
    for _ in range(ROUNDS):
        for name, command in calls.items():
            least[name] = min(least[name], seconds(command))
    bare, peer = (least[name] for name in PEERS)
    print(f"{'':60}  seconds    × bare  × MkDocs")
    for name, took in least.items():
        print(f"{name:60} {took:8.2f} {took / max(bare, 0.01):9.1f} {took / peer:9.2f}")


if __name__ == "__main__":
    given = [Path(one) for one in sys.argv[1:]]
    main(given or [one for one in (TOP, TOP / "build" / "demo") if (one / "sunlot.yaml").is_file()])
