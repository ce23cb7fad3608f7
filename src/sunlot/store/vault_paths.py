"""Where a vault lies, and things in it; what comes from a record or a setting is never a path by itself."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sunlot.store.entries import Entry
from sunlot.store.errors import StoreError

REGISTERS: Final[Mapping[str, str]] = {
    "targets": "target",
    "withheld": "withheld_target",
    "inspectors": "inspector",
    "experts": "expert",
    "objections": "objection",
    "results": "result",
}
"""The registers whose records may have internal fields, and the kinds of these."""

_PART: Final = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,79}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_STEP: Final = re.compile(r"(?!\.{1,2}\Z)(?!(?i:\.git)\Z)[A-Za-z0-9._-]+")
ENDING: Final = ".yaml"
IGNORED: Final = ".gitignore"
"""The file by which a vault keeps itself out of Git."""
DEFAULT: Final = "vault"
ELSEWHERE: Final = "SUNLOT_VAULT"
"""The environment variable that names the vault of an office which keeps it outside the repository."""


class VaultError(StoreError):
    """The vault cannot do what was asked."""


class AbsentVaultError(VaultError):
    """There is no vault on this machine, and the work needs one."""


def lies_inside(named: str) -> bool:
    """Whether a setting names a folder below the repository, and nothing else."""
    return all(_STEP.fullmatch(step) for step in named.split("/"))


def place_of(root: Path, named: str | None) -> Path:
    """Where the vault of a repository is: the folder that `SUNLOT_VAULT` names, else that of `sunlot.yaml`.

    Args:
        root: The repository.
        named: The setting `vault`; `vault/` where it is missing.

    Raises:
        VaultError: If the variable names no absolute path, or the setting leads out of the repository.
    """
    if place := elsewhere():
        return place
    named = named or DEFAULT
    if not lies_inside(named):
        raise VaultError(
            f"sunlot.yaml 的 vault 为“{named}”，不是仓库内的文件夹，未予打开；库在别处的，请设环境变量 {ELSEWHERE}",
            f"`vault` in sunlot.yaml is “{named}”, no folder inside the repository, and was not opened; "
            f"where the vault is elsewhere, name it by the environment variable {ELSEWHERE}",
        )
    return root / named


def elsewhere() -> Path | None:
    """The vault that the environment names.

    Raises:
        VaultError: If it is no absolute path.
    """
    named = os.environ.get(ELSEWHERE)
    if named and not Path(named).is_absolute():
        raise VaultError(
            f"环境变量 {ELSEWHERE} 为“{named}”，不是绝对路径；请写明内部库的绝对路径",
            f"{ELSEWHERE} is “{named}”, which is no absolute path; give the vault's absolute path",
        )
    return Path(named) if named else None


def folder_of(register: str, record: str) -> str:
    """The folder of a record's versions.

    Raises:
        VaultError: If the register has no internal fields, or the id cannot be a name.
    """
    if register not in REGISTERS:
        raise VaultError(
            f"“{register}”不是有内部字段的名录；可用：{'、'.join(REGISTERS)}",
            f"“{register}” is no register with internal fields; these are {', '.join(REGISTERS)}",
        )
    return path_of(register, record)


def path_of(*parts: str) -> str:
    """Join names to a path.

    Raises:
        VaultError: If one of them could lead elsewhere.
    """
    for part in parts:
        if _PART.fullmatch(part) is None:
            raise VaultError(
                f"“{part}”不能用作内部库中的名称；只可用字母、数字和 . _ ~ -，不以点开头，至多 80 个字符",
                f"“{part}” cannot be a name in the vault: at most 80 letters, digits and . _ ~ -, no dot first",
            )
    return "/".join(parts)


def split(entry: Entry) -> tuple[str, str | None]:
    """The folder `<register>/<id>` of a vault file and the digest that its name gives; None for any other file."""
    folder, _, name = entry.path.rpartition("/")
    register, _, record = folder.partition("/")
    digest = name.removesuffix(ENDING)
    good = (
        entry.kind == "file"
        and register in REGISTERS
        and _PART.fullmatch(record) is not None
        and name == digest + ENDING
        and _DIGEST.fullmatch(digest) is not None
    )
    return folder, digest if good else None


def is_stray(entry: Entry) -> bool:
    """Whether a file that is no version of a record is no secret of a draw or year either."""
    top, *rest = entry.path.split("/")
    if entry.kind != "file":
        return True
    if entry.path == IGNORED:
        return False
    if top == "draws":
        return len(rest) != 2
    return top != "years" or len(rest) != 1 or not rest[0].endswith(".key")
