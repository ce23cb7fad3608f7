"""What forgeries are made with: honest draws, ways to change them, and the table they are entered in."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tests.support.drawfolders import Files, Office, OwnChain, edit, honest, reseal, write

from sunlot.core.protocol.grammar import instant, seconds

CHAIN = OwnChain().chain
FULL = "substitutes-and-relief"
DRAW = "2026-001"


@cache
def office(scenario: str) -> Office:
    return honest(scenario)


def files(scenario: str = FULL) -> Files:
    return office(scenario).files


@dataclass(frozen=True)
class Forgery:
    """A forged draw, and the refusal it has to meet."""

    name: str
    stage: str
    make: Callable[[], Files]
    others: frozenset[str] = frozenset()
    draw: str = DRAW

    def __str__(self) -> str:
        return f"{self.name}-{self.make.__name__}"


Table = list[Forgery]
Make = Callable[[], Files]


def forgery(table: Table, name: str, stage: str, **more: object) -> Callable[[Make], Make]:
    """Enter a forgery in a table: it has to be refused at ``stage`` by the refusal ``name``."""

    def enter(make: Make) -> Make:
        table.append(Forgery(name, stage, make, **more))
        return make

    return enter


def sealed(path: str, change: Callable[[dict], object], scenario: str = FULL) -> Files:
    """An edited document, with every digest set right."""
    return reseal(edit(files(scenario), path, change))


def lines(path: str, change: Callable[[list[str]], list[str]], scenario: str = FULL) -> Files:
    """An edited list, with every digest set right; its header stays."""
    header, *rows = files(scenario)[path].decode().splitlines()
    return reseal(write(files(scenario), path, "".join(f"{row}\n" for row in [header, *change(rows)]).encode()))


def at(stage: str, scenario: str = FULL) -> dict:
    return json.loads(files(scenario)[f"{stage}/freeze.json"])


def retimed(stage: str, time: str, scenario: str = FULL) -> Files:
    """A stage that waits for another time, and for its round."""
    number = CHAIN.round_at(time)

    def change(freeze):
        freeze["beacon"].update(time=time, round=number)

    return sealed(f"{stage}/freeze.json", change, scenario)


def later(time: str, by: int) -> str:
    return instant(seconds(time) + by)
