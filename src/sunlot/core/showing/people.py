"""Everything about one inspector or expert: the record, the lists it stands in, the places it was given."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sunlot.core.showing.changes import Relieved, Withdrawn, relieved, withdrawn
from sunlot.core.showing.known import Known
from sunlot.core.simulation import Spread

Expected = Callable[[str, str], Spread | None]
"""Draw and inspector → the load to be expected before the draw; None where that cannot be told."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A place in the team of one target."""

    target: str
    group: str
    role: str
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInDraw:
    """A person in one draw.

    Attributes:
        draw: The draw.
        title: Its title, empty where its task cannot be read.
        refused: Whether the verifier refuses the draw.
        group: The group it is listed in; None where it is absent.
        divisions: Where it may enforce.
        absent: Why it cannot be drawn; None where it is listed.
        expected: The places to be expected before the draw.
        duties: The places it has now.
        reliefs: Where it left, or took a place.
        withdrawn: From where on it is no candidate.
    """

    draw: str
    title: str
    refused: bool
    group: str | None = None
    divisions: tuple[str, ...] = ()
    absent: str | None = None
    expected: Spread | None = None
    duties: tuple[Duty, ...] = ()
    reliefs: tuple[Relieved, ...] = ()
    withdrawn: Withdrawn | None = None


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person; `record` is the public record as read, empty where no register names it."""

    id: str
    record: Mapping[str, Any]
    draws: tuple[PersonInDraw, ...]


def show_person(known: Known, id_: str, expected: Expected) -> PersonShown:
    """Gather all that is known of an inspector or expert."""
    people = {**known.registry.inspectors, **known.registry.experts}
    placed = people.get(id_)
    found = tuple(one for draw in sorted(known.records) for one in _in_draw(known, draw, id_, expected))
    return PersonShown(id_, placed.raw if placed else {}, found)


def _in_draw(known: Known, draw: str, id_: str, expected: Expected) -> Iterator[PersonInDraw]:
    record, task = known.records[draw], known.registry.tasks.get(draw)
    common: dict[str, Any] = {
        "draw": draw,
        "title": task.value.title if task else "",
        "refused": not known.verdicts[draw].verified,
    }
    for absence in record.lists.absences:
        if absence.key == id_:
            yield PersonInDraw(**common, absent=absence.reason)
    for listed in record.lists.inspectors:
        if listed.key == id_:
            yield PersonInDraw(
                **common,
                group=listed.group,
                divisions=tuple(listed.divisions.split(" ")),
                expected=expected(draw, id_),
                duties=tuple(_duties(known, draw, id_)),
                reliefs=tuple(one for one in relieved(known, draw) if id_ in (one.inspector, one.newcomer)),
                withdrawn=next((one for one in withdrawn(known, draw) if one.inspector == id_), None),
            )


def _duties(known: Known, draw: str, id_: str) -> Iterator[Duty]:
    for target, teams in known.drawn[draw].teams.items():
        leader = next((team.members[0] for team in teams if team.role == "officer" and team.members), None)
        for team in teams:
            if id_ in team.members:
                yield Duty(target, team.group, team.role, id_ == leader)
