"""What a base revision held and what became of it: the input of the rules on history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ChangeKind = Literal["A", "M", "D", "T"]


@dataclass(frozen=True, slots=True)
class Former:
    """A record of a register as the base had it.

    Attributes:
        kind: Its kind.
        id: Its id.
        file: The file it stood in.
        removed_on: The date it left the register, if it had.
        year_key: Of a plan, the digest of the year's key, if it named one.
    """

    kind: str
    id: str
    file: str
    removed_on: str | None = None
    year_key: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A comparison with a base revision.

    Attributes:
        changes: Path → how it changed: A added, M modified, D deleted, T now of another kind.
        frozen: Draws that had a frozen stage in the base.
        records: The records of all register files that changed, as the base had them.
        receipts_from: The day from which the base required receipts, if its settings changed since.
    """

    changes: Mapping[str, ChangeKind] = field(default_factory=dict)
    frozen: frozenset[str] = frozenset()
    records: tuple[Former, ...] = ()
    receipts_from: str | None = None
