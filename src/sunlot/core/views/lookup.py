"""The look-up index: small files that a browser reads a few of, good for a handful of records and for a million.

Every entry has a number, its ordinal. Three sorted lists are cut into pages, and `index.json` holds the first key of
each page, so that a look-up reads one page a key:

- `codes`: code → ordinal, for exact codes and their beginnings;
- `grams`: two neighbouring characters of a name → ordinals; of very common pairs only the number, since they tell
  little;
- `entries`: what a hit shows, by ordinal; `records`: the register's record of every target, by id.

Each file is packed with gzip. `assets/lookup.js` reads them; `find` below does the same and is what tests hold both to.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

from sunlot.core.masks import DOTS

PAGE: Final = 256
RECORDS: Final = 256
COMMON: Final = 4096
SHOWN: Final = 50
_DOT: Final = "\u00b7"
_TO_DOT: Final = str.maketrans(dict.fromkeys(DOTS, _DOT))

Json = Any
Files = Iterator[tuple[str, Json]]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be looked up.

    Attributes:
        kind: A word of `kinds` in `index.json`.
        title: The name, searched by its characters.
        note: What tells it from others of the same name.
        address: Its page, relative to the top of the site.
        codes: What it is also known by; searched from their beginnings.
    """

    kind: str
    title: str
    note: str
    address: str
    codes: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """Bring a name or a query into the form that is compared: width, case and dots evened out, no spaces."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_TO_DOT)
    return "".join(plain.split())


def grams(text: str) -> list[str]:
    """The pairs of neighbouring characters of a normalised text, each once, sorted."""
    return sorted({first + second for first, second in pairwise(text)})


def files(entries: Sequence[Entry], kinds: Mapping[str, str]) -> Files:
    """Make the files of the index: path below its folder → value to be written as JSON.

    Args:
        entries: In the order in which hits are shown.
        kinds: Kind → its label.
    """
    codes = sorted({(normalise(code), n) for n, entry in enumerate(entries) for code in entry.codes})
    postings: dict[str, list[int]] = {}
    for n, entry in enumerate(entries):
        for gram in grams(normalise(entry.title)):
            postings.setdefault(gram, []).append(n)
    held = [(gram, found if len(found) <= COMMON else len(found)) for gram, found in sorted(postings.items())]
    index = {
        "page": PAGE,
        "entries": len(entries),
        "codes": _starts(codes),
        "grams": _starts(held),
        "kinds": dict(kinds),
    }
    yield "index.json", index
    yield from _paged("codes", codes)
    yield from _paged("grams", held)
    yield from _paged("entries", [(one.kind, one.title, one.note, one.address) for one in entries])


def records(rows: Iterable[tuple[str, str, Sequence[tuple[str, Json]]]]) -> Files:
    """Make the files of the register: an id, a name and labelled values each, sorted by the id.

    A label stands once, in `records.json`; a row has its number there. The rows are read once, page by page.
    """
    labels: dict[str, int] = {}
    starts: list[str] = []
    left = iter(rows)
    while page := list(islice(left, RECORDS)):
        numbered = [(key, name, [(labels.setdefault(one, len(labels)), held) for one, held in lines])
                    for key, name, lines in page]  # fmt: skip
        yield f"records/{len(starts)}.json", numbered
        starts.append(page[0][0])
    yield "records.json", {"page": RECORDS, "records": starts, "labels": list(labels)}


def _starts(rows: Sequence[Sequence[Any]], size: int = PAGE) -> list[Any]:
    return [row[0] for row in rows[::size]]


def _paged(name: str, rows: Sequence[Any], size: int = PAGE) -> Files:
    for number, start in enumerate(range(0, len(rows), size)):
        yield f"{name}/{number}.json", rows[start : start + size]


def find(read: Callable[[str], Json], query: str) -> list[Json] | None:
    """Look a query up; None when it is too short or too common to be answered.

    Args:
        read: Gives the value of a file of the index.
        query: One or more words; a hit's name contains them all, or one of its codes begins with the query.
    """
    index = read("index.json")
    words = [word for part in query.split() if (word := normalise(part))]
    if not any(len(word) > 1 for word in words):
        return None
    hits = _by_code(read, index, "".join(words))
    by_name = _by_name(read, index, [word for word in words if len(word) > 1])
    if by_name is None and not hits:
        return None
    numbers = list(dict.fromkeys([*hits, *(by_name or ())]))
    found = []
    for number in numbers:
        entry = _entry(read, index, number)
        if number in hits or all(word in normalise(entry[1]) for word in words):
            found.append(entry)
        if len(found) == SHOWN:
            break
    return found


def _entry(read: Callable[[str], Json], index: Json, number: int) -> Json:
    return read(f"entries/{number // index['page']}.json")[number % index["page"]]


def _by_code(read: Callable[[str], Json], index: Json, prefix: str) -> list[int]:
    page = max(0, bisect_right(index["codes"], prefix) - 1)
    while page and index["codes"][page] >= prefix:  # the same code may end the page before
        page -= 1
    hits: list[int] = []
    while page < len(index["codes"]) and len(hits) < SHOWN:
        rows = read(f"codes/{page}.json")
        hits += [number for code, number in rows if code.startswith(prefix)]
        if rows[-1][0] > prefix and not rows[-1][0].startswith(prefix):
            break
        page += 1
    return hits[:SHOWN]


def _by_name(read: Callable[[str], Json], index: Json, words: Iterable[str]) -> list[int] | None:
    lists: list[set[int]] = []
    for gram in sorted({gram for word in words for gram in grams(word)}):
        page = bisect_right(index["grams"], gram) - 1
        rows = dict(read(f"grams/{page}.json")) if page >= 0 else {}
        found = rows.get(gram, [])
        if not isinstance(found, int):
            lists.append(set(found))
    return sorted(set.intersection(*lists)) if lists else None
