"""What is counted: the package's own draw; the same arithmetic in SQL for long rosters; draws known to be unfair."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

import duckdb

from sunlot.core.protocol.grammar import Seed
from sunlot.core.protocol.lists import Entry
from sunlot.core.protocol.strata import draw_targets

Ranking = Sequence[int]
"""The places in the roster of those selected, from 0, the smallest ticket first."""
_CHUNK = 1_000_000
_SQL = """
    SELECT number, arg_min(place, sha256('sunlot/1|target|' || seed || '|' || key), ?)
    FROM unnest(?::VARCHAR[]) WITH ORDINALITY AS seeds(seed, number),
         unnest(?::VARCHAR[]) WITH ORDINALITY AS entries(key, place)
    GROUP BY number ORDER BY number
"""


def seed(case: str, number: int) -> Seed:
    """Make a seed for a test; known to everybody, it decides nothing."""
    return Seed(sha256(f"sunlot/statistics|{case}|{number}".encode()).hexdigest())


def seeds(case: str, count: int) -> Iterator[Seed]:
    """Make the first so many seeds of a case."""
    return (seed(case, number) for number in range(1, count + 1))


def roster(size: int, stratum: str = "A") -> list[Entry]:
    """Make up a roster of one stratum."""
    return [Entry(f"XJ-T-{stratum}{place:05d}", stratum, "650102") for place in range(size)]


def by_package(case: str, size: int, take: int, count: int) -> Iterator[Ranking]:
    """Draw with the package."""
    entries = roster(size)
    places = {entry.key: place for place, entry in enumerate(entries)}
    for one in seeds(case, count):
        yield [places[selected.key] for selected in draw_targets(entries, {"A": take}, one)]


def by_sql(case: str, size: int, take: int, count: int) -> Iterator[Ranking]:
    """Draw with DuckDB: the same outcomes, faster where a roster is long."""
    keys = [entry.key for entry in roster(size)]
    wanted = seeds(case, count)
    with duckdb.connect(config={"threads": 1}) as connection:
        while chunk := list(islice(wanted, max(1, _CHUNK // size))):
            for _, places in connection.execute(_SQL, [take, chunk, keys]).fetchall():
                yield [place - 1 for place in places]


def by_skips(case: str, size: int, take: int, count: int) -> Iterator[Ranking]:
    """Draw as a provincial platform did in 2017: one entry in so many, from one start of `java.util.Random`."""
    step = size // take
    for one in seeds(case, count):
        start = _java_next(int(one[:12], 16), step)
        yield [start + step * number for number in range(take)]


def by_remainder(case: str, size: int, take: int, count: int) -> Iterator[Ranking]:
    """Shuffle with one byte a step, taken modulo what is left: the remainders are not equally likely."""
    for one in seeds(case, count):
        left = list(range(size))
        bytes_ = sha256(one.encode()).digest() * (take // 32 + 1)
        yield [left.pop(bytes_[number] % len(left)) for number in range(take)]


def by_short_tickets(case: str, size: int, take: int, count: int) -> Iterator[Ranking]:
    """Draw with tickets of one digit, ties by the order of the list: those listed first win more often."""
    keys = [entry.key.encode() for entry in roster(size)]
    for one in seeds(case, count):
        tickets = [(sha256(one.encode() + key).digest()[0] % 10, place) for place, key in enumerate(keys)]
        yield [place for _, place in sorted(tickets)[:take]]


def by_order(case: str, size: int, take: int, count: int) -> Iterator[Ranking]:
    """Take the list from its top; the seed does nothing."""
    del case, size
    return ([*range(take)] for _ in range(count))


Sampler = Callable[[str, int, int, int], Iterator[Ranking]]


def _java_next(state: int, bound: int) -> int:
    """`new java.util.Random(state).nextInt(bound)`."""
    state = (state ^ 0x5DEECE66D) & (1 << 48) - 1
    while True:
        state = (state * 0x5DEECE66D + 0xB) & (1 << 48) - 1
        bits = state >> 17
        if bound & -bound == bound:
            return bound * bits >> 31
        value = bits % bound
        if bits - value + (bound - 1) < 1 << 31:
            return value
