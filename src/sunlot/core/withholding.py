"""Targets whose identity is withheld: they are drawn under a key that the year's key opens (protocol, section 9).

The register says that they exist, of what kind, why they are not named and who decided so; name and address lie in the
vault. Everybody sees how many there are in a stratum and follows each key; whoever holds the year's key sees who it is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct

from sunlot.core.protocol.grammar import HEX64, Digest, is_withheld
from sunlot.core.protocol.lists import Entry, Exclusion
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.tickets import withheld_key, withheld_salt
from sunlot.core.registry import Registry

OPENED = "evidence"
"""The folder of a draw where a withheld target lies that was opened to the public: `declassified-<id>.json`."""


class Opened(Struct, frozen=True, forbid_unknown_fields=True):
    """A key of one draw, opened: anybody can now check whom it stood for."""

    key: Annotated[str, Meta(pattern=rf"^~{HEX64}\Z")]
    salt: Annotated[str, Meta(pattern=rf"^{HEX64}\Z")]
    id: Annotated[str, Meta(pattern=r"^[A-Z]{2}-W-[0-9]{4,8}\Z")]

    def holds(self, draw: str) -> bool:
        """Tell whether salt and id make the key."""
        return withheld_key(draw, self.salt, self.id) == self.key


def key_digest(year_key: bytes) -> Digest:
    """What the annual plan prints of the year's key before its first draw."""
    return Digest(sha256(year_key).hexdigest())


def opened_by(year_key: bytes, draw: str, ids: Iterable[str]) -> Iterator[Opened]:
    """Make the keys of register entries in one draw."""
    for id_ in ids:
        salt = withheld_salt(year_key, draw, id_)
        yield Opened(withheld_key(draw, salt, id_), salt, id_)


def keys_of(registry: Registry, year_keys: Mapping[str, bytes], draws: Iterable[str]) -> dict[str, str]:
    """Give every key that the withheld targets of a register have in some draws, with the id it opens to.

    Args:
        registry: The records.
        year_keys: Year → key; draws of other years stay closed.
        draws: Ids of draws, which begin with their year.
    """
    return {
        one.key: one.id
        for draw in draws
        if draw[:4] in year_keys
        for one in opened_by(year_keys[draw[:4]], draw, registry.withheld)
    }


@dataclass(frozen=True, slots=True)
class Audit:
    """What the year's key shows of a draw.

    Attributes:
        opened: Key → the register entry it stands for.
        unknown: Keys that stand for no entry of the register: nobody may be drawn who is not registered.
        doubled: Entries that take part more than once: under two keys, under two ids, or also in clear.
        selected: The ids of the entries that were drawn, in the order of their tickets.
    """

    opened: Mapping[str, str]
    unknown: tuple[str, ...]
    doubled: tuple[str, ...]
    selected: tuple[str, ...]


def audit(
    registry: Registry, record: Record, year_key: bytes, codes: Mapping[str, str], selected: Iterable[str]
) -> Audit:
    """Open every withheld key of a draw and find each one a real register entry, once, and not also in clear.

    Args:
        registry: The records at the frozen register tree.
        record: The draw.
        year_key: Of the draw's year.
        codes: Withheld target → its credit code, which the vault knows.
        selected: Every key that was selected or brought in.
    """
    known = {one.key: one.id for one in opened_by(year_key, record.draw, registry.withheld)}
    rows: tuple[Entry | Exclusion, ...] = (*record.lists.roster, *record.lists.exclusions)
    keys = [row.key for row in rows]
    hidden, named = [key for key in keys if is_withheld(key)], set(keys)
    times = Counter(known[key] for key in hidden if key in known)
    times.update(id_ for id_, code in codes.items() if code in named)
    bearers = Counter(codes.values())
    times.update(id_ for id_, code in codes.items() if bearers[code] > 1)
    return Audit(
        opened={key: known[key] for key in hidden if key in known},
        unknown=tuple(key for key in hidden if key not in known),
        doubled=tuple(sorted(id_ for id_, count in times.items() if count > 1)),
        selected=tuple(known[key] for key in selected if key in known),
    )
