"""Ids as people read them: the name behind an id, and the address of its page."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sunlot.core.divisions import Divisions
from sunlot.core.identity import current
from sunlot.core.model import Inspector
from sunlot.core.protocol.grammar import is_withheld
from sunlot.core.registry import Registry

WITHHELD = "不公开的对象"
DIRECT = "90"
"""Third and fourth digit of counties and cities that no prefecture stands above (GB/T 2260)."""
_FINDERS = {
    "target_id": "target",
    "drawn_key": "target",
    "inspector_id": "person",
    "person_id": "person",
    "expert_id": "person",
    "item_id": "item",
    "authority_id": "authority",
    "division": "division",
    "division_prefix": "division",
    "draw_id": "draw",
    "plan_id": "plan",
}
"""Common type of the schemas → the method that finds its name."""


@dataclass(frozen=True, slots=True)
class Name:
    """An id with its name.

    Attributes:
        id: The id.
        text: The name; the id itself where no record has it.
        address: Its page, relative to the top of the site; None where it has none.
    """

    id: str
    text: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """Finds names in the registers of one day.

    Attributes:
        registry: The records.
        day: The ISO date that the site shows.
        divisions: The history of divisions.
        drawn: Targets with a page of their own.
        draws: Draws with a page.
    """

    registry: Registry
    day: str
    divisions: Divisions
    drawn: Collection[str] = frozenset()
    draws: Collection[str] = frozenset()
    _places: dict[str, Name] = field(default_factory=dict, compare=False, repr=False)

    def target(self, key: str) -> Name:
        """A target; one that was never drawn is shown by the page that reads the register."""
        if is_withheld(key):
            opened = current(self.registry).get(key)
            if opened is None:
                return Name(key, WITHHELD)
            return (
                self.target(opened)
                if opened in self.registry.targets
                else Name(key, f"{WITHHELD} {opened}（已公开编号）")
            )
        placed = self.registry.targets.get(key)
        if placed is None:
            return Name(key, key)
        address = f"targets/{key}/" if key in self.drawn else f"targets/record/?id={key}"
        return Name(key, placed.value.name, address)

    def person(self, key: str) -> Name:
        """An inspector; or an expert, whose name is public only with consent."""
        if placed := self.registry.inspectors.get(key):
            return Name(key, placed.value.name, f"inspectors/{key}/")
        if expert := self.registry.experts.get(key):
            return Name(key, expert.value.name or key, "inspectors/#experts")
        return Name(key, key)

    def certificate(self, key: str) -> str:
        """The number of an inspector's certificate, as it has to be shown at a visit; empty for others."""
        placed = self.registry.inspectors.get(key)
        person: Inspector | None = placed.value if placed else None
        return person.certificates[0].certificate_no if person and person.certificates else ""

    def item(self, key: str) -> Name:
        """An inspection item."""
        placed = self.registry.items.get(key)
        return Name(key, placed.value.name, f"items/{key}/") if placed else Name(key, key)

    def authority(self, key: str) -> Name:
        """An authority; authorities have no pages."""
        placed = self.registry.authorities.get(key)
        return Name(key, placed.value.name if placed else key)

    def division(self, code: str) -> Name:
        """A division of six digits, or the prefix of one, by the name it bears on the day, its prefecture in front."""
        if code not in self._places:
            whole = code.ljust(6, "0")
            name = self.divisions.name(whole, self.day) or code
            alone = whole.endswith("00") or whole[2:4] == DIRECT
            above = "" if alone else self.divisions.name(whole[:4] + "00", self.day)
            self._places[code] = Name(code, f"{above or ''}{name}")
        return self._places[code]

    def draw(self, key: str) -> Name:
        """A draw, by the title of its task."""
        placed = self.registry.tasks.get(key)
        text = f"{key} {placed.value.title}" if placed else key
        return Name(key, text, f"draws/{key}/" if key in self.draws else None)

    def plan(self, key: str) -> Name:
        """An annual plan."""
        placed = self.registry.plans.get(key)
        return Name(key, placed.value.title, f"plans/{key}/") if placed else Name(key, key)

    def of(self, form: str, value: str) -> Name | None:
        """The name behind a value of a common type; None where the type is no id."""
        finder = _FINDERS.get(form)
        return getattr(self, finder)(value) if finder else None
