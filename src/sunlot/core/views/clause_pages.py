"""The page 条款对照: each clause of the rule that a site follows, how it is met, and where that shows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import msgspec

from sunlot.core.views.contents import Page

State = Literal["built", "partly", "open"]
STATES: Final = {
    "built": ("已做到", "built", "good"),
    "partly": ("部分做到", "partly built", "wait"),
    "open": ("尚未做到", "open", "warn"),
}
"""State → its label in both languages, and the tone of its tag."""


class Pair(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A text in both languages."""

    zh: str
    en: str


class Places(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where an answer shows: addresses below the top of the site, commands, `kind.field`, codes of the checks."""

    pages: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


class Clause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One clause.

    Attributes:
        id: Its number in the table, which stays.
        where: The section of the rule, or the law.
        anchor: Its place on the page of the rule.
        to_confirm: Whether the source was read in excerpts only.
        quote: The words of the rule, in one or several pieces.
        requirement: What is asked for.
        state: How far it is met.
        answer: How it is met today.
        missing: What is not there; None when it is built.
        places: Where the answer shows.
        tests: Files, functions and example repositories that show it.
    """

    id: str
    where: str
    requirement: Pair
    state: State
    answer: Pair
    anchor: str | None = None
    to_confirm: bool = False
    quote: tuple[str, ...] = ()
    missing: Pair | None = None
    places: Places = Places()
    tests: tuple[str, ...] = ()


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Clauses that stand together."""

    title: Pair
    clauses: tuple[Clause, ...]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The rule that the site follows, and the page with its text."""

    name: str
    document_no: str
    page: str


class Coverage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The whole table."""

    rule: Rule
    parts: tuple[Part, ...]

    @property
    def clauses(self) -> Iterator[Clause]:
        """All clauses, in order."""
        return (clause for part in self.parts for clause in part.clauses)

    @property
    def counts(self) -> dict[str, int]:
        """State → how many clauses, every state named."""
        found = Counter[str](clause.state for clause in self.clauses)
        return {state: found[state] for state in STATES}


def page(table: Coverage, titles: Mapping[str, str]) -> Page:
    """Make the page; `titles` are those of other pages by their address, with or without a place on them."""
    unfinished = {state: [one.id for one in table.clauses if one.state == state] for state in ("partly", "open")}
    named = {address: _title(address, titles) for clause in table.clauses for address in clause.places.pages}
    values = {"table": table, "counts": table.counts, "states": STATES, "unfinished": unfinished, "titles": named}
    return Page("clauses/", "clauses", values)


def as_data(table: Coverage, day: str) -> dict[str, Any]:
    """The table as it is published beside its page."""
    held: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(table))
    return {"as_of": day, "counts": table.counts, **held}


def _title(address: str, titles: Mapping[str, str]) -> str:
    return titles.get(address) or titles.get(address.partition("#")[0]) or address
