"""The demonstration's repository while it grows: records in memory, files and vault on disk, one commit a change."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.chance import salt
from demo.places import DIVISIONS, prefecture_of
from demo.record import Record
from demo.targets import Numbers
from sunlot.core.rooms import BY_KIND
from sunlot.store import canonical, schemas
from sunlot.store.vault import Vault

ROOMS = ("sunlot.yaml", "registers", "draws", "results")
IGNORED = "/vault/\n/site/\n/.cache/\n"
_HERE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs a commit: a post of the office with its role address, never a person."""

    name: str
    address: str


@dataclass(slots=True)
class House:
    """A repository with its vault.

    Attributes:
        root: The folder.
        vault: The vault inside it, which Git ignores.
        records: Path → the records of the file that lies there.
        known: Lot → the ids of its targets.
        numbers: How many ids were given so far.
        today: The Beijing date of the change that is being made.
    """

    root: Path
    vault: Vault
    records: dict[str, list[Record]] = field(default_factory=dict)
    known: dict[str, list[str]] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)
    today: str = ""
    _stored: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _touched: set[str] = field(default_factory=set)

    @classmethod
    def build(cls, root: Path) -> "House":
        """Start an empty repository; what was there before goes."""
        root = root.resolve()
        if root.exists():
            shutil.rmtree(root)
        root.mkdir(parents=True)
        house = cls(root, Vault.create(root / "vault"))
        house.git("init", "--quiet", "--initial-branch=main", "--template=")
        (root / ".gitignore").write_text(IGNORED, encoding="utf-8")
        registers = root / "registers"
        registers.mkdir()
        shutil.copyfile(DIVISIONS, registers / "divisions.csv")
        shutil.copytree(DIVISIONS.parent / "calendar", registers / "calendar")
        return house

    def put(self, *records: Record, path: str | None = None) -> None:
        """Add records, or put changed ones back; the files are written with the next commit."""
        for record in records:
            where = path or _path(record)
            others = [one for one in self.records.get(where, ()) if one.id != record.id]
            self.records[where] = [*others, record]
            self._touched.add(where)

    def get(self, kind: str, key: str) -> Record:
        """Find a record by its kind and id."""
        return next(one for held in self.records.values() for one in held if (one.kind, one.id) == (kind, key))

    def target(self, lot: str, place: int) -> Record:
        """The target at a place of its lot, from 0."""
        return self.get("target", self.known[lot][place])

    def write(self) -> None:
        """Write every file that holds a new or changed record, its vault files first."""
        for where in sorted(self._touched):
            held = self.records[where]
            for record in held:
                self._commit_to(record, where)
            schema = schemas.public(held[0].kind)
            text = canonical.write([one.public for one in held], schema, many=BY_KIND[held[0].kind].many)
            file = self.root / where
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        self._touched.clear()

    def _commit_to(self, record: Record, where: str) -> None:
        """Lay the private half into the vault, where it is new, and its commitment into the public half."""
        if record.private is None:
            return
        register = BY_KIND[record.kind].folder.rpartition("/")[2]
        key = f"{record.public['draw']}-{record.id}" if record.kind == "result" else record.id
        if self._stored.get((where, key)) != record.private:
            version = salt(register, where, key, sorted(record.private.items()))
            record.public["internal"] = self.vault.put(register, key, record.private, version)
            self._stored[where, key] = deepcopy(record.private)

    def commit(self, moment: str, author: Author, message: str) -> None:
        """Commit everything, dated `moment` (ISO, with offset)."""
        self.write()
        self.git("add", "--all")
        who = {
            f"GIT_{role}_{part}": value
            for role in ("AUTHOR", "COMMITTER")
            for part, value in (("NAME", author.name), ("EMAIL", author.address), ("DATE", moment))
        }
        self.git("commit", "--quiet", "--no-verify", "--message", message, environment=who)

    def git(self, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        """Run Git in the repository, deaf to the settings of whoever runs it."""
        plain = ("-c", "core.autocrlf=false", "-c", "commit.gpgsign=false", "-c", "gc.auto=0")
        subprocess.run(
            ("git", "-C", str(self.root), *plain, *arguments),
            env={**os.environ, **_HERE, **(environment or {})},
            check=True,
        )

    def export(self, top: Path) -> None:
        """Make the rooms at the top of a checkout say what this state says; only files that differ are touched."""
        for name in differences(self.root, top):
            fresh = self.root / name
            if fresh.is_file():
                (top / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(fresh, top / name)
            else:
                (top / name).unlink()


def differences(one: Path, other: Path) -> list[str]:
    """Name the files of all rooms that two folders do not have alike."""
    first, second = _files(one), _files(other)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def _files(root: Path) -> dict[str, bytes]:
    files = [file for room in ROOMS for file in (root / room, *(root / room).rglob("*")) if file.is_file()]
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def _path(record: Record) -> str:
    room = BY_KIND[record.kind]
    match record.kind:
        case "settings":
            return room.folder
        case "target":
            return f"{room.folder}/{prefecture_of(record.public['division']).code}.yaml"
        case "task":
            return f"{room.folder}/{record.id}/task.yaml"
        case "result" | "circular":
            return f"{room.folder}/{record.public['draw']}/{record.id}.yaml"
        case _:
            return f"{room.folder}/{record.id}.yaml"
