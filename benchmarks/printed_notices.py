"""1,000 printed notices as PDF/A, beside a tenth of them as .docx.

    python benchmarks/printed_notices.py [NUMBER]

The notices are those of the demonstration, each under another name, so that no two are alike. Wall clock and processor
time of this process, and its largest size.
"""

import resource
import sys
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from sunlot.core.documents.paper import Fields, Paper
from sunlot.jobs.documents import papers
from sunlot.jobs.documents.editable import default_template, docx
from sunlot.jobs.documents.fixed import Press
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

TOP = Path(__file__).parents[1]
DRAW = "2026-002"
GOAL = 40


def renamed(paper: Paper, number: int) -> Paper:
    """The same notice to somebody else."""
    blocks = []
    for block in paper.blocks:
        if isinstance(block, Fields) and block.name == "target":
            rows = [replace(one, value=f"{one.value} {number}") for one in block.rows]
            block = replace(block, rows=tuple(rows))  # noqa: PLW2901
        blocks.append(block)
    return replace(paper, blocks=tuple(blocks), file=f"{paper.file}-{number}")


def main(number: int) -> None:
    """Print the figures."""
    made = papers(Store.open(TOP), "notice", DRAW, now="2026-08-21T00:00:00Z", vault=Vault.open(None))
    each = [renamed(paper, place) for place, paper in enumerate(islice(cycle(made), number))]
    wall, cpu, size = time.perf_counter(), time.process_time(), 0
    press = Press()
    for paper in each:
        size += len(press.pdf(paper))
    took, worked = time.perf_counter() - wall, time.process_time() - cpu
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    each_kb = size / number / 1024
    print(f"{number} notices as PDF/A: {took:.1f} s ({worked:.1f} s of CPU), {each_kb:.0f} kB each, {most} MB")
    print(f"goal: {GOAL} s a thousand; {1000 * took / number / GOAL:.2f} of it")
    template, some = default_template("notice"), each[: max(1, number // 10)]
    wall = time.perf_counter()
    for paper in some:
        docx(paper, template, "notice.docx")
    took = time.perf_counter() - wall
    print(f"{len(some)} notices as .docx: {took:.1f} s, {1000 * took / len(some):.0f} ms each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1000)
