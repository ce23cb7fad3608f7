"""The vault: internal fields and the secrets of draws, in a plain folder beside the repository (design, section 4).

`<register>/<id>/<digest>.yaml` holds the internal half of one record and a fresh `salt`; `<digest>` is the SHA-256 of
the file, so that `sha256sum` checks it, and the public record carries the commitment to it (`store.commitments`).
Versions lie side by side; there is no history, so what is removed is gone.
`draws/<draw>/<name>` and `years/<year>.key` hold what a draw keeps closed until its beacon is out.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.store.canonical import UnwritableError
from sunlot.store.commitments import Commitment, commitment, named_commitments
from sunlot.store.reader import vault_form
from sunlot.store.sources import Entry, WorkTree
from sunlot.store.vault_paths import (
    ENDING,
    IGNORED,
    REGISTERS,
    AbsentVaultError,
    VaultError,
    folder_of,
    is_stray,
    path_of,
    split,
)
from sunlot.store.writing import make_folder, remove, write

__all__ = [
    "REGISTERS",
    "AbsentVaultError",
    "Commitment",
    "Vault",
    "VaultError",
    "commitment",
    "named_commitments",
]


class Vault:
    """A vault, or its absence: then there is nothing to read, and whatever would write says so."""

    def __init__(self, root: Path | None, place: Path | None = None) -> None:
        self._root = root
        self._place = place or root

    @classmethod
    def open(cls, root: Path | None) -> "Vault":
        """Open the folder; None, or a folder that does not exist, is the absent vault."""
        place = root.resolve() if root is not None else None
        return cls(place if place is not None and place.is_dir() else None, place)

    @classmethod
    def create(cls, root: Path) -> "Vault":
        """Open the folder, made first if need be, for its owner only; it tells Git to leave it alone."""
        place = root.resolve()
        make_folder(place, private=True)
        if not (place / IGNORED).exists():
            write(place / IGNORED, b"*\n", root=place, private=True)
        return cls(place)

    def founded(self) -> "Vault":
        """This vault, its folder made where it was named but is not there yet: for work that has to leave secrets.

        Raises:
            AbsentVaultError: If no place was named for it.
        """
        return Vault.create(self._place) if self._place is not None else Vault(self._here())

    @property
    def present(self) -> bool:
        """Whether there is a vault on this machine."""
        return self._root is not None

    def _here(self) -> Path:
        if self._root is None:
            raise AbsentVaultError(
                "本机没有内部库，无法完成此操作；请在存有内部库的机器上运行，或在 sunlot.yaml 的 vault 中写明其位置",
                "there is no vault on this machine and this work needs it; run it where the vault is, "
                "or name its folder under `vault` in sunlot.yaml",
            )
        return self._root

    def put(self, register: str, record: str, fields: Mapping[str, Any], salt: str) -> str:
        """Store the internal fields of a record, beside versions that are there already.

        Args:
            register: The folder of its register, such as `inspectors`.
            record: Its id.
            fields: Its internal fields, without the salt.
            salt: 32 fresh random bytes in hex (`secrets.token_hex(32)`), never used before.

        Returns:
            The commitment, for the public record's field `internal`.

        Raises:
            AbsentVaultError: If there is no vault.
            VaultError: If the register or the id is not one.
            ProblemsError: If the fields do not fit the internal half of the schema.
            WriteError: If the disk refuses.
        """
        root, folder = self._here(), folder_of(register, record)
        try:
            data = vault_form(REGISTERS[register]).write([{**fields, "salt": salt}])
        except UnwritableError as error:
            raise VaultError(
                f"{folder} 的内部字段无法写入：{error}；请改正后再登记",
                f"the internal fields of {folder} cannot be written: {error}; correct them first",
            ) from error
        except ProblemsError as error:
            raise ProblemsError(_at(f"{root.name}/{folder}", error.problems)) from None
        digest = hashlib.sha256(data).hexdigest()
        write(root / folder / f"{digest}{ENDING}", data, root=root, new=True, private=True)
        return commitment(register, record, digest)

    def get(self, register: str, record: str, value: str) -> Mapping[str, Any] | None:
        """Read the internal fields that a commitment stands for; None where this machine does not have them.

        Raises:
            ProblemsError: If the file is there but was changed (F118) or does not fit its schema.
        """
        folder = folder_of(register, record)
        for name, entry in self._versions(folder):
            if commitment(register, record, name) == value:
                return self._read(register, entry, name)
        return None

    def _read(self, register: str, entry: Entry, digest: str) -> Mapping[str, Any]:
        root = self._here()
        shown = f"{root.name}/{entry.path}"
        data = WorkTree(root).read(entry.path)
        if found := _altered(shown, digest, data):
            raise ProblemsError([found])
        document, problems = vault_form(REGISTERS[register]).read(shown, data)
        if document is None:
            raise ProblemsError(problems)
        return {name: field for name, field in document.records[0].items() if name != "salt"}

    def check(self, commitments: Iterable[Commitment]) -> list[Problem]:
        """Compare the vault with the public commitments; all problems, sorted.

        F118: a file was changed, or no file of the record fits its commitment. F120: the record has no file at all.
        F117: something lies in the vault that does not belong there; erasing a record would miss it.
        A version that no commitment names is no problem: a pull request may name it, `prune` removes it.

        Raises:
            AbsentVaultError: If there is no vault.
        """
        tree = WorkTree(self._here())
        problems: list[Problem] = []
        held: dict[str, list[str]] = {}
        for entry in tree.entries():
            shown, (folder, name) = f"{self._here().name}/{entry.path}", split(entry)
            if name is None:
                if is_stray(entry):
                    room = f"{self._here().name}/{entry.path.partition('/')[0]}"
                    problems.append(problem(Place(shown), "F117", room=room, expected=f"<id>/<SHA-256>{ENDING}"))
                continue
            held.setdefault(folder, []).append(name)
            if found := _altered(shown, name, tree.read(entry.path)):
                problems.append(found)
        for one in commitments:
            names = held.get(folder_of(one.register, one.id), [])
            fitting = [commitment(one.register, one.id, name) for name in names]
            if not names:
                problems.append(problem(one.place(), "F120", expected=one.value, record=f"{one.register}/{one.id}"))
            elif one.value not in fitting:
                problems.append(problem(one.place(), "F118", expected=one.value, found="、".join(fitting)))
        return sorted(set(problems))

    def prune(self, keep: AbstractSet[str], *, dry_run: bool = False, before: datetime | None = None) -> list[str]:
        """Remove the versions that none of the commitments in `keep` stands for; secrets of draws and years stay.

        Args:
            keep: What HEAD and every branch name (`named_commitments`).
            dry_run: Tell only.
            before: Leave what was written at this moment or later, which a commit may be about to name.

        Returns:
            The paths removed, below the vault, sorted.

        Raises:
            AbsentVaultError: If there is no vault.
            VaultError: If `keep` is empty, which would remove everything: most likely it was taken from elsewhere.
        """
        root = self._here()
        gone = []
        for entry in WorkTree(root).entries():
            folder, name = split(entry)
            register, _, record = folder.partition("/")
            if name is None or commitment(register, record, name) in keep:
                continue
            if before is None or datetime.fromtimestamp((root / entry.path).lstat().st_mtime, UTC) < before:
                gone.append(entry.path)
        if gone and not keep:
            raise VaultError(
                "没有任何公开记录提到内部字段，清理会删去整个内部库；请核对仓库和分支",
                "no public record names internal fields, so this would empty the vault; check repository and branches",
            )
        if not dry_run:
            remove(gone, root=root)
        return gone

    def put_draw_secret(self, draw: str, name: str, data: bytes, *, replace: bool = False) -> None:
        """Keep what a draw must not show yet, such as the opened recusals with their salts.

        Args:
            draw: The id of the draw.
            name: The name of the file.
            data: Its bytes.
            replace: Give up what is there. Only while no freeze rests on it: without its salts a draw cannot be opened.

        Raises:
            AbsentVaultError: If there is no vault.
            WriteError: If other bytes are there and `replace` is not set.
        """
        path = path_of("draws", draw, name)
        write(self._here() / path, data, root=self._here(), new=not replace, private=True)

    def get_draw_secret(self, draw: str, name: str) -> bytes | None:
        """Read what a draw keeps closed; None where this machine does not have it."""
        return self._secret(path_of("draws", draw, name))

    def put_year_key(self, year: int, key: bytes) -> None:
        """Keep the year's key for withheld identities (protocol, section 9): 32 bytes, written as hex, never replaced.

        Raises:
            AbsentVaultError: If there is no vault.
            VaultError: If the key has another length.
            WriteError: If the year has another key already.
        """
        if len(key) != 32:
            raise VaultError(
                f"{year} 年的密钥应为 32 字节，实际 {len(key)} 字节；请重新生成",
                f"the key of {year} has {len(key)} bytes, expected 32; make another",
            )
        path = path_of("years", f"{year}.key")
        write(self._here() / path, f"{key.hex()}\n".encode(), root=self._here(), new=True, private=True)

    def get_year_key(self, year: int) -> bytes | None:
        """Read the year's key; None where this machine does not have it."""
        data = self._secret(path_of("years", f"{year}.key"))
        if data is None:
            return None
        if re.fullmatch(rb"[0-9a-f]{64}\n?", data) is None:
            raise VaultError(
                f"{year} 年的密钥文件已损坏；请从备份恢复",
                f"the key file of {year} is damaged; restore it from a backup",
            )
        return bytes.fromhex(data.decode("ascii"))

    def _secret(self, path: str) -> bytes | None:
        if self._root is None:
            return None
        tree = WorkTree(self._root)
        return tree.read(path) if tree.entries(path) else None

    def _versions(self, folder: str) -> Iterator[tuple[str, Entry]]:
        if self._root is None:
            return
        for entry in WorkTree(self._root).entries(folder):
            _, name = split(entry)
            if name is not None:
                yield name, entry


def _altered(shown: str, digest: str, data: bytes) -> Problem | None:
    found = hashlib.sha256(data).hexdigest()
    return None if found == digest else problem(Place(shown), "F118", expected=digest, found=found)


def _at(file: str, problems: Iterable[Problem]) -> list[Problem]:
    return [replace(one, place=replace(one.place, file=file)) for one in problems]
