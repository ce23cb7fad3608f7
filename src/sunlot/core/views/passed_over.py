"""Draws in which a target could have been chosen and was not, or could not be chosen, and why: for its own page.

Whoever was chosen reads of that in the draw's cards; here stands the rest, so that nobody has to search the lists.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sunlot.core.identity import current
from sunlot.core.protocol.record import Record
from sunlot.core.registry import Registry
from sunlot.core.views.draws import DrawView
from sunlot.core.views.names import Name, Names
from sunlot.core.views.vocabulary import Vocabulary

_SETTLED = frozenset({"drawn", "teams_waiting"})


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A draw that did not choose the target.

    Attributes:
        draw: The draw.
        chance: The probability it had; empty where it was not on the list.
        how: What came of it, or why it was not on the list.
    """

    draw: Name
    chance: str
    how: str


def passed_over(
    registry: Registry, words: Vocabulary, names: Names, draws: Sequence[DrawView], records: Mapping[str, Record]
) -> dict[str, list[PassedOver]]:
    """Find, for every target by its present id, the draws that did not choose it, the latest first."""
    heirs, found = current(registry), dict[str, list[PassedOver]]()
    for view in draws:
        if record := records.get(view.id):
            for key, one in _in(view, record, words, names.draw(view.id)):
                found.setdefault(heirs.get(key, key), []).append(one)
    return found


def _in(view: DrawView, record: Record, words: Vocabulary, draw: Name) -> Iterator[tuple[str, PassedOver]]:
    chosen = {one.target.id for one in view.chosen}
    how = "未抽中" if view.state_code in _SETTLED else "尚未抽取" if view.state_code == "waiting" else view.state
    listed = {one.id: PassedOver(draw, one.chance, f"列入名单（{one.title}），{how}") for one in view.strata}
    for entry in record.lists.roster:
        if entry.key not in chosen and entry.stratum in listed:
            yield entry.key, listed[entry.stratum]
    absent: dict[str, PassedOver] = {}
    for one in record.lists.exclusions:
        if one.reason not in absent:
            reason = words.term("exclusion_reason", one.reason)
            absent[one.reason] = PassedOver(draw, "", f"未列入名单：{reason}")
        yield one.key, absent[one.reason]
