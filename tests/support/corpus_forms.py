"""Attacks on any key of any document, whatever it means: removed, retyped, blank, out of order, from another draw.

A document is walked key by key. A key is named by the keys that lead to it, joined by dots: entries of a list are
passed over, a free key of a map is ``*``, so that the names can be told from the types of the documents as well.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from tests.support.corpus_honest import Draw
from tests.support.corpus_sealing import written

from sunlot.core.protocol.freezes import freeze_type
from sunlot.core.protocol.grammar import StageId
from sunlot.core.protocol.outcomes import outcome_type

FREE: Final = ("strata", "inputs")
Way = tuple[str | int, ...]


@dataclass(frozen=True)
class Spot:
    """A key of a document of an honest draw.

    Attributes:
        draw: the draw.
        path: the document's file.
        owner: the name of the document's type.
        way: keys and places in lists that lead to the value.
        key: the same, by its general name.
    """

    draw: Draw
    path: str
    owner: str
    way: Way
    key: str

    @property
    def stage(self) -> str:
        """The stage's id."""
        return self.path.partition("/")[0]

    @cached_property
    def document(self) -> Any:
        """The document; not to be changed."""
        return json.loads(self.draw.files[self.path])

    @property
    def value(self) -> Any:
        """What stands there."""
        value = self.document
        for one in self.way:
            value = value[one]
        return value

    def edited(self, change: Callable[[Any, Any], None]) -> dict[str, bytes]:
        """Let ``change`` alter the object that holds the key, given that and the key."""
        document = json.loads(self.draw.files[self.path])
        holder = document
        for one in self.way[:-1]:
            holder = holder[one]
        change(holder, self.way[-1])
        return {**self.draw.files, self.path: written(document)}

    def put(self, value: object) -> dict[str, bytes]:
        """Put another value there."""
        return self.edited(lambda holder, key: holder.__setitem__(key, value))


def spots(draw: Draw) -> Iterator[Spot]:
    """Find every key of every document of a draw."""
    for path in sorted(draw.files):
        owner = _owner(path)
        if owner:
            for way, key in _walk(json.loads(draw.files[path]), (), ()):
                yield Spot(draw, path, owner, way, key)


def _owner(path: str) -> str:
    stage, _, name = path.partition("/")
    if name == "freeze.json":
        return freeze_type(StageId.parse(stage)).__name__
    if name == "outcome.json":
        return outcome_type(StageId.parse(stage)).__name__
    return {"beacon.json": "Beacon", "void.json": "Void", "evidence/attestation.json": "Attestation"}.get(name, "")


def _walk(value: object, way: Way, keys: tuple[str, ...]) -> Iterator[tuple[Way, str]]:
    if isinstance(value, dict):
        free = len(keys) == 1 and keys[0] in FREE
        for key, inner in value.items():
            deeper = (*keys, "*" if free else key)
            yield (*way, key), ".".join(deeper)
            yield from _walk(inner, (*way, key), deeper)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            if isinstance(inner, dict):
                yield from _walk(inner, (*way, place), keys)


# --- the forms ------------------------------------------------------------------------------------------------------


def _removed(holder: Any, key: Any) -> None:
    del holder[key]


def _added(holder: Any, key: Any) -> None:
    """A key of our own right after this one."""
    items = list(holder.items())
    place = list(holder).index(key) + 1
    holder.clear()
    holder.update([*items[:place], (f"{key}_", holder.get(key)), *items[place:]])


def _reordered(holder: Any, key: Any) -> None:
    """The key last, or first if it is last already."""
    items = [(one, holder[one]) for one in holder if one != key]
    moved = (key, holder[key])
    in_front = list(holder)[-1] == key and bool(items)
    holder.clear()
    holder.update([moved, *items] if in_front else [*items, moved])


STRUCTURE: Final[Mapping[str, Callable[[Any, Any], None]]] = {
    "removed": _removed,
    "added": _added,
    "reordered": _reordered,
}


def some_forms(spot: Spot, chance: random.Random, number: int) -> Mapping[str, dict[str, bytes]]:
    """Give some forms of a key, chosen by chance."""
    values = _values(spot.value, chance)
    made: dict[str, dict[str, bytes]] = {}
    for how in chance.sample([*STRUCTURE, *values], number):
        made[how] = spot.edited(STRUCTURE[how]) if how in STRUCTURE else spot.put(values[how])
    return made


def _values(value: Any, chance: random.Random) -> dict[str, object]:
    values: dict[str, object] = {"nulled": None if value is not None else "null", "wrapped": [value]}
    match value:
        case str():
            values["retyped"] = chance.choice([7, True, {"is": value}, -1])
            values["blanked"] = ""
            values["spaced"] = chance.choice([f" {value}", f"{value}\n", f"{value}\u3000", f"{value}\u0000"])
            values["cased"] = value.swapcase() if value.swapcase() != value else value.replace("0", "０", 1)
        case int():
            values["retyped"] = chance.choice([str(value), float(value), True, -value - 1])
            values["blanked"] = chance.choice(["", False])
            values["huge"] = chance.choice([2**53, 2**64, 10**30])
        case list():
            values["retyped"] = chance.choice([{}, "", dict.fromkeys(map(str, range(len(value))))])
            values["emptied"] = []
            values["reversed"] = value[::-1]
            values["doubled"] = value + value[-1:]
            values["shortened"] = value[:-1]
            values["padded"] = [*value, None]
        case dict():
            values["retyped"] = chance.choice([[], list(value.items()), "{}"])
            values["emptied"] = {}
            values["reversed"] = dict(reversed(value.items()))
        case None:
            values["retyped"] = chance.choice([False, 0, {}])
            values["blanked"] = ""
    return values
