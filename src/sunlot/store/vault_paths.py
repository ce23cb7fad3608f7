"""Where things lie in a vault; what comes from a record is never a path by itself."""

import re
from collections.abc import Mapping
from typing import Final

from sunlot.store.entries import Entry
from sunlot.store.errors import StoreError

REGISTERS: Final[Mapping[str, str]] = {
    "targets": "target",
    "inspectors": "inspector",
    "experts": "expert",
    "objections": "objection",
    "results": "result",
}
"""The registers whose records may have internal fields, and the kinds of these."""

_PART: Final = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,79}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
ENDING: Final = ".yaml"


class VaultError(StoreError):
    """The vault cannot do what was asked."""


class AbsentVaultError(VaultError):
    """There is no vault on this machine, and the work needs one."""


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
    if top == "draws":
        return len(rest) != 2
    return top != "years" or len(rest) != 1 or not rest[0].endswith(".key")
