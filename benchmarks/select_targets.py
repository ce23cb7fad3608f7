"""Selecting 1 % of a roster in 400 strata: the protocol's arithmetic beside `consistent_sampler`, in one run.

    python benchmarks/select_targets.py [ROWS]

Prints the median seconds of each over interleaved runs, and their ratio.
"""

import sys
import time
from collections.abc import Callable
from statistics import median

from consistent_sampler import sampler

from sunlot.core.protocol.grammar import Seed
from sunlot.core.protocol.lists import Entry
from sunlot.core.protocol.strata import draw_targets

ROWS = 1_000_000
STRATA = 400
RUNS = 3
SEED = Seed("ab" * 32)


def roster(rows: int) -> list[Entry]:
    """Invent a roster: keys like credit codes, strata of equal size."""
    return [Entry(f"9165{n:014d}", f"S{n % STRATA:03d}", "650102") for n in range(rows)]


def ours(entries: list[Entry]) -> int:
    """Draw 1 % of each stratum by ticket."""
    size = len(entries) // STRATA
    return len(draw_targets(entries, {f"S{n:03d}": max(1, size // 100) for n in range(STRATA)}, SEED))


def peer(entries: list[Entry]) -> int:
    """The same with consistent_sampler, stratum by stratum."""
    strata: dict[str, list[str]] = {}
    for entry in entries:
        strata.setdefault(entry.stratum, []).append(entry.key)
    take = max(1, len(entries) // STRATA // 100)
    return sum(len(list(sampler(keys, seed=SEED, take=take, output="id"))) for keys in strata.values())


def seconds(job: Callable[[list[Entry]], int], entries: list[Entry]) -> float:
    """Time one run of a job, CPU seconds."""
    start = time.process_time()
    job(entries)
    return time.process_time() - start


def main() -> None:
    """Run both in turn and print the medians."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    entries = roster(rows)
    if ours(entries[:4000]) != peer(entries[:4000]):
        raise SystemExit("the two do not take the same number")
    figures = [(seconds(ours, entries), seconds(peer, entries)) for _ in range(RUNS)]
    mine, theirs = median(a for a, _ in figures), median(b for _, b in figures)
    print(
        f"select 1 % of {rows} rows in {STRATA} strata: sunlot {mine:.2f} s CPU, consistent_sampler {theirs:.2f} s CPU"
    )
    print(f"ratio {theirs / mine:.1f}")


if __name__ == "__main__":
    main()
