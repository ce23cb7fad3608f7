"""`sunlot simulate`: what a draw would be like, before anything is fixed."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import click

from sunlot.cli import edge
from sunlot.cli.simulated import as_json, lines
from sunlot.core.catalogue import is_warning
from sunlot.core.simulation import SEEDS
from sunlot.jobs.simulate import simulate
from sunlot.store.repository import Store


@click.command(short_help="simulate")
@click.argument("draw", metavar="DRAW")
@click.option("--seeds", type=click.IntRange(1, 100_000), default=SEEDS, show_default=True, help="试抽次数 · trials")
@click.option("--strict", is_flag=True, help="有提醒时退出码为 1 · exit 1 on warnings too")
@edge.as_of
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@edge.repository
@edge.guarded
def command(draw: str, seeds: int, strict: bool, as_of: str | None, form: edge.Format, repo: Path) -> int:
    """按现有名录试抽 DRAW：概率、可能的检查组、各人预计承担、随机程度；不写入任何文件。

    Try draw DRAW out on the registers as they stand (or on its frozen lists): exact probabilities, possible teams,
    expected loads, bits of randomness. Simulated seeds are known to everybody and decide nothing. Warns where the
    outcome is nearly known beforehand.

    \b
    sunlot simulate 2026-006
    sunlot simulate 2026-006 --strict --format json
    """
    store = Store.open(repo)
    found = simulate(
        store,
        draw,
        now=edge.now(),
        as_of=edge.given_date(as_of),
        vault=edge.vault(store),
        seeds=seeds,
        told=_progress(seeds),
    )
    if form == "json":
        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        for line in lines(found):
            click.echo(line)
        edge.show(found.problems)
    failing = found.problems if strict else [one for one in found.problems if not is_warning(one)]
    return edge.PROBLEMS if failing else edge.FINE


def _progress(seeds: int) -> Callable[[int], None]:
    """Count on a terminal, once a trial has taken long enough for somebody to wonder."""
    began = monotonic()

    def told(trial: int) -> None:
        if sys.stderr.isatty() and monotonic() - began > 1:
            end = "\r\033[K" if trial == seeds else ""
            click.echo(f"\r{trial}/{seeds}{end}", err=True, nl=False)

    return told
