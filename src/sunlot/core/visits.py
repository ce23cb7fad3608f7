"""Who was drawn how often: the random inspections of a year, counted by market subject (notice, 三（四）1)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sunlot.core.drawn import Drawn
from sunlot.core.identity import current
from sunlot.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Visit:
    """One target that a draw sends inspectors to.

    Attributes:
        subject: The market subject it counts for, by its present id.
        target: The target itself; a withheld one is its own subject.
        draw: The draw.
        year: The calendar year of the task's visit window.
    """

    subject: str
    target: str
    draw: str
    year: str


def visits(registry: Registry, drawn: Mapping[str, Drawn]) -> Iterator[Visit]:
    """Yield the visits of all draws: a joint visit is one, a vacated target is none, a waiting draw has none yet."""
    now = current(registry)
    for draw, found in sorted(drawn.items()):
        task = registry.tasks.get(draw)
        if task is None or found.refused:
            continue
        for target in found.live:
            placed = registry.targets.get(now.get(target, target))
            subject = placed.value.subject if placed else target
            yield Visit(now.get(subject, subject), target, draw, task.value.window_from[:4])


def per_subject(registry: Registry, drawn: Mapping[str, Drawn], year: str) -> dict[str, int]:
    """Count the visits of one calendar year by subject."""
    return dict(Counter(visit.subject for visit in visits(registry, drawn) if visit.year == year))


def last_teams(registry: Registry, drawn: Mapping[str, Drawn]) -> dict[str, frozenset[str]]:
    """Tell who was drawn to inspect a target the last time it was inspected, by its present id (domain, I12).

    The last time is the one whose teams were drawn last, repeats and teams for substitutes included; a target that was
    vacated was not inspected then, nor by teams that are void.
    """
    now = current(registry)
    times: dict[str, tuple[str, str]] = {}
    last: dict[str, frozenset[str]] = {}
    for draw, found in drawn.items():
        for target, teams in found.teams.items() if not found.refused else ():
            key, when = now.get(target, target), (found.sent.get(target, ""), draw)
            if when >= times.get(key, ("", "")):
                times[key], last[key] = when, frozenset(member for team in teams for member in team.members)
    return last
