"""Whom or what a word means: an id, a former id, a credit code, a name; and what comes near where it means nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from typing import Literal

from sunlot.core.showing.known import Known
from sunlot.core.views.lookup import grams, normalise

Kind = Literal["draw", "target", "inspector", "expert"]
NEAR = 5
_ALIKE = 0.4
"""Part of the pairs of characters that two texts have in common, from where on they are alike."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """One thing that a word means."""

    kind: Kind
    id: str


def find(known: Known, word: str) -> list[Found]:
    """Give what a word means: at most one thing by its id, else all that bear the name, else nothing.

    Width, case and spaces do not matter where no id is written exactly so.
    """
    exact = word.strip()
    for wanted, form in ((exact, str), (normalise(word), normalise)):
        for named in (_by_id, _by_other_id, _by_name):
            found = sorted({one for text, one in named(known) if form(text) == wanted})
            if found:
                return found[:1] if named is _by_id else found
    return []


def near(known: Known, word: str) -> list[Found]:
    """Give what comes nearest to a word that means nothing, the nearest first; what contains it is near."""
    wanted = normalise(word)
    pairs = set(grams(wanted))
    best: dict[Found, float] = {}
    for named in (_by_id, _by_other_id, _by_name):
        for text, one in named(known):
            best[one] = max(best.get(one, 0.0), _likeness(wanted, pairs, normalise(text)))
    top = nlargest(NEAR, best.items(), key=lambda item: (item[1], item[0]))
    return [one for one, score in top if score >= _ALIKE]


def _likeness(wanted: str, pairs: set[str], text: str) -> float:
    if not wanted:
        return 0.0
    if wanted in text:
        return 1.0 + len(wanted) / len(text)
    own = set(grams(text))
    return len(own & pairs) / len(own | pairs) if own and pairs else 0.0


def _by_id(known: Known) -> Iterator[tuple[str, Found]]:
    books = known.registry
    kinds: tuple[tuple[Kind, Iterable[str]], ...] = (
        ("draw", {**books.tasks, **known.records}),
        ("target", books.targets),
        ("inspector", books.inspectors),
        ("expert", books.experts),
    )
    for kind, ids in kinds:
        yield from ((id_, Found(kind, id_)) for id_ in ids)
    yield from _only_in_lists(known)


def _only_in_lists(known: Known) -> Iterator[tuple[str, Found]]:
    """What a draw was made from and no register names now: withheld entries, and records that vanished."""
    books = known.registry
    for record in known.records.values():
        lists = record.lists
        for key in (*lists.entries, *(one.key for one in lists.exclusions)):
            if key not in books.targets and key not in known.current:
                yield key, Found("target", key)
        for key in (*(one.key for one in lists.inspectors), *(one.key for one in lists.absences)):
            if key not in books.inspectors and key not in books.experts:
                yield key, Found("inspector", key)


def _by_other_id(known: Known) -> Iterator[tuple[str, Found]]:
    for former, id_ in known.current.items():
        yield former, Found("target", id_)
    for id_, placed in known.registry.targets.items():
        if placed.value.uscc:
            yield placed.value.uscc, Found("target", id_)


def _by_name(known: Known) -> Iterator[tuple[str, Found]]:
    books = known.registry
    for id_, target in books.targets.items():
        yield target.value.name, Found("target", id_)
    for id_, inspector in books.inspectors.items():
        yield inspector.value.name, Found("inspector", id_)
    for id_, expert in books.experts.items():
        if expert.value.name:
            yield expert.value.name, Found("expert", id_)
