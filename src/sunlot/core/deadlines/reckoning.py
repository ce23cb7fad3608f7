"""From an event to the day by which something is owed."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from sunlot.core.calendar import Calendars, add_working_days
from sunlot.core.corrections import in_force
from sunlot.core.deadlines.table import LIMITS, count_of
from sunlot.core.drawn import Drawn
from sunlot.core.model import Circular, Result
from sunlot.core.problems import Lang
from sunlot.core.registry import Placed, Registry

Label = Callable[[str, str, Lang], str]
"""(list of terms, code, language) → what people read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something that is still owed.

    Attributes:
        kind: A key of `LIMITS`.
        about: What kind of record it concerns: `target`, `result`, `draw`, `objection`, `inspector` …
        subject: The id of that record; of a result its target.
        unit: The authority that answers for it; empty where nobody is named.
        due: The last day on which it is in time.
        day: The day at which this is said.
        since: The ISO date of the event it is counted from; None where the day is named.
        provisional: Whether a year on the way to the due day has no official calendar yet.
        draw: The draw, if it belongs to one.
        detail: More of it: a stage, a document number, or a code of the table's `term`.
    """

    kind: str
    about: str
    subject: str
    unit: str
    due: date
    day: date
    since: str | None = None
    provisional: bool = False
    draw: str | None = None
    detail: str = ""

    @property
    def days(self) -> int:
        """Calendar days left; of what is late, the days since, as a negative number."""
        return (self.due - self.day).days

    @property
    def late(self) -> bool:
        """Whether the due day has passed; on the day itself there is still time."""
        return self.day > self.due

    @property
    def clause(self) -> str:
        """The source that asks for it."""
        return LIMITS[self.kind].clause

    def what(self, lang: Lang, label: Label) -> str:
        """Say what is owed."""
        limit = LIMITS[self.kind]
        detail = label(limit.term, self.detail, lang) if limit.term else self.detail
        return (limit.zh if lang == "zh" else limit.en).format(draw=self.draw, detail=detail).rstrip()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that deadlines follow from.

    Attributes:
        registry: The records.
        day: The day at which they are judged, in Beijing.
        drawn: Draw → what it had decided by the end of that day; a draw that is not frozen is missing.
        calendars: The working calendars; by default those of the registry.
    """

    registry: Registry
    day: date
    drawn: Mapping[str, Drawn] = field(default_factory=dict)
    calendars: Calendars | None = None

    @cached_property
    def today(self) -> str:
        """The day as ISO text."""
        return self.day.isoformat()

    @cached_property
    def results(self) -> Mapping[tuple[str, str], Placed[Result]]:
        """(draw, target) → its result in force that is published."""
        return in_force(self.registry.results, until=self.today)

    @cached_property
    def circulars(self) -> Mapping[tuple[str, str], Placed[Circular]]:
        """(draw, `circular`) → the circular in force that is published."""
        return in_force(self.registry.circulars, until=self.today)

    @cached_property
    def _calendars(self) -> Calendars:
        return self.calendars or Calendars.of(placed.value for placed in self.registry.calendars.values())

    def limit(self, kind: str, start: str) -> tuple[date, bool]:
        """Reckon the last day of a time that runs from an event, whose own day does not count (民法典 201).

        Returns:
            The day, and whether it is provisional.
        """
        if (kind, start) not in self._reckoned:  # all targets of a draw have the same
            self._reckoned[kind, start] = self._limit(kind, start)
        return self._reckoned[kind, start]

    @cached_property
    def _reckoned(self) -> dict[tuple[str, str], tuple[date, bool]]:
        return {}

    def _limit(self, kind: str, start: str) -> tuple[date, bool]:
        count, begin = count_of(kind, self.registry), date.fromisoformat(start)
        match LIMITS[kind].counted:
            case "working_days":
                return add_working_days(begin, count, self._calendars)
            case "days":
                return begin + timedelta(days=count), False
            case _:
                return add_months(begin, count), False

    def counted(self, kind: str, about: str, subject: str, start: str, **more: str | None) -> Deadline:
        """Make a deadline that is counted from an event."""
        return self._make(kind, about, subject, (*self.limit(kind, start), start), **more)

    def named(self, kind: str, about: str, subject: str, due: str, **more: str | None) -> Deadline:
        """Make a deadline whose day a record, or the beacon, names."""
        return self._make(kind, about, subject, (date.fromisoformat(due), False, None), **more)

    def _make(
        self,
        kind: str,
        about: str,
        subject: str,
        reckoned: tuple[date, bool, str | None],
        *,
        unit: str | None = None,
        draw: str | None = None,
        detail: str | None = None,
    ) -> Deadline:
        due, provisional, since = reckoned
        return Deadline(
            kind=kind,
            about=about,
            subject=subject,
            unit=self.responsible(draw) if unit is None else unit,
            due=due,
            day=self.day,
            since=since,
            provisional=provisional,
            draw=draw,
            detail=detail or "",
        )

    def responsible(self, draw: str | None) -> str:
        """Name the authority that answers for a draw; for what belongs to none, the one whose repository this is."""
        if draw is not None and (task := self.registry.tasks.get(draw)):
            return task.value.responsible_unit
        return self.registry.settings.value.authority if self.registry.settings else ""


def add_months(day: date, months: int) -> date:
    """Give the same day of a later month, or its last day where it has none such (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
