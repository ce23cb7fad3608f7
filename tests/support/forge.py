"""A forge in a folder: a bare repository as origin, `act` as its runner, a stand-in for each action and for `gh`.

`act` runs the workflow files as they stand in this checkout, on this machine, without a network. Not real are the
actions of `uses:` (`tests/workflows/standins/`) and `gh`, which notes what it was asked. The program, Git and make are.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.repositories import commit, git

CHECKOUT = Path(__file__).parents[2]
WORKFLOWS = CHECKOUT / ".github" / "workflows"
STANDINS = CHECKOUT / "tests" / "workflows" / "standins"
VENV = Path(sys.prefix)
TOOL = ("Makefile", "scripts/setup.sh", "scripts/propose.sh", "scripts/verify.py")
USES = re.compile(r"uses: (\S+)@([0-9a-f]{40})")
GH = """#!/bin/sh
# Notes what it is asked; a pull request that was created is listed from then on.
state=$SUNLOT_TEST_GH
echo "$@" >>"$state/calls"
case "$1 $2" in
    "pr list") wc -l <"$state/created" ;;
    "pr create") echo "$@" >>"$state/created"; cat >"$state/body" ;;
    *) exit 1 ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a workflow.

    Attributes:
        code: Exit code of `act`: 0 if every job was green.
        log: Everything the jobs printed.
    """

    code: int
    log: str


@dataclass(frozen=True, slots=True)
class Forge:
    """A forge.

    Attributes:
        root: Its folder.
        work: A clone whose `main` is the origin's.
        vault: The vault that its runner has, if any.
    """

    root: Path
    work: Path
    vault: Path | None = None

    @classmethod
    def found(cls, root: Path, work: Path, vault: Path | None = None) -> "Forge":
        """Make `work`, a repository with data on `main`, the first clone of a new forge; the tool is added to it."""
        forge = cls(root, work, vault)
        root.mkdir()
        git(root, "init", "--quiet", "--bare", "-b", "main", str(forge.origin))
        for name in TOOL:
            file = work / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes((CHECKOUT / name).read_bytes())
            file.chmod((CHECKOUT / name).stat().st_mode)
        commit(work, "Add the tool")
        git(work, "remote", "add", "origin", str(forge.origin))
        git(work, "push", "--quiet", "origin", "main")
        gh = root / "bin" / "gh"
        gh.parent.mkdir()
        gh.write_text(GH, encoding="utf-8")
        gh.chmod(0o755)
        (root / "gh").mkdir()
        (root / "gh" / "created").touch()
        return forge

    @property
    def origin(self) -> Path:
        """The bare repository."""
        return self.root / "origin.git"

    def created(self) -> list[str]:
        """What `gh pr create` was called with, one line a call."""
        return (self.root / "gh" / "created").read_text("utf-8").splitlines()

    def body(self) -> str:
        """The text of the last pull request."""
        return (self.root / "gh" / "body").read_text("utf-8")

    def refs(self) -> dict[str, str]:
        """Every ref of the origin with its commit."""
        lines = git(self.origin, "for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        return dict(line.split(" ") for line in lines)

    def pull_request(self, number: int = 1) -> dict[str, Any]:
        """Push what `work` holds as a pull request against `main`; gives the event that the forge would send."""
        head, ref = git(self.work, "rev-parse", "HEAD"), f"refs/pull/{number}/head"
        git(self.work, "push", "--quiet", "origin", f"HEAD:{ref}")
        base = self.refs()["refs/heads/main"]
        request = {"number": number, "head": {"sha": head, "ref": "change"}, "base": {"sha": base, "ref": "main"}}
        return {"action": "opened", "number": number, "pull_request": request}

    def run(self, workflow: str, event: str, payload: Mapping[str, Any] | None = None, job: str | None = None) -> Run:
        """Run a workflow of this checkout for an event."""
        (self.root / "event.json").write_text(json.dumps(payload or {}), encoding="utf-8")
        command = [str(VENV / "bin" / "act"), event, "--directory", str(self.work), "--log-prefix-job-id"]
        command += ["--workflows", str(WORKFLOWS / workflow), "--eventpath", str(self.root / "event.json")]
        command += ["--platform", "ubuntu-24.04=-self-hosted", "--action-offline-mode", "--no-skip-checkout"]
        command += ["--no-cache-server", "--action-cache-path", str(self.root / "runner")]
        command += ["--job", job] if job else []
        for name, revision in sorted(set(USES.findall((WORKFLOWS / workflow).read_text("utf-8")))):
            standin = STANDINS / name.split("/")[1]
            standin = standin if standin.is_dir() else STANDINS / "nothing"
            command += ["--local-repository", f"{name}@{revision}={standin}"]
        environment = {
            "PATH": os.pathsep.join([str(self.root / "bin"), os.environ["PATH"]]),
            "HOME": str(self.root),
            "LANG": "C.UTF-8",
            "SUNLOT_TEST_ORIGIN": str(self.origin),
            "SUNLOT_TEST_VENV": str(VENV),
            "SUNLOT_TEST_GH": str(self.root / "gh"),
        } | ({"SUNLOT_VAULT": str(self.vault)} if self.vault else {})
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        return Run(done.returncode, done.stdout)
