"""How a rule is written, and what it may ask: the table of rules, and the context of a check."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sunlot.core.calendar import Calendars
from sunlot.core.dates import end_of
from sunlot.core.deadlines import Facts
from sunlot.core.decided import decided
from sunlot.core.divisions import Divisions
from sunlot.core.drawn import Drawn
from sunlot.core.history import History
from sunlot.core.problems import Place, Problem
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.verdict import Verdict
from sunlot.core.registry import Registry

JsonSchema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """All that rules may know besides the records.

    Attributes:
        as_of: The day at which everything is judged, in Beijing.
        demonstration: Whether the repository says that it is one (`sunlot.yaml`).
        calendars: The working calendars of the register.
        divisions: The administrative divisions of the register.
        drawn: Draw id → what it decided; a draw that is not frozen yet is missing.
        records: Draw id → its documents; as `drawn`.
        verdicts: Draw id → what the verifier says of it; as `drawn`.
        follow_ups: Result codes that ask for a follow-up (`x-follow-up` of the term).
        unvisited: Result codes that need no visit (`x-visit: false` of the term).
        steps: Step of an inspection → its label, Chinese and English (`life_step`).
        masked: Kind → its masked properties, by name, as their schemas have them.
        references: Kind → the fields that name another record: path (`*` for any entry of a list) and its kind.
        unread: Kind and id of records that have a problem of form; `*` for a file of many records.
        digests: Path → SHA-256 of every file below `results/`.
        history: What a base revision held; None when nothing is compared.
    """

    as_of: date
    demonstration: bool = False
    calendars: Calendars = field(default_factory=Calendars)
    divisions: Divisions = field(default_factory=lambda: Divisions({}))
    drawn: Mapping[str, Drawn] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    follow_ups: frozenset[str] = frozenset()
    unvisited: frozenset[str] = frozenset()
    steps: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    masked: Mapping[str, Mapping[str, JsonSchema]] = field(default_factory=dict)
    references: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    unread: frozenset[tuple[str, str]] = frozenset()
    digests: Mapping[str, str] = field(default_factory=dict)
    history: History | None = None
    _by_day: dict[tuple[str, str], Drawn] = field(default_factory=dict)

    @property
    def today(self) -> str:
        """The day at which everything is judged, as ISO text."""
        return self.as_of.isoformat()

    def drawn_by(self, draw: str, day: str) -> Drawn | None:
        """What a draw had decided by the end of a day; as it stands now where it had not sent anybody by then.

        What is said of a visit or in a circular is held to its own day: a later stage makes neither wrong.
        """
        now, record = self.drawn.get(draw), self.records.get(draw)
        if now is None or record is None or now.refused:
            return now
        if (draw, day) not in self._by_day:
            then = decided(record, end_of(day))
            self._by_day[draw, day] = then if then.teams else now
        return self._by_day[draw, day]


def facts_of(registry: Registry, context: Context) -> Facts:
    """Give what deadlines follow from, as rules see it: a draw that the verifier refuses has a rule of its own."""
    sound = {draw: drawn for draw, drawn in context.drawn.items() if not drawn.refused}
    return Facts(registry=registry, day=context.as_of, drawn=sound, calendars=context.calendars)


Rule = Callable[[Registry, Context], Iterator[Problem]]
Finding = Callable[..., Problem]
RULES: dict[str, Rule] = {}


@dataclass(frozen=True, slots=True)
class Query:
    """A rule across records: one SQL text over the flat tables, in the subset that SQLite and DuckDB both understand.

    Attributes:
        sql: Selects `file`, `idx`, `path`, and by their names the columns that `finding` takes.
        finding: Makes a problem from a place and those columns.
    """

    sql: str
    finding: Finding


QUERIES: dict[str, Query] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    """Enter a rule in the table under the code that users see and cite; its docstring names its clause."""

    def enter(function: Rule) -> Rule:
        _check(code, function.__doc__)
        RULES[code] = function
        return function

    return enter


def across(code: str, sql: str) -> Callable[[Finding], Finding]:
    """Enter a rule that is one SQL text; the decorated function makes a problem from a row that it finds."""

    def enter(function: Finding) -> Finding:
        _check(code, function.__doc__)
        QUERIES[code] = Query(sql, function)
        return function

    return enter


def _check(code: str, doc: str | None) -> None:
    if code in RULES or code in QUERIES:
        raise ValueError(f"{code} has two rules")
    if not doc:
        raise ValueError(f"the rule {code} does not say what it asks for")


__all__ = ["QUERIES", "RULES", "Context", "Place", "Problem", "Query", "Registry", "across", "facts_of", "rule"]
