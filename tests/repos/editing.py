"""How a bad example repository is made: a copy of the sound files, in which one thing is changed."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import yaml
from tests.repos.records import Record, text_of

from sunlot.core.rooms import room_of

Edit = Callable[[Record], Any]
Change = Callable[["Repo"], None]
CITY = "registers/targets/650100.yaml"
HAMI = "registers/targets/650500.yaml"
PLAN = "registers/plans/2026.yaml"
FIRST = "draws/2026-001"
SECOND = "draws/2026-002"
ITEM = "registers/items/SEI-01.yaml"
INSPECTOR = "registers/inspectors/insp-a001.yaml"
CIRCULAR = "results/2026-001/circular.yaml"
OBJECTION = "registers/objections/OBJ-2026-001.yaml"


class Repo:
    """The files of a repository, to be changed.

    Attributes:
        files: Path → bytes; what lies in `vault/` is never committed.
        arguments: What `sunlot check` is called with.
        command: Another command that shows the problem, as typed after `sunlot`; `--repo` is added, and `{repo}` is
            the repository's folder. All files are committed before it runs.
        earlier: States that were committed before, each path → bytes, the oldest first.
        after: What is laid over the last commit, and is not committed; None takes a file away.
        environment: Variables that the command, then a process of its own, is run with; `{case}` is the case's folder.
        beside: Files of the case that are no part of the repository, such as what a variable names.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = dict(files)
        self.arguments: list[str] = []
        self.command: str | None = None
        self.earlier: list[dict[str, bytes]] = []
        self.after: dict[str, bytes | None] = {}
        self.environment: dict[str, str] = {}
        self.beside: dict[str, bytes] = {}

    def edit(self, path: str, change: Edit) -> None:
        """Change the one record of a file; the file stays canonical."""
        record = yaml.safe_load(self.files[path])
        change(record)
        self.write(path, record)

    def edit_in(self, path: str, id_: str, change: Edit) -> None:
        """Change one record of a file of many."""
        records = yaml.safe_load(self.files[path])
        change(next(one for one in records if one["id"] == id_))
        self.write(path, *records)

    def write(self, path: str, *records: Record) -> None:
        """Write a file in canonical form."""
        found = room_of(path)
        assert found, path
        self.files[path] = text_of(found[0].kind, *records)

    def replace(self, path: str, old: str, new: str) -> None:
        """Change the text of a file in one place."""
        text = self.files[path].decode()
        assert text.count(old) >= 1, (path, old)
        self.files[path] = text.replace(old, new, 1).encode()

    def record(self, path: str) -> Record:
        """Read the one record of a file."""
        return dict(yaml.safe_load(self.files[path]))

    def results(self) -> list[str]:
        """The results, without corrections."""
        found = [path for path in sorted(self.files) if path.startswith("results/") and path.count(".") == 1]
        return [path for path in found if path != CIRCULAR]

    @property
    def clean(self) -> str:
        """A result without findings."""
        return next(path for path in self.results() if self.record(path)["result_code"] == "no_problem")

    @property
    def found(self) -> str:
        """The result that found something, and was corrected since."""
        return next(path for path in self.results() if self.record(path)["result_code"] == "corrected")

    def task(self, **fields: Any) -> None:
        """Declare a third draw, of batch 2026-B03, not frozen yet."""
        batch = next(one for one in self.record(PLAN)["batches"] if one["id"] == "2026-B03")
        own = {
            "id": "2026-003",
            "plan": "2026",
            "batch": "2026-B03",
            "beacon": {
                "source": "drand",
                "targets_time": "2026-11-02T02:00:00Z",
                "teams_time": "2026-11-02T02:00:30Z",
            },
            "lead": 86400,
        }
        self.write("draws/2026-003/task.yaml", batch | own | fields)


CASES: dict[str, Change] = {}
"""Every case: a change of the sound files, which may name a command and a history of its own."""
HISTORY: dict[str, tuple[Change | None, Change]] = {}
"""Cases of `check --since`: a change of what was published before, and of what stands now."""


def case(name: str) -> Callable[[Change], Change]:
    """Enter a case under `<CODE>-<slug>`."""

    def enter(function: Change) -> Change:
        assert name not in CASES, name
        CASES[name] = function
        return function

    return enter


def quick(name: str, path: str, change: Edit, id_: str | None = None) -> None:
    """Enter a case that changes one record."""
    CASES[name] = lambda repo: repo.edit_in(path, id_, change) if id_ else repo.edit(path, change)


def put(**fields: Any) -> Edit:
    """Set fields of a record."""
    return lambda record: record.update(fields)


def drop(*names: str) -> Edit:
    """Remove fields of a record."""
    return lambda record: [record.pop(name) for name in names]


def sealed(document: Mapping[str, Any]) -> bytes:
    """A JSON document as the protocol writes it (section 3)."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def edited(path: str, change: Edit) -> Change:
    """A change of the one record of a file."""
    return lambda repo: repo.edit(path, change)
