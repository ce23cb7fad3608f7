"""The rules of the notice and the protocol: one function or one SQL text for each code (design, section 5)."""

from collections.abc import Iterator

from sunlot.core.problems import Problem
from sunlot.core.registry import Registry
from sunlot.core.rules import (
    authorities,
    calendar,
    chain,
    circulars,
    codes,
    coverage,
    history,
    inspectors,
    items,
    life,
    objections,
    papers,
    plans,
    records,
    results,
    targets,
    tasks,
    vacancies,
    values,
)
from sunlot.core.rules.base import QUERIES, RULES, Context, Query

__all__ = [
    "QUERIES",
    "RULES",
    "Context",
    "Query",
    "authorities",
    "calendar",
    "chain",
    "circulars",
    "codes",
    "coverage",
    "history",
    "inspectors",
    "items",
    "life",
    "objections",
    "papers",
    "plans",
    "records",
    "results",
    "targets",
    "tasks",
    "vacancies",
    "values",
    "within_records",
]


def within_records(registry: Registry, context: Context) -> Iterator[Problem]:
    """Apply every rule that is a function; those that are SQL texts run over `rules.flat` (`QUERIES`)."""
    for rule in RULES.values():
        yield from rule(registry, context)
